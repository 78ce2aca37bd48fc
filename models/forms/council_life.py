"""The papers of a local council's own life (Order 320 arts. 4, 5, 8, 9): appointments, releases, chair, sessions."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.council import Number, Seat

REASON = Field(default="", max_length=4000)
StaffId = Annotated[str, Field(pattern=r"^S-[A-Za-z0-9_-]{1,60}$")]
Ground = Annotated[str, Field(pattern=r"^o320\.5\.[a-i]$")]


class Appointment(Frozen):
    """The Director General's order that appoints a member: seat, proposal, qualities (4(2)-(9)).

    `older_than` names the seats whose holders are younger, so that the order by age is known without a birth date.
    """

    form: Literal["dg-order-appointment"] = "dg-order-appointment"
    number: str = Field(default="", max_length=50)
    seat: Seat
    staff: StaffId | None = None
    proposed_by: Seat | Literal["high_council_of_justice", "coordination_council"] | None = None
    suitable: bool = True
    experience: tuple[Seat, ...] = ()
    older_than: tuple[Seat, ...] = ()
    earlier_terms: int = Field(default=0, ge=0)


class Release(Frozen):
    """The Director General's order that releases a member on a ground of article 5."""

    form: Literal["dg-order-release"] = "dg-order-release"
    number: str = Field(default="", max_length=50)
    seat: Seat


class ChairOrder(Frozen):
    """The Director General's order that appoints the chair whom the council proposed (8(1))."""

    form: Literal["dg-order-chair"] = "dg-order-chair"
    number: str = Field(default="", max_length=50)
    seat: Seat


class Election(Frozen):
    """The session elects its candidate for chair by the majority of the attending members (8(2))."""

    form: Literal["chair-election"] = "chair-election"
    votes: dict[Seat, Seat] = Field(min_length=1)


class SessionRecord(Frozen):
    """Who came to a session and who did not; the chair marks an absence as with good reason or not (5(f), 9(3))."""

    form: Literal["session-record"] = "session-record"
    attended: tuple[Seat, ...]
    recused_throughout: tuple[Seat, ...] = ()
    absent_with_good_reason: tuple[Seat, ...] = ()
    missed: tuple[Seat, ...] = ()
    employee_attended: Literal[True]
    notes: str = REASON


class Statistics(Frozen):
    """The quarterly statistics were prepared and handed to the unit that publishes them (9(2)(e))."""

    form: Literal["quarterly-statistics"] = "quarterly-statistics"
    quarter: str = Field(pattern=r"^\d{4}-Q[1-4]$")
    counts_only: Literal[True]


FORMS: dict[str, type[Frozen]] = {
    "dg-order-appointment": Appointment,
    "o320.dg-order-release": Release,
    "o320.dg-order-chair": ChairOrder,
    "chair-election": Election,
    "session-record": SessionRecord,
    "o320.quarterly-statistics": Statistics,
}


class RemovalGround(Frozen):
    """A ground of article 5 has arisen for a member."""

    seat: Seat
    ground: Ground
    duty: Literal["o320.8.6.a", "o320.8.6.b", "o320.8.6.c", "o320.8.6.d", "o320.8.6.e", "o320.8.6.f"] | None = None
    """With 5(h): which duty of 8(6) was not met."""
    reason: str = REASON


class ActingOrder(Frozen):
    """A standing order of the Director General: who performs the duties of the chair in the chair's absence (8(4))."""

    seat: Seat
    number: str = Field(default="", max_length=50)
    reason: str = REASON


class Convene(Frozen):
    """The chair convenes a session with its agenda of petitions (8(3)); the Member of Parliament is told."""

    kind: Literal["without_hearing", "hearing"]
    session_on: date
    format: Literal["in_person", "video"] = "in_person"
    agenda: tuple[Number, ...] = Field(min_length=1)
    reason: str = REASON


class ConductMatter(Frozen):
    """A member's remark, proposal or matter for the session (8(5)); or a task that the chair gives (9(2)(c))."""

    kind: Literal["matter", "remark", "proposal", "task"] = "matter"
    reason: str = Field(min_length=3, max_length=4000)


ACTIONS: dict[str, type[Frozen]] = {
    "removal_ground": RemovalGround,
    "acting_order": ActingOrder,
    "convene": Convene,
    "council_matter": ConductMatter,
}
