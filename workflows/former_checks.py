"""What chapter IV of Order 502 refuses in a former prisoner's case, each with its article and the way on."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.catalogue import rule
from rules.order_502.former_attempts import next_weekly
from rules.order_502.former_grounds import GROUNDS, fits, others_work
from rules.order_502.former_status import CAUSES, WAYS, Move, move, transitions
from rules.terms.dates import local_date
from workflows import former_plan_checks, former_service_checks, former_warnings
from workflows.former_ascertaining import ascertainable
from workflows.former_closing_duties import key_of
from workflows.former_contacts import counts, line_of, slot
from workflows.former_duties import HEAD, LAWYER, MANAGER, PSYCHOLOGIST
from workflows.steps.duty import base
from workflows.steps.voice import cited
from workflows.steps.voice import day as in_words

STAFF = (MANAGER, PSYCHOLOGIST, LAWYER, "programme_employee")

ACTS: dict[str, tuple[str, ...]] = {
    "contact_attempt": (MANAGER,),
    "meeting": (MANAGER,),
    "expect_release": ("programme_social_worker", MANAGER, HEAD),
    "set_status": (MANAGER,),
    "ascertain": (MANAGER, HEAD),
    "retract": (MANAGER, PSYCHOLOGIST),
    "warn": (MANAGER, PSYCHOLOGIST),
    "consent": (MANAGER, "beneficiary"),
    "refuse": (MANAGER, "beneficiary"),
    "give_service": STAFF,
    "refer_psychologist": (MANAGER,),
    "refer_lawyer": (MANAGER,),
    "share_documents": (MANAGER,),
    "exchange": (MANAGER, PSYCHOLOGIST),
    "close_psychology": (PSYCHOLOGIST,),
    "discuss": (MANAGER, "professional_supervisor", HEAD),
    "invite_specialist": (MANAGER,),
    "form_elsewhere": (MANAGER,),
}
"""The process's own acts, by the roles that may do them."""

RULES = {
    "contact_attempt": "o502.32.10",
    "meeting": "o502.33.2.1",
    "expect_release": "o502.32.5",
    "set_status": "o502.35",
    "ascertain": "o502.37.1.1",
    "retract": "o502.37.1.1",
    "warn": "o502.37.2.i",
    "consent": "o502.33.2.4",
    "refuse": "o502.36.1.2",
    "give_service": "o502.38.1",
    "refer_psychologist": "o502.39.1",
    "refer_lawyer": "o502.40.2",
    "share_documents": "o502.40.4.1",
    "exchange": "o502.39.5.1",
    "close_psychology": "o502.39.6",
    "discuss": "o502.41.1.2",
    "invite_specialist": "o502.41.4.1",
    "form_elsewhere": "o502.42.2",
}

BEFORE_ASSIGNMENT = ("consent", "form_elsewhere", "expect_release")


def rule_of(act: Act) -> str | None:
    """The article that an act stands on."""
    return RULES.get(act.act)


