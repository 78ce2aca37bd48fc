"""The unit of work of a case: what it is written from, and one consequence written whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, text

from models.base import Frozen
from models.record import Consequence, DatedStep, Event, QueuedNotice, Recorded
from models.terms import Alarm, DayOff
from storage import conditions, levels, outbox, queued_notices, statements, writes
from storage.calendar import days_of
from storage.errors import CaseMissing
from storage.tables import ConsequenceDone, Step


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What a consequence is worked out from: whose case, where, the declared days, who holds which role.

    `document` is the form and the content of the document asked for, None when there is none.
    """

    case: str
    process: str
    person_id: str
    institution: str
    synthetic: bool
    closed: str | None
    calendar: str
    declared: tuple[DayOff, ...]
    holders: dict[str, str]
    step_holders: dict[str, str]
    document: tuple[str | None, dict[str, Any]] | None = None

    def holder(self, actor: str) -> str | None:
        """Who holds the role in this case; None when nobody does."""
        return self.holders.get(actor)


class Rung(Frozen):
    """A head to be told at a level of the ladder; `for_staff` is the head in whose place a deputy stands."""

    level: int
    role: str
    staff: str
    post: str
    for_staff: str | None = None


def already(conn: Connection, case: str, key: str) -> Recorded | None:
    """What was answered to this consequence before; None when it is new."""
    found = conn.execute(
        select(ConsequenceDone.result).where(ConsequenceDone.case == case, ConsequenceDone.key == key)
    ).scalar_one_or_none()
    return None if found is None else Recorded.model_validate(found)


_CONTEXT = text("""
SELECT c.number, c.process, c.person_id, c.institution, c.synthetic, c.closed, v.token,
  (SELECT coalesce(jsonb_object_agg(p.role, p.staff_id), '{}') FROM (
     SELECT DISTINCT ON (role) role, staff_id FROM posts
     WHERE (institution = coalesce(CAST(:institution AS text), c.institution) OR institution IS NULL)
       AND (CAST(:on AS date) IS NULL OR (from_date <= :on AND (to_date IS NULL OR to_date >= :on)))
       AND (CAST(:on AS date) IS NOT NULL OR to_date IS NULL)
     ORDER BY role, institution NULLS LAST, id) p) AS posts,
  (SELECT coalesce(jsonb_object_agg(a.actor, a.staff_id), '{}') FROM assignments a
    WHERE a."case" = c.number AND a.step_key IS NULL AND a.until IS NULL
      AND CAST(:institution AS text) IS NULL) AS assigned,
  (SELECT coalesce(jsonb_object_agg(a.step_key, a.staff_id), '{}') FROM assignments a
    WHERE a."case" = c.number AND a.step_key IS NOT NULL AND a.until IS NULL
      AND CAST(:institution AS text) IS NULL) AS assigned_steps,
  d.id AS document, d.form, d.content
FROM cases c CROSS JOIN calendar_version v LEFT JOIN documents d ON d.id = :document WHERE c.number = :case
""")


def context(
    conn: Connection,
    case: str,
    on: date | None = None,
    document: str | None = None,
    *,
    institution: str | None = None,
) -> CaseContext:
    """Whose case it is, where, the declared days, who holds each role on `on` (else: posts not ended), the document.

    A role is held by whoever was assigned to it in this case, else by its first post at the institution,
    else by its first post above all institutions. `institution`: the one to which the case goes with this, where
    nobody has been assigned yet.
    """
    given = {"case": case, "on": on, "document": document, "institution": institution}
    row = conn.execute(_CONTEXT, given).one_or_none()
    if row is None:
        raise CaseMissing(f"there is no case {case}: see `vada case list`")
    return CaseContext(
        case=row.number,
        process=row.process,
        person_id=row.person_id,
        institution=institution or row.institution,
        synthetic=row.synthetic,
        closed=row.closed,
        calendar=row.token,
        declared=days_of(conn, row.token),
        holders={**row.posts, **row.assigned},
        step_holders=row.assigned_steps,
        document=None if row.document is None else (row.form, row.content),
    )


def owing(conn: Connection, case: str) -> dict[str, str]:
    """The actor of each step that is open or waits."""
    rows = conn.execute(select(Step.key, Step.actor).where(Step.case == case, Step.state.in_(("open", "waiting"))))
    return {row.key: row.actor for row in rows}


def ladder(conn: Connection, case: str, keys: Iterable[str]) -> dict[str, tuple[Alarm, ...]]:
    """The whole ladder of each step, in order of time."""
    rows = conn.execute(select(Step.key, Step.ladder).where(Step.case == case, Step.key.in_(list(keys))))
    return {row.key: tuple(Alarm.model_validate(alarm) for alarm in row.ladder) for row in rows}


