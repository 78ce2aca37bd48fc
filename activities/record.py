"""The record of cases: one consequence, one transaction, dates worked out here and nowhere else."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, Engine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contracts import CaseRecord
from law.policy import POLICY
from models.acts import MISMATCH
from models.forms.registry import BadDocument
from models.record import (
    Consequence,
    Dated,
    DatedStep,
    Event,
    Opening,
    QueuedNotice,
    Recorded,
    Ringing,
)
from models.terms import Alarm, Counted
from rules import escalation
from rules.codes import NEEDS_EARLIER, codes_of
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument
from rules.order_502.scoring import BadScore
from rules.terms import stepping
from rules.terms.calendar import WorkCalendar, calendar_with
from rules.terms.dates import end_of_day, local_date, start_of_day
from storage import documents, record
from storage.record import CaseContext


class Record(CaseRecord):
    """Writes consequences to PostgreSQL."""

    def __init__(self, engine: Engine, instrument: Instrument) -> None:
        self._engine = engine
        self._instrument = instrument
        self._calendars: dict[str, WorkCalendar] = {}

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
            told = _told(conn, c, context)
            return record.write(
                conn,
                c,
                steps=(*steps, *moved),
                notices=(*_notices(c, context, steps, moved), *told[1]),
                events=(*_events(c, steps, moved), *told[0]),
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
        """The shipped calendar with the days declared since, one object a version."""
        known = self._calendars.get(context.calendar)
        if known is None:
            known = calendar_with(context.declared)
            self._calendars = {context.calendar: known}
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
        if _brought_in(c):
            ladder = tuple(_as_it_was(a, counted) for a in ladder)
        if opens_at is not None:
            later = [a for a in ladder if a.at > opens_at]
            ladder = (Alarm(kind="opens", level=0, at=opens_at), *later)
        holder = context.step_holders.get(o.key) or holder_of(o.actor, context)
        return DatedStep(
            opening=o, counted=counted, expected=expected, opens_at=opens_at, ladder=ladder, holder=holder
        )

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
    found = {key: holder_of(actor, context) for key, actor in owing.items() if key not in fresh}
    return {key: holder for key, holder in found.items() if holder is not None}


LEADERS = {
    "team": "case_manager",
    "team/probation_cycle": "probation_officer",
    "prison_social_worker": "case_manager",
    "prison_social_worker/administrator_plan": "case_administrator",
    "council": "council_chair",
}
"""Who answers for a body or an unnamed worker: the case manager leads the team and sees that it meets (Order 502 art.
10(5)), in chapter III the probation officer (23(8)); the institution's social worker of 17(5) is whoever holds the
case; the chair leads the council (Order 320 art. 8(1))."""


def holder_of(actor: str, context: CaseContext) -> str | None:
    """Who holds a role in the case; for a body its leader."""
    return context.holder(LEADERS.get(f"{actor}/{context.process}") or LEADERS.get(actor, actor))


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
    return escalation.ladder(today, counted.due if counted else None, calendar, o.actor)


def _brought_in(c: Consequence) -> bool:
    """Whether the case begins at its stage: what was due before is late since then, and was not told here."""
    return any(e.event == "brought_in" for e in c.events)


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


def _events(c: Consequence, steps: Iterable[DatedStep], moved: Iterable[DatedStep]) -> list[Event]:
    """The timeline in the order in which things follow from one another."""
    lines: list[Event] = []
    done = {k.key: k for k in c.close if k.state == "done"}
    for k in done.values():
        data: dict[str, object] = {"late": bool(k.late), "done_on": str(k.done_on)}
        if c.act is not None:
            data |= {"by": c.act.by, "document": c.act.document}
            if c.act.staff:
                data["staff"] = c.act.staff
            if k.done_on and k.done_on < local_date(c.at):
                data["entered_on"] = str(local_date(c.at))
            lines.append(Event(event="step_completed", rule=k.rule, step=k.key, data=data))
    lines += c.events
    lines += [
        Event(event="step_cancelled", rule=k.rule, step=k.key, data={"because": k.because})
        for k in c.close
        if k.state == "cancelled"
    ]
    for m in moved:
        lines.append(
            Event(
                event="due_changed",
                rule=m.opening.rule,
                step=m.opening.key,
                data={
                    "from": str(m.was) if m.was else None,
                    "to": str(m.counted.due) if m.counted else None,
                    "because": m.because,
                    "why": m.counted.why if m.counted else None,
                },
            )
        )
    for s in steps:
        event = "step_scheduled" if s.opens_at else "step_opened"
        data = _opened(s.opening, s.counted, s.expected)
        if s.opens_at:
            data["opens"] = str(local_date(s.opens_at))
        lines.append(Event(event=event, rule=s.opening.rule, step=s.opening.key, data=data))
    return lines


def _opened(o: Opening, counted: Counted | None, expected: Counted | None) -> dict[str, object]:
    why = counted.why if counted else "the act gives no term"
    by_policy: dict[str, object] = {}
    if expected is not None:
        by_policy = {"expected": str(expected.due)}
        why = f"the act gives no term; {expected.why}"
    return {
        "rules": list(o.rules),
        "actor": o.actor,
        "form": o.form,
        "due": str(counted.due) if counted else None,
        **by_policy,
        "why": why,
    }


def _notices(
    c: Consequence, context: CaseContext, steps: Iterable[DatedStep], moved: Iterable[DatedStep]
) -> list[QueuedNotice]:
    """What holders, the director and the convict are to be told of this consequence."""
    queued: list[QueuedNotice] = []
    for s in steps:
        told_as_late = _brought_in(c) and s.counted is not None and s.counted.due < local_date(c.at)
        if s.opens_at is None and s.holder and not told_as_late:
            queued.append(
                _to_holder(
                    "step_opened",
                    c,
                    s.opening.rule,
                    s.opening.key,
                    s.opening.actor,
                    s.holder,
                    {
                        "due": str(s.counted.due) if s.counted else None,
                    },
                )
            )
    for m in moved:
        if m.holder and m.counted is not None:
            queued.append(
                _to_holder(
                    "due_changed",
                    c,
                    m.opening.rule,
                    m.opening.key,
                    m.opening.actor,
                    m.holder,
                    {
                        "was": str(m.was) if m.was else None,
                        "due": str(m.counted.due) if m.counted else None,
                        "because": m.because,
                    },
                )
            )
    for order in c.notices:
        to_person = context.person_id if order.to in ("convict", "probation_convict") else None
        to_staff = None if to_person else (c.assign.get(order.step or "") or context.holder(order.to))
        queued.append(
            QueuedNotice(
                key=f"{c.case}:{c.key}:{order.about}:{order.to}",
                about=order.about,
                to_role=order.to,
                to_staff=to_staff,
                to_person=to_person,
                rule=order.rule,
                step=order.step,
                facts={"on": str(local_date(c.at))},
            )
        )
    return queued


def _to_holder(
    about: str, c: Consequence, rule: str, step: str, actor: str, holder: str, facts: dict[str, object]
) -> QueuedNotice:
    return QueuedNotice(
        key=f"{c.case}:{c.key}:{about}:{step}:{holder}",
        about=about,
        to_role=actor,
        to_staff=holder,
        rule=rule,
        step=step,
        facts={"actor": actor, **facts},
    )


def _told(conn: Connection, c: Consequence, context: CaseContext) -> tuple[list[Event], list[QueuedNotice]]:
    """For each alarm that rang: its line in the timeline and the notice to whom it concerns that day."""
    lines: list[Event] = []
    queued: list[QueuedNotice] = []
    today = local_date(c.at)
    for r in c.ring:
        line, notice = _one_told(conn, c, context, r, today)
        lines.append(line)
        queued += notice
    return lines, queued


def _one_told(
    conn: Connection, c: Consequence, context: CaseContext, r: Ringing, today: date
) -> tuple[Event, list[QueuedNotice]]:
    holder = context.step_holders.get(r.key) or r.holder or holder_of(r.actor, context)
    facts: dict[str, object] = {
        "due": str(r.due) if r.due else None,
        "since": str(r.since) if r.since else None,
    }
    if r.due is not None and today > r.due:
        facts["days_late"] = (today - r.due).days
    match r.alarm.kind:
        case "opens":
            return Event(
                event="step_opened",
                rule=r.rule,
                step=r.key,
                data={
                    "rules": list(r.rules),
                    "actor": r.actor,
                    "form": r.form,
                    "due": str(r.due) if r.due else None,
                    "why": "the first day of its window has come",
                },
            ), [_to_holder("step_opened", c, r.rule, r.key, r.actor, holder, facts)] if holder else []
        case "reminder":
            return Event(
                event="reminder_sent", rule=r.rule, step=r.key, data={"to": r.actor, "staff": holder, **facts}
            ), [_to_holder("reminder", c, r.rule, r.key, r.actor, holder, facts)] if holder else []
        case "expected":
            return Event(
                event="policy_term_passed",
                rule=r.rule,
                step=r.key,
                data={"actor": r.actor, "staff": holder, "policy": POLICY.words.en, **facts},
            ), [_to_holder("policy_waiting", c, r.rule, r.key, r.actor, holder, facts)] if holder else []
        case "overdue":
            return Event(
                event="step_overdue",
                rule=r.rule,
                step=r.key,
                data={"actor": r.actor, "staff": holder, **facts},
            ), [_to_holder("step_overdue", c, r.rule, r.key, r.actor, holder, facts)] if holder else []
        case _:
            rungs = record.rungs(conn, c.case, r.actor, holder, today)
            head = next((rung for rung in rungs if rung.level == r.alarm.level), None)
            data: dict[str, object] = {"level": r.alarm.level, "to": head.role if head else None, **facts}
            if r.due is None:
                data["policy"] = POLICY.words.en
            if head is None:
                data["trouble"] = "nobody holds this post"
                return Event(event="escalated", rule=r.rule, step=r.key, data=data), []
            data |= {"staff": head.staff, **({"deputy_for": head.for_staff} if head.for_staff else {})}
            notice = QueuedNotice(
                key=f"{c.case}:{c.key}:escalation:{r.key}:{r.alarm.level}:{head.staff}",
                about="escalation" if r.due is not None else "policy_waiting",
                to_role=head.role,
                to_staff=head.staff,
                rule=r.rule,
                step=r.key,
                level=r.alarm.level,
                facts={"actor": r.actor, **facts},
            )
            return Event(event="escalated", rule=r.rule, step=r.key, data=data), [notice]
