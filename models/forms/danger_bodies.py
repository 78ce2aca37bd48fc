"""The papers of the bodies of danger-risk reviews: the risk assessment team and the data group of an institution."""

from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.danger import Code, Number, Place, Seat
from models.forms.danger_data import FORM

ReviewNumber = Annotated[str, Field(pattern=r"^DNG-\d{4}-\d{6}$")]
REASON = Field(default="", max_length=4000)


class Presented(Frozen):
    """Somebody presented for a place: from which unit, by whom. The name stands in the order alone."""

    unit: Code
    by: Code
    name: str = Field(default="", max_length=200)


class TeamOrder(Frozen):
    """The order that creates the team: the members of each seat by place, and the seats of head and deputy."""

    form: str = FORM
    number: Number = ""
    seats: dict[Seat, dict[Place, Presented]]
    head: Seat
    deputy: Seat


class TeamHeads(Frozen):
    """The order that names the head and the deputy anew after one of them was released: two seats."""

    form: str = FORM
    number: Number = ""
    head: Seat
    deputy: Seat


class Appointment(Frozen):
    """The order that fills a place that a release has left empty."""

    form: str = FORM
    number: Number = ""
    member: Presented


class Session(Frozen):
    """A session of the team: its agenda by the numbers of the reviews, who is there, who was absent and why.

    `present`: seat → places; nothing said means all main members. `absent`: seat → whether the reason was good, as
    the head records it. `extra`: convened by the head besides the two of the week.
    """

    convicts: tuple[ReviewNumber, ...] = ()
    present: dict[Seat, tuple[Place, ...]] = Field(default_factory=dict)
    absent: dict[Seat, Literal["good", "bad"]] = Field(default_factory=dict)
    extra: bool = False
    open_session: bool = False
    unit_employee: bool = True
    number: Number = ""


class NoCaseReady(Frozen):
    """The week had no case that could be decided."""

    reason: str = REASON


class Release(Frozen):
    """The order that releases a member on a ground of the closed list."""

    seat: Seat
    place: Place = "main"
    ground: Code
    reason: str = REASON


class PutMatter(Frozen):
    """A member puts a matter for discussion, or makes a remark or a proposal."""

    what: Literal["matter", "remark", "proposal"] = "matter"
    text: str = REASON


class GiveTask(Frozen):
    """The head gives the serving unit a single task."""

    text: str = REASON


class GroupMember(Frozen):
    """A member of a data group: the unit, and who presented him or her."""

    unit: Code
    presented_by: Code | None = None
    name: str = Field(default="", max_length=200)


class GroupOrder(Frozen):
    """The director's order that creates the group; `head` is the place of its head in the list, from 1.

    `planning_team_instead`: a sentence-planning team works here and does the group's work (Order 70 alone).
    """

    form: str = FORM
    number: Number = ""
    members: tuple[GroupMember, ...] = ()
    head: int = Field(default=1, ge=1)
    planning_team_instead: bool = False


class ListChange(Frozen):
    """The director's list: convicts added and taken off, by the numbers of their reviews, and flags set by a person."""

    add: tuple[ReviewNumber, ...] = ()
    remove: tuple[ReviewNumber, ...] = ()
    flags: dict[ReviewNumber, tuple[Code, ...]] = Field(default_factory=dict)


class Select(Frozen):
    """The group takes convicts in this order; `departs` with its reason where the priority is left; `present`: the
    units whose members met."""

    convicts: tuple[ReviewNumber, ...] = Field(min_length=1)
    dated: bool = False
    departs: bool = False
    present: tuple[Code, ...] = ()
    reason: str = REASON


class AppointMember(Frozen):
    """The director appoints a member of the group by order."""

    unit: Code
    presented_by: Code | None = None
    name: str = Field(default="", max_length=200)


class NameHead(Frozen):
    """The director names the head of the group from its members, by the unit."""

    unit: Code
    reason: str = REASON


class ReleaseMember(Frozen):
    """The director releases a member of the group by order."""

    unit: Code
    presented_by: Code | None = None
    reason: str = REASON


FORMS: dict[str, type[Frozen]] = {
    f"{act}.{name}": model
    for act in ("o70", "dr2")
    for name, model in (
        ("team-order", TeamOrder),
        ("team-heads", TeamHeads),
        ("appointment", Appointment),
        ("group-appointment-order", GroupOrder),
    )
}
TEAM_ACTIONS: dict[str, type[Frozen]] = {
    "session": Session,
    "no_case_ready": NoCaseReady,
    "release": Release,
    "put_matter": PutMatter,
    "give_task": GiveTask,
}
GROUP_ACTIONS: dict[str, type[Frozen]] = {
    "list": ListChange,
    "select": Select,
    "release": ReleaseMember,
    "appoint": AppointMember,
    "name_head": NameHead,
}
