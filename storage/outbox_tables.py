"""Tables of the outbox: messages to other cases, notices to people. Written with the act, sent afterwards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Key, Stamp
from storage.tables import EMPTY, ZERO


class Message(Base):
    """The start of a case, or a fact for one. It may be sent again: the receiver knows its id.

    One that no further try can bring in is set aside, with `last_error`, and holds up nothing behind it.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("kind IN ('start', 'tell')", name="kind"),
        Index("ix_messages_unsent", "target_case", "n", postgresql_where=text("sent_at IS NULL")),
        Index("ix_messages_case", "case"),
    )

    id: Mapped[Key]
    n: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    dedupe: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    case: Mapped[str | None]
    target_case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    target_process: Mapped[str]
    fact: Mapped[str | None]
    on_date: Mapped[date | None]
    codes: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    last_error: Mapped[str | None]
    recorded_at: Mapped[Stamp]


class Notice(Base):
    """Something told to somebody. Never sent twice: what may have gone out is `unconfirmed`."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'sending', 'delivered', 'failed', 'unconfirmed')", name="state"),
        Index("ix_notices_to_send", "n", postgresql_where=text("state IN ('queued', 'sending')")),
        Index("ix_notices_case", "case"),
    )

    id: Mapped[Key]
    n: Mapped[int] = mapped_column(Integer, Identity(always=True), unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    about: Mapped[str]
    to_role: Mapped[str]
    to_staff: Mapped[str | None]
    to_person: Mapped[str | None]
    rule: Mapped[str | None]
    step: Mapped[str | None]
    level: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    channel: Mapped[str | None]
    address: Mapped[str | None]
    language: Mapped[str | None]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    message_id: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    next_attempt_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    queued_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    proof: Mapped[str | None]
    last_error: Mapped[str | None]
    recorded_at: Mapped[Stamp]
