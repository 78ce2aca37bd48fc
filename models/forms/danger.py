"""The papers of a danger-risk review and what is written down for its own acts, in both editions.

One model serves both editions where the act gives the paper the same content; its id bears the act before it
(`o70.transfer-order`, `dr2.transfer-order`). Seats, places and kinds are codes; words stay in PostgreSQL.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.danger_data import FORM, TEXT, PrimaryData
from models.forms.danger_security import SecurityInformation

Seat = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
Place = Literal["main", "reserve", "second_reserve"]
Kind = Literal["low", "medium", "increased", "high"]
Type = Literal["low_risk", "semi_open", "closed", "special_risk"]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9/-]{0,40}$")]
PersonId = Annotated[str, Field(pattern=r"^P-[A-Za-z0-9-]{1,40}$")]
REASON = Field(default="", max_length=4000)
SAID = Field(min_length=3, max_length=4000)


class Sealing(Frozen):
    """The head of the group records that every page bears the seal (7(4)); printed pages carry a box for it."""

    form: str = FORM
    pages: int = Field(default=1, ge=1)
    all_pages_sealed: bool = True


class SecurityList(Frozen):
    """The sending to the team and, with it, the list to the head of the Main Security Division (7(5)-(6))."""

    form: str = FORM
    number: Number = ""
    list_received_on: date | None = None
    electronic: bool = False


class SessionList(Frozen):
    """The session at which a convict's case is considered: who is there by seat, who leads.

    `present`: seat → the places whose members are there; nothing said means that all main members are. `head` and
    `deputy` are the seats of the head of the team and of the deputy.
    """

    form: str = FORM
    present: dict[Seat, tuple[Place, ...]] = Field(default_factory=dict)
    head: Seat | None = None
    deputy: Seat | None = None
    number: Number = ""
    open_session: bool = False


class SessionMinutes(Frozen):
    """The minutes as far as they are about one convict: each position, the decision's number, who signed.

    `cleared` is the statement that no information of 12(2) of the later rule is in them; without it they are held to
    be secret there.
    """

    form: str = FORM
    positions: dict[Seat, Kind] = Field(default_factory=dict)
    kind: Kind | None = None
    order_number: int | None = Field(default=None, ge=1)
    signed_by: tuple[Seat, ...] = ()
    cleared: bool = False
    reasons: str = TEXT


class LowRiskConsent(Frozen):
    """The written answer to the low-risk institution; consent names its duties (study or work, rehabilitation)."""

    form: str = FORM
    consents: bool = True
    study_or_work: bool = True
    rehabilitation: bool = True
    person: PersonId | None = None
    reason: str = REASON


class TransferOrder(Frozen):
    """The director's order: to stay or to go, to which institution of which type."""

    form: str = FORM
    number: Number = ""
    institution: Number | None = None
    type: Type | None = None
    stays: bool = False
    nearest: bool = True
    copy_received_on: date | None = None
    reason: str = REASON


class Reception(Frozen):
    """The convict was sent to serve and received in the institution that the order names."""

    form: str = FORM
    received_on: date | None = None


class NewHead(Frozen):
    """The order that names another head and deputy for a case (14(4) of the later rule), by their seats."""

    form: str = FORM
    number: Number = ""
    head: Seat
    deputy: Seat | None = None


class FileGiven(Frozen):
    """What a written request brought: items held back, each with the other law relied on."""

    form: str = FORM
    held_back: dict[Code, str] = Field(default_factory=dict)
    refused: bool = False
    reason: str = REASON


class OnPetition(Frozen):
    """The director's answer to what he or she was told of, or the passing on of an application."""

    form: str = FORM
    petitions: bool = True
    view: str = TEXT


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


_OF_BOTH: dict[str, type[Frozen]] = {
    "sealing": Sealing,
    "security-list": SecurityList,
    "session-list": SessionList,
    "session-minutes": SessionMinutes,
    "low-risk-consent": LowRiskConsent,
    "transfer-order": TransferOrder,
    "reception": Reception,
    "new-head": NewHead,
    "file-given": FileGiven,
    "on-petition": OnPetition,
}

FORMS: dict[str, type[Frozen]] = {
    "o70.annex-02": PrimaryData,
    "dr2.annex-01": PrimaryData,
    "dr2.mdt-information": PrimaryData,
    "o70.annex-03": SecurityInformation,
    "dr2.annex-02": SecurityInformation,
    **{f"{act}.{name}": model for act in ("o70", "dr2") for name, model in _OF_BOTH.items()},
}
"""Papers by their catalogue ids; what the act gives no paper (sealing, reception) has a plain name of ours."""

ACTIONS: dict[str, type[Frozen]] = {
    "vote": Vote,
    "recuse": Recuse,
    "recusal_found": RecusalFound,
    "hear": Hear,
    "invite": Invite,
    "request_materials": RequestMaterials,
    "request_mdt": RequestMdt,
    "consent": Consent,
    "refuse": Refuse,
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
