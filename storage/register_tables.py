"""Tables of the register: institutions, units, staff, posts, absences; and the declared days."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Key, Number, Stamp


class Institution(Base):
    """A penitentiary institution, or a bureau of the Agency, by its number."""

    __tablename__ = "institutions"

    number: Mapped[Key]
    name_ka: Mapped[str]
    name_en: Mapped[str]
    municipality: Mapped[str]
    kind: Mapped[str]
    case_management: Mapped[bool]


class Unit(Base):
    """A unit with a head: division, institution, department, service; `parent_id` is the unit above."""

    __tablename__ = "units"
    __table_args__ = (CheckConstraint("kind IN ('division', 'institution', 'department', 'service')", name="kind"),)

    id: Mapped[Key]
    kind: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("units.id"))
    institution: Mapped[str | None] = mapped_column(ForeignKey("institutions.number"))
    name_ka: Mapped[str]
    name_en: Mapped[str]


class Staff(Base):
    """A person who works here."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint("language IN ('ka', 'en')", name="language"),)

    id: Mapped[Key]
    name_ka: Mapped[str]
    name_en: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default=text("'ka'"))
    synthetic: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))


class Post(Base):
    """A post held by a member of staff: the role they act in, in which unit, from when until when."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("ix_posts_staff_id", "staff_id"),
        Index("ix_posts_institution_role", "institution", "role"),
        Index("ix_posts_unit_id", "unit_id"),
    )

    id: Mapped[Key]
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str]
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    head: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    institution: Mapped[str | None] = mapped_column(ForeignKey("institutions.number"))
    from_date: Mapped[date]
    to_date: Mapped[date | None]


class Absence(Base):
    """Days on which a member of staff is away, and who stands in."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("to_date IS NULL OR to_date >= from_date", name="in_order"),)

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    from_date: Mapped[date] = mapped_column(primary_key=True)
    to_date: Mapped[date | None]
    deputy_staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))


class CalendarDay(Base):
    """A declared day. A withdrawn one stays, with the instant of its withdrawal."""

    __tablename__ = "calendar_days"
    __table_args__ = (
        Index(
            "uq_calendar_days_in_force",
            "day",
            "applies_to",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("applies_to IN ('all', 'service', 'agency')", name="applies_to"),
    )

    id: Mapped[Number]
    day: Mapped[date]
    off: Mapped[bool]
    act: Mapped[str]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    applies_to: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    recorded_at: Mapped[Stamp]


class InstitutionCondition(Base):
    """A ground of suspension that covers a whole institution, from a day on; `until` is the day on which it ended.

    `processes`: the processes whose cases it suspends, by the law at the time of the entry.
    """

    __tablename__ = "institution_conditions"
    __table_args__ = (
        Index(
            "uq_institution_conditions_running",
            "institution",
            "ground",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
        CheckConstraint("until IS NULL OR until >= since", name="in_order"),
    )

    id: Mapped[Number]
    institution: Mapped[str] = mapped_column(ForeignKey("institutions.number"))
    ground: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    processes: Mapped[list[Any]]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    recorded_at: Mapped[Stamp]


class CalendarVersion(Base):
    """One row: a token that a trigger changes with the declared days, so that readers may cache."""

    __tablename__ = "calendar_version"
    __table_args__ = (CheckConstraint("one", name="one"),)

    one: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=text("true"))
    token: Mapped[str]
