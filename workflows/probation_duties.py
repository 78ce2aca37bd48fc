"""The duties of the probation cycle, as chapter III of Order 502 lists them."""

from models.record import Counting
from rules.order_502.probation_routing import Specialist
from workflows.steps.duty import Duty, Extension

OFFICER, HEAD, TEAM = "probation_officer", "resocialisation_division_head", "team"
WORKER: Specialist = "agency_social_worker"
PSYCHOLOGIST: Specialist = "agency_psychologist"
PROVIDER = "programme_provider"
SPECIALISTS: tuple[Specialist, Specialist] = (WORKER, PSYCHOLOGIST)
SHORT: dict[str, str] = {WORKER: "worker", PSYCHOLOGIST: "psychologist"}
"""How a specialist is called in the keys of steps."""
ROLE_OF = {short: role for role, short in SHORT.items()}


def specialist(role: str) -> Specialist:
    """The role as one of the two specialists."""
    return WORKER if role == WORKER else PSYCHOLOGIST


REGISTERED, REQUEST = "put_on_register", "doc-specialist-request"
SEVEN_DAYS = "o502.21.2.1"
NONE, POLICY = Counting.none, Counting.policy

INTAKE = Duty("intake", ("o502.21.1",), OFFICER, form="registration")
"""Never owed: the days of the intake, which can be corrected like any other entry."""
ARRIVAL = Duty("arrival", ("o502.30.8", "o502.21.1"), OFFICER, "moved_between_agencies", "registration", counting=NONE)

SCREENING = Duty("screening", (SEVEN_DAYS, "o502.21.1", "o502.20"), OFFICER, REGISTERED, "annex-01-part-1")
STATIC = Duty("static", (SEVEN_DAYS, "o502.21.1", "o502.20"), OFFICER, REGISTERED, "annex-01-part-2")
FIELDS = Duty("fields", ("o502.21.2.2",), OFFICER, REGISTERED, "annex-01-part-3", term_rule=SEVEN_DAYS)
WOMEN = Duty("women", ("o502.22.2", "o502.22.1"), OFFICER, "shr_level_found", "annex-02", counting=NONE)
WOMEN_INFORM = Duty(
    "women_information", ("o502.22.8.a.1", "o502.22.8.a.2"), OFFICER, "women_questionnaire_scored", counting=NONE
)
WOMEN_ASK: dict[str, Duty] = {
    WORKER: Duty("women_ask_worker", ("o502.22.8.b.1", "o502.22.7"), OFFICER, form=REQUEST, counting=NONE),
    PSYCHOLOGIST: Duty("women_ask_psychologist", ("o502.22.8.c", "o502.22.7"), OFFICER, form=REQUEST, counting=NONE),
}
WOMEN_ASSIGN: dict[str, Duty] = {
    WORKER: Duty(
        "women_assign_worker", ("o502.22.8.b.1",), HEAD, counting=POLICY, policy="assign_specialist",
        event="social_worker_requested",
    ),
    PSYCHOLOGIST: Duty(
        "women_assign_psychologist", ("o502.22.8.c",), HEAD, counting=POLICY, policy="assign_specialist",
        event="psychologist_requested",
    ),
}  # fmt: skip
WOMEN_SERVICE: dict[str, Duty] = {
    WORKER: Duty("women_service", ("o502.22.8.b.2",), WORKER, counting=NONE),
    PSYCHOLOGIST: Duty("women_psychology", ("o502.22.8.c",), PSYCHOLOGIST, counting=NONE),
}


def request_of(role: str, rule: str, *, immediate: bool) -> Duty:
    """The officer's request for a specialist by the row of article 21: urgent, or without a term."""
    return Duty(f"ask_{SHORT[role]}", (rule,), OFFICER, form=REQUEST, counting=Counting.at_once if immediate else NONE)


def assignment_of(role: str, rule: str) -> Duty:
    """The head's assignment: no term in the act, one in the service's own policy."""
    event = "social_worker_requested" if role == WORKER else "psychologist_requested"
    return Duty(f"assign_{SHORT[role]}", (rule,), HEAD, event, counting=POLICY, policy="assign_specialist")


_FIRST: dict[str, str] = {WORKER: "case_given_to_social_worker", PSYCHOLOGIST: "case_given_to_psychologist"}
_SECOND: dict[str, str] = {WORKER: "second_social_worker_assigned", PSYCHOLOGIST: "second_psychologist_assigned"}

