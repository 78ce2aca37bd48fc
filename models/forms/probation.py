"""Annexes 12, 13, 14 of Order 502 and the papers of chapter III that have no annex."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from models.base import Frozen
from models.forms.actions import REASON, RULE_ID
from models.forms.plan import TEXT, Role

Field16 = Annotated[int, Field(ge=3, le=16)]
Specialist = Literal["agency_social_worker", "agency_psychologist"]
Service = Literal["social_worker", "psychologist"]
StaffId = Annotated[str, Field(pattern=r"^S-[A-Za-z0-9_-]{1,60}$")]
WHY = Field(min_length=3, max_length=4000)
BUREAU = r"^[A-Za-z0-9-]{1,20}$"


def house(given: object) -> object:
    """The bureau as the register of posts knows it: bureau 3 is `B3`, apart from institution 3."""
    return f"B{given}" if isinstance(given, int | str) and str(given).isdecimal() else given


Bureau = Annotated[str, BeforeValidator(house), Field(pattern=BUREAU)]


class Registration(Frozen):
    """The day on which the convict was put on the register, by whom served: a correction, or an arrival (30(8))."""

    form: Literal["registration"] = "registration"
    registered_on: date
    bureau: Bureau | None = None
    services: tuple[Service, ...] | None = None
    half_of_sentence_on: date | None = None
    adult_woman: bool | None = None
    """Whether Annex 2 is filled in; said at an arrival, when the intake could not say it."""
    reason: str = REASON


class SpecialistRequest(Frozen):
    """Request to the head of the division for a specialist (21(3)-(4), 21(7), 21(10), 21(13), 22(8))."""

    form: Literal["doc-specialist-request"] = "doc-specialist-request"
    specialist: Specialist | None = None
    reason: str = REASON


class Assignment(Frozen):
    """The head puts a specialist in charge."""

    form: Literal["specialist-assignment"] = "specialist-assignment"
    specialist: Specialist | None = None
    to: StaffId | None = None
    reason: str = REASON


class ExtensionDecision(Frozen):
    """The additional term that the head sets, in working days (21(5), 21(11))."""

    form: Literal["extension-decision"] = "extension-decision"
    value: int = Field(ge=1)
    unit: Literal["working_day"] = "working_day"
    reason: str = REASON


class Appointment(Frozen):
    """Date and time of a specialist's first meeting, agreed with the convict (21(6), 21(8), 21(12), 21(14))."""

    form: Literal["appointment"] = "appointment"
    meeting_on: date | None = None
    at: str = Field(default="", max_length=20)


class Programme(Frozen):
    """One programme or measure of the plan (25(1)-(2)); whether it is mandatory, where the team has the choice."""

    service: str = Field(min_length=2, max_length=500)
    direction: Literal["focused_on_criminal_behaviour", "linked_with_criminal_behaviour", "personal_and_social_skills"]
    mandatory: bool | None = None
    provider: Role


class Annex12(Frozen):
    """The individual sentence plan of the Agency (24(1)): its length, its programmes, who agrees."""

    form: Literal["annex-12"] = "annex-12"
    months: int = Field(default=6, ge=1)
    programmes: tuple[Programme, ...] = ()
    measures: tuple[Literal["educational_measures", "informational_measures"], ...] = ()
    positions: dict[Role, Literal["agree", "disagree"]] | None = None
    recommendations: str = TEXT

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.programmes and not self.measures:
            raise ValueError("a plan has at least one programme or measure")
        return self


class Introduction(Frozen):
    """How the plan was made known (24(4)-(5)): jointly or by the officer alone, signed or refused and why."""

    form: Literal["plan-introduction"] = "plan-introduction"
    jointly: bool = True
    alone_because: str = REASON
    signed: bool = True
    refusal_reason: str = REASON


class ChangeToPlan(Frozen):
    """A change of the plan while it is carried out (24(7)), as the convict is told of it."""

    form: Literal["plan-change"] = "plan-change"
    notes: str = TEXT


class Annex14(Frozen):
    """Service record of one programme (25(4)): whether the convict took an active part (29)."""

    form: Literal["annex-14"] = "annex-14"
    active: bool = True
    broken_off: bool = False
    notes: str = TEXT


class Annex13(Frozen):
    """Evaluation of the results of the plan (27(1)): whether its aims are reached."""

    form: Literal["annex-13"] = "annex-13"
    aims_reached: bool = True
    notes: str = TEXT


class YesOrNo(Frozen):
    """A yes or no with its reason: a review after the plan (23(5)), needs after a short one (23(5))."""

    form: Literal["yes-or-no"] = "yes-or-no"
    needed: bool
    reason: str = WHY


class Review(Frozen):
    """The officer closes a review (28): whether anything has changed, all fields having been looked at."""

    form: Literal["review"] = "review"
    changed: bool = True
    notes: str = TEXT


class Mitigation(Frozen):
    """Recommendation on mitigation of the sentence (29): lighter reporting, lifting, both; the team agrees or not."""

    form: Literal["doc-mitigation-recommendation"] = "doc-mitigation-recommendation"
    reporting: Literal["2_week", "1_month"] | None = None
    lifting: bool = False
    team_agrees: bool = True
    reason: str = REASON

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.team_agrees and self.reporting is None and not self.lifting:
            raise ValueError("recommend lighter reporting, lifting, or both (art. 29)")
        if not self.team_agrees and not self.reason.strip():
            raise ValueError("when the team does not agree, write why (art. 29)")
        return self


