"""The register of the team's decisions on danger risk, as it was kept: one row a decision that was registered."""

from datetime import date

from sqlalchemy import Connection, text

from models.base import Frozen

_REGISTERED = text("""
WITH decided AS (
  SELECT d."case", d.result AS kind, d.at, CAST(d.facts->>'nth' AS int) AS nth,
         coalesce(CAST(d.facts->>'day' AS date), CAST(d.at AT TIME ZONE 'Asia/Tbilisi' AS date)) AS session_on,
         coalesce(CAST(d.facts->>'number' AS int), row_number() OVER (PARTITION BY d."case" ORDER BY d.id)) AS decision
  FROM decisions d WHERE d.facts ? 'votes' AND d.result <> 'vote_again'
), registered AS (
  SELECT t."case", CAST(t.data->>'decision' AS int) AS decision, CAST(t.data->>'index_only' AS boolean) AS index_only,
         row_number() OVER (ORDER BY t.at, t."case", t.seq) AS number
  FROM timeline t JOIN cases c ON c.number = t."case"
  WHERE t.event = 'registered' AND c.process = 'danger_review' AND c.facts->>'edition' = :edition
)
SELECT r.number, d."case" AS review, d.session_on, d.nth, d.at, d.kind, r.index_only,
       p.last_name AS surname, p.first_name, c.synthetic
FROM registered r JOIN decided d ON d."case" = r."case" AND d.decision = r.decision
JOIN cases c ON c.number = r."case" JOIN persons p ON p.id = c.person_id
ORDER BY d.session_on, d.nth NULLS LAST, d.at, d."case"
""")

_WAITING = text("""
SELECT count(*) FROM steps s JOIN cases c ON c.number = s."case"
WHERE s.state = 'open' AND c.process = 'danger_review' AND c.facts->>'edition' = :edition
  AND (s.key LIKE 'register#%' OR s.key LIKE 'to_registry#%')
""")


class Registered(Frozen):
    """A decision in the register: the number it was given, its session and place there, the convict, the kind."""

    number: int
    review: str
    session_on: date
    nth: int | None
    kind: str
    index_only: bool
    surname: str
    first_name: str
    synthetic: bool


def registered(conn: Connection, edition: str) -> tuple[Registered, ...]:
    """The register of an edition, by session. A decision has the number of its registration, and keeps it."""
    rows = conn.execute(_REGISTERED, {"edition": edition}).mappings()
    return tuple(Registered.model_validate({k: v for k, v in row.items() if k != "at"}) for row in rows)


def waiting(conn: Connection, edition: str) -> int:
    """How many decisions are not in the register yet."""
    return int(conn.execute(_WAITING, {"edition": edition}).scalar_one())
