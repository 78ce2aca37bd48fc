"""Tables of the statutory record: persons, cases, steps with every date they were given, documents."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Key, Number, Stamp

EMPTY = text("'{}'::jsonb")
NONE = text("'[]'::jsonb")
ZERO = text("0")
NO = text("false")


class Person(Base):
    """The person a case is about. Names live here and nowhere else."""

    __tablename__ = "persons"

    id: Mapped[Key]
    first_name: Mapped[str]
    last_name: Mapped[str]
    sex: Mapped[str | None]
    birth_date: Mapped[date | None]
    personal_number: Mapped[str | None] = mapped_column(unique=True)
    synthetic: Mapped[bool] = mapped_column(Boolean, server_default=NO)


class Case(Base):
    """One case, which is one workflow. `seq` is the last number given to a line of its timeline."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("source IN ('opened', 'imported', 'told')", name="source"),
        Index("ix_cases_institution_process", "institution", "process"),
        Index("ix_cases_person_id", "person_id"),
        Index("ix_cases_next_due", "next_due", postgresql_where=text("closed IS NULL")),
        Index(
            "uq_cases_one_open_council",
            "institution",
            unique=True,
            postgresql_where=text("process = 'local_council' AND closed IS NULL"),
        ),
    )

    number: Mapped[Key]
    process: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    institution: Mapped[str]
    workflow_id: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(server_default=text("''"))
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    next_alarm_at: Mapped[datetime | None]
    next_due: Mapped[date | None]
    overdue_steps: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    escalation_level: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    closed: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    parent_case: Mapped[str | None]
    intake: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    intake_sha256: Mapped[str]
    source: Mapped[str]
    synthetic: Mapped[bool] = mapped_column(Boolean, server_default=NO)
    seq: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    recorded_at: Mapped[Stamp]


class Assignment(Base):
    """Who was put in charge in a case: of a role (`step_key` empty) or of one step."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_case", "case"),
        Index("ix_assignments_staff_id", "staff_id", postgresql_where=text("until IS NULL")),
    )

    id: Mapped[Number]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    actor: Mapped[str]
    step_key: Mapped[str | None]
    staff_id: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class Step(Base):
    """A step that is or was owed. `overdue` is how it stands; `overdue_at`, the first breach, stays.

    A `period` ends by itself: nobody owes it. `opening` is what its date was counted from, so that it can be counted
    again when the calendar changes; a step recorded before that was kept has none.
    """

    __tablename__ = "steps"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'open', 'done', 'cancelled')", name="state"),
        Index("ix_steps_holder", "holder", postgresql_where=text("state IN ('open', 'waiting')")),
        Index("ix_steps_actor", "actor", postgresql_where=text("state IN ('open', 'waiting')")),
    )

    case: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    key: Mapped[Key]
    rule: Mapped[str]
    rules: Mapped[list[Any]]
    actor: Mapped[str]
    form: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    anchor: Mapped[date | None]
    anchor_event: Mapped[str | None]
    due: Mapped[date | None]
    ladder: Mapped[list[Any]] = mapped_column(server_default=NONE)
    next_alarm_at: Mapped[datetime | None]
    holder: Mapped[str | None]
    state: Mapped[str]
    done_on: Mapped[date | None]
    entered_at: Mapped[datetime | None]
    late: Mapped[bool | None]
    entered_late: Mapped[bool] = mapped_column(Boolean, server_default=NO)
    period: Mapped[bool] = mapped_column(Boolean, server_default=NO)
    overdue: Mapped[bool] = mapped_column(Boolean, server_default=NO)
    overdue_at: Mapped[datetime | None]
    level: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    because: Mapped[str | None]
    document: Mapped[str | None]
    opening: Mapped[dict[str, Any] | None]


class Deadline(Base):
    """Every date a step was ever given, with its explanation. Only `superseded_at` may be set later."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(
            "uq_deadlines_current",
            "case",
            "step",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_deadlines_case_step", "case", "step"),
    )

    id: Mapped[Number]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    step: Mapped[str]
    rule: Mapped[str]
    start: Mapped[date | None]
    raw_end: Mapped[date | None]
    due: Mapped[date | None]
    strict_due: Mapped[date | None]
    first_open: Mapped[date | None]
    opens: Mapped[date | None]
    calendar_version: Mapped[str | None]
    why: Mapped[str | None]
    why_ka: Mapped[str | None]
    skipped: Mapped[list[Any]] = mapped_column(server_default=NONE)
    skipped_because: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    was: Mapped[date | None]
    because: Mapped[str | None]
    set_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class Document(Base):
    """A form as it was handed in: what it says never changes; how it fared does."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'filed', 'settled', 'refused')", name="state"),
        Index("ix_documents_case_form", "case", "form"),
        Index("ix_documents_unsettled", "recorded_at", postgresql_where=text("state IN ('received', 'filed')")),
    )

    id: Mapped[Key]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    form: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer, server_default=text("1"))
    corrects: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    state: Mapped[str] = mapped_column(server_default=text("'received'"))
    content: Mapped[dict[str, Any]]
    content_sha256: Mapped[str]
    act: Mapped[str]
    step: Mapped[str | None]
    rule: Mapped[str | None]
    by_role: Mapped[str]
    by_staff: Mapped[str | None]
    done_on: Mapped[date | None]
    received_at: Mapped[datetime]
    codes: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    filed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    refusal: Mapped[dict[str, Any] | None]
    answer: Mapped[dict[str, Any] | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default=ZERO)
    last_sent_at: Mapped[datetime | None]
    recorded_at: Mapped[Stamp]


class Signature(Base):
    """Who signed a document, in which role, on which day."""

    __tablename__ = "signatures"

    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    role: Mapped[Key]
    signer: Mapped[Key]
    signed_on: Mapped[date]
    at: Mapped[datetime]


class Decision(Base):
    """A decision that the law lets somebody take, with the facts it rests on."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_case", "case"),)

    id: Mapped[Number]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    step: Mapped[str | None]
    rule: Mapped[str | None]
    result: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    at: Mapped[datetime]
    by_role: Mapped[str | None]
    by_staff: Mapped[str | None]
    document: Mapped[str | None]


