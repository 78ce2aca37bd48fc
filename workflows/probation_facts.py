"""What follows from the facts of a probation case: its row in article 21, its team, whether it is assessed. Pure."""

from datetime import date

from models.probation_cycle import Facts, PlanFacts, Track
from rules.order_502.probation_plan import goes_on
from rules.order_502.probation_routing import ProbationRouting, Row, probation_route
from rules.order_502.probation_team import probation_members, team_possible


def row(f: Facts) -> ProbationRouting:
    """The row of article 21 for the levels known so far."""
    return probation_route(f.serious_harm, f.through, f.static, f.services)


def active(f: Facts) -> dict[str, Track]:
    """The specialists who are in the case, or on their way into it: an assigned one is never dropped."""
    called = row(f).specialist
    return {role: t for role, t in f.tracks.items() if t.assigned_on is not None or t.second or role == called}


def assigned(f: Facts) -> tuple[str, ...]:
    """The specialists whom the head has assigned."""
    return tuple(role for role, t in f.tracks.items() if t.assigned_on is not None)


def first(f: Facts) -> str | None:
    """The specialist whom the row called first."""
    return next((role for role, t in f.tracks.items() if not t.second), None)


def members(f: Facts) -> tuple[str, ...]:
    """The team (23(2)); nobody on the officer's own track, or where the territory has no service. A transfer to such a
    territory ends no team by itself (30(1))."""
    return probation_members(assigned(f)) if team_possible(f.services) or f.moved else ()


def completed_on(f: Facts) -> date | None:
    """The day on which all that the route asks for was filled in by everybody (23(4)); None before."""
    way = row(f)
    if f.screened_on is None or f.static_on is None or not way.known:
        return None
    days = [f.screened_on, f.static_on]
    if f.adult_woman:
        if f.women_on is None:
            return None
        days.append(f.women_on)
    tracks = active(f)
    if way.specialist not in (None, *tracks) or any(t.assessed_on is None for t in tracks.values()):
        return None
    if first(f) == "agency_psychologist":
        if f.fields_on is None:
            return None
        days.append(f.fields_on)
    return max(*days, *(t.assessed_on for t in tracks.values() if t.assessed_on is not None))


def fields_from(f: Facts, registered: date) -> date:
    """The day from which the officer's own fields count (21(2)): the registration, or the later day on which a review,
    a correction, a transfer or an assignment from elsewhere called for the psychologist."""
    track = f.tracks.get("agency_psychologist")
    if track is not None and track.elsewhere and track.assigned_on:
        return track.assigned_on
    since = f.screened_on if f.assessed_on and f.screened_on else registered
    return max(since, f.called_on or since)


def team_from(f: Facts) -> date | None:
    """The day from which the team's first meeting counts (23(4)): the completed assessment, or, where a review first
    called a specialist into the officer's own case, the day on which that one was done. None without a team."""
    tracks = active(f)
    if f.assessed_on is None or not members(f) or any(t.assessed_on is None for t in tracks.values()):
        return None
    days = [f.assessed_on, *(t.assessed_on for t in tracks.values() if t.assessed_on is not None)]
    if first(f) == "agency_psychologist":
        if f.fields_on is None:
            return None
        days.append(f.fields_on)
    return max(days) if f.plan.met_on is None else f.plan.met_from or max(days)


def officer_alone(f: Facts) -> bool:
    """Whether the case stays with the officer (21(3)(a)-(b)): no part III, no team, no plan."""
    return row(f).row in (Row.officer_low, Row.officer_no_service)


def provider_of(plan: PlanFacts, n: int) -> str:
    """Who provides programme `n` (from 1)."""
    return plan.programmes[n - 1].split(":")[0]


def recommends(f: Facts) -> str:
    """Who writes the recommendation of article 29: a provider of the plan, else a specialist of the case."""
    given = [provider_of(f.plan, n) for n in carried_out(f.plan)]
    return (given or list(assigned(f)))[0]


def mandatory(plan: PlanFacts, n: int) -> bool:
    """Whether programme `n` is mandatory."""
    return plan.programmes[n - 1].endswith(":mandatory")


def carried_out(plan: PlanFacts) -> list[int]:
    """The programmes that are carried out: not dropped, and mandatory, signed for or consented to."""
    return [
        n
        for n in range(1, len(plan.programmes) + 1)
        if n not in plan.dropped and goes_on(mandatory(plan, n), plan.signed, n in plan.consented)
    ]


def unrecorded(plan: PlanFacts) -> list[int]:
    """Programmes of the plan whose service record is still missing."""
    return [n for n in carried_out(plan) if n not in plan.recorded]


def in_force(f: Facts) -> bool:
    """Whether a plan is in force (24(6)): made known, not completed, not terminated."""
    plan = f.plan
    return plan.presented_on is not None and plan.completed_on is None and plan.terminated_on is None


def providers_of_mandatory(plan: PlanFacts) -> list[str]:
    """Who included the convict in a mandatory programme."""
    return [provider_of(plan, n) for n in carried_out(plan) if mandatory(plan, n)]
