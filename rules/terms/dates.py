"""Dates and instants: months in one step, and the day in Tbilisi."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TBILISI = ZoneInfo("Asia/Tbilisi")


def months_after(day: date, months: int) -> date:
    """The same date so many months later (earlier when negative); else the last day of that month."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def days_after(day: date, days: int) -> date:
    """So many calendar days later (earlier when negative)."""
    return day + timedelta(days=days)


def local_date(instant: datetime) -> date:
    """The day in Tbilisi on which an instant falls."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone; a legal instant must name one")
    return instant.astimezone(TBILISI).date()


def at_hour(day: date, hour: time) -> datetime:
    """That hour of a day in Tbilisi."""
    return datetime.combine(day, hour, tzinfo=TBILISI)


def start_of_day(day: date) -> datetime:
    """00:00 of the day in Tbilisi."""
    return at_hour(day, time(0))


def end_of_day(day: date) -> datetime:
    """The first instant after the day: 00:00 of the next one. Late begins here."""
    return start_of_day(day + timedelta(days=1))
