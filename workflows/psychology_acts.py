"""What the acts of psychological service change: articles 8(10) and 12 of Order 502."""

from collections.abc import Callable
from datetime import date, timedelta

from models.acts import Act
from models.psychology_service import Asked, Facts, Kind, Plan, Request, Track, Way
from rules.order_502.psychology import outlasts
from workflows.psychology_checks import RULES, plan_of, running
from workflows.psychology_duties import ASSESSMENTS, CARRY_OUT
from workflows.steps.duty import base, cycle_of, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

KIND_OF_STEP: dict[str, Kind] = {
    "assess_high": "high_risk",
    "assess_instant": "instant",
    "assess_planned": "planned",
    "assess_again": "again",
}
ASKS: dict[str, Asked] = {
    "refer": "referral",
    "monitor_early": "early_monitoring",
    "request_consultation": "consultation",
    "request_meeting": "meeting",
    "request_characteristic": "characteristic",
}


def apply(f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    if act.by == "psychologist":
        _worked(f, act, day)
    if act.act == "end":
        f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        effects.happened("ended", f.ended_ground, day=day.isoformat())
    elif act.act in RULES:
        _own(f, act, day, effects)
    elif key is not None and base(key) in ASSESSMENTS:
        _assessed(f, act, key, day, effects)
    elif key is not None and (done := DONE.get(base(key))) is not None:
        done(f, act, key, day, effects)
    return effects


def _worked(f: Facts, act: Act, day: date) -> None:
    """12(12): who worked with the person, and until when. A request that the psychologist writes down is no work."""
    if act.act.startswith("request_") or act.act in ("end", "assign", "confirm") or base(act.step or "") in NO_WORK:
        return
    me = act.staff or "psychologist"
    f.psychologist = me
    f.worked[me] = max(day, f.worked.get(me, day))


NO_WORK = ("characteristic", "o502.12.12", "monitor", "o502.12.10.1", "give_results", "o502.12.10.2")
"""What is written about work that is over is not work with the person."""


# ---------------------------------------------------------------------- ways in


def way_of(f: Facts, key: str) -> Way:
    """The way that a step belongs to, by its kind and cycle."""
    kind: Kind = KIND_OF_STEP.get(base(key)) or ("instant" if base(key) == "record_instant" else "high_risk")
    if kind == "again":
        return [w for w in f.ways if w.kind == "again"][(occurrence(key) or 1) - 1]
    cycle = cycle_of(key)
    known = (*f.ways, *f.withdrawn)
    return next(w for w in known if w.kind == kind and w.cycle == cycle and w.n == occurrence(key))


def opened(f: Facts, kind: Kind, on: date, effects: Effects) -> None:
    """A way in opens; the first day of each counts until it is assessed, and no later one cancels an earlier."""
    same = [w for w in f.ways if w.kind == kind and w.cycle == f.cycle]
    if kind != "again" and same and (same[-1].assessed_on is None or on <= same[-1].assessed_on):
        return
    before = len(same) + sum(w.kind == kind and w.cycle == f.cycle for w in f.withdrawn)
    f.ways.append(Way(kind=kind, on=on, cycle=f.cycle, n=before + 1 if before else None, day0=f.left_cell))
    effects.because = "an earlier way to the psychologist serves"


def _assessed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """An assessment is done: it serves every way that had opened by then, and a plan is owed.

    12(4) asks for the consultation record in the same week; the document says when it is to follow.
    """
    track: Track = "general"
    if base(key) == "assess":
        f.assessed_on = day
    else:
        way = way_of(f, key)
        track = f.plans[-1].track if way.kind == "again" else way.kind
        for other in f.ways:
            if other.assessed_on is None and (other is way or other.on <= day):
                other.assessed_on = day
                effects.closes += [k for k in _keys(f, other) if k != key]
                if other.kind == "instant" and act.codes.get("consultation_record") != "to_follow":
                    other.recorded_on = other.recorded_on or day
                    effects.closes.append(step_key("record_instant", other))
    effects.because = f"the assessment of {in_words(day)} serves every way that had opened"
    for plan in f.plans:
        if (plan.approved_on is None and plan.drafted_on is None) or (f.in_case_management and not plan.approved_on):
            plan.dropped = True
    f.drafts += 1
    f.plans.append(Plan(track=track, assessed_on=day, draft=f.drafts))


def _keys(f: Facts, way: Way) -> list[str]:
    step = next(k for k, kind in KIND_OF_STEP.items() if kind == way.kind)
    if way.kind == "again":
        n = [w for w in f.ways if w.kind == "again"].index(way) + 1
        return [f"{step}#{n}"]
    return [step_key(step, way)]


def step_key(step: str, way: Way) -> str:
    """The key of a way's step: with the cycle from the second on, and its number when the way opened again."""
    cycle = f"@{way.cycle}" if way.cycle > 1 else ""
    return f"{step}{cycle}" if way.n is None else f"{step}{cycle}#{way.n}"


def _started(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    way_of(f, key).started_on = day


def _strategy(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    way_of(f, key).strategy_on = day


def _recorded(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    way_of(f, key).recorded_on = day


def _attended(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.attended_on = day


def _recommended(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.recommended_on = day


# ---------------------------------------------------------------------- the plan


def _plan(f: Facts, key: str) -> Plan:
    plan = plan_of(f, key)
    assert plan is not None
    return plan


def _drafted(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = _plan(f, key)
    plan.drafted_on, plan.ends = day, date.fromisoformat(str(act.codes["ends"]))
    if act.codes.get("discussed"):
        plan.discussed_on = day
    warn(f, plan, effects)


def warn(f: Facts, plan: Plan, effects: Effects) -> None:
    """12(2)(e): the plan is a part of the individual plan; one that is set to end after it is warned of."""
    if plan.ends and f.in_case_management and outlasts(plan.ends, f.individual_plan_ends):
        until = f.individual_plan_ends.isoformat() if f.individual_plan_ends else None
        effects.happened("outlasts", "o502.12.2.e", plan_ends=plan.ends.isoformat(), individual_plan_ends=until)
        effects.notify("psych_plan_outlasts", "psychologist", "o502.12.2.e")


def _discussed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = _plan(f, key)
    plan.discussed_on = day
    rule = "o502.12.4.2" if plan.track == "instant" else "o502.12.2.d"
    effects.happened("discussed", rule, step=key, holder=f.holder)


def _submitted(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = _plan(f, key)
    plan.submitted_on = day
    effects.notify("psych_plan_submitted", "director", _rule(plan))


def _rule(plan: Plan) -> str:
    return "o502.12.4.2" if plan.track == "instant" else "o502.12.2.e"


def _director(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = _plan(f, key)
    rule = _rule(plan)
    if act.codes.get("decision", "approved") == "approved":
        for earlier in f.plans:
            if earlier is not plan and earlier.approved_on and earlier.completed_on is None:
                earlier.completed_on, earlier.replaced = day, True
                effects.happened("replaced", rule, plan=f.plans.index(earlier) + 1)
        plan.approved_on = day
        effects.because = "a newer plan was approved"
        effects.decided(rule, "approved", supplement_to="annex-04")
        effects.notify("psych_plan_approved", "psychologist", rule)
        effects.notify("psych_plan_approved", f.holder, rule)
        return
    effects.decided(rule, "returned")
    effects.because = "the director returned the plan"
    effects.notify("psych_plan_returned", "psychologist", rule)
    f.drafts += 1
    plan.draft, plan.returned_on = f.drafts, day
    plan.drafted_on = plan.ends = plan.discussed_on = plan.submitted_on = None


def _carried_out(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    completed(f, key, day)


def completed(f: Facts, key: str, day: date, by_term: bool = False) -> None:
    """The plan is completed: its week of monitoring runs, and the work of its psychologist has ended (12(12))."""
    plan = _plan(f, key)
    plan.completed_on, plan.by_term = day, by_term
    if f.psychologist is not None:
        f.worked[f.psychologist] = max(day, f.worked.get(f.psychologist, day))


def stood_still(f: Facts, since: date) -> Effects:
    """Article 15 entered after a plan's last day: it stood still with the individual plan, of which it is a part."""
    effects = Effects()
    for n, plan in enumerate(f.plans, start=1):
        was = plan.completed_on
        if was is None or not plan.by_term or since > was or plan.monitored_on or plan.given_on:
            continue
        plan.completed_on, plan.by_term = None, False
        effects.reopen.append(CARRY_OUT.open_ended(n=n).across().key)
        effects.because = f"the plan stood still from {in_words(since)}, before its term ended"
        effects.happened("term_had_not_ended", CARRY_OUT.rule, since=since.isoformat(), was=was.isoformat())
    return effects


def _monitored(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = _plan(f, key)
    plan.monitored_on = day
    if f.in_case_management:
        effects.happened("monitored", "o502.12.10.1", result=act.codes.get("carried_out"))


def _given(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _plan(f, key).given_on = day
    effects.happened("handed_over", "o502.12.10.2", what="annex-07", to=f.holder)
    effects.notify("psych_results", f.holder, "o502.12.10.2")


# ---------------------------------------------------------------------- what is asked


def _own(f: Facts, act: Act, day: date, effects: Effects) -> None:
    rule = RULES[act.act]
    match act.act:
        case "contact":
            effects.happened("contacted", rule, with_whom=act.codes.get("with_whom"), means=act.codes.get("means"))
        case "reassess":
            opened(f, "again", day, effects)
            effects.decided(rule, "reassess")
        case _:
            kind = ASKS[act.act]
            nth = sum(1 for r in f.requests if r.kind == kind) + 1
            f.requests.append(Request(kind=kind, n=nth, on=day, rule=rule))
            if act.act == "refer":
                effects.routed(rule, specialist=act.codes.get("specialist"))
            elif act.act == "monitor_early":
                effects.decided(rule, "monitor_early")
            else:
                effects.happened("requested", rule, what=kind, by=act.by, purpose=act.codes.get("purpose"))


def _answered(kind: Asked) -> Callable[[Facts, Act, str, date, Effects], None]:
    def answered(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
        n = occurrence(key) or 1
        for request in f.requests:
            if request.kind == kind and request.n == n:
                request.done_on = day
        if kind == "early_monitoring" and running(f) is not None:
            effects.happened("monitored", "o502.12.11", result=act.codes.get("carried_out"))
            effects.notify("psych_results", f.holder, "o502.12.11")

    return answered


DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "start": _started,
    "strategy": _strategy,
    "record_instant": _recorded,
    "attend": _attended,
    "attend_held": _attended,
    "recommend": _recommended,
    "plan": _drafted,
    "discuss": _discussed,
    "submit": _submitted,
    "approve": _director,
    "carry_out": _carried_out,
    "monitor": _monitored,
    "give_results": _given,
    "monitor_early": _answered("early_monitoring"),
    "pass_on": _answered("referral"),
    "consult": _answered("consultation"),
    "meet": _answered("meeting"),
    "characteristic": _answered("characteristic"),
}


def length(plan: Plan, begun: date) -> timedelta:
    """How long the plan itself says that it runs."""
    assert plan.ends is not None
    return max(plan.ends - begun, timedelta(days=1))
