"""What articles 8(10) and 12 of Order 502 refuse in psychological service, each with its article and the way on."""

from datetime import date

from models.acts import Act, Refusal
from models.psychology_service import Facts, Plan
from rules.order_502 import psychology
from rules.order_502.eligibility import Eligibility
from workflows import psychology_duties
from workflows.steps.duty import base, cycle_of, occurrence
from workflows.steps.voice import actor
from workflows.steps.voice import day as in_words

ANYBODY = (*psychology.OWN_REQUEST, *psychology.OTHERS, "prison_social_worker", "official_representative")
ASKS_CHARACTERISTIC = (
    "case_manager", "case_administrator", "prison_social_worker", "psychologist", "director", "legal_regime_officer",
    "special_registration_officer",
)  # fmt: skip
"""Who may write down that a characteristic is asked for. The act does not say: the service's own choice."""

ACTS: dict[str, tuple[str, ...]] = {
    "contact": ("psychologist",),
    "refer": ("psychologist",),
    "reassess": ("psychologist",),
    "monitor_early": ("psychologist",),
    "request_consultation": ANYBODY,
    "request_meeting": ANYBODY,
    "request_characteristic": ASKS_CHARACTERISTIC,
}
"""The process's own acts."""

RULES = {
    "contact": "o502.12.5",
    "refer": "o502.12.6",
    "reassess": "o502.12.11",
    "monitor_early": "o502.12.11",
    "request_consultation": "o502.12.13.1",
    "request_meeting": "o502.12.13.2",
    "request_characteristic": "o502.12.12",
}


def rule_of(act: Act) -> str | None:
    """The article that an act stands on."""
    return RULES.get(act.act)


def not_owed(f: Facts, name: str) -> Refusal | None:
    """Why the law does not ask for a step here: the tracks are for case management alone (12(14))."""
    if f.in_case_management:
        return None
    meant = [d.rules for d in psychology_duties.DUTIES if name == d.key or name in d.rules]
    rules = {r for of_duty in meant for r in of_duty}
    return _elsewhere(rules) if rules else None


def _elsewhere(rules: set[str]) -> Refusal | None:
    open_to = psychology.open_to(rules, in_case_management=False)
    if open_to.allowed:
        return None
    return Refusal(
        rule=open_to.rule,
        because=f"The person is not in case management: {open_to.reason}",
        way_on="Open here: assessment, plan and monitoring without the weeks of the cycle (12(1)), contacts (12(5)), "
        "referral to a specialist (12(6)), a characteristic (12(12)), consultations (12(13))",
    )


def check(f: Facts, act: Act, key: str | None, day: date) -> Refusal | None:
    """What the law forbids now."""
    if act.act in RULES:
        return _check_own(f, act, day)
    if act.act == "end" and f.in_case_management and act.codes.get("ground") == "o502.12.14":
        return Refusal(
            rule="o502.12.14",
            because="The person is in case management, and the service goes on with it",
            way_on="It ends by itself when the case in prison does; give a ground of article 17(2) if that is so",
        )
    if act.act == "correct" and key is not None:
        return _check_correct(f, key)
    if act.act != "complete" or key is None:
        return None
    match base(key):
        case "attend" | "attend_held" if f.met_on is not None and day != f.met_on:
            return Refusal(
                rule="o502.12.2.b",
                because=f"The team met on {in_words(f.met_on)}, not on {in_words(day)}",
                way_on="Give the day of the meeting as the day it was done; if that is wrong, correct the minutes",
            )
        case "strategy":
            return _check_strategy(f, key, day)
        case "pass_on":
            return _check_pass_on(f, act)
        case "characteristic":
            return _check_characteristic(f, act, key)
        case "plan" | "discuss" | "submit" | "approve" | "give_results":
            return _check_plan(f, act, key, day)
    return None


def plan_of(f: Facts, key: str) -> Plan | None:
    """The plan that a step belongs to: by its draft, or by its place for what comes after the approval."""
    n = occurrence(key) or 1
    if base(key) in ("carry_out", "monitor", "give_results"):
        return f.plans[n - 1] if n <= len(f.plans) else None
    return next((p for p in f.plans if p.draft == n), None)


def _check_plan(f: Facts, act: Act, key: str, day: date) -> Refusal | None:
    plan = plan_of(f, key)
    if plan is None or not f.in_case_management:
        return None
    match base(key):
        case "plan" if not act.codes.get("convict_took_part"):
            return Refusal(
                rule="o502.12.7",
                because="Annex 6 does not say that the convict took part in drawing up the plan",
                way_on="Draw it up with the convict and say so (convict_took_part); no signature of his is asked for",
            )
        case "discuss" if act.by in psychology_duties.HOLDERS and act.by != f.holder:
            return Refusal(
                rule="o502.12.4.2" if plan.track == "instant" else "o502.12.2.d",
                because=f"The case is held by the {actor(f.holder)}",
                way_on=f"Discuss the plan with the {actor(f.holder)}",
            )
        case "submit" if plan.discussed_on is None:
            return Refusal(
                rule="o502.12.4.2" if plan.track == "instant" else "o502.12.2.d",
                because=f"The plan was not discussed with the {actor(f.holder)} yet",
                way_on="Complete the step 'discuss' first",
            )
        case "approve" if act.codes.get("decision") == "approved" and plan.ends is not None and plan.ends <= day:
            return Refusal(
                rule="o502.12.2.e",
                because=f"The plan ends on {in_words(plan.ends)}, not after {in_words(day)}",
                way_on="Return it with remarks, so that the psychologist gives it a later last day",
            )
        case "give_results" if plan.monitored_on is None:
            return Refusal(
                rule="o502.12.10.1",
                because="The plan was not monitored yet, so there are no results to give",
                way_on="Fill in Annex 7 (step 'monitor') first; the week covers both",
            )
    return None


