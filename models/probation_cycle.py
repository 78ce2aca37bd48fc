"""The probation cycle (Order 502, chapter III): its intake, its facts, its state."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen, Mutable
from models.case import CaseState
from models.forms.probation import BUREAU, Service
from models.levels import Level
from models.person import PersonIntake

LegalStatus = Literal["conditionally_sentenced", "released_on_parole", "other_convict"]


class Intake(Frozen):
    """What opens a probation cycle: who, at which bureau, which services its territory has, the day of registration.

    `half_of_sentence_on` is the day on which half of the sentence has passed (art. 29), where it is known.
    """

    number: str
    person: PersonIntake
    bureau: Annotated[int, Field(ge=1, le=999)] | Annotated[str, Field(pattern=BUREAU)]
    services: tuple[Service, ...] = ("social_worker", "psychologist")
    registered_on: date
    half_of_sentence_on: date | None = None
    status: LegalStatus = "conditionally_sentenced"


class Track(Mutable):
    """The work of one specialist in the assessment, from the request to the filled-in fields."""

    rule: str
    """The rule by which the head assigns."""
    second: bool = False
    asked_on: date
    elsewhere: bool = False
    """The head assigned somebody of another territory, unasked (21(3)(a))."""
    fields: list[int] = Field(default_factory=list)
    """The fields that gave the need of a second specialist."""
    assigned_on: date | None = None
    meetings: list[date] = Field(default_factory=list)
    visits: list[date] = Field(default_factory=list)
    visit_refused: bool = False
    extension_asked_on: date | None = None
    extension_asked: int = 0
    extended_on: date | None = None
    assessed_on: date | None = None


class PlanFacts(Mutable):
    """One plan and the meetings around it; a new cycle begins with an empty one."""

    met_on: date | None = None
    met_from: date | None = None
    """The day from which the first meeting was counted, kept when it was held."""
    disagreed_on: date | None = None
    supervisor_on: date | None = None
    agreed_on: date | None = None
    draft_refused_on: date | None = None
    drafted_on: date | None = None
    months: int = 6
    programmes: list[str] = Field(default_factory=list)
    """Each as `provider:mandatory` or `provider:voluntary`, in the order of the plan."""
    dropped: list[int] = Field(default_factory=list)
    measures: list[str] = Field(default_factory=list)
    presented_on: date | None = None
    signed: bool = True
    consented: list[int] = Field(default_factory=list)
    delivered: dict[int, date] = Field(default_factory=dict)
    recorded: dict[int, date] = Field(default_factory=dict)
    passive: list[int] = Field(default_factory=list)
    changes: list[date] = Field(default_factory=list)
    changed_by: list[str] = Field(default_factory=list)
    reviewed: list[date] = Field(default_factory=list)
    """Days of reviews that found a change while it ran: the team is asked about a new one."""
    completed_on: date | None = None
    terminated_on: date | None = None
    results_on: date | None = None
    aims_reached: bool | None = None
    review_wanted: bool | None = None
    needs_on: date | None = None
    next_met_on: date | None = None
    entries: list[str] = Field(default_factory=list)
    """Who entered the stages of supervision after the plan, in their order."""
    returns: list[str] = Field(default_factory=list)
    """The providers who have ended their supervision."""


class ReviewFacts(Mutable):
    """The review that is under way."""

    part_i: date | None = None
    part_ii: date | None = None
    officer: date | None = None
    specialists: dict[str, date] = Field(default_factory=dict)


class Pause(Mutable):
    """One ground of suspension as the officer recorded it."""

    ground: str
    since: date
    expected_end: date | None = None
    ended_on: date | None = None


class Facts(Mutable):
    """What has happened; every duty of the process follows from it. Dates and codes only."""

    told_on: date | None = None
    registered: date | None = None
    services: list[str] = Field(default_factory=list)
    adult_woman: bool = False
    half_of_sentence_on: date | None = None
    status: LegalStatus = "conditionally_sentenced"
    cycle: int = 1

    called_on: date | None = None
    """The day on which a correction or a transfer called another specialist: nobody could act on it before."""
    screened_on: date | None = None
    serious_harm: Level | None = None
    through: Literal["q1_7", "q8_10"] | None = None
    marked: list[int] = Field(default_factory=list)
    """Questions 8-10 that the officer marked high: shown to a social worker on the first day (21(7))."""
    static_on: date | None = None
    static: Level | None = None
    fields_on: date | None = None
    fields_marked: list[int] = Field(default_factory=list)
    """The officer's own fields marked medium or high, shown to the psychologist (21(15))."""
    dynamic: Level | None = None
    reoffending: Level | None = None

    women_on: date | None = None
    women_services: list[str] = Field(default_factory=list)
    women_asked: dict[str, date] = Field(default_factory=dict)
    women_assigned: dict[str, date] = Field(default_factory=dict)

    tracks: dict[str, Track] = Field(default_factory=dict)
    assessed_on: date | None = None
    plan: PlanFacts = Field(default_factory=PlanFacts)

    reviews: list[date] = Field(default_factory=list)
    review: ReviewFacts = Field(default_factory=ReviewFacts)
    back_on: date | None = None
    mitigation: list[int] = Field(default_factory=list)
    """Numbers of the reviews after which mitigation may be recommended."""
    active_in_all: bool | None = None
    aims_reached: bool | None = None

    pauses: list[Pause] = Field(default_factory=list)
    difficulties: list[date] = Field(default_factory=list)
    extra: list[date] = Field(default_factory=list)
    releases: list[date] = Field(default_factory=list)
    archived: list[date] = Field(default_factory=list)
    """Days on which a plan came to its end, so that its papers are to be kept (30(5))."""
    terminated: list[date] = Field(default_factory=list)
    """Days on which a plan was terminated, each followed by a summary report (30(3))."""
    summarised: int = 0
    moved: list[date] = Field(default_factory=list)
    moved_roles: list[str] = Field(default_factory=list)
    """For each transfer and each specialist of the case: the day, and the role for which a successor is named."""

    away_ground: str | None = None
    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of a probation cycle."""

    facts: Facts
