"""The duties of a petition before a local council, as Order 320 lists them."""

from dataclasses import replace

from models.record import Counting
from workflows.steps.duty import Duty

LEADERS = ("council_chair", "acting_chair", "oldest_member")
"""Who performs the duties of the chair: the chair, the member of an order, or the oldest member (8, 12(3))."""
APPARATUS = ("council_apparatus", "apparatus_employee")
PARTIES = ("convict", "defender", "legal_representative", "institution")
RECEIVED = "petition_received"
NONE = Counting.none

SUBMIT = Duty(
    "submit",
    ("o320.10.2.1", "o320.10.1", "o320.10.2.4"),
    "institution",
    "statutory_term_served",
    "o320.petition",
    counting=Counting.at_once,
)
SUBMIT_AGAIN = Duty(
    "submit",
    ("o320.10.2.2", "o320.10.1", "o320.10.2.4"),
    "institution",
    "reconsideration_due",
    "o320.petition",
    counting=Counting.at_once,
)
TELL_CONVICT = Duty(
    "tell_convict",
    ("o320.10.2.3",),
    "institution",
    "petition_submitted_by_institution",
    "o320.notice-to-convict-of-petition",
    counting=Counting.at_once,
)
WHICH_COUNCIL = Duty("which_council", ("o320.3.1",), "director_general", RECEIVED, "council-choice", counting=NONE)
REQUEST = Duty(
    "request_documents",
    ("o320.10.6", "o320.6.2.2", "o320.6.2.1", "o320.6.2.3"),
    "council",
    "application_received",
    "o320.document-request",
    also_by=(*LEADERS, *APPARATUS),
)
BAR = Duty("bar", ("o320.23.1.1",), "council", "petition_refused", period=True)

MATERIALS = Duty(
    "materials",
    ("o320.11.4", "o320.9.2.b", "o320.8.5.d", "o320.9.2.g"),
    "council_apparatus",
    "session_held",
    "o320.case-materials",
    also_by=("apparatus_employee",),
    counting=Counting.before,
)
MP_NOTICE = Duty(
    "mp_notice",
    ("o320.4.7.4", "o320.4.7.5", "o320.4.7.1"),
    "council_chair",
    "session_held",
    "o320.mp-notice",
    also_by=("acting_chair", "oldest_member", *APPARATUS),
    counting=Counting.before,
)
MINUTES_BY = (*LEADERS, *APPARATUS)
CONSIDER = Duty(
    "consider",
    (
        "o320.11.1", "o320.7.3", "o320.7.2", "o320.13.2", "o320.13.6.1", "o320.13.6.2", "o320.15.1", "o320.15.3",
        "o320.9.2.a", "o320.8.3.e",
    ),
    "council",
    RECEIVED,
    "o320.minutes-without-hearing",
    also_by=MINUTES_BY,
)  # fmt: skip
CONSIDER_MINOR = Duty("consider_minor", ("o320.21.1",), "council", "parole_considered", also_by=MINUTES_BY)
LIMIT = Duty("limit", ("o320.11.3.2",), "council", RECEIVED, period=True)
HEAR_RULES = (
    "o320.11.3.2", "o320.7.5", "o320.16.1", "o320.7.6", "o320.17.1.1", "o320.17.1.2", "o320.17.2", "o320.17.3.1",
    "o320.17.3.2", "o320.17.4.1", "o320.17.8", "o320.19.1", "o320.19.1.a", "o320.19.1.b", "o320.19.1.c", "o320.19.1.d",
    "o320.19.1.e", "o320.19.2", "o320.20.1.a", "o320.20.1.b", "o320.20.1.c", "o320.9.2.a", "o320.8.3.e",
)  # fmt: skip
HEAR = Duty("hear", HEAR_RULES, "council", RECEIVED, "o320.minutes-hearing", also_by=MINUTES_BY)
HEAR_VIDEO = Duty(
    "hear",
    (*HEAR_RULES, "o320.18.1.1", "o320.18.1.2", "o320.18.2", "o320.18.7.1", "o320.18.7.3", "o320.18.8.1", "o320.18.9",
     "o320.17.9"),
    "council",
    RECEIVED,
    "o320.minutes-hearing",
    also_by=MINUTES_BY,
)  # fmt: skip
MINOR = ("o320.17.7.1", "o320.17.7.2")
"""What a hearing of a minor asks for besides."""


def hearing(*, video: bool, minor: bool) -> Duty:
    """The duty to hold the hearing, with the articles of its form and of a minor."""
    duty = HEAR_VIDEO if video else HEAR
    return replace(duty, rules=(*duty.rules, *MINOR)) if minor else duty


