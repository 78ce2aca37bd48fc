"""Annexes 3, 4 and 8, and the papers around the plan."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import Frozen

Role = Annotated[str, Field(pattern=r"^[a-z_]{1,60}$")]
"""An actor's id. Names of persons do not belong in lists of those who were there: they would travel as codes."""

TEXT = Field(default="", max_length=20000)


class Annex03(Frozen):
    """The convict's behaviour, from observation (arts. 8(6), 11(1))."""

    form: Literal["annex-03"] = "annex-03"
    block: str = Field(default="", max_length=100)
    observations: str = TEXT


class Measure(Frozen):
    """One measure of a plan, tied to a block of Annex 1 or of Annex 2 that shows the need (art. 14(2))."""

    service: str = Field(min_length=2, max_length=500)
    block: int | None = Field(default=None, ge=1, le=16)
    women_block: int | None = Field(default=None, ge=1, le=8)
    by: str = Field(default="", max_length=200)
    priority: Literal["reoffending", "resocialisation"] | None = None
    """What puts the service first (art. 14(4)): it lowers the probability of reoffending, or serves resocialisation."""

    @model_validator(mode="after")
    def _rests_on_a_need(self) -> Self:
        if self.block is None and self.women_block is None:
            raise ValueError("name the block of Annex 1 (or of Annex 2) whose need this measure meets, art. 14(2)")
        return self


class Recommendation(Frozen):
    """A member's recommendation on a measure, as the team discussed it (art. 14(5))."""

    by: Role
    service: str = Field(min_length=2, max_length=500)
    taken: bool = True
    reason: str = Field(default="", max_length=4000)


class Annex04(Frozen):
    """The individual sentence plan (art. 14): its length in months and its measures."""

    form: Literal["annex-04"] = "annex-04"
    months: int = Field(default=6, ge=1)
    measures: tuple[Measure, ...] = ()
    discussed: tuple[Recommendation, ...] = ()
    recommendations: str = TEXT


class Annex05(Frozen):
    """The monitoring of the plan (art. 14(10)-(11)): what became of its measures, and of an early one what follows.

    `follows` says, of an early monitoring, whether the plan goes on or a reassessment begins.
    """

    form: Literal["annex-05"] = "annex-05"
    results: str = TEXT
    carried_out: int | None = Field(default=None, ge=0)
    not_carried_out: int | None = Field(default=None, ge=0)
    follows: Literal["plan_goes_on", "reassessment"] = "plan_goes_on"


class Reassess(Frozen):
    """The case manager begins a reassessment before its last day (art. 14(11))."""

    reason: str = Field(default="", max_length=4000)


class SummaryReport(Frozen):
    """The summary report after the plan was terminated (art. 17(3))."""

    form: Literal["doc-summary-report"] = "doc-summary-report"
    text: str = TEXT


class ServicesReview(Frozen):
    """Where only some services of the plan are available after a transfer: what the holder decides (art. 15(1)(f))."""

    form: Literal["services-review"] = "services-review"
    decision: Literal["suspend", "change_plan", "goes_on"]
    reason: str = Field(min_length=3, max_length=4000)


class Annex08(Frozen):
    """The administrator's needs assessment and plan (art. 13); at a reassessment a new plan only if it is needed."""

    form: Literal["annex-08"] = "annex-08"
    months: int = Field(default=12, ge=1)
    measures: tuple[Measure, ...] = ()
    needs: str = TEXT
    refused_services: tuple[str, ...] = ()
    new_plan: bool = True


class TeamOrder(Frozen):
    """The director's order that creates the team (art. 10(1)): the members of art. 10(2), a psychologist if needed."""

    form: Literal["doc-team-order"] = "doc-team-order"
    number: str = Field(default="", max_length=50)
    members: tuple[Role, ...] = ()


class Minutes(Frozen):
    """Minutes of a meeting: who was there, who was invited, what was noted (arts. 8(11), 14(9)).

    In chapter III also: the absent members who told beforehand what they know, what was discussed of mitigation, and
    whether a new plan is drawn up (art. 23).
    """

    form: Literal["doc-minutes"] = "doc-minutes"
    present: tuple[Role, ...] = ()
    absent: tuple[Role, ...] = ()
    invited: tuple[Role, ...] = ()
    informed_by: tuple[Role, ...] = ()
    discussed: tuple[Literal["reporting_regime", "mitigation_of_sentence", "lifting_of_sentence", "other"], ...] = ()
    new_plan: bool | None = None
    notes: str = TEXT


class IntakeDates(Frozen):
    """A correction of the two days that the clocks of the cycle count from."""

    form: Literal["intake-dates"] = "intake-dates"
    placed_in_institution: date
    left_classification_cell: date
    reason: str = Field(min_length=3, max_length=4000)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.placed_in_institution > self.left_classification_cell:
            raise ValueError("nobody leaves the classification cell before being placed in the institution")
        return self


class CaseFile(Frozen):
    """The case file handed on (art. 8(7))."""

    form: Literal["doc-case-file"] = "doc-case-file"
    notes: str = TEXT


class Signatures(Frozen):
    """Who has signed the plan (art. 14(8))."""

    form: Literal["plan-signatures"] = "plan-signatures"
    convict: bool = True
    case_manager: bool = True
    signed_on: date | None = None


class DirectorDecision(Frozen):
    """The director approves the plan or returns it with remarks (art. 8(15))."""

    form: Literal["director-decision"] = "director-decision"
    decision: Literal["approved", "returned"] = "approved"
    remarks: str = Field(default="", max_length=4000)

    @model_validator(mode="after")
    def _returned_with_remarks(self) -> Self:
        if self.decision == "returned" and not self.remarks.strip():
            raise ValueError("a plan is returned with remarks: say what the team should change")
        return self


class Adoption(Frozen):
    """The count of votes on the working version; `casting` only when they are equal (art. 14(6))."""

    form: Literal["plan-adoption"] = "plan-adoption"
    casting: Literal["adopt", "reject"] | None = None


class Note(Frozen):
    """A step that the act gives no form: what was done, in a few words."""

    form: Literal["note"] = "note"
    text: str = TEXT


class Strategy(Frozen):
    """The short-term strategy for managing serious harm (art. 8(10)(a))."""

    form: Literal["doc-short-term-strategy"] = "doc-short-term-strategy"
    text: str = TEXT


class PsychAssessment(Frozen):
    """The psychologist's assessment (art. 12); its content follows another order and stays on paper.

    `consultation_record`: on the instant track 12(4) asks for the record within the same week; unless it is said to
    follow, it was kept with the assessment.
    """

    form: Literal["doc-psych-assessment"] = "doc-psych-assessment"
    consultation_record: Literal["kept", "to_follow"] = "kept"
    summary: str = TEXT
