"""The plugin gives a rule to a test only for code that ran under its mark: a small suite of its own shows each way."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from law.evidence_data import Evidence, Proof, read_evidence
from models.acts import Refusal
from models.record import Consequence, Event, Recorded
from rules import citing
from starter.gateway import Gateway, NewAct, Outcome
from tests.support import evidence
from tests.support.servers import House

ROOT = Path(__file__).resolve().parents[2]
INI = """[pytest]
testpaths = tests
addopts = -q -p tests.support.evidence -p no:cacheprovider
markers =
    rule: the rules
"""
HEAD = """
import pytest
from rules.order_502.routing import meeting_rule
from rules.terms.calendar import shipped_calendar
from rules.terms.counting import count
from datetime import date
from tests.support.evidence import note_timeline, proves
"""
EARNS = """
@pytest.mark.rule("o502.8.11.1")
def test_earns():
    meeting_rule("high")
"""
MEETING = Proof(test="tests/test_it.py::test_earns", code="rules.order_502.routing:meeting_rule", kind="function")


def suite(folder: Path, body: str, *arguments: str) -> tuple[subprocess.CompletedProcess[str], Evidence | None]:
    """Run a suite of one file; what it printed, and the evidence of a whole run if it wrote one."""
    (folder / "tests").mkdir()
    (folder / "pytest.ini").write_text(INI)
    (folder / "tests" / "test_it.py").write_text(HEAD + body)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    written = folder / evidence.WHOLE
    return done, read_evidence(written) if written.exists() else None


def test_only_code_that_ran_in_a_passed_marked_test_earns(tmp_path: Path) -> None:
    """Each test of the small suite is one way to earn a rule, or not to."""
    done, found = suite(
        tmp_path,
        EARNS
        + """
@pytest.mark.rule("o502.8.7.1")
def test_never_runs_it():
    pass

@pytest.mark.rule("o502.8.11.2")
def test_fails():
    assert meeting_rule("high") == "wrong"

@pytest.mark.rule("o502.8.11.2")
@pytest.mark.xfail
def test_is_expected_to_fail():
    assert meeting_rule("high") == "wrong"

@pytest.fixture
def breaks_afterwards():
    yield
    raise RuntimeError

@pytest.mark.rule("o502.8.11.2")
def test_breaks_afterwards(breaks_afterwards):
    meeting_rule("high")

@pytest.mark.rule("o502.8.11.2")
@pytest.mark.skip
def test_is_skipped():
    meeting_rule("high")

def test_is_not_marked():
    meeting_rule("high")

@pytest.mark.rule("o502.8.3")
def test_only_counts():
    count("o502.8.3", date(2026, 3, 2), shipped_calendar())

@pytest.mark.parametrize("ids", [("o502.14.1",)], ids=["a_story"])
def test_knows_its_rules_late(request, ids):
    proves(request, *ids)
    note_timeline([
        {"event": "step_opened", "rule": "o502.8.14", "rules": ["o502.14.1"], "step": "plan#2", "process": "pen"},
    ])
""",
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert found is not None
    assert found.complete
    story = Proof(test="tests/test_it.py::test_knows_its_rules_late[a_story]", code="step:plan (pen)", kind="step")
    assert found.rules == {"o502.14.1": (story,), "o502.8.11.1": (MEETING,)}
    assert found.counted == {"o502.8.3": ("tests/test_it.py::test_only_counts",)}
    assert found.unearned == {"o502.8.7.1": ("tests/test_it.py::test_never_runs_it",)}
    again = Evidence.model_validate_json(found.text())
    assert again == found
    assert (tmp_path / evidence.WHOLE).read_text() == found.text()


@pytest.mark.parametrize("arguments", [("-k", "earns"), ("tests/test_it.py",), ("--deselect", "x"), ("-x",)])
def test_a_part_of_the_suite_is_not_the_whole(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """It writes a file of its own and leaves the accepted kind alone."""
    done, found = suite(tmp_path, EARNS, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert found is None
    partial = read_evidence(tmp_path / evidence.PARTIAL)
    assert not partial.complete
    assert partial.rules == {"o502.8.11.1": (MEETING,)}


def test_a_whole_run_that_is_cut_short_leaves_no_evidence(tmp_path: Path) -> None:
    """Not even that of the run before."""
    (tmp_path / "var").mkdir()
    (tmp_path / evidence.WHOLE).write_text(Evidence(complete=True).text())
    done, found = suite(tmp_path, EARNS + "\ndef test_stops():\n    pytest.exit('enough', returncode=0)\n")
    assert "enough" in done.stdout
    assert found is None


def test_a_mark_with_an_unknown_rule_stops_the_run(tmp_path: Path) -> None:
    """It says which test, and what is near."""
    done, _ = suite(tmp_path, EARNS + '\n@pytest.mark.rule("o502.8.33")\ndef test_typo():\n    pass\n')
    assert done.returncode == 4
    assert "tests/test_it.py::test_typo is marked with 'o502.8.33' is no rule of the catalogue" in done.stderr


def test_a_function_of_the_tests_is_no_implementation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever cites a rule outside the product earns nothing by it."""
    ledger = evidence.Ledger()
    monkeypatch.setattr(evidence, "ledger", ledger)
    monkeypatch.setitem(citing.REGISTRY, "o502.8.4", ["tests.some:helper"])
    ledger.begin("t")
    evidence.note_function(("o502.8.4",), "tests.some:helper")
    assert ledger.seen() == {("o502.8.4", "tests.some:helper", evidence.COUNTED)}


