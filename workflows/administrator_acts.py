"""What the acts of the administrator's plan change: articles 13 and 17 of Order 502."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Codes, Told
from models.administrator_plan import Facts, Running
from models.ids import Process, related_case
from models.levels import Level
from rules.order_502.administrator import goes_back
from workflows.administrator_duties import MONITOR, PLAN
from workflows.steps.duty import base
from workflows.steps.effects import Effects
from workflows.steps.voice import cited
from workflows.steps.voice import day as in_words

UNAVAILABLE = "o502.15.1.f"
BACK = "the case went back to the case manager"


def apply(case: str, f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    match act.act:
        case "screen":
            _screened(case, f, act, day, effects)
        case "reassess":
            effects.happened("reassessed_early", "o502.13.6", day=day.isoformat())
            _reassessed(f, act.codes, day, "o502.13.6", effects)
        case "monitor":
            effects.happened("monitored_early", "o502.13.6", day=day.isoformat())
            f.monitored_on = day
        case "refuse":
            effects.happened("refused", "o502.13.2.1", what=act.codes.get("what"))
        case "end":
            _ended(case, f, str(act.codes["ground"]), day, effects)
            effects.inform(_prison(case), Process.penitentiary_cycle, "ended", day, {"ground": f.ended_ground})
        case _ if key is not None and (done := DONE.get(base(key))) is not None:
            done(case, f, act, key, day, effects)
    return effects


def hear(case: str, f: Facts, told: Told) -> Effects:
    """The hand-over (again after the way back), the end, the transfer to another institution."""
    effects = Effects()
    match told.fact:
        case "handed_over" if f.handed_over is None:
            f.handed_over = told.on
        case "handed_over" if f.handed_back_on is not None and told.on >= f.handed_back_on:
            _handed_over_again(f, told.on, effects)
        case "ended":
            _ended(case, f, str(told.codes["ground"]), told.on, effects, told.codes.get("holder"))
        case "transferred":
            doubtful = told.codes.get("services") == "some" and f.holder() and f.ended_on is None
            f.services_in_doubt_on = told.on if doubtful else None
            f.services_reviews += doubtful
    return effects


def _prison(case: str) -> str:
    return related_case(case, Process.penitentiary_cycle)


def _psychology(case: str) -> str:
    return related_case(case, Process.psychology_service)


# ------------------------------------------------------------------ article 13


def _next_cycle(f: Facts, rule: str, effects: Effects) -> None:
    f.number += 1
    f.begun_by_hand_over = False
    f.version, f.proposed_on, f.returned_on, f.monitored_on = 1, None, None, None
    effects.new_cycle = True
    effects.happened("cycle_started", rule, number=f.number)


def _handed_over_again(f: Facts, day: date, effects: Effects) -> None:
    _next_cycle(f, "o502.13.1", effects)
    f.begun_by_hand_over, f.handed_over, f.handed_back_on = True, day, None
    f.plan, f.ended_terms, f.assessed_on, f.rose_on = None, {}, None, None
    f.services_in_doubt_on = None


def _planned(f: Facts, codes: Codes, day: date, effects: Effects) -> None:
    """A plan lies on the director's table (13(5)); what the convict refused is recorded and left out (13(2))."""
    f.proposed_on, f.returned_on = day, None
    f.months = int(str(codes["months"]))
    refused = int(str(codes.get("refused_services", 0)))
    if refused:
        effects.happened("refused", "o502.13.2.1", what="service", services=refused)
    effects.notify("plan_for_agreement", "director", "o502.13.5")


def _assessed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.assessed_on = day
    _planned(f, act.codes, day, effects)


def _agreed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    if act.codes.get("decision", "agreed") == "agreed":
        f.plan = Running(cycle=f.number, agreed_on=day, months=f.months)
        f.proposed_on = None
        effects.decided("o502.13.5", "agreed", months=f.months)
        effects.notify("plan_agreed", "case_administrator", "o502.13.5")
        effects.because = f"the director agreed with a new plan on {in_words(day)} ({cited('o502.13.5')})"
        return
    f.version += 1
    f.proposed_on, f.returned_on = None, day
    effects.decided("o502.13.5", "returned")
    effects.notify("plan_not_agreed", "case_administrator", "o502.13.5")


