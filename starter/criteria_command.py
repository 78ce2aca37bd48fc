"""`vada document criteria`: what the files of a danger-risk review say of each criterion of article 4."""

from typing import Annotated

import typer

from starter import output
from starter.output import BAD_INPUT, JsonFlag, RoleOption, Speaking, Stop


def criteria(
    number: Annotated[str, typer.Argument(help="The review's number, DNG-...")],
    viewer: Annotated[str, typer.Option("--as", metavar="STAFF|ROLE", help="Who looks: a staff id, or a role.")],
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """The evidence of both forms beside each criterion, for whoever may read them. Each look is logged.

    Nothing is counted, weighed or suggested: the kind is what the team votes.
    """
    with Speaking(as_json):
        from rules.danger.edition import edition
        from rules.danger.evidence import beside_criteria
        from starter import document_access as at
        from starter import session
        from storage import access as log
        from storage import documents

        with session.reading() as conn:
            case = session.case_of(conn, number)
            if case.process != "danger_review":
                raise Stop(BAD_INPUT, f"{number} is no danger-risk review: its number begins with DNG.")
            e = edition(str(case.facts["edition"]))
            hat = at.viewer_of(conn, viewer, case, role)
            papers = [p for c, p in at.file_of(conn, case) if p.form in (e.data_form, e.security_form)]
            seen = [(p, at.access_of(conn, case, p, hat)) for p in papers if p.state in ("filed", "settled")]
            by = hat.staff if hat and hat.staff else None
            log.note(conn, [at.looked(case, p, "view", hat.role if hat else "none", a, staff=by) for p, a in seen])
            contents = [documents.content(conn, p.id) for p, a in seen if a.allowed]
        laid = beside_criteria(e, *contents)
        closed = sorted({str(p.form) for p, a in seen if not a.allowed})
        if as_json:
            output.show_json({"case": number, "criteria": [x.model_dump() for x in laid], "closed": closed})
            return
        for x in laid:
            typer.echo(f"{x.en}")
            for name, value in x.evidence.items():
                typer.echo(f"    {name}: {value}")
            if not x.evidence:
                typer.echo("    no field of the forms says anything")
        if closed:
            typer.echo(f"Closed to you: {', '.join(closed)}. The look is logged.")
