"""The life of a case: what every process shares, whatever it owes.

A process gives `owed`, `stage`, `over`, and what its acts do (`check`, `apply`, `hear`); this class opens, waits,
rings, takes acts one at a time, and hands each consequence to the record as one piece.
"""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from activities.contracts import CaseRecord
from models.acts import MISMATCH, REFUSED, TROUBLE, Act, Answer, Owing, Refusal, Told
from models.base import Mutable
from models.case import CaseState, StepState
from models.ids import Process
from models.record import Closing, Consequence, Dated, DoneAct, Event, Recorded, Ringing
from models.terms import Duration
from rules.terms.dates import local_date
from workflows.options import LOCAL_RECORD, PATIENT_RECORD, RECORD_RETRY
from workflows.steps import checks, common_acts, voice
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed
from workflows.steps.effects import Effects
from workflows.steps.plan import difference

F = TypeVar("F", bound=Mutable)

GRAIN = timedelta(minutes=1)
"""An alarm handled within a minute of its moment carries its moment; later, the moment it really rang."""


class CaseWorkflow(ABC, Generic[F]):
    """One case. Subclasses are the processes."""

    process: ClassVar[Process]
    duties: ClassVar[tuple[Duty, ...]]
    powers: ClassVar[Powers] = Powers()

    def __init__(self, state: CaseState, facts: F) -> None:
        self.s = state
        self.facts = facts
        self.trouble: list[str] = []
        self._lock = asyncio.Lock()
        self._renew = False
        self._told_attributes: dict[str, Any] = {}
        self._by_key = {d.key: d for d in self.duties}

    # ------------------------------------------------------------------ what a process says

    @abstractmethod
    def owed(self, f: F) -> Iterator[Owed]:
        """The articles in their order: what the facts have called into being, done or not."""

    @abstractmethod
    def stage(self, f: F) -> tuple[str, str]:
        """The stage and the rule that names it."""

    def over(self, f: F, done: Iterable[str]) -> tuple[str, str] | None:
        """The outcome and its rule when the case is at its end, else None."""
        return None

    def elapsed(self, f: F, key: str, day: date) -> Effects:
        """What the end of a period brings, on the day after its last one."""
        return Effects()

    def check(self, f: F, act: Act, key: str | None) -> Refusal | None:
        """What the process refuses beyond what every case refuses."""
        return None

    def not_owed(self, f: F, name: str) -> Refusal | None:
        """Why the law does not ask for a step that somebody wants to do, where it says so."""
        return None

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The process's own acts, by the roles that may do them."""
        return {}

    @abstractmethod
    def apply(self, f: F, act: Act, key: str | None, day: date) -> Effects:
        """Change the facts by an act done on `day`; say what else it brings about."""

    def hear(self, f: F, told: Told) -> Effects:
        """Change the facts by a fact that has happened."""
        return Effects()

    @abstractmethod
    def facts_of(self, state: CaseState) -> F:
        """The facts inside `state`, which is of the process's own type."""

    # ------------------------------------------------------------------ the loop

    def now(self) -> datetime:
        """The legal instant: Temporal's clock, shifted for stories that begin in the past."""
        return workflow.now() + self.s.clock_shift

    def today(self) -> date:
        """The legal day in Tbilisi."""
        return local_date(self.now())

    async def live(self) -> str:
        """Open the case (or go on where it was), keep its terms until it is over, and return the outcome."""
        if self.s.opened_at is None:
            await self._guarded(self._open)
        while self.s.closed is None:
            self._announce()
            await self._wait()
            await self._guarded(self._ring)
            if self._renew or workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                if self.s.closed is None:
                    self.s.run_number += 1
                    workflow.continue_as_new(self.s)
        self._announce()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self.s.closed

    def next_step(self) -> StepState | None:
        """The step whose alarm is the next to ring."""
        ringing = [(s.alarm.at, s.key, s) for s in self.s.steps.values() if s.alarm is not None]
        return min(ringing, key=lambda x: x[:2], default=(None, None, None))[2]

    async def _wait(self) -> None:
        """Hold the case's one timer until its alarm; it is set again only when another alarm is the nearest."""
        waiting = self.next_step()
        at = waiting.alarm.at if waiting and waiting.alarm else None

        def disturbed() -> bool:
            nearest = self.next_step()
            moved = (nearest.alarm.at if nearest and nearest.alarm else None) != at
            return moved or self.s.closed is not None or self._renew

        if waiting is None or at is None:
            await workflow.wait_condition(disturbed)
            return
        left = at - self.now()
        if left <= timedelta(0):
            return
        with contextlib.suppress(TimeoutError):
            await workflow.wait_condition(disturbed, timeout=left, timeout_summary=voice.timer_summary(waiting))

    async def _guarded(self, work: Any) -> None:
        """Run a piece of `run`'s own work so that a fault in it neither ends nor wedges the case."""
        try:
            await work()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the case lives and says so
            self.trouble.append(f"{type(fault).__name__}")
            workflow.logger.error("case in trouble", extra={"case": self.s.case})
            self._announce()
            await workflow.sleep(timedelta(minutes=5), summary="our own fault; trying again")

    # ------------------------------------------------------------------ acts, facts, looks

    @workflow.update(name="act", description="An act of a person; refused with its article when the law forbids it.")
    async def act(self, act: Act) -> Answer:
        """Take an act, once. The same document again is answered as the first time."""
        try:
            await workflow.wait_condition(lambda: self.s.opened_at is not None)
            async with self._lock:
                known = self.s.answers.get(act.document)
                if known is not None:
                    return known
                self._refuse_if_due(act)
                return await self._take(act)
        except FailureError:
            raise
        except Exception as fault:
            raise ApplicationError(f"the case could not take the act: {type(fault).__name__}", type=TROUBLE) from fault

    @act.validator
    def may_act(self, act: Act) -> None:
        """Refuse what the law or the state does not allow; nothing enters history then."""
        if act.document not in self.s.answers and self.s.opened_at is not None:
            self._refuse_if_due(act)

    @workflow.signal(name="tell", description="A fact that has happened: release, hand-over, referral, a new day off.")
    async def tell(self, told: Told) -> None:
        """Hear a fact, once. Never fails the case."""
        try:
            await workflow.wait_condition(lambda: self.s.opened_at is not None)
            async with self._lock:
                if told.id in self.s.told or self.s.closed is not None:
                    return
                draft = self.facts.model_copy(deep=True)
                effects = self.hear(draft, told)
                at = max(told.at, self.s.opened_at or told.at)
                await self._record(
                    Consequence(**self._head(f"told:{told.id}", at, f"told {told.fact}"), told=told.id),
                    draft,
                    effects,
                )
                self.s.told.append(told.id)
        except Exception as fault:  # noqa: BLE001 - a Signal that fails would end the case
            self.trouble.append(f"tell: {type(fault).__name__}")

    @workflow.signal(name="renew", description="Continue as new at the next quiet moment (deploys, tests).")
    def renew(self) -> None:
        """Ask for a new run; nothing of the case changes."""
        self._renew = True

    @workflow.query(name="state", description="The case as it stands: its steps, dates and ledger.")
    def state(self) -> CaseState:
        """The whole state; codes and dates only."""
        return self.s

    @workflow.query(name="shift", description="How far the case's legal clock is from Temporal's.")
    def shift(self) -> timedelta:
        """Zero in service; a story's own otherwise."""
        return self.s.clock_shift

    @workflow.query(name="troubles", description="Faults of our own that the case survived.")
    def troubles(self) -> list[str]:
        """Names of faults, newest last."""
        return self.trouble

    def refusal(self, act: Act) -> Refusal | None:
        """Why `act` may not be done now, or None."""
        step = self._named(act)
        duty = self._duty(step) if step else None
        if step is None and act.act == "complete" and act.step and self.s.closed is None:
            by_law = self.not_owed(self.facts, act.step)
            if by_law is not None:
                return by_law
        return (
            checks.general(self.s, act, step, duty, self.acts(), self.duties, self.today())
            or common_acts.check(self.s, act, step, duty, self.powers, act.on or local_date(act.at))
            or self.check(self.facts, act, step.key if step else None)
        )

    def _named(self, act: Act) -> StepState | None:
        """The step that the act means: an open one, or for a correction one that was done."""
        if act.act in ("correct", "confirm"):
            return checks.done_step(self.s, act.step, self.duties)
        return checks.step_named(self.s, act.step)

    def _refuse_if_due(self, act: Act) -> None:
        no = self.refusal(act)
        if no is not None:
            raise ApplicationError(no.sentence(), no.model_dump(), type=REFUSED, non_retryable=True)

    def _duty(self, step: StepState) -> Duty:
        return self._by_key[step.key.split("#")[0]]

    # ------------------------------------------------------------------ consequences

    def _head(self, key: str, at: datetime, cause: str) -> dict[str, Any]:
        return {
            "case": self.s.case,
            "process": self.process.value,
            "institution": self.s.institution,
            "key": key,
            "at": at,
            "cause": cause,
        }

    async def _open(self) -> None:
        """The case begins: everything that its facts call for is opened, dated and announced."""
        async with self._lock:
            at = workflow.info().start_time + self.s.clock_shift
            effects = Effects(events=[Event(event="case_opened", data={"stage": self.stage(self.facts)[0]})])
            brought = sorted(k for k in self.s.done if k != "intake")
            if brought:
                effects.events.append(Event(event="brought_in", data={"done": brought}))
            await self._record(
                Consequence(**self._head("open", at, "the case is opened")),
                self.facts.model_copy(deep=True),
                effects,
            )
            self.s.opened_at = at

    async def _take(self, act: Act) -> Answer:
        step = self._named(act)
        key = step.key if step else None
        day = act.on or local_date(act.at)
        draft = self.facts.model_copy(deep=True)
        ledger = [x.model_copy() for x in self.s.suspensions]
        effects = common_acts.apply(ledger, act, step, day, self.powers)
        if act.act not in common_acts.WITHOUT_FACTS:
            effects.add(self.apply(draft, act, key, day))
        closes = step is not None and act.act == "complete" and not effects.keeps_open
        done = DoneAct(
            document=act.document,
            act=act.act,
            by=act.by,
            staff=act.staff,
            step=step.key if step else act.step,
            on=day,
            codes=act.codes,
        )
        late = closes and step is not None and step.due is not None and day > step.due
        if closes and step is not None and entered_late(step, day, local_date(act.at)):
            effects.happened("entered_late", step.rule, step=step.key, done_on=day.isoformat())
        consequence = Consequence(**self._head(f"act:{act.document}", act.at, f"{act.act} by {act.by}"), act=done)
        if closes and step is not None:
            closing = Closing(key=step.key, rule=step.rule, state="done", done_on=day, late=late)
            consequence = consequence.model_copy(update={"close": (closing,)})
        longer = common_acts.extension_of(act) if act.act == "extend" else None
        opened = await self._record(
            consequence,
            draft,
            effects,
            ledger=ledger,
            corrected=act.act == "correct",
            extend=(key, longer) if key and longer else None,
        )
        answer = Answer(
            stage=self.s.stage,
            done=step.key if closes and step else None,
            late=late if closes else None,
            opened=tuple(
                Owing(step=k, rule=self.s.steps[k].rule, actor=self.s.steps[k].actor, due=self.s.steps[k].due)
                for k in opened
                if k in self.s.steps
            ),
            closed=self.s.closed,
        )
        self.s.answers[act.document] = answer
        if closes and step is not None and entered_late(step, day, local_date(act.at)):
            self.s.late_entries.append(step.key)
        elif act.act == "confirm" and key in self.s.late_entries:
            self.s.late_entries.remove(key)
        return answer

    async def _ring(self) -> None:
        """Everything whose moment has come, the earliest first, each moment one consequence."""
        while self.s.closed is None:
            async with self._lock:
                nearest = self.next_step()
                if nearest is None or nearest.alarm is None or nearest.alarm.at > self.now():
                    return
                moment = nearest.alarm.at
                ringing = tuple(
                    Ringing(
                        key=s.key,
                        rule=s.rule,
                        rules=s.rules,
                        actor=s.actor,
                        form=s.form,
                        alarm=s.alarm,
                        due=s.due,
                        since=s.anchor or s.opened,
                        holder=s.holder,
                    )
                    for s in sorted(self.s.steps.values(), key=lambda s: s.key)
                    if s.alarm is not None and s.alarm.at == moment
                )
                at = moment if self.now() - moment < GRAIN else self.now()
                over = {r.key for r in ringing if r.alarm.kind == "overdue" and self._ends_by_itself(r.key)}
                facts, effects = self.facts.model_copy(deep=True), Effects()
                for key in sorted(over):
                    effects.happened("period_ended", self.s.steps[key].rule, step=key)
                    effects.add(self.elapsed(facts, key, local_date(moment)))
                names = ",".join(f"{r.key}/{r.alarm.kind}{r.alarm.level}" for r in ringing)
                await self._record(
                    Consequence(
                        **self._head(f"ring:{moment.isoformat()}:{names}", at, "a moment of the law has come"),
                        ring=tuple(r for r in ringing if r.key not in over),
                        close=tuple(
                            Closing(key=r.key, rule=r.rule, state="done", done_on=r.due, late=False)
                            for r in ringing
                            if r.key in over
                        ),
                    ),
                    facts,
                    effects,
                )

    def _ends_by_itself(self, key: str) -> bool:
        return self._duty(self.s.steps[key]).period

    async def _record(
        self,
        consequence: Consequence,
        facts: F,
        effects: Effects,
        ledger: list[Any] | None = None,
        corrected: bool = False,
        extend: tuple[str, Duration] | None = None,
    ) -> list[str]:
        """Complete the consequence, have it recorded, and only then change the state. Returns the opened keys."""
        closed = {c.key: c for c in consequence.close}
        open_now = {k: s for k, s in self.s.steps.items() if k not in closed}
        done = {**self.s.done, **{c.key: c.done_on or self.today() for c in consequence.close}}
        future = self.s.model_copy(update={"suspensions": ledger}) if ledger is not None else self.s
        over = self.over(facts, done)
        owed = () if over else tuple(self.owed(facts))
        because = over[0] if over else effects.because
        diff = difference(future, open_now, done, owed, because, corrected, extend)
        stage, stage_rule = ("closed", over[1]) if over else self.stage(facts)
        events = list(effects.events)
        if stage != self.s.stage:
            events.append(Event(event="stage_entered", rule=stage_rule, data={"stage": stage}))
        if over:
            events.append(Event(event="case_closed", rule=over[1], data={"outcome": over[0]}))
        consequence = consequence.model_copy(
            update={
                "events": (*consequence.events, *events),
                "close": (*consequence.close, *diff.cancel),
                "open": diff.open,
                "redate": diff.redate,
                "tell": tuple(effects.tell),
                "notices": tuple(effects.notices),
                "assign": common_acts.assignment(consequence.act),
                "stage": stage,
                "facts": facts.model_dump(mode="json"),
                "closed": over[0] if over else None,
            }
        )
        recorded = await self._write(consequence)
        self._accept(consequence, recorded)
        for key, value in facts:
            setattr(self.facts, key, value)
        if ledger is not None:
            self.s.suspensions = ledger
        return [o.key for o in consequence.open]

    async def _write(self, consequence: Consequence) -> Recorded:
        """As a local activity, briefly; when that fails, the same call with the same key as a patient one."""
        try:
            return await workflow.execute_local_activity_method(
                CaseRecord.record, consequence, retry_policy=RECORD_RETRY, **LOCAL_RECORD
            )
        except FailureError as failure:
            cause = failure.cause if failure.cause is not None else failure
            if isinstance(cause, ApplicationError) and cause.type == MISMATCH:
                raise ApplicationError(cause.message, type=MISMATCH, non_retryable=True) from failure
        return await workflow.execute_activity_method(
            CaseRecord.record, consequence, summary=consequence.cause[:100], **PATIENT_RECORD
        )

    def _accept(self, c: Consequence, recorded: Recorded) -> None:
        """Take over what the record returned. Nothing else changes the steps."""
        dated = {d.key: d for d in recorded.steps}
        for closing in c.close:
            self.s.steps.pop(closing.key, None)
            if closing.state == "done":
                self.s.done[closing.key] = closing.done_on or self.today()
        for o in c.open:
            self.s.steps[o.key] = StepState(
                key=o.key,
                rule=o.rule,
                rules=o.rules,
                actor=o.actor,
                form=o.form,
                anchor=o.anchor,
                opened=local_date(c.at),
                stopped=o.stopped,
            )
        for r in c.redate:
            step = self.s.steps[r.opening.key]
            step.anchor, step.stopped = r.opening.anchor, r.opening.stopped
            if r.opening.extended_by is not None and step.extension != r.opening.extended_by:
                step.extended, step.extension = step.extended + 1, r.opening.extended_by
        for ring in c.ring:
            if ring.alarm.kind == "overdue":
                self.s.steps[ring.key].overdue = True
            self.s.steps[ring.key].level = max(self.s.steps[ring.key].level, ring.alarm.level)
        for key, d in dated.items():
            self._date(self.s.steps[key], d)
        self.s.stage = c.stage
        self.s.closed = c.closed
        self._announce_attributes()

    @staticmethod
    def _date(step: StepState, dated: Dated) -> None:
        step.due, step.opens, step.alarm = dated.due, dated.opens, dated.alarm
        step.holder = dated.holder or step.holder

    # ------------------------------------------------------------------ voice

    def _announce(self) -> None:
        text = voice.details(self.process, self.s)
        if self.trouble:
            text += f"\n\n**Trouble of our own, not of the case:** {', '.join(self.trouble[-3:])}"
        workflow.set_current_details(text)

    def _announce_attributes(self) -> None:
        """One upsert a consequence, with what has changed."""
        updates, now = voice.changed(self.process, self.s, self._told_attributes)
        if updates:
            workflow.upsert_search_attributes(updates)
            self._told_attributes = now


def entered_late(step: StepState, done_on: date, entered_on: date) -> bool:
    """Done in time, entered after the last day: a head confirms it."""
    return step.due is not None and done_on <= step.due < entered_on