def _monitored(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.monitored_on = f.monitored_on or day
    f.ended_terms = {
        cycle: last for cycle, last in f.ended_terms.items() if MONITOR.since(last).in_cycle(cycle).key != key
    }


def _reassess_step(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _reassessed(f, act.codes, day, "o502.13.4.1", effects)


def _reassessed(f: Facts, codes: Codes, day: date, rule: str, effects: Effects) -> None:
    """Each reassessment begins the next cycle; a new plan only if it is needed (13(4))."""
    needed = bool(codes.get("new_plan", True))
    effects.decided("o502.13.4.2", "new_plan" if needed else "no_new_plan")
    effects.because = f"the convict was reassessed on {in_words(day)} ({cited(rule)})"
    _next_cycle(f, rule, effects)
    f.assessed_on = day
    if needed:
        _planned(f, codes, day, effects)


def term_ended(f: Facts, last_day: date) -> None:
    """The plan's term is over: its monitoring is owed from that day (13(3))."""
    if f.plan is not None:
        f.ended_terms = {**f.ended_terms, f.plan.cycle: last_day}
        f.over, f.plan = f.plan, None


def stood_still(f: Facts, since: date) -> Effects:
    """Article 15 entered after the plan's last day: it stood still before its term ended, so it has not ended."""
    effects = Effects()
    over, was = f.over, f.ended_terms.get(f.over.cycle) if f.over else None
    if over is None or was is None or since > was or f.plan is not None or not f.holder():
        return effects
    f.plan, f.over = over, None
    f.ended_terms = {cycle: last for cycle, last in f.ended_terms.items() if cycle != over.cycle}
    effects.reopen.append(PLAN.since(over.agreed_on).in_cycle(over.cycle).key)
    effects.because = f"the plan stood still from {in_words(since)}, before its term ended"
    effects.happened("term_had_not_ended", PLAN.rule, since=since.isoformat(), was=was.isoformat())
    return effects


def stay_over(effects: Effects) -> None:
    """Six months in the medical institution are over (15(1)(a)): nothing ends by itself, the administrator looks."""
    effects.happened("medical_stay_over", "o502.15.1.a")
    effects.notify("medical_stay_over", "case_administrator", "o502.15.1.a")


def _screened(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """13(7): medium or high sends the case to the case manager; items 8-10 to the psychologist at any level (12(3))."""
    harm = act.codes.get("serious_harm")
    f.serious_harm, f.instant = _level(harm), bool(act.codes.get("instant"))
    effects.scored("o502.7.3", score="serious_harm", level=harm, points=act.codes.get("serious_harm_points"))
    if f.instant:
        f.psychology = True
        effects.routed("o502.12.3", items="8-10")
        effects.inform(_psychology(case), Process.psychology_service, "instant", day)
        effects.notify("psychologist_referred", "psychologist", "o502.12.3")
    if goes_back(f.serious_harm):
        f.rose_on = f.rose_on or day
        effects.routed("o502.13.7", serious_harm=f.serious_harm, to="case_manager")
    else:
        f.rose_on = None
        effects.because = f"a new screening shows {f.serious_harm} serious harm"


def _level(value: object) -> Level:
    if value == "low" or value == "medium" or value == "high":
        return value
    raise ValueError(f"'{value}' is no level")


def _handed_back(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    assert f.rose_on is not None
    f.handed_back_on = day
    effects.because = BACK
    effects.happened("handed_over", "o502.13.7", to="case_manager")
    codes: Codes = {"serious_harm": f.serious_harm, "instant": f.instant, "day0": f.rose_on.isoformat()}
    effects.inform(_prison(case), Process.penitentiary_cycle, "handed_back", day, codes)


# ------------------------------------------------------------------ articles 15, 17


def stopped(case: str, fact: str, ground: str, day: date) -> Effects:
    """The psychologist's case hears of a suspension and its end; of the end also the prison case, which may know the
    ground from before the hand-over."""
    effects = Effects()
    codes: Codes = {"ground": ground}
    effects.inform_every(Process.psychology_service, fact, day, codes)
    if fact == "resumed":
        effects.inform_known(_prison(case), Process.penitentiary_cycle, fact, day, codes)
    return effects


def _services_reviewed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """15(1)(f): with some services missing the administrator suspends the plan or changes it."""
    f.services_in_doubt_on = None
    effects.decided(UNAVAILABLE, str(act.codes["decision"]))
    if act.codes["decision"] == "suspend":
        effects.suspends.append((UNAVAILABLE, day))
        effects.add(stopped(case, "suspended", UNAVAILABLE, day))


def _ended(case: str, f: Facts, ground: str, day: date, effects: Effects, holder: object = None) -> None:
    """17(2). `holder`: who has the case by the prison case, which alone knows whether what was sent back arrived."""
    if f.ended_ground is not None:
        return
    f.ended_ground, f.ended_on = ground, day
    f.held_at_the_end = f.holder() if holder is None else holder == "case_administrator"
    effects.because = f"the plan is terminated ({cited(ground)})"
    effects.happened("ended", ground, day=day.isoformat())
    if f.psychology:
        effects.inform(_psychology(case), Process.psychology_service, "ended", day, {"ground": ground})


def _file_handed_on(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.happened("handed_over", "o502.17.5", to="special_registration_officer", what="doc-case-file")


DONE: dict[str, Callable[[str, Facts, Act, str, date, Effects], None]] = {
    "assess": _assessed,
    "revise": _assessed,
    "agree": _agreed,
    "monitor": _monitored,
    "reassess": _reassess_step,
    "hand_back": _handed_back,
    "review_services": _services_reviewed,
    "file": _file_handed_on,
}
