"""Table of the access log: appended to, never changed."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Number, Stamp


class DocumentAccess(Base):
    """One look into a case file, one document asked for or exchanged: allowed or refused, by which rule."""

    __tablename__ = "document_access"
    __table_args__ = (
        CheckConstraint("what IN ('view', 'request', 'exchange')", name="what"),
        Index("ix_document_access_case", "case"),
    )

    id: Mapped[Number]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    document: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    form: Mapped[str | None]
    what: Mapped[str]
    role: Mapped[str]
    staff: Mapped[str | None]
    receiver: Mapped[str | None]
    authority: Mapped[str | None]
    allowed: Mapped[bool] = mapped_column(Boolean)
    rule: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    recorded_at: Mapped[Stamp]
