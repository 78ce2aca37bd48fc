"""What the acts of the probation cycle change from the team's meeting on: articles 23-25, 27, 30."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.probation_cycle import Facts, PlanFacts
from rules.order_502.probation_team import all_agree
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows import probation_review_acts as reviews
from workflows.probation_levels import level
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects


def plan_completed(f: Facts, day: date, effects: Effects) -> None:
    """The plan has come to its end: its term is over, or all its measures are done (23(5))."""
    f.plan.completed_on = day
    f.archived.append(day)
    effects.happened("plan_completed", "o502.24.2", day=day.isoformat())
    effects.because = "the plan is completed"


def _codes(act: Act, name: str) -> list[str]:
    given = act.codes.get(name)
    return [str(x) for x in given] if isinstance(given, list) else []


def _minuted(f: Facts, act: Act, rule: str, day: date, effects: Effects) -> None:
    """What every meeting leaves in the timeline (23(1), 23(7))."""
    effects.happened("team_met", rule, day=day.isoformat(), present=_codes(act, "present"))
    invited = _codes(act, "invited")
    if "professional_supervisor" in invited:
        effects.happened("attended", "o502.23.7.1", who="professional_supervisor")
    if set(invited) - {"professional_supervisor"}:
        effects.happened("attended", "o502.23.7.2", who=[x for x in invited if x != "professional_supervisor"])
    if _codes(act, "discussed"):
        effects.happened("discussed", "o502.23.1.5", what=_codes(act, "discussed"))


def _new_plan(f: Facts, day: date, effects: Effects) -> None:
    """The team draws up a plan at this meeting; a plan after a plan is a new cycle."""
    if f.plan.met_on is not None:
        if know.in_force(f):
            f.archived = [*f.archived, day]
            effects.happened("plan_replaced", "o502.23.6", day=day.isoformat())
        f.plan = PlanFacts()
        f.cycle += 1
        effects.new_cycle = True
        effects.because = "a new plan is drawn up"
        effects.happened("cycle_started", "o502.24.1", number=f.cycle)
    f.plan.met_on = day


def _met(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan.met_from = know.team_from(f)
    f.plan.met_on = day
    _minuted(f, act, "o502.23.4", day, effects)


def _met_again(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    rule = "o502.23.6" if base(key) == "extra_meeting" else "o502.23.5.1"
    if base(key) == "next_meeting":
        f.plan.next_met_on = day
        if f.plan.needs_on:
            rule = "o502.23.5.3"
    _minuted(f, act, rule, day, effects)
    if act.codes.get("new_plan"):
        _new_plan(f, day, effects)


def _part_iv(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    positions = act.codes.get("positions")
    team = know.members(f)
    said = "agree" if act.codes.get("agreed") else "disagree"
    given = positions if isinstance(positions, dict) else dict.fromkeys(team, said)
    if not act.codes.get("agreed") or not all_agree(team, given).agreed:
        f.plan.disagreed_on = f.plan.disagreed_on or day
        effects.keeps_open = True
        effects.decided("o502.23.9.3", "results_not_agreed")
        effects.notify("supervisor_invited", "professional_supervisor", "o502.23.9.3")
        return
    f.plan.agreed_on = day
    effects.decided("o502.23.9.1", "results_agreed")
    if act.codes.get("reoffending"):
        f.reoffending = level(act.codes["reoffending"])
        effects.scored(
            "o502.7.12", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points")
        )


def _supervisor(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan.supervisor_on = day


def _planned(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan, positions = f.plan, act.codes.get("positions")
    if isinstance(positions, dict) and not all_agree(know.members(f), positions).agreed:
        effects.keeps_open = True
        plan.draft_refused_on = day
        effects.decided("o502.23.1.3", "plan_not_agreed")
        return
    plan.drafted_on = day
    plan.months = int(str(act.codes["months"]))
    plan.programmes = _codes(act, "programmes")
    plan.measures = _codes(act, "measures")
    effects.decided("o502.23.1.3", "plan_agreed", months=plan.months)
    effects.decided(
        "o502.23.1.4",
        "programmes_determined",
        mandatory=sum(p.endswith(":mandatory") for p in plan.programmes),
        voluntary=sum(p.endswith(":voluntary") for p in plan.programmes),
    )


def _introduced(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = f.plan
    plan.presented_on, plan.signed = day, bool(act.codes.get("signed", True))
    effects.happened("in_force", "o502.24.6", since=day.isoformat())
    effects.notify("probation_plan_known", "probation_convict", "o502.24.4.2")
    if plan.signed:
        effects.happened("signed", "o502.24.4.3", by="probation_convict", day=day.isoformat())
        return
    effects.happened("signature_refused", "o502.24.5.1", day=day.isoformat())
    effects.happened(
        "goes_on",
        "o502.24.5.2",
        programmes=know.carried_out(plan),
        wait_for_consent=[n for n in range(1, len(plan.programmes) + 1) if n not in know.carried_out(plan)],
    )


def _completed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan_completed(f, day, effects)


def _deliver(f: Facts, act: Act, day: date, effects: Effects) -> None:
    n = int(str(act.codes["programme"]))
    f.plan.delivered[n] = day
    effects.happened("delivered", "o502.25.4", programme=n, by=act.by)


def _recorded(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    n = occurrence(key) or 0
    f.plan.recorded[n] = day
    f.plan.delivered.setdefault(n, day)
    if act.codes.get("active") is False or act.codes.get("broken_off"):
        f.plan.passive = sorted({*f.plan.passive, n})


def _change(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """24(7): a change without a review is told to the officer and to the convict; the start of the plan stays."""
    plan, what = f.plan, str(act.codes["what"])
    n = int(str(act.codes["programme"])) if act.codes.get("programme") else None
    if what == "length":
        plan.months = int(str(act.codes["months"]))
    elif what == "add_programme":
        plan.programmes = [*plan.programmes, str(act.codes["added"])]
    elif what == "drop_programme" and n is not None:
        plan.dropped = sorted({*plan.dropped, n})
    elif what == "switch_mandatory" and n is not None:
        word = "mandatory" if act.codes.get("mandatory") else "voluntary"
        plan.programmes = [f"{p.split(':')[0]}:{word}" if i == n else p for i, p in enumerate(plan.programmes, 1)]
    plan.changes = [*plan.changes, day]
    teller = act.by if act.by in d.SPECIALISTS else know.assigned(f)[0]
    plan.changed_by = [*plan.changed_by, teller]
    effects.because = "the plan was changed (Order 502 art. 24(7))"
    effects.happened("plan_changed", "o502.24.7.1", what=what, by=act.by)
    effects.notify("plan_changed", d.OFFICER, "o502.24.7.1")


def _change_told(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.notify("probation_plan_changed", "probation_convict", "o502.24.7.2")


def _results(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    plan = f.plan
    plan.results_on, plan.aims_reached = day, bool(act.codes.get("aims_reached"))
    f.active_in_all, f.aims_reached = not plan.passive, plan.aims_reached
    effects.decided("o502.27.1", "results_evaluated", aims_reached=plan.aims_reached)


def _review_wanted(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan.review_wanted = bool(act.codes["needed"])
    effects.decided("o502.23.5.2", "review" if f.plan.review_wanted else "no_review")
    effects.because = "a review is needed after the plan (Order 502 art. 23(5))"


def _plan_wanted(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    wanted = bool(act.codes["needed"])
    effects.decided("o502.23.6", "meeting_wanted" if wanted else "plan_goes_on", by=act.by)
    if wanted:
        f.extra = [*f.extra, day]


def _needs(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    found = bool(act.codes["needed"])
    effects.decided("o502.23.5.3", "needs_found" if found else "no_needs", by=act.by)
    if found:
        f.plan.needs_on = f.plan.needs_on or day


def _supervise(f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.plan.entries = [*f.plan.entries, act.by]
    effects.happened("supervision_entered", "o502.27.3.2" if act.by != d.OFFICER else "o502.27.2", by=act.by)


def _supervised(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan.returns = sorted({*f.plan.returns, act.by})


def _taken_back(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.happened("returned", "o502.27.3.3", to=d.OFFICER)


def _summed_up(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.summarised += 1


ACTS: dict[str, Callable[[Facts, Act, date, Effects], None]] = {
    "deliver": _deliver,
    "change_plan": _change,
    "supervise": _supervise,
}

DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "meeting": _met,
    "next_meeting": _met_again,
    "extra_meeting": _met_again,
    "part_iv": _part_iv,
    "supervisor": _supervisor,
    "plan": _planned,
    "introduce": _introduced,
    "plan_term": _completed,
    "tell_change": _change_told,
    "service_record": _recorded,
    "results": _results,
    "review_question": _review_wanted,
    "needs": _needs,
    "plan_question": _plan_wanted,
    "supervision": _supervised,
    "take_back": _taken_back,
    "summary": _summed_up,
    **reviews.DONE,
}
