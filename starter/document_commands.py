"""`vada document`: who may read which paper of a case file, what is given on request, what passes to another agency."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.criteria_command import criteria
from starter.output import BAD_INPUT, REFUSED, AsMaybe, AsOption, JsonFlag, RoleOption, Speaking, Stop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.order_502.access import Access
    from rules.order_502.case_file import Given

document_app = typer.Typer(
    help="Documents: who may read them, what is given on request, what goes to another agency.", no_args_is_help=True
)


document_app.command("criteria")(criteria)


@document_app.command("list")
def list_documents(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    viewer: Annotated[
        str, typer.Option("--as", metavar="STAFF|ROLE", help="A staff id, or a role, like director: who would look.")
    ],
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The documents of the case file with all their versions, and which of them the viewer may read, by which rule."""
    with Speaking(as_json):
        from rules.order_502 import case_file
        from starter import document_access as at
        from starter import session

        with session.reading() as conn:
            case = session.case_of(conn, number)
            hat = at.viewer_of(conn, viewer, case, role)
            file = at.file_of(conn, case)
            kept = {p.id for p in case_file.in_the_file([p for _, p in file])}
            seen = [(c, p, at.access_of(conn, c, p, hat)) for c, p in file if p.id in kept]
        if as_json:
            output.show_json(
                [p.model_dump(exclude={"refusal"}) | {"case": c.number} | _said(a, "may_see") for c, p, a in seen]
            )
            return
        for c, p, a in seen:
            typer.echo(
                f"{p.id}  {c.number}  {p.form or '-':<18} v{p.version}  {output.moment(p.received_at)}  {p.by_role}"
            )
            typer.echo(f"    {'may be read' if a.allowed else 'closed'}: {a.reason} ({output.cited(a.rule)})")
        if not seen:
            typer.echo(f"The file of {number} holds no document yet.")


@document_app.command("show")
def show(
    document: Annotated[str, typer.Argument(help="The document's id.")],
    staff: AsOption,
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """What a document says, to those whom article 17(6) or 30(6) opens it. Each look is logged, refused ones too."""
    with Speaking(as_json):
        import yaml

        from starter import document_access as at
        from starter import session
        from storage import access as log
        from storage import documents

        with session.reading() as conn:
            case, paper = at.found(conn, document)
            hat = at.maybe_acting(conn, staff, case, role)
            answer = at.access_of(conn, case, paper, hat)
            log.note(conn, [at.looked(case, paper, "view", hat.role if hat else "none", answer, staff=staff)])
            content = documents.content(conn, document) if answer.allowed else None
            signed = documents.signatures(conn, document) if answer.allowed else ()
        if content is None:
            raise Stop(
                REFUSED,
                f"{document} is closed to {staff}: {answer.reason} ({output.cited(answer.rule)}). "
                "Ask the case's holder for what you need; the look is logged.",
                rule=answer.rule,
                because=answer.reason,
                document=document,
            )
        if as_json:
            output.show_json(
                paper.model_dump(exclude={"refusal"})
                | {"case": case.number, "content": content, "signatures": signed}
                | _said(answer, "may_see")
            )
            return
        typer.echo(
            f"{paper.id}  {case.number}  {paper.form or '-'} v{paper.version}  {output.moment(paper.received_at)}"
        )
        typer.echo(f"open: {answer.reason} ({output.cited(answer.rule)}); this look is logged")
        typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), nl=False)


@document_app.command("request")
def request(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    by: Annotated[str, typer.Option("--by", help="Who asks: convict or official_representative.")],
    authority: Annotated[
        str | None, typer.Option("--authority", help="A representative's document of authority: what it is.")
    ] = None,
    staff: AsMaybe = None,
    as_json: JsonFlag = False,
) -> None:
    """What the convict or a representative gets on request: Annexes 4, 6, 8, 10, 11 alone (17(6)); of a probation case
    the convict the own plan alone (30(6)). Logged.

    What the documents say is printed with --as, for the member of staff who hands them out.
    """
    with Speaking(as_json):
        from rules.order_502 import case_file
        from starter import document_access as at
        from starter import session
        from storage import access as log
        from storage import documents

        with session.reading() as conn:
            case = session.case_of(conn, number)
            if staff is not None:
                session.acting(conn, staff, case.institution, session.CASE_WORKERS)
            may_ask = case_file.asked_by(by, authority)
            file = at.file_of(conn, case)
            home = {p.id: (c, p) for c, p in file}
            answers = at.on_request(case, [p for _, p in file], by) if may_ask.allowed else ()
            entries = [
                at.looked(*home[a.document], "request", by, a, staff=staff, authority=authority) for a in answers
            ] or [at.looked(case, None, "request", by, may_ask, staff=staff, authority=authority)]
            log.note(conn, entries)
            given = {
                a.document: documents.content(conn, a.document) for a in answers if a.allowed and staff is not None
            }
        if not may_ask.allowed:
            raise Stop(
                REFUSED,
                f"Nothing is given: {may_ask.reason} ({output.cited(may_ask.rule)}). The request is logged.",
                rule=may_ask.rule,
                because=may_ask.reason,
            )
        refused = [a for a in answers if not a.allowed]
        hint = f"{case_file.ASK_A_LAWYER}." if refused else None
        if as_json:
            shown = [a.model_dump() | {"content": given.get(a.document)} for a in answers if a.allowed]
            output.show_json({"case": number, "by": by, "given": shown, "refused": refused, "hint": hint})
            return
        _print_request(answers, given, hint)


