"""What was done in a story, told line by line in a file of acts: the same is owed in all cases, until the same days."""

import csv
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from models.brought_in import BroughtIn
from models.ids import Process
from models.views import StepView
from rules.terms.calendar import shipped_calendar
from rules.terms.dates import TBILISI, local_date
from starter import bringing
from starter.import_acts import COLUMNS, KINDS, attach
from starter.import_details import DETAILS, LEDGER
from starter.import_file import Row, read_rows
from starter.openers import NotOpened
from starter.scenario import Scenario, load
from storage import worklists
from storage.tables import Document
from tests.support.servers import SCENARIOS, House

UNTOLD = ("end", "transfer", "correct", "extend", "confirm", "assign")
"""What a file of acts does not tell: a story is cut before it."""
STORIES = (
    ("administrator_plan_returned", 99),
    ("suspended_doctor", 99),
    ("administrator_plan_year", 99),
    ("administrator_plan_early", 99),
    ("administrator_plan_way_back", 99),
    ("psychology_planned", 12),
    ("psychology_planned", 99),
    ("psychology_high_risk", 99),
    ("psychology_instant_on_administrators_track", 99),
    ("psychology_accused", 99),
    ("psychology_requests_by_others", 99),
)


def cut(story: Scenario, most: int) -> Scenario:
    """The story up to its first act that no file tells, and no further than `most` acts."""
    n = next((n for n, act in enumerate(story.acts) if act.act in UNTOLD), len(story.acts))
    acts = story.acts[: min(n, most)]
    until = story.until if len(acts) == len(story.acts) else acts[-1].at
    return story.model_copy(update={"acts": acts, "until": until, "expect": (), "beside": ()})


def told(doc: Mapping[Any, Any]) -> list[str]:
    """A document of the lived case as a line of the file."""
    number, done = doc["case"], doc["answer"]["done"] or doc["act"]
    details = {**DETAILS[KINDS[number[:3]]].get(done.partition("@")[0].partition("#")[0], {}), **LEDGER.get(done, {})}
    codes = {**(doc["content"] if doc["act"] != "complete" else {}), **doc["codes"], "by": doc["by_role"]}
    said = [f"{name}={cell(codes[name])}" for name in (*details, "by") if codes.get(name) not in (None, [])]
    on = doc["done_on"] or local_date(doc["received_at"])
    return [number, done, f"{on:%d.%m.%Y}", " ".join(said)]


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "+".join(value) if isinstance(value, list) else str(value).removeprefix("o502.15.1.")


def owed(steps: tuple[StepView, ...]) -> dict[str, Any]:
    """What is open; a coordination that nobody recorded is presumed of a case that went on (8(4))."""
    return {s.key: (s.rule, s.due) for s in steps if s.state in ("open", "waiting") and s.key != "coordinator"}


@pytest.mark.parametrize(("name", "most"), STORIES)
async def test_the_same_is_owed_when_the_acts_are_told_line_by_line(
    house: House, tmp_path: Path, name: str, most: int
) -> None:
    story = cut(load(SCENARIOS / f"{name}.yaml"), most)
    played = await house.play(story)
    with house.pool.connect() as conn:
        rows = conn.execute(
            select(Document.__table__).where(Document.state == "settled").order_by(Document.received_at)
        )
        lines = [told(doc) for doc in rows.mappings()]
        numbers = (played.case, *played.status["cases"])
        lived = {n: (worklists.case(conn, n).stage, owed(worklists.steps(conn, n))) for n in numbers}
    file = tmp_path / "acts.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter=";").writerows([COLUMNS, *lines])
    row = Row(2, {"number": played.case})
    assert attach([row], file) == []
    assert row.because is None
    asked = {"asked_on": local_date(story.now)} if story.process is Process.psychology_service else {}
    case = {**story.case, "number": played.case, **asked}
    _, whole = bringing.lived(case, BroughtIn(), story.until, shipped_calendar(), by="x", lines=row.lines)
    brought = {
        c.s.case: (c.s.stage, {k: (s.rule, s.due) for k, s in c.s.steps.items() if k != "coordinator"})
        for c in whole.values()
    }
    assert brought == lived


def test_the_files_that_the_documentation_shows_are_taken(tmp_path: Path) -> None:
    """Operations, a prison's first Monday: the two examples belong together and hold."""
    page = (SCENARIOS.parent.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    files: list[Path] = []
    for head in ("number;first_name", "number;done;"):
        block = page[page.index(head) :]
        files.append(tmp_path / f"{len(files)}.csv")
        files[-1].write_text("\n".join(x.strip() for x in block[: block.index("```")].splitlines()), encoding="utf-8")
    rows = read_rows(files[0])
    assert attach(rows, files[1]) == []
    stages: dict[str, str] = {}
    at = datetime(2026, 7, 15, 12, tzinfo=TBILISI)
    for row in rows:
        assert row.because is None
        _, cases = bringing.lived(row.intake(), row.brought(), at, shipped_calendar(), by="x", lines=row.lines)
        stages |= {case.s.case: case.s.stage for case in cases.values()}
    assert stages == {
        "PEN-2026-000101": "assessment",
        "PEN-2026-000102": "reassessment",
        "ADM-2026-000102": "with_case_manager",
        "PSY-2026-000103": "implementation",
    }


def _row(number: str, **told: str) -> Row:
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1985-01-01"}
    days = {"placed_in_institution": "2026-01-05", "left_classification_cell": "2026-01-12"}
    return Row(2, {"number": number, "institution": "5", **person, **days, **told})


CHOSEN = {
    "static": "high", "dynamic_on": "2026-01-28", "dynamic": "low", "concluded_on": "2026-01-30",
    "conclusion": "case_administrator", "handed_over_on": "2026-02-02",
}  # fmt: skip


@pytest.mark.rule("o502.13.1")
def test_an_administrators_row_presumes_the_screening_before_what_followed_it() -> None:
    """The choice of 8(8): low harm found not later than the dynamic part; a ground of 15(1) goes along."""
    row = _row("ADM-2026-000001", **CHOSEN, suspended_since="2026-02-20", suspended_ground="b")
    at = datetime(2026, 3, 2, 12, tzinfo=TBILISI)
    new, cases = bringing.lived(row.intake(), row.brought(), at, shipped_calendar(), by="x")
    assert new.number == "PEN-2026-000001"
    administrator = cases[Process.administrator_plan].s
    assert [(s.rule, str(s.due)) for s in administrator.steps.values()] == [("o502.13.1", "2026-03-02")]
    assert [(s.ground, str(s.start), s.end) for s in administrator.suspensions] == [("o502.15.1.b", "2026-02-20", None)]
    assert {s.step for s in cases[Process.penitentiary_cycle].past if s.presumed} == {
        "screening", "static", "coordinator",
    }  # fmt: skip


@pytest.mark.parametrize("number", ["XYZ-2026-000001", "adm-2026-000001", "ADM-2026-1"])
def test_a_number_of_no_such_case_says_which_there_are(number: str) -> None:
    row, at = _row(number), datetime(2026, 3, 2, 12, tzinfo=TBILISI)
    with pytest.raises(NotOpened, match=r"PEN-"):
        bringing.lived(row.intake(), row.brought(), at, shipped_calendar(), by="x")
