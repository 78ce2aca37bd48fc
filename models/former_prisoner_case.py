"""The former prisoner's case (Order 502, chapter IV): its intake, its facts, its state."""

from datetime import date
from typing import Any, Literal, get_args

from pydantic import AliasChoices, Field, SerializerFunctionWrapHandler, field_validator, model_serializer

from models.base import Frozen, Mutable
from models.case import CaseState
from models.levels import Level
from models.person import PersonIntake

Status = Literal["new", "active", "ongoing", "waiting", "closed", "closed_without_assessment"]
Place = Literal["agency", "penitentiary_institution", "home", "anywhere"]
Group = Literal["citizen_of_georgia", "foreign_citizen", "stateless_person", "neutral_document", "occupied_territory"]
TEXT = 4000
OTHER_WORDS = {
    "prison": "penitentiary_institution",
    "institution": "penitentiary_institution",
    "electronic": "anywhere",
}


class Referral(Frozen):
    """Annex 15 as it was handed in (art. 32(1)-(4)).

    `electronic`: received by electronic means, so without signatures on paper. `meeting_on`: the information meeting
    in an institution. `health_reason`: only that a reason exists, never the diagnosis; who fills the form
    in at home says so by that, unless it is denied. `identity_copy` and
    `certificate`: whether the papers of 32(4) came with it.
    """

    filled_on: date
    place: Place = Field(default="agency", json_schema_extra={"enum": [*get_args(Place), *OTHER_WORDS]})
    contact: str | dict[str, Any] | None = None
    conviction: str | None = Field(default=None, max_length=TEXT)
    signed_by_author: bool = True
    signed_by_social_worker: bool = True
    electronic: bool = False
    meeting_on: date | None = None
    health_reason: bool | None = None
    identity_copy: bool = True
    certificate: bool = True

    @field_validator("place", mode="before")
    @classmethod
    def _as_the_act_says(cls, given: Any) -> Any:
        return OTHER_WORDS.get(given, given) if isinstance(given, str) else given


class Intake(Frozen):
    """What opens a former prisoner's case: who, when released, the referral, the needs.

    `released_on` may lie ahead (then it is the day on which the release is expected), or be unknown, when the form was
    filled in in an institution. `group` and `legal_stay`: the target group of art. 31(3), when it is known already.
    `previous_case` and `applied_before`: the closed case that this application follows (art. 37(5)) and how often the
    person was included anew before. `form_from`: who hands over an assessment form (art. 42). `institution`: the number
    of the Agency's division.
    """

    number: str
    person: PersonIntake
    released_on: date | None = None
    referral: Referral
    needs: str | list[Any] = Field(default_factory=list)
    institution: int = Field(default=1, ge=1, le=99, validation_alias=AliasChoices("institution", "bureau", "division"))
    group: Group | None = None
    legal_stay: bool | None = None
    registered: bool | None = None
    conviction_expunged: bool = False
    consent: Literal["signed"] | None = None
    form_from: Literal["institution", "convicts_division"] | None = None
    previous_case: str | None = None
    applied_before: int = Field(default=0, ge=0)


class Run(Mutable):
    """An unbroken run of calls, two weeks apart, towards a ground of art. 37(2)(b) or (c).

    `since` is day 0 (the first contact, the missed meeting, or the call that came too late); `calls` and `forms`
    were made in it.
    """

    kind: Literal["b", "c"]
    n: int
    since: date
    calls: int = 0
    forms: int = 0


