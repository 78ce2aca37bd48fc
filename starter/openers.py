"""What a process says of its opening: its intake, how it is split, and the first state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from models.acts import Refusal
from models.base import Frozen
from models.case import CaseState
from models.person import PersonIntake
from models.register import PlaceKind
from storage.cases import NewCase, NewPerson

I = TypeVar("I", bound=Frozen)  # noqa: E741 - an intake


class NotOpened(ValueError):
    """An intake that cannot open a case; says what is wrong and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence())
        self.refusal = refusal


@dataclass(frozen=True)
class Parts:
    """An intake split: the person for the register, the place, codes and dates for the case."""

    place: str
    person: NewPerson
    codes: dict[str, Any]
    papers: tuple[tuple[str, dict[str, Any]], ...] = ()
    """Forms that came with the intake, kept as documents of the case."""


@dataclass(frozen=True)
class Opener(Generic[I]):
    """How one process is opened.

    `intake`: the document that opens a case in earnest, None where only a fact from another case does; it has at
    least `number`. `split` checks it against the law on the day of the instant (raises NotOpened). `state` makes the
    first state of what the workflow shares (`common`) and the codes. `place`: what kind of house it lives in.
    """

    state: Callable[[dict[str, Any], dict[str, Any]], CaseState]
    intake: type[I] | None = None
    split: Callable[[I, datetime, bool], Parts] | None = None
    known: Callable[[Connection, NewCase], NewCase] | None = None
    """What the register knows better than the intake (the danger level in force on the day of receipt)."""
    place: PlaceKind = "penitentiary"
    place_of: Callable[[Mapping[str, Any]], str] = lambda given: str(given.get("institution"))
    """Where a story's intake says that the case lives."""


def new_person(given: PersonIntake, number: str, *, synthetic: bool) -> NewPerson:
    """The person of an intake as the register keeps it; without an id of its own it is named after the case."""
    return NewPerson(
        id=given.id or f"P-{sha256(number.encode()).hexdigest()[:16]}",
        first_name=given.first_name,
        last_name=given.last_name,
        sex=given.sex,
        birth_date=given.birth_date,
        personal_number=given.personal_number,
        synthetic=synthetic,
    )


def refused(rule: str | None, because: str, way_on: str) -> NotOpened:
    """A refusal to raise."""
    return NotOpened(Refusal(rule=rule, because=because, way_on=way_on))
