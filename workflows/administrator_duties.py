"""The duties of the administrator's plan, as articles 13 and 17 of Order 502 list them."""

from models.record import Counting
from workflows.penitentiary_duties import MEDICAL_STAY, RESUME, REVIEW_SERVICES
from workflows.steps.duty import Duty

BY = "case_administrator"

ASSESS = Duty("assess", ("o502.13.1", "o502.13.2.1"), BY, "case_handed_to_administrator", "annex-08")
AGREE = Duty("agree", ("o502.13.5",), "director", "admin_plan_ready", counting=Counting.none)
REVISE = Duty("revise", ("o502.13.2.1", "o502.13.5"), BY, "admin_plan_ready", "annex-08", counting=Counting.none)
PLAN = Duty("plan", ("o502.13.2.2",), BY, "admin_plan_agreed", period=True, stopped_by_suspension=True)
"""The plan's own length, counted from the director's agreement; a suspension stops it and nothing else (art. 15)."""
MONITOR = Duty("monitor", ("o502.13.3",), BY, "admin_plan_term_ended", "annex-09")
REASSESS = Duty("reassess", ("o502.13.4.1", "o502.13.4.2"), BY, "admin_plan_monitored", "annex-08")
HAND_BACK = Duty(
    "hand_back", ("o502.13.7",), BY, "shr_rose_to_medium_or_high", "doc-case-file", counting=Counting.at_once
)
REPORT = Duty("report", ("o502.17.3",), BY, "plan_terminated", "doc-summary-report")
SOCIAL_WORKER = "prison_social_worker"
FILE = Duty("file", ("o502.17.5",), SOCIAL_WORKER, "plan_terminated", "doc-case-file", also_by=(SOCIAL_WORKER,))
"""The institution's social worker is whoever holds the case: here the case administrator."""

DUTIES = (
    ASSESS, AGREE, REVISE, PLAN, MONITOR, REASSESS, HAND_BACK, MEDICAL_STAY, RESUME, REVIEW_SERVICES, REPORT, FILE,
)  # fmt: skip
