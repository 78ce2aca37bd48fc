"""Whether what a row says of a running case can have happened, and which acts it then consists of.

The order of days and the pairs of columns are looked at here; what the law forbids at each act is refused by the case
itself, which lives the acts again one by one (workflows/rehearsal.py).
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from models.acts import Refusal
from models.brought_in import BroughtIn
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502 import brought_later as later
from rules.order_502.routing import Route, route

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
    ("admin_plan_on", "admin_plan_months", "o502.13.2.2"),
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
    ("admin_plan_agreed_on", "admin_plan_on", "o502.13.2.1"),
    ("admin_reassessed", "admin_plan_on", "o502.13.4.2"),
    ("admin_monitored_on", "admin_plan_agreed_on", "o502.13.3"),
    ("strategy_on", "psychologist_started_on", "o502.8.10.a.2"),
)
"""A column that means nothing without another."""


def faults(b: BroughtIn, left_cell: date, today: date) -> tuple[Refusal, ...]:
    """Everything that cannot have been so, each with its rule and its column."""
    return (*_days(b, left_cell, today), *_pairs(b), *_order(b), *_levels(b), *_lengths(b), *later.faults(b))


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
        if _given(b, column) and not _given(b, other) and not (column == "concluded_on" and _kept(b)):
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
        ("last_plan_approved_on" if b.last_plan_approved_on else "plan_approved_on", "suspended_since", "o502.15.1"),
        ("handed_over_on", "admin_plan_on", "o502.13.1"),
        ("admin_plan_on", "admin_plan_agreed_on", "o502.13.2.1"),
        ("admin_plan_agreed_on", "admin_monitored_on", "o502.13.3"),
        ("psychologist_started_on", "strategy_on", "o502.8.10.a.2"),
    ):
        first, second = getattr(b, before), getattr(b, after)
        if first and second and second < first and not _otherwise(b, before, after):
            yield _no(by, f"'{after}' {second} is before '{before}' {first}", "Correct one of the two days")


def _kept(b: BroughtIn) -> bool:
    """Whether it is a later cycle that 8(7) would end with the administrator: there the conclusion says who goes on."""
    return later.in_later(b) and b.serious_harm is not None and way_of(b) is Route.administrator


def _otherwise(b: BroughtIn, before: str, after: str) -> bool:
    """The team of an earlier cycle is older than the dynamic part of this one; 8(7) may be concluded on without it."""
    if (before, after) == ("dynamic_on", "concluded_on"):
        return _kept(b)
    return (before, after) == ("dynamic_on", "team_on") and later.team_goes_on(b)


def way_of(b: BroughtIn) -> Route:
    """Where the levels of the row send the case."""
    return route(b.serious_harm, b.static).route if b.serious_harm else Route.undetermined


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
        ("last_plan_months", b.last_plan_months, "o502.14.1"),
        ("admin_plan_months", b.admin_plan_months, "o502.13.2.2"),
    ):
        cap = rule(by).duration
        if months is not None and cap is not None and months > cap.value:
            yield _no(by, f"'{column}' {months} is more than the {cap.value} months of {cite(by)}", "Correct it")


def on_route(b: BroughtIn) -> Refusal | None:
    """An administrator's case only where 8(7) or 8(8) sends the case; None when it is right so."""
    if b.handed_over_on is None:
        return None
    if b.serious_harm is None:
        return _no("o502.8.7.2", "'handed_over_on' is given without a screening", "Give 'screened_on' and its level")
    way, chosen = way_of(b), b.conclusion == "case_administrator"
    if chosen and way in (Route.administrator, Route.reasoned_choice):
        return None
    if way is Route.administrator and later.in_later(b):
        return _no(
            "o502.8.7.2",
            f"'handed_over_on': in cycle {b.cycle} the case goes to the administrator by its conclusion alone",
            "Give 'concluded_on' and 'conclusion', or leave it out",
        )
    if way is Route.administrator:
        return None
    return _no(
        "o502.8.8.2" if way is Route.reasoned_choice else "o502.8.7.2",
        f"'handed_over_on': with {b.serious_harm} serious harm and static level {b.static or 'unknown'} the case does "
        "not go to the administrator" + (" without that conclusion" if way is Route.reasoned_choice else ""),
        "Correct the levels or the conclusion, or leave it out",
    )
