"""A case of the Agency on the command line: seen before it is registered, and its papers open to its team alone."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from models.acts import Told
from models.register import sample_register
from storage import cases, register
from storage.cases import NewCase, NewPerson
from tests.starter_cli.conftest import TODAY, Cli
from tests.support.servers import eventually, fresh_number

OFFICER, OTHER, WORKER = "S-B3-probation_officer", "S-B3-probation_officer-2", "S-B3-agency_social_worker"
HEAD, ABOVE = "S-B3-resocialisation_division_head", "S-00-head_of_department"
SCREENING = {"points": {"1": 20, **{str(i): 0 for i in range(2, 11)}}}


async def handed_over(cli: Cli) -> str:
    """A case that a grant has opened in the place of the prison: no bureau was named."""
    number, now = fresh_number("PRO"), datetime.now(UTC)
    person = NewPerson(id=f"P-{number[4:]}", first_name="ნიმუში", last_name="სინთეზური", synthetic=True)
    new = NewCase(number=number, process="probation_cycle", institution="8", person=person, received_at=now)
    told = Told(id=f"T-{number}", fact="released_on_parole", on=TODAY, at=now, codes={"ground": "o320.22.4"})
    gateway = cli.house.gateway()
    await gateway.in_transaction(lambda conn: register.load(conn, sample_register(["B3"], "bureau"), at=now, by="t"))
    await gateway.in_transaction(lambda conn: cases.create(conn, new))
    await gateway.start(await gateway.in_transaction(lambda conn: cases.intake(conn, number)), told)

    async def owed() -> bool:
        return bool((await cli("step", "list", number, "--json")).json)

    await eventually(owed, "the arrival is owed")
    return number


def mine(inbox: dict[str, list[dict[str, str]]]) -> list[str]:
    """The steps without a term in an inbox."""
    return [item["step"] for item in inbox["without_term"]]


@pytest.mark.rule("o502.30.8", "o502.30.6")
async def test_an_arrival_is_seen_from_the_first_minute_and_its_papers_by_its_team_alone(
    cli: Cli, form: Callable[..., str]
) -> None:
    number = await handed_over(cli)
    (step,) = (await cli("step", "list", number, "--json")).json
    assert (step["key"], step["holder"]) == ("arrival", ABOVE)
    assert mine((await cli("inbox", "--as", ABOVE, "--json")).json) == ["arrival"]
    assert "no bureau yet" in (await cli("case", "show", number)).out
    await cli("act", "assign", number, "arrival", "--as", ABOVE, "--to", OFFICER)
    assert mine((await cli("inbox", "--as", OFFICER, "--json")).json) == ["arrival"]
    later = form(form="registration", registered_on=f"{date(TODAY.year + 1, 1, 1)}")
    no = await cli("step", "complete", number, "arrival", "--as", OFFICER, "--document", later, code=1)
    assert "in the future" in no.err
    await cli("step", "complete", number, "arrival", "--as", OFFICER, "--document",
              form(form="registration", registered_on=str(TODAY)))  # fmt: skip
    shown = (await cli("case", "show", number, "--json")).json
    assert (shown["institution"], shown["stage"]) == ("B3", "assessment")

    paper = form(form="annex-01-part-1", **SCREENING)
    said = await cli("step", "complete", number, "screening", "--as", OFFICER, "--document", paper, "--json")
    one = str(said.json["document"])
    await cli("step", "complete", number, "ask_worker", "--as", OFFICER, "--document", form(reason="a need"))
    assert (await cli("document", "show", one, "--as", OFFICER, "--json")).json["rule"] == "o502.30.6"
    for staff in (OTHER, WORKER, HEAD, "S-08-case_manager"):
        closed = await cli("document", "show", one, "--as", staff, "--json", code=1)
        assert closed.json["rule"] == "o502.30.6"
    seen = {d["form"]: d["may_see"] for d in (await cli("document", "list", number, "--as", HEAD, "--json")).json}
    assert seen["doc-specialist-request"] is True
    assert seen["annex-01-part-1"] is False
    await cli("step", "complete", number, "assign_worker", "--as", HEAD, "--document", form(to=WORKER))
    await cli("document", "show", one, "--as", WORKER)
    await cli("document", "show", one, "--as", WORKER + "-2", code=1)

    asked = (await cli("document", "request", number, "--by", "convict", "--as", OFFICER, "--json")).json
    assert asked["given"] == []
    assert {d["rule"] for d in asked["refused"]} == {"o502.30.6"}
    assert "lawyer" in asked["hint"]
    sent = (await cli("document", "exchange", number, "--to", "special_penitentiary_service", "--as", OFFICER,
                      "--json")).json  # fmt: skip
    assert (sent["rule"], [d["document"] for d in sent["exchanged"]]) == ("o502.30.8", [one])
    log = (await cli("document", "log", number, "--json")).json
    assert [(e["staff"], e["what"], e["allowed"]) for e in log if e["document"] == one] == [
        (OFFICER, "view", True), (OTHER, "view", False), (WORKER, "view", False), (HEAD, "view", False),
        ("S-08-case_manager", "view", False), (WORKER, "view", True), (WORKER + "-2", "view", False),
        (OFFICER, "request", False), (OFFICER, "exchange", True),
    ]  # fmt: skip


@pytest.mark.rule("o502.26.1.c", "o502.26.2")
async def test_an_infection_may_hold_in_the_whole_bureau(cli: Cli) -> None:
    number = await handed_over(cli)
    await cli("act", "complete", number, "arrival", "--as", OFFICER, "--set", f"registered_on={TODAY}")
    args = ("B3", "--ground", "o502.26.1.c", "--by")
    no = await cli("institution", "suspend", *args, WORKER, "--yes", code=1)
    assert "not for the agency_social_worker" in no.err
    for does, lines in (("suspend", ["suspended"]), ("resume", ["suspended", "resumed"])):
        done = (await cli("institution", does, *args, HEAD, "--yes", "--json")).json
        assert (done["told"], done["by_process"]) == (1, {"probation_cycle": 1})
        await cli.house.relay(cli.house.gateway()).drain()

        async def heard(wanted: list[str] = lines) -> bool:
            told = (await cli("case", "timeline", number, "--json")).json
            return [e["event"] for e in told if e["event"] in ("suspended", "resumed")] == wanted

        await eventually(heard, "the case has taken it in")
