"""The pieces of one consequence, table by table; `storage.record.write` calls them in their order."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Connection,
    Executable,
    bindparam,
    case,
    false,
    func,
    insert,
    literal_column,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from models.record import Consequence, DatedStep, Event
from storage.errors import DocumentMissing
from storage.tables import Assignment, Deadline, Decision, Document, Step, TimelineLine

TBILISI = ZoneInfo("Asia/Tbilisi")


def day_of(at: datetime) -> date:
    """The day of an instant, in Tbilisi."""
    return at.astimezone(TBILISI).date()


def file_document(conn: Connection, c: Consequence) -> None:
    """File the document of the act; it must have been received for this case and not been refused."""
    if c.act is None:
        return
    filed = conn.execute(
        update(Document)
        .where(Document.id == c.act.document, Document.case == c.case, Document.state == "received")
        .values(state="filed", filed_at=c.at)
        .returning(Document.id)
    ).scalar_one_or_none()
    if filed is None:
        row = conn.execute(select(Document.case, Document.state).where(Document.id == c.act.document)).one_or_none()
        what = "was never handed in" if row is None else f"is {row.state} in {row.case}"
        raise DocumentMissing(f"document {c.act.document} {what}: it cannot be filed in {c.case}")


_CLOSE = text("""
UPDATE steps s SET state = r.state, done_on = r.done_on, late = r.late, entered_at = :at,
  next_alarm_at = NULL,
  because = coalesce(r.because, s.because), document = coalesce(:document, s.document), overdue = false,
  entered_late = r.state = 'done' AND r.late IS FALSE AND s.due IS NOT NULL AND s.due < :entered
FROM jsonb_to_recordset(:rows) AS r(key text, state text, done_on date, late boolean, because text)
WHERE s."case" = :case AND s.key = r.key
""").bindparams(bindparam("rows", type_=JSONB))


def close_steps(conn: Connection, c: Consequence) -> None:
    """End steps: done (also when it was in time but entered late) or cancelled with the reason."""
    if not c.close:
        return
    rows = [k.model_dump(mode="json", exclude={"rule"}) for k in c.close]
    document = c.act.document if c.act else None
    conn.execute(_CLOSE, {"case": c.case, "at": c.at, "entered": day_of(c.at), "document": document, "rows": rows})


_NEW = upsert(Step).excluded
_RUNNING = text("steps.state IN ('open', 'waiting')")
_TAKEN_OVER = [
    *("rule", "rules", "actor", "form", "anchor", "anchor_event", "opens_at", "due", "ladder"),
    *("next_alarm_at", "state", "because", "period"),
]
_BLANK = {"overdue": false(), "entered_late": false(), "level": literal_column("0")}
_OPEN: Executable = (
    upsert(Step)
    .on_conflict_do_update(
        index_elements=["case", "key"],
        set_={
            **{name: _NEW[name] for name in _TAKEN_OVER},
            **dict.fromkeys(("done_on", "entered_at", "late", "document"), null()),
            **_BLANK,
            "opened_at": case((_RUNNING, func.coalesce(Step.opened_at, _NEW.opened_at)), else_=_NEW.opened_at),
            "holder": case((_RUNNING, func.coalesce(Step.holder, _NEW.holder)), else_=_NEW.holder),
        },
    )
    .returning(literal_column("xmax <> 0").label("known"))
)
"""A step whose key was used before goes on: a running one keeps its opening and its holder, and every one its
first breach (`overdue_at`)."""


def open_steps(
    conn: Connection, c: Consequence, steps: Sequence[DatedStep], next_alarms: Mapping[str, datetime | None]
) -> None:
    """Open steps and date open ones anew; every date is kept, and a breach stays a fact."""
    if not steps:
        return
    known = conn.execute(_OPEN, [_step_row(c, step, next_alarms) for step in steps]).scalars().all()
    if any(known):
        conn.execute(
            update(Deadline)
            .where(
                Deadline.case == c.case,
                Deadline.step.in_([s.opening.key for s in steps]),
                Deadline.superseded_at.is_(None),
            )
            .values(superseded_at=c.at)
        )
    redated = {r.opening.key for r in c.redate}
    deadlines = [_deadline_row(c, s) for s in steps if s.counted is not None or s.opening.key in redated]
    if deadlines:
        conn.execute(insert(Deadline), deadlines)


def _step_row(c: Consequence, step: DatedStep, next_alarms: Mapping[str, datetime | None]) -> dict[str, Any]:
    opening = step.opening
    waiting = opening.wait_for_window and step.opens_at is not None
    first = step.ladder[0].at if step.ladder else None
    return {
        "case": c.case,
        "key": opening.key,
        "rule": opening.rule,
        "rules": list(opening.rules),
        "actor": opening.actor,
        "form": opening.form,
        "opened_at": None if waiting else c.at,
        "opens_at": step.opens_at,
        "anchor": opening.anchor,
        "anchor_event": opening.anchor_event,
        "due": step.counted.due if step.counted else None,
        "ladder": [alarm.model_dump(mode="json") for alarm in step.ladder],
        "next_alarm_at": next_alarms.get(opening.key, first),
        "holder": step.holder,
        "state": "waiting" if waiting else "open",
        "because": step.because,
        "period": opening.period,
    }


def _deadline_row(c: Consequence, step: DatedStep) -> dict[str, Any]:
    fixed = {
        "case": c.case,
        "step": step.opening.key,
        "set_at": c.at,
        "was": step.was,
        "because": step.because,
    }
    if step.counted is None:
        blank = ("raw_end", "due", "strict_due", "first_open", "opens", "calendar_version", "why", "why_ka")
        return {
            **fixed,
            **dict.fromkeys(blank),
            "rule": step.opening.term_rule or step.opening.rule,
            "start": step.opening.anchor,
            "skipped": [],
            "skipped_because": {},
        }
    counted = step.counted.model_dump()
    return {**fixed, **counted, "skipped": list(step.counted.skipped)}


_RING = text("""
UPDATE steps s SET next_alarm_at = r.next_alarm_at, level = greatest(s.level, r.level),
  state = CASE WHEN r.opens AND s.state = 'waiting' THEN 'open' ELSE s.state END,
  opened_at = CASE WHEN r.opens THEN coalesce(s.opened_at, :at) ELSE s.opened_at END,
  overdue = s.overdue OR (r.overdue AND NOT s.period),
  overdue_at = CASE WHEN r.overdue AND NOT s.period THEN coalesce(s.overdue_at, r.alarm_at) ELSE s.overdue_at END
