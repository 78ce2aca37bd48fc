"""What articles 33, 34 and 36 of Order 502 refuse: an incomplete assessment, an unsigned plan, an extension."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.catalogue import rule
from rules.order_502.former_entry import assessment_meetings, parts_to_fill
from rules.order_502.former_grounds import limit_of
from workflows.former_contacts import CORRECTED, IN_ERROR, found, open_step
from workflows.steps.duty import base
from workflows.steps.voice import day as in_words

ROMAN = {1: "I", 2: "II", 3: "III"}
RESULTS = {
    "call": ("reached", "failed", IN_ERROR),
    "meeting": ("held", "missed", IN_ERROR),
    "monitoring": ("reached", "failed", IN_ERROR),
    "form": (),
}
Check = Callable[[CaseState, Facts, Act, date], Refusal | None]


def _assess(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    done = {1: f.part_1_on, 2: f.part_2_on, 3: f.part_3_on}
    missing = [ROMAN[n] for n in parts_to_fill(f) if done[n] is None]
    if missing:
        return Refusal(
            rule="o502.42.1.1" if f.form_received_on else "o502.33.1",
            because=f"Annex 1 is not filled in whole: part {', '.join(missing)} is missing",
            way_on="Fill it in; a form handed over spares only the parts that it holds (42)",
        )
    least = rule("o502.33.3.3").values["meetings_min"]
    meetings = assessment_meetings(f)
    if len(meetings) < least:
        return Refusal(
            rule="o502.33.3.3",
            because=f"The assessment takes at least {least} meetings; {len(meetings)} was held",
            way_on="Hold another meeting, one of them at the beneficiary's home",
        )
    if not {*f.home_visits} & {*meetings} and not act.codes.get("excused"):
        return Refusal(
            rule="o502.33.3.4",
            because="None of the meetings was a visit to the beneficiary's home",
            way_on="Visit the home, or say in `without_home_visit` why that cannot be",
        )
    step = open_step(s.steps, "assess")
    if step is not None and step.due is not None and day > step.due and not act.codes.get("noted"):
        return Refusal(
            rule="o502.33.4.2",
            because=f"The assessment ended after its last day, {in_words(step.due)}",
            way_on="State the period of work (`work_from`, `work_to`) and explain the reasons in a `note`",
        )
    return None


def _plan(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if not (act.codes.get("beneficiary") and act.codes.get("case_manager")):
        return Refusal(
            rule="o502.36.1.2",
            because="The plan is agreed by the signatures of both, and one is missing",
            way_on="Go on agreeing; a refusal to sign (act `refuse`) is no refusal of the programme",
        )
    if not f.identity and f.identified_on is None:
        return Refusal(
            rule="o502.32.7",
            because="The person has no identity document and was not identified as a former prisoner",
            way_on="Complete the step `identify` first",
        )
    if f.adult_woman and f.women_on is None:
        return Refusal(
            rule="o502.34.2",
            because="Annex 2 is filled in after the assessment, and the plan answers what it shows",
            way_on="Complete the step `women` first",
        )
    return None


def correcting(f: Facts, act: Act, key: str) -> Refusal | None:
    """What may be corrected: calls, meetings and monitorings; parts of Annex 1 until the assessment is complete."""
    if base(key) in CORRECTED:
        return _correcting_contact(f, act, key)
    scored = {"part_1": "serious_harm", "part_2": "static", "part_3": "dynamic"}
    if base(key) in scored and (f.assessed_on is None or f.reassess_since is not None):
        if scored[base(key)] in act.codes:
            return None
        return Refusal(
            rule="o502.33.1",
            because=f"What was handed in is no {base(key).replace('_', ' ')} of Annex 1",
            way_on="Correct a part with the same part, filled in as it should have been",
        )
    return Refusal(
        rule=None,
        because=f"'{key}' is not corrected but recorded anew",
        way_on="Calls, meetings, monitorings, and until the assessment is complete parts of Annex 1 are corrected; "
        "what was ascertained is taken back by `retract`; otherwise record the new fact",
    )


def _correcting_contact(f: Facts, act: Act, key: str) -> Refusal | None:
    line = found(f, act, key)
    of_step = "o502.36.4.1" if base(key) == "monitor" else "o502.37.2.b.3"
    if line is None:
        days = ", ".join(x.on.isoformat() for x in f.log if x.kind in ("call", "meeting")) or "none"
        return Refusal(
            rule=of_step,
            because="No call or meeting was entered there",
            way_on=f"Say with `instead_of` the day under which the wrong entry stands: {days}",
        )
    said = act.codes.get("result") or act.codes.get("contact")
    if said in RESULTS[line.kind]:
        return None
    return Refusal(
        rule=of_step,
        because=f"The entry of {in_words(line.on)} is a {line.kind}, and '{said}' is no result of one",
        way_on=f"Give the right result: {', '.join(RESULTS[line.kind])}",
    )


def _monitor(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if act.codes.get("contact") != IN_ERROR:
        return None
    return Refusal(
        rule="o502.36.4.1",
        because="A monitoring that did not take place is not recorded",
        way_on="Say reached or failed; `entered_in_error` takes an entry back (act `correct`)",
    )


def _limit(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    end = limit_of(f)
    length = rule("o502.36.6.2").duration
    assert length is not None and end is not None
    left = 12 * length.value - f.limit_months
    if int(str(act.codes["months"])) > left:
        return Refusal(
            rule="o502.36.6.2",
            because=f"At most one year more in all; {left} months are left",
            way_on="Ask for that or less, or close the case (37(3)(a))",
        )
    return _before_the_end(end, day)


def _agree_extension(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    end = limit_of(f)
    assert end is not None
    return _before_the_end(end, day)


def _before_the_end(end: date, day: date) -> Refusal | None:
    if day <= end:
        return None
    return Refusal(
        rule="o502.36.6.2",
        because=f"The time of the case ended on {in_words(end)}; a later decision would reopen it",
        way_on="Close the case on 37(3)(a) with Annex 20",
    )


STEPS: dict[str, Check] = {
    "assess": _assess,
    "plan": _plan,
    "monitor": _monitor,
    "limit": _limit,
    "agree_extension": _agree_extension,
}