ASSESS: dict[str, Duty] = {
    WORKER: Duty(
        "assess_worker", ("o502.21.5.1", "o502.21.5.2", "o502.21.5.3"), WORKER, _FIRST[WORKER], "annex-01-part-3",
        extension=Extension("o502.21.5.5", HEAD, asked=True),
    ),
    PSYCHOLOGIST: Duty(
        "assess_psychologist", ("o502.21.11.1", "o502.21.11.2", "o502.21.11.3"), PSYCHOLOGIST, _FIRST[PSYCHOLOGIST],
        "annex-01-part-3", extension=Extension("o502.21.11.5", HEAD, asked=True),
    ),
}  # fmt: skip
ASSESS_SECOND: dict[str, Duty] = {
    WORKER: Duty("second_worker", ("o502.21.15.2", "o502.21.15.3"), WORKER, _SECOND[WORKER], "annex-01-part-3"),
    PSYCHOLOGIST: Duty("second_psychologist", ("o502.21.9.2",), PSYCHOLOGIST, _SECOND[PSYCHOLOGIST], "annex-01-part-3"),
}
APPOINT: dict[tuple[str, bool], Duty] = {
    (WORKER, False): Duty("appoint_worker", ("o502.21.6",), OFFICER, _FIRST[WORKER], counting=NONE),
    (PSYCHOLOGIST, False): Duty("appoint_psychologist", ("o502.21.12",), OFFICER, _FIRST[PSYCHOLOGIST], counting=NONE),
    (PSYCHOLOGIST, True): Duty(
        "appoint_psychologist_second", ("o502.21.8",), WORKER, _SECOND[PSYCHOLOGIST], counting=NONE
    ),
    (WORKER, True): Duty("appoint_worker_second", ("o502.21.14",), PSYCHOLOGIST, _SECOND[WORKER], counting=NONE),
}
ANSWER: dict[str, Duty] = {
    WORKER: Duty(
        "answer_worker", ("o502.21.5.5", "o502.21.5.4"), HEAD, "extension_requested", counting=POLICY,
        policy="answer_extension",
    ),
    PSYCHOLOGIST: Duty(
        "answer_psychologist", ("o502.21.11.5", "o502.21.11.4"), HEAD, "extension_requested", counting=POLICY,
        policy="answer_extension",
    ),
}  # fmt: skip
ANSWERED_BY: dict[str, tuple[str, str]] = {
    WORKER: ("o502.21.5.4", "o502.21.5.5"),
    PSYCHOLOGIST: ("o502.21.11.4", "o502.21.11.5"),
}
"""By which rule more time is asked for, and by which it is given."""

MEETING = Duty(
    "meeting",
    ("o502.23.4", "o502.23.1.1", "o502.23.2", "o502.23.3", "o502.23.8.a", "o502.23.8.b", "o502.23.8.c"),
    OFFICER, "probation_assessment_completed", "doc-minutes", also_by=(TEAM,),
)  # fmt: skip
PART_IV = Duty(
    "part_iv", ("o502.23.9.2", "o502.23.9.1", "o502.23.1.2"), TEAM, "team_meeting", "annex-01-part-4", counting=NONE,
    also_by=(OFFICER,),
)  # fmt: skip
SUPERVISOR = Duty("supervisor", ("o502.23.9.3",), OFFICER, "results_not_agreed", counting=NONE)
PLAN = Duty(
    "plan", ("o502.24.1", "o502.24.3", "o502.23.1.3", "o502.23.1.4"), TEAM, "team_meeting", "annex-12", counting=NONE,
    also_by=(*SPECIALISTS, PROVIDER),
)  # fmt: skip
INTRODUCE = Duty(
    "introduce", ("o502.24.4.1", "o502.24.4.2", "o502.24.4.3", "o502.24.8"), TEAM, "team_meeting",
    also_by=(OFFICER,),
)  # fmt: skip
PLAN_TERM = Duty(
    "plan_term", ("o502.24.2", "o502.24.8"), OFFICER, "plan_presented", period=True, by_hand=True,
    stopped_by_suspension=True,
)  # fmt: skip
TELL_CHANGE = Duty("tell_change", ("o502.24.7.2",), PROVIDER, "plan_changed", counting=NONE, also_by=SPECIALISTS)
RECORD = Duty(
    "service_record", ("o502.25.4", "o502.25.3.1"), PROVIDER, "programme_delivered", "annex-14", counting=NONE,
    also_by=(PROVIDER,),
)  # fmt: skip
REACT = Duty("react", ("o502.25.3.3",), OFFICER, "programme_difficulty_found", counting=NONE)

RESULTS = Duty("results", ("o502.27.1",), OFFICER, "plan_completed", "annex-13", POLICY, policy="evaluate_results")
NEXT_MEETING = Duty(
    "next_meeting", ("o502.23.5.1", "o502.23.8.b"), OFFICER, "plan_completed", "doc-minutes", also_by=(TEAM,)
)
REVIEW_QUESTION = Duty("review_question", ("o502.23.5.2",), OFFICER, "plan_completed", also_by=SPECIALISTS)
NEEDS = Duty("needs", ("o502.23.5.3",), PROVIDER, "plan_completed", counting=NONE)
NEEDS_MEETING = Duty(
    "next_meeting", ("o502.23.8.a", "o502.23.5.3"), OFFICER, "needs_found_after_short_plan", "doc-minutes",
    counting=NONE, also_by=(TEAM,),
)  # fmt: skip
EXTRA_MEETING = Duty(
    "extra_meeting", ("o502.23.6", "o502.23.8.a"), OFFICER, "risk_factor_found", "doc-minutes", counting=NONE,
    also_by=(TEAM,),
)  # fmt: skip
PLAN_QUESTION = Duty(
    "plan_question", ("o502.23.6", "o502.28.1.2"), TEAM, "reassessment_done", "yes-or-no", counting=NONE,
    also_by=(OFFICER,),
)  # fmt: skip
"""A review orders no new plan (unlike 16(2)): the team is asked whether it meets for one."""
SUPERVISE = Duty("supervise", ("o502.27.2",), OFFICER, "plan_completed", counting=NONE)
SUPERVISION = Duty(
    "supervision", ("o502.27.3.1", "o502.27.3.2", "o502.27.3.3"), PROVIDER, "plan_completed", counting=NONE
)
TAKE_BACK = Duty("take_back", ("o502.27.3.3",), OFFICER, "after_plan_supervision_done", counting=NONE)