FROM jsonb_to_recordset(:rows) AS r(key text, level int, opens boolean, overdue boolean, alarm_at timestamptz,
                                    next_alarm_at timestamptz)
WHERE s."case" = :case AND s.key = r.key AND s.state IN ('open', 'waiting')
""").bindparams(bindparam("rows", type_=JSONB))


def ring_steps(conn: Connection, c: Consequence, next_alarms: Mapping[str, datetime | None]) -> None:
    """Keep what an alarm brought: the window opened, the term passed, a rung was climbed."""
    rows: dict[str, dict[str, Any]] = {}
    for ring in c.ring:
        row = rows.setdefault(ring.key, {"key": ring.key, "level": 0, "opens": False, "overdue": False})
        row["opens"] |= ring.alarm.kind == "opens"
        row["level"] = max(row["level"], ring.alarm.level)
        row["next_alarm_at"] = next_alarms.get(ring.key)
        if ring.alarm.kind == "overdue":
            row.update(overdue=True, alarm_at=ring.alarm.at)
    if rows:
        conn.execute(_RING, {"case": c.case, "at": c.at, "rows": list(rows.values())})


def assign_steps(conn: Connection, c: Consequence) -> None:
    """Put people in charge. A key that is no step of the case names a role, in the whole case."""
    if not c.assign:
        return
    actors = {
        row.key: row.actor
        for row in conn.execute(select(Step.key, Step.actor).where(Step.case == c.case, Step.key.in_(list(c.assign))))
    }
    for key, staff in c.assign.items():
        if key in actors:
            assign(conn, c.case, actors[key], staff, c.at, step=key)
        else:
            assign(conn, c.case, key, staff, c.at)


def assign(conn: Connection, number: str, actor: str, staff: str, since: datetime, *, step: str | None = None) -> None:
    """Put a person in charge of a role in a case, or of one step; the term stays as it was."""
    conn.execute(
        update(Assignment)
        .where(
            Assignment.case == number,
            Assignment.actor == actor,
            Assignment.step_key.is_not_distinct_from(step),
            Assignment.until.is_(None),
        )
        .values(until=since)
    )
    conn.execute(insert(Assignment).values(case=number, actor=actor, step_key=step, staff_id=staff, since=since))
    theirs = [Step.actor == actor] if step is None else [Step.key == step]
    conn.execute(
        update(Step).where(Step.case == number, Step.state.in_(("open", "waiting")), *theirs).values(holder=staff)
    )


def add_timeline(conn: Connection, c: Consequence, events: Sequence[Event], last: int) -> None:
    """Add the lines of the timeline, numbered on from `last`."""
    if events:
        rows = [
            {"case": c.case, "seq": last + n, "at": c.at, **event.model_dump()} for n, event in enumerate(events, 1)
        ]
        conn.execute(insert(TimelineLine), rows)


def add_decisions(conn: Connection, c: Consequence, events: Sequence[Event]) -> None:
    """Keep what was decided, by whom, on which facts."""
    by = c.act
    rows = [
        {
            "case": c.case,
            "step": event.step,
            "rule": event.rule,
            "result": str(event.data["result"]) if event.data.get("result") is not None else None,
            "facts": event.data,
            "at": c.at,
            "by_role": by.by if by else None,
            "by_staff": by.staff if by else None,
            "document": by.document if by else None,
        }
        for event in events
        if event.event == "decision"
    ]
    if rows:
        conn.execute(insert(Decision), rows)
