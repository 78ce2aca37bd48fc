"""What the councils decided in a time, as the statistics of the apparatus need it: no case, no person, no staff."""

from datetime import date, datetime

from sqlalchemy import Connection, text

from models.base import Frozen

_DECIDED = text("""
SELECT d.facts->>'council' AS council, d.facts->>'matter' AS matter, d.result,
       CAST(c.facts->>'received' AS date) AS received, d.day AS decided,
       ARRAY(SELECT DISTINCT s.rule FROM steps s
             WHERE s."case" = d."case" AND NOT s.period AND (s.late OR s.overdue_at IS NOT NULL)
               AND s.opened_at < :until) AS missed
FROM (SELECT *, COALESCE(CAST(facts->>'day' AS date), CAST(at AT TIME ZONE 'Asia/Tbilisi' AS date)) AS day
      FROM decisions) d
JOIN cases c ON c.number = d."case"
WHERE c.process = 'parole_petition' AND d.facts ? 'matter'
  AND d.day >= CAST(:since AS timestamptz) AT TIME ZONE 'Asia/Tbilisi'
  AND d.day < CAST(:until AS timestamptz) AT TIME ZONE 'Asia/Tbilisi'
  AND (:synthetic OR NOT c.synthetic)
ORDER BY council, matter, d.result, decided
""")


class Decided(Frozen):
    """One decision of a council: on what, with which result, how long it took, which terms of its case were missed."""

    council: str | None
    matter: str
    result: str
    received: date | None
    decided: date
    missed: tuple[str, ...]


def decided(conn: Connection, since: datetime, until: datetime, *, synthetic: bool = False) -> tuple[Decided, ...]:
    """The decisions taken from `since` until (not including) `until`, by the day of the session and not of its entry
    (7(1)); samples only when asked for."""
    rows = conn.execute(_DECIDED, {"since": since, "until": until, "synthetic": synthetic}).mappings()
    return tuple(Decided.model_validate(dict(row)) for row in rows)


_LAST = text("""
SELECT CAST(c.facts->>'considered_on' AS date) AS "on", c.facts->>'result' AS result
FROM cases c
WHERE c.process = 'parole_petition' AND c.person_id = :person AND c.number <> :case
  AND starts_with(c.facts->>'matter', :kind) AND CAST(c.facts->>'considered_on' AS date) <= :until
ORDER BY 1 DESC LIMIT 1
""")


def refused_last(conn: Connection, person: str, kind: str, until: date, case: str) -> date | None:
    """The session that refused the person's last petition of a kind (`parole`, `commutation`), by a day; None when
    nothing of the kind was considered here, or the last was granted."""
    found = conn.execute(_LAST, {"person": person, "kind": kind, "until": until, "case": case}).one_or_none()
    return found.on if found is not None and found.result == "refuse" else None
