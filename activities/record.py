"""The record of cases: one consequence, one transaction, dates worked out here and nowhere else."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities import telling
from activities.contracts import CaseRecord
from models.acts import MISMATCH
from models.forms.registry import BadDocument
from models.record import (
    Consequence,
    Dated,
    DatedStep,
    Opening,
    Recorded,
)
from models.terms import Alarm, Counted
from rules import escalation
from rules.codes import NEEDS_EARLIER, codes_of
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument
from rules.order_502.scoring import BadScore
from rules.terms import stepping
from rules.terms.calendar import WorkCalendar, body_of, calendar_with
from rules.terms.dates import end_of_day, local_date, start_of_day
from storage import documents, record
from storage.record import CaseContext


class Record(CaseRecord):
    """Writes consequences to PostgreSQL."""

    def __init__(self, engine: Engine, instrument: Instrument) -> None:
        self._engine = engine
        self._instrument = instrument
        self._calendars: dict[tuple[str, str], WorkCalendar] = {}

    @activity.defn(name="record")
    def record(self, consequence: Consequence) -> Recorded:
        """Write it; see the contract."""
        c = consequence
        with self._engine.begin() as conn:
            on, document = local_date(c.at), c.act.document if c.act else None
            context = record.context(conn, c.case, on, document, institution=c.institution if c.moved else None)
            self._agree_with_document(conn, c, context)
            calendar = self._calendar(context)
            steps = [self._dated(o, c, context, calendar) for o in c.open]
            again = [(r, self._dated(r.opening, c, context, calendar)) for r in c.redate]
            moved = [
                dated.model_copy(update={"was": r.was, "because": r.because})
                for r, dated in again
                if not (r.if_it_moves and _due(dated) == r.was)
            ]
            rung = self._rung(conn, c)
            recorded = Recorded(
                steps=(*(_to_history(s) for s in (*steps, *moved)), *rung), holders=_holders(conn, c, context)
            )
            told = telling.told(conn, c, context)
            return record.write(
                conn,
                c,
                steps=(*steps, *moved),
                notices=(*telling.notices(c, context, steps, moved), *told[1]),
                events=(*telling.lines(c, steps, moved), *told[0]),
                recorded=recorded,
            )

    def _agree_with_document(self, conn: Connection, c: Consequence, context: CaseContext) -> None:
        """Work the codes out again from what is stored; refuse when the act claims something else."""
        if c.act is None:
            return
        if context.document is None:
            raise ApplicationError(f"no document {c.act.document} is stored", type=MISMATCH, non_retryable=True)
        form, content = context.document
        if form is None:
            return
        try:
            earlier = {
                needed: found
                for needed in NEEDS_EARLIER.get(form, ())
                if (found := documents.latest_filed(conn, c.case, needed)) is not None
            }
            codes = codes_of(form, content, earlier, self._instrument)
        except (BadDocument, BadScore, NotAllowed) as fault:
            raise ApplicationError(
                f"document {c.act.document} does not hold: {type(fault).__name__}",
                type=MISMATCH,
                non_retryable=True,
            ) from None
        if codes != c.act.codes:
            raise ApplicationError(
                f"document {c.act.document} does not say what the act claims",
                type=MISMATCH,
                non_retryable=True,
            )

    def _calendar(self, context: CaseContext) -> WorkCalendar:
        """The shipped calendar with the days declared since for the body whose case it is, one object a version."""
        body = body_of(context.process)
        known = self._calendars.get((context.calendar, body))
        if known is None:
            known = calendar_with(context.declared, body)
            kept = {k: v for k, v in self._calendars.items() if k[0] == context.calendar}
            self._calendars = {**kept, (context.calendar, body): known}
        return known

    def _dated(self, o: Opening, c: Consequence, context: CaseContext, calendar: WorkCalendar) -> DatedStep:
        today = local_date(c.at)
        counted = None if o.stopped else stepping.count(o, today, calendar)
        expected = stepping.expected(o, today, calendar)
        opens_at = None
        if o.wait_for_window and counted is not None and counted.opens is not None and counted.opens > today:
            opens_at = start_of_day(counted.opens)
        first = max(today, counted.opens) if opens_at is not None and counted is not None and counted.opens else today
        ladder = _ladder(o, counted, expected, first, calendar)
        if telling.brought_in(c):
            ladder = tuple(_as_it_was(a, counted) for a in ladder)
        if opens_at is not None:
            later = [a for a in ladder if a.at > opens_at]
            ladder = (Alarm(kind="opens", level=0, at=opens_at), *later)
        named = c.assign.get(o.key) or context.step_holders.get(o.key) or c.assign.get(o.actor)
        holder = named or telling.holder_of(o.actor, context)
        return DatedStep(opening=o, counted=counted, expected=expected, opens_at=opens_at, ladder=ladder, holder=holder)

    def _rung(self, conn: Connection, c: Consequence) -> tuple[Dated, ...]:
        """For each step that rang, the alarm after the one that rang."""
        if not c.ring:
            return ()
        ladders = record.ladder(conn, c.case, [r.key for r in c.ring])
        return tuple(
            Dated(key=r.key, due=r.due, alarm=_after(ladders.get(r.key, ()), r.alarm), holder=r.holder) for r in c.ring
        )


def _holders(conn: Connection, c: Consequence, context: CaseContext) -> dict[str, str]:
    """Who holds the open steps of a case that goes elsewhere: the people there, save where nobody has the role."""
    if not c.moved:
        return {}
    fresh = {o.key for o in c.open} | {r.opening.key for r in c.redate} | {k.key for k in c.close}
    owing = record.owing(conn, c.case)
    found = {key: telling.holder_of(actor, context) for key, actor in owing.items() if key not in fresh}
    return {key: holder for key, holder in found.items() if holder is not None}


def _ladder(
    o: Opening, counted: Counted | None, expected: Counted | None, today: date, calendar: WorkCalendar
) -> tuple[Alarm, ...]:
    if o.stopped:
        return ()
    if expected is not None:
        return escalation.policy_ladder(today, expected.due, calendar, o.actor)
    if o.period and counted is not None:
        over = start_of_day(counted.first_open) if counted.first_open else end_of_day(counted.due)
        return (Alarm(kind="overdue", level=0, at=over),)
    remind = stepping.by_policy(o, today, calendar)
    due = counted.due if counted else None
    return escalation.ladder(today, due, calendar, o.actor, remind.due if remind else None)


def _as_it_was(alarm: Alarm, counted: Counted | None) -> Alarm:
    """Overdue since the term ended, not since the case was brought in; the rungs above go by the day it was."""
    if alarm.kind != "overdue" or counted is None:
        return alarm
    return alarm.model_copy(update={"at": end_of_day(counted.due)})


def _after(ladder: Iterable[Alarm], rang: Alarm) -> Alarm | None:
    """The first alarm of the ladder behind the one that rang."""
    behind = [a for a in ladder if (a.at, a.level) > (rang.at, rang.level)]
    return min(behind, key=lambda a: (a.at, a.level), default=None)


def _due(step: DatedStep) -> date | None:
    return step.counted.due if step.counted else None


def _to_history(step: DatedStep) -> Dated:
    return Dated(
        key=step.opening.key,
        due=step.counted.due if step.counted else None,
        expected=step.expected.due if step.expected else None,
        opens=step.opens_at,
        first_day=step.counted.opens if step.opening.wait_for_window and step.counted else None,
        alarm=step.ladder[0] if step.ladder else None,
        holder=step.holder,
    )