class Contact(Mutable):
    """A line of the contact log: a call, a meeting, a month's monitoring, or the form at the end of a month of calls.

    `phase`: the status of the case on that day. `due`: the last day of the two-weekly call that was open then. `steps`:
    the steps that it completed.
    """

    kind: Literal["call", "meeting", "monitoring", "form"]
    on: date
    phase: Status = "active"
    result: Literal["reached", "failed", "held", "missed"] = "held"
    extra: bool = False
    home: bool = False
    not_done: int = 0
    due: date | None = None
    steps: list[str] = Field(default_factory=list)

    @model_serializer(mode="wrap")
    def _briefly(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only what a line says: a case of years carries many from run to run."""
        return {k: v for k, v in whole(self).items() if v is not None and v is not False and v not in (0, [])}


class Standing(Mutable):
    """What the contacts come to: worked out from the log (`rules/order_502/former_log.py`), and never entered."""

    failed: list[date] = Field(default_factory=list)
    counted_calls: list[date] = Field(default_factory=list)
    reached: list[date] = Field(default_factory=list)
    run: Run | None = None
    meetings: list[date] = Field(default_factory=list)
    home_visits: list[date] = Field(default_factory=list)
    missed_on: date | None = None
    """The first agreed meeting missed since the last one held."""
    quarterly: list[date] = Field(default_factory=list)
    silence: list[date] = Field(default_factory=list)
    monitored: int = 0
    not_done: int = 0


class ServiceGiven(Mutable):
    """A service of article 38: which kind, to whom, when, by whom."""

    kind: str
    to: Literal["beneficiary", "family_member"] = "beneficiary"
    on: date
    outside: bool = False


class Psychology(Mutable):
    """The psychologist's part (art. 39)."""

    n: int
    basis: str
    referred_on: date
    assessed_on: date | None = None
    beyond: bool = False
    started_on: date | None = None
    reports: int = 0
    warnings: list[date] = Field(default_factory=list)
    closed_on: date | None = None
    ground: str | None = None


class Legal(Mutable):
    """One communication with the lawyer (art. 40)."""

    n: int
    planned_on: date
    done_on: date | None = None
    beyond: bool = False


class Facts(Standing):
    """What has happened in the case; status, duties and grounds follow from it. Dates and codes only."""

    status: Status = "new"
    adult_woman: bool = False
    filled_on: date
    place: Place = "agency"
    released_on: date | None = None
    release_expected_on: date | None = None
    contact_given: bool = True
    identity: bool = True
    certificate: bool = True
    expunged: bool = False
    over_five_years: bool = False
    exception: Literal["agreed", "refused"] | None = None
    previous_case: str | None = None
    applied_before: int = 0
    reentry: Literal["include", "do_not_include"] | None = None
    assigned_on: date | None = None
    active_on: date | None = None

    consent: Literal["general", "refused"] | None = None
    consent_services: list[str] = Field(default_factory=list)
    certificate_requested_on: date | None = None
    certificate_found: bool | None = None
    proof_asked_on: date | None = None
    proof_brought_on: date | None = None
    identified_on: date | None = None

    form_from: Literal["institution", "convicts_division"] | None = None
    form_asked_on: date | None = None
    form_received_on: date | None = None
    form_lacks: list[int] = Field(default_factory=list)
    """Parts of Annex 1 that the form handed over does not hold."""

    log: list[Contact] = Field(default_factory=list)
    before_log: Standing | None = None
    """What stood before the first line of the log, in a case that was brought in or is older than its log."""
    runs: int = 0
    run_calls: int = 0
    run_forms: int = 0
    resumed_on: date | None = None

    part_1_on: date | None = None
    serious_harm: Level | None = None
    part_2_on: date | None = None
    static: Level | None = None
    part_3_on: date | None = None
    dynamic: Level | None = None
    absence_extra_since: date | None = None
    absence_extra_used: bool = False
    assessed_on: date | None = None
    reassess_since: date | None = None
    """The review of 36(2) has begun a full assessment anew, which is not complete yet."""
    reassessed_on: date | None = None
    reassessments: int = 0
    reoffending: Level | None = None
    below_minimum: bool = False
    women_on: date | None = None
    women_services: list[str] = Field(default_factory=list)

    plan_version: int = 1
    plan_wanted_on: date | None = None
    plan_signed_on: date | None = None
    """The first signing, with which the rehabilitation began."""
    ongoing_on: date | None = None
    """The latest granting of 'ongoing'."""
    monitored_since: date | None = None
    monitored_before: int = 0
    silence_since: date | None = None
    """Months without an attempt have passed before: the row of silent months begins here at the earliest."""
    silence_rows: int = 1
    reviews: int = 0
    reviewed_on: date | None = None
    rehabilitation_ended_on: date | None = None
    summaries: int = 0
    limit_months: int = 0
    extension_wanted: int = 0
    extension_wanted_on: date | None = None
    extensions_asked: int = 0
    extensions: int = 0

    services: list[ServiceGiven] = Field(default_factory=list)
    psychology: list[Psychology] = Field(default_factory=list)
    legal: list[Legal] = Field(default_factory=list)
    psych_reports: int = 0
    discussions: list[date] = Field(default_factory=list)
    minutes: int = 0
    specialists: list[date] = Field(default_factory=list)
    specialists_decided: int = 0

    warnings_assessment: list[date] = Field(default_factory=list)
    warnings_rehabilitation: list[date] = Field(default_factory=list)
    circumstances: dict[str, date] = Field(default_factory=dict)
    """Event of the catalogue → the day on which a person confirmed it, for the grounds that people ascertain."""
    ripe: dict[str, date] = Field(default_factory=dict)
    """Ground → the first day on which closing is open, for the grounds that time ripens."""
    notice_on: date | None = None
    died_on: date | None = None
    closed_on: date | None = None
    ground: str | None = None

    def psychologist(self) -> Psychology | None:
        """The psychologist's part that is open, if one is."""
        return next((p for p in self.psychology if p.closed_on is None), None)


class State(CaseState):
    """The whole state of a former prisoner's case."""

    facts: Facts
