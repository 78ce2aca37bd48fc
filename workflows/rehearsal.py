"""A case lived again without Temporal: the acts of before, through the same duties, refusals and consequences.

A case that is brought in at its stage has no state of its own making. Its acts are taken one after another as the
case would have taken them on their days, so that what is owed afterwards, and the days its terms count from, are
those of a case that was kept here from the beginning. Dates are worked out by the same counting as in the record.
"""

import heapq
from collections.abc import Coroutine, Iterable, Iterator
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeVar

from models.acts import Act, Codes, Refusal, Told
from models.brought_in import STANDS, PastAct, PastStep
from models.case import CaseState
from models.ids import Process, related_case
from models.record import EVERY, Consequence, Dated, Opening, Recorded, Tell
from models.terms import Alarm
from rules.order_502 import brought_others
from rules.terms import stepping
from rules.terms.calendar import WorkCalendar
from rules.terms.dates import TBILISI, end_of_day, local_date
from workflows.registry import STATES, WORKFLOWS
from workflows.steps import common_facts
from workflows.steps.case import CaseWorkflow
from workflows.steps.duty import base
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

T = TypeVar("T")
NOON = time(12)
LEDGER = ("suspend", "resume")


class NotSo(Exception):
    """An act of before that the law or the order of things does not allow."""

    def __init__(self, act: PastAct, refusal: Refusal) -> None:
        super().__init__(refusal.sentence())
        self.act, self.refusal = act, refusal


class Rehearsal(CaseWorkflow[Any]):
    """What takes Temporal's and the record's place: a clock set by the acts, dates by the shared counting."""

    calendar: WorkCalendar
    at: datetime
    presuming: bool
    told_others: list[Tell]
    past: list[PastStep]
    _taken: int

    def now(self) -> datetime:
        """The moment of the act that is lived again."""
        return self.at

    def _announce_attributes(self) -> None:
        """Nobody watches."""

    def _announce(self) -> None:
        """Nobody watches."""

    async def _write(self, consequence: Consequence) -> Recorded:
        """Keep what left the case and what was done; date what opens."""
        self.told_others += consequence.tell
        for k in consequence.close:
            if k.state == "done" and k.done_on is not None:
                due = self.s.steps[k.key].due
                late = bool(k.late) and not self.presuming
                self.past.append(
                    PastStep(step=k.key, rule=k.rule, on=k.done_on, due=due, late=late, presumed=self.presuming)
                )
        opened = (*consequence.open, *(r.opening for r in consequence.redate))
        return Recorded(steps=tuple(self._dated(o, local_date(consequence.at)) for o in opened))

    def _dated(self, o: Opening, today: date) -> Dated:
        counted = None if o.stopped else stepping.count(o, today, self.calendar)
        if counted is None:
            return Dated(key=o.key)
        alarm = Alarm(kind="overdue", level=0, at=end_of_day(counted.due)) if o.period else None
        first = counted.opens if o.wait_for_window else None
        return Dated(key=o.key, due=counted.due, first_day=first, alarm=alarm)

    def begin(self, at: datetime) -> None:
        """The case is opened."""
        self.at = at
        head = Consequence(**self._head("open", at, "the case is opened"))
        _at_once(self._record(head, self.facts.model_copy(deep=True), Effects()))
        self.s.opened_at = at

    def pass_to(self, day: date) -> None:
        """Let the periods end that end by themselves before `day`."""
        self.at = max(self.at, datetime.combine(day, time(0), TBILISI))
        _at_once(self._ring())

    def take(self, past: PastAct) -> None:
        """Take an act of before; raises NotSo."""
        self.at = datetime.combine(past.on, NOON, TBILISI)
        if past.act == STANDS:
            known = self.facts.model_validate({**self.facts.model_dump(), **past.codes})
            for fact in past.codes:
                setattr(self.facts, fact, getattr(known, fact))
            return
        act = self._meant(past)
        no = self.refusal(act)
        if no is not None and past.either and act.step is not None and self._own(past.step):
            act = self._meant(past, as_act=True)
            no = self.refusal(act)
        if no is not None:
            raise NotSo(past, no if no.rule else no.model_copy(update={"rule": rule_of(past)}))
        self.presuming = past.presumed
        _at_once(self._take(act))

    def hear_of(self, tell: Tell) -> None:
        """Hear a fact from the other case."""
        self.at = datetime.combine(tell.on, NOON, TBILISI)
        told = Told(
            id=f"before-{tell.fact}-{len(self.s.told)}", fact=tell.fact, on=tell.on, at=self.at, codes=tell.codes
        )
        draft = self.facts.model_copy(deep=True)
        effects = common_facts.heard_by_all(told, self.powers)
        effects.add(self.hear(draft, told))
        head = Consequence(**self._head(f"told:{told.id}", self.at, f"told {told.fact}"), told=told.id)
        _at_once(self._record(head, draft, effects))

    def _meant(self, past: PastAct, *, as_act: bool = False) -> Act:
        """The act that is told: of a step when one of that name is open, else of the process's own where it has one."""
        key = self._open_key(past.step) if past.step and not as_act else None
        step = self.s.steps.get(key) if key else None
        name = past.step if past.either and key is None and self._own(past.step) else None
        self._taken += 1
        return Act(
            document=f"before-{self._taken}",
            act=name or past.act,
            by=past.by or (step.actor if step else self._who(name, past)),
            staff=past.staff,
            step=None if name else key or past.step,
            form=step.form if step else None,
            at=self.at,
            on=past.on,
            codes=past.codes,
        )

    def _own(self, name: str | None) -> bool:
        """Whether it is an act of the process's own, or one of the ledger."""
        return name in (*self.acts(), *LEDGER)

    def _who(self, name: str | None, past: PastAct) -> str:
        """Who does an act where nothing says it: the first whom the law names for it."""
        ground = str(past.codes.get("ground"))
        named = self.acts().get(name or "", ()) or self.powers.suspension.get(ground, ())
        return next(iter(named), "case_manager")

    def presupposed(self, past: PastAct) -> Iterator[PastAct]:
        """What a line of the file of acts presupposes and needs not tell, as far as it is open; votes as cast for."""
        while past.line is not None and past.step is not None:
            opens = {base(k) for k in self.s.steps}
            before = brought_others.presupposed(
                past.process, past.step, opens, reached=self._open_key(past.step) is not None or self._own(past.step)
            )
            step, codes = before or (past.step, past.codes)
            if base(step) == "adopt" and not self.facts.votes:
                for seat in self.facts.team:
                    yield _presumed(past, "vote", None, {"vote": "for"}, seat)
            if before is None:
                return
            yield _presumed(past, "complete", step, codes)

    def _open_key(self, name: str) -> str | None:
        """The open step that the name means: of several occurrences the first."""
        if name in self.s.steps:
            return name
        keys = sorted(self.s.steps)
        exact = [k for k in keys if base(k) == name]
        return next(iter(exact or [k for k in keys if base(k).startswith(f"{name}_")]), None)

    def outcome(self) -> CaseState:
        """The state to begin with: facts, what is done, the ledger. The steps are opened, and dated, when it begins."""
        return self.s.model_copy(
            update={"steps": {}, "answers": {}, "told": [], "opened_at": None, "stage": "", "late_entries": []}
        )


