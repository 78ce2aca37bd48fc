"""Annexes 15-25 of Order 502 and the papers of the former prisoners' programme, with the fields that the act names.

What a rule asks of a field is checked in `rules/order_502/former_codes.py`, so that the refusal names the rule.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.annex_01 import Points

TEXT = Field(default="", max_length=20000)
REASON = Field(default="", max_length=4000)
GROUND = Field(pattern=r"^o502\.37\.[23]\.[a-m](\.\d)?$")
KIND = Field(pattern=r"^[a-z_]{2,60}$")

Result = Literal["reached", "failed", "held", "missed", "entered_in_error"]


class Annex15(Frozen):
    """The referral as it was handed in: contact data, ground of the last conviction, main needs (art. 32(2))."""

    form: Literal["annex-15"] = "annex-15"
    filled_on: date
    place: str
    contact: str = TEXT
    conviction: str = TEXT
    needs: tuple[str, ...] = ()


class ContactRecord(Frozen):
    """What a meeting or a phone communication brought.

    Calls are `reached` (the beneficiary spoke) or `failed`; meetings `held` or `missed`. Talking to a relative is
    `failed`. `extra`: a call besides the schedule, which does not count. `meeting_on`: the meeting agreed on.
    """

    way: Literal["phone", "meeting", "home_visit", "other"] = "phone"
    result: Result
    extra: bool = False
    meeting_on: date | None = None
    topics: tuple[Literal["programme_aims", "services", "rights_and_duties", "confidentiality"], ...] = ()
    notes: str = TEXT


class Annex16(ContactRecord):
    """Meeting record form: meetings and phone communication (arts. 33(2), 35(f), 37(2)).

    In a correction: `instead_of`, the day under which the wrong entry stands, when it is not the step's own; the result
    `entered_in_error` takes an entry back that should not be there at all.
    """

    form: Literal["annex-16"] = "annex-16"
    instead_of: date | None = None


class Annex17(Frozen):
    """Closing without assessment (art. 37(2)): the ground and the reasons."""

    form: Literal["annex-17"] = "annex-17"
    ground: str = GROUND
    reason: str = REASON


class Annex20(Frozen):
    """Closing (art. 37(3)): the ground and the reasons."""

    form: Literal["annex-20"] = "annex-20"
    ground: str = GROUND
    reason: str = REASON


class ServiceMeasure(Frozen):
    """One measure of a service plan, tied to the need that it answers (block of Annex 1 or, for women, Annex 2)."""

    service: str = Field(min_length=2, max_length=500)
    block: int | None = Field(default=None, ge=1, le=16)
    women_block: int | None = Field(default=None, ge=1, le=8)
    by: str = Field(default="", max_length=200)


class Annex18(Frozen):
    """The individual service plan (art. 36(1)): measures that answer needs, and both signatures."""

    form: Literal["annex-18"] = "annex-18"
    measures: tuple[ServiceMeasure, ...] = Field(min_length=1)
    months: int = Field(default=12, ge=1, le=36)
    signed_by_beneficiary: bool = False
    signed_by_case_manager: bool = False


class Annex19(Frozen):
    """Monthly monitoring (art. 36(4)-(5)): results, risks, protective factors, response; and how it was done.

    `not_done`: measures not done for reasons of the beneficiary (not for want of the service).
    """

    form: Literal["annex-19"] = "annex-19"
    way: Literal["phone", "meeting", "home_visit", "other"] = "meeting"
    contact: Literal["reached", "failed", "entered_in_error"] = "reached"
    results: str = TEXT
    risks: str = TEXT
    protective_factors: str = TEXT
    response: str = TEXT
    not_done: int = Field(default=0, ge=0, le=100)


class Annex21(Frozen):
    """The psychologist's initial assessment (art. 39(2)-(4)).

    `need_found` and `consents`: whether further work is needed and the beneficiary agrees to it. When late, the date
    of the first meeting (none when none was held) and a note.
    """

    form: Literal["annex-21"] = "annex-21"
    state: str = TEXT
    need_found: bool = True
    consents: bool = True
    beyond_competence: bool = False
    first_meeting_on: date | None = None
    no_meeting_held: bool = False
    note: str = REASON
    signed: bool = True


class Annex22(Frozen):
    """The psychologist's monthly form: the work done and the measures planned (art. 39(4))."""

    form: Literal["annex-22"] = "annex-22"
    work_done: str = TEXT
    measures_planned: str = TEXT


class Annex23(Frozen):
    """Closing of the psychological service (art. 39(6)-(8))."""

    ground: str = Field(pattern=r"^o502\.39\.6\.[a-e]$")
    first_complaints: str = TEXT
    work_done: str = TEXT
    number_of_meetings: int | None = Field(default=None, ge=0)
    present_state: str = TEXT
    recommendations: str = TEXT
    signed: bool = True


class Annex24(Frozen):
    """Legal consultation (art. 40(3)-(5)): problem, consultation, other help."""

    form: Literal["annex-24"] = "annex-24"
    legal_problem: str = TEXT
    consultation_given: str = TEXT
    other_help: str = TEXT
    beyond_competence: bool = False
    psychologist_consulted: bool = False


class ConsentChoice(Frozen):
    """What the beneficiary chose on Annex 25: everything, one named service, or nothing. Silence is no consent."""

    choice: Literal["general", "one_service", "refused", "withdrawn"]
    service: str | None = Field(default=None, pattern=r"^[a-z_]{2,60}$")


