"""The papers of a danger-risk review, in both editions.

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
    """The director's order: to stay or to go, to which institution of which type.

    `transfer_on`: the day of the transfer where it is another than that of the order. `distances`: kilometres from a
    known address to the institutions of the type; the nearest is advice, `reason` says why it was not possible.
    """

    form: str = FORM
    number: Number = ""
    institution: Number | None = None
    type: Type | None = None
    stays: bool = False
    nearest: bool = True
    transfer_on: date | None = None
    distances: dict[Number, int] = Field(default_factory=dict)
    copy_received_on: date | None = None
    reason: str = REASON


class Reception(Frozen):
    """The convict was sent to serve and received in the institution that the order names."""

    form: str = FORM
    received_on: date | None = None


class NewHead(Frozen):
    """The order that names another head and deputy for a case when both are recused, by their seats."""

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
    """The director's answer to what he or she was told of, or the passing on of an application.

    Who petitions describes the circumstances in writing (16(5); later rule 17(5)).
    """

    form: str = FORM
    petitions: bool = True
    ground: Code = "behaviour"
    circumstances: str = TEXT
    view: str = TEXT


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
