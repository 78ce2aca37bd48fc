"""The outbox of messages between cases: queued with their cause, and sent afterwards by whoever claims them.

A message may be sent again, for the case knows its id; it is claimed for a while (notices: `storage.queued_notices`).
Instants of claiming and sending are the machine's, and so are those passed in here; `at` of a fact is legal.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, Engine, bindparam, func, select, text, update
from sqlalchemy import Interval as IntervalType
from sqlalchemy.dialects.postgresql import insert as upsert

from models.acts import Codes, Told
from models.base import Frozen
from models.ids import workflow_id
from models.record import EVERY, Consequence, Tell
from models.views import BODY
from storage import audit, conditions
from storage.errors import StorageError
from storage.facts import short_id
from storage.outbox_tables import Message
from storage.tables import AuditEntry, Case, ConsequenceDone

_EMPTY_SHA = hashlib.sha256(b"{}").hexdigest()


class OutMessage(Frozen):
    """A message to send: the start of a case (its intake is in `storage.cases.intake`), or a fact for one."""

    id: str
    kind: Literal["start", "tell"]
    case: str
    process: str
    workflow_id: str
    source: str | None
    fact: str | None
    on_date: date | None
    codes: Codes
    at: datetime
    attempts: int

    def told(self) -> Told:
        """The fact as the case receives it."""
        if self.fact is None or self.on_date is None:
            raise StorageError(f"message {self.id} starts a case and tells it nothing")
        return Told(id=self.id, fact=self.fact, on=self.on_date, at=self.at, source=self.source, codes=self.codes)


SET_ASIDE = "message_set_aside"
"""The audit's word for a fact that is not told."""


HEARD_WITHIN = timedelta(minutes=10)
"""A fact that its case has not taken in by then is shown to ops."""


class SetAside(Frozen):
    """A fact that was not told: from which case, for which number, and why. `message`: it can be sent again."""

    source: str | None
    case: str
    fact: str | None
    at: datetime
    because: str
    message: str | None = None


def queue_messages(conn: Connection, c: Consequence) -> None:
    """Queue what other cases are to know; a case that is not there yet is made in the same breath."""
    if not c.tell:
        return
    source = select(Case.person_id, Case.synthetic).where(Case.number == c.case)
    person, synthetic = conn.execute(source).one()
    tell = [meant for t in c.tell for meant in _meant(conn, t, person, c.case)]
    strangers = _of_others(conn, tell, person)
    for t in tell:
        if t.case in strangers:
            audit.append(
                conn, chain=c.case, at=c.at, actor="service", action=SET_ASIDE, entity=t.case,
                detail={"fact": t.fact, "process": t.process, "because": "the number is another person's"},
            )  # fmt: skip
    tell = [t for t in tell if t.case not in strangers]
    cases = {
        t.case: {
            "number": t.case,
            "process": t.process,
            "person_id": person,
            "institution": t.place or c.institution,
            "workflow_id": workflow_id(t.process, t.case),
            "received_at": c.at,
            "intake_sha256": _EMPTY_SHA,
            "source": "told",
            "parent_case": c.case,
            "synthetic": synthetic,
        }
        for t in tell
    }
    if not tell:
        return
    made = upsert(Case).on_conflict_do_nothing(index_elements=["number"]).returning(Case.number)
    opened = conn.execute(made, [cases[number] for number in sorted(cases)]).scalars().all()
    messages = []
    for n, t in enumerate(tell):
        dedupe = f"{c.case}:{c.key}:{n}:{t.case}:{t.fact}"
        messages.append(
            {
                "id": short_id("M", dedupe),
                "dedupe": dedupe,
                "kind": "tell",
                "case": c.case,
                "target_case": t.case,
                "target_process": t.process,
                "fact": t.fact,
                "on_date": t.on,
                "codes": t.codes,
                "at": c.at,
            }
        )
    conn.execute(upsert(Message).on_conflict_do_nothing(index_elements=["dedupe"]), messages)
    for number in opened:
        new = cases[number]
        conditions.case_opened(conn, number, str(new["process"]), str(new["institution"]), c.at)


def _of_others(conn: Connection, tell: Sequence[Tell], person: str) -> frozenset[str]:
    """Of the cases that are named, those of another person: no fact of this one is for them. Bodies hear of all."""
    if person.startswith(BODY):
        return frozenset()
    named = {t.case for t in tell if not t.known}
    if not named:
        return frozenset()
    other = select(Case.number).where(
        Case.number.in_(sorted(named)), Case.person_id != person, Case.person_id.not_like(f"{BODY}%")
    )
    return frozenset(conn.execute(other).scalars())


def set_aside(conn: Connection, now: datetime) -> tuple[SetAside, ...]:
    """What was not told, oldest first: the number is another person's, no try can bring it in, or it was sent a while
    before `now` and its case, open still, has not taken it in."""
    strangers = select(AuditEntry.chain, AuditEntry.entity, AuditEntry.at, AuditEntry.detail).where(
        AuditEntry.action == SET_ASIDE
    )
    found = [
        SetAside(source=r.chain, case=r.entity, at=r.at, fact=r.detail["fact"], because=r.detail["because"])
        for r in conn.execute(strangers)
    ]
    lost = unheard(conn, now - HEARD_WITHIN)
    for m in conn.execute(select(Message).where(Message.set_aside_at.is_not(None) | Message.id.in_(lost))).mappings():
        at, because = m["set_aside_at"] or m["sent_at"], m["last_error"] or "the case has not taken it in"
        found.append(SetAside(source=m["case"], case=m["target_case"], fact=m["fact"], at=at, because=because,
                              message=m["id"]))  # fmt: skip
    return tuple(sorted(found, key=lambda s: (s.at, s.case)))


