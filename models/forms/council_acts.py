"""What is written down for an act in a petition before a local council that is not the completing of a step."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.forms.council import Choice, Number, Party, Seat

REASON = Field(default="", max_length=4000)


class SeatTerm(Frozen):
    """A seat's holder in a composition entered by hand."""

    since: date
    until: date


class Composition(Frozen):
    """Who sits in the council, entered by its apparatus where the council's own case is not kept here."""

    members: dict[Seat, SeatTerm]
    chair: Seat | None = None
    acting_chair: Seat | None = None
    by_age: tuple[Seat, ...] = ()
    reason: str = REASON


class Schedule(Frozen):
    """The chair convenes a session: its kind, day and form; the bureau of a video hearing (8(3), 11(3), 18(2))."""

    kind: Literal["without_hearing", "hearing"]
    session_on: date
    format: Literal["in_person", "video"] = "in_person"
    bureau: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,40}$")
    place: str = REASON


class OpenSession(Frozen):
    """Who attends when the session is opened: seats (and `mp`), parties, specialists by decision (15(2))."""

    attending: tuple[Seat, ...]
    parties: tuple[Party, ...] = ()
    specialists: tuple[Literal["psychologist", "social_worker", "teacher", "other"], ...] = ()
    specialists_by_decision: bool = False
    employee_of_apparatus: Literal[True] = True
    reason: str = REASON


class Vote(Frozen):
    """An open vote in the case, by seat; nobody abstains (14(2))."""

    seat: Seat
    vote: Choice
    reason: str = REASON


class Recuse(Frozen):
    """A member declares self-recusal (12(1)), or an interested party asks for a member's recusal, with reasons."""

    seat: Seat
    ground: Literal["kinship", "counsel", "doubt"] = "doubt"
    reason: str = REASON


class RecusalVote(Frozen):
    """A vote on a recusal that was asked for (12(2))."""

    seat: Seat
    vote: Literal["for", "against"]
    reason: str = REASON


class Circumstance(Frozen):
    """What has changed about the convict: the danger risk, the sentence, coming of age, another institution."""

    danger_level: Literal["low", "medium", "increased", "high"] | None = None
    life_sentence: bool | None = None
    sentence_ends_on: date | None = None
    came_of_age: bool = False
    moved: bool = False
    video_equipment: bool | None = None
    """Whether the institution where the convict serves now has it (18(10))."""
    reason: str = REASON


class RefuseToAttend(Frozen):
    """The convict refuses to take part in the hearing; the council goes on without him or her (16(5))."""

    reason: str = REASON


class Information(Frozen):
    """A party gives further information or documents (10(4), 11(2))."""

    documents: int = Field(default=1, ge=1)
    reason: str = REASON


class Remark(Frozen):
    """A remark on the minutes of the hearing, also after they were signed; kept beside the text (19(3))."""

    reason: str = Field(min_length=3, max_length=4000)


class Appeal(Frozen):
    """A party appealed to the court (23, second)."""

    party: Party
    reason: str = REASON


class ApplyAgain(Frozen):
    """The convict (or, for commutation, who may petition) brings the refused matter again before the usual day."""

    number: Number
    petitioner: Literal["convict", "defender", "representative"] = "convict"
    special_circumstance: bool = False
    reason: str = REASON


class Consent(Frozen):
    """The convict's written consent to community labour or home arrest, on annex 2 or 3 (20(2))."""

    agrees: Literal[True] = True
    signed_on: date | None = None
    reason: str = REASON


class Deliver(Frozen):
    """The reasoned decision was handed to a party later than the step says; its month of appeal runs from that day."""

    delivered: dict[Party, date] = Field(min_length=1)
    reason: str = REASON


ACTIONS: dict[str, type[Frozen]] = {
    "composition": Composition,
    "schedule": Schedule,
    "open_session": OpenSession,
    "vote": Vote,
    "recuse": Recuse,
    "recusal_vote": RecusalVote,
    "circumstance": Circumstance,
    "refuse": RefuseToAttend,
    "give_information": Information,
    "remark": Remark,
    "appeal": Appeal,
    "apply_again": ApplyAgain,
    "consent": Consent,
    "deliver": Deliver,
}
