"""The outbox of notices to people: queued with their cause, and sent afterwards by whoever claims them.

A notice is never sent twice: it is claimed for good, and one whose sending was not heard of again becomes
`unconfirmed`. Instants are the machine's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text, update

from models.base import Frozen
from models.record import QueuedNotice
from storage.facts import short_id
from storage.outbox_tables import Notice


class OutNotice(Frozen):
    """A notice to send, claimed for good."""

    id: str
    key: str
    case: str
    process: str
    institution: str
    about: str
    to_role: str
    to_staff: str | None
    to_person: str | None
    rule: str | None
    step: str | None
    level: int
    facts: dict[str, Any]
    queued_at: datetime
    attempts: int


def queue(notices: Sequence[QueuedNotice]) -> list[dict[str, Any]]:
    """What people are to be told, as it is queued; the same fact to the same reader has the same id."""
    return [{"id": short_id("N", notice.key), **notice.__dict__} for notice in notices]


_CLAIM_NOTICES = text("""
UPDATE notices n SET state = 'sending', attempts = n.attempts + 1, claimed_at = :now, subject = NULL
FROM (
  SELECT q.n, c.process, c.institution FROM notices q JOIN cases c ON c.number = q."case"
  WHERE q.state = 'queued' AND (q.next_attempt_at IS NULL OR q.next_attempt_at <= :now)
  ORDER BY q.n LIMIT :limit FOR UPDATE OF q SKIP LOCKED
) due
WHERE n.n = due.n
RETURNING n.n, n.id, n.key, n."case", due.process, due.institution, n.about, n.to_role, n.to_staff, n.to_person,
          n.rule, n.step, n.level, n.facts, n.queued_at, n.attempts
""")


def claim(engine: Engine, now: datetime, *, limit: int = 50) -> tuple[OutNotice, ...]:
    """Claim notices for good; the claim is committed before anything can be sent."""
    with engine.begin() as conn:
        rows = conn.execute(_CLAIM_NOTICES, {"now": now, "limit": limit}).mappings().all()
    return tuple(
        OutNotice.model_validate({k: v for k, v in row.items() if k != "n"})
        for row in sorted(rows, key=lambda row: row["n"])
    )


def prepared(
    conn: Connection,
    notice: str,
    *,
    channel: str,
    address: str | None,
    language: str,
    subject: str,
    body: str,
    message_id: str | None = None,
) -> None:
    """Keep the letter as it is about to go out, before it goes."""
    _move(
        conn,
        notice,
        channel=channel,
        address=address,
        language=language,
        subject=subject,
        body=body,
        message_id=message_id,
    )


def delivered(conn: Connection, notice: str, *, at: datetime, proof: str) -> bool:
    """It went out, and here is the proof. False when it was not being sent."""
    return _move(conn, notice, state="delivered", delivered_at=at, proof=proof, last_error=None)


def retry_later(conn: Connection, notice: str, error: str, at: datetime) -> bool:
    """It certainly did not go out: back into the queue until `at`. False when it was not being sent."""
    return _move(conn, notice, state="queued", next_attempt_at=at, last_error=error)


def give_up(conn: Connection, notice: str, error: str) -> bool:
    """It cannot be delivered. False when it was not being sent."""
    return _move(conn, notice, state="failed", last_error=error)


def unconfirm(conn: Connection, before: datetime) -> tuple[str, ...]:
    """Notices claimed before `before` and not heard of since: nobody knows whether they went out.

    One whose letter was not even prepared certainly did not go out: it goes back into the queue.
    """
    conn.execute(
        update(Notice)
        .where(Notice.state == "sending", Notice.claimed_at < before, Notice.subject.is_(None))
        .values(state="queued")
    )
    return tuple(
        conn.execute(
            update(Notice)
            .where(Notice.state == "sending", Notice.claimed_at < before)
            .values(state="unconfirmed", last_error="the sender was not heard of again")
            .returning(Notice.id)
        ).scalars()
    )


def _move(conn: Connection, notice: str, **values: Any) -> bool:
    moved = conn.execute(
        update(Notice).where(Notice.id == notice, Notice.state == "sending").values(**values).returning(Notice.id)
    ).scalar_one_or_none()
    return moved is not None
