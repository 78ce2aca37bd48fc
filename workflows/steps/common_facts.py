"""The facts that every case hears, whatever its process."""

from datetime import date

from models.acts import Told
from workflows.steps.common_acts import Powers
from workflows.steps.effects import Effects
from workflows.steps.voice import day

MOVED = "o502.17.1"
"""The file goes along with the person."""
CALENDAR = "calendar"
"""A day was declared, or a declaration taken back: terms that run are counted again (T12)."""


def heard_by_all(told: Told, powers: Powers) -> Effects:
    """What every case does with a fact, whatever its process.

    The calendar has changed; the person has been taken elsewhere, and the case goes along; another danger level of the
    person came into force, which the case's people are to see; a ground of suspension that
    the process knows begins or ends in the whole institution.
    """
    effects = Effects()
    ground = str(told.codes.get("ground") or "")
    if told.codes.get("house"):
        (effects.house_begins if told.fact == "suspended" else effects.house_ends).append(ground)
    match told.fact:
        case "calendar":
            return calendar_changed(told)
        case "transferred":
            effects.moves_to = str(told.codes["to"])
            effects.because = "the person was transferred"
            effects.happened("transferred", MOVED, to=effects.moves_to, day=told.on.isoformat())
        case "danger_level" if told.codes.get("rule"):
            kind, since = told.codes.get("kind"), told.codes.get("since")
            effects.happened("danger_level_heard", str(told.codes["rule"]), kind=kind, since=since, source=told.source)
        case "suspended" if ground in powers.suspension:
            effects.suspends.append((ground, told.on))
        case "resumed" if ground in powers.suspension:
            effects.resumes.append((ground, told.on))
    return effects


def calendar_changed(told: Told) -> Effects:
    """Why the dates move: the days that became free or working."""
    said = [f"{_days(told, code)} {words}" for code, words in _NOW if told.codes.get(code)]
    return Effects(because="; ".join(said) or "the calendar has changed")


_NOW = (("off", "is a day off now"), ("working", "is a working day now"))


def _days(told: Told, code: str) -> str:
    given = told.codes.get(code)
    return ", ".join(day(date.fromisoformat(str(d))) for d in given) if isinstance(given, list) else str(given)