def check(s: CaseState, f: Facts, act: Act, key: str | None) -> Refusal | None:
    """What the law forbids now."""
    day = act.on or local_date(act.at)
    if f.died_on is not None and act.act not in ("complete", "confirm", "assign"):
        return Refusal(
            rule="o502.37.1.1",
            because="The beneficiary has died; every task and call has stopped",
            way_on="Article 37 names no ground for it: the head of the division decides what becomes of the file",
        )
    if f.active_on is None and act.act in ACTS and act.act not in BEFORE_ASSIGNMENT:
        return Refusal(
            rule="o502.35.b",
            because="The case is 'new': nobody is a beneficiary in it yet",
            way_on=WAYS["active"] if f.assigned_on is None else "Record the release; the assignment takes effect then",
        )
    if act.act == "end":
        return _closing(s, f, str(act.codes.get("ground")), _text(act.codes.get("closing_form")), day)
    if act.act == "extend" and key is not None and base(key) == "limit":
        return Refusal(
            rule="o502.36.6.2",
            because="Work beyond two years needs the case manager's reasoned decision before the head's agreement",
            way_on="Complete `limit` with doc-extension-decision; then the head completes `agree_extension`",
        )
    if act.act == "correct" and key is not None:
        return former_plan_checks.correcting(f, act, key)
    if act.act in OWN:
        return OWN[act.act](s, f, act, day)
    if act.act == "complete" and key is not None:
        name = base(key)
        if name.startswith("close_"):
            return _closing_step(s, f, act, key, day)
        if name in STEPS:
            return STEPS[name](s, f, act, day)
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def not_owed(f: Facts, name: str) -> Refusal | None:
    """Why the law does not ask for a step here."""
    if name in ("women", "o502.34.1", "o502.34.2", "o502.34.3") and not f.adult_woman:
        return Refusal(
            rule="o502.34.1",
            because="Annex 2 is filled in only with adult women former prisoners",
            way_on="Nothing is to be filled in here; if the sex or birth date is wrong in the register, correct it",
        )
    if name in ("request_certificate", "o502.32.6.1", "o502.32.6.2") and f.consent != "general":
        return Refusal(
            rule="o502.32.6.2",
            because="The Service may be asked for documents only when the beneficiary has signed Annex 25",
            way_on="Show Annex 25 and record the choice (act `consent`); without it the beneficiary brings the proof",
        )
    if name in ("ask_form", "o502.42.2") and f.consent != "general":
        return Refusal(
            rule="o502.42.2",
            because="The assessment form is asked for only when the beneficiary has signed Annex 25",
            way_on="Record the consent, or assess in full by article 33",
        )
    if name in ("plan", "o502.36.1.1", "o502.36.1.2") and f.assessed_on is None:
        return Refusal(
            rule="o502.36.1.1",
            because="The plan answers the needs found in the assessment, and that is not complete",
            way_on="Complete the assessment (step `assess`) first",
        )
    return None


# ------------------------------------------------------------------ entry


