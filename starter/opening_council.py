"""Opening the case of a local council (Order 320 arts. 3, 4, 8)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from models import local_council
from models.case import CaseState
from models.ids import Process
from models.local_council import Facts, Intake, Term
from rules.catalogue import rule
from rules.council import seats
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, refused
from starter.opening_parole import composition
from storage.cases import NewCase, NewPerson
from storage.tables import Case


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """A council is entered as it stands: who sits in it, each with the day of appointment."""
    today = local_date(at)
    late = [m.seat for m in intake.members if m.appointed_on > today]
    if late:
        raise refused("o320.4.11.1", f"The seat '{late[0]}' is filled from a day after today", "Enter it on that day")
    made = composition(intake)
    facts = Facts(
        council=intake.council,
        opened=today,
        composition=made,
        short_since=today if seats.quorum_until(made) is None else None,
        terms=[Term(n=n, seat=s, since=m.since) for n, (s, m) in enumerate(made.members.items(), 1)],
        vacancies=list(seats.vacant(made.members)),
        quarter_since=before_quarter(today),
    )
    return Parts(
        place=intake.council,
        person=NewPerson(
            id=f"B-{intake.council}", first_name="ადგილობრივი საბჭო", last_name=intake.council, synthetic=synthetic
        ),
        codes=facts.model_dump(mode="json", exclude_defaults=True),
    )


def known(conn: Connection, new: NewCase) -> NewCase:
    """3: six councils, each one body; a second open case of one would have members of its own."""
    other = conn.execute(
        select(Case.number)
        .where(
            Case.process == Process.local_council.value,
            Case.institution == new.institution,
            Case.number != new.number,
            Case.closed.is_(None),
        )
        .limit(1)
    ).scalar_one_or_none()
    if other is not None:
        raise refused(
            "o320.3.1",
            f"The council '{new.institution}' has an open case already, {other}",
            f"Act in {other}; a new case is opened once that one was ended by liquidation or reorganisation (5(i))",
        )
    return new


def before_quarter(day: date) -> date:
    """The last day before the calendar quarter of a day."""
    length = rule("o320.9.2.e").duration
    assert length is not None
    first = (day.month - 1) // length.value * length.value + 1
    return day.replace(month=first, day=1) - timedelta(days=1)


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state."""
    brought = intake.get("state", {})
    facts = Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return local_council.State.model_validate({**common, **brought, "facts": facts})


def place_of(given: Mapping[str, Any]) -> str:
    """A council is its own place."""
    return str(given.get("council"))


OPENER: Opener[Intake] = Opener(
    intake=Intake, split=split, state=state, known=known, place="council", place_of=place_of
)
"""A body stands in the register in the place of a person: a council's case is about nobody."""
