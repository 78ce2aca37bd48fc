"""The life of a case: what every process shares, whatever it owes.

A process gives `owed`, `stage`, `over`, and what its acts do (`check`, `apply`, `hear`); this class opens, waits,
rings, and takes acts one at a time.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from models.acts import REFUSED, TROUBLE, Act, Answer, Owing, Refusal, Told
from models.case import CaseState, StepState
from models.record import Closing, Consequence, DoneAct, Event, Ringing
from rules.terms.dates import local_date
from workflows.steps import checks, common_acts, common_facts, voice
from workflows.steps.effects import Effects
from workflows.steps.process import F
from workflows.steps.recording import Recording

GRAIN = timedelta(minutes=1)
"""An alarm handled within a minute of its moment carries its moment; later, the moment it really rang."""


class CaseWorkflow(Recording[F]):
    """One case. Subclasses are the processes."""

    def __init__(self, state: CaseState, facts: F) -> None:
        super().__init__(state, facts)
        self._lock = asyncio.Lock()

    async def live(self) -> str:
        """Open the case (or go on where it was), keep its terms until it is over, and return the outcome."""
        while self.s.opened_at is None:
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

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Run a piece of `run`'s own work so that a fault in it neither ends nor wedges the case."""
        try:
            await work()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the case lives and says so
            self.trouble.append(f"{type(fault).__name__}")
            workflow.logger.error("case in trouble", extra={"case": self.s.case})
            self._announce()
            await workflow.sleep(timedelta(minutes=5), summary="our own fault; trying again")

    def next_step(self) -> StepState | None:
        """The step whose alarm is the next to ring."""
        ringing = [(s.alarm.at, s.key, s) for s in self.s.steps.values() if s.alarm is not None]
        return min(ringing, key=lambda x: x[:2], default=(None, None, None))[2]

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
                act = self._with_its_day(act)
                self._refuse_if_due(act)
                return await self._take(act)
        except FailureError:
            raise
        except Exception as fault:
            raise ApplicationError(f"the case could not take the act: {type(fault).__name__}", type=TROUBLE) from fault

    @act.validator
    def may_act(self, act: Act) -> None:
        """Refuse what the law or the state does not allow; nothing enters history then."""
        if act.document in self.s.answers or self.s.opened_at is None:
            return
        self._refuse_if_due(self._with_its_day(act), checks.ends_too_early(self.s, act, self.duties))

    @workflow.signal(name="tell", description="A fact that has happened: release, hand-over, referral, a new day off.")
    async def tell(self, told: Told) -> None:
        """Hear a fact, once. Never fails the case."""
        try:
            await workflow.wait_condition(lambda: self.s.opened_at is not None)
            async with self._lock:
                if told.id in self.s.told or self.s.closed is not None:
                    return
                draft = self.facts.model_copy(deep=True)
                calendar = told.fact == common_facts.CALENDAR
                effects = common_facts.heard_by_all(told, self.powers)
                if not calendar:
                    effects.add(self.hear(draft, told))
                at = max(told.at, self.s.opened_at or told.at)
                await self._record(
                    Consequence(**self._head(f"told:{told.id}", at, f"told {told.fact}"), told=told.id),
                    draft,
                    effects,
                    recount=calendar,
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
        corrects_intake = act.act == "correct" and step is not None and step.key == "intake"
        return (
            checks.general(
                self.s,
                act,
                step,
                duty,
                self.acts(),
                self.duties,
                self.today(),
                None if corrects_intake else self.beginning(self.facts),
                self.rule_of_act(act),
            )
            or common_acts.check(self.s, act, step, duty, self.powers, act.on or local_date(act.at))
            or self.check(self.facts, act, step.key if step else None)
        )

    def _named(self, act: Act) -> StepState | None:
        """The step that the act means: an open one, or for a correction one that was done."""
        if act.act == "confirm":
            late = checks.done_step(self.s, act.step, self.duties, self.s.late_entries)
            return late or checks.done_step(self.s, act.step, self.duties)
        if act.act == "correct":
            return checks.done_step(self.s, act.step, self.duties)
        return checks.step_named(self.s, act.step)

    def _with_its_day(self, act: Act) -> Act:
        """A correction that names no other day is of the day on which the thing was done, not of its entry."""
        step = self._named(act) if act.act == "correct" and act.on is None else None
        if step is None:
            return act
        entry = act.codes.get(checks.INSTEAD_OF)
        return act.model_copy(update={"on": date.fromisoformat(str(entry)) if entry else step.opened})

    def _refuse_if_due(self, act: Act, otherwise: Refusal | None = None) -> None:
        no = self.refusal(act) or otherwise
        if no is not None:
            raise ApplicationError(no.sentence(), no.model_dump(), type=REFUSED, non_retryable=True)

    # ------------------------------------------------------------------ consequences

    async def _open(self) -> None:
        """The case begins: everything that its facts call for is opened, dated and announced."""
        async with self._lock:
            at = workflow.info().start_time + self.s.clock_shift
            effects = Effects(events=[Event(event="case_opened", data={"stage": self.stage(self.facts)[0]})])
            brought = sorted(k for k in self.s.done if k != "intake")
            if brought or self.s.brought is not None:
                effects.events += _brought_in(self.s, brought)
            facts = self.facts.model_copy(deep=True)
            effects.add(self.begun(facts))
            await self._record(Consequence(**self._head("open", at, "the case is opened")), facts, effects)
            self.s.opened_at, self.s.brought = at, None

    async def _take(self, act: Act) -> Answer:
        step = self._named(act)
        key = step.key if step else None
        day = act.on or local_date(act.at)
        draft = self.facts.model_copy(deep=True)
        ledger = [x.model_copy() for x in self.s.suspensions]
        effects = common_acts.apply(ledger, act, step, day, self.powers)
        if act.act not in common_acts.WITHOUT_FACTS:
            effects.add(self.apply(draft, act, key, day))
        else:
            effects.add(self.noted(draft, act, key, day))
        if act.act == "end" and (later := checks.done_after(self.s, day, self.duties)):
            effects.happened("done_after_the_end", str(act.codes.get("ground")), day=day.isoformat(), steps=later)
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
        ended = [*([key] if closes and key else []), *(k for k in effects.closes if k in self.s.steps)]
        unconfirmed = [k for k in dict.fromkeys(ended) if entered_late(self.s.steps[k], day, local_date(act.at))]
        for k in unconfirmed:
            effects.happened("entered_late", self.s.steps[k].rule, step=k, done_on=day.isoformat())
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
        if act.act == "correct" and key in self.s.done and checks.INSTEAD_OF not in act.codes:
            self.s.done[key] = day
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
        self.s.late_entries += unconfirmed
        if act.act == "confirm" and key in self.s.late_entries:
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


def entered_late(step: StepState, done_on: date, entered_on: date) -> bool:
    """Done in time, entered after the last day: a head confirms it."""
    return step.due is not None and done_on <= step.due < entered_on


def _brought_in(state: CaseState, done: list[str]) -> list[Event]:
    """The lines of a case that begins at its stage: what was done when, by the file, and what suspends it."""
    data: dict[str, Any] = {"done": done}
    if state.brought is not None:
        data |= state.brought.model_dump(mode="json")
    lines = [Event(event="brought_in", data=data)]
    for s in state.suspensions:
        lines.append(Event(event="suspended", rule=s.ground, data={"since": s.start.isoformat()}))
        if s.end is not None:
            lines.append(Event(event="ground_ended", rule=s.ground, data={"day": s.end.isoformat()}))
    return lines