class SuspensionRecord(Frozen):
    """Record of the suspension (30(4)): ground, from when, the end expected."""

    form: Literal["doc-suspension-record"] = "doc-suspension-record"
    expected_end: date | None = None
    notes: str = TEXT


FORMS: dict[str, type[Frozen]] = {
    "registration": Registration,
    "doc-specialist-request": SpecialistRequest,
    "specialist-assignment": Assignment,
    "extension-decision": ExtensionDecision,
    "appointment": Appointment,
    "annex-12": Annex12,
    "plan-introduction": Introduction,
    "plan-change": ChangeToPlan,
    "annex-14": Annex14,
    "annex-13": Annex13,
    "yes-or-no": YesOrNo,
    "review": Review,
    "doc-mitigation-recommendation": Mitigation,
    "doc-suspension-record": SuspensionRecord,
}
"""Documents of the steps of chapter III (part I-IV, Annex 2 and the case file are those of chapter II)."""


OWN_FORM_OF_RULE = {
    **dict.fromkeys(
        ("o502.21.3.c.2", "o502.21.3.d.2", "o502.21.4.2", "o502.21.7.2", "o502.21.10.3", "o502.21.13.2"),
        "specialist-assignment",
    ),
    **dict.fromkeys(("o502.21.6", "o502.21.8", "o502.21.12", "o502.21.14"), "appointment"),
    **dict.fromkeys(("o502.21.5.5", "o502.21.11.5"), "extension-decision"),
    **dict.fromkeys(("o502.23.5.2", "o502.23.5.3"), "yes-or-no"),
    **dict.fromkeys(("o502.28.2", "o502.28.1.2"), "review"),
    "o502.24.4.1": "plan-introduction",
    "o502.24.7.2": "plan-change",
    "o502.30.8": "registration",
}
"""The papers of steps for which chapter III names none."""


class Suspend(Frozen):
    """The carrying out of the plan stops on a ground of 26(1) or 30(2), with the conditions the ground has."""

    ground: str = Field(pattern=RULE_ID)
    inpatient: bool | None = None
    cannot_report: bool | None = None
    certificate_on: date | None = None
    permit: bool | None = None
    return_on: date | None = None
    temporary: bool | None = None
    not_registered_there: bool | None = None
    no_programmes_there: bool | None = None
    expected_end: date | None = None
    reason: str = REASON


class Meet(Frozen):
    """A held meeting of the assessing specialist with the convict, or a visit to the family (21(5), 21(11), 21(15))."""

    kind: Literal["meeting", "home_visit"] = "meeting"
    needed: bool | None = None
    consent: bool | None = None
    notes: str = REASON


class AskExtension(Frozen):
    """The specialist asks the head for more time, in agreement with the officer (21(5), 21(11)).

    The agreement is said and never taken for granted.
    """

    value: int = Field(ge=1)
    unit: Literal["working_day"] = "working_day"
    officer_agrees: bool | None = None
    reason: str = WHY


class AskSpecialist(Frozen):
    """The assessing specialist asks for the other one, for the fields that gave the need (21(7), 21(13))."""

    fields: tuple[Field16, ...] = ()
    reason: str = REASON


class AssignElsewhere(Frozen):
    """The head assigns a specialist from another territory where this one has none (21(3)(a))."""

    specialist: Specialist
    to: StaffId | None = None
    reason: str = REASON


class Number(Frozen):
    """Which programme of the plan, by its place in it."""

    programme: int = Field(ge=1)
    reason: str = REASON


class Refuse(Frozen):
    """The convict refuses a home visit (21(15)) or a voluntary programme of the plan (24(5))."""

    what: Literal["home_visit", "programme"]
    programme: int | None = Field(default=None, ge=1)
    reason: str = REASON


class ChangePlan(Frozen):
    """A change while the plan is carried out: what kind, and the new length if that changes (24(7))."""

    what: Literal["own_part", "add_programme", "drop_programme", "switch_mandatory", "length", "needs_review"]
    programme: int | None = Field(default=None, ge=1)
    added: Programme | None = None
    mandatory: bool | None = None
    months: int | None = Field(default=None, ge=1)
    reason: str = REASON


class Words(Frozen):
    """What was found, asked or done, in words that stay in the document."""

    reason: str = REASON


class Transfer(Frozen):
    """The convict moves to the territory of another bureau (30(1)), with the services that it has."""

    to: Bureau
    services: tuple[Service, ...] = ("social_worker", "psychologist")
    file_sent: bool = True
    reason: str = REASON


class Exchange(Frozen):
    """The last risk and needs form goes to another agency (30(8)), with other papers that the officer picks."""

    to: Literal["special_penitentiary_service", "former_prisoners_division", "other_agency"]
    documents: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")], ...] = ()
    reason: str = REASON

    @model_validator(mode="after")
    def _needed(self) -> Self:
        if self.documents and not self.reason.strip():
            raise ValueError("say in `reason` why these other papers are needed (art. 30(8))")
        return self


ACTIONS: dict[str, type[Frozen]] = {
    "suspend": Suspend,
    "meet": Meet,
    "ask_extension": AskExtension,
    "ask_specialist": AskSpecialist,
    "assign_elsewhere": AssignElsewhere,
    "refuse": Refuse,
    "consent": Number,
    "deliver": Number,
    "change_plan": ChangePlan,
    "report_difficulty": Words,
    "supervise": Words,
    "call_meeting": Words,
    "prepare_release": Words,
    "come_back": Words,
    "transfer": Transfer,
    "exchange": Exchange,
}
"""The acts of chapter III besides completing a step. (`suspend` here says the conditions of its ground.)"""
