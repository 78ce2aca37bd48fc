"""Whether what a row says of a running case can have happened, and which acts it then consists of.

The order of days and the pairs of columns are looked at here; what the law forbids at each act is refused by the case
itself, which lives the acts again one by one (workflows/rehearsal.py).
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from models.acts import Refusal
from models.brought_in import BroughtIn, PastAct
from models.ids import Process
from models.levels import Level
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502.routing import Route, route
from rules.order_502.team import members, psychologist_is_member

CHAIN = (
    ("screened_on", "o502.8.3"),
    ("static_on", "o502.8.5"),
    ("dynamic_on", "o502.7.1.b.b"),
    ("concluded_on", "o502.12.2.a"),
    ("team_on", "o502.10.1.2"),
    ("met_on", "o502.8.11.1"),
    ("agreed_on", "o502.10.6"),
    ("drafted_on", "o502.14.3"),
    ("adopted_on", "o502.14.6.1"),
    ("presented_on", "o502.14.7"),
    ("plan_signed_on", "o502.14.8.1"),
    ("submitted_on", "o502.14.8.2"),
    ("plan_approved_on", "o502.8.15"),
)
"""The columns in the order in which article 8 lets them follow one another, from the team's order on strictly."""

STRICT = ("team_on", "met_on", "agreed_on", *(name for name, _ in CHAIN[7:]))
NEEDED = {"met_on": "o502.8.11.1", "agreed_on": "o502.10.6"}
"""What no later column stands for: the law gives these a term, so their days are asked for."""

PAIRS = (
    ("screened_on", "serious_harm", "o502.8.3"),
    ("static_on", "static", "o502.8.5"),
    ("dynamic_on", "dynamic", "o502.7.1.b.b"),
    ("concluded_on", "conclusion", "o502.12.2.a"),
    ("suspended_since", "suspended_ground", "o502.15.1"),
)
"""A day and what was found or chosen on it: never one without the other."""

RESTS_ON = (
    ("women_services", "women_on", "o502.9.7"),
    ("women_referred_on", "women_services", "o502.9.7"),
    ("dynamic_on", "screened_on", "o502.8.8.1"),
    ("concluded_on", "dynamic_on", "o502.12.2.a"),
    ("disagreed_on", "met_on", "o502.10.7.1"),
    ("supervisor_on", "disagreed_on", "o502.10.7.1"),
    ("reoffending", "agreed_on", "o502.7.12"),
    ("plan_refused_on", "agreed_on", "o502.14.9.1"),
    ("director_informed_on", "plan_refused_on", "o502.14.9.2"),
    ("admin_plan_on", "handed_over_on", "o502.13.1"),
    ("admin_plan_months", "admin_plan_on", "o502.13.2.2"),
    ("admin_plan_agreed_on", "admin_plan_on", "o502.13.2.1"),
    ("strategy_on", "psychologist_started_on", "o502.8.10.a.2"),
)
"""A column that means nothing without another."""

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


def faults(b: BroughtIn, left_cell: date, today: date) -> tuple[Refusal, ...]:
    """Everything that cannot have been so, each with its rule and its column."""
    return (*_days(b, left_cell, today), *_pairs(b), *_order(b), *_levels(b), *_lengths(b))


def _given(b: BroughtIn, column: str) -> bool:
    return bool(getattr(b, column))


def _no(rule_id: str | None, because: str, way_on: str) -> Refusal:
    return Refusal(rule=rule_id, because=because, way_on=way_on)


def _days(b: BroughtIn, left_cell: date, today: date) -> Iterator[Refusal]:
    for column, day in _all_days(b):
        if day > today:
            yield _no(None, f"'{column}' {day} lies in the future: today is {today}", "Enter only what has been done")
        elif day < left_cell and column not in ("static_on", "screened_on"):
            yield _no(
                "o502.8.1",
                f"'{column}' {day} is before the convict left the classification cell on {left_cell}",
                "Correct one of the two days",
            )