class Annex25(ConsentChoice):
    """Consent on searching, processing and giving out personal data (arts. 32(6)-(9), 33(2))."""

    form: Literal["annex-25"] = "annex-25"


class Assignment(Frozen):
    """The head of the division hands the referral to a case manager (art. 32(3)-(4))."""

    form: Literal["former-assignment"] = "former-assignment"
    to: str | None = Field(default=None, pattern=r"^S-[A-Za-z0-9_-]{1,60}$")


class HeadDecision(Frozen):
    """A decision of the head of the division with its reasons (arts. 31(5), 36(6), 36(7), 41(4))."""

    form: Literal["former-head-decision"] = "former-head-decision"
    decision: Literal["agreed", "refused", "include", "do_not_include"]
    reason: str = Field(min_length=3, max_length=4000)


class PartIII(Frozen):
    """Points of the dynamic part alone, of a form handed over (art. 42(1))."""

    points: dict[int, Points]


class Assessment(Frozen):
    """The end of the assessment on Annex 1 (arts. 33, 42): part IV, the work period and the note when it is late.

    `without_home_visit`: why the minimum of 33(3) was not reached. `changed`: of a form received, whether it was
    changed on review.
    """

    form: Literal["former-assessment"] = "former-assessment"
    work_from: date | None = None
    work_to: date | None = None
    note: str = REASON
    without_home_visit: str = REASON
    changed: bool | None = None
    comment: str = TEXT


class Summary(Frozen):
    """The state after rehabilitation, and what follows (art. 36(2)).

    `reassess`: the review begins with a full assessment anew (Annex 1), before the new plan.
    """

    form: Literal["former-summary"] = "former-summary"
    state: str = TEXT
    outcome: Literal["review_and_new_plan", "close"]
    reassess: bool = False
    reason: str = Field(min_length=3, max_length=4000)


class YearlyReview(Frozen):
    """One year after the assessment: how the services were carried out, and the review of the plan (art. 36(3))."""

    form: Literal["former-yearly-review"] = "former-yearly-review"
    summary: str = Field(min_length=3, max_length=20000)
    plan: Literal["changed", "unchanged"]
    reason: str = Field(min_length=3, max_length=4000)


class ExtensionDecision(Frozen):
    """The case manager's reasoned decision to go on after two years (art. 36(6))."""

    form: Literal["doc-extension-decision"] = "doc-extension-decision"
    months: int = Field(ge=1)
    beneficiary_wishes: bool = False
    need: bool = False
    reason: str = Field(min_length=3, max_length=4000)


class ClosingNotice(Frozen):
    """The written notice of the decision to close, to the others who work on the case (art. 37(4))."""

    form: Literal["doc-closing-notice"] = "doc-closing-notice"
    ground: str = GROUND
    closing_on: date | None = None


class Certificate(Frozen):
    """The answer of the Special Penitentiary Service (art. 32(6))."""

    form: Literal["doc-penitentiary-certificate"] = "doc-penitentiary-certificate"
    found: bool
    number: str = Field(default="", max_length=100)


class PresenceProof(Frozen):
    """Documents that the beneficiary brings to prove the stay in an institution (art. 32(9))."""

    form: Literal["doc-presence-proof"] = "doc-presence-proof"
    what: str = TEXT


class Identification(Frozen):
    """How a person without papers was identified as a former prisoner (art. 32(7))."""

    form: Literal["former-identification"] = "former-identification"
    way: str = Field(min_length=3, max_length=1000)
    identified: bool = True


class ReceivedForm(Frozen):
    """The assessment form that another house gave, or that there is none (art. 42).

    `lacks`: parts of Annex 1 that it does not hold.
    """

    form: Literal["former-received-form"] = "former-received-form"
    exists: bool = True
    dated: date | None = None
    lacks: tuple[Annotated[int, Field(ge=1, le=3)], ...] = ()


class DiscussionMinutes(Frozen):
    """Minutes of a multidisciplinary discussion: at least the six items of art. 41(2)."""

    form: Literal["doc-discussion-minutes"] = "doc-discussion-minutes"
    time_and_place: str = TEXT
    attendees: tuple[str, ...] = ()
    agenda: str = TEXT
    results_and_decisions: str = TEXT
    short_description: str = TEXT
    person_responsible_for_minutes: str = TEXT


class Outside(Frozen):
    """A referral to an outside organisation beyond the own competence (arts. 39(3), 40(5))."""

    form: Literal["former-outside-referral"] = "former-outside-referral"
    service: str = KIND
    organisation: str = TEXT


FORMS: dict[str, type[Frozen]] = {
    "annex-15": Annex15,
    "annex-16": Annex16,
    "annex-17": Annex17,
    "annex-18": Annex18,
    "annex-19": Annex19,
    "annex-20": Annex20,
    "annex-21": Annex21,
    "annex-22": Annex22,
    "annex-24": Annex24,
    "annex-25": Annex25,
    "former-assignment": Assignment,
    "former-head-decision": HeadDecision,
    "former-assessment": Assessment,
    "former-summary": Summary,
    "former-yearly-review": YearlyReview,
    "former-identification": Identification,
    "former-received-form": ReceivedForm,
    "former-outside-referral": Outside,
    "doc-extension-decision": ExtensionDecision,
    "doc-closing-notice": ClosingNotice,
    "doc-penitentiary-certificate": Certificate,
    "doc-presence-proof": PresenceProof,
    "doc-discussion-minutes": DiscussionMinutes,
}
