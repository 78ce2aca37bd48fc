"""The duties of a former prisoner's case, as chapter IV of Order 502 lists them: entry, assessment, rehabilitation.

Those of article 37 stand in `former_closing_duties.py`.
"""

from dataclasses import replace

from models.record import Counting
from workflows.steps.duty import Duty, Extension

MANAGER = "case_manager"
HEAD = "former_prisoners_division_head"
PSYCHOLOGIST = "programme_psychologist"
LAWYER = "programme_lawyer"
NONE = Counting.none
DECISION = "former-head-decision"

# ---------------------------------------------------------------- articles 31, 32, 36(7): from the referral to the case

RELEASE = Duty(
    "release",
    ("o502.32.5",),
    "programme_social_worker",
    "referral_form_filled",
    counting=NONE,
    also_by=(HEAD, MANAGER),
    planned=True,
    policy="record_release",
)
REENTRY = Duty("reentry", ("o502.36.7", "o502.37.5"), HEAD, "reentry_requested", DECISION, counting=NONE)
EXCEPTION = Duty("exception", ("o502.31.5.2", "o502.31.5.1"), HEAD, "referral_form_filled", DECISION, counting=NONE)
ASSIGN = Duty(
    "assign_case",
    ("o502.32.3", "o502.32.4.1", "o502.35.b"),
    HEAD,
    "referral_form_filled",
    "former-assignment",
    counting=NONE,
)
REQUEST_CERTIFICATE = Duty(
    "request_certificate", ("o502.32.6.1", "o502.32.6.2"), MANAGER, "certificate_missing", counting=NONE
)
CERTIFICATE = Duty(
    "certificate",
    ("o502.32.6.1",),
    MANAGER,
    "certificate_missing",
    "doc-penitentiary-certificate",
    counting=NONE,
    also_by=("special_penitentiary_service",),
)
ASK_PROOF = Duty("ask_proof", ("o502.37.2.m",), MANAGER, "certificate_missing", counting=NONE)
_PROOF = ("beneficiary", "data_consent_refused", "doc-presence-proof")
PROOF_REFUSED = Duty("proof", ("o502.32.9.1",), *_PROOF, counting=NONE, also_by=(MANAGER,))
PROOF_EXPUNGED = Duty("proof", ("o502.32.9.2",), *_PROOF, counting=NONE, also_by=(MANAGER,))
PROOF_NOT_FOUND = Duty("proof", ("o502.37.2.m",), *_PROOF, counting=NONE, also_by=(MANAGER,))
IDENTIFY = Duty(
    "identify", ("o502.32.7",), MANAGER, "identity_document_missing", "former-identification", counting=NONE
)
CONTACT = Duty("contact", ("o502.32.10",), MANAGER, "case_assigned", "annex-16")

# ---------------------------------------------------------------- articles 33, 34, 42: the assessment

FIRST_MEETING = Duty(
    "first_meeting", ("o502.33.2.2", "o502.33.2.1"), MANAGER, "phone_contact_made", "annex-16", counting=NONE
)
CONSENT = Duty(
    "consent_form",
    ("o502.33.2.3", "o502.33.2.4"),
    MANAGER,
    "first_meeting_held",
    "annex-25",
    counting=NONE,
    also_by=("beneficiary",),
)
ASK_FORM = Duty("ask_form", ("o502.42.2",), MANAGER, "inclusion_asked_after_probation", counting=NONE)
FORM_RECEIVED = Duty(
    "form_received",
    ("o502.42.3.1", "o502.42.2"),
    MANAGER,
    "form_received_from_convicts_division",
    "former-received-form",
    counting=NONE,
)

TERM = "o502.33.4.1"
FULL = ("o502.33.3.2", "o502.33.3.1", "o502.33.1")
RECEIVED: dict[str | None, tuple[str, ...]] = {"institution": ("o502.42.1.1",), "convicts_division": ("o502.42.3.1",)}


def _part(n: int, rules: tuple[str, ...]) -> Duty:
    return Duty(f"part_{n}", rules, MANAGER, "first_meeting_held", f"annex-01-part-{n}", term_rule=TERM)


BY_SOURCE: dict[str | None, tuple[str, ...]] = {None: FULL, **RECEIVED}
PARTS = {source: tuple(_part(n, rules) for n in (1, 2, 3)) for source, rules in BY_SOURCE.items()}
"""The parts of Annex 1, by who handed over a form: in full; parts I and II as received and part III anew (42(1)); all
reviewed (42(3)). `rules` say which of them must be filled in; the others may be taken over, without a term."""

ASSESS = Duty(
    "assess",
    (TERM, "o502.33.3.3", "o502.33.3.4", "o502.33.4.2"),
    MANAGER,
    "first_meeting_held",
    "former-assessment",
)
WOMEN = Duty(
    "women", ("o502.34.2", "o502.34.1", "o502.34.3"), MANAGER, "assessment_completed", "annex-02", counting=NONE
)
WOMEN_SERVICE = Duty("women_service", ("o502.34.4",), MANAGER, "women_questionnaire_scored", counting=NONE)