MITIGATION = Duty(
    "mitigation", ("o502.29.4", "o502.29.1", "o502.29.2", "o502.29.3"), PROVIDER, "reassessment_done",
    "doc-mitigation-recommendation", counting=NONE, also_by=SPECIALISTS,
)  # fmt: skip

SUMMARY = Duty("summary", ("o502.30.3",), OFFICER, "plan_terminated", "doc-summary-report")
ARCHIVE = Duty("archive", ("o502.30.5", "o502.19.1.2"), OFFICER, counting=NONE)
PAUSE_RECORD = Duty(
    "suspension_record", ("o502.30.4.1",), OFFICER, "plan_suspended", "doc-suspension-record", Counting.at_once
)
PAUSE_END = Duty("expected_end", ("o502.30.4.2",), OFFICER, "plan_suspended", counting=Counting.at_once, period=True)
RELEASE = Duty("release", ("o502.30.7",), OFFICER, "release_preparation", counting=NONE, also_by=SPECIALISTS)
SUCCEED = Duty(
    "succeed", ("o502.30.1",), HEAD, "transferred_to_other_bureau", counting=POLICY, policy="assign_specialist"
)


class Review:
    """The review in the three ways it becomes owed: each year, after a long plan, after an absence."""

    def __init__(self, rule: str, event: str, *, term: bool) -> None:
        counting = Counting.term if term else NONE
        by = rule if term else None
        rules = ("o502.28.1.1", rule) if rule != "o502.28.1.1" else ("o502.28.1.1",)
        named = ("o502.28.2", "o502.28.1.2") if rule == "o502.28.2" else ("o502.28.1.2", rule)
        self.whole = Duty("review", named, OFFICER, event, counting=counting, term_rule=by)
        self.part_i = Duty(
            "review_part_i", ("o502.28.3", rule), OFFICER, event, "annex-01-part-1", counting, term_rule=by
        )
        self.part_ii = Duty("review_part_ii", rules, OFFICER, event, "annex-01-part-2", counting, term_rule=by)
        self.fields = Duty("review_fields", rules, OFFICER, event, "annex-01-part-3", counting, term_rule=by)
        self.of: dict[str, Duty] = {
            role: Duty(f"review_{SHORT[role]}", rules, role, event, "annex-01-part-3", counting, term_rule=by)
            for role in SPECIALISTS
        }

    def duties(self) -> tuple[Duty, ...]:
        """All of them."""
        return (self.whole, self.part_i, self.part_ii, self.fields, *self.of.values())


YEARLY = Review("o502.28.2", "probation_assessment_completed", term=True)
AFTER_PLAN = Review("o502.23.5.2", "plan_completed", term=True)
ON_RETURN = Review("o502.28.1.1", "reassessment_done", term=False)

_ANY_ROW = {WORKER: "o502.21.3.c", PSYCHOLOGIST: "o502.21.10"}
DUTIES = (
    INTAKE, ARRIVAL, SCREENING, STATIC, FIELDS, WOMEN, WOMEN_INFORM, *WOMEN_ASK.values(), *WOMEN_ASSIGN.values(),
    *WOMEN_SERVICE.values(),
    *(request_of(role, f"{_ANY_ROW[role]}.1", immediate=False) for role in SPECIALISTS),
    assignment_of(WORKER, "o502.21.3.c.2"), assignment_of(PSYCHOLOGIST, "o502.21.10.3"),
    *ASSESS.values(), *ASSESS_SECOND.values(), *APPOINT.values(), *ANSWER.values(),
    MEETING, PART_IV, SUPERVISOR, PLAN, INTRODUCE, PLAN_TERM, TELL_CHANGE, RECORD, REACT, RESULTS, NEXT_MEETING,
    REVIEW_QUESTION, NEEDS, NEEDS_MEETING, EXTRA_MEETING, PLAN_QUESTION, SUPERVISE, SUPERVISION, TAKE_BACK, MITIGATION,
    SUMMARY, ARCHIVE, PAUSE_RECORD, PAUSE_END, RELEASE, SUCCEED, *YEARLY.duties(), *AFTER_PLAN.duties(),
    *ON_RETURN.duties(),
)  # fmt: skip
"""All of them; the variants of one key differ in rules only, never in who may do them."""