def _meant(conn: Connection, tell: Tell, person: str, source: str) -> list[Tell]:
    """The cases that a fact is for: the one named, or every open one of the process."""
    if tell.known:
        there = (
            select(Case.number)
            .where(
                Case.process == tell.process,
                Case.institution == tell.place if tell.case == EVERY else Case.number == tell.case,
                Case.closed.is_(None),
            )
            .order_by(Case.number)
            .limit(1)
        )
        return [tell.model_copy(update={"case": number}) for number in conn.execute(there).scalars()]
    if tell.case != EVERY:
        return [tell]
    found = conn.execute(
        select(Case.number)
        .where(Case.person_id == person, Case.process == tell.process, Case.closed.is_(None), Case.number != source)
        .order_by(Case.number)
    )
    return [tell.model_copy(update={"case": number}) for number in found.scalars()]


_CLAIM_MESSAGES = text("""
UPDATE messages m SET attempts = m.attempts + 1, claimed_until = CAST(:now AS timestamptz) + :lease
FROM (
  SELECT n, c.workflow_id FROM messages q JOIN cases c ON c.number = q.target_case
  WHERE q.sent_at IS NULL AND q.set_aside_at IS NULL AND (q.claimed_until IS NULL OR q.claimed_until <= :now)
    AND NOT EXISTS (SELECT FROM messages e
                    WHERE e.target_case = q.target_case AND e.sent_at IS NULL AND e.set_aside_at IS NULL AND e.n < q.n)
  ORDER BY q.n LIMIT :limit FOR UPDATE OF q SKIP LOCKED
) due
WHERE m.n = due.n
RETURNING m.n, m.id, m.kind, m.target_case AS "case", m.target_process AS process, due.workflow_id,
          m."case" AS source, m.fact, m.on_date, m.codes, m.at, m.attempts
""").bindparams(bindparam("lease", type_=IntervalType))


def claim_messages(
    engine: Engine, now: datetime, *, limit: int = 50, lease: timedelta = timedelta(seconds=30)
) -> tuple[OutMessage, ...]:
    """Claim messages for `lease`, at most one a case (its oldest, so that facts arrive in their order)."""
    with engine.begin() as conn:
        rows = conn.execute(_CLAIM_MESSAGES, {"now": now, "limit": limit, "lease": lease}).mappings().all()
    return tuple(
        OutMessage.model_validate({k: v for k, v in row.items() if k != "n"})
        for row in sorted(rows, key=lambda row: row["n"])
    )


def message_sent(conn: Connection, message: str, at: datetime) -> None:
    """The case has it."""
    conn.execute(
        update(Message).where(Message.id == message, Message.sent_at.is_(None)).values(sent_at=at, last_error=None)
    )


def start_sent(conn: Connection, case: str, at: datetime) -> None:
    """The case was started by whoever opened it: the message that would start it has nothing left to do."""
    conn.execute(
        update(Message)
        .where(Message.dedupe == f"start:{case}", Message.sent_at.is_(None))
        .values(sent_at=at, last_error=None)
    )


def start_waits(conn: Connection, case: str) -> bool:
    """Whether the case is still to be started by the relay: whoever opened it could not."""
    waits = select(Message.id).where(Message.dedupe == f"start:{case}", Message.sent_at.is_(None))
    return conn.execute(waits).first() is not None


def message_failed(conn: Connection, message: str, error: str, again_at: datetime) -> None:
    """It did not arrive: try again at `again_at`. `error` names a kind of failure, never a person."""
    conn.execute(
        update(Message)
        .where(Message.id == message, Message.sent_at.is_(None))
        .values(claimed_until=again_at, last_error=error)
    )


def message_set_aside(conn: Connection, message: OutMessage, error: str, at: datetime) -> None:
    """No try can bring it in: it is kept, seen (`set_aside`), and holds up nothing. `error` names a kind of failure."""
    conn.execute(update(Message).where(Message.id == message.id).values(set_aside_at=at, last_error=error))


def send_again(conn: Connection, message: str) -> bool:
    """Put a message that was set aside, or not taken in, back into the queue. False when there is none such."""
    fresh = (
        update(Message)
        .where(Message.id == message, Message.set_aside_at.is_not(None) | Message.sent_at.is_not(None))
        .values(set_aside_at=None, sent_at=None, claimed_until=None, last_error=None)
        .returning(Message.id)
    )
    return conn.execute(fresh).scalar_one_or_none() is not None


def unheard(conn: Connection, before: datetime | None = None) -> tuple[str, ...]:
    """Facts that were sent (by `before`) and that their case, open still, has not taken in."""
    heard = select(ConsequenceDone.key).where(
        ConsequenceDone.case == Message.target_case, ConsequenceDone.key == "told:" + Message.id
    )
    return tuple(
        conn.execute(
            select(Message.id)
            .join(Case, Case.number == Message.target_case)
            .where(
                Message.kind == "tell",
                Message.sent_at.is_not(None) if before is None else Message.sent_at < before,
                Case.closed.is_(None),
                ~heard.exists(),
            )
        ).scalars()
    )


def messages_waiting(conn: Connection) -> int:
    """How many messages have not arrived."""
    waits = (Message.sent_at.is_(None), Message.set_aside_at.is_(None))
    return conn.execute(select(func.count()).select_from(Message).where(*waits)).scalar_one()
