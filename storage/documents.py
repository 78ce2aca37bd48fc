"""Documents: received, then filed with the consequence, then settled with the answer; or refused."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Connection, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from models.acts import Act, Answer, Codes, Refusal
from models.base import Frozen
from storage import audit
from storage.engine import dumps
from storage.errors import DocumentDiffers, DocumentMissing, DocumentState
from storage.tables import Case, Document, Signature


class NewDocument(Frozen):
    """A form as handed in: `received_at` is the legal instant of the entry, `done_on` the day of the act."""

    id: str
    case: str
    act: str
    form: str | None = None
    content: dict[str, Any] = Field(default_factory=dict)
    step: str | None = None
    rule: str | None = None
    by_role: str
    by_staff: str | None = None
    done_on: date | None = None
    received_at: datetime
    codes: Codes = Field(default_factory=dict)
    corrects: str | None = None


class StoredDocument(NewDocument):
    """A document and how it fared."""

    version: int
    state: str
    content_sha256: str
    filed_at: datetime | None = None
    refused_at: datetime | None = None
    refusal: Refusal | None = None
    answer: Answer | None = None
    attempts: int = 0
    last_sent_at: datetime | None = None

    def as_act(self) -> Act:
        """The act that this document is: what the Update carries, the same at every repeat."""
        return Act(
            document=self.id,
            act=self.act,
            by=self.by_role,
            staff=self.by_staff,
            step=self.step,
            form=self.form,
            at=self.received_at,
            on=self.done_on,
            codes=self.codes,
        )


class Unsettled(Frozen):
    """A document whose case has not answered: what the relay sends again."""

    workflow_id: str
    process: str
    state: str
    attempts: int
    act: Act


def fingerprint(content: Mapping[str, Any]) -> str:
    """The SHA-256 of a content, whatever the order of its keys."""
    return _sha(dumps(content))


def _sha(written: str) -> str:
    canonical = json.dumps(json.loads(written), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


_RECEIVE = text("""
WITH stored AS (
  INSERT INTO documents (id, "case", form, version, corrects, content, content_sha256, act, step, rule, by_role,
    by_staff, done_on, received_at, codes)
  VALUES (:id, :case, :form, :version, :corrects, CAST(:content AS jsonb), :sha, :act, :step, :rule, :by_role,
    :by_staff, :done_on, :received_at, CAST(:codes AS jsonb))
  ON CONFLICT (id) DO NOTHING RETURNING id
)
INSERT INTO audit (chain, at, actor, action, entity, detail)
SELECT :case, :received_at, :actor, 'document_received', id, CAST(:detail AS jsonb) FROM stored
""")


def receive(conn: Connection, new: NewDocument) -> bool:
    """Store a document and its audit entry. False when it is already here; another content is refused."""
    written = dumps(new.content)
    sha = _sha(written)
    version = 1
    if new.corrects is not None:
        corrected = get(conn, new.corrects)
        if corrected is None or corrected.case != new.case:
            raise DocumentMissing(f"document {new.corrects}, which {new.id} corrects, is not in {new.case}")
        version = corrected.version + 1
    detail = {"act": new.act, "form": new.form, "step": new.step, "version": version, "sha256": sha}
    stored = conn.execute(
        _RECEIVE,
        {
            **new.__dict__,
            "version": version,
            "content": written,
            "sha": sha,
            "codes": dumps(new.codes),
            "actor": new.by_staff or new.by_role,
            "detail": dumps(detail),
        },
    )
    if stored.rowcount == 0:
        _same_or_refused(conn, new, sha)
        return False
    return True


def _same_or_refused(conn: Connection, new: NewDocument, sha: str) -> None:
    row = conn.execute(
        select(Document.content_sha256, Document.case, Document.act, Document.step).where(Document.id == new.id)
    ).one()
    if row != (sha, new.case, new.act, new.step):
        raise DocumentDiffers(
            f"document {new.id} was already handed in and says something else; hand in a correction under a new id"
        )


_SETTLE = text("""
UPDATE documents SET state = 'settled', answer = CAST(:answer AS jsonb) WHERE id = :id AND state = 'filed'
""")


def settle(conn: Connection, document: str, answer: Answer) -> bool:
    """Keep the answer of the case. False when it was settled before."""
    if conn.execute(_SETTLE, {"id": document, "answer": answer.model_dump_json()}).rowcount:
        return True
    state = _state(conn, document)
    if state != "settled":
        raise DocumentState(f"document {document} is {state}: only one that was filed can be settled")
    return False


def refuse(conn: Connection, document: str, refusal: Refusal, at: datetime) -> bool:
    """Keep the reason why the act was not accepted. False when it was refused before."""
    row = conn.execute(
        update(Document)
        .where(Document.id == document, Document.state == "received")
        .values(state="refused", refusal=refusal.model_dump(mode="json"), refused_at=at)
        .returning(Document.case)
    ).scalar_one_or_none()
    if row is None:
        state = _state(conn, document)
        if state != "refused":
            raise DocumentState(f"document {document} is {state}: only one just received can be refused")
        return False
    audit.append(
        conn,
        chain=row,
        at=at,
        actor="case",
        action="document_refused",
        entity=document,
        detail={"rule": refusal.rule, "because": refusal.because},
    )
    return True


def sending(conn: Connection, document: str, at: datetime) -> None:
    """Count one more attempt to bring the document to its case."""
    conn.execute(
        update(Document).where(Document.id == document).values(attempts=Document.attempts + 1, last_sent_at=at)
    )


def unsettled(conn: Connection, before: datetime, limit: int = 100) -> tuple[Unsettled, ...]:
    """Documents written before `before` (and not sent since) that no answer settled: oldest first.

    `before` is compared with when the row was written or last sent: the machine's clock, not legal time.
    """
    rows = conn.execute(
        select(Document, Case.workflow_id, Case.process)
        .join(Case, Case.number == Document.case)
        .where(
            Document.state.in_(("received", "filed")),
            func.coalesce(Document.last_sent_at, Document.recorded_at) < before,
        )
        .order_by(Document.recorded_at)
        .limit(limit)
    ).mappings()
    return tuple(
        Unsettled(
            workflow_id=row["workflow_id"],
            process=row["process"],
            state=row["state"],
            attempts=row["attempts"],
            act=_stored(row).as_act(),
        )
        for row in rows
    )


def file_at_opening(
    conn: Connection,
    case: str,
    form: str,
    content: Mapping[str, Any],
    by: str,
    at: datetime,
    refusal: Refusal | None = None,
) -> None:
    """Keep the form that opened a case: no act waits for an answer, so it is filed and settled, or refused, at once."""
    new = NewDocument(
        id=f"D-{case}-{form}", case=case, act="intake", form=form, content=dict(content), by_role=by, received_at=at
    )
    if not receive(conn, new):
        return
    if refusal is not None:
        refuse(conn, new.id, refusal, at)
        return
    for state, also in (("filed", {"filed_at": at}), ("settled", {})):
        conn.execute(update(Document).where(Document.id == new.id).values(state=state, **also))


def refused_at_opening(conn: Connection, case: str) -> StoredDocument | None:
    """The paper that came with the intake and was not accepted, None when all was."""
    row = conn.execute(
        select(Document).where(Document.case == case, Document.act == "intake", Document.state == "refused").limit(1)
    )
    found = row.mappings().one_or_none()
    return None if found is None else _stored(found)


def get(conn: Connection, document: str) -> StoredDocument | None:
    """The document with its fate."""
    row = conn.execute(select(Document).where(Document.id == document)).mappings().one_or_none()
    return None if row is None else _stored(row)


def content(conn: Connection, document: str) -> dict[str, Any]:
    """What the form says."""
    found = conn.execute(select(Document.content).where(Document.id == document)).scalar_one_or_none()
    if found is None:
        raise DocumentMissing(f"there is no document {document}")
    return dict(found)


IN_PARTS = ("annex-01-part-3",)
"""Forms that several people fill in, each some fields (Order 502 arts. 21(2), 21(11)): read as one."""


def latest_filed(conn: Connection, case: str, form: str) -> dict[str, Any] | None:
    """What the newest accepted document on this form says; None when there is none.

    Of a form filled in by several people the points of all are put together, each field as it was filled in last.
    """
    query = (
        select(Document.content)
        .where(Document.case == case, Document.form == form, Document.state.in_(("filed", "settled")))
        .order_by(Document.filed_at.desc(), Document.version.desc(), Document.recorded_at.desc())
    )
    if form not in IN_PARTS:
        return conn.execute(query.limit(1)).scalar_one_or_none()
    found = conn.execute(query).scalars().all()
    if not found:
        return None
    points = {field: given for content in reversed(found) for field, given in content.get("points", {}).items()}
    return {**found[0], "points": points}


def sign(conn: Connection, document: str, *, role: str, signer: str, signed_on: date, at: datetime) -> bool:
    """Keep a signature. False when it is already there."""
    case = conn.execute(select(Document.case).where(Document.id == document)).scalar_one_or_none()
    if case is None:
        raise DocumentMissing(f"there is no document {document} to sign")
    new = conn.execute(
        insert(Signature)
        .values(document=document, role=role, signer=signer, signed_on=signed_on, at=at)
        .on_conflict_do_nothing()
        .returning(Signature.document)
    ).scalar_one_or_none()
    if new is not None:
        detail = {"role": role, "signed_on": signed_on}
        audit.append(conn, chain=case, at=at, actor=signer, action="signed", entity=document, detail=detail)
    return new is not None


def signatures(conn: Connection, document: str) -> tuple[tuple[str, str, date], ...]:
    """Who signed: role, signer, day."""
    rows = conn.execute(
        select(Signature.role, Signature.signer, Signature.signed_on)
        .where(Signature.document == document)
        .order_by(Signature.at, Signature.role, Signature.signer)
    )
    return tuple((row.role, row.signer, row.signed_on) for row in rows)


def _stored(row: Mapping[Any, Any]) -> StoredDocument:
    return StoredDocument.model_validate({name: row[name] for name in StoredDocument.model_fields})


def _state(conn: Connection, document: str) -> str:
    found = conn.execute(select(Document.state).where(Document.id == document)).scalar_one_or_none()
    if found is None:
        raise DocumentMissing(f"there is no document {document}")
    return found
