"""What a notice may be about, to whom, and which facts it says.

A fact that is not listed here reaches no reader. No fact names a person, and none tells what an assessment
found: electronic mail is not a confidential channel. The case number leads a reader who may see the case to
the rest.
"""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who reads it: an employee by role, or the person whom the case is about."""

    staff = "staff"
    person = "person"


class Kind(StrEnum):
    """What a fact is, and so how it is shown and checked."""

    code = "code"
    """Shown as it is in both languages."""
    label = "label"
    """A title or a citation of an act, in the language of the notice."""
    words = "words"
    """A sentence, in the language of the notice; left out when it tells what an assessment found."""
    day = "day"
    number = "number"


FACTS: dict[str, Kind] = {
    "case": Kind.code,
    "process": Kind.label,
    "duty": Kind.words,
    "form": Kind.words,
    "actor": Kind.label,
    "article": Kind.label,
    "extension_article": Kind.label,
    "on": Kind.day,
    "since": Kind.day,
    "due": Kind.day,
    "was": Kind.day,
    "days_late": Kind.number,
    "level": Kind.number,
    "because": Kind.words,
    "way_on": Kind.words,
    "link": Kind.code,
}


@dataclass(frozen=True)
class About:
    """One kind of notice: its name, its readers, the facts it needs and those it says when given."""

    name: str
    to: Audience
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    broadly: bool = False
    """Whether the article is cited without its point, which would tell the ground: illness, or a finding."""


def _staff(name: str, *required: str, optional: tuple[str, ...] = (), broadly: bool = False) -> About:
    required = ("case", "process", *required)
    return About(name, Audience.staff, required, (*optional, "link"), broadly)


_STEP = ("article", "duty", "actor")
_EVENT = ("article", "on")

ABOUTS: tuple[About, ...] = (
    _staff("step_opened", *_STEP, optional=("due", "form")),
    _staff("reminder", *_STEP, optional=("due", "since", "form")),
    _staff("policy_waiting", *_STEP, "since", optional=("form",)),
    _staff("step_overdue", *_STEP, "due", "days_late", optional=("form",)),
    _staff("escalation", *_STEP, "since", "due", "days_late", "level", optional=("extension_article",)),
    _staff("step_cancelled", "article", "duty", "because", optional=("due",)),
    _staff("due_changed", "article", "duty", "due", "because", optional=("was",)),
    About("plan_presented", Audience.person, ("case", *_EVENT)),
    About("your_plan_approved", Audience.person, ("case", *_EVENT)),
    _staff("plan_refused", *_EVENT),
    _staff("plan_submitted", *_EVENT, optional=("due",)),
    _staff("plan_returned", *_EVENT),
    _staff("plan_approved", *_EVENT, optional=("due",)),
    _staff("plan_for_agreement", *_EVENT),
    _staff("plan_agreed", *_EVENT, optional=("due",)),
    _staff("plan_not_agreed", *_EVENT),
    _staff("case_handed_over", *_EVENT, optional=("due",)),
    _staff("case_handed_back", *_EVENT, broadly=True),
    _staff("psychologist_referred", *_EVENT, optional=("due",), broadly=True),
    _staff("psych_plan_submitted", *_EVENT),
    _staff("psych_plan_returned", *_EVENT),
    _staff("psych_plan_approved", *_EVENT),
    _staff("psych_plan_outlasts", *_EVENT),
    _staff("psych_results", *_EVENT),
    _staff("supervisor_invited", *_EVENT),
    _staff("act_refused", "because", "way_on", optional=("article",)),
    _staff("case_assigned", *_EVENT, "actor", optional=("duty", "due")),
    _staff("suspended", *_EVENT, broadly=True),
    _staff("resumed", *_EVENT),
    _staff("case_closed", *_EVENT),
    _staff("case_transferred", *_EVENT),
    _staff("medical_stay_over", *_EVENT, broadly=True),
    _staff("plan_too_long", *_EVENT),
    _staff("reassessment_first", *_EVENT),
    _staff("danger_decision_sent", *_EVENT),
    _staff("danger_consent_refused", *_EVENT, broadly=True),
    _staff("danger_team_short", *_EVENT),
    _staff("danger_recusal_missed", *_EVENT, broadly=True),
    _staff("danger_consent_withdrawn", *_EVENT, broadly=True),
    _staff("danger_departed", *_EVENT),
    _staff("danger_plan_ahead", *_EVENT),
    _staff("danger_temporary_expired", *_EVENT),
    _staff("danger_sessions_short", *_EVENT),
    _staff("danger_absences", *_EVENT),
    About("danger_consent_asked", Audience.person, ("case", *_EVENT)),
    About("danger_order_served", Audience.person, ("case", *_EVENT)),
    About("hearing_set", Audience.person, ("case", *_EVENT)),
    About("council_decided", Audience.person, ("case", *_EVENT)),
    _staff("hearing_to_set", *_EVENT),
    _staff("hearing_late", *_EVENT),
    _staff("circumstance_changed", *_EVENT, broadly=True),
    _staff("member_ending", *_EVENT),
    _staff("closing_decided", *_EVENT),
    _staff("information_exchanged", *_EVENT),
    _staff("psychology_ended", *_EVENT, broadly=True),
    _staff("discussion_called", *_EVENT),
    _staff("specialist_requested", *_EVENT, broadly=True),
    _staff("second_specialist_assigned", *_EVENT),
    _staff("specialist_not_served", *_EVENT, broadly=True),
    _staff("extension_asked", *_EVENT),
    _staff("extension_granted", *_EVENT),
    _staff("plan_changed", *_EVENT),
    _staff("programme_difficulty", *_EVENT),
    _staff("suspension_end_expected", *_EVENT, broadly=True),
    About("first_meeting_agreed", Audience.person, ("case", *_EVENT)),
    About("probation_plan_known", Audience.person, ("case", *_EVENT)),
    About("probation_plan_changed", Audience.person, ("case", *_EVENT)),
)
"""`on` is the day the thing was done; `since` the day from which the duty runs; `due` its last day, `was` its
last day before the change; `days_late` counts calendar days after `due`; `level` is 1 for the head of the
division, 2 of the department, 3 of the service; `extension_article` cites the article that lets the term be
extended, if any does."""

BY_NAME: dict[str, About] = {a.name: a for a in ABOUTS}
