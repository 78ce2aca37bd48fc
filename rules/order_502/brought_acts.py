"""Which acts the columns of a running case consist of, in the order of their days. Call after the faults are none."""

from collections.abc import Iterator
from datetime import date

from models.brought_in import BroughtIn, PastAct
from models.ids import Process
from rules.order_502 import brought_later as later
from rules.order_502 import brought_others
from rules.order_502.brought_in import STRICT
from rules.order_502.team import members, psychologist_is_member

PRESUMED = {
    "coordinated_on": "coordinator",
    "team_on": "team_order",
    "drafted_on": "draft",
    "adopted_on": "adopt",
    "presented_on": "present",
    "plan_signed_on": "sign",
    "submitted_on": "submit",
}
"""Column → step: what a later column presupposes and a file need not tell: no running clock stands on it."""


def past_acts(b: BroughtIn) -> tuple[PastAct, ...]:
    """What was done, in the order of the days; on one day in the order of the article. Call after `faults`."""
    told = [*later.acts(b), *_assessment(b), *_women(b), *_route(b), *_team(b), *_plan(b), *_stopped(b)]
    told += brought_others.acts(b)
    order = {id(a): n for n, a in enumerate(told)}
    return tuple(sorted(told, key=lambda a: (a.on, order[id(a)])))


def _assessment(b: BroughtIn) -> Iterator[PastAct]:
    if b.screened_on:
        codes = {"serious_harm": b.serious_harm, "instant": b.instant}
        yield PastAct(step="screening", on=b.screened_on, codes={**codes}, column="screened_on")
    coordinated = b.coordinated_on or min(
        (d for d in (b.concluded_on, b.handed_over_on, b.team_on, b.met_on) if d), default=None
    )
    if coordinated:
        yield PastAct(step="coordinator", on=coordinated, column="coordinated_on", presumed=b.coordinated_on is None)
    if b.static_on:
        yield PastAct(step="static", on=b.static_on, codes={"static": b.static}, column="static_on")
    for n, day in enumerate(sorted(b.behaviour_on)):
        if not later.told_again(b, day):
            continue
        yield PastAct(step="behaviour" if n == 0 else "behaviour_again", on=day, column="behaviour_on")


def _women(b: BroughtIn) -> Iterator[PastAct]:
    if b.women_on and later.told_again(b, b.women_on):
        yield PastAct(step="women", on=b.women_on, codes={"services": list(b.women_services)}, column="women_on")
    if b.women_referred_on and later.told_again(b, b.women_referred_on):
        yield PastAct(step="women_referral", on=b.women_referred_on, column="women_referred_on")


def _route(b: BroughtIn) -> Iterator[PastAct]:
    if b.dynamic_on:
        yield PastAct(step="dynamic", on=b.dynamic_on, codes={"dynamic": b.dynamic}, column="dynamic_on")
    if b.concluded_on:
        yield PastAct(step="conclusion", on=b.concluded_on, codes={"outcome": b.conclusion}, column="concluded_on")
    if b.handed_over_on:
        yield PastAct(step="hand_over", on=b.handed_over_on, column="handed_over_on")


def _team(b: BroughtIn) -> Iterator[PastAct]:
    on, presumed = _day(b, "team_on")
    if on and b.serious_harm and not later.team_goes_on(b):
        seats = list(seated(b))
        yield PastAct(step="team_order", on=on, codes={"members": seats}, column="team_on", presumed=presumed)
    if b.met_on:
        yield PastAct(step="meeting", on=b.met_on, column="met_on")
    if b.disagreed_on:
        yield PastAct(step="part_iv", on=b.disagreed_on, codes={"agreed": False}, column="disagreed_on")
    if b.supervisor_on:
        yield PastAct(step="supervisor", on=b.supervisor_on, column="supervisor_on")
    if b.agreed_on:
        codes = {"agreed": True} | ({"reoffending": b.reoffending} if b.reoffending else {})
        yield PastAct(step="part_iv", on=b.agreed_on, codes=codes, column="agreed_on")


def seated(b: BroughtIn) -> tuple[str, ...]:
    """Who sits in the team: the members of 10(2), with the psychologist when called in or at work by law."""
    if b.serious_harm is None:
        return ()
    called_in = b.conclusion == "case_manager_with_psychologist"
    needed = psychologist_is_member(b.serious_harm, called_in=called_in)
    return members(with_psychologist=needed or (later.team_goes_on(b) and b.psychologist_before))


def _plan(b: BroughtIn) -> Iterator[PastAct]:
    months = {"months": b.plan_months} if b.plan_months else {}
    for column, codes in (
        ("drafted_on", months),
        ("adopted_on", {}),
        ("presented_on", {}),
    ):
        on, presumed = _day(b, column)
        if on and column == "adopted_on":
            yield from (
                PastAct(act="vote", by=seat, on=on, codes={"vote": "for"}, column=column, presumed=True)
                for seat in seated(b)
            )
        if on:
            yield PastAct(step=PRESUMED[column], on=on, codes={**codes}, column=column, presumed=presumed)
    if b.plan_refused_on:
        yield PastAct(
            act="refuse", by="case_manager", on=b.plan_refused_on, codes={"what": "plan"}, column="plan_refused_on"
        )
    if b.director_informed_on:
        yield PastAct(step="inform_director", on=b.director_informed_on, column="director_informed_on")
    on, presumed = _day(b, "plan_signed_on")
    if on:
        both = {"convict": True, "case_manager": True}
        yield PastAct(step="sign", on=on, codes={**both}, column="plan_signed_on", presumed=presumed)
    on, presumed = _day(b, "submitted_on")
    if on:
        yield PastAct(step="submit", on=on, column="submitted_on", presumed=presumed)
    if b.plan_approved_on:
        yield PastAct(step="approve", on=b.plan_approved_on, codes={"decision": "approved"}, column="plan_approved_on")


def _day(b: BroughtIn, column: str) -> tuple[date | None, bool]:
    """The day of a column, and whether it is presumed from the next one that was told."""
    told: date | None = getattr(b, column)
    if told is not None:
        return told, False
    names = [*STRICT]
    if column in ("drafted_on", "adopted_on", "presented_on"):
        names.insert(names.index("presented_on") + 1, "plan_refused_on")
    later = (getattr(b, name) for name in names[names.index(column) + 1 :])
    return next((day for day in later if day is not None), None), True


def _stopped(b: BroughtIn) -> Iterator[PastAct]:
    """Article 15: recorded by whoever held the case on the day."""
    for s in b.suspended_before:
        yield _ledger(b, "suspend", s.ground, s.since, "suspended_before")
        if s.until is not None:
            yield _ledger(b, "resume", s.ground, s.until, "suspended_before")
    if b.suspended_since and b.suspended_ground:
        yield _ledger(b, "suspend", b.suspended_ground, b.suspended_since, "suspended_since")


def _ledger(b: BroughtIn, act: str, letter: str, on: date, column: str) -> PastAct:
    handed = b.handed_over_on is not None and on >= b.handed_over_on
    return PastAct(
        process=Process.administrator_plan if handed else Process.penitentiary_cycle,
        act=act,
        by="case_administrator" if handed else "case_manager",
        on=on,
        codes={"ground": f"o502.15.1.{letter}"},
        column=column,
    )
