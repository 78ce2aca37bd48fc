"""A running case in a later cycle: what a row says of the cycle before, and the case as it stood at its end.

Article 3(k) repeats the cycle until release; 16 brings the assessment up to date while the plan of the cycle before is
carried out. The columns of a later cycle tell that cycle alone; these tell what it stands on.
"""

from collections.abc import Iterator
from datetime import date

from models.acts import Refusal
from models.brought_in import BroughtIn, PastAct
from models.ids import Process
from models.penitentiary_cycle import Facts, RunningPlan
from rules.citing import cites
from rules.order_502.team import members, psychologist_is_member

REPEAT = "o502.3.k.7"
NUMBER = "Give the number of the running cycle, 2 or more, or leave it out"

OF_LATER = (
    "cycle_began_on", "last_assessed_on", "last_plan_approved_on", "last_plan_months", "last_plan_completed_on",
    "last_plan_monitored_on", "psychologist_before",
)  # fmt: skip
"""Columns that mean nothing in the first cycle."""

ACROSS = (
    "behaviour_on", "women_on", "women_referred_on", "team_on", "suspended_since", "suspended_before",
    "cycle_began_on", "last_assessed_on", "last_plan_approved_on", "last_plan_completed_on", "last_plan_monitored_on",
)  # fmt: skip
"""Columns whose days may lie before the running cycle: all others tell that cycle alone."""

NEEDED = (("cycle_began_on", REPEAT), ("last_assessed_on", "o502.16.1"))
RESTS_ON = (
    ("last_plan_months", "last_plan_approved_on", "o502.14.1"),
    ("last_plan_completed_on", "last_plan_approved_on", "o502.14.10"),
    ("last_plan_monitored_on", "last_plan_approved_on", "o502.14.10"),
    ("plan_completed_on", "plan_approved_on", "o502.14.10"),
)
ORDER = (
    ("last_assessed_on", "last_plan_approved_on", "o502.8.15"),
    ("last_assessed_on", "cycle_began_on", "o502.16.1"),
    ("last_plan_approved_on", "cycle_began_on", "o502.14.11"),
    ("last_plan_approved_on", "last_plan_completed_on", "o502.14.10"),
    ("last_plan_completed_on", "last_plan_monitored_on", "o502.14.10"),
    ("cycle_began_on", "last_plan_monitored_on", "o502.14.10"),
    ("plan_approved_on", "plan_completed_on", "o502.14.10"),
)
"""The later column is not before the earlier. Monitoring opens the next cycle, so it is never before the cycle."""


def in_later(b: BroughtIn) -> bool:
    """Whether the case is past its first cycle."""
    return b.cycle is not None and b.cycle > 1


@cites("o502.3.k.7", "o502.14.10", "o502.16.1")
def faults(b: BroughtIn) -> Iterator[Refusal]:
    """What cannot have been so, as far as one cycle follows another."""
    if not in_later(b):
        for column in (c for c in OF_LATER if getattr(b, c)):
            said = "is given without 'cycle'" if b.cycle is None else f"is given, and 'cycle' is {b.cycle}"
            yield Refusal(rule=REPEAT, because=f"'{column}' {said}", way_on=NUMBER)
    else:
        for column, by in (x for x in NEEDED if getattr(b, x[0]) is None):
            yield Refusal(
                rule=by, because=f"'cycle' {b.cycle} is given without '{column}'", way_on=f"Give '{column}' too"
            )
        yield from _before_it_began(b)
    for column, other, by in RESTS_ON:
        if getattr(b, column) and not getattr(b, other):
            way_on = f"Give '{other}' too, or leave it out"
            yield Refusal(rule=by, because=f"'{column}' is given without '{other}'", way_on=way_on)
    for before, after, by in ORDER:
        first, second = getattr(b, before), getattr(b, after)
        if first and second and second < first:
            because = f"'{after}' {second} is before '{before}' {first}"
            yield Refusal(rule=by, because=because, way_on="Correct one of the two days")


def _before_it_began(b: BroughtIn) -> Iterator[Refusal]:
    began = b.cycle_began_on
    for column, day in b:
        if began is not None and isinstance(day, date) and column not in ACROSS and day < began:
            yield Refusal(
                rule=REPEAT,
                because=f"'{column}' {day} is before cycle {b.cycle} began on {began}",
                way_on="Tell the running cycle alone: leave out what was done in the one before, or correct the day",
            )


@cites("o502.10.1.2", "o502.10.2")
def team_goes_on(b: BroughtIn) -> bool:
    """Whether the team of the cycle before can go on: a psychologist who is needed now sits in it."""
    called_in = b.conclusion == "case_manager_with_psychologist"
    needed = b.serious_harm is not None and psychologist_is_member(b.serious_harm, called_in=called_in)
    return in_later(b) and (b.psychologist_before or not needed)


def before(b: BroughtIn, f: Facts) -> tuple[Facts, dict[str, date]]:
    """The case at the end of the cycle before, and what was done for good by then: its running cycle is lived again.

    Where no plan was approved, the convict refused it: nothing else lets a next cycle begin (14(11)).
    """
    began, assessed = b.cycle_began_on, b.last_assessed_on
    if b.cycle is None or began is None or assessed is None:
        raise ValueError("a later cycle stands on a number, a first day and an assessment before it")
    last, plan = b.cycle - 1, b.last_plan_approved_on
    months = b.last_plan_months or f.plan_months
    behaviour = sorted(day for day in b.behaviour_on if day < began)
    women = b.women_on is not None and b.women_on < began
    told = {
        "cycle": last,
        "day0": assessed if last > 1 else None,
        "assessed_on": assessed,
        "assessments": last,
        "agreed_once": True,
        "approved_on": plan,
        "plan_months": months,
        "running": RunningPlan(cycle=last, approved_on=plan, months=months) if plan else None,
        "plan_refused_on": None if plan else assessed,
        "team_on": b.team_on or assessed,
        "team": list(members(with_psychologist=b.psychologist_before)),
        "related": [Process.psychology_service.value] if b.psychologist_before else [],
        "behaviour": behaviour,
        "women_on": b.women_on if women else None,
        "women_services": list(b.women_services) if women else [],
    }
    done = {"behaviour" if n == 0 else f"behaviour_again#{n}": day for n, day in enumerate(behaviour)}
    if women and b.women_on:
        done["women"] = b.women_on
        if b.women_referred_on and b.women_referred_on < began:
            done["women_referral"] = b.women_referred_on
    return f.model_copy(update=told), done


def acts(b: BroughtIn) -> Iterator[PastAct]:
    """The end of the last plan, the act that began the running cycle, and the end of its own plan."""
    if b.last_plan_completed_on:
        yield PastAct(step="carry_out", on=b.last_plan_completed_on, column="last_plan_completed_on")
    began, monitored = b.cycle_began_on, b.last_plan_monitored_on
    if began is not None and monitored != began:
        yield PastAct(act="reassess", by="case_manager", on=began, column="cycle_began_on")
    if monitored is not None:
        yield PastAct(step="monitor", on=monitored, column="last_plan_monitored_on")
    if b.plan_completed_on:
        yield PastAct(step="carry_out", on=b.plan_completed_on, column="plan_completed_on")


def told_again(b: BroughtIn, day: date) -> bool:
    """Whether something done on `day`, which goes on across cycles, is still to be lived again."""
    return not in_later(b) or b.cycle_began_on is None or day >= b.cycle_began_on
