"""The declared days: a table that people change, cached by the token which every change renews."""

from datetime import date, datetime

from sqlalchemy import Connection, insert, select, update

from models.terms import DayOff
from storage import audit
from storage.register_tables import CalendarDay, CalendarVersion

_CACHE: dict[str, tuple[DayOff, ...]] = {}
_CACHED = 8


def days_of(conn: Connection, token: str) -> tuple[DayOff, ...]:
    """The declared days in force, read again only when `token` is one not seen before."""
    known = _CACHE.get(token)
    if known is None:
        known = _read(conn)
        if current_token(conn) == token:
            while len(_CACHE) >= _CACHED:
                _CACHE.pop(next(iter(_CACHE)), None)
            _CACHE[token] = known
    return known


def current_token(conn: Connection) -> str:
    """The token of the calendar as it stands."""
    return conn.execute(select(CalendarVersion.token)).scalar_one()


def declared(conn: Connection) -> tuple[DayOff, ...]:
    """The declared days in force, by date."""
    return days_of(conn, current_token(conn))


def declare(conn: Connection, day: DayOff, at: datetime) -> bool:
    """Declare a day in place of an earlier declaration. False when the same is in force already."""
    same = (CalendarDay.day == day.day, CalendarDay.applies_to == day.applies_to)
    in_force = conn.execute(
        select(CalendarDay.off, CalendarDay.act).where(*same, CalendarDay.withdrawn_at.is_(None))
    ).one_or_none()
    if in_force == (day.off, day.act):
        return False
    if in_force is not None:
        withdraw(conn, day.day, day.applies_to, by=day.entered_by, at=at)
    conn.execute(insert(CalendarDay).values(entered_at=at, **day.model_dump()))
    _audit(conn, "day_declared", day.entered_by, at, day.day, day.model_dump(mode="json"))
    return True


def withdraw(conn: Connection, day: date, applies_to: str, *, by: str, at: datetime) -> bool:
    """Take a declaration back; it stays on record. False when none was in force."""
    gone = conn.execute(
        update(CalendarDay)
        .where(CalendarDay.day == day, CalendarDay.applies_to == applies_to, CalendarDay.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
        .returning(CalendarDay.id)
    ).first()
    if gone is not None:
        _audit(conn, "day_withdrawn", by, at, day, {"applies_to": applies_to})
    return gone is not None


def _read(conn: Connection) -> tuple[DayOff, ...]:
    rows = conn.execute(
        select(CalendarDay.day, CalendarDay.off, CalendarDay.act, CalendarDay.entered_by, CalendarDay.applies_to)
        .where(CalendarDay.withdrawn_at.is_(None))
        .order_by(CalendarDay.day, CalendarDay.applies_to)
    ).mappings()
    return tuple(DayOff.model_validate(dict(row)) for row in rows)


def _audit(conn: Connection, action: str, by: str, at: datetime, day: date, detail: dict[str, object]) -> None:
    audit.append(conn, chain=audit.SYSTEM, at=at, actor=by, action=action, entity=day.isoformat(), detail=detail)
