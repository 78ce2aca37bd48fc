"""The file of a story: errors name the line and what to do, and the schema that is printed fits every story."""

import importlib
import pkgutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import workflows
from models.forms.registry import form_of_step, forms_of
from models.ids import Process
from rules import catalogue
from starter.cli import run
from starter.opening import INTAKES
from starter.scenario import BadScenario, parse
from starter.story_schema import schema
from starter.verdict import judge
from workflows.steps.duty import Duty

STORIES = sorted((Path(__file__).parents[1] / "scenarios").glob("*.yaml"))
DUTIES = {
    "administrator_duties": Process.administrator_plan,
    "council_duties": Process.local_council,
    "danger_duties": Process.danger_review,
    "former_duties": Process.former_prisoner_case,
    "former_closing_duties": Process.former_prisoner_case,
    "parole_duties": Process.parole_petition,
    "penitentiary_duties": Process.penitentiary_cycle,
    "penitentiary_later": Process.penitentiary_cycle,
    "probation_duties": Process.probation_cycle,
    "psychology_duties": Process.psychology_service,
}

GOOD = """\
scenario: a week
process: penitentiary_cycle
now: 2026-06-06 09:00
case:
  number: PEN-2026-000001
  person: {first_name: "ნიმუში", last_name: "სინთეზური", sex: male, birth_date: 1990-02-11}
  institution: 8
  placed_in_institution: 2026-06-01
  left_classification_cell: 2026-06-06
acts:
  - {at: 2026-06-15 12:00, act: complete, rule: o502.8.3, by: case_manager}
  - {at: 2026-06-16 12:00, act: end, ground: o502.17.2.1, by: {actor: case_manager, person: S-08-case_manager}}
until: 2026-06-17 00:00
"""


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("scenario: a week", "on: a week", "line 1: the key on is read as true or false: put it in quotes"),
        ("penitentiary_cycle", "prison", "line 2: "),
        ("birth_date: 1990-02-11", "birth: 1990", "line 6: The intake does not hold"),
        ("institution: 8", "house: 8", "line 4: The intake does not hold"),
        ("rule: o502.8.3, ", "rule: o502.8.33, ", "line 11: act 1"),
        ("act: end", "act: finish", "line 12: act 2"),
        ("2026-06-16 12:00", "2026-06-14 12:00", "line 12: act 2"),
        (", by: case_manager}", "}", "line 11: The story does not hold: the field 'acts.0.by' is missing"),
        ("until: 2026-06-17", "until: 2026-06-07", "line 13: `until` comes before the last act"),
        ("acts:", "acts: &all", None),
        ("until:", "also: *all\nuntil:", "line 13: YAML aliases"),
        ("number: PEN-2026-000001", "number: " + "[" * 20 + "]" * 20, "line 5: nested too deep"),
        ("institution: 8", "institution: 8\n  institution: 9", "line 8: institution stands twice"),
        ("institution: 8", "institution: [8", "line 8: "),
    ],
)
def test_an_error_names_the_line(was: str, now: str, says: str | None) -> None:
    text = GOOD.replace(was, now, 1)
    if says is None:
        parse(text)
        return
    if "*all" in now:
        text = text.replace("acts:", "acts: &all")
    with pytest.raises(BadScenario) as told:
        parse(text)
    assert str(told.value).startswith(says)


@pytest.mark.parametrize("process", list(Process))
def test_a_schema_is_whole_and_has_every_form_of_the_process(process: Process) -> None:
    printed = schema(process)
    jsonschema.Draft202012Validator.check_schema(printed)
    names = {ref["$ref"].rsplit("/", 1)[1] for ref in (*printed["acts"].values(), *printed["documents"].values())}
    assert names <= set(printed["$defs"])
    assert set(printed["documents"]) == set(forms_of(process))


def test_every_form_that_a_step_asks_for_is_among_its_process_s() -> None:
    seen = 0
    for info in pkgutil.iter_modules(workflows.__path__):
        for duty in vars(importlib.import_module(f"workflows.{info.name}")).values():
            if isinstance(duty, Duty) and info.name in DUTIES:
                seen += 1
                assert form_of_step(duty.rule, duty.form) in forms_of(DUTIES[info.name]), duty.key
    assert seen > 150


def test_every_story_fits_the_schema_that_is_printed() -> None:
    valid = {p: jsonschema.Draft202012Validator(schema(p)) for p in INTAKES}
    wrong = {}
    for file in STORIES:
        story = keyed(catalogue.parse_yaml(file.read_text("utf-8")))
        faults = [fault.message for fault in valid[Process(story["process"])].iter_errors(story)]
        if faults:
            wrong[file.name] = faults
    assert len(STORIES) > 100 and not wrong


def keyed(value: Any) -> Any:
    """As JSON has it: keys are text."""
    if isinstance(value, dict):
        return {str(k): keyed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [keyed(v) for v in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def test_schema_without_a_process_tells_which_there_are(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--schema"]) == 0
    told = capfd.readouterr().out
    assert all(p.value in told for p in Process)


OVERDUE = {"event": "step_overdue", "rule": "o502.8.3", "at": "2026-06-14T00:00:00+04:00", "case": "C", "to": "12"}


@pytest.mark.parametrize(
    ("wish", "met"),
    [
        ("{never: step_overdue}", False),
        ("{never: step_overdue, rule: o502.8.5}", True),
        ("{never: step_overdue, rule: o502.8.3}", False),
        ("{never: {event: step_overdue, rule: o502.8.5}}", True),
        ("{event: step_overdue, at: 2026-06-14}", True),
        ("{event: step_overdue, at: 2026-06-13}", False),
        ("{event: step_overdue, at: 2026-06-14 00:00}", True),
        ("{event: step_overdue, at: 2026-06-14 00:00:00}", True),
        ("{event: step_overdue, at: 2026-06-13T20:00:00Z}", True),
        ("{event: step_overdue, at: soon}", False),
        ("{event: step_overdue, to: 12}", True),
        ("{event: step_overdue, to: '1'}", False),
    ],
)
def test_what_a_line_of_expect_means(wish: str, met: bool) -> None:
    found = judge([catalogue.parse_yaml(wish)], [OVERDUE], {})
    assert (found.met == 1) is met and bool(found.failed) is not met
