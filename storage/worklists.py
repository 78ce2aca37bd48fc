"""The read side: what somebody owes, how a case stands, what happened, and why a date is what it is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, exists, func, or_, select, text

from models.base import Frozen
from models.views import (
    CaseFilter,
    CaseView,
    DeadlineView,
    DocumentView,
    Inbox,
    InboxItem,
    NoticeView,
    StepView,
    TimelineView,
)
from storage.errors import CaseMissing
from storage.outbox_tables import Notice
from storage.tables import Case, Deadline, Document, Person, Step, TimelineLine

View = TypeVar("View", bound=Frozen)
_NAME = (Person.first_name + " " + Person.last_name).label("person")

_INBOX = text("""
WITH mine AS (
  SELECT CAST(:staff AS text) AS staff_id, NULL::text AS in_place_of
  UNION SELECT a.staff_id, a.staff_id FROM absences a
  WHERE a.deputy_staff_id = :staff AND a.from_date <= :today AND (a.to_date IS NULL OR a.to_date >= :today)
), roles AS (
  SELECT DISTINCT ON (p.role, p.institution) p.role, p.institution, m.in_place_of
  FROM posts p JOIN mine m ON m.staff_id = p.staff_id
  WHERE p.from_date <= :today AND (p.to_date IS NULL OR p.to_date >= :today)
  ORDER BY p.role, p.institution, m.in_place_of NULLS FIRST
), owed AS (
  SELECT s.*, m.in_place_of FROM steps s JOIN mine m ON m.staff_id = s.holder
  WHERE s.state IN ('open', 'waiting') AND NOT s.period
  UNION ALL
  SELECT s.*, r.in_place_of FROM steps s JOIN cases c ON c.number = s."case"
  JOIN LATERAL (SELECT in_place_of FROM roles r
                WHERE r.role = s.actor AND (r.institution = c.institution OR r.institution IS NULL)
                ORDER BY in_place_of NULLS FIRST LIMIT 1) r ON true
  WHERE s.state IN ('open', 'waiting') AND NOT s.period AND s.holder IS NULL
)
SELECT o."case", c.process, c.institution, c.person_id, p.first_name || ' ' || p.last_name AS person,
       o.key AS step, o.rule, o.rules, o.actor, o.form, o.holder, o.in_place_of, o.state, o.opened_at, o.opens_at,
       o.due, o.due - CAST(:today AS date) AS days_left, coalesce(o.due < :today, false) AS overdue,
       (SELECT CAST(CAST(a->>'at' AS timestamptz) AT TIME ZONE 'Asia/Tbilisi' AS date) - 1
        FROM jsonb_array_elements(o.ladder) a WHERE a->>'kind' = 'expected' LIMIT 1) AS expected,
       o.overdue_at AS breached_at, o.level,
       c.process = 'parole_petition' AND starts_with(coalesce(c.facts->>'result', ''), 'grant')
         AND (o.key LIKE 'issue#%' OR o.key = 'copies') AS pressing
FROM owed o JOIN cases c ON c.number = o."case" JOIN persons p ON p.id = c.person_id
WHERE c.closed IS NULL
ORDER BY pressing DESC, o.due NULLS LAST, expected NULLS LAST, o.opened_at NULLS LAST, o."case", o.key
""")


def inbox(conn: Connection, staff_id: str, today: date) -> Inbox:
    """What a member of staff owes: their own steps, those of people they stand in for, and those that nobody in
    particular holds but which are their role's at their institution."""
    rows = conn.execute(_INBOX, {"staff": staff_id, "today": today}).mappings()
    items = [InboxItem.model_validate(dict(row)) for row in rows]
    week = today + timedelta(days=7)
    groups: dict[str, list[InboxItem]] = {name: [] for name in Inbox.model_fields}
    for item in items:
        groups[_group(item, week)].append(item)
    return Inbox(**{name: tuple(found) for name, found in groups.items()})


def _group(item: InboxItem, week: date) -> str:
    if item.state == "waiting":
        return "to_come"
    if item.due is None:
        return "without_term"
    if item.overdue:
        return "overdue"
    return "this_week" if item.pressing or item.due <= week else "later"


