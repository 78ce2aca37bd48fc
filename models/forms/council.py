"""The papers of a petition before a local council (Order 320): annexes 1-3, petition, notices, minutes, decision.

The annexes are not in our copy of the act; what they must say follows from the articles that cite them.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.base import Frozen

TEXT = Field(default="", max_length=20000)
SAID = Field(min_length=3, max_length=20000)
Seat = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
Council = Annotated[str, Field(pattern=r"^[a-z]{1,12}(_[0-9])?$")]
Choice = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
Party = Literal["convict", "defender", "legal_representative", "institution"]
"""The interested parties of 13(5) and 16(2)."""
Number = Annotated[str, Field(pattern=r"^PAR-\d{4}-\d{6}$")]


class Annex01(Frozen):
    """Annex 1: the interpreter was warned of criminal liability and confirms it by signature (17(5))."""

    form: Literal["annex-01"] = "annex-01"
    warned: Literal[True]
    signed_on: date
    language: str = Field(default="", max_length=60)


class Annex02(Frozen):
    """Annex 2: the convict's written consent to community labour (20(2); which annex is which is a reading)."""

    form: Literal["annex-02"] = "annex-02"
    agrees: Literal[True]
    signed_on: date


class Annex03(Frozen):
    """Annex 3: the convict's written consent to home arrest (20(2))."""

    form: Literal["annex-03"] = "annex-03"
    agrees: Literal[True]
    signed_on: date


class Petition(Frozen):
    """A petition for parole by the institution; with the characterisation it is complete (10(2))."""

    form: Literal["petition"] = "petition"
    number: Number | None = None
    """The number of the new case, where a refused matter comes again."""
    characterisation: bool
    """Whether it is attached: without it the submission is not complete."""
    rehabilitation_programmes: bool = False
    petitioner: Literal["institution", "convict", "defender", "representative"] = "institution"
    special_circumstance: bool = False
    danger_level: Literal["low", "medium", "increased", "high"] | None = None
    still_minor: bool = True
    text: str = TEXT


class ConvictNotice(Frozen):
    """The institution told the convict that the petition was submitted (10(2))."""

    form: Literal["notice-to-convict-of-petition"] = "notice-to-convict-of-petition"
    told_on: date | None = None


class CouncilChoice(Frozen):
    """A person says which council takes a petition from a municipality that article 3 does not list."""

    form: Literal["council-choice"] = "council-choice"
    council: Council
    reason: str = SAID


class DocumentRequest(Frozen):
    """Which documents the council asks for (6(2), 10(6))."""

    form: Literal["document-request"] = "document-request"
    asked_of: str = TEXT
    documents: str = TEXT


class CaseMaterials(Frozen):
    """The materials sent; each document was released by a person (11(4), 16(3))."""

    form: Literal["case-materials"] = "case-materials"
    documents: int = Field(default=1, ge=0)
    to_members: tuple[Seat, ...] = ()


class MpNotice(Frozen):
    """The Member of Parliament is told of the session and given the materials (4(7))."""

    form: Literal["mp-notice"] = "mp-notice"
    delivered_on: date | None = None
    materials_given: Literal[True] = True


class HearingNotice(Frozen):
    """The notice of the oral hearing (16(3)-(4), 18(3)): what it must say, and when it reached each party."""

    form: Literal["hearing-notice"] = "hearing-notice"
    reached: dict[Party, date]
    says_may_decide_without_party: Literal[True]
    explains_convicts_rights: Literal[True]
    invites: Literal[True]
    materials_sent: Literal[True]

    @model_validator(mode="after")
    def _both_sides(self) -> Self:
        if "convict" not in self.reached or "institution" not in self.reached:
            raise ValueError("the convict and the institution are told in every case (16(2)-(3)): give the day of each")
        return self


class SurveillanceWarning(Frozen):
    """Before a video hearing the convict and the defender are warned that the institution may watch (18(6))."""

    form: Literal["surveillance-warning"] = "surveillance-warning"
    warned: tuple[Party, ...]
    given_on: date
    how: str = TEXT

    @model_validator(mode="after")
    def _the_convict(self) -> Self:
        if "convict" not in self.warned:
            raise ValueError("the convict is warned in every case (18(6))")
        return self


class Guarantee(Frozen):
    """The guarantee for the electronic monitoring device: one of three papers (10(5))."""

    form: Literal["home-arrest-guarantee"] = "home-arrest-guarantee"
    kind: Literal["bank_guarantee", "deposit_proof", "insurance_policy"]
    brought_by: Literal["convict", "defender", "legal_representative", "close_relative"] = "convict"


class MinutesWithoutHearing(Frozen):
    """Minutes of a session without oral hearing: each vote in the case, the final decision, signed (13(6), 8(3))."""

    form: Literal["minutes-without-hearing"] = "minutes-without-hearing"
    votes: dict[Seat, Choice] = Field(min_length=1)
    final_decision: Choice
    signed_by_chair: Literal[True]
    information_needed_from_convict: bool = False
    special_circumstance_exists: bool | None = None
    """What the council found of a special circumstance that the applicant stated (23(1))."""
    notes: str = TEXT


class MinutesHearing(Frozen):
    """Minutes of an oral hearing: the fields of 19(1)(a)-(e), the votes and the result, both signatures."""

    form: Literal["minutes-hearing"] = "minutes-hearing"
    proceedings: str = SAID
    council: str = SAID
    time: str = Field(pattern=r"^\d{2}:\d{2}$")
    place: str = SAID
    chair: Seat
    members: tuple[Seat, ...] = Field(min_length=1)
    parties: tuple[Party, ...]
    others: str = TEXT
    subject: str = SAID
    petition_content: str = SAID
    parties_heard: Literal[True]
    votes: dict[Seat, Choice] = Field(min_length=1)
    final_decision: Choice
    signed_by_drafter: Literal[True]
    signed_by_chair: Literal[True]
    dissents: dict[Seat, str] = Field(default_factory=dict)
    persons_warned: int = Field(default=0, ge=0)
    persons_removed: int = Field(default=0, ge=0)
    notes: str = TEXT


