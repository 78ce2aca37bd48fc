"""`vada import` of cases with the administrator and of psychological service, and of acts line by line."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.acts import Codes
from models.ids import Process, related_case
from starter.import_details import details_of
from tests.starter_cli.conftest import TODAY, Cli
from tests.support.servers import fresh_number

LEFT = TODAY - timedelta(weeks=20)
CASES = (
    "number", "first_name", "last_name", "sex", "birth_date", "institution", "placed_in_institution",
    "left_classification_cell", "status", "in_case_management", "asked_on", "static", "behaviour_on",
    "handed_over_on", "admin_plan_on", "admin_plan_months", "admin_plan_agreed_on", "admin_reassessed",
    "admin_monitored_on",
)  # fmt: skip
DONE = ("number", "done", "done_on", "details")


def day(n: int) -> str:
    """So many days after the classification cell."""
    return f"{LEFT + timedelta(days=n):%d.%m.%Y}"


def row(number: str, **told: str) -> list[str]:
    fields = {
        "number": number, "first_name": "ა", "last_name": "სინთეზური-9", "sex": "კაცი", "birth_date": "01.02.1980",
        "institution": "5",
    }  # fmt: skip
    if not number.startswith("PSY"):
        fields |= {"placed_in_institution": str(LEFT), "left_classification_cell": str(LEFT)}
    return [{**fields, **told}.get(name, "") for name in CASES]


def write(file: Path, *lines: list[str] | tuple[str, ...]) -> str:
    file.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return str(file)


async def steps(cli: Cli, number: str) -> tuple[str, dict[str, str | None]]:
    told = (await cli("case", "show", number, "--json")).json
    return told["stage"], {s["key"]: s["due"] for s in told["steps"]}


@pytest.mark.rule("o502.13.3", "o502.13.4.1", "o502.13.7")
async def test_an_administrators_case_and_a_service_by_themselves(cli: Cli, tmp_path: Path) -> None:
    """With the administrator: a plan that ended, a later round, a way back; an accused with a consultation open."""
    ended, later, back = (related_case(fresh_number(), Process.administrator_plan) for _ in range(3))
    accused = fresh_number("PSY")
    handed = {"static": "low", "handed_over_on": day(20)}
    plan = {"admin_plan_on": day(30), "admin_plan_months": "2", "admin_plan_agreed_on": day(40)}
    cases = write(
        tmp_path / "cases.csv", CASES,
        row(ended, **handed, **plan),
        row(later, **handed, **{**plan, "admin_plan_months": "12"}, admin_reassessed="კი", admin_monitored_on=day(90)),
        row(back, **handed),
        row(accused, status="accused", in_case_management="no", asked_on=day(50)),
        row(fresh_number("PSY"), status="accused", in_case_management="no", static="low"),
        row(fresh_number("ADM"), static="low"),
        row(fresh_number("ADM"), handed_over_on=day(20)),
        row(fresh_number(), status="accused"),
    )  # fmt: skip
    prison = related_case(back, Process.penitentiary_cycle)
    done = write(
        tmp_path / "done.csv", DONE,
        [back, "assess", day(30), "months=12"],
        [back, "agree", day(35), ""],
        [back, "screen", day(60), "serious_harm=საშუალო instant=yes"],
        [back, "hand_back", day(60), ""],
        [related_case(back, Process.psychology_service), "assess_instant", day(63), "staff=S-9"],
        [prison, "dynamic", day(90), "dynamic=low"],
        [prison, "conclusion", day(91), "outcome=case_manager_with_psychologist"],
        [accused, "request_consultation", day(51), "by=accused"],
    )  # fmt: skip
    dry = (await cli("import", cases, "--done", done, "--dry-run", "--json", code=1)).json
    assert (dry["would_open"], dry["refused"]) == (4, 4)
    told = (await cli("import", cases, "--done", done, "--json", code=1)).json
    said = {r["line"]: r for r in told["rows"]}
    assert (said[4]["related"][0], said[2]["number"]) == (prison, ended)
    for line, words in {
        6: "'static' does not belong", 7: "'handed_over_on' is missing", 8: "'static' is missing",
        9: "'status' belongs to psychological service",
    }.items():  # fmt: skip
        assert words in said[line]["because"], said[line]
    for number in (ended, later, back, accused, prison):
        await cli.settled(number)
    stage, owed = await steps(cli, ended)
    assert (stage, list(owed)) == ("monitoring", ["monitor"])
    stage, owed = await steps(cli, later)
    assert stage == "reassessment"
    assert str(LEFT + timedelta(days=90 + 14)) <= str(owed["reassess@2"]) <= str(LEFT + timedelta(days=90 + 18))
    stage, owed = await steps(cli, back)
    assert (stage, owed) == ("with_case_manager", {})
    stage, owed = await steps(cli, prison)
    assert "meeting@2" in owed and "dynamic@2" not in owed
    stage, owed = await steps(cli, accused)
    assert owed == {"assess": None, "consult#1": None}
    again = (await cli("import", cases, "--done", done, "--json", code=1)).json
    assert (again["already_open"], again.get("opened")) == (4, None)
    other = write(tmp_path / "other.csv", DONE, [back, "assess", day(29), "months=12"])
    changed = (await cli("import", cases, "--done", other, "--json", code=1)).json
    assert "has this number" in {r["line"]: r for r in changed["rows"]}[4]["because"]


async def test_a_bad_line_refuses_its_case_alone_and_says_where(cli: Cli, tmp_path: Path) -> None:
    good, bad, wrong = fresh_number(), fresh_number(), fresh_number()
    again = related_case(good, Process.psychology_service)
    cases = write(tmp_path / "cases.csv", CASES, row(good), row(bad), row(wrong), row(again, status="accused"))
    done = write(
        tmp_path / "done.csv", DONE,
        [good, "screening", day(3), "serious_harm=low"],
        [bad, "screening", "soon", "serious_harm=low"],
        [bad, "o502.8.5", day(3), ""],
        [bad, "static", day(3), "static=tall"],
        [bad, "static", day(3)],
        [wrong, "screening", day(3), "serious_harm=low"],
        [wrong, "screening", day(4), "serious_harm=low"],
        [fresh_number(), "screening", day(3), "serious_harm=low"],
    )  # fmt: skip
    told = (await cli("import", cases, "--done", done, "--json", code=1)).json
    said = {(r.get("file", ""), r["line"]): r for r in told["rows"]}
    assert said["", 2]["outcome"] == "opened"
    for n, words in ((3, "not a date"), (4, "is a rule"), (5, "one of low, medium, high"), (6, "cells")):
        assert f"done.csv line {n}: " in said["", 3]["because"]
        assert words in said["", 3]["because"]
    assert said["", 4]["because"].startswith(f"done.csv line 8, 'screening' on {LEFT + timedelta(days=4)}: ")
    assert "line 2 has the same year and digits" in said["", 5]["because"]
    assert "no row of the file of cases" in said["done.csv", 9]["because"]
    assert "done.csv line    9" in (await cli("import", cases, "--done", done, code=1)).out
    shown = (await cli("import", "--columns")).out
    assert "admin_reassessed" in shown and "screen" in shown and "months=1" in shown
    broken = write(tmp_path / "broken.csv", ("number", "done", "when"), [good, "screening", day(3)])
    assert "lacks 'done_on'" in (await cli("import", cases, "--done", broken, "--json", code=2)).json["error"]


@pytest.mark.parametrize(
    ("process", "done", "text", "codes"),
    [
        ("administrator_plan", "assess", "months=12", {"months": 12}),
        ("administrator_plan", "reassess", "new_plan=no", {"new_plan": False}),
        ("administrator_plan", "suspend", "ground=a", {"ground": "o502.15.1.a"}),
        ("psychology_service", "plan", "ends=02.03.2027", {"ends": "2027-03-02", "convict_took_part": True}),
        ("penitentiary_cycle", "team_order", "members=doctor+psychologist", {"members": ["doctor", "psychologist"]}),
        ("penitentiary_cycle", "coordinator", "", {}),
    ],
)
def test_the_details_of_a_line(process: str, done: str, text: str, codes: Codes) -> None:
    assert details_of(Process(process), done, text) == codes


@pytest.mark.parametrize(
    ("done", "text", "words"),
    [
        ("assess", "", "needs the detail 'months'"),
        ("assess", "months=13", "more than the 12 months"),
        ("assess", "months=0", "whole number"),
        ("assess", "weeks=3", "'weeks' is no detail"),
        ("reassess", "new_plan=yes", "needs its months"),
        ("agree", "decision=perhaps", "one of agreed, returned"),
        ("agree", "by=ნინო", "a code"),
        ("suspend", "", "needs the detail 'ground'"),
    ],
)
def test_a_detail_that_does_not_hold_says_what_may_be_said(done: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        details_of(Process.administrator_plan, done, text)
