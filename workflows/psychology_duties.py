"""The duties of psychological service: articles 8(10)(a) and 12 of Order 502."""

from models.psychology_service import Track
from models.record import Counting
from workflows.steps.duty import Duty

LEFT = "left_classification_cell"
PSY = "psychologist"
PLAN_RULES = ("o502.12.1", "o502.12.7", "o502.12.9")

START = Duty("start", ("o502.8.10.a.1",), PSY, "shr_high_found")
STRATEGY = Duty("strategy", ("o502.8.10.a.2",), PSY, "high_risk_work_started", "doc-short-term-strategy")
ASSESS_HIGH = Duty(
    "assess_high", ("o502.12.1",), PSY, "high_risk_work_started", "doc-psych-assessment", counting=Counting.none
)
ASSESS_INSTANT = Duty("assess_instant", ("o502.12.4.1",), PSY, "referred_to_psychology", "doc-psych-assessment")
RECORD_INSTANT = Duty("record_instant", ("o502.12.4.1",), PSY, "referred_to_psychology", "doc-consultation-record")
ASSESS_PLANNED = Duty("assess_planned", ("o502.12.2.c",), PSY, LEFT, "doc-psych-assessment")
ASSESS_LATER = Duty("assess_planned", ("o502.12.2.c", "o502.12.2.f"), PSY, LEFT, "doc-psych-assessment")
"""The same in a later cycle of case management: the same weeks, counted from that cycle's day 0."""
ASSESS_AGAIN = Duty("assess_again", ("o502.12.11",), PSY, form="doc-psych-assessment", counting=Counting.none)
ASSESS_GENERAL = Duty("assess", ("o502.12.1",), PSY, form="doc-psych-assessment", counting=Counting.none)

ATTEND_WEEK_7 = Duty("attend", ("o502.12.2.b",), PSY, LEFT, period=True, by_hand=True)
ATTEND_WEEK_6 = Duty("attend", ("o502.12.2.b",), PSY, LEFT, term_rule="o502.8.11.2", period=True, by_hand=True)
"""While the team has not met: the week in which it is to meet. Nobody is late when it does not."""
ATTEND_HELD = Duty("attend_held", ("o502.12.2.b",), PSY, "team_meeting", counting=Counting.at_once)
"""The team has met: the duty follows the meeting and not the week."""
RECOMMEND = Duty("recommend", ("o502.12.8",), PSY, "team_meeting", "doc-recommendations", counting=Counting.none)

ASSESSED = "psych_assessment_done"
PLAN = Duty("plan", ("o502.12.2.d", *PLAN_RULES), PSY, ASSESSED, "annex-06", counting=Counting.none)
PLAN_INSTANT = Duty("plan", ("o502.12.4.2", *PLAN_RULES), PSY, ASSESSED, "annex-06", counting=Counting.none)
PLAN_GENERAL = Duty("plan", ("o502.12.1",), PSY, ASSESSED, "annex-06", counting=Counting.none)

HOLDERS = ("case_manager", "case_administrator")
DISCUSS = Duty("discuss", ("o502.12.2.d",), PSY, ASSESSED, counting=Counting.none, also_by=HOLDERS)
DISCUSS_INSTANT = Duty("discuss", ("o502.12.4.2",), PSY, ASSESSED, counting=Counting.none, also_by=HOLDERS)
SUBMIT = Duty("submit", ("o502.12.2.e",), "case_manager", ASSESSED, counting=Counting.none)
SUBMIT_INSTANT = Duty("submit", ("o502.12.4.2",), PSY, ASSESSED, counting=Counting.none)
APPROVE = Duty(
    "approve", ("o502.12.2.e", "o502.8.15"), "director", "plan_submitted", "director-decision", counting=Counting.none
)
APPROVE_INSTANT = Duty(
    "approve", ("o502.12.4.2", "o502.8.15"), "director", "plan_submitted", "director-decision", counting=Counting.none
)
CARRY_OUT = Duty(
    "carry_out", ("o502.12.1", "o502.12.9"), PSY, "plan_approved", period=True, by_hand=True, stopped_by_suspension=True
)
"""Runs to the plan's own last day and is then completed by itself; the psychologist may complete it earlier."""
MONITOR = Duty("monitor", ("o502.12.10.1", "o502.12.1"), PSY, "psych_plan_completed", "annex-07")
GIVE_RESULTS = Duty("give_results", ("o502.12.10.2",), PSY, "psych_plan_completed", term_rule="o502.12.10.1")
MONITOR_GENERAL = Duty("monitor", ("o502.12.1",), PSY, "psych_plan_completed", "annex-07", counting=Counting.none)
MONITOR_EARLY = Duty("monitor_early", ("o502.12.11",), PSY, form="annex-07", counting=Counting.none)

PASS_ON = Duty("pass_on", ("o502.12.6",), "case_manager", counting=Counting.none, also_by=("prison_social_worker",))
CONSULT = Duty("consult", ("o502.12.13.1",), PSY, form="doc-consultation-record", counting=Counting.none)
MEET = Duty("meet", ("o502.12.13.2",), PSY, form="doc-consultation-record", counting=Counting.none)
CHARACTERISTIC = Duty(
    "characteristic",
    ("o502.12.12",),
    PSY,
    "characteristic_requested",
    "doc-psychologist-own-form",
    counting=Counting.none,
)

DUTIES = (
    START, STRATEGY, ASSESS_HIGH, ASSESS_INSTANT, RECORD_INSTANT, ASSESS_PLANNED, ASSESS_LATER, ASSESS_AGAIN,
    ASSESS_GENERAL,
    ATTEND_WEEK_7, ATTEND_WEEK_6, ATTEND_HELD, RECOMMEND, PLAN_GENERAL, PLAN_INSTANT, PLAN, DISCUSS_INSTANT, DISCUSS,
    SUBMIT_INSTANT, SUBMIT, APPROVE_INSTANT, APPROVE, CARRY_OUT, MONITOR_GENERAL, MONITOR, GIVE_RESULTS,
    MONITOR_EARLY, PASS_ON, CONSULT, MEET, CHARACTERISTIC,
)  # fmt: skip
"""All of them; the variants of one key differ in rules and in who owes them, never in their form."""

OF_TRACK: dict[Track, tuple[Duty, Duty, Duty, Duty]] = {
    "planned": (PLAN, DISCUSS, SUBMIT, APPROVE),
    "high_risk": (PLAN, DISCUSS, SUBMIT, APPROVE),
    "instant": (PLAN_INSTANT, DISCUSS_INSTANT, SUBMIT_INSTANT, APPROVE_INSTANT),
}
"""Drawing up, discussing, submitting and approving, by the way that the plan came by."""

ASSESSMENTS = ("assess_high", "assess_instant", "assess_planned", "assess_again", "assess")