def _all_days(b: BroughtIn) -> Iterator[tuple[str, date]]:
    for column, value in b:
        if isinstance(value, date):
            yield column, value
    yield from (("behaviour_on", day) for day in b.behaviour_on)
    for s in b.suspended_before:
        yield from (("suspended_before", day) for day in (s.since, s.until) if day is not None)


def _pairs(b: BroughtIn) -> Iterator[Refusal]:
    for day, level, by in PAIRS:
        if _given(b, day) != _given(b, level):
            have, lack = (day, level) if _given(b, day) else (level, day)
            yield _no(by, f"'{have}' is given without '{lack}'", "Give both or neither")
    for column, other, by in RESTS_ON:
        if _given(b, column) and not _given(b, other):
            yield _no(by, f"'{column}' is given without '{other}'", f"Give '{other}' too, or leave it out")
    latest = max((n for n, name in enumerate(STRICT) if _given(b, name)), default=0)
    for name in STRICT[:latest]:
        if name in NEEDED and not _given(b, name):
            yield _no(NEEDED[name], f"'{STRICT[latest]}' is given without '{name}'", f"Give '{name}' too")
    for s in b.suspended_before:
        if s.until is None or s.until < s.since:
            yield _no(
                "o502.15.2",
                "a suspension in 'suspended_before' has no last day after its first",
                "Write it as: a 2026-03-02 2026-03-20; one that still runs goes into 'suspended_since'",
            )


def _order(b: BroughtIn) -> Iterator[Refusal]:
    known = [(name, getattr(b, name), by) for name, by in CHAIN if name in STRICT and _given(b, name)]
    for (before, first, _), (after, second, by) in pairwise(known):
        if second < first:
            yield _no(by, f"'{after}' {second} is before '{before}' {first}", "Correct one of the two days")
    for before, after, by in (
        ("screened_on", "dynamic_on", "o502.8.8.1"),
        ("dynamic_on", "concluded_on", "o502.12.2.a"),
        ("dynamic_on", "team_on", "o502.10.1.1"),
        ("women_on", "women_referred_on", "o502.9.7"),
        ("met_on", "disagreed_on", "o502.10.7.1"),
        ("disagreed_on", "agreed_on", "o502.10.7.2"),
        ("presented_on", "plan_refused_on", "o502.14.9.1"),
        ("plan_refused_on", "director_informed_on", "o502.14.9.2"),
        ("plan_approved_on", "suspended_since", "o502.15.1"),
        ("handed_over_on", "admin_plan_on", "o502.13.1"),
        ("admin_plan_on", "admin_plan_agreed_on", "o502.13.2.1"),
        ("psychologist_started_on", "strategy_on", "o502.8.10.a.2"),
    ):
        first, second = getattr(b, before), getattr(b, after)
        if first and second and second < first:
            yield _no(by, f"'{after}' {second} is before '{before}' {first}", "Correct one of the two days")


@cites("o502.10.6", "o502.7.12")
def _levels(b: BroughtIn) -> Iterator[Refusal]:
    """Part IV adds up parts II and III: the team cannot have agreed on it before they were there."""
    if b.agreed_on is None:
        return
    for column in ("static_on", "dynamic_on"):
        day = getattr(b, column)
        if day is None or day > b.agreed_on:
            said = "is missing" if day is None else f"is {day}"
            yield _no(
                "o502.10.6",
                f"part IV cannot be agreed on {b.agreed_on}: '{column}' {said}",
                f"Give the day of '{column}', not after that of part IV",
            )


@cites("o502.14.1", "o502.13.2.2")
def _lengths(b: BroughtIn) -> Iterator[Refusal]:
    """A plan is no longer than its article allows."""
    for column, months, by in (
        ("plan_months", b.plan_months, "o502.14.1"),
        ("admin_plan_months", b.admin_plan_months, "o502.13.2.2"),
    ):
        cap = rule(by).duration
        if months is not None and cap is not None and months > cap.value:
            yield _no(by, f"'{column}' {months} is more than the {cap.value} months of {cite(by)}", "Correct it")


# ------------------------------------------------------------------ the acts


