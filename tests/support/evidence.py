"""The pytest plugin that earns the law coverage report: which rules a passed test proved, and by which code.

A test marked `@pytest.mark.rule("o502.8.3")` that passes earns the rule when, while it ran, one of these happened:

- `function`: a function that cites the rule (`rules.citing.cites`) was called;
- `step`: the activity `record` wrote a consequence that opened, closed, dated anew or rang a step standing on the rule;
- `event`, `notice`: such a consequence carried a line of the timeline, or a notice, with the rule;
- `refusal`: the gateway answered an act with a refusal that names the rule.

That a term was counted (`rules.citing.ran`) is kept apart: it proves the calendar, not the duty. A whole run of the
suite writes `var/law-evidence.json`; any other run writes `var/law-evidence-partial.json`.
"""

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from temporalio import activity

from law.evidence_data import Evidence, Proof
from models.record import Consequence, Recorded
from rules import citing
from rules.catalogue import UnknownRule, rule

ROOMS = ("activities", "console", "law", "models", "notices", "ops", "rules", "starter", "storage", "workflows")
COUNTED = "counted"
WHOLE = Path("var", "law-evidence.json")
PARTIAL = Path("var", "law-evidence-partial.json")
STEPS = ("step_", "reminder_sent", "escalated", "due_changed")
"""How the events of the timeline begin that speak of a step and of all its rules."""

_NAMED = pytest.StashKey[bool]()


class Ledger:
    """What happened under each rule while each test ran. Called from the threads of workers too."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._test: str | None = None
        self._now: set[tuple[str, str, str]] = set()
        self.proofs: dict[str, set[tuple[str, str, str]]] = {}
        self.counted: dict[str, set[str]] = {}
        self.unearned: dict[str, set[str]] = {}

    def begin(self, test: str) -> None:
        """From now on everything belongs to `test`."""
        with self._lock:
            self._test, self._now = test, set()

    def note(self, rules: Iterable[str], code: str, kind: str) -> None:
        """Something happened under `rules`; between tests it belongs to nobody."""
        with self._lock:
            if self._test is not None:
                self._now.update((r, code, kind) for r in rules)

    def seen(self) -> frozenset[tuple[str, str, str]]:
        """Rule, code and kind of what happened so far in the running test."""
        with self._lock:
            return frozenset(self._now)

    def end(self, name: str, marked: Iterable[str], passed: bool) -> None:
        """The test is over. Only what it is marked with counts, and only when it passed."""
        with self._lock:
            seen, self._test, self._now = self._now, None, set()
        if not passed:
            return
        for rule_id in marked:
            proofs = {(name, code, kind) for r, code, kind in seen if r == rule_id and kind != COUNTED}
            if proofs:
                self.proofs.setdefault(rule_id, set()).update(proofs)
            elif any(r == rule_id for r, _, _ in seen):
                self.counted.setdefault(rule_id, set()).add(name)
            else:
                self.unearned.setdefault(rule_id, set()).add(name)

    def take(self, other: Evidence) -> None:
        """Add what another process of the same run proved."""
        for rule_id, proofs in other.rules.items():
            self.proofs.setdefault(rule_id, set()).update((p.test, p.code, p.kind) for p in proofs)
        for mine, theirs in ((self.counted, other.counted), (self.unearned, other.unearned)):
            for rule_id, tests in theirs.items():
                mine.setdefault(rule_id, set()).update(tests)

    def evidence(self, complete: bool) -> Evidence:
        """All of it, sorted."""
        return Evidence(
            complete=complete,
            rules={
                r: tuple(Proof(test=t, code=c, kind=k) for t, c, k in sorted(found))
                for r, found in sorted(self.proofs.items())
            },
            counted={r: tuple(sorted(tests)) for r, tests in sorted(self.counted.items())},
            unearned={r: tuple(sorted(tests)) for r, tests in sorted(self.unearned.items())},
        )


ledger = Ledger()


# ---------------------------------------------------------------------- what test authors call


def proves(request: pytest.FixtureRequest, *rule_ids: str) -> None:
    """Mark the running test with rules that it knows only now (a scenario that names them in its file)."""
    for rule_id in rule_ids:
        rule(rule_id)
    request.node.add_marker(pytest.mark.rule(*rule_ids))
    request.node.stash[_NAMED] = True


def note_timeline(events: Iterable[Mapping[str, Any]]) -> None:
    """Take the timeline that `vada simulate --json` printed as evidence: its worker ran in another process."""
    for event in events:
        name = str(event["event"])
        data = event.get("data") or {}
        named = [event.get("rule"), *(event.get("rules") or data.get("rules") or ())]
        where = f" ({event['process']})" if event.get("process") else ""
        if name == "act_refused":
            code, kind = f"refusal:{event.get('act') or data.get('act')}{where}", "refusal"
        elif name == "notice_sent":
            code, kind = f"notice:{event.get('about') or data.get('about')}{where}", "notice"
        elif event.get("step") and name.startswith(STEPS):
            code, kind = f"step:{_key(str(event['step']))}{where}", "step"
        else:
            code, kind = f"event:{name}{where}", "event"
        ledger.note([r for r in named if r], code, kind)


# ---------------------------------------------------------------------- what the product does while a test runs


def note_function(rule_ids: tuple[str, ...], name: str) -> None:
    """The recorder of `rules.citing`: a citing function ran, or the counter applied a rule's term."""
    for rule_id in rule_ids:
        cited = name in citing.REGISTRY.get(rule_id, ()) and name.split(":")[0].split(".")[0] in ROOMS
        ledger.note((rule_id,), name, "function" if cited else COUNTED)


