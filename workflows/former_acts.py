"""What the acts of a former prisoner's case change: chapter IV of Order 502, articles 31-36 and 42."""

from collections.abc import Callable, Mapping
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.former_prisoner_case import Facts
from models.levels import Level
from rules.catalogue import rule
from rules.order_502.former_attempts import silence_is_full, unbroken_silence
from rules.order_502.former_entry import beneficiary_since
from rules.order_502.former_grounds import GROUNDS, SILENT, B, C, D, G, attempts, others_work
from rules.order_502.former_status import Move, move
from workflows import former_contacts, former_specialists
from workflows.former_closing_duties import key_of
from workflows.former_duties import HEAD, MANAGER, PARTS
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
    elif act.act in ("complete", "correct") and key is not None:
        name = base(key)
        if name.startswith("close_"):
            _close(f, str(act.codes["ground"]), day, effects)
        elif name in DONE:
            DONE[name](s, f, act, key, day, effects)
        else:
            former_specialists.done(f, act, key, day, effects)
    return effects


def give(f: Facts, to: str, day: date, effects: Effects) -> None:
    """Give the case a status; the checks have said that it may be given."""
    moved = move(f, to, day)
    assert isinstance(moved, Move), moved
    effects.happened("status_given", moved.rule, status=to, was=f.status, day=day.isoformat())
    f.status = moved.to
    if to == "ongoing":
        f.ongoing_on = day


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


def _close(f: Facts, ground: str, day: date, effects: Effects) -> None:
    f.ground = ground
    give(f, "closed" if GROUNDS[ground].form == "annex-20" else "closed_without_assessment", day, effects)
    f.closed_on = day
    effects.decided(ground, "closed", form=GROUNDS[ground].form, attempts=[d.isoformat() for d in attempts(f, ground)])
    effects.notify("case_closed", HEAD, ground)


# ------------------------------------------------------------------ entry


def released(f: Facts, day: date, effects: Effects) -> None:
    """The person is released; an assignment made before takes effect (32(5))."""
    f.released_on = day
    effects.happened("released", "o502.32.5", day=day.isoformat())
    _begin(f, effects)


def _begin(f: Facts, effects: Effects) -> None:
    """The person is a beneficiary from the later of release and assignment."""
    since = beneficiary_since(f.assigned_on, f.released_on)
    if since is None or f.active_on is not None:
        return
    give(f, "active", since, effects)
    f.active_on = since
    effects.happened("beneficiary", "o502.32.4.1", since=since.isoformat())
    effects.notify("case_assigned", MANAGER, "o502.32.4.1")


