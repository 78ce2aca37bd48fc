"""What a local council is made of, as cases know it: seats, terms and codes, never a name or a birth date."""

from datetime import date

from pydantic import Field

from models.base import Mutable

MP = "mp"
"""The Member of Parliament who attends: no seat of the council, a vote all the same (Order 320 art. 4(7))."""


class Member(Mutable):
    """The holder of a seat: from when until when, by staff id, with the special experience that article 4 asks for."""

    since: date
    until: date
    staff: str | None = None
    experience: list[str] = Field(default_factory=list)
    terms: int = 1


class Composition(Mutable):
    """A council as it stands. `by_age` is the order of the seats, the oldest holder first: the age itself stays out."""

    members: dict[str, Member] = Field(default_factory=dict)
    chair: str | None = None
    acting: str | None = None
    by_age: list[str] = Field(default_factory=list)
    released: dict[str, date] = Field(default_factory=dict)
