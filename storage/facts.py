"""Facts that the service itself tells its cases, not one case another: a changed calendar, an institution's condition.

They leave by the outbox like any message, so they arrive once and in their order, whoever dies on the way.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from pydantic import Field
from sqlalchemy import Connection, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from models.acts import Codes
from models.base import Frozen
from storage.outbox_tables import Message
from storage.tables import Case, ConsequenceDone


def short_id(prefix: str, of: str) -> str:
    """An id that the same fact always gets."""
    return f"{prefix}-{hashlib.sha256(of.encode()).hexdigest()[:20]}"


class SystemFact(Frozen):
    """A fact for one case that no other case tells: the service itself does. `cause` names what has happened, once."""

    case: str
    process: str
    fact: str
    on: date
    cause: str
    codes: Codes = Field(default_factory=dict)


def queue_facts(conn: Connection, facts: Iterable[SystemFact], at: datetime) -> int:
    """Queue facts from the service to cases; the same cause to the same case only once. How many are new."""
    rows = [
        {
            "id": short_id("M", dedupe),
            "dedupe": dedupe,
            "kind": "tell",
            "target_case": f.case,
            "target_process": f.process,
            "fact": f.fact,
            "on_date": f.on,
            "codes": f.codes,
            "at": at,
        }
        for f in facts
        for dedupe in (f"{f.cause}:{f.case}:{f.fact}",)
    ]
    if not rows:
        return 0
    queued = upsert(Message).on_conflict_do_nothing(index_elements=["dedupe"]).returning(Message.id)
    return len(conn.execute(queued, rows).all())


def heard_of(conn: Connection, cause: str) -> tuple[int, int]:
    """Of the facts that a cause of the service queued: how many have been taken in, and how many there are.

    One for a case that has closed meanwhile counts as taken in.
    """
    taken = select(ConsequenceDone.key).where(
        ConsequenceDone.case == Message.target_case, ConsequenceDone.key == "told:" + Message.id
    )
    done, all_ = conn.execute(
        select(func.count().filter(or_(taken.exists(), Case.closed.is_not(None))), func.count())
        .select_from(Message)
        .join(Case, Case.number == Message.target_case)
        .where(Message.dedupe.startswith(f"{cause}:", autoescape=True))
    ).one()
    return done, all_