def note_consequence(c: Consequence) -> None:
    """A case recorded what followed from something."""
    where = f" ({c.process})"
    for o in (*c.open, *(r.opening for r in c.redate)):
        ledger.note((o.rule, *o.rules), f"step:{_key(o.key)}{where}", "step")
    for r in c.ring:
        ledger.note((r.rule, *r.rules), f"step:{_key(r.key)}{where}", "step")
    for k in c.close:
        ledger.note((k.rule,), f"step:{_key(k.key)}{where}", "step")
    for e in c.events:
        ledger.note([e.rule] if e.rule else [], f"event:{e.event}{where}", "event")
    for n in c.notices:
        ledger.note((n.rule,), f"notice:{n.about}{where}", "notice")


def _key(step: str) -> str:
    return step.split("#")[0]


def _watch(patch: pytest.MonkeyPatch) -> None:
    """Listen at the citing functions, at the activity that records, and at the gateway's answers."""
    from activities.record import Record
    from starter.gateway import Gateway, Outcome

    patch.setattr(citing, "recorder", note_function)
    patch.setattr(Record, "record", _listening(Record.record))
    act, deliver = Gateway.act, Gateway.deliver

    @wraps(act)
    async def acting(self: Gateway, case: str, new: Any) -> Outcome:
        return _note_outcome(await act(self, case, new), new.act)

    @wraps(deliver)
    async def delivering(self: Gateway, workflow: str, sent: Any, case: str) -> Outcome:
        return _note_outcome(await deliver(self, workflow, sent, case), sent.act)

    def _note_outcome(outcome: Outcome, name: str) -> Outcome:
        if outcome.refusal is not None and outcome.refusal.rule is not None:
            ledger.note((outcome.refusal.rule,), f"refusal:{name}", "refusal")
        return outcome

    patch.setattr(Gateway, "act", acting)
    patch.setattr(Gateway, "deliver", delivering)


def _listening(record: Callable[[Any, Consequence], Recorded]) -> Callable[[Any, Consequence], Recorded]:
    """The activity, telling the ledger what it recorded; made by hand and outside a worker, it tells nothing."""

    @wraps(record)
    def recording(self: Any, consequence: Consequence) -> Recorded:
        recorded = record(self, consequence)
        if activity.in_activity():
            note_consequence(consequence)
        return recorded

    return recording


# ---------------------------------------------------------------------- the run of the tests


class Run:
    """What the hooks of one run share."""

    def __init__(self) -> None:
        self.patch = pytest.MonkeyPatch()
        self.failed: set[str] = set()
        self.passed: set[str] = set()
        self.ran = 0
        self.deselected = False
        self.others: list[bool] = []
        """Of each other process of a distributed run: whether it ran everything that it was to run."""
        self.whole = False


