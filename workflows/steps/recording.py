"""From a cause to its consequence: what it opens, closes and dates, written as one piece, then taken over."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

from activities.contracts import CaseRecord
from models.acts import MISMATCH
from models.case import CaseState, StepState, Suspension
from models.record import Closing, Consequence, Dated, Event, Recorded
from models.terms import Duration
from rules.terms.dates import local_date
from workflows.options import LOCAL_RECORD, PATIENT_RECORD, RECORD_RETRY
from workflows.steps import common_acts, voice
from workflows.steps.effects import Effects
from workflows.steps.plan import difference
from workflows.steps.process import F, ProcessRules

KEPT = 40
"""How many answers and heard facts go on into a new run. Older documents are settled in the record, which answers for
them; the relay sends again only what is not settled."""


class Recording(ProcessRules[F]):
    """Keeps the state of a case in step with the record: it changes only by what the record returned."""

    def __init__(self, state: CaseState, facts: F) -> None:
        super().__init__(state, facts)
        self.trouble: list[str] = []
        self._told_attributes: dict[str, Any] = {}
        self._renew = False
        self._ledger: list[Suspension] | None = None

    def now(self) -> datetime:
        """The legal instant: Temporal's clock, shifted for stories that begin in the past."""
        return workflow.now() + self.s.clock_shift

    def today(self) -> date:
        """The legal day in Tbilisi."""
        return local_date(self.now())

    @property
    def ledger(self) -> list[Suspension]:
        """The intervals of suspension as they stand with the act that is being taken."""
        return self.s.suspensions if self._ledger is None else self._ledger

    def _head(self, key: str, at: datetime, cause: str) -> dict[str, Any]:
        return {
            "case": self.s.case,
            "process": self.process.value,
            "institution": self.s.institution,
            "key": key,
            "at": at,
            "cause": cause,
        }

    async def _record(
        self,
        consequence: Consequence,
        facts: F,
        effects: Effects,
        ledger: list[Any] | None = None,
        corrected: bool = False,
        extend: tuple[str, Duration] | None = None,
        recount: bool = False,
    ) -> list[str]:
        """Complete the consequence, have it recorded, and only then change the state. Returns the opened keys."""
        if effects.suspends or effects.resumes:
            ledger = [s.model_copy() for s in self.s.suspensions] if ledger is None else ledger
            common_acts.of_the_house(ledger, effects.house_ends, False)
            for ground, day in effects.suspends:
                common_acts.suspended(ledger, ground, day, self.powers, effects)
            common_acts.of_the_house(ledger, effects.house_begins, True)
            for ended, day in effects.resumes:
                common_acts.resumed(ledger, ended, day, self.powers, effects)
        for begun in (ledger or [])[len(self.s.suspensions) :]:
            effects.add(self.stood_still(facts, begun.start))
        also = tuple(self._fulfilled(key, consequence) for key in effects.closes if key in self.s.steps)
        consequence = consequence.model_copy(update={"close": (*consequence.close, *also)})
        closed = {c.key: c for c in consequence.close}
        open_now = {k: s for k, s in self.s.steps.items() if k not in closed}
        done = {**self.s.done, **{c.key: c.done_on or self.today() for c in consequence.close}}
        done = {key: on for key, on in done.items() if key not in effects.reopen}
        future = self.s.model_copy(update={"suspensions": ledger}) if ledger is not None else self.s
        over = self.over(facts, done)
        cycle = self.cycle(facts)
        self._ledger = future.suspensions
        owed = () if over else tuple(o if o.cycle else o.in_cycle(cycle) for o in self.owed(facts))
        self._ledger = None
        because = over[0] if over else effects.because
        extend = extend or effects.extends
        diff = difference(future, open_now, done, owed, because, corrected, extend, self.today() if recount else None)
        if effects.moves_to is not None:
            self._say_what_is_late(open_now, {c.key for c in diff.cancel}, effects)
        stage, stage_rule = (self.last_stage(facts), over[1]) if over else self.stage(facts)
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
                "assign": {**common_acts.assignment(consequence.act), **effects.assign},
                "institution": effects.moves_to or consequence.institution,
                "moved": effects.moves_to is not None,
                "stage": stage,
                "facts": facts.model_dump(mode="json"),
                "closed": over[0] if over else None,
            }
        )
        recorded = await self._write(consequence)
        for key in effects.reopen:
            self.s.done.pop(key, None)
        self._accept(consequence, recorded)
        for key, value in facts:
            setattr(self.facts, key, value)
        if ledger is not None:
            self.s.suspensions = ledger
        if effects.new_cycle:
            self._begin_again()
        self._announce()
        return [o.key for o in consequence.open]

    @staticmethod
    def _say_what_is_late(steps: Mapping[str, StepState], cancelled: Collection[str], effects: Effects) -> None:
        """What is late when the case moves has rung already: whoever is to do it now is told of it with the case."""
        for key in sorted(steps.keys() - cancelled):
            if steps[key].overdue:
                effects.notify("case_assigned", steps[key].actor, steps[key].rule, key)

    def _fulfilled(self, key: str, consequence: Consequence) -> Closing:
        """Another open step that the same cause completes, on the same day."""
        step = self.s.steps[key]
        day = consequence.act.on if consequence.act and consequence.act.on else local_date(consequence.at)
        late = step.due is not None and day > step.due
        return Closing(key=key, rule=step.rule, state="done", done_on=day, late=late)

    def _begin_again(self) -> None:
        """A new cycle: the workflow continues as new, with what it may still be asked for again."""
        self._renew = True
        self.s.answers = dict(list(self.s.answers.items())[-KEPT:])
        self.s.told = self.s.told[-KEPT:]

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
                length=o.length,
                period=o.period,
                outer=o.outer,
            )
        for r in c.redate:
            step = self.s.steps[r.opening.key]
            step.anchor, step.stopped = r.opening.anchor, r.opening.stopped
            step.rule, step.rules = r.opening.rule, r.opening.rules
            step.actor, step.form, step.length = r.opening.actor, r.opening.form, r.opening.length
            step.period, step.outer = r.opening.period, r.opening.outer
            if step.key in dated:
                step.overdue, step.level = False, 0
            if r.opening.extended_by is not None and step.extension != r.opening.extended_by:
                step.extended, step.extension = step.extended + 1, r.opening.extended_by
        for ring in (r for r in c.ring if r.key in self.s.steps):
            if ring.alarm.kind == "overdue":
                self.s.steps[ring.key].overdue = True
            self.s.steps[ring.key].level = max(self.s.steps[ring.key].level, ring.alarm.level)
        for key, d in dated.items():
            if key in self.s.steps:
                self._date(self.s.steps[key], d)
        for key, holder in recorded.holders.items():
            if key in self.s.steps:
                self.s.steps[key].holder = holder
        self.s.institution = c.institution
        self.s.stage = c.stage
        self.s.closed = c.closed
        self._announce_attributes()

    @staticmethod
    def _date(step: StepState, dated: Dated) -> None:
        step.due, step.opens, step.alarm = dated.due, dated.opens, dated.alarm
        step.expected = dated.expected or step.expected
        step.first_day = dated.first_day or step.first_day
        step.holder = dated.holder or step.holder

    def _announce(self) -> None:
        about = {key: said for key in self.s.steps if (said := self.about(self.facts, key))}
        text = voice.details(self.process, self.s, about)
        if self.trouble:
            text += f"\n\n**Trouble of our own, not of the case:** {', '.join(self.trouble[-3:])}"
        workflow.set_current_details(text)

    def _announce_attributes(self) -> None:
        """One upsert a consequence, with what has changed."""
        updates, now = voice.changed(self.process, self.s, self._told_attributes)
        if updates:
            workflow.upsert_search_attributes(updates)
            self._told_attributes = now