def test_a_timeline_that_was_printed_is_evidence_by_its_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps by all their rules, refusals, notices and other lines by the one that they carry."""
    ledger = evidence.Ledger()
    monkeypatch.setattr(evidence, "ledger", ledger)
    ledger.begin("t")
    evidence.note_timeline(
        [
            {"event": "case_opened"},
            {"event": "step_opened", "rule": "a", "rules": ["a", "b"], "step": "s#3"},
            {"event": "act_refused", "rule": "c", "act": "vote", "step": "s", "process": "p"},
            {"event": "notice_sent", "rule": "d", "about": "plan"},
            {"event": "routed", "rule": "e"},
        ]
    )
    assert ledger.seen() == {
        ("a", "step:s", "step"),
        ("b", "step:s", "step"),
        ("c", "refusal:vote (p)", "refusal"),
        ("d", "notice:plan", "notice"),
        ("e", "event:routed", "event"),
    }


def test_a_consequence_made_by_hand_is_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the activity, run by a worker, tells what a case did."""
    ledger = evidence.Ledger()
    monkeypatch.setattr(evidence, "ledger", ledger)
    ledger.begin("t")
    made = Consequence(
        case="PEN-2026-000001",
        process="penitentiary_cycle",
        institution="5",
        key="open",
        at=datetime(2026, 3, 2, tzinfo=UTC),
        cause="by hand",
        events=(Event(event="routed", rule="o502.8.3"),),
    )
    evidence._listening(lambda _self, _consequence: Recorded())(None, made)
    assert ledger.seen() == frozenset()
    evidence.note_consequence(made)
    assert ledger.seen() == {("o502.8.3", "event:routed (penitentiary_cycle)", "event")}


async def test_a_refusal_of_the_gateway_is_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the rule that it names."""

    async def refuses(_self: Gateway, _case: str, _new: NewAct) -> Outcome:
        no = Refusal(rule="o502.14.8.2", because="The plan is not signed", way_on="Have it signed")
        return Outcome(document="d", accepted=False, refusal=no)

    ledger = evidence.Ledger()
    monkeypatch.setattr(evidence, "ledger", ledger)
    monkeypatch.setattr(Gateway, "act", refuses)
    evidence._watch(monkeypatch)
    ledger.begin("t")
    await Gateway.act(Gateway.__new__(Gateway), "PEN-2026-000001", NewAct(act="complete", by="case_manager"))
    assert ledger.seen() == {("o502.14.8.2", "refusal:complete", "refusal")}


@pytest.mark.slow
@pytest.mark.rule("o502.8.3", "o502.8.10.b.1")
async def test_a_step_that_a_real_case_opens_is_evidence(house: House) -> None:
    """A story played by a worker in this process: its steps, and the line that routes it."""
    await house.play("high_harm_nobody_late")
    seen = evidence.ledger.seen()
    assert ("o502.8.3", "step:screening (penitentiary_cycle)", "step") in seen
    assert any(rule == "o502.8.10.b.1" and kind == "event" for rule, _, kind in seen)
