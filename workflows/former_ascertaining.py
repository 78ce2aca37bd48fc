"""Circumstances of article 37: when one may be said to be confirmed, what that brings about, and taking it back."""

from collections.abc import Mapping
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.order_502.former_grounds import G, others_work
from workflows import former_warnings
from workflows.former_duties import HEAD
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words


def ascertainable(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    """Why what the act says is not the circumstance that the law means."""
    what = str(act.codes.get("what"))
    said = act.codes.get
    match what:
        case "contact_data_unusable" if f.contact_given and not said("confirmed"):
            return Refusal(
                rule="o502.32.11.2",
                because="A call that nobody answers does not show that the contact data are wrong",
                way_on="Say `confirmed: true` when the number does not exist or the person is unknown there; "
                "else go on calling by 37(2)(a)",
            )
        case "one_off_service_given" if not (said("own_wish") and said("no_further_need")):
            return Refusal(
                rule="o502.37.2.h",
                because="It needs all three: the own wish, the service given, and no further need",
                way_on="Say `own_wish: true` and `no_further_need: true`, or go on with the assessment",
            )
        case "sentenced_to_imprisonment" if said("sentence") != "imprisonment":
            return Refusal(
                rule="o502.37.3.d" if f.assessed_on else "o502.37.2.j",
                because="Only a judgment of conviction that sentences to imprisonment is meant",
                way_on="With a conditional sentence, a fine or detention the case goes on",
            )
        case "beyond_competence" if not said("whole"):
            return Refusal(
                rule="o502.37.3.f" if f.assessed_on else "o502.37.2.k",
                because="The division can meet a part of the need",
                way_on="Go on with that part and refer the rest to an organisation that provides it",
            )
        case "criteria_not_met":
            return _criteria(f, act)
        case "proof_not_found":
            return _proof(f)
        case "plan_measures_not_done" if not f.not_done:
            return Refusal(
                rule="o502.37.3.c",
                because="No Annex 19 shows a measure that the beneficiary did not do",
                way_on="Record it in the monthly monitoring (`not_done`); want of the service does not count",
            )
        case "assessment_hindered" if not f.meetings or f.assessed_on:
            return Refusal(
                rule="o502.37.2.g",
                because="It is counted from the first meeting and ends with the assessment",
                way_on="See which ground fits the stage of the case",
            )
        case "absence_broke_assessment":
            return _absence(s, f, day)
        case "rehabilitation_ended" if f.plan_signed_on is None:
            return Refusal(
                rule="o502.36.2.1",
                because="No rehabilitation has begun: there is no signed plan",
                way_on="Sign the plan first, or see the grounds of 37(2)",
            )
    return None


def _criteria(f: Facts, act: Act) -> Refusal | None:
    criterion = act.codes.get("criterion")
    if criterion is None:
        return Refusal(
            rule="o502.37.2.l",
            because="It is not said which criterion the documents show to be missing",
            way_on="Say `criterion`: former_prisoner (31(1)), group (31(3)) or five_years (31(5))",
        )
    if criterion == "five_years" and f.exception == "agreed":
        return Refusal(
            rule="o502.31.5.2",
            because="The head has agreed to include the person after more than five years",
            way_on="The five years are no ground here",
        )
    if criterion == "five_years" and f.over_five_years and f.exception is None:
        return Refusal(
            rule="o502.31.5.2",
            because="The head has been asked whether this is a special case and has not decided",
            way_on="Wait for the step `exception`",
        )
    return None


def _proof(f: Facts) -> Refusal | None:
    because, way_on = None, ""
    if f.consent != "general":
        because = "Without a signed Annex 25 no search was made, so nothing could fail to be found"
        way_on = "The beneficiary brings the proof (32(9)); if that holds up the assessment, see 37(2)(g)"
    elif f.certificate_found is not False:
        because, way_on = "The institutions have not answered that nothing is found", "Complete `certificate` first"
    elif f.proof_asked_on is None:
        because, way_on = "The beneficiary was not asked to bring the documents", "Complete `ask_proof` first"
    elif f.proof_brought_on is not None:
        because, way_on = "The beneficiary has brought the documents", "The case goes on"
    return Refusal(rule="o502.37.2.m", because=because, way_on=way_on) if because else None


def _absence(s: CaseState, f: Facts, day: date) -> Refusal | None:
    step = s.steps.get("assess")
    if step is None or step.due is None or day <= step.due:
        due = f", {in_words(step.due)}" if step is not None and step.due else ""
        return Refusal(
            rule="o502.37.2.d.1",
            because=f"The term of the assessment has not been missed{due}",
            way_on="Go on with the assessment; the three additional months are counted from its last day",
        )
    if len(f.meetings) < 2 or f.missed_on is None:
        return Refusal(
            rule="o502.37.2.d.1",
            because="The additional months are for absence after at least one further meeting",
            way_on="After the first meeting alone 37(2)(c) applies: calls two weeks apart during three months",
        )
    if f.absence_extra_since is not None:
        return Refusal(
            rule="o502.37.2.d.1",
            because="The additional months were given already; they are given once in a case",
            way_on="See 37(2)(g), counted from the first meeting",
        )
    return None


def ascertained(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A circumstance is confirmed: a ground may be made out, or a time begin."""
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


def retracted(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """What was confirmed holds no longer."""
    what = str(act.codes["what"])
    if what == former_warnings.WARNING:
        former_warnings.taken_back(f, act, day, effects)
        return
    f.circumstances = {k: v for k, v in f.circumstances.items() if k != what}
    effects.happened("retracted", ASCERTAINED[what][f.assessed_on is not None], what=what, day=day.isoformat())
    effects.because = "what was confirmed holds no longer"


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
