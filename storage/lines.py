"""Lines of the timeline that are no consequence: an act that was refused, a notice that was delivered."""

from datetime import datetime

from sqlalchemy import Connection, insert, update

from models.record import Event
from storage.tables import Case, TimelineLine


def add(conn: Connection, case: str, at: datetime, event: Event) -> None:
    """Add one line at the end of the case's timeline."""
    seq = conn.execute(
        update(Case).where(Case.number == case).values(seq=Case.seq + 1).returning(Case.seq)
    ).scalar_one()
    conn.execute(
        insert(TimelineLine).values(
            case=case, seq=seq, at=at, event=event.event, rule=event.rule, step=event.step, data=event.data
        )
    )