_run = Run()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start listening; of a whole run that is cut short nothing must be left that looks like its evidence."""
    if session.config.option.collectonly:
        return
    _watch(_run.patch)
    if _asked_for_all(session.config):
        (session.config.rootpath / WHOLE).unlink(missing_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A mark with a rule that the catalogue lacks stops the run."""
    wrong = []
    for item in items:
        for rule_id in marked(item):
            try:
                rule(rule_id)
            except UnknownRule as unknown:
                wrong.append(f"{item.nodeid} is marked with {unknown}")
    if wrong:
        raise pytest.UsageError("\n".join(dict.fromkeys(wrong)))


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Some tests are not run."""
    _run.deselected = _run.deselected or bool(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Everything between set-up and tear-down belongs to the test."""
    ledger.begin(item.nodeid)
    result = yield
    _run.ran += 1
    ledger.end(_name(item), marked(item), item.nodeid in _run.passed and item.nodeid not in _run.failed)
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test passed when it was called and passed, and nothing around it failed."""
    if report.failed or hasattr(report, "wasxfail"):
        _run.failed.add(report.nodeid)
    elif report.when == "call" and report.passed:
        _run.passed.add(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write what was proved; a process of a distributed run hands it to the one that started it."""
    config = session.config
    if config.option.collectonly:
        return
    _run.patch.undo()
    output: dict[str, Any] | None = getattr(config, "workeroutput", None)
    shared = output is not None or bool(_run.others)
    ended = not session.shouldstop and not session.shouldfail and exitstatus in (0, 1)
    ran_all = (shared or _run.ran == len(session.items)) and not _run.deselected
    _run.whole = ended and ran_all and _asked_for_all(config) and all(_run.others)
    found = ledger.evidence(_run.whole)
    if output is not None:
        output["law_evidence"] = found.model_dump_json()
        return
    path = config.rootpath / (WHOLE if _run.whole else PARTIAL)
    path.parent.mkdir(exist_ok=True)
    path.write_text(found.text(), encoding="utf-8")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Another process of a distributed run is done."""
    told = (getattr(node, "workeroutput", None) or {}).get("law_evidence")
    found = Evidence.model_validate(json.loads(told)) if told else Evidence()
    _run.others.append(found.complete)
    ledger.take(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line, and in a partial run the marks under which nothing ran."""
    if config.option.collectonly or not (ledger.proofs or ledger.counted or ledger.unearned):
        return
    found = ledger.evidence(_run.whole)
    empty = [(rule_id, test) for rule_id, tests in found.unearned.items() for test in tests]
    terminalreporter.write_line(
        f"law: {len(found.rules)} rules proved, {len(set(found.counted) - set(found.rules))} only counted, "
        f"{len(empty)} marks under which nothing ran"
    )
    for rule_id, test in () if _run.whole else empty[:10]:
        terminalreporter.write_line(f"  {rule_id} earned nothing in {test}")


def marked(item: pytest.Item) -> list[str]:
    """The rules with which a test is marked, each once."""
    return sorted({str(rule_id) for mark in item.iter_markers("rule") for rule_id in mark.args})


def _name(item: pytest.Item) -> str:
    """The test's id; with its parameters only when they bring rules of their own (a story and what it proves)."""
    callspec = getattr(item, "callspec", None)
    own = callspec is not None and any(mark.name == "rule" for mark in callspec.marks)
    return item.nodeid if own or item.stash.get(_NAMED, False) else item.nodeid.split("[")[0]


def _asked_for_all(config: pytest.Config) -> bool:
    """Whether nothing on the command line narrows the suite."""
    option = config.option
    narrowed = (
        *(option.keyword, option.markexpr, option.maxfail),
        *(getattr(option, name, None) for name in ("ignore", "ignore_glob", "deselect", "lf", "stepwise")),
    )
    if any(narrowed):
        return False
    whole = [str(config.rootpath / place) for place in config.getini("testpaths")]
    return [str(config.invocation_params.dir / arg) for arg in config.args] == whole
