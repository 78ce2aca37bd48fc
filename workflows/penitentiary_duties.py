"""The duties of the penitentiary cycle, as chapter II of Order 502 lists them."""

from models.record import Counting
from workflows.steps.duty import Duty

LEFT = "left_classification_cell"
WEEK_8 = "o502.8.14"
EIGHT_WEEKS = "o502.8.1"

INTAKE = Duty("intake", (EIGHT_WEEKS,), "special_registration_officer", form="intake-dates", also_by=("case_manager",))
"""Never owed: the days of the intake, which can be corrected like any other entry."""

SCREENING = Duty("screening", ("o502.8.3", "o502.8.2", "o502.7.1.a"), "case_manager", LEFT, "annex-01-part-1")
COORDINATOR = Duty("coordinator", ("o502.8.4",), "case_manager", "screening_started", counting=Counting.none)
STATIC = Duty(
    "static",
    ("o502.8.5", "o502.8.2", "o502.7.1.b.a"),
    "special_registration_officer",
    "placed_in_institution",
    "annex-01-part-2",
)
BEHAVIOUR = Duty("behaviour", ("o502.8.6", "o502.11.1.1"), "legal_regime_officer", LEFT, "annex-03")
BEHAVIOUR_AGAIN = Duty(
    "behaviour_again", ("o502.11.2",), "legal_regime_officer", "behaviour_questionnaire_filled", "annex-03"
)
WOMEN = Duty("women", ("o502.9.2", "o502.9.1"), "case_manager", LEFT, "annex-02")
WOMEN_REFERRAL = Duty(
    "women_referral", ("o502.9.7",), "case_manager", "women_questionnaire_scored", counting=Counting.none
)

HAND_OVER = Duty(
    "hand_over",
    ("o502.8.7.2", "o502.8.7.1", EIGHT_WEEKS),
    "case_manager",
    LEFT,
    "doc-case-file",
    term_rule=EIGHT_WEEKS,
    policy="hand_over",
)
HAND_OVER_BY_CHOICE = Duty(
    "hand_over", ("o502.8.8.2", EIGHT_WEEKS), "case_manager", LEFT, "doc-case-file", term_rule=EIGHT_WEEKS
)
DYNAMIC_LOW = Duty("dynamic", ("o502.8.8.1", "o502.7.1.b.b"), "case_manager", LEFT, "annex-01-part-3")
DYNAMIC_MEDIUM = Duty("dynamic", ("o502.8.9.2", "o502.8.9.1", "o502.7.1.b.b"), "case_manager", LEFT, "annex-01-part-3")
DYNAMIC_HIGH = Duty(
    "dynamic", ("o502.8.10.b.2", "o502.8.10.b.1", "o502.7.1.b.b"), "case_manager", LEFT, "annex-01-part-3"
)
CONCLUDE_HOLDER = Duty("conclusion", ("o502.12.2.a", "o502.8.8.2"), "case_manager", LEFT, "annex-01")
CONCLUDE_PSYCHOLOGIST = Duty("conclusion", ("o502.12.2.a", "o502.8.9.4"), "case_manager", LEFT, "annex-01")

TEAM_ORDER = Duty(
    "team_order",
    ("o502.10.1.2", "o502.10.1.1", "o502.10.2"),
    "director",
    "case_needs_team",
    "doc-team-order",
    counting=Counting.none,
)
MEETING_WEEK_7 = Duty(
    "meeting",
    ("o502.8.11.1", "o502.10.5.b", "o502.3.k.3"),
    "team",
    LEFT,
    "doc-minutes",
    not_before=True,
    also_by=("case_manager",),
)
MEETING_WEEK_6 = Duty(
    "meeting",
    ("o502.8.11.2", "o502.10.5.b", "o502.3.k.3"),
    "team",
    LEFT,
    "doc-minutes",
    not_before=True,
    also_by=("case_manager",),
)
PART_IV = Duty(
    "part_iv",
    (EIGHT_WEEKS, "o502.10.6", "o502.7.1.c"),
    "team",
    LEFT,
    "annex-01-part-4",
    also_by=("case_manager",),
)
INVITE_SUPERVISOR = Duty("supervisor", ("o502.10.7.1",), "case_manager", "results_not_agreed", counting=Counting.none)

