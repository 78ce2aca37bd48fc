"""The register of posts: loaded from its file as often as one likes, and asked who holds what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, false, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from models.base import Frozen
from models.register import Absence as AbsenceShape
from models.register import Institution as InstitutionShape
from models.register import Post as PostShape
from models.register import Register, StaffMember
from models.register import Unit as UnitShape
from storage import audit
from storage.base import Base
from storage.documents import fingerprint
from storage.errors import UnknownStaff
from storage.register_tables import Absence, Institution, Post, Staff, Unit


def load(conn: Connection, register: Register, *, at: datetime, by: str = "registry") -> int:
    """Take the register over and return how many rows that changed. What it does not name stays as it is.

    A post that ended has a `to_date`; it is never deleted, for cases name who held it.
    """
    parts: tuple[tuple[type[Base], tuple[Frozen, ...]], ...] = (
        (Institution, register.institutions),
        (Unit, register.units),
        (Staff, register.staff),
        (Post, register.posts),
        (Absence, register.absences),
    )
    changed = {table.__tablename__: _take_over(conn, table, rows) for table, rows in parts}
    total = sum(changed.values())
    if total:
        audit.append(
            conn,
            chain=audit.SYSTEM,
            at=at,
            actor=by,
            action="register_loaded",
            entity="register",
            detail={"changed": changed, "sha256": fingerprint(register.model_dump(mode="json"))},
        )
    return total


def _take_over(conn: Connection, into: type[Base], rows: tuple[Frozen, ...]) -> int:
    if not rows:
        return 0
    table = into.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{into.__name__} is not one table")
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]
    old: ColumnElement[Any] = tuple_(*(table.c[name] for name in others))
    new: ColumnElement[Any] = tuple_(*(statement.excluded[name] for name in others))
    upserted = statement.on_conflict_do_update(
        index_elements=keys,
        set_={name: statement.excluded[name] for name in others},
        where=old.is_distinct_from(new),
    ).returning(*(table.c[name] for name in keys))
    return len(conn.execute(upserted, [row.model_dump() for row in rows]).all())


def staff(conn: Connection, staff_id: str) -> StaffMember:
    """The member of staff."""
    row = conn.execute(select(Staff).where(Staff.id == staff_id)).mappings().one_or_none()
    if row is None:
        raise UnknownStaff(f"there is nobody '{staff_id}' in the register of staff: see `vada register show`")
    return StaffMember.model_validate(dict(row))


def posts_of(conn: Connection, staff_id: str, on: date) -> tuple[PostShape, ...]:
    """The posts a member of staff holds on a day, in the order of their ids."""
    rows = conn.execute(select(Post).where(Post.staff_id == staff_id, _valid(on)).order_by(Post.id)).mappings()
    return tuple(PostShape.model_validate(dict(row)) for row in rows)


def staff_for(conn: Connection, role: str, institution: str | None, on: date | None = None) -> tuple[StaffMember, ...]:
    """Who holds a role at an institution (else above all institutions), first post first."""
    rows = (
        conn.execute(
            select(Staff, Post.institution)
            .join(Post, Post.staff_id == Staff.id)
            .where(
                Post.role == role,
                Post.to_date.is_(None) if on is None else _valid(on),
                or_(Post.institution == institution if institution else false(), Post.institution.is_(None)),
            )
            .order_by(Post.institution.nulls_last(), Post.id)
        )
        .mappings()
        .all()
    )
    at_home = [row for row in rows if row["institution"] is not None] or rows
    return tuple(StaffMember.model_validate({name: row[name] for name in StaffMember.model_fields}) for row in at_home)


def away(conn: Connection, staff_id: str, on: date) -> AbsenceShape | None:
    """The absence of a member of staff on a day; None when he or she is there."""
    row = (
        conn.execute(
            select(Absence)
            .where(
                Absence.staff_id == staff_id,
                Absence.from_date <= on,
                or_(Absence.to_date.is_(None), Absence.to_date >= on),
            )
            .order_by(Absence.from_date.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return None if row is None else AbsenceShape.model_validate({name: row[name] for name in AbsenceShape.model_fields})


def stands_in_for(conn: Connection, staff_id: str, on: date) -> tuple[str, ...]:
    """For whom a member of staff stands in on a day."""
    return tuple(
        conn.execute(
            select(Absence.staff_id)
            .where(
                Absence.deputy_staff_id == staff_id,
                Absence.from_date <= on,
                or_(Absence.to_date.is_(None), Absence.to_date >= on),
            )
            .order_by(Absence.staff_id)
        ).scalars()
    )


def be_absent(conn: Connection, absence: AbsenceShape, *, at: datetime, by: str) -> None:
    """Enter an absence; an earlier entry from the same day is replaced."""
    if _take_over(conn, Absence, (absence,)):
        detail = absence.model_dump(mode="json")
        audit.append(
            conn, chain=audit.SYSTEM, at=at, actor=by, action="absence", entity=absence.staff_id, detail=detail
        )


def institutions(conn: Connection) -> tuple[InstitutionShape, ...]:
    """All institutions, by number."""
    rows = conn.execute(select(Institution).order_by(Institution.number)).mappings()
    return tuple(InstitutionShape.model_validate(dict(row)) for row in rows)


def units(conn: Connection) -> tuple[UnitShape, ...]:
    """All units, by id."""
    rows = conn.execute(select(Unit).order_by(Unit.id)).mappings()
    return tuple(UnitShape.model_validate(dict(row)) for row in rows)


def end_post(conn: Connection, post: str, to_date: date, *, at: datetime, by: str) -> None:
    """End a post; its holder keeps what was done in it."""
    ended = conn.execute(
        update(Post).where(Post.id == post, Post.to_date.is_(None)).values(to_date=to_date).returning(Post.id)
    ).scalar_one_or_none()
    if ended is not None:
        detail = {"to_date": to_date}
        audit.append(conn, chain=audit.SYSTEM, at=at, actor=by, action="post_ended", entity=post, detail=detail)


def _valid(on: date) -> ColumnElement[bool]:
    return (Post.from_date <= on) & or_(Post.to_date.is_(None), Post.to_date >= on)
