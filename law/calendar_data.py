"""The statutory days of the country and the declared days the service ships with, read once at import."""

from pydantic import Field

from law.reading import load_yaml
from models.base import Frozen
from models.terms import Body, DayOff


class FixedDay(Frozen):
    """A statutory day on the same date every year, from the year `since`."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    en: str
    ka: str
    since: int = 0


class EasterDay(Frozen):
    """A statutory day so many days from Orthodox Easter Sunday."""

    offset: int
    en: str
    ka: str


class Statutory(Frozen):
    """Article 30(1) of the Labour Code, and the weekend."""

    version: str
    article: str
    declared_under: str
    weekend: tuple[int, ...]
    fixed: tuple[FixedDay, ...]
    easter: tuple[EasterDay, ...]


def _read() -> tuple[Statutory, tuple[DayOff, ...]]:
    raw = load_yaml("calendar-ge.yaml")
    declared = []
    for entry in raw.pop("declared"):
        body: Body = entry.get("applies_to", "all")
        for day in entry["days"]:
            declared.append(DayOff(day=day, act=entry["act"], entered_by="shipped", applies_to=body))
    return Statutory(**raw), tuple(declared)


STATUTORY, SHIPPED_DAYS = _read()
