"""The danger level in force: kept for the person, and told to every open case of the person."""

from datetime import date

from models.acts import Codes
from models.danger_review import DangerKind, Facts
from models.ids import Process
from rules.danger.edition import Edition
from workflows.steps.effects import Effects

LISTENERS = (
    Process.parole_petition,
    Process.penitentiary_cycle,
    Process.administrator_plan,
    Process.psychology_service,
    Process.probation_cycle,
    Process.former_prisoner_case,
)
"""The processes whose cases of the same person hear of a change of the level in force."""


def in_force(f: Facts, e: Edition, kind: DangerKind, day: date, effects: Effects) -> None:
    """A level comes into force: stored for the person, and told to the person's open cases."""
    changed = kind != f.level
    f.level, f.level_since = kind, day
    effects.happened("danger_level", e.rule(kind), kind=kind, since=day.isoformat(), edition=e.id)
    if changed:
        tell_level(e, kind, day, effects)


def tell_level(e: Edition, kind: DangerKind, day: date, effects: Effects) -> None:
    """Every open case of the person hears which level is in force, since when and by which rule."""
    codes: Codes = {"kind": kind, "level": kind, "since": day.isoformat(), "rule": e.rule(kind)}
    for process in LISTENERS:
        effects.inform_every(process.value, "danger_level", day, codes)
