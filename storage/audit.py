"""The audit: an append-only chain a case (and one, `system`, for the rest), linked by the database itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, text

from models.base import Frozen
from storage.tables import AuditEntry

SYSTEM = "system"


class Break(Frozen):
    """A place where a chain does not hold: `changed`, `unlinked`, `missing`, or its tail `cut`."""

    chain: str
    seq: int
    what: str


def append(
    conn: Connection,
    *,
    chain: str,
    at: datetime,
    actor: str,
    action: str,
    entity: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry in the caller's transaction; the chain's end is locked until it commits."""
    conn.execute(
        insert(AuditEntry).values(
            chain=chain, at=at, actor=actor, action=action, entity=entity, detail=dict(detail or {})
        )
    )


# Written out again instead of calling the database's own function: who can rewrite an entry can rewrite that.
_VERIFY = text("""
WITH linked AS (
  SELECT chain, seq, hash, prev,
         encode(sha256(convert_to(jsonb_build_array(chain, seq, extract(epoch FROM at), actor, action, entity,
                                                    detail, prev)::text, 'UTF8')), 'hex') AS worked_out,
         lag(hash, 1, '') OVER w AS before, lag(seq, 1, 0) OVER w AS seq_before
  FROM audit WHERE CAST(:chain AS text) IS NULL OR chain = :chain
  WINDOW w AS (PARTITION BY chain ORDER BY seq)
), ends AS (
  SELECT chain, max(seq) AS seq, (array_agg(hash ORDER BY seq DESC))[1] AS hash FROM linked GROUP BY chain
), heads AS (
  SELECT * FROM audit_heads WHERE CAST(:chain AS text) IS NULL OR chain = :chain
)
SELECT chain, seq, 'changed' AS what FROM linked WHERE hash <> worked_out
UNION ALL SELECT chain, seq, 'missing' FROM linked WHERE seq <> seq_before + 1
UNION ALL SELECT chain, seq, 'unlinked' FROM linked WHERE seq = seq_before + 1 AND prev <> before
UNION ALL SELECT coalesce(h.chain, e.chain), coalesce(e.seq, 0) + 1, 'cut'
  FROM ends e FULL JOIN heads h ON h.chain = e.chain
  WHERE e.seq IS DISTINCT FROM h.seq OR e.hash IS DISTINCT FROM h.hash
ORDER BY 1, 2, 3
""")


def verify(conn: Connection, chain: str | None = None) -> list[Break]:
    """Every place where a chain does not hold; empty when all do."""
    return [Break(**row) for row in conn.execute(_VERIFY, {"chain": chain}).mappings()]
