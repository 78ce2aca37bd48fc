"""Recorded histories of every workflow replay on the code as it is now, and a replay can fail.

The histories are recorded by `python tools/record_histories.py` from synthetic stories, never by a test.
"""

import json
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from ops.connection import data_converter
from tests.replay.changed import Changed
from workflows.registry import STATES, WORKFLOWS
from workflows.sandbox import runner

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


def replayer(*workflows: type) -> Replayer:
    """A replayer with the sandbox and the converter of service."""
    return Replayer(workflows=list(workflows), workflow_runner=runner(), data_converter=data_converter())


def history_of(file: Path) -> WorkflowHistory:
    """The recorded history; its workflow id is not in it."""
    return WorkflowHistory.from_json(f"{file.name.split('.')[0]}/recorded", file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [pytest.param(f, id=f.stem) for f in HISTORIES])
async def test_recorded_history_replays(file: Path) -> None:
    result = await replayer(*WORKFLOWS).replay_workflow(history_of(file), raise_on_replay_failure=False)
    assert result.replay_failure is None, f"{file.name}: {result.replay_failure}"


def test_every_workflow_has_an_open_and_a_closed_history() -> None:
    there = {tuple(f.name.split(".")[:2]) for f in HISTORIES}
    missing = {(p.value, state) for p in STATES for state in ("open", "closed")} - there
    assert not missing, f"record a story for each of {sorted(missing)}: see CHOSEN in tools/record_histories.py"


def test_what_a_file_name_says_is_true() -> None:
    last = {"open": set[str](), "closed": set[str](), "run": set[str]()}
    for file in HISTORIES:
        process, state = file.name.split(".")[:2]
        events = json.loads(file.read_text(encoding="utf-8"))["events"]
        started = events[0]["workflowExecutionStartedEventAttributes"]
        assert started["workflowType"]["name"] == process, file.name
        last[state.rstrip("123456789")].add(events[-1]["eventType"])
    assert last["closed"] == {"EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED"}
    assert last["run"] == {"EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW"}
    assert not last["open"] & {"EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED", "EVENT_TYPE_WORKFLOW_EXECUTION_FAILED"}


def test_the_histories_hold_acts_alarms_facts_and_a_new_run() -> None:
    """A corpus of openings alone would replay for ever; each kind of thing that a case lives through is in it."""
    kinds = {e["eventType"] for f in HISTORIES for e in json.loads(f.read_text(encoding="utf-8"))["events"]}
    lived = {
        "EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED",
        "EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED",
        "EVENT_TYPE_TIMER_FIRED",
        "EVENT_TYPE_TIMER_CANCELED",
        "EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
        "EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW",
    }
    assert lived <= kinds, lived - kinds


async def test_a_changed_workflow_does_not_replay() -> None:
    file = next(f for f in HISTORIES if f.name.startswith("administrator_plan.closed."))
    result = await replayer(Changed).replay_workflow(history_of(file), raise_on_replay_failure=False)
    assert isinstance(result.replay_failure, NondeterminismError), result.replay_failure
    assert "TMPRL1100" in str(result.replay_failure)