class Criterion(Frozen):
    """A note under one heading of 13(1); `looked_at` names the points of attention. No number, no suggested result."""

    note: str = SAID
    looked_at: tuple[Choice, ...] = ()


class Criteria(Frozen):
    """The five criteria of 13(1), a-e: none may be missing."""

    crime: Criterion
    conduct: Criterion
    past: Criterion
    family: Criterion
    personality: Criterion


class Decision(Frozen):
    """The reasoned decision in writing (22): signed by the one who led the session."""

    form: Literal["decision"] = "decision"
    result: Choice
    reasons: str = SAID
    criteria: Criteria
    minor: Criterion | None = None
    woman: Criterion | None = None
    signed_by_chair: Literal[True]
    recommend_programme: bool = False
    recommend_conditions: bool = False


class DecisionNotice(Frozen):
    """The convict and the petitioner are told in writing, after an admission all interested parties (11(5), 13(5))."""

    form: Literal["decision-notice"] = "decision-notice"
    told: dict[Party, date]

    @model_validator(mode="after")
    def _the_convict(self) -> Self:
        if "convict" not in self.told:
            raise ValueError("the convict is told of every decision (11(5)): give the day")
        return self


class DecisionDelivery(Frozen):
    """The reasoned decision was handed to these parties (22(3)); the month of appeal runs from each one's own day."""

    form: Literal["decision-delivery"] = "decision-delivery"
    delivered: dict[Party, date] = Field(min_length=1)


class DecisionCopies(Frozen):
    """Copies of a grant went to the institution and the Agency for execution (22(4))."""

    form: Literal["decision-copies"] = "decision-copies"
    to_institution: Literal[True]
    to_agency: Literal[True]
    probation_case: str | None = Field(default=None, pattern=r"^PRO-\d{4}-\d{6}$")
    """The number that the Agency gives its case; it opens by this fact."""


class RecusalDecision(Frozen):
    """The council decides on a recusal asked for (12(2)); the votes were given one by one."""

    form: Literal["recusal-decision"] = "recusal-decision"
    notes: str = TEXT


class TransferOrder(Frozen):
    """The Director General's order that gives the case to another council (12(4))."""

    form: Literal["dg-order-transfer"] = "dg-order-transfer"
    number: str = Field(default="", max_length=50)
    council: Council


class ActingChairOrder(Frozen):
    """The Director General's order by which a member performs the duties of the chair (8(4), 12(3))."""

    form: Literal["dg-order-acting-chair"] = "dg-order-acting-chair"
    number: str = Field(default="", max_length=50)
    seat: Seat


_HEARING = {
    "proceedings": "o320.19.1.a", "council": "o320.19.1.b", "time": "o320.19.1.c", "place": "o320.19.1.c",
    "chair": "o320.19.1.d", "members": "o320.19.1.d", "parties": "o320.19.1.d", "subject": "o320.19.1.e",
    "petition_content": "o320.19.1.e", "parties_heard": "o320.20.1.b", "signed_by_drafter": "o320.19.2",
    "signed_by_chair": "o320.19.2",
}  # fmt: skip
RULE_OF_FIELD: dict[str, dict[str, str]] = {
    "o320.minutes-hearing": _HEARING,
    "o320.minutes-without-hearing": {"votes": "o320.13.6.2", "final_decision": "o320.13.6.2",
                                     "signed_by_chair": "o320.8.3.e"},
    "o320.decision": {
        "crime": "o320.13.1.a", "conduct": "o320.13.1.b", "past": "o320.13.1.c", "family": "o320.13.1.d",
        "personality": "o320.13.1.e", "criteria": "o320.13.2", "reasons": "o320.22.2", "signed_by_chair": "o320.8.3.e",
    },
    "o320.hearing-notice": {"says_may_decide_without_party": "o320.16.4.1", "explains_convicts_rights": "o320.16.4.2"},
    "o320.home-arrest-guarantee": {"kind": "o320.10.5.2"},
    "o320.annex-01": {"warned": "o320.17.5.1", "signed_on": "o320.17.5.2"},
}  # fmt: skip
"""The rule that asks for a field: by it a paper is refused in which the field is missing or does not hold."""

FORMS: dict[str, type[Frozen]] = {
    "o320.annex-01": Annex01,
    "o320.annex-02": Annex02,
    "o320.annex-03": Annex03,
    "o320.petition": Petition,
    "o320.notice-to-convict-of-petition": ConvictNotice,
    "council-choice": CouncilChoice,
    "o320.document-request": DocumentRequest,
    "o320.case-materials": CaseMaterials,
    "o320.mp-notice": MpNotice,
    "o320.hearing-notice": HearingNotice,
    "o320.surveillance-warning": SurveillanceWarning,
    "o320.home-arrest-guarantee": Guarantee,
    "o320.minutes-without-hearing": MinutesWithoutHearing,
    "o320.minutes-hearing": MinutesHearing,
    "o320.decision": Decision,
    "o320.decision-notice": DecisionNotice,
    "decision-delivery": DecisionDelivery,
    "decision-copies": DecisionCopies,
    "recusal-decision": RecusalDecision,
    "o320.dg-order-transfer": TransferOrder,
    "o320.dg-order-acting-chair": ActingChairOrder,
}
