"""What a review of the risks and needs changes, and the recommendation that may follow it: articles 28-29."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.probation_cycle import Facts, ReviewFacts
from rules.order_502.probation_plan import may_recommend
from workflows import probation_facts as know
from workflows.probation_levels import level, rated, screened
from workflows.steps.effects import Effects


def _review_part_i(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.review.part_i = day
    screened(f, act, day, effects)


def _review_part_ii(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.review.part_ii = day
    rated(f, act, day, effects)


def _review_fields(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.review.officer = day


def _review_of(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.review.specialists[act.by] = day
    if act.codes.get("dynamic"):
        f.dynamic = level(act.codes["dynamic"])
        effects.scored("o502.7.11", score="dynamic", level=f.dynamic, points=act.codes.get("dynamic_points"))


def _reviewed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """28: all fields were looked at; the next year begins; 29: may mitigation be recommended?"""
    f.reviews = [*f.reviews, day]
    f.review = ReviewFacts()
    came_back, f.back_on = f.back_on is not None, None
    f.plan.review_wanted = None
    effects.happened("reviewed", "o502.28.1.2", day=day.isoformat(), changed=bool(act.codes.get("changed")))
    if act.codes.get("reoffending"):
        f.reoffending = level(act.codes["reoffending"])
        effects.scored(
            "o502.7.12", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points")
        )
    if came_back and know.members(f):
        f.extra = [*f.extra, day]
    elif act.codes.get("changed") and know.in_force(f) and know.members(f):
        f.plan.reviewed = [*f.plan.reviewed, day]
    if f.aims_reached is None:
        return
    verdict = may_recommend(
        f.serious_harm, f.reoffending, active_in_all=bool(f.active_in_all), aims_reached=f.aims_reached
    )
    effects.decided(verdict.rule, "mitigation_may_be_recommended" if verdict.allowed else "no_mitigation")
    if verdict.allowed:
        f.mitigation = [*f.mitigation, len(f.reviews)]


def _mitigation(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    agreed = bool(act.codes.get("team_agrees"))
    effects.decided("o502.29.4", "recommended" if agreed else "team_does_not_agree")
    if agreed and act.codes.get("reporting"):
        effects.decided("o502.29.5", "lighter_reporting", once_in=str(act.codes["reporting"]))
    if agreed and act.codes.get("lifting"):
        effects.decided("o502.29.6", "lifting")


DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "review": _reviewed,
    "review_part_i": _review_part_i,
    "review_part_ii": _review_part_ii,
    "review_fields": _review_fields,
    "review_worker": _review_of,
    "review_psychologist": _review_of,
    "mitigation": _mitigation,
}
