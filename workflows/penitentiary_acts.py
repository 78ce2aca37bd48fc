"""What the acts of the penitentiary cycle change: articles 8-14 of Order 502."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Codes
from models.ids import Process, related_case
from models.penitentiary_cycle import Facts
from rules.order_502.routing import Route
from rules.order_502.team import members, psychologist_is_member
from rules.terms.dates import local_date
from workflows import penitentiary_later as later
from workflows import penitentiary_leading as leading
from workflows.penitentiary_checks import counted, routing, team_stands, way
from workflows.penitentiary_duties import PART_IV, TEAM_ORDER
from workflows.penitentiary_later import as_level as level
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import cited
from workflows.steps.voice import day as in_words


def apply(case: str, f: Facts, act: Act, key: str | None, day: date, unavailable_here: bool = False) -> Effects:
    """Change the facts; collect what else follows. `unavailable_here`: 15(1)(f) suspends the plan where it is now."""
    effects = Effects()
    if act.act == "vote":
        f.votes = {**f.votes, act.by: str(act.codes.get("vote"))}
        effects.happened("voted", "o502.14.6.1", by=act.by, vote=act.codes.get("vote"))
    elif act.act == "refuse":
        _refused(f, act, day, effects)
    elif act.act == "consent":
        _consented(f, day, effects)
    elif act.act == "end":
        later.end(case, f, str(act.codes["ground"]), day, effects)
    elif act.act == "transfer":
        later.transferred(case, f, act, day, effects, unavailable_here)
    elif act.act == "monitor":
        later.monitored_early(case, f, act, day, effects)
    elif act.act in leading.ACTS:
        leading.apply(f, act, day, effects)
    elif act.act == "reassess":
        effects.happened("reassessed_early", "o502.14.11", day=day.isoformat())
        later.begin_cycle(case, f, day, effects, "o502.14.11")
    elif key is not None:
        before = _referred(f)
        done = DONE.get(base(key))
        if done is not None:
            done(case, f, act, key, day, effects)
        if act.act == "correct":
            for gone in sorted(before - _referred(f)):
                _tell_psychologist(case, f, "withdrawn", _found_on(act, day), effects, way=gone)
    return effects


def _referred(f: Facts) -> set[str]:
    """The ways on which the psychologist has a part by what is known: 8(10)(a), 9(8)(c), 12(2)(a), 12(3)."""
    ways = {"high_risk"} if f.serious_harm == "high" else set()
    if f.instant or "psychological_service" in f.women_services:
        ways.add("instant")
    if f.conclusion == "case_manager_with_psychologist" and way(f) is not Route.administrator:
        ways.add("planned")
    return ways


def _tell(case: str, f: Facts, process: Process, fact: str, day: date, effects: Effects) -> None:
    """Tell a related case, which is opened by it; remember that it is there."""
    codes: Codes = {"left_cell": f.weeks_from.isoformat()} if process is Process.psychology_service else {}
    effects.inform(related_case(case, process), process, fact, day, codes)
    f.related = sorted({*f.related, process.value})


def _tell_psychologist(case: str, f: Facts, fact: str, day: date, effects: Effects, **codes: bool | str) -> None:
    """Tell psychological service, where there is one, what its duties follow (12(2)(b), 12(8))."""
    if Process.psychology_service.value in f.related:
        psychology = Process.psychology_service
        effects.inform(related_case(case, psychology), psychology, fact, day, {**codes})


def _routes(f: Facts, before: Route, effects: Effects) -> None:
    """Say where the case goes, when that has changed."""
    now = routing(f)
    if now is None or now.rule is None or now.route is before:
        return
    effects.routed(now.rule, **now.facts, route=now.route.value)


def _intake(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.placed = date.fromisoformat(str(act.codes["placed"]))
    f.left_cell = date.fromisoformat(str(act.codes["left_cell"]))
    _tell_psychologist(case, f, "left_cell_corrected", _found_on(act, day), effects, left_cell=f.left_cell.isoformat())


def _screened(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    before = way(f)
    f.screened_on, f.serious_harm = day, level(act.codes["serious_harm"])
    f.instant = bool(act.codes.get("instant"))
    effects.scored("o502.7.3", score="serious_harm", level=f.serious_harm, points=act.codes.get("serious_harm_points"))
    effects.because = f"serious-harm risk is {f.serious_harm}"
    _routes(f, before, effects)
    _seat_for_psychologist(f, effects)
    day = _found_on(act, day)
    if f.instant:
        effects.routed("o502.12.3", items="8-10")
        _tell(case, f, Process.psychology_service, "instant", day, effects)
        effects.notify("psychologist_referred", "psychologist", "o502.12.3")
    if f.serious_harm == "high":
        _tell(case, f, Process.psychology_service, "high_risk", day, effects)
        effects.notify("psychologist_referred", "psychologist", "o502.8.10.a.1")


def _found_on(act: Act, day: date) -> date:
    """The day on which something was found out: of a correction that of its entry, which nobody could act on before."""
    return local_date(act.at) if act.act == "correct" else day


def _seat_for_psychologist(f: Facts, effects: Effects) -> None:
    """10(1)-(2): a psychologist who is needed after the order was given gets a seat by a new one."""
    if f.team_on is not None and not team_stands(f):
        effects.reopen.append(TEAM_ORDER.open_ended().in_cycle(f.cycle).key)


def _summed_again(f: Facts, act: Act, effects: Effects) -> None:
    """7(12), 10(6): when a part is corrected after the team agreed, it agrees on the new sum."""
    if act.act == "correct" and f.agreed_on is not None:
        f.agreed_on = f.reoffending = None
        effects.reopen.append(PART_IV.open_ended().in_cycle(f.cycle).key)


def _static(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    before = way(f)
    f.static_on, f.static = day, level(act.codes["static"])
    _summed_again(f, act, effects)
    effects.scored("o502.7.10", score="static", level=f.static, points=act.codes.get("static_points"))
    effects.because = f"the static level is {f.static}"
    _routes(f, before, effects)


def _dynamic(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.dynamic_on, f.dynamic = day, level(act.codes["dynamic"])
    _summed_again(f, act, effects)
    effects.scored("o502.7.11", score="dynamic", level=f.dynamic, points=act.codes.get("dynamic_points"))


def _behaviour(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    nth = occurrence(key) or 0
    f.behaviour = [*f.behaviour[:nth], day, *f.behaviour[nth + 1 :]]
    holder = "case_administrator" if f.handed_over_on else "case_manager"
    effects.happened("handed_over", "o502.11.1.2", what="annex-03", to=holder)


def _women(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    services = [str(s) for s in (act.codes.get("services") or [])]  # type: ignore[union-attr]
    f.women_on, f.women_services = day, services
    effects.scored(
        "o502.9.6",
        score="women_questionnaire",
        domestic_violence=act.codes.get("domestic_violence"),
        violence_against_women=act.codes.get("violence_against_women"),
    )
    rules = {
        "information": "o502.9.8.a",
        "programme": "o502.9.8.b",
        "psychological_service": "o502.9.8.c",
    }
    for service in services:
        effects.routed(rules[service], service=service)
    if "psychological_service" in services:
        _tell(case, f, Process.psychology_service, "instant", _found_on(act, day), effects)
        effects.notify("psychologist_referred", "psychologist", "o502.9.8.c")


def _concluded(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.conclusion = str(act.codes["outcome"])
    rule = "o502.8.8.2" if f.serious_harm == "low" else "o502.8.9.4"
    if way(f) is Route.administrator:
        rule = "o502.8.7.2"
    effects.decided(rule, f.conclusion)
    effects.because = f"the case manager concluded: {f.conclusion.replace('_', ' ')}"
    if f.conclusion == "case_manager_with_psychologist":
        _seat_for_psychologist(f, effects)
        _tell(case, f, Process.psychology_service, "planned", _found_on(act, day), effects)
        effects.notify("psychologist_referred", "psychologist", "o502.12.2.a")


def _handed_over(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.handed_over_on = day
    effects.because = "the case was handed to the case administrator"
    rule = "o502.8.7.2" if way(f) is Route.administrator else "o502.8.8.2"
    effects.happened("handed_over", rule, to="case_administrator")
    _tell(case, f, Process.administrator_plan, "handed_over", day, effects)
    _tell_psychologist(case, f, "handed_over", day, effects)
    f.assessed_on = None
    if f.running is not None and f.running.completed_on is None:
        f.running = None
    effects.notify("case_handed_over", "case_administrator", rule)


def _team_ordered(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    given = [str(m) for m in (act.codes.get("members") or [])]  # type: ignore[union-attr]
    called_in = f.conclusion == "case_manager_with_psychologist" or "psychologist" in given
    psychologist = psychologist_is_member(level(f.serious_harm), called_in=called_in)
    f.team_on, f.team = day, list(members(with_psychologist=psychologist))
    effects.decided("o502.10.1.2", "team_created", members=f.team)
    if psychologist:
        _tell_psychologist(case, f, "team_created", day, effects)


def _met(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.met_on = day
    present = "psychologist" in (act.codes.get("present") or [])  # type: ignore[operator]
    _tell_psychologist(case, f, "team_meeting", day, effects, psychologist_present=present)
    effects.happened("team_met", "o502.8.11.2" if f.serious_harm == "high" else "o502.8.11.1", day=day.isoformat())


def _part_iv(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    if not act.codes.get("agreed"):
        f.disagreed_on = f.disagreed_on or day
        effects.keeps_open = True
        effects.decided("o502.10.7.1", "results_not_agreed")
        effects.notify("supervisor_invited", "professional_supervisor", "o502.10.7.1")
        return
    f.agreed_on = day
    later.assessed(f, day, effects)
    total = act.codes.get("reoffending")
    f.reoffending = level(total) if total else None
    rule = "o502.10.7.2" if f.disagreed_on else "o502.10.6"
    effects.decided(rule, "results_agreed")
    if f.reoffending is not None:
        effects.scored(
            "o502.7.12", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points")
        )


def _supervisor(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.supervisor_on = day


def _drafted(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.drafted_on, f.votes = day, {}
    f.plan_months = int(str(act.codes.get("months", f.plan_months)))
    later.warn_of_length(f, max(day, later.week_8(f)), effects, "plan_too_long")


def _voted_down(f: Facts) -> None:
    f.version += 1
    f.returned_on = f.drafted_on
    f.drafted_on, f.votes, f.adopted_on = None, {}, None


def _adopted(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    result = counted(f)
    if result.result == "tied":
        adopted, rule = act.codes.get("casting") == "adopt", "o502.14.6.2"
    else:
        adopted, rule = result.result == "adopted", "o502.14.6.1"
    effects.decided(
        rule,
        "adopted" if adopted else "rejected",
        votes_for=result.votes_for,
        votes_against=result.votes_against,
    )
    if adopted:
        f.adopted_on = day
    else:
        _voted_down(f)
        effects.because = "the team did not adopt this version"


def _presented(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.presented_on = day
    effects.notify("plan_presented", "convict", "o502.14.7")
    if act.codes.get("views"):
        effects.happened("convict_heard", "o502.4.1.k.a", about="plan")


def _signed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.signed_on = day


def _submitted(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.submitted_on = day
    effects.notify("plan_submitted", "director", "o502.14.8.2")


def _informed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.director_informed_on = day
    effects.notify("plan_refused", "director", "o502.14.9.2")


def _offered_again(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan_refused_on = f.motivated_until = None
    f.presented_on = f.signed_on = f.submitted_on = None
    f.offer += 1
    effects.because = "three months of motivation are over; the plan is offered again"


def _director(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    if act.codes.get("decision", "approved") == "approved":
        f.approved_on = day
        later.approved(case, f, day, effects)
        effects.decided("o502.8.15", "approved")
        effects.notify("plan_approved", "case_manager", "o502.8.15")
        effects.notify("your_plan_approved", "convict", "o502.4.1.k.b")
        return
    effects.decided("o502.8.15", "returned")
    effects.because = "the director returned the plan to the team"
    effects.notify("plan_returned", "case_manager", "o502.8.15")
    f.version += 1
    f.offer += 1
    f.returned_on = day
    f.votes = {}
    f.drafted_on = f.adopted_on = f.presented_on = f.signed_on = f.submitted_on = None


def _refused(f: Facts, act: Act, day: date, effects: Effects) -> None:
    match act.codes.get("what"):
        case "assessment":
            f.assessment_refused_on = day
            effects.happened("refused", "o502.8.13", what="assessment")
        case "plan":
            f.plan_refused_on = day
            f.refusals += 1
            f.signature_withdrawn = f.signed_on is not None
            f.signed_on = f.submitted_on = None
            effects.because = f"the convict refused the plan on {in_words(day)} ({cited('o502.14.9.1')})"
            effects.happened("refused", "o502.14.9.1", what="plan")
        case _:
            f.service_refused_on = day
            f.service_refusals += 1
            effects.happened("refused", "o502.14.9.1", what="service")


def _consented(f: Facts, day: date, effects: Effects) -> None:
    if f.plan_refused_on is not None:
        f.plan_refused_on, f.motivated_until, f.consented_on = None, None, day
        if f.signature_withdrawn:
            f.signature_withdrawn, f.presented_on = False, None
            f.offer += 1
    f.service_refused_on = None
    effects.because = "the convict has come to agree"
    effects.happened("consented", "o502.14.9.3", day=day.isoformat())


DONE: dict[str, Callable[[str, Facts, Act, str, date, Effects], None]] = {
    "intake": _intake,
    "screening": _screened,
    "static": _static,
    "dynamic": _dynamic,
    "behaviour": _behaviour,
    "behaviour_again": _behaviour,
    "women": _women,
    "conclusion": _concluded,
    "hand_over": _handed_over,
    "team_order": _team_ordered,
    "meeting": _met,
    "part_iv": _part_iv,
    "supervisor": _supervisor,
    "draft": _drafted,
    "adopt": _adopted,
    "present": _presented,
    "sign": _signed,
    "submit": _submitted,
    "inform_director": _informed,
    "offer_again": _offered_again,
    "approve": _director,
    "carry_out": later.carried_out,
    "monitor": later.monitored,
    "file": later.filed,
    "review_services": later.services_reviewed,
}