# ---------------------------------------------------------------- articles 35, 36: the plan and the rehabilitation

PLANNED = ("o502.36.1.1", "o502.36.1.2")
THEN: dict[str | None, tuple[str, ...]] = {
    None: (),
    "institution": ("o502.42.1.2",),
    "convicts_division": ("o502.42.3.2",),
}
PLANS = {
    source: Duty("plan", (*PLANNED, *more), MANAGER, "assessment_completed", "annex-18", counting=NONE)
    for source, more in THEN.items()
}
MONITOR = Duty(
    "monitor",
    ("o502.36.4.1", "o502.36.4.2", "o502.36.5.1", "o502.36.5.2"),
    MANAGER,
    "service_plan_signed",
    "annex-19",
)
QUARTERLY_CALL = Duty("quarterly_call", ("o502.35.f.3",), MANAGER, "status_ongoing_given", "annex-16")
REVIEW = Duty("yearly_review", ("o502.36.3.1", "o502.36.3.2"), MANAGER, "assessment_completed", "former-yearly-review")
REVIEW_AGAIN = replace(REVIEW, key="review_again", rules=("o502.36.3.1",), counting=NONE, policy="review_again")
"""A second year after the assessment, which the letter does not ask for: the service reminds of it."""

SUMMARY = Duty(
    "summary", ("o502.36.2.1", "o502.36.2.2"), MANAGER, "rehabilitation_ended", "former-summary", counting=NONE
)
LIMIT = Duty(
    "limit",
    ("o502.36.6.1", "o502.36.6.2"),
    MANAGER,
    "case_assigned",
    "doc-extension-decision",
    extension=Extension("o502.36.6.2", HEAD),
)
"""More time needs the case manager's decision and the head's agreement: two steps, and never the bare act `extend`."""

TIME = Duty("time_of_case", ("o502.37.1.1",), MANAGER, period=True, term_rule="o502.36.6.1")
"""It ends on the eve of the limit, so that on the last day the closing is open and proposed."""

AGREE_EXTENSION = Duty("agree_extension", ("o502.36.6.2",), HEAD, "case_limit_reached", DECISION, counting=NONE)

# ---------------------------------------------------------------- articles 39-41: psychologist, lawyer, discussion

PSYCH_ASSESS = Duty(
    "psych_assessment",
    ("o502.39.2.1", "o502.39.2.2", "o502.39.2.3"),
    PSYCHOLOGIST,
    "beneficiary_referred_to_psychologist",
    "annex-21",
)
PSYCH_MONTH = Duty("psych_month", ("o502.39.4.2", "o502.39.4.1"), PSYCHOLOGIST, "psych_service_started", "annex-22")
OUTSIDE_PSYCH = Duty(
    "outside_psych",
    ("o502.39.3",),
    MANAGER,
    "psych_initial_assessment_done",
    "former-outside-referral",
    counting=NONE,
)
CONSULT = Duty("consultation", ("o502.40.3.1", "o502.40.3.2"), LAWYER, "legal_need_found", "annex-24", counting=NONE)
OUTSIDE_LEGAL = Duty(
    "outside_legal",
    ("o502.40.5",),
    MANAGER,
    "legal_communication_ended",
    "former-outside-referral",
    counting=NONE,
)
MINUTES = Duty(
    "minutes",
    ("o502.41.2", *(f"o502.41.2.{x}" for x in "abcdef"), "o502.41.3.1"),
    "team",
    "discussion_needed",
    "doc-discussion-minutes",
    counting=NONE,
    also_by=(MANAGER, "professional_supervisor", HEAD),
)
SPECIALIST = Duty(
    "agree_specialist", ("o502.41.4.2", "o502.41.4.1"), HEAD, "discussion_needed", DECISION, counting=NONE
)
DEATH = Duty("death", ("o502.37.1.1",), HEAD, counting=NONE)

DUTIES = (
    RELEASE, REENTRY, EXCEPTION, ASSIGN, REQUEST_CERTIFICATE, CERTIFICATE, ASK_PROOF, PROOF_REFUSED, PROOF_EXPUNGED,
    PROOF_NOT_FOUND, IDENTIFY, CONTACT, FIRST_MEETING, CONSENT, ASK_FORM, FORM_RECEIVED, *PARTS["institution"],
    *PARTS["convicts_division"], *PARTS[None], ASSESS, WOMEN, WOMEN_SERVICE, *PLANS.values(), MONITOR, QUARTERLY_CALL,
    REVIEW, REVIEW_AGAIN, SUMMARY, LIMIT, TIME, AGREE_EXTENSION, PSYCH_ASSESS, PSYCH_MONTH, OUTSIDE_PSYCH, CONSULT,
    OUTSIDE_LEGAL, MINUTES, SPECIALIST, DEATH,
)  # fmt: skip
"""All but those of article 37; the variants of one key differ in rules only, never in who may do them."""