def _assign(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if f.over_five_years and f.exception != "agreed":
        return Refusal(
            rule="o502.31.5.2",
            because="More than five years have passed since the release, and the head has not agreed to an exception",
            way_on="Record the head's reasoned decision first (step `exception`)",
        )
    if f.previous_case and f.reentry != "include":
        return Refusal(
            rule="o502.36.7",
            because="The person was in the programme before, and the head has not decided on including the same person",
            way_on="Record the decision with its reasons first (step `reentry`)",
        )
    return None


# ------------------------------------------------------------------ contacts


def _attempt(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if act.codes.get("result") not in ("reached", "failed"):
        return Refusal(
            rule="o502.37.2.b.3",
            because="A call reaches the beneficiary or it does not",
            way_on="Say result: reached or failed; a meeting is recorded by the act `meeting`",
        )
    if act.codes.get("result") == "reached" or act.codes.get("extra"):
        return None
    earlier = [d for d in f.counted_calls if d <= day]
    after, schedule = next_weekly(earlier), "o502.37.2.a.2"
    weekly = f.status == "active" and not f.reached and not f.meetings
    if not weekly:
        after, schedule = slot(f), "o502.37.2.b.2" if f.run and f.run.kind == "b" else "o502.37.2.c.2"
    if after is None or counts(f, line_of(f, s.steps, act.codes, day)):
        return None
    every = "one week" if weekly else "two weeks"
    return Refusal(
        rule=schedule,
        because=f"The calls are made {every} apart; the next one counts from {in_words(after)}",
        way_on=f"Call on {in_words(after)} or later; a call in between is recorded with `extra: true`, uncounted",
    )


def _meeting(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if act.codes.get("result") not in ("held", "missed"):
        return Refusal(
            rule="o502.33.3.3",
            because="A meeting is held or missed",
            way_on="Say result: held or missed; a call is recorded by the act `contact_attempt`",
        )
    if act.codes.get("way") == "phone":
        return Refusal(
            rule="o502.33.3.3",
            because="A communication by phone is no meeting",
            way_on="Record it by the act `contact_attempt`; a meeting has the way meeting or home_visit",
        )
    topics = rule("o502.33.2.2").values["topics"]
    first = not f.meetings and act.codes.get("result") == "held"
    if first and act.codes.get("topics") != len(topics):
        return Refusal(
            rule="o502.33.2.2",
            because="At the first meeting the beneficiary is told of all that article 33(2) lists",
            way_on=f"Tick in `topics` what was explained: {', '.join(topics)}",
        )
    return None


# ------------------------------------------------------------------ statuses and closing


def _status(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    to = str(act.codes.get("to"))
    by_hand = (f.status, to) in (("ongoing", "waiting"), ("waiting", "ongoing"))
    if to in transitions()[f.status] and not by_hand:
        return Refusal(
            rule=CAUSES[f.status, to],
            because=f"'{to}' is not set by hand; it follows from what is done",
            way_on=WAYS[to],
        )
    moved = move(f, to, day)
    return None if isinstance(moved, Move) else moved


def _closing_step(s: CaseState, f: Facts, act: Act, key: str, day: date) -> Refusal | None:
    ground = str(act.codes.get("ground"))
    if ground in GROUNDS and key_of(ground) != base(key):
        return Refusal(
            rule="o502.37.2" if GROUNDS[ground].form == "annex-17" else "o502.37.3",
            because=f"The form names {cited(ground)}; the step closes on another ground",
            way_on=f"Name one ground; for this one complete `{key_of(ground)}`",
        )
    return _closing(s, f, ground, act.form, day)


def _closing(s: CaseState, f: Facts, ground: str, form: str | None, day: date) -> Refusal | None:
    if f.active_on is None:
        return Refusal(
            rule="o502.35.e",
            because="A new case cannot be closed: the closing forms are the case manager's, and there is none yet",
            way_on=WAYS["active"],
        )
    no = fits(f, ground, form, day)
    if no is not None or not (others_work(f) or f.notice_on):
        return no
    if f.notice_on is None:
        return Refusal(
            rule="o502.37.4",
            because=f"Others work on the case: {', '.join(others_work(f))}",
            way_on="Notify them in writing first (step `closing_notice`); closing is open five working days later",
        )
    runs = s.steps.get("notice_runs")
    opens = runs.due if runs is not None else s.done.get("notice_runs")
    if opens is not None and day < opens:
        return Refusal(
            rule="o502.37.4",
            because=f"The others were notified on {in_words(f.notice_on)}; closing is open from {in_words(opens)}",
            way_on=f"Close on {in_words(opens)} or later",
        )
    return None


def _notice(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    return fits(f, str(act.codes.get("ground")), None, day)


def _ascertain(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    return ascertainable(s, f, act, day)


def _retract(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    what = str(act.codes.get("what"))
    if what == former_warnings.WARNING:
        return former_warnings.may_take_back(f, act, day)
    if act.by != MANAGER:
        return Refusal(
            rule="o502.37.1.1",
            because="What was confirmed for closing is taken back by the case manager",
            way_on="Let the case manager do it; the psychologist takes back the own warnings",
        )
    if what in f.circumstances and day >= f.circumstances[what]:
        return None
    return Refusal(
        rule="o502.37.1.1",
        because=f"'{what}' was not confirmed before {in_words(day)}",
        way_on=f"Confirmed until now: {', '.join(f.circumstances) or 'nothing'}",
    )


def _expect(s: CaseState, f: Facts, act: Act, day: date) -> Refusal | None:
    if f.released_on is None:
        return None
    return Refusal(
        rule="o502.32.5",
        because=f"The person was released on {in_words(f.released_on)}",
        way_on="Nothing more is to be expected",
    )


Check = Callable[[CaseState, Facts, Act, date], Refusal | None]

OWN: dict[str, Check] = {
    **former_service_checks.OWN,
    "contact_attempt": _attempt,
    "meeting": _meeting,
    "expect_release": _expect,
    "set_status": _status,
    "ascertain": _ascertain,
    "retract": _retract,
    "warn": former_warnings.may_warn,
}

STEPS: dict[str, Check] = {
    **former_plan_checks.STEPS,
    **former_service_checks.STEPS,
    "assign_case": _assign,
    "contact": lambda s, f, a, d: (_meeting if a.codes.get("result") in ("held", "missed") else _attempt)(s, f, a, d),
    "first_meeting": _meeting,
    "call": _attempt,
    "call_two_weekly": _attempt,
    "closing_notice": _notice,
}
