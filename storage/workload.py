"""How much each member of staff has to do, as their heads see it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, text

from models.views import Load

_LOAD = text("""
SELECT s.holder, st.name_en AS name, count(DISTINCT s."case") AS cases, count(*) AS owed,
       count(*) FILTER (WHERE s.due < :today) AS overdue,
       count(*) FILTER (WHERE s.due BETWEEN :today AND :today + 7) AS this_week,
       count(*) FILTER (WHERE s.due IS NULL) AS without_term,
       min(s.due) FILTER (WHERE s.due < :today) AS late_since
FROM steps s JOIN cases c ON c.number = s."case" LEFT JOIN staff st ON st.id = s.holder
WHERE c.closed IS NULL AND s.state = 'open' AND NOT s.period
  AND (CAST(:places AS text[]) IS NULL OR c.institution = ANY(:places))
GROUP BY s.holder, st.name_en
ORDER BY overdue DESC, owed DESC, s.holder NULLS FIRST
""")


def workload(conn: Connection, places: Sequence[str] | None, today: date) -> tuple[Load, ...]:
    """What each holder owes in the open cases of these institutions (None: of all), the most pressed first. What nobody
    holds has no holder."""
    given = {"places": None if places is None else list(places), "today": today}
    return tuple(Load.model_validate(dict(row)) for row in conn.execute(_LOAD, given).mappings())
