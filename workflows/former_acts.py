"""What the acts of a former prisoner's case change: chapter IV of Order 502, articles 31-36 and 42."""

from collections.abc import Callable, Mapping
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.former_prisoner_case import Facts
from models.levels import Level
from rules.catalogue import rule
from rules.order_502.former_attempts import silence_is_full, unbroken_silence
from rules.order_502.former_entry import assessment_meetings
from rules.order_502.former_grounds import GROUNDS, SILENT, B, C, D, G, attempts, others_work
from workflows import former_contacts, former_entry_acts, former_plan_acts, former_specialists, former_warnings
from workflows.former_ascertaining import ascertained, notify_others, retracted
from workflows.former_closing_duties import key_of
from workflows.former_duties import HEAD, PARTS
from workflows.former_statuses import give
from workflows.steps.duty import base
from workflows.steps.effects import Effects


def apply(s: CaseState, f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    if act.act == "end":
        _close(f, str(act.codes["ground"]), day, effects)
    elif act.act in ("contact_attempt", "meeting"):
        _contact(s, f, act, None, day, effects)
    elif act.act in OWN:
        OWN[act.act](s, f, act, day, effects)
    elif act.act == "correct" and key is not None and base(key) in former_contacts.CORRECTED:
        former_contacts.corrected(s, f, act, key, day, effects)
    elif act.act in ("complete", "correct") and key is not None:
        name = base(key)
        if name.startswith("close_"):
            _close(f, str(act.codes["ground"]), day, effects)
        elif name in DONE:
            DONE[name](s, f, act, key, day, effects)
        else:
            former_specialists.done(f, act, key, day, effects)
    return effects


def propose(f: Facts, before: Mapping[str, date], now: Mapping[str, date], effects: Effects) -> None:
    """Say which grounds have newly been made out, with the form and the attempts to fill it with."""
    for ground, since in now.items():
        if ground not in before and f.closed_on is None:
            effects.happened(
                "closing_proposed",
                ground,
                step=key_of(ground),
                form=GROUNDS[ground].form,
                since=since.isoformat(),
                attempts=[d.isoformat() for d in attempts(f, ground)],
            )
    if f.notice_on is not None and not now and f.closed_on is None:
        f.notice_on = None
        effects.reopen += ["closing_notice", "notice_runs"]


def _close(f: Facts, ground: str, day: date, effects: Effects) -> None:
    f.ground = ground
    give(f, "closed" if GROUNDS[ground].form == "annex-20" else "closed_without_assessment", day, effects)
    f.closed_on = day
    effects.decided(ground, "closed", form=GROUNDS[ground].form, attempts=[d.isoformat() for d in attempts(f, ground)])
    effects.notify("case_closed", HEAD, ground)


# ------------------------------------------------------------------ contacts, consent, assessment


def _contact(s: CaseState, f: Facts, act: Act, key: str | None, day: date, effects: Effects) -> None:
    change = former_contacts.meeting if act.codes["result"] in ("held", "missed") else former_contacts.call
    change(f, s.steps, act.codes, key, day, effects)


def _step_of_contact(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _contact(s, f, act, key, day, effects)


def _monthly_form(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    former_contacts.form(f, key, day)


def _consented(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    choice, service = str(act.codes["choice"]), act.codes.get("service")
    match choice:
        case "general":
            f.consent = "general"
            effects.happened("consented", "o502.33.2.4", choice=choice)
        case "one_service":
            f.consent = f.consent or "refused"
            f.consent_services = sorted({*f.consent_services, str(service)})
            effects.happened("consented", "o502.32.8.3", choice=choice, service=service)
        case "refused":
            f.consent = "refused"
            effects.happened("refused", "o502.32.8.1", what="annex-25")
        case _:
            f.consent_services = [x for x in f.consent_services if service is not None and x != service]
            f.consent = f.consent if service else "refused"
            effects.happened("consent_withdrawn", "o502.32.8.3", service=service)
    former_contacts.fulfil(effects, s.steps, None, "consent_form")


def _consent_form(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _consented(s, f, act, day, effects)
    effects.closes = []


def _form_asked(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.form_asked_on = day


def _form_received(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    if act.codes["exists"]:
        f.form_received_on, f.form_lacks = day, _lacks(act)
        effects.routed("o502.42.3.1", source=f.form_from)
    else:
        f.form_from = None
        effects.because = "there is no form; the assessment is made in full"
        effects.routed("o502.33.1", source="full_assessment")


def _lacks(act: Act) -> list[int]:
    given = act.codes.get("lacks")
    return [int(str(n)) for n in given] if isinstance(given, list) else []


def _level(value: object) -> Level:
    assert value == "low" or value == "medium" or value == "high"
    return value


def _part(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    scores = {"part_1": "serious_harm", "part_2": "static", "part_3": "dynamic"}
    name = base(key)
    level = _level(act.codes[scores[name]])
    if name == "part_1":
        f.part_1_on, f.serious_harm = day, level
    elif name == "part_2":
        f.part_2_on, f.static = day, level
    else:
        f.part_3_on, f.dynamic = day, level
    points = act.codes.get(f"{scores[name]}_points")
    handed = f.form_from if f.form_received_on else None
    effects.scored(PARTS[handed][0].rule, score=scores[name], level=level, points=points)


def _assessed(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    home_visits = [d for d in f.home_visits if d in assessment_meetings(f)]
    f.below_minimum = not home_visits or len(assessment_meetings(f)) < rule("o502.33.3.3").values["meetings_min"]
    if f.reassess_since is None:
        f.assessed_on = day
    else:
        f.reassess_since, f.reassessed_on, f.plan_wanted_on = None, day, day
        f.reassessments += 1
    total = act.codes.get("reoffending")
    f.reoffending = _level(total) if total else None
    effects.scored("o502.33.3.2", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points"))
    if f.reoffending is None:
        effects.happened("not_summed", "o502.42.1.1", lacking="static points of the form handed over")
    if f.below_minimum:
        effects.happened("below_minimum", "o502.33.3.4", home_visits=len(home_visits))
    if act.codes.get("noted") and s.steps[key].overdue:
        effects.happened("late_note", "o502.33.4.2")
    effects.because = "the assessment is complete"


def _women(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    services = act.codes.get("services")
    f.women_on, f.women_services = day, [str(x) for x in services] if isinstance(services, list) else []
    for service in f.women_services:
        effects.routed("o502.34.4", service=service)
    if "psychological_service" in f.women_services and f.psychologist() is None:
        former_specialists.refer_psychologist(f, "circumstances_found_in_assessment", day, effects)


# ------------------------------------------------------------------ acts of their own


def _set_status(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    to = str(act.codes["to"])
    give(f, to, day, effects)
    if f.silence:
        f.silence, f.silence_rows = [], f.silence_rows + 1
        f.ripe.pop(SILENT, None)
    effects.because = f"the case is '{to}'"


def _notice(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    notify_others(f, others_work(f), day, effects)


def _refused(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    effects.happened("refused", "o502.36.1.2", what=str(act.codes["what"]))


def _form_elsewhere(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    source = act.codes["source"]
    f.form_from = "institution" if source == "institution" else "convicts_division"
    if source == "institution":
        f.form_received_on, f.form_lacks = day, _lacks(act)
    effects.routed("o502.42.1.1" if source == "institution" else "o502.42.2", source=source)
    effects.because = "another house has an assessment form"


def elapsed(f: Facts, key: str, day: date) -> Effects:
    """Months that had to pass have passed; `day` is the first on which closing is open."""
    effects = Effects(because="the months have passed")
    match base(key):
        case "months_without_meeting":
            f.ripe = {**f.ripe, B: day}
        case "months_of_absence":
            f.ripe = {**f.ripe, C: day}
        case "additional_months":
            f.absence_extra_used = True
            if f.resumed_on is None:
                f.ripe = {**f.ripe, D: day}
        case "hindered_months":
            f.ripe = {**f.ripe, G: day}
        case "silent_months":
            _silent_months(f, day)
    return effects


def _silent_months(f: Facts, day: date) -> None:
    """The row stands when each month holds an attempt; else a new one begins with the next attempt."""
    if silence_is_full(f.silence, day):
        f.ripe = {**f.ripe, SILENT: day}
        return
    start = unbroken_silence(f.silence, day)
    f.silence_since = start or day
    f.silence = [d for d in f.silence if start is not None and d >= start]
    f.silence_rows += 1


Own = Callable[[CaseState, Facts, Act, date, Effects], None]
Done = Callable[[CaseState, Facts, Act, str, date, Effects], None]

OWN: dict[str, Own] = {
    "expect_release": former_entry_acts.expect_release,
    "set_status": _set_status,
    "ascertain": ascertained,
    "retract": retracted,
    "warn": former_warnings.warned,
    "consent": _consented,
    "refuse": _refused,
    "form_elsewhere": _form_elsewhere,
    **former_specialists.OWN,
}

DONE: dict[str, Done] = {
    **former_entry_acts.DONE,
    **former_plan_acts.DONE,
    "contact": _step_of_contact,
    "first_meeting": _step_of_contact,
    "call": _step_of_contact,
    "call_two_weekly": _step_of_contact,
    "quarterly_call": _step_of_contact,
    "monthly_form": _monthly_form,
    "consent_form": _consent_form,
    "ask_form": _form_asked,
    "form_received": _form_received,
    "part_1": _part,
    "part_2": _part,
    "part_3": _part,
    "assess": _assessed,
    "women": _women,
    "closing_notice": _notice,
}