def _released(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    released(f, day, effects)


def _reentry(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.reentry = "include" if act.codes["decision"] in ("include", "agreed") else "do_not_include"
    effects.decided("o502.36.7", f.reentry)


def _exception(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.exception = "agreed" if act.codes["decision"] in ("include", "agreed") else "refused"
    effects.decided("o502.31.5.2", f.exception)


def _assigned(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.assigned_on = day
    if act.codes.get("to"):
        effects.assign[MANAGER] = str(act.codes["to"])
    effects.decided("o502.32.3", "assigned")
    _begin(f, effects)


def _certificate_requested(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.certificate_requested_on = day


def _certificate(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.certificate_found = bool(act.codes["found"])
    f.certificate = f.certificate_found
    effects.happened("certificate_answered", "o502.32.6.1", found=f.certificate_found)


def _proof_asked(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.proof_asked_on = day


def _proof(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.proof_brought_on = day


def _identified(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.decided("o502.32.7", "identified" if act.codes["identified"] else "not_identified")
    if act.codes["identified"]:
        f.identified_on = day
    else:
        effects.keeps_open = True


# ------------------------------------------------------------------ contacts, consent, assessment


def _contact(s: CaseState, f: Facts, act: Act, key: str | None, day: date, effects: Effects) -> None:
    change = former_contacts.meeting if act.codes["result"] in ("held", "missed") else former_contacts.call
    effects.keeps_open = key == "first_meeting" and act.codes["result"] == "missed"
    change(f, s.steps, act.codes, key, day, effects)


def _step_of_contact(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _contact(s, f, act, key, day, effects)


def _monthly_form(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.run_forms += 1
    if f.run is not None:
        f.run = f.run.model_copy(update={"forms": f.run.forms + 1})


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
        f.form_received_on = day
        effects.routed("o502.42.3.1", source=f.form_from)
    else:
        f.form_from = None
        effects.because = "there is no form; the assessment is made in full"
        effects.routed("o502.33.1", source="full_assessment")


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
    f.assessed_on = day
    total = act.codes.get("reoffending")
    f.reoffending = _level(total) if total else None
    f.below_minimum = not f.home_visits or len(f.meetings) < rule("o502.33.3.3").values["meetings_min"]
    effects.scored("o502.33.3.2", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points"))
    if f.below_minimum:
        effects.happened("below_minimum", "o502.33.3.4", home_visits=len(f.home_visits))
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


# ------------------------------------------------------------------ plan, months, years


def _planned(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan_wanted_on = f.plan_wanted_on or f.assessed_on
    effects.happened("plan_signed", "o502.36.1.2", day=day.isoformat(), version=f.plan_version)
    usual = rule("o502.3.k.5").duration
    if usual is not None and int(str(act.codes["months"])) > usual.value:
        effects.happened("plan_long", "o502.36.1.1", months=act.codes["months"], usual=usual.value)
    if f.plan_signed_on is None:
        f.plan_signed_on = day
        give(f, "ongoing", day, effects)
        f.run, f.missed_on = None, None
        for ground in (B, C, D, G):
            f.ripe.pop(ground, None)
    if f.monitored_since is None:
        f.monitored_since, f.monitored_before = day, f.monitored


def _monitored(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.monitored += 1
    f.not_done += int(str(act.codes.get("not_done", 0)))
    if act.codes.get("contact") == "failed":
        f.failed = [*f.failed, day]
        if f.status == "ongoing":
            former_contacts.silent(f, day)
    else:
        f.reached = [*f.reached, day]
        if f.silence:
            f.silence, f.silence_rows = [], f.silence_rows + 1
        f.ripe.pop(SILENT, None)


def _reviewed(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.reviews += 1
    effects.decided("o502.36.3.2", str(act.codes["plan"]))
    if act.codes["plan"] == "changed":
        _new_plan(f, day)
    effects.new_cycle = True


def _new_plan(f: Facts, day: date) -> None:
    f.plan_version += 1
    f.plan_wanted_on = day


def _summed_up(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.summaries += 1
    outcome = str(act.codes["outcome"])
    effects.decided("o502.36.2.2", outcome)
    if outcome == "close":
        f.circumstances = {**f.circumstances, "rehabilitation_ended": day}
    else:
        f.rehabilitation_ended_on, f.monitored_since = None, None
        _new_plan(f, day)


def _extension_wanted(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.extension_wanted, f.extension_wanted_on = int(str(act.codes["months"])), day
    effects.keeps_open = True
    effects.decided("o502.36.6.2", "wanted", months=f.extension_wanted)


def _extension(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    agreed = act.codes["decision"] in ("agreed", "include")
    effects.decided("o502.36.6.2", "agreed" if agreed else "refused", months=f.extension_wanted)
    if agreed:
        f.limit_months += f.extension_wanted
        former_contacts.fulfil(effects, s.steps, key, "limit")
        f.extensions += 1
    else:
        effects.reopen.append(key)
    f.extension_wanted, f.extension_wanted_on = 0, None


# ------------------------------------------------------------------ acts of their own


def _set_status(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    to = str(act.codes["to"])
    give(f, to, day, effects)
    if f.silence:
        f.silence, f.silence_rows = [], f.silence_rows + 1
        f.ripe.pop(SILENT, None)
    effects.because = f"the case is '{to}'"


def _ascertained(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    what = str(act.codes["what"])
    if what == "died":
        f.died_on = day
        effects.happened("died", "o502.37.1.1", day=day.isoformat())
        effects.because = "the beneficiary has died; article 37 names no ground for it"
        return
    if what == "conviction_expunged":
        f.expunged = True
        effects.happened("conviction_expunged", "o502.32.9.2", day=day.isoformat())
        return
    if what == "rehabilitation_ended":
        f.rehabilitation_ended_on = day
        effects.happened("rehabilitation_ended", "o502.36.2.1", day=day.isoformat())
        effects.because = "the rehabilitation set by the plan has ended"
        return
    if what == "absence_broke_assessment":
        f.absence_extra_since = s.steps["assess"].due
        effects.happened("additional_months", "o502.37.2.d.1", since=str(f.absence_extra_since))
        return
    if what == "criteria_not_met" and act.codes.get("criterion") == "five_years" and f.exception is None:
        f.over_five_years = True
        effects.routed("o502.31.5.2", to=HEAD)
        return
    f.circumstances = {**f.circumstances, what: day}
    effects.happened("ascertained", ASCERTAINED[what][f.assessed_on is not None], what=what, day=day.isoformat())
    others = others_work(f)
    if others and f.notice_on is None and f.assessed_on is None and what in LAST_DAY:
        notify_others(f, others, day, effects)


LAST_DAY = ("participation_refused", "contact_data_unusable")
"""Confirmed, these leave five working days for closing (32(11)): the notice of 37(4) goes out the same day."""

ASCERTAINED: Mapping[str, tuple[str, str]] = {
    "participation_refused": ("o502.32.11.1", "o502.37.3.e"),
    "contact_data_unusable": ("o502.32.11.2", "o502.37.2.e"),
    "one_off_service_given": ("o502.37.2.h", "o502.37.2.h"),
    "sentenced_to_imprisonment": ("o502.37.2.j", "o502.37.3.d"),
    "beyond_competence": ("o502.37.2.k", "o502.37.3.f"),
    "criteria_not_met": ("o502.37.2.l", "o502.37.2.l"),
    "proof_not_found": ("o502.37.2.m", "o502.37.2.m"),
    "plan_measures_not_done": ("o502.37.3.c", "o502.37.3.c"),
    "assessment_hindered": (G, G),
}
"""The rule under which a circumstance is confirmed, before the assessment is complete and after it."""


def notify_others(f: Facts, others: list[str], day: date, effects: Effects) -> None:
    """37(4): the others who work on the case are told in writing; closing is open on the fifth working day."""
    f.notice_on = day
    for role in others:
        effects.notify("closing_decided", role, "o502.37.4")
    effects.happened("others_notified", "o502.37.4", day=day.isoformat(), to=others)


def _notice(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    notify_others(f, others_work(f), day, effects)


def _warned(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    track = f.psychologist()
    if act.by != MANAGER and track is not None:
        track.warnings = [*track.warnings, day]
        effects.happened("warned", "o502.39.6.b", day=day.isoformat(), count=len(track.warnings))
    elif f.assessed_on is None:
        f.warnings_assessment = [*f.warnings_assessment, day]
        effects.happened("warned", "o502.37.2.i", day=day.isoformat(), count=len(f.warnings_assessment))
    else:
        f.warnings_rehabilitation = [*f.warnings_rehabilitation, day]
        effects.happened("warned", "o502.37.3.b", day=day.isoformat(), count=len(f.warnings_rehabilitation))


def _refused(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    effects.happened("refused", "o502.36.1.2", what=str(act.codes["what"]))


def _form_elsewhere(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    source = act.codes["source"]
    f.form_from = "institution" if source == "institution" else "convicts_division"
    if source == "institution":
        f.form_received_on = day
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
    f.silence = [d for d in f.silence if start is not None and d >= start]
    f.silence_rows += 1


Own = Callable[[CaseState, Facts, Act, date, Effects], None]
Done = Callable[[CaseState, Facts, Act, str, date, Effects], None]

OWN: dict[str, Own] = {
    "set_status": _set_status,
    "ascertain": _ascertained,
    "warn": _warned,
    "consent": _consented,
    "refuse": _refused,
    "form_elsewhere": _form_elsewhere,
    **former_specialists.OWN,
}

DONE: dict[str, Done] = {
    "release": _released,
    "reentry": _reentry,
    "exception": _exception,
    "assign_case": _assigned,
    "request_certificate": _certificate_requested,
    "certificate": _certificate,
    "ask_proof": _proof_asked,
    "proof": _proof,
    "identify": _identified,
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
    "plan": _planned,
    "monitor": _monitored,
    "yearly_review": _reviewed,
    "summary": _summed_up,
    "limit": _extension_wanted,
    "agree_extension": _extension,
    "closing_notice": _notice,
}
