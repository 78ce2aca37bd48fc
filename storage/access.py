"""The access log: who looked into a case file, who asked for a document, what was given and what was not."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from models.access import Looked
from storage import audit
from storage.access_tables import DocumentAccess


def note(conn: Connection, looked: Iterable[Looked]) -> None:
    """Write entries, each with its link in the audit chain of the case. The words of an authority stay in the log."""
    for one in looked:
        conn.execute(insert(DocumentAccess).values(**one.model_dump()))
        audit.append(
            conn,
            chain=one.case,
            at=one.at,
            actor=one.staff or one.role,
            action=f"document_{one.what}_{'allowed' if one.allowed else 'refused'}",
            entity=one.document or one.case,
            detail={"role": one.role, "rule": one.rule, "form": one.form, "receiver": one.receiver},
        )


def entries(conn: Connection, *cases: str) -> tuple[Looked, ...]:
    """The log of these cases, the oldest first."""
    query = select(DocumentAccess).where(DocumentAccess.case.in_(cases)).order_by(DocumentAccess.id)
    return tuple(
        Looked.model_validate({name: row[name] for name in Looked.model_fields})
        for row in conn.execute(query).mappings()
    )
