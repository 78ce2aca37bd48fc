"""What is said of a consequence: the lines of the timeline, and the notices to holders, heads and the person."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection

from models.record import Consequence, DatedStep, Event, Opening, QueuedNotice, Ringing
from models.terms import Counted
from rules.escalation import OWN_POLICY
from rules.leaders import leader
from rules.terms.dates import local_date
from storage import record
from storage.record import CaseContext

WHERE_NOBODY = {"probation_cycle": ("resocialisation_division_head", "head_of_department")}
"""Who answers where the register of posts names nobody for a role: whoever is above, until somebody is put in charge. A
case that another agency hands over may lie at no bureau yet (502 art. 30(8)); nothing in it is nobody's."""


def holder_of(actor: str, context: CaseContext) -> str | None:
    """Who holds a role in the case; for a body its leader; where nobody does, in some processes the head above."""
    held = (context.holder(r) for r in (leader(actor, context.process), *WHERE_NOBODY.get(context.process, ())))
    return next((staff for staff in held if staff is not None), None)


def lines(c: Consequence, steps: Iterable[DatedStep], moved: Iterable[DatedStep]) -> list[Event]:
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
        if m.was is None and m.counted is None and m.expected is None:
            continue
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
                    **({"expected": str(m.expected.due)} if m.expected else {}),
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
    more: dict[str, object] = {}
    if expected is not None:
        more = {"expected": str(expected.due)}
        why = f"the act gives no term; {expected.why}"
    if counted is not None and counted.shortened_from is not None:
        more["shortened_from"] = str(counted.shortened_from)
    return {
        "rules": list(o.rules),
        "actor": o.actor,
        "form": o.form,
        "due": str(counted.due) if counted else None,
        **more,
        "why": why,
    }


def notices(
    c: Consequence, context: CaseContext, steps: Iterable[DatedStep], moved: Iterable[DatedStep]
) -> list[QueuedNotice]:
    """What holders, the director and the convict are to be told of this consequence."""
    queued: list[QueuedNotice] = []
    for s in steps:
        told_as_late = brought_in(c) and s.counted is not None and s.counted.due < local_date(c.at)
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


def brought_in(c: Consequence) -> bool:
    """Whether the case begins at its stage: what was due before is late since then, and was not told here."""
    return any(e.event == "brought_in" for e in c.events)


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


def told(conn: Connection, c: Consequence, context: CaseContext) -> tuple[list[Event], list[QueuedNotice]]:
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
                data={"actor": r.actor, "staff": holder, "policy": OWN_POLICY, **facts},
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
            head = next((rung for rung in rungs if rung.level >= r.alarm.level), None)
            data: dict[str, object] = {"level": r.alarm.level, "to": head.role if head else None, **facts}
            if r.due is None:
                data["policy"] = OWN_POLICY
            if head is None:
                data["trouble"] = "nobody holds this post"
                return Event(event="escalated", rule=r.rule, step=r.key, data=data), []
            if head.level > r.alarm.level:
                data["trouble"] = f"nobody holds the post of level {r.alarm.level}; told to whoever is above"
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
