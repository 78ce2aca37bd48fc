"""Access to the papers of a case file: which cases make it up, who looks, and what article 17(6) says to that."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from models.access import Looked, What
from models.ids import Process
from models.parole_petition import Facts as Petition
from models.probation_cycle import Facts as Probation
from models.views import CaseView, DocumentView
from rules import catalogue
from rules.council import access as petition_access
from rules.danger.disclosure import reader as danger_reader
from rules.danger.edition import edition
from rules.order_502 import case_file, probation_access
from rules.order_502.access import Access
from starter import session
from starter.output import BAD_INPUT, REFUSED, Stop
from starter.session import Hat
from storage import documents, record, worklists

DANGER = ("danger_review", "risk_team", "data_group")
"""Processes whose papers are read by the danger-risk rule and not by Order 502."""


def cases_of(conn: Connection, case: CaseView) -> tuple[CaseView, ...]:
    """The cases whose documents make up one file: the case that was opened, and those that it set going. A case that
    the Agency took over has a file of its own (30(8) names what was exchanged)."""
    first = case
    while first.parent_case is not None and first.process != Process.probation_cycle.value:
        first = worklists.case(conn, first.parent_case)
    return worklists.family(conn, first.number)


def file_of(conn: Connection, case: CaseView) -> list[tuple[CaseView, DocumentView]]:
    """Every paper of the file in the order they came, with the case in which it was handed in."""
    found = [(c, p) for c in cases_of(conn, case) for p in worklists.documents(conn, c.number)]
    return sorted(found, key=lambda pair: pair[1].received_at)


def found(conn: Connection, document: str) -> tuple[CaseView, DocumentView]:
    """A document and its case; a `Stop` when there is none."""
    stored = documents.get(conn, document)
    if stored is None:
        raise Stop(BAD_INPUT, f"There is no document {document}: `vada document list CASE --as STAFF` shows the ids.")
    case = worklists.case(conn, stored.case)
    return case, next(p for p in worklists.documents(conn, case.number) if p.id == document)


def in_file(home: dict[str, tuple[CaseView, DocumentView]], document: str) -> DocumentView:
    """A document of this file; a `Stop` when it belongs to another."""
    if document not in home:
        raise Stop(BAD_INPUT, f"{document} is not in this file: `vada document list CASE --as STAFF` shows what is.")
    return home[document][1]


def viewer_of(conn: Connection, viewer: str, case: CaseView, role: str | None) -> Hat | None:
    """The hat of a staff id; for a role, somebody who holds it there and filled in nothing."""
    if viewer.startswith("S-"):
        return maybe_acting(conn, viewer, case, role)
    if viewer not in {a.id for a in catalogue.actors()}:
        raise Stop(BAD_INPUT, f"--as {viewer!r} is neither a staff id, like S-05-case_manager, nor a role.")
    return session.Hat(staff="", role=viewer, institution=case.institution)


def maybe_acting(conn: Connection, staff: str, case: CaseView, role: str | None) -> Hat | None:
    """The role of a person in the case; None, and so closed, when no post of theirs is there."""
    try:
        return session.acting(conn, staff, session.place_of(case), session.CASE_WORKERS, role)
    except Stop as no:
        if no.code != REFUSED:
            raise
        return None


def access_of(conn: Connection, case: CaseView, paper: DocumentView, hat: Hat | None) -> Access:
    """17(6), with the team and the holder as the case that was opened has them."""
    if case.process in DANGER:
        own = hat is not None and bool(hat.staff) and paper.by_staff == hat.staff
        e = edition(str(case.facts["edition"]))
        said = danger_reader(e, paper.form, hat.role if hat else None, own_document=own)
        return Access(allowed=said.allowed, rule=said.rule, reason=said.reason)
    if case.process == Process.parole_petition.value:
        return _of_petition(case, paper, hat)
    if case.process == Process.probation_cycle.value:
        return _of_probation(conn, case, paper, hat)
    family = cases_of(conn, case)
    root = family[0].facts if family else case.facts
    facts = {**case.facts, **{k: v for k, v in root.items() if k in ("team", "supervisor_on")}}
    return case_file.reader(
        paper.form,
        hat.role if hat else None,
        process=case.process,
        facts=facts,
        referred_psychologist=any(c.process == "psychology_service" for c in family),
        own_document=hat is not None and bool(hat.staff) and paper.by_staff == hat.staff,
    )


def _of_petition(case: CaseView, paper: DocumentView, hat: Hat | None) -> Access:
    """Order 320 art. 8(5): the members; one who is recused loses the case's papers from that moment."""
    f = Petition.model_validate(case.facts)
    staff, role = (hat.staff, hat.role) if hat is not None else (None, None)
    held = {seat: member.staff for seat, member in f.composition.members.items()}
    said = petition_access.reader(
        paper.form,
        role,
        seat=petition_access.seat_of(staff, role, held, f.composition.chair),
        recused=tuple(f.recused),
        own_document=bool(staff) and paper.by_staff == staff,
    )
    return Access(allowed=said.allowed, rule=said.rule, reason=said.reason)


def _of_probation(conn: Connection, case: CaseView, paper: DocumentView, hat: Hat | None) -> Access:
    """30(6): the team of this case, which is who works with the convict (23(2)): whoever holds the role, stands in, or
    has filed a paper in it."""
    staff = hat.staff if hat is not None else ""
    works = hat is not None and not staff
    if hat is not None and staff:
        holder = record.context(conn, case.number, session.today()).holder(hat.role)
        filed = any(
            p.by_staff == staff and p.by_role == hat.role and p.state != "refused"
            for p in worklists.documents(conn, case.number)
        )
        works = filed or holder in (staff, hat.in_place_of)
    return probation_access.reader(
        paper.form,
        hat.role if hat is not None else None,
        Probation.model_validate(case.facts),
        works_with=works,
        own_document=bool(staff) and paper.by_staff == staff,
    )


def on_request(case: CaseView, papers: Sequence[DocumentView], requester: str) -> tuple[case_file.Given, ...]:
    """What the person gets on request: by 17(6), and in the Agency by 30(6)."""
    if case.process == Process.probation_cycle.value:
        return probation_access.on_request(papers, requester)
    return case_file.on_request(papers, requester)


def exchanged_by(case: CaseView) -> str:
    """The rule by which the last Annex 1 goes to another agency."""
    return probation_access.EXCHANGE if case.process == Process.probation_cycle.value else case_file.EXCHANGE


def looked(
    case: CaseView,
    paper: DocumentView | None,
    what: What,
    role: str,
    answer: Access | case_file.Given,
    *,
    staff: str | None = None,
    receiver: str | None = None,
    authority: str | None = None,
) -> Looked:
    """The entry of the access log, at this instant."""
    return Looked(
        case=case.number,
        document=paper.id if paper else None,
        form=paper.form if paper else None,
        what=what,
        role=role,
        staff=staff,
        receiver=receiver,
        authority=authority,
        allowed=answer.allowed,
        rule=answer.rule,
        reason=answer.reason,
        at=datetime.now(UTC),
    )
