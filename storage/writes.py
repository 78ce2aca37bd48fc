"""The pieces of one consequence, table by table; `storage.record.write` calls them in their order."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, update

from models.record import Consequence, DatedStep, Event
from storage import statements
from storage.engine import dumps
from storage.errors import DocumentMissing
from storage.tables import Assignment, Decision, Document, Step

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


Rows = list[dict[str, Any]]


def close_steps(c: Consequence) -> Rows:
    """The steps that end: done (also when it was in time but entered late) or cancelled with the reason."""
    return [
        {"key": k.key, "state": k.state, "done_on": k.done_on, "late": k.late, "because": k.because} for k in c.close
    ]


def open_steps(c: Consequence, steps: Sequence[DatedStep], next_alarms: Mapping[str, datetime | None]) -> Rows:
    """The steps that open, and the open ones that are dated anew."""
    return [_step_row(c, step, next_alarms) for step in steps]


def put_steps(conn: Connection, c: Consequence, close: Rows, open_: Rows) -> None:
    """End steps and open steps: in one statement unless one is ended and opened at once."""
    closing = {"at": c.at, "entered": day_of(c.at), "document": c.act.document if c.act else None}
    both = close and open_ and {row["key"] for row in close}.isdisjoint(row["key"] for row in open_)
    if both:
        conn.execute(
            statements.CLOSE_AND_OPEN, {"case": c.case, **closing, "close": dumps(close), "open": dumps(open_)}
        )
        return
    if close:
        conn.execute(statements.CLOSE, {"case": c.case, **closing, "close": dumps(close)})
    if open_:
        conn.execute(statements.OPEN, {"case": c.case, "open": dumps(open_)})


def date_steps(c: Consequence, steps: Sequence[DatedStep]) -> Rows:
    """Every date that is given, with its explanation; also that there is none any more."""
    redated = {r.opening.key for r in c.redate}
    return [_deadline_row(s) for s in steps if s.counted is not None or s.opening.key in redated]


def _step_row(c: Consequence, step: DatedStep, next_alarms: Mapping[str, datetime | None]) -> dict[str, Any]:
    opening = step.opening
    waiting = opening.wait_for_window and step.opens_at is not None
    first = step.ladder[0].at if step.ladder else None
    return {
        "key": opening.key,
        "rule": opening.rule,
        "rules": opening.rules,
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
        "opening": opening,
    }


def _deadline_row(step: DatedStep) -> dict[str, Any]:
    fixed = {"step": step.opening.key, "was": step.was, "because": step.because}
    if step.counted is None:
        return {
            **fixed,
            "rule": step.opening.term_rule or step.opening.rule,
            "start": step.opening.anchor,
            "skipped": (),
            "skipped_because": {},
        }
    return {**step.counted.__dict__, **fixed}


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
        conn.execute(statements.RING, {"case": c.case, "at": c.at, "rows": dumps(list(rows.values()))})


def leave_people(conn: Connection, c: Consequence, holders: Mapping[str, str]) -> None:
    """A case goes elsewhere: who was in charge is no longer, and its open steps go to the people there."""
    conn.execute(update(Assignment).where(Assignment.case == c.case, Assignment.until.is_(None)).values(until=c.at))
    for key, staff in holders.items():
        conn.execute(update(Step).where(Step.case == c.case, Step.key == key).values(holder=staff))


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


def add_timeline(events: Sequence[Event], last: int) -> Rows:
    """The lines of the timeline, numbered on from `last`."""
    return [{"seq": last + n, **event.__dict__} for n, event in enumerate(events, 1)]


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


def finish(
    conn: Connection,
    c: Consequence,
    *,
    keys: Sequence[str],
    deadlines: Rows,
    lines: Rows,
    notices: Rows,
    detail: Mapping[str, Any],
) -> None:
    """Write dates, lines and notices, and the case as its steps now make it, with its audit entry.

    `keys` are the steps whose dates in force end, also those that get no new one.
    """
    conn.execute(
        statements.FINISH[bool(keys), bool(lines), bool(notices)],
        {
            "case": c.case,
            "at": c.at,
            "keys": list(keys),
            "deadlines": dumps(deadlines),
            "lines": dumps(lines),
            "notices": dumps(notices),
            "added": len(lines),
            "stage": c.stage,
            "institution": c.institution,
            "facts": dumps(c.facts),
            "closed": c.closed,
            "actor": (c.act.staff or c.act.by) if c.act else "case",
            "cause": c.cause,
            "entity": c.act.document if c.act else c.key,
            "detail": dumps(detail),
        },
    )