def past_acts(b: BroughtIn) -> tuple[PastAct, ...]:
    """What was done, in the order of the days; on one day in the order of the article. Call after `faults`."""
    told = [*_assessment(b), *_women(b), *_route(b), *_team(b), *_plan(b), *_stopped(b), *_related(b)]
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
        yield PastAct(step="behaviour" if n == 0 else "behaviour_again", on=day, column="behaviour_on")


def _women(b: BroughtIn) -> Iterator[PastAct]:
    if b.women_on:
        yield PastAct(step="women", on=b.women_on, codes={"services": list(b.women_services)}, column="women_on")
    if b.women_referred_on:
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
    if on and b.serious_harm:
        seats = list(seated(b.serious_harm, b.conclusion))
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


def seated(serious_harm: Level, conclusion: str | None) -> tuple[str, ...]:
    """Who sits in the team: the members of 10(2), with the psychologist when called in or at work by law."""
    called_in = conclusion == "case_manager_with_psychologist"
    return members(with_psychologist=psychologist_is_member(serious_harm, called_in=called_in))


def _plan(b: BroughtIn) -> Iterator[PastAct]:
    months = {"months": b.plan_months} if b.plan_months else {}
    for column, codes in (
        ("drafted_on", months),
        ("adopted_on", {}),
        ("presented_on", {}),
    ):
        on, presumed = _day(b, column)
        if on and column == "adopted_on" and b.serious_harm:
            yield from (
                PastAct(act="vote", by=seat, on=on, codes={"vote": "for"}, column=column, presumed=True)
                for seat in seated(b.serious_harm, b.conclusion)
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
    for s in b.suspended_before:
        ground = {"ground": f"o502.15.1.{s.ground}"}
        yield PastAct(act="suspend", by="case_manager", on=s.since, codes={**ground}, column="suspended_before")
        if s.until is not None:
            yield PastAct(act="resume", by="case_manager", on=s.until, codes={**ground}, column="suspended_before")
    if b.suspended_since:
        ground = {"ground": f"o502.15.1.{b.suspended_ground}"}
        yield PastAct(
            act="suspend", by="case_manager", on=b.suspended_since, codes={**ground}, column="suspended_since"
        )


def _related(b: BroughtIn) -> Iterator[PastAct]:
    if b.admin_plan_on:
        yield PastAct(
            process=Process.administrator_plan,
            step="assess",
            on=b.admin_plan_on,
            codes={"months": b.admin_plan_months} if b.admin_plan_months else {},
            column="admin_plan_on",
        )
    if b.admin_plan_agreed_on:
        yield PastAct(
            process=Process.administrator_plan, step="agree", on=b.admin_plan_agreed_on, column="admin_plan_agreed_on"
        )
    psychology = Process.psychology_service
    if b.psychologist_started_on:
        yield PastAct(process=psychology, step="start", on=b.psychologist_started_on, column="psychologist_started_on")
    if b.strategy_on:
        yield PastAct(process=psychology, step="strategy", on=b.strategy_on, column="strategy_on")
    if b.psychologist_assessed_on:
        yield PastAct(
            process=psychology, step="assess", on=b.psychologist_assessed_on, column="psychologist_assessed_on"
        )


def on_route(b: BroughtIn) -> Refusal | None:
    """An administrator's case only where 8(7) or 8(8) sends the case; None when it is right so."""
    if b.handed_over_on is None:
        return None
    if b.serious_harm is None:
        return _no("o502.8.7.2", "'handed_over_on' is given without a screening", "Give 'screened_on' and its level")
    way = route(b.serious_harm, b.static).route
    chosen = way is Route.reasoned_choice and b.conclusion == "case_administrator"
    if way is Route.administrator or chosen:
        return None
    return _no(
        "o502.8.8.2" if way is Route.reasoned_choice else "o502.8.7.2",
        f"'handed_over_on': with {b.serious_harm} serious harm and static level {b.static or 'unknown'} the case does "
        "not go to the administrator" + (" without that conclusion" if way is Route.reasoned_choice else ""),
        "Correct the levels or the conclusion, or leave it out",
    )
