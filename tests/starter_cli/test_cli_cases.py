"""Cases on the command line: opened, listed, shown to whom it may concern, acted on, refused."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.starter_cli.conftest import CM, DIRECTOR, SCREENED, STRANGER, TODAY, Cli

Form = Callable[..., str]


async def test_the_first_case_from_open_to_the_next_duty(cli: Cli, form: Form) -> None:
    number = await cli.opened()
    listed = (await cli("case", "list", "--json")).json
    assert [(c["number"], c["stage"], c["person"]) for c in listed] == [(number, "assessment", None)]
    shown = (await cli("case", "show", number, "--json")).json
    screening = next(s for s in shown["steps"] if s["key"] == "screening")
    assert screening["holder"] == CM
    assert "Order 502 art. 8(3)" in screening["why"]
    assert screening["age_days"] == 0
    taken = (
        await cli("step", "complete", number, "o502.8.3", "--as", CM, "--document", form(**SCREENED), "--json")
    ).json
    assert (taken["done"], taken["late"], taken["stage"]) == ("screening", False, "assessment")
    assert {o["step"] for o in taken["opened"]} >= {"dynamic", "team_order"}
    events = (await cli("case", "timeline", number, "--json")).json
    assert events[0].keys() >= {"at", "event", "case", "process"}
    assert events[0]["at"].endswith("+04:00")
    done = next(e for e in events if e["event"] == "step_completed")
    assert (done["rule"], done["step"], done["by"], done["late"]) == ("o502.8.3", "screening", "case_manager", False)
    why = (await cli("case", "why", number, "o502.8.3", "--json")).json
    assert (why["step"]["key"], len(why["dates"]), why["dates"][0]["superseded_at"]) == ("screening", 1, None)
    assert (await cli("audit", "verify", "--json")).json == {"holds": True, "breaks": []}


async def test_a_head_sees_what_the_people_below_owe(cli: Cli) -> None:
    late = await cli.opened(days_ago=20)
    await cli.opened()
    seen = (await cli("workload", "--as", DIRECTOR, "--json")).json
    assert seen["institutions"] == ["5"]
    mine = next(load for load in seen["staff_owing"] if load["holder"] == CM)
    own = (await cli("inbox", "--as", CM, "--json")).json
    assert (mine["owed"], mine["overdue"]) == (sum(len(own[g]) for g in own if g not in ("staff", "to_come")), 1)
    assert mine["cases"] == 2 and mine["late_since"] < str(TODAY)
    assert "1 LATE" in (await cli("workload", "--as", DIRECTOR)).out
    assert "heads nobody today" in (await cli("workload", "--as", CM, code=1)).err
    assert late.startswith("PEN")


async def test_opening_twice_opens_once(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "intake.yaml"
    day = TODAY - timedelta(days=1)
    file.write_text(
        "number: PEN-2027-000001\nperson: {first_name: ა, last_name: ბ, sex: male, birth_date: 1980-01-01}\n"
        f"institution: 8\nplaced_in_institution: {day}\nleft_classification_cell: {day}\n"
    )
    assert (await cli("case", "open", str(file), "--as", STRANGER, "--json")).json["opened"] is True
    assert (await cli("case", "open", str(file), "--as", STRANGER, "--json")).json["opened"] is False
    other = await cli("case", "open", str(file), "--field", f"placed_in_institution={day - timedelta(1)}", "--as",
                      STRANGER, code=2)  # fmt: skip
    assert "already a case with another intake" in other.err
    assert "holds no post today at institution 8" in (await cli("case", "open", str(file), "--as", CM, code=1)).err
    young = await cli("case", "open", str(file), "--field", "number=PEN-2027-000002", "--field",
                      "person.birth_date=2020-01-01", "--as", STRANGER, "--json", code=1)  # fmt: skip
    assert young.json["rule"] == "o502.5.a"
    nowhere = await cli("case", "open", str(file), "--field", "institution=77", "--field", "number=PEN-2027-000003",
                        "--as", STRANGER, code=2)  # fmt: skip
    assert "Institution 77 is not in the register (it has 5, 8)" in nowhere.err


async def test_who_acts_is_checked_against_posts(cli: Cli, form: Form) -> None:
    number = await cli.opened()
    paper = form(**SCREENED)
    assert "nobody 'S-99'" in (await cli("step", "complete", number, "screening", "--as", "S-99", code=2)).err
    stranger = await cli("step", "complete", number, "screening", "--as", STRANGER, "--document", paper, code=1)
    assert "posts held: case_manager at institution 8" in stranger.err
    wrong = await cli(
        "step", "complete", number, "screening", "--as", "S-05-psychologist", "--document", paper, "--json", code=1
    )
    assert wrong.json["rule"] == "o502.8.3"
    assert "Psychologist" in wrong.json["because"] and wrong.json["way_on"]
    asked = await cli("step", "complete", number, "screening", "--as", CM, "--role", "director", code=1)
    assert "holds no post of director" in asked.err
    documents = (await cli("case", "show", number, "--as", CM, "--json")).json["documents"]
    assert [(d["id"], d["state"], d["may_see"]) for d in documents] == [(wrong.json["document"], "refused", True)]
    assert documents[0]["content"]["high"] == [8]


async def test_a_deputy_acts_in_place_of_an_absent_director(cli: Cli) -> None:
    number = await cli.opened()
    deputy = "S-05-director-deputy"
    args = ("act", "assign", number, "static", "--to", "S-05-special_registration_officer", "--as", deputy)
    assert "There is no actor 'deputy_director'" in (await cli(*args, code=1)).err
    away = f'{{"absences": [{{"staff_id": "{DIRECTOR}", "from_date": "{TODAY}", "deputy_staff_id": "{deputy}"}}]}}'
    assert (await cli("register", "load", "-", "--json", stdin=away)).json["changed"] == 1
    await cli(*args, "--role", "director")
    assert "S-08-case_manager holds no post" in (await cli("act", "assign", number, "static", "--to", STRANGER, "--as",
                                                           deputy, "--role", "director", code=1)).err  # fmt: skip


async def test_names_and_documents_are_for_those_with_a_role(cli: Cli, form: Form) -> None:
    number = await cli.opened()
    medium = form(points={**SCREENED["points"], "8": 20})
    await cli("step", "complete", number, "screening", "--as", CM, "--document", medium)
    nobody = await cli("case", "show", number)
    assert "სინთეზური-7" not in nobody.out and "not shown" in nobody.out
    assert "სინთეზური-7" in (await cli("case", "show", number, "--as", CM)).out
    assert "სინთეზური-7" not in (await cli("case", "list", "--as", STRANGER)).out
    seen = {}
    for staff in (CM, DIRECTOR, STRANGER, "S-05-psychologist"):
        paper = (await cli("case", "show", number, "--as", staff, "--json")).json["documents"][0]
        seen[staff] = paper["may_see"]
        assert ("content" in paper) is paper["may_see"] and paper["because"]
    assert seen == {CM: True, DIRECTOR: False, STRANGER: False, "S-05-psychologist": False}


async def test_refusals_say_what_is_wrong_by_which_rule_and_what_to_do(cli: Cli, form: Form) -> None:
    number = await cli.opened()
    tomorrow, before = str(TODAY + timedelta(days=1)), str(TODAY - timedelta(days=30))
    good = form(**SCREENED)
    screening = ("step", "complete", number, "screening", "--as", CM, "--document")
    wrong: list[tuple[tuple[str, ...], str]] = [
        ((*screening, form(points={"1": 0}),), "have no points; write 0"),
        ((*screening, form(**SCREENED, strange=1),), "'strange' does not belong to this form"),
        ((*screening, form(**{**SCREENED, "points": {**SCREENED["points"], "1": 9999}}),), "item 1"),
        ((*screening, good, "--done-on", tomorrow), "lies in the future"),
        ((*screening, good, "--done-on", before), "before what it answers"),
        (("step", "complete", number, "o502.99.1", "--as", CM), "No step of this case is open for 'o502.99.1'"),
        (("act", "vote", number, "--vote", "for", "--as", CM), "no team"),
        (("act", "vote", number, "--vote", "maybe", "--as", CM), "'vote'"),
        (("act", "suspend", number, "--as", CM), "'ground' is missing"),
        (("act", "suspend", number, "--ground", "o502.99.1", "--as", CM), "no ground that suspends"),
        (("act", "dance", number, "--as", CM), "knows no act 'dance'"),
        (("act", "extend", number, "screening", "--value", "5", "--reason", "ill", "--as", CM), "no leave to extend"),
    ]  # fmt: skip
    for args, words in wrong:
        refused = await cli(*args, "--json", code=1)
        assert words in refused.json["because"], refused.json
        assert refused.json["way_on"] and refused.json["document"]
        assert f"kept as {refused.json['document']}, marked refused" in refused.err
    await cli(*screening, good)
    assert "was done on" in (await cli(*screening, good, code=1)).err
    documents = (await cli("case", "show", number, "--as", CM, "--json")).json["documents"]
    assert [d["state"] for d in documents] == ["refused"] * 12 + ["settled", "refused"]
    for args in (
        (*screening, good, "--done-on", "yesterday"),
        (*screening, "nowhere.yaml"),
        ("case", "show", "PEN-1"),
        ("case", "show", "PEN-2026-999999"),
        ("case", "why", number, "nothing"),
        ("case", "list", "--process", "nothing"),
    ):
        bad = await cli(*args, "--json", code=2)
        assert set(bad.json) >= {"error"} and "Traceback" not in bad.err


async def test_suspend_end_and_act_after_the_end(cli: Cli, form: Form) -> None:
    number = await cli.opened()
    since = str(TODAY - timedelta(days=1))
    await cli("act", "suspend", number, "--ground", "o502.15.1.a", "--done-on", since, "--as", CM)
    await cli("act", "suspend", number, "--ground", "o502.15.1.b", "--as", CM)
    await cli("act", "resume", number, "--ground", "o502.15.1.a", "--as", CM)
    ledger = (await cli("case", "show", number, "--json")).json["suspensions"]
    assert ledger == [
        {"ground": "o502.15.1.a", "start": since, "end": str(TODAY)},
        {"ground": "o502.15.1.b", "start": str(TODAY), "end": None},
    ]
    assert (await cli("act", "end", number, "--ground", "o502.17.2.1", "--as", CM, "--json")).json["act"] == "end"
    shown = (await cli("case", "show", number, "--json")).json
    if shown["closed"]:  # the process may first ask for its last papers
        late = ("step", "complete", number, "screening", "--as", CM, "--document", form(**SCREENED))
        assert "was closed" in (await cli(*late, code=1)).err
        assert [c["number"] for c in (await cli("case", "list", "--closed", "--json")).json] == [number]
        assert (await cli("case", "list", "--json")).json == []


async def test_lists_filters_inbox_and_notices(cli: Cli) -> None:
    calm, late = await cli.opened(days_ago=1), await cli.opened(days_ago=20)
    listed = (await cli("case", "list", "--json")).json
    assert [c["number"] for c in listed] == [late, calm]
    assert [c["number"] for c in (await cli("case", "list", "--overdue", "--json")).json] == [late]
    assert [c["number"] for c in (await cli("case", "list", "--due-within", "0", "--json")).json] == [late]
    assert (await cli("case", "list", "--institution", "8", "--json")).json == []
    assert len((await cli("case", "list", "--limit", "1", "--json")).json) == 1
    inbox = (await cli("inbox", "--as", CM, "--json")).json
    assert [(i["case"], i["step"]) for i in inbox["overdue"]] == [(late, "screening")]
    assert {i["person"] for group in ("overdue", "this_week", "later") for i in inbox[group]} == {"ნინო სინთეზური-7"}
    assert "OVERDUE (1)" in (await cli("inbox", "--as", CM)).out
    steps = (await cli("step", "list", late, "--json")).json
    assert {s["key"] for s in steps} == {"screening", "static", "behaviour", "coordinator"}
    notices = (await cli("notice", "list", late, "--json")).json
    assert notices and not {"subject", "body"} & set(notices[0])
    links = (await cli("ops", "links", "--ui", "http://localhost:8233", "--json")).json
    assert {"Overdue now", "Institution 5"} <= {link["question"] for link in links}


@pytest.mark.parametrize("args", [("case", "list"), ("register", "show", "--institution", "5"), ("step", "list")])
async def test_words_for_people(cli: Cli, args: tuple[str, ...]) -> None:
    number = await cli.opened()
    out = (await cli(*args, *([number] if args[0] == "step" else []))).out
    assert {"case": number, "register": "case_manager", "step": "Order 502 art. 8(3)"}[args[0]] in out


async def test_a_register_that_does_not_hold_is_refused_whole(cli: Cli, form: Form) -> None:
    post = {"id": "x", "unit_id": "U-none", "role": "director", "staff_id": CM, "from_date": str(TODAY)}
    assert "nowhere in the register" in (await cli("register", "load", form(posts=[post]), code=2)).err
    assert "does not belong" in (await cli("register", "load", form(posters=[]), code=2)).err
    with cli.house.pool.connect() as conn:
        assert conn.execute(text("select count(*) from posts where id = 'x'")).scalar_one() == 0


async def test_a_case_shows_the_marks_of_its_cycle(cli: Cli) -> None:
    number = await cli.opened()
    assert (
        "which a cycle takes as a rule (Order 502 art. 3(k), for information)"
        in (await cli("case", "show", number)).out
    )
    told = (await cli("case", "show", number, "--json")).json
    assert [m["rule"] for m in told["marks"]] == ["o502.3.k.2", "o502.3.k.1"]
