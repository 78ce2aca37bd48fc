"""Conditions of institutions: a ground of suspension for every case of a house, told to each by the outbox.

Every open case of the house is told, also one that is opened there later or comes by transfer, and one that leaves is
told that the ground has gone: each in the transaction that makes it so.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select, text, update

from models.acts import Codes
from models.institution_condition import Concern, Concerned, Condition
from models.record import Consequence
from storage import audit
from storage.errors import StorageError
from storage.facts import SystemFact, queue_facts
from storage.register_tables import InstitutionCondition

TBILISI = ZoneInfo("Asia/Tbilisi")


class ConditionStands(StorageError):
    """The ground holds in the institution already, or does not hold."""


def conditions(conn: Connection, institution: str | None = None, *, ended: bool = False) -> tuple[Condition, ...]:
    """The conditions that hold, or also those that have ended; of one institution or of all."""
    table = InstitutionCondition
    query = select(*(getattr(table, name) for name in Condition.model_fields)).order_by(table.institution, table.id)
    if institution is not None:
        query = query.where(table.institution == institution)
    if not ended:
        query = query.where(table.until.is_(None))
    return tuple(Condition.model_validate(dict(row)) for row in conn.execute(query).mappings())


def holding(conn: Connection, institution: str, ground: str) -> Condition | None:
    """The condition of that ground which holds in the institution."""
    return next((c for c in conditions(conn, institution) if c.ground == ground), None)


def begin(
    conn: Connection, institution: str, ground: str, since: date, processes: Iterable[str], *, by: str, at: datetime
) -> Condition:
    """The ground begins in the institution. Raises ConditionStands when it holds already."""
    found = holding(conn, institution, ground)
    if found is not None:
        raise ConditionStands(f"{ground} holds in institution {institution} since {found.since}")
    values = {"institution": institution, "ground": ground, "since": since, "processes": sorted(processes)}
    conn.execute(insert(InstitutionCondition).values(entered_by=by, entered_at=at, **values))
    _audit(conn, "institution_suspended", by, at, institution, ground, since)
    began = holding(conn, institution, ground)
    assert began is not None
    return began


def end(conn: Connection, condition: Condition, until: date, *, by: str, at: datetime) -> None:
    """The ground has gone. Raises ConditionStands when that was entered before."""
    gone = conn.execute(
        update(InstitutionCondition)
        .where(InstitutionCondition.id == condition.id, InstitutionCondition.until.is_(None))
        .values(until=until, ended_by=by, ended_at=at)
        .returning(InstitutionCondition.id)
    ).first()
    if gone is None:
        raise ConditionStands(f"{condition.ground} does not hold in institution {condition.institution} any more")
    _audit(conn, "institution_resumed", by, at, condition.institution, condition.ground, until)


_CASES = text("""
SELECT c.number AS "case", c.process,
  count(s.key) FILTER (WHERE (s.opening->>'stoppable')::boolean AND s.due IS NOT NULL AND NOT s.overdue) AS running,
  count(s.key) FILTER (WHERE (s.opening->>'stopped')::boolean) AS stopped
FROM cases c LEFT JOIN steps s ON s."case" = c.number AND s.state IN ('open', 'waiting')
WHERE c.closed IS NULL AND c.institution = :institution AND c.process = ANY(:processes)
GROUP BY c.number, c.process ORDER BY c.number
""")

_LEDGERS = text("""
SELECT "case", event, rule FROM timeline
WHERE event IN ('suspended', 'ground_ended', 'resumed') AND "case" = ANY(:cases) ORDER BY "case", seq
""")


def concerned(conn: Connection, institution: str, ground: str, processes: Iterable[str]) -> Concern:
    """The open cases of the institution that such a ground suspends, with their plans and the grounds they have."""
    rows = conn.execute(_CASES, {"institution": institution, "processes": list(processes)}).mappings().all()
    grounds: dict[str, set[str]] = {}
    for line in conn.execute(_LEDGERS, {"cases": [row["case"] for row in rows]}):
        held = grounds.setdefault(line.case, set())
        if line.event == "suspended":
            held.add(line.rule)
        elif line.event == "ground_ended":
            held.discard(line.rule)
        else:
            held.clear()
    return Concern(
        ground=ground,
        cases=tuple(Concerned(**row, grounds=tuple(sorted(grounds.get(row["case"], ())))) for row in rows),
    )


def tell_all(conn: Connection, condition: Condition, concern: Concern, on: date, at: datetime, *, begins: bool) -> int:
    """Tell every case concerned that the ground begins or has gone, each once. How many are told now."""
    fact = "suspended" if begins else "resumed"
    return queue_facts(
        conn, (_fact(condition, c.case, c.process, fact, on, cause_of(condition, begins)) for c in concern.cases), at
    )


def cause_of(condition: Condition, begins: bool) -> str:
    """How the facts of a condition's beginning or end are known in the outbox."""
    return f"condition:{condition.id}:{'begins' if begins else 'ends'}"


def case_opened(
    conn: Connection, case: str, process: str, institution: str, at: datetime, *, from_its_first_day: bool = False
) -> int:
    """A case begins in an institution: it hears of every condition there, from its own day on, or from theirs."""
    day = at.astimezone(TBILISI).date()
    facts = [
        _fact(c, case, process, "suspended", c.since if from_its_first_day else max(c.since, day), cause_of(c, True))
        for c in conditions(conn, institution)
        if process in c.processes
    ]
    return queue_facts(conn, facts, at)


def case_moved(conn: Connection, c: Consequence, left: str) -> int:
    """A case has gone to another institution: what holds only where it was has gone for it, what holds there begins."""
    if left == c.institution:
        return 0
    day = c.act.on if c.act is not None and c.act.on is not None else c.at.astimezone(TBILISI).date()
    there = [x for x in conditions(conn, c.institution) if c.process in x.processes]
    here = [x for x in conditions(conn, left) if c.process in x.processes]
    cause = f"{c.case}:{c.key}"
    gone = [x for x in here if x.ground not in {y.ground for y in there}]
    new = [y for y in there if y.ground not in {x.ground for x in here}]
    facts = [
        *(_fact(x, c.case, c.process, "resumed", day, f"condition:{x.id}:left:{cause}") for x in gone),
        *(_fact(y, c.case, c.process, "suspended", max(y.since, day), f"condition:{y.id}:came:{cause}") for y in new),
    ]
    return queue_facts(conn, facts, c.at)


def _fact(condition: Condition, case: str, process: str, fact: str, on: date, cause: str) -> SystemFact:
    codes: Codes = {"ground": condition.ground, "house": condition.institution}
    return SystemFact(case=case, process=process, fact=fact, on=on, cause=cause, codes=codes)


def _audit(conn: Connection, action: str, by: str, at: datetime, institution: str, ground: str, day: date) -> None:
    detail = {"ground": ground, "day": day.isoformat()}
    audit.append(conn, chain=audit.SYSTEM, at=at, actor=by, action=action, entity=institution, detail=detail)
