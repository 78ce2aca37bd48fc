"""Verbal warnings for not being sober, given and taken back (arts. 37(2)(i), 37(3)(b), 39(6)(b))."""

from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.order_502.former_grounds import warnings_needed
from workflows.former_duties import PSYCHOLOGIST
from workflows.former_service_checks import no_psychologist
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

WARNING = "verbal_warning"


def of(f: Facts, role: str, day: date) -> tuple[str, list[date]]:
    """The ground for which a warning of this role on that day counts, and those given for it: the psychologist's for
    the own work, the case manager's for the assessment or, from its end on, the rehabilitation."""
    track = f.psychologist()
    if role == PSYCHOLOGIST and track is not None:
        return "o502.39.6.b", track.warnings
    if f.assessed_on is None or day < f.assessed_on:
        return "o502.37.2.i", f.warnings_assessment
    return "o502.37.3.b", f.warnings_rehabilitation


def warned(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """One more warning, in the order of the days."""
    rule_id, given = of(f, act.by, day)
    given.append(day)
    given.sort()
    effects.happened("warned", rule_id, day=day.isoformat(), count=len(given))


def taken_back(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A warning that should not be there."""
    rule_id, given = of(f, act.by, day)
    given.remove(day)
    effects.happened("retracted", rule_id, what=WARNING, day=day.isoformat(), count=len(given))
    effects.because = "a warning was taken back"


def may_warn(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    """Each warning is for an incident of its own."""
    if act.by == PSYCHOLOGIST and f.psychologist() is None:
        return no_psychologist("o502.39.6.b")
    ground, given = of(f, act.by, day)
    if day not in given:
        return None
    return Refusal(
        rule=ground,
        because=f"A warning was given on {in_words(day)}; each one is for an incident of its own",
        way_on=f"Record the next incident on its day; {warnings_needed(ground)} warnings open the ground",
    )


def may_take_back(f: Facts, act: Act, day: date) -> Refusal | None:
    """Only a warning that stands, by whoever gave it."""
    if act.by == PSYCHOLOGIST and f.psychologist() is None:
        return no_psychologist("o502.39.6.b")
    ground, given = of(f, act.by, day)
    if day in given:
        return None
    known = ", ".join(in_words(d) for d in given) or "none was given"
    return Refusal(
        rule=ground,
        because=f"No warning stands under {in_words(day)}",
        way_on=f"Give in `done_on` the day of the wrong one: {known}",
    )