def cases(conn: Connection, wanted: CaseFilter | None = None) -> tuple[CaseView, ...]:
    """The cases wanted: overdue ones first, then by the next due date."""
    f = wanted or CaseFilter()
    query = _cases()
    for column, value in (
        (Case.process, f.process),
        (Case.institution, f.institution),
        (Case.stage, f.stage),
        (Case.person_id, f.person_id),
        (Case.parent_case, f.parent_case),
    ):
        if value is not None:
            query = query.where(column == value)
    if f.open_only:
        query = query.where(Case.closed.is_(None))
    if f.overdue_only:
        query = query.where(Case.overdue_steps > 0)
    if f.holder is not None:
        held = exists().where(Step.case == Case.number, Step.holder == f.holder, Step.state.in_(("open", "waiting")))
        query = query.where(held)
    if f.text:
        name = func.lower(Person.first_name + " " + Person.last_name)
        query = query.where(
            or_(
                Case.number.contains(f.text.upper(), autoescape=True),
                name.contains(f.text.lower(), autoescape=True),
            )
        )
    query = query.order_by(Case.overdue_steps.desc(), Case.next_due.nulls_last(), Case.number)
    return _all(conn, CaseView, query.limit(f.limit).offset(f.offset))


def case(conn: Connection, number: str) -> CaseView:
    """One case."""
    found = _all(conn, CaseView, _cases().where(Case.number == number))
    if not found:
        raise CaseMissing(f"there is no case {number}: see `vada case list`")
    return found[0]


def family(conn: Connection, number: str) -> tuple[CaseView, ...]:
    """The cases that a case set going, itself first, as far as they lead."""
    tree = select(Case.number).where(Case.number == number).cte(recursive=True)
    tree = tree.union(select(Case.number).join(tree, Case.parent_case == tree.c.number))
    query = _cases().where(Case.number.in_(select(tree.c.number)))
    return _all(conn, CaseView, query.order_by(Case.number != number, Case.received_at, Case.number))


def timeline(conn: Connection, *numbers: str) -> tuple[TimelineView, ...]:
    """What happened in a case, line by line; of several cases together, in the order of the instants."""
    query = (
        select(TimelineLine, Case.process)
        .join(Case, Case.number == TimelineLine.case)
        .where(TimelineLine.case.in_(numbers))
        .order_by(*([TimelineLine.at, TimelineLine.case] if len(numbers) > 1 else []), TimelineLine.seq)
    )
    return _all(conn, TimelineView, query)


def steps(conn: Connection, number: str, *, open_only: bool = False) -> tuple[StepView, ...]:
    """The steps of a case: open ones by their date, then what has ended."""
    running = Step.state.in_(("open", "waiting"))
    query = select(Step).where(Step.case == number, *([running] if open_only else []))
    return _all(conn, StepView, query.order_by(running.desc(), Step.due.nulls_last(), Step.opened_at, Step.key))


def explain(conn: Connection, number: str, step: str) -> tuple[DeadlineView, ...]:
    """Every date a step was given, the newest first, each with the words that explain it."""
    query = select(Deadline).where(Deadline.case == number, Deadline.step == step)
    return _all(conn, DeadlineView, query.order_by(Deadline.id.desc()))


def documents(conn: Connection, number: str) -> tuple[DocumentView, ...]:
    """The documents of a case, in the order they came."""
    query = select(Document).where(Document.case == number)
    return _all(conn, DocumentView, query.order_by(Document.received_at, Document.recorded_at, Document.id))


def notices(conn: Connection, number: str) -> tuple[NoticeView, ...]:
    """The notices of a case, in the order they were queued."""
    return _all(conn, NoticeView, select(Notice).where(Notice.case == number).order_by(Notice.n))


def _cases() -> Select[*tuple[Any, ...]]:
    return select(Case, _NAME).join(Person, Person.id == Case.person_id)


def _all(conn: Connection, view: type[View], query: Select[*tuple[Any, ...]]) -> tuple[View, ...]:
    return tuple(_view(view, row) for row in conn.execute(query).mappings())


def _view(view: type[View], row: Mapping[Any, Any]) -> View:
    return view.model_validate({name: row[name] for name in view.model_fields})
