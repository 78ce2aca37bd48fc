"""What is written down for a danger-risk review's own acts, in both editions. Words stay in PostgreSQL."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.forms.danger import REASON, Code, Kind, Number, PersonId, Place, Seat, Type
from models.forms.danger_data import TEXT

SAID = Field(min_length=3, max_length=4000)


class Vote(Frozen):
    """The open vote of a seat for one kind; nobody abstains."""

    seat: Seat
    kind: Kind
    reason: str = REASON


class Recuse(Frozen):
    """A member of a seat declares self-recusal for this convict's case."""

    seat: Seat
    place: Place = "main"
    ground: Literal["close", "doubt"] = "doubt"
    known_on: date | None = None
    reason: str = REASON


class RecusalFound(Frozen):
    """A circumstance came to light that a member did not declare, or declared late."""

    seat: Seat
    place: Place = "main"
    reason: str = REASON


class Hear(Frozen):
    """The team hears the convict, because increased or high risk is being considered (13(1) of the later rule)."""

    considering: Literal["increased", "high"]
    reason: str = REASON


class Invite(Frozen):
    """Somebody is invited to the session with an advisory vote."""

    who: Literal["doctor", "expert", "informed_person"]
    reason: str = REASON


class RequestMaterials(Frozen):
    """The team asks for more materials; no term stops by it."""

    what: str = TEXT
    electronic: bool = True


class RequestMdt(Frozen):
    """The group asks the sentence-planning team for its information on this convict."""

    reason: str = REASON


class DecisionReceived(Frozen):
    """When the director's office got the team's decision, if not on the day of sending; an earlier day of learning."""

    received_on: date | None = None
    learned_on: date | None = None


class Consent(Frozen):
    """The convict consents in writing to the low-risk institution."""

    person: PersonId | None = None
    study_or_work: bool = True
    rehabilitation: bool = True
    reason: str = REASON


class Refuse(Frozen):
    """The convict refuses the low-risk institution."""

    what: Literal["low_risk"] = "low_risk"
    person: PersonId | None = None
    reason: str = REASON


class WithdrawConsent(Frozen):
    """The consent is taken back later: shown to the director; it moves nobody."""

    reason: str = REASON


class Appeal(Frozen):
    """An appeal against the decision together with the order."""

    to: Literal["minister", "court"]
    reason: str = REASON


class RequestFile(Frozen):
    """The convict asks in writing for the decision and the materials."""

    reason: str = REASON


class Sign(Frozen):
    """A member who took part signs the minutes of the last decision after it was handed in."""

    seat: Seat


class Petition(Frozen):
    """The institution director's reasoned petition for an early reassessment."""

    ground: Code
    circumstances: str = SAID
    circumstances_on: date | None = None
    annex_attached: bool = True


class Inform(Frozen):
    """The director is told of a special circumstance."""

    ground: Code = "behaviour"
    circumstances: str = TEXT


class Apply(Frozen):
    """A medium-risk convict's own application for reassessment (17(2)(c) of the later rule)."""

    reason: str = REASON


class Override(Frozen):
    """In spite of low or medium risk: to a closed or special-risk institution, on a ground of 15(7)."""

    ground: Code
    to: Type
    institution: Number | None = None
    reason: str = REASON


class TransferTemporarily(Frozen):
    """A temporary transfer to a closed institution (15(5) of the later rule)."""

    ground: Code = "sharp_negative_change"
    institution: Number | None = None
    reason: str = REASON


class PlacedOutside(Frozen):
    """The convict is placed where the dates of the act stand: a medical, juvenile or women's institution."""

    place: Number
    reason: str = REASON


class Returned(Frozen):
    """The convict is back from there, in `institution` when it is another than before."""

    institution: Number | None = None
    reason: str = REASON


class LeftJuvenile(Frozen):
    """A convict of the juvenile institution reached adulthood or 21, or finished the education there."""

    ground: Literal["adult", "21", "education"]
    reason: str = REASON


ACTIONS: dict[str, type[Frozen]] = {
    "vote": Vote,
    "recuse": Recuse,
    "recusal_found": RecusalFound,
    "hear": Hear,
    "invite": Invite,
    "request_materials": RequestMaterials,
    "request_mdt": RequestMdt,
    "decision_received": DecisionReceived,
    "consent": Consent,
    "refuse": Refuse,
    "sign": Sign,
    "withdraw_consent": WithdrawConsent,
    "appeal": Appeal,
    "request_file": RequestFile,
    "petition": Petition,
    "inform": Inform,
    "apply": Apply,
    "override": Override,
    "transfer_temporarily": TransferTemporarily,
    "placed_outside": PlacedOutside,
    "returned": Returned,
    "left_juvenile": LeftJuvenile,
}
"""The content of a review's own acts."""
