"""What articles 32(8), 38-40 and 42 of Order 502 refuse: services, psychologist, lawyer, forms handed over."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.order_502.former_entry import service_open
from rules.order_502.former_grounds import warnings_needed
from workflows.steps.duty import base
from workflows.steps.voice import cited
from workflows.steps.voice import day as in_words

Check = Callable[[CaseState, Facts, Act, date], Refusal | None]


def no_psychologist(rule_id: str) -> Refusal:
    return Refusal(
        rule=rule_id,
        because="The beneficiary is not with the psychologist",
        way_on="The case manager refers first (act `refer_psychologist`)",
    )


def _serve(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    outside = bool(act.codes.get("outside"))
    return service_open(f.consent, f.consent_services, str(act.codes.get("service")), outside=outside)


def _outside(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    return service_open(f.consent, f.consent_services, str(act.codes.get("service")), outside=True)


def _refer(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    track = f.psychologist()
    if track is None:
        return None
    return Refusal(
        rule="o502.39.1",
        because=f"The beneficiary is with the psychologist since {in_words(track.referred_on)}",
        way_on="One referral at a time; Annex 23 ends the psychological service",
    )


def _psych_assessment(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    step = next((x for k, x in s.steps.items() if base(k) == "psych_assessment"), None)
    if step is not None and step.due is not None and day > step.due and not act.codes.get("noted"):
        return Refusal(
            rule="o502.39.2.2",
            because=f"The initial assessment is handed over after its last day, {in_words(step.due)}",
            way_on="Give `first_meeting_on` (or `no_meeting_held`) and explain the reasons in a `note`",
        )
    return None


def _exchange(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    return no_psychologist("o502.39.5.1") if f.psychologist() is None else None


def _share(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if any(x.done_on is None for x in f.legal):
        return None
    return Refusal(
        rule="o502.40.4.1",
        because="The lawyer has no open matter in this case",
        way_on="Plan the visit first (act `refer_lawyer`); nothing is opened without a problem that needs it",
    )


def _close_psychology(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    track = f.psychologist()
    if track is None:
        return no_psychologist("o502.39.6")
    ground = str(act.codes.get("ground"))
    needs = {
        "o502.39.6.a": (track.assessed_on is not None, "the work was begun (Annex 21)"),
        "o502.39.6.b": (len(track.warnings) >= warnings_needed("o502.39.6.b"), "three warnings of the psychologist"),
        "o502.39.6.c": ("sentenced_to_imprisonment" in f.circumstances, "a judgment that sentences to imprisonment"),
        "o502.39.6.d": (track.beyond, "an Annex 21 that says so, and the help with the referral (39(3))"),
        "o502.39.6.e": (True, ""),
    }
    made, words = needs[ground]
    if made:
        return None
    return Refusal(
        rule=ground,
        because=f"The ground of {cited(ground)} is not made out",
        way_on=f"It needs {words}",
    )


def _form_elsewhere(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if f.assessed_on is None and f.part_1_on is None:
        return None
    return Refusal(
        rule="o502.42.2",
        because="The assessment is already on its way in this case",
        way_on="Go on with it; a form received now is a paper of the file",
    )


OWN: dict[str, Check] = {
    "give_service": _serve,
    "refer_psychologist": _refer,
    "exchange": _exchange,
    "share_documents": _share,
    "close_psychology": _close_psychology,
    "form_elsewhere": _form_elsewhere,
}

STEPS: dict[str, Check] = {
    "psych_assessment": _psych_assessment,
    "outside_psych": _outside,
    "outside_legal": _outside,
}