class DangerLevelRow(Base):
    """A danger level that came into force for a person, on a day, by a decision. Nothing in it changes."""

    __tablename__ = "danger_levels"
    __table_args__ = (
        CheckConstraint("kind IN ('low', 'medium', 'increased', 'high')", name="kind"),
        UniqueConstraint("case", "since", "kind"),
        Index("ix_danger_levels_person_id", "person_id", "since"),
    )

    id: Mapped[Number]
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[str]
    since: Mapped[date]
    edition: Mapped[str]
    rule: Mapped[str]
    case: Mapped[str] = mapped_column(ForeignKey("cases.number"))
    set_at: Mapped[datetime]
    recorded_at: Mapped[Stamp]


class TimelineLine(Base):
    """One line of a case's timeline, in the order it was written."""

    __tablename__ = "timeline"

    case: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    event: Mapped[str]
    rule: Mapped[str | None]
    step: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)


class ConsequenceDone(Base):
    """A consequence that has been written, and what was answered: the same key twice changes nothing."""

    __tablename__ = "consequences"

    case: Mapped[str] = mapped_column(ForeignKey("cases.number"), primary_key=True)
    key: Mapped[Key]
    at: Mapped[datetime]
    result: Mapped[dict[str, Any]]


class AuditEntry(Base):
    """One link of an append-only chain. `seq`, `prev` and `hash` are filled in by the database itself."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("chain", "seq"),)

    id: Mapped[Number]
    chain: Mapped[str]
    seq: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    entity: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY)
    prev: Mapped[str]
    hash: Mapped[str]
    recorded_at: Mapped[Stamp]


class AuditHead(Base):
    """The end of each chain: a tail cut off is seen by it. Changed only by the trigger of `audit`."""

    __tablename__ = "audit_heads"

    chain: Mapped[Key]
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str]
