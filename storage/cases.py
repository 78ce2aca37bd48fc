"""Cases and the persons they are about: made whole, with the message that starts the workflow."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from models.acts import Refusal
from models.base import Frozen
from models.ids import Process, check_case_number, related_case, workflow_id
from storage import audit, conditions
from storage.documents import file_at_opening, fingerprint
from storage.errors import CaseExists, CaseMissing, PersonExists
from storage.outbox_tables import Message
from storage.tables import Case, Person


class NewPerson(Frozen):
    """A person who is not in the register yet."""

    id: str
    first_name: str
    last_name: str
    sex: str | None = None
    birth_date: date | None = None
    personal_number: str | None = None
    synthetic: bool = False


class NewCase(Frozen):
    """A case to open. `intake` opens the workflow: codes and dates only; names are in `person`."""

    number: str
    process: str
    institution: str
    person: NewPerson
    received_at: datetime
    intake: dict[str, Any] = Field(default_factory=dict)
    source: Literal["opened", "imported"] = "opened"
    parent_case: str | None = None
    by: str = "registry"
    papers: tuple[tuple[str, dict[str, Any]], ...] = ()
    """Forms that came with the intake, by their id: their words stay in the record as documents of the case."""
    refusal: Refusal | None = None
    """Why what came in is not accepted: its papers are kept as refused, and the case says so and ends."""


def create(conn: Connection, new: NewCase) -> bool:
    """Store person, case, the message that starts it, and the audit entry. False when it is already so.

    A case that another case's message has brought into being is there already: it is not opened again.
    """
    check_case_number(new.number)
    _of_one_person(conn, new)
    sha = fingerprint(new.intake)
    _know(conn, new.person)
    made = conn.execute(
        insert(Case)
        .values(
            number=new.number,
            process=new.process,
            person_id=new.person.id,
            institution=new.institution,
            workflow_id=workflow_id(new.process, new.number),
            received_at=new.received_at,
            intake=new.intake,
            intake_sha256=sha,
            source=new.source,
            parent_case=new.parent_case,
            synthetic=new.person.synthetic,
        )
        .on_conflict_do_nothing(index_elements=["number"])
        .returning(Case.number)
    ).scalar_one_or_none()
    if made is None:
        _same_or_refused(conn, new, sha)
        return False
    conn.execute(
        insert(Message).values(
            id=f"M-{new.number}",
            dedupe=f"start:{new.number}",
            kind="start",
            target_case=new.number,
            target_process=new.process,
            at=new.received_at,
        )
    )
    imported = new.source == "imported"
    conditions.case_opened(conn, new.number, new.process, new.institution, new.received_at, from_its_first_day=imported)
    audit.append(
        conn,
        chain=new.number,
        at=new.received_at,
        actor=new.by,
        action="case_received",
        entity=new.number,
        detail={
            "process": new.process,
            "institution": new.institution,
            "person": new.person.id,
            "source": new.source,
            "intake_sha256": sha,
        },
    )
    for form, content in new.papers:
        file_at_opening(conn, new.number, form, content, new.by, new.received_at, new.refusal)
    return True


HELD = (Process.penitentiary_cycle, Process.administrator_plan)
"""Whose cases tell the psychological service under their own number what happens to the person."""


def _of_one_person(conn: Connection, new: NewCase) -> None:
    """A service that was opened by itself must not hear of another person: the number of both belongs to one."""
    psychology = Process.psychology_service
    others = HELD if new.process == psychology else (psychology,) if new.process in HELD else ()
    numbers = [related_case(new.number, process) for process in others]
    taken = conn.execute(
        select(Case.number).where(Case.number.in_(numbers), Case.person_id != new.person.id).limit(1)
    ).scalar_one_or_none()
    if taken is not None:
        raise CaseExists(
            f"{new.number} would be told of another person by {taken}, or tell it; choose the next free number, "
            "or name the same person by id"
        )


def _know(conn: Connection, new: NewPerson) -> None:
    stored = conn.execute(
        insert(Person).values(new.model_dump()).on_conflict_do_nothing().returning(Person.id)
    ).scalar_one_or_none()
    if stored is None and person(conn, new.id) is None:
        raise PersonExists("another person has this personal number; open the case for that person's id")


def _same_or_refused(conn: Connection, new: NewCase, sha: str) -> None:
    row = conn.execute(
        select(Case.intake_sha256, Case.process, Case.person_id, Case.institution).where(Case.number == new.number)
    ).one()
    if row != (sha, new.process, new.person.id, new.institution):
        raise CaseExists(
            f"{new.number} is already a case with another intake; choose the next free number, "
            "or correct that case instead"
        )


def closed_before(conn: Connection, person: str, process: Process, but: str) -> list[str]:
    """The closed cases of a person in a process, the oldest first; `but` is the case that asks."""
    mine = (Case.person_id == person, Case.process == process.value, Case.closed.is_not(None), Case.number != but)
    return list(conn.execute(select(Case.number).where(*mine).order_by(Case.received_at, Case.number)).scalars())


class CaseIntake(Frozen):
    """What a workflow is started with."""

    number: str
    process: str
    institution: str
    workflow_id: str
    person_id: str
    received_at: datetime
    intake: dict[str, Any]
    source: str
    parent_case: str | None = None
    synthetic: bool = False


def intake(conn: Connection, number: str) -> CaseIntake:
    """The intake of a case."""
    row = (
        conn.execute(
            select(
                Case.number,
                Case.process,
                Case.institution,
                Case.workflow_id,
                Case.person_id,
                Case.received_at,
                Case.intake,
                Case.source,
                Case.parent_case,
                Case.synthetic,
            ).where(Case.number == number)
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise CaseMissing(f"there is no case {number}: see `vada case list`")
    return CaseIntake.model_validate(dict(row))


def person(conn: Connection, person_id: str) -> NewPerson | None:
    """The person, by id."""
    row = conn.execute(select(Person).where(Person.id == person_id)).mappings().one_or_none()
    return None if row is None else NewPerson.model_validate(dict(row))
