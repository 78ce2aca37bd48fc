"""Small samples of what goes into the record, all made up."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from models.record import Closing, Consequence, Dated, DatedStep, DoneAct, Event, Opening, QueuedNotice, Recorded
from models.terms import Alarm, Counted
from storage import documents, record
from storage.cases import NewCase, NewPerson
from storage.documents import NewDocument

CASE = "PEN-2026-000001"
PROCESS = "penitentiary_cycle"
AT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
DUE = date(2026, 3, 9)
RULE = "o502.8.3"
MANAGER = "S-05-case_manager"
PERSON = NewPerson(id="P-1", first_name="ნიმუში", last_name="სინთეზური", synthetic=True)


def new_case(number: str = CASE, **changes: Any) -> NewCase:
    """A case of institution 5."""
    given: dict[str, Any] = {
        "number": number,
        "process": PROCESS,
        "institution": "5",
        "person": PERSON,
        "received_at": AT,
        "intake": {"left_cell": "2026-03-02"},
    }
    return NewCase(**(given | changes))


def document(number: int = 1, **changes: Any) -> NewDocument:
    """A form handed in by the case manager."""
    given: dict[str, Any] = {
        "id": f"D-{number}",
        "case": CASE,
        "act": "complete",
        "form": "annex-01-part-1",
        "content": {"points": {"1": number}},
        "step": "screening",
        "by_role": "case_manager",
        "by_staff": MANAGER,
        "received_at": AT,
    }
    return NewDocument(**(given | changes))


def act(number: int = 1) -> DoneAct:
    """The act that the document is."""
    return DoneAct(document=f"D-{number}", act="complete", by="case_manager", staff=MANAGER, step="screening")


def opening(key: str = "screening", **changes: Any) -> Opening:
    """A step to open."""
    given: dict[str, Any] = {
        "key": key,
        "rule": RULE,
        "rules": (RULE,),
        "actor": "case_manager",
        "form": "annex-01-part-1",
        "anchor": DAY,
        "anchor_event": "left_classification_cell",
    }
    return Opening(**(given | changes))


def counted(due: date = DUE) -> Counted:
    """A term worked out."""
    return Counted(
        rule=RULE,
        start=DAY,
        raw_end=due,
        due=due,
        skipped=(date(2026, 3, 8),),
        skipped_because={"2026-03-08": "Women's Day"},
        why=f"until {due}",
        why_ka=f"{due}-მდე",
        calendar_version="1",
    )


def alarms(due: date = DUE) -> tuple[Alarm, ...]:
    """A ladder: reminder, overdue, the head."""
    end = datetime(due.year, due.month, due.day, 20, tzinfo=UTC)
    return (
        Alarm(kind="reminder", level=0, at=end - timedelta(days=3)),
        Alarm(kind="overdue", level=0, at=end),
        Alarm(kind="escalate", level=1, at=end + timedelta(hours=14)),
    )


def dated(key: str = "screening", due: date | None = DUE, **changes: Any) -> DatedStep:
    """A step with its date and ladder."""
    given: dict[str, Any] = {"opening": opening(key), "holder": MANAGER}
    if due is not None:
        given |= {"counted": counted(due), "ladder": alarms(due)}
    return DatedStep(**(given | changes))


def recorded(*steps: DatedStep) -> Recorded:
    """What enters history of these steps."""
    return Recorded(
        steps=tuple(
            Dated(
                key=s.opening.key,
                due=s.counted.due if s.counted else None,
                opens=s.opens_at,
                alarm=s.ladder[0] if s.ladder else None,
                holder=s.holder,
            )
            for s in steps
        )
    )


def consequence(key: str = "open", **changes: Any) -> Consequence:
    """A consequence of the case."""
    given: dict[str, Any] = {
        "case": CASE,
        "process": PROCESS,
        "institution": "5",
        "key": key,
        "at": AT,
        "cause": "test",
    }
    return Consequence(**(given | changes))


def open_step(conn: Connection, key: str = "screening", due: date | None = DUE, **changes: Any) -> Recorded:
    """Open one step in the case."""
    step = dated(key, due, **changes)
    return record.write(
        conn,
        consequence(f"open-{key}", open=(step.opening,)),
        steps=[step],
        events=[Event(event="step_opened", rule=RULE, step=key, data={"due": due})],
        recorded=recorded(step),
    )


def complete(conn: Connection, number: int = 1, key: str = "screening", **changes: Any) -> Recorded:
    """Hand in a document and close the step with it, opening the next."""
    documents.receive(conn, document(number, step=key))
    following = dated(f"{key}+")
    closing = Closing(key=key, rule=RULE, state="done", done_on=DAY, late=False)
    return record.write(
        conn,
        consequence(f"{key}/D-{number}", act=act(number), close=(closing,), open=(following.opening,), **changes),
        steps=[following],
        notices=[notice(f"n-{number}")],
        events=[Event(event="step_completed", rule=RULE, step=key), Event(event="step_opened", step=f"{key}+")],
        recorded=recorded(following),
    )


def notice(key: str = "n-1") -> QueuedNotice:
    """A notice to the case manager."""
    return QueuedNotice(key=key, about="step_opened", to_role="case_manager", to_staff=MANAGER, rule=RULE)


def count(conn: Connection, table: str) -> int:
    """How many rows a table has."""
    return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