def _presumed(past: PastAct, act: str, step: str | None, codes: Codes, by: str | None = None) -> PastAct:
    told = {"act": act, "step": step, "either": False, "codes": codes, "by": by, "presumed": True}
    return past.model_copy(update=told)


def _at_once(work: Coroutine[Any, Any, T]) -> T:
    """Run what waits for nothing."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("a case lived again waits for nothing")


@cache
def _rehearsed(process: Process) -> type[Rehearsal]:
    kept = next(w for w in WORKFLOWS if getattr(w, "process", None) is process)
    return type(f"Rehearsed{kept.__name__}", (Rehearsal, kept), {})


def rule_of(act: PastAct) -> str | None:
    """The rule of the step that the act would complete, open or not: a refusal names it."""
    keys = {d.key: d.rule for d in reversed(_rehearsed(act.process).duties)}
    near = next((rule for key, rule in sorted(keys.items()) if key.startswith(f"{act.step}_")), None)
    return keys.get(act.step or "", near)


class Family:
    """A case and the cases that it opens, lived again together, day by day."""

    def __init__(self, state: CaseState, process: Process, calendar: WorkCalendar, begun: date) -> None:
        self._calendar = calendar
        self._begun = begun
        self._state = state
        self._process = process
        self.cases: dict[Process, Rehearsal] = {}

    def live(self, acts: Iterable[PastAct], today: date) -> None:
        """Everything in the order of its days; of one day the facts for other cases first. Raises NotSo."""
        self._begin(self._process, self._state, self._begun)
        queue: list[tuple[date, int, int, PastAct | Tell]] = [(a.on, 1, n, a) for n, a in enumerate(acts)]
        heapq.heapify(queue)
        n = len(queue)
        while queue:
            day, _, _, what = heapq.heappop(queue)
            for case in self.cases.values():
                case.pass_to(day)
            if isinstance(what, Tell):
                self._tell(what)
            else:
                self._take(what)
            for case in self.cases.values():
                for tell in case.told_others:
                    n += 1
                    heapq.heappush(queue, (tell.on, 0, n, tell))
                case.told_others.clear()
        for case in self.cases.values():
            case.pass_to(today)

    def _take(self, act: PastAct) -> None:
        case = self.cases.get(act.process)
        if case is None:
            name = act.process.value.replace("_", " ")
            raise NotSo(
                act,
                Refusal(
                    rule=rule_of(act),
                    because=f"On {in_words(act.on)} nothing had opened the {name} yet",
                    way_on="Give the column that opens it, with its day, or leave this one out",
                ),
            )
        for before in case.presupposed(act):
            case.take(before)
        case.take(act)

    def _tell(self, tell: Tell) -> None:
        process = Process(tell.process)
        if process not in self.cases and (tell.case == EVERY or tell.known):
            return
        if process not in self.cases:
            common = {
                "case": related_case(self._state.case, process),
                "institution": self._state.institution,
                "synthetic": self._state.synthetic,
            }
            self._begin(process, STATES[process].model_validate({**common, "facts": {}}), tell.on)
        self.cases[process].hear_of(tell)

    def _begin(self, process: Process, state: CaseState, day: date) -> None:
        case = _rehearsed(process)(state)  # type: ignore[call-arg]
        case.calendar, case.presuming, case.told_others, case.past = self._calendar, False, [], []
        case._taken = 0
        case.begin(datetime.combine(day, NOON, TBILISI))
        self.cases[process] = case