NOTICE_CONTENT = ("o320.16.4.1", "o320.16.4.2", "o320.16.2.1")
HEARING_NOTICE = Duty(
    "hearing_notice",
    ("o320.16.3.1", "o320.16.3.2", "o320.16.3.3", *NOTICE_CONTENT),
    "council_apparatus",
    "hearing_held",
    "o320.hearing-notice",
    also_by=("apparatus_employee",),
    counting=Counting.before,
)
VIDEO_NOTICE = Duty(
    "hearing_notice",
    ("o320.18.3.1", "o320.18.3.2", "o320.18.3.3", "o320.18.7.4", *NOTICE_CONTENT),
    "council_apparatus",
    "hearing_held",
    "o320.hearing-notice",
    also_by=("apparatus_employee",),
    counting=Counting.before,
)
ORGANISE_VIDEO = Duty(
    "organise_video",
    ("o320.18.4", "o320.18.5"),
    "institution",
    "video_hearing_decided",
    counting=NONE,
    also_by=("institution_officer",),
)
SURVEILLANCE = Duty(
    "surveillance_warning",
    ("o320.18.6.2", "o320.18.6.1"),
    "institution",
    "video_hearing_decided",
    "o320.surveillance-warning",
    counting=NONE,
    also_by=("institution_officer",),
)
INTERPRETER = Duty(
    "interpreter",
    ("o320.17.5.2", "o320.17.5.1", "o320.17.4.2"),
    "interpreter",
    "interpreter_engaged",
    "o320.annex-01",
    counting=NONE,
    also_by=(*LEADERS, *APPARATUS),
)
INTERPRETER_VIDEO = Duty(
    "interpreter",
    ("o320.18.8.2", "o320.17.5.2", "o320.17.5.1"),
    "interpreter",
    "interpreter_engaged",
    "o320.annex-01",
    counting=NONE,
    also_by=(*LEADERS, *APPARATUS),
)
CONSENT_LABOUR = Duty(
    "consent", ("o320.20.2",), "convict", "admitted_to_hearing", "o320.annex-02", counting=NONE, also_by=APPARATUS
)
CONSENT_ARREST = Duty(
    "consent", ("o320.20.2",), "convict", "admitted_to_hearing", "o320.annex-03", counting=NONE, also_by=APPARATUS
)
GUARANTEE = Duty(
    "guarantee",
    ("o320.10.5.1", "o320.10.5.2"),
    "convict",
    "admitted_to_hearing",
    "o320.home-arrest-guarantee",
    counting=NONE,
    planned=True,
    also_by=("defender", "legal_representative", "close_relative", *APPARATUS),
)

RECUSAL = Duty(
    "recusal", ("o320.12.2.2", "o320.12.2.3"), "council", "recusal_requested", "recusal-decision", counting=NONE,
    also_by=MINUTES_BY,
)  # fmt: skip
ACTING_ORDER = Duty(
    "acting_order",
    ("o320.12.3.1", "o320.8.4"),
    "director_general",
    "chair_recused",
    "o320.dg-order-acting-chair",
    counting=NONE,
)
TRANSFER = Duty(
    "transfer",
    ("o320.12.4.2", "o320.12.4.1"),
    "director_general",
    "quorum_lost_by_recusal",
    "o320.dg-order-transfer",
    counting=NONE,
)

ISSUE = Duty(
    "issue",
    ("o320.22.1.2", "o320.22.1.1", "o320.22.2", "o320.8.3.e"),
    "council_chair",
    "decision_taken",
    "o320.decision",
    also_by=("acting_chair", "oldest_member"),
)
NOTIFY = Duty(
    "notify", ("o320.11.5",), "council_apparatus", "decision_taken", "o320.decision-notice",
    also_by=("apparatus_employee",),
)  # fmt: skip
NOTIFY_ADMITTED = Duty(
    "notify", ("o320.11.5", "o320.13.5"), "council_apparatus", "decision_taken", "o320.decision-notice",
    also_by=("apparatus_employee",),
)  # fmt: skip
HAND_OVER = Duty(
    "hand_over",
    ("o320.22.3",),
    "council_apparatus",
    "decision_taken",
    "decision-delivery",
    term_rule="o320.11.5",
    also_by=("apparatus_employee",),
)
COPIES = Duty(
    "copies",
    ("o320.22.4",),
    "council_apparatus",
    "decision_issued",
    "decision-copies",
    counting=Counting.at_once,
    also_by=("apparatus_employee",),
)
APPEAL = Duty("appeal", ("o320.23bis.2", "o320.23bis.1"), "interested_party", "refusal_known_to_party", period=True)
RECONSIDER = Duty("reconsider", ("o320.23.2.1", "o320.10.2.2"), "institution", "parole_considered", "o320.petition")
RECONSIDER_MINOR = Duty(
    "reconsider", ("o320.21.1", "o320.10.2.2", "o320.23.2.2"), "institution", "parole_considered", "o320.petition"
)

DUTIES = (
    SUBMIT, SUBMIT_AGAIN, TELL_CONVICT, WHICH_COUNCIL, REQUEST, BAR, MATERIALS, MP_NOTICE, CONSIDER, CONSIDER_MINOR,
    LIMIT, HEAR, HEAR_VIDEO, HEARING_NOTICE, VIDEO_NOTICE, ORGANISE_VIDEO, SURVEILLANCE, INTERPRETER,
    INTERPRETER_VIDEO, CONSENT_LABOUR, CONSENT_ARREST, GUARANTEE, RECUSAL, ACTING_ORDER, TRANSFER, ISSUE, NOTIFY,
    NOTIFY_ADMITTED, HAND_OVER, COPIES, APPEAL, RECONSIDER, RECONSIDER_MINOR,
)  # fmt: skip
"""All of them; the variants of one key differ in rules and form only, never in who may do them."""