_HEADS = text("""
WITH RECURSIVE valid AS (
  SELECT * FROM posts WHERE from_date <= :on AND (to_date IS NULL OR to_date >= :on)
), start AS (
  SELECT coalesce(
    (SELECT p.unit_id FROM valid p WHERE p.staff_id = :holder
     ORDER BY p.institution IS NOT DISTINCT FROM c.institution DESC, p.role = :actor DESC, p.id LIMIT 1),
    (SELECT p.unit_id FROM valid p
     WHERE p.role = :actor AND (p.institution = c.institution OR p.institution IS NULL)
     ORDER BY p.institution NULLS LAST, p.id LIMIT 1),
    (SELECT u.id FROM units u WHERE u.institution = c.institution AND u.kind = 'institution'
     ORDER BY u.id LIMIT 1),
    (SELECT u.id FROM units u WHERE u.kind = 'service' ORDER BY u.id LIMIT 1)
  ) AS unit FROM cases c WHERE c.number = :case
), climb AS (
  SELECT u.*, 0 AS height FROM units u JOIN start s ON u.id = s.unit
  UNION ALL SELECT u.*, b.height + 1 FROM units u JOIN climb b ON u.id = b.parent_id WHERE b.height < 20
)
SELECT b.kind, b.height, p.id AS post, p.role, p.staff_id AS head, a.deputy_staff_id AS deputy
FROM climb b JOIN valid p ON p.unit_id = b.id AND p.head
LEFT JOIN LATERAL (
  SELECT deputy_staff_id FROM absences a
  WHERE a.staff_id = p.staff_id AND a.from_date <= :on AND (a.to_date IS NULL OR a.to_date >= :on)
    AND a.deputy_staff_id IS NOT NULL AND a.deputy_staff_id IS DISTINCT FROM :holder
  ORDER BY a.from_date DESC LIMIT 1
) a ON true
WHERE p.staff_id IS DISTINCT FROM :holder
ORDER BY b.height, p.id
""")

_KINDS = {1: ("division", "institution"), 2: ("department",), 3: ("service",)}


def rungs(conn: Connection, case: str, actor: str, holder: str | None, on: date) -> tuple[Rung, ...]:
    """Who is told at which level on the day `on`, climbing from the holder's unit.

    Level 1 is the head of the division, or of the institution where the division has no other head; 2 of
    the department; 3 of the service. A level with nobody but the holder is left out. For an absent head the
    deputy is told. Where the register has no unit for the case, the climb begins at the service.
    """
    heads = list(conn.execute(_HEADS, {"case": case, "actor": actor, "holder": holder, "on": on}))
    found = []
    for level, kinds in _KINDS.items():
        row = next((head for kind in kinds for head in heads if head.kind == kind), None)
        if row is not None:
            found.append(
                Rung(
                    level=level,
                    role=row.role,
                    staff=row.deputy or row.head,
                    post=row.post,
                    for_staff=row.head if row.deputy else None,
                )
            )
    return tuple(found)


def write(
    conn: Connection,
    c: Consequence,
    *,
    steps: Sequence[DatedStep] = (),
    notices: Sequence[QueuedNotice] = (),
    events: Sequence[Event] = (),
    recorded: Recorded,
) -> Recorded:
    """Write everything that follows from one cause, in the caller's transaction; return what is recorded.

    `steps` are the dated openings and redatings, `events` the lines of the timeline in their order. The case
    is locked first; when its key was written before (also a moment ago, by another), nothing changes and the
    earlier answer is returned. The case's next alarm and due date are taken from its steps, whose next alarms
    come from `recorded`; its institution follows the consequence, so a transfer is seen at once.
    """
    case = conn.execute(
        statements.LOCK_CLAIM_AND_FILE if c.act else statements.LOCK_AND_CLAIM,
        {
            "case": c.case,
            "key": c.key,
            "at": c.at,
            "result": recorded.model_dump_json(),
            "document": c.act.document if c.act else None,
        },
    ).one_or_none()
    if case is None:
        raise CaseMissing(f"there is no case {c.case}: see `vada case list`")
    if not case.new:
        earlier = already(conn, c.case, c.key)
        return earlier if earlier is not None else recorded
    next_alarms: dict[str, datetime | None] = {
        dated.key: dated.alarm.at if dated.alarm else None for dated in recorded.steps
    }
    if not case.filed:
        writes.file_document(conn, c)
    if c.moved:
        writes.leave_people(conn, c, recorded.holders)
    writes.put_steps(conn, c, writes.close_steps(c), writes.open_steps(c, steps, next_alarms))
    writes.ring_steps(conn, c, next_alarms)
    writes.assign_steps(conn, c)
    writes.add_decisions(conn, c, events)
    levels.add(conn, c, events)
    outbox.queue_messages(conn, c)
    if c.moved and c.closed is None:
        conditions.case_moved(conn, c, case.institution)
    before = {
        "stage": case.stage,
        "institution": case.institution,
        "closed": case.closed,
        "overdue_steps": case.overdue_steps,
        "escalation_level": case.escalation_level,
        "next_due": case.next_due,
    }
    writes.finish(
        conn,
        c,
        keys=[s.opening.key for s in steps],
        deadlines=writes.date_steps(c, steps),
        lines=writes.add_timeline(events, case.seq),
        notices=queued_notices.queue(notices),
        detail=_detail(c, steps, before),
    )
    return recorded


def _detail(c: Consequence, steps: Sequence[DatedStep], before: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": c.key,
        "act": c.act.act if c.act else None,
        "told": c.told,
        "done": [k.key for k in c.close if k.state == "done"],
        "cancelled": [k.key for k in c.close if k.state != "done"],
        "dated": {s.opening.key: s.counted.due if s.counted else None for s in steps},
        "rung": [f"{r.key}:{r.alarm.kind}:{r.alarm.level}" for r in c.ring],
        "assigned": c.assign,
        "before": before,
    }
