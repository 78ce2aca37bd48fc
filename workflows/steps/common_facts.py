"""The facts that every case hears from the service itself, whatever its process."""

from datetime import date

from models.acts import Told
from workflows.steps.effects import Effects
from workflows.steps.voice import day

CALENDAR = "calendar"
"""A day was declared, or a declaration taken back: terms that run are counted again (T12)."""


def calendar_changed(told: Told) -> Effects:
    """Why the dates move: the days that became free or working."""
    said = [f"{_days(told, code)} {words}" for code, words in _NOW if told.codes.get(code)]
    return Effects(because="; ".join(said) or "the calendar has changed")


_NOW = (("off", "is a day off now"), ("working", "is a working day now"))


def _days(told: Told, code: str) -> str:
    given = told.codes.get(code)
    return ", ".join(day(date.fromisoformat(str(d))) for d in given) if isinstance(given, list) else str(given)