@document_app.command("exchange")
def exchange(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    to: Annotated[str, typer.Option("--to", help="The receiving agency: agency or special_penitentiary_service.")],
    staff: AsOption,
    also: Annotated[
        list[str] | None, typer.Option("--also", metavar="DOCUMENT", help="Another needed document; repeat.")
    ] = None,
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Hand the last Annex 1 to the agency to which the person passes (17(8), 30(8)), with other papers. Logged."""
    with Speaking(as_json):
        from rules.order_502 import case_file
        from rules.order_502.access import Access
        from starter import document_access as at
        from starter import session
        from storage import access as log
        from storage import documents

        if to not in case_file.AGENCIES:
            raise Stop(BAD_INPUT, f"--to {to!r} is no agency of article 17(8): {' or '.join(case_file.AGENCIES)}.")
        with session.reading() as conn:
            case = session.case_of(conn, number)
            hat = session.acting(conn, staff, case.institution, session.CASE_WORKERS, role)
            file, rule = at.file_of(conn, case), at.exchanged_by(case)
            home = {p.id: (c, p) for c, p in file}
            passing = list(case_file.last_annex_1([p for _, p in file]))
            if not passing:
                raise Stop(REFUSED, f"The file of {number} holds no Annex 1 that could be exchanged.", rule=rule)
            passing += [at.in_file(home, name) for name in also or ()]
            closed = [p for p in passing if not at.access_of(conn, home[p.id][0], p, hat).allowed]
            if closed:
                no = at.access_of(conn, home[closed[0].id][0], closed[0], hat)
                log.note(
                    conn, [at.looked(*home[p.id], "exchange", hat.role, no, staff=staff, receiver=to) for p in closed]
                )
            else:
                yes = Access(allowed=True, rule=rule, reason=f"the last risk and needs form goes to {to}")
                log.note(
                    conn, [at.looked(*home[p.id], "exchange", hat.role, yes, staff=staff, receiver=to) for p in passing]
                )
            contents = {p.id: documents.content(conn, p.id) for p in passing} if not closed else {}
        if closed:
            raise Stop(
                REFUSED,
                f"{staff} may not hand on {closed[0].id}: {no.reason} ({output.cited(no.rule)}). "
                "Let whoever holds the case do it.",
                rule=no.rule,
                because=no.reason,
            )
        if as_json:
            shown = [
                {"document": p.id, "form": p.form, "version": p.version, "content": contents[p.id]} for p in passing
            ]
            output.show_json({"case": number, "to": to, "rule": rule, "exchanged": shown})
            return
        typer.echo(f"Exchanged with {to} ({output.cited(rule)}), logged:")
        output.table(("  ", p.id, p.form or "-", f"v{p.version}") for p in passing)


@document_app.command("log")
def access_log(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    as_json: JsonFlag = False,
) -> None:
    """Who looked into the case file, who asked for what, and what was given: without what the documents say."""
    with Speaking(as_json):
        from starter import document_access as at
        from starter import session
        from storage import access

        with session.reading() as conn:
            case = session.case_of(conn, number)
            found = access.entries(conn, *(c.number for c in at.cases_of(conn, case)))
        if as_json:
            output.show_json(found)
            return
        output.table(
            (
                output.moment(e.at),
                e.what,
                "given" if e.allowed else "refused",
                e.document or e.case,
                e.form or "",
                e.staff or "",
                e.role,
                e.receiver or "",
                output.cited(e.rule),
            )
            for e in found
        )
        typer.echo(f"{len(found)} entries")


def _said(answer: "Access", name: str) -> dict[str, Any]:
    return {name: answer.allowed, "rule": answer.rule, "because": answer.reason}


def _print_request(answers: "Sequence[Given]", given: dict[str, Any], hint: str | None) -> None:
    import yaml

    for a in answers:
        typer.echo(
            f"{'given' if a.allowed else 'REFUSED':<8} {a.document}  {a.form}  {a.reason} ({output.cited(a.rule)})"
        )
        if a.document in given:
            said = yaml.safe_dump(given[a.document], allow_unicode=True, sort_keys=False)
            typer.echo("".join(f"    | {line}\n" for line in said.splitlines()), nl=False)
    if not answers:
        typer.echo("The case file holds no document yet.")
    if hint:
        typer.echo(hint)