def _check_strategy(f: Facts, key: str, day: date) -> Refusal | None:
    """8(10)(a): the strategy is discussed after one week of work; the week is the earliest moment, not the latest."""
    ways = [w for w in f.ways if (w.kind, w.cycle, w.n) == ("high_risk", cycle_of(key), occurrence(key))]
    first = max((psychology.after_a_week_of_work(w.started_on) for w in ways if w.started_on), default=day)
    if day >= first:
        return None
    return Refusal(
        rule="o502.8.10.a.2",
        because=f"The strategy is discussed after one week of work, and {in_words(day)} is before {in_words(first)}",
        way_on=f"Meet the case manager on {in_words(first)} or later, and enter the strategy of that meeting",
    )


def _check_pass_on(f: Facts, act: Act) -> Refusal | None:
    who = psychology.passes_on(f.holder, in_case_management=f.in_case_management)
    if act.by in (who, "prison_social_worker"):
        return None
    return Refusal(
        rule="o502.12.6",
        because=f"The referral goes by way of the {actor(who)}",
        way_on=f"Let the {actor(who)} pass it on",
    )


def _check_own(f: Facts, act: Act, day: date) -> Refusal | None:
    if not f.in_case_management and act.act in ("reassess", "monitor_early"):
        return _elsewhere({RULES[act.act]})
    match act.act:
        case "request_consultation" if psychology.request(act.by) != "own":
            return Refusal(
                rule="o502.12.13.2",
                because=f"The {actor(act.by)} approaches the psychologist with Annex 10",
                way_on="Fill in Annex 10 (act 'request_meeting')",
            )
        case "request_meeting" if act.by != "case_manager" and psychology.request(act.by) != "annex-10":
            return Refusal(
                rule="o502.12.13.2",
                because=f"Annex 10 is for other specialists, not for the {actor(act.by)}",
                way_on="Ask for a consultation without a form (act 'request_consultation')",
            )
        case "monitor_early" if running(f) is None:
            return Refusal(
                rule="o502.12.11",
                because="No psychological service plan is being carried out",
                way_on="There is nothing to monitor before a plan is approved; at its end it is monitored by 12(10)",
            )
        case "reassess" if not f.plans:
            return Refusal(
                rule="o502.12.11",
                because="The convict was not assessed yet in this service",
                way_on="Complete the assessment that is open",
            )
        case "request_characteristic":
            return _check_request_characteristic(f, day)
    return None


def running(f: Facts) -> Plan | None:
    """The plan that is being carried out now."""
    for plan in reversed(f.plans):
        begun = plan.approved_on if f.in_case_management else plan.drafted_on
        if begun and plan.completed_on is None and not plan.dropped:
            return plan
    return None


def working(f: Facts) -> bool:
    """Whether work with the person is going on: an assessment, a plan or a consultation is not over."""
    return (
        any(w.assessed_on is None for w in f.ways)
        or any(p.completed_on is None and not p.dropped for p in f.plans)
        or any(r.kind in ("consultation", "meeting") and r.done_on is None for r in f.requests)
    )


def _check_request_characteristic(f: Facts, day: date) -> Refusal | None:
    """At the request: refused only when no psychologist could answer it."""
    if working(f):
        return None
    last = max(f.worked.values(), default=None)
    return _not_his(psychology.characteristic(day, working=False, ended=last))


def _check_characteristic(f: Facts, act: Act, key: str) -> Refusal | None:
    n = occurrence(key) or 1
    asked = next(r.on for r in f.requests if r.kind == "characteristic" and r.n == n)
    me = act.staff or "psychologist"
    now = working(f) and f.psychologist == me
    return _not_his(psychology.characteristic(asked, working=now, ended=f.worked.get(me)))


def _not_his(eligible: Eligibility) -> Refusal | None:
    if eligible.allowed:
        return None
    return Refusal(
        rule=eligible.rule,
        because=f"The own form is not filled in: {eligible.reason}",
        way_on="Draw up the characteristic without it, or ask a psychologist who works with the convict "
        "or has within the year",
    )


def _check_correct(f: Facts, key: str) -> Refusal | None:
    if base(key) in CORRECTABLE:
        return None
    if base(key) == "plan":
        plan = plan_of(f, key)
        if plan is not None and not plan.dropped and plan.submitted_on is None:
            return None
        return Refusal(
            rule="o502.12.2.e",
            because="The plan was submitted to the director",
            way_on="Let the director return it with remarks, or reassess (12(11)) for a new plan",
        )
    assessed = base(key) in psychology_duties.ASSESSMENTS
    return Refusal(
        rule=RULES["reassess"] if assessed else next(d.rule for d in psychology_duties.DUTIES if d.key == base(key)),
        because=f"'{key}' is not corrected but done again",
        way_on="Reassess (act 'reassess'); the old assessment stays as it was"
        if assessed
        else "Record the new fact; what was recorded stays as it was",
    )


CORRECTABLE = ("start", "strategy", "recommend", "monitor", "monitor_early", "record_instant", "consult", "meet")
"""Steps whose document may be put right afterwards."""