DRAFT = Duty(
    "draft",
    ("o502.3.k.3", "o502.8.11.3", "o502.14.3", "o502.14.5"),
    "team",
    LEFT,
    "annex-04",
    also_by=("case_manager",),
)
ADOPT = Duty(
    "adopt",
    ("o502.14.6.1", "o502.14.6.2"),
    "team",
    "working_version_ready",
    counting=Counting.none,
    also_by=("case_manager",),
)
PRESENT = Duty(
    "present",
    ("o502.14.7", "o502.8.12"),
    "team",
    "working_version_ready",
    counting=Counting.none,
    also_by=("case_manager",),
)
SIGN = Duty("sign", ("o502.14.8.1",), "case_manager", "working_version_ready", counting=Counting.none)
SUBMIT = Duty("submit", (WEEK_8, "o502.14.8.2"), "case_manager", LEFT)
INFORM_DIRECTOR = Duty(
    "inform_director",
    ("o502.14.9.2", "o502.14.9.1"),
    "case_manager",
    LEFT,
    "doc-minutes",
    term_rule=WEEK_8,
    also_by=("team",),
)
MOTIVATE = Duty("motivate", ("o502.14.9.3",), "team", "plan_refused", period=True)
MOTIVATE_SERVICE = Duty("motivate_service", ("o502.14.9.3",), "team", "plan_refused", period=True)
OFFER_AGAIN = Duty("offer_again", ("o502.14.9.3",), "case_manager", counting=Counting.at_once)
APPROVE = Duty("approve", ("o502.8.15",), "director", "plan_submitted", counting=Counting.none)
CARRY_OUT = Duty(
    "carry_out",
    ("o502.14.1", "o502.3.k.4"),
    "case_manager",
    "plan_approved",
    period=True,
    by_hand=True,
    stopped_by_suspension=True,
)
"""The plan is completed when its measures are done or its term ends, whichever comes first (14(10))."""

MONITOR = Duty("monitor", ("o502.14.10", "o502.3.k.6"), "case_manager", "plan_completed", "annex-05")
REASSESS = Duty("reassess", ("o502.16.1", "o502.16.2.1"), "case_manager", "assessment_dated", "annex-01")
"""Fulfilled when the team agrees on part IV of the next cycle."""
DRAFT_ANEW = Duty(
    "draft",
    ("o502.16.2.2", "o502.8.11.3", "o502.14.3", "o502.14.5"),
    "team",
    "reassessment_done",
    "annex-04",
    term_rule="o502.3.k.3",
    also_by=("case_manager",),
)
KEEP_OR_HAND_OVER = Duty(
    "conclusion", ("o502.8.7.2", "o502.12.2.a"), "case_manager", "cycle_started", "annex-01", counting=Counting.none
)
"""A later cycle in which harm and static level would send the case to the administrator: offered, never by itself."""
MEDICAL_STAY = Duty("medical_stay", ("o502.15.1.a",), "case_manager", "moved_to_medical_institution", period=True)
RESUME = Duty(
    "resume",
    ("o502.15.2",),
    "case_manager",
    "suspension_ground_removed",
    counting=Counting.policy,
    policy="resume",
)
"""Where the term of every ground is known: the plan is resumed when the last has gone, by this step or by the act."""

REVIEW_SERVICES = Duty(
    "review_services",
    ("o502.15.1.f",),
    "case_manager",
    "moved_where_services_unavailable",
    "services-review",
    counting=Counting.none,
)

REPORT = Duty(
    "report", ("o502.17.3",), "case_manager", "plan_terminated", "doc-summary-report", also_by=("case_administrator",)
)
FILE = Duty(
    "file",
    ("o502.17.5", "o502.17.4"),
    "prison_social_worker",
    "plan_terminated",
    "doc-case-file",
    also_by=("case_manager", "case_administrator"),
)

DUTIES = (
    INTAKE, SCREENING, COORDINATOR, STATIC, BEHAVIOUR, BEHAVIOUR_AGAIN, WOMEN, WOMEN_REFERRAL, HAND_OVER,
    HAND_OVER_BY_CHOICE, DYNAMIC_LOW, DYNAMIC_MEDIUM, DYNAMIC_HIGH, CONCLUDE_HOLDER, CONCLUDE_PSYCHOLOGIST,
    TEAM_ORDER, MEETING_WEEK_7, MEETING_WEEK_6, PART_IV, INVITE_SUPERVISOR, DRAFT, ADOPT, PRESENT, SIGN,
    SUBMIT, INFORM_DIRECTOR, MOTIVATE, MOTIVATE_SERVICE, OFFER_AGAIN, APPROVE, CARRY_OUT, MONITOR, REASSESS, DRAFT_ANEW,
    KEEP_OR_HAND_OVER, MEDICAL_STAY, RESUME, REVIEW_SERVICES, REPORT, FILE,
)  # fmt: skip
"""All of them; the variants of one key differ in rules only, never in who may do them."""
