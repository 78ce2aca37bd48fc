"""For those who run the service: links into Temporal's Web UI, the audit, the register of posts, notices."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from starter import output
from starter.output import BAD_INPUT, REFUSED, JsonFlag, Speaking, Stop

ops_app = typer.Typer(help="For those who run the service.", no_args_is_help=True)
audit_app = typer.Typer(help="The audit: an unbroken chain for each case.", no_args_is_help=True)
notice_app = typer.Typer(help="What people were told, and whether it arrived.", no_args_is_help=True)
register_app = typer.Typer(help="Institutions, units, staff and who holds which post.", no_args_is_help=True)

WAY_ON = "another person's number: open that case under a free one; the others: mend the cause, then --again MESSAGE"
STAGES = ("assessment", "planning", "director_approval", "implementation", "with_administrator")


@ops_app.command("links")
def links(
    ui: Annotated[str | None, typer.Option("--ui", help="The Web UI's address, when Temporal runs elsewhere.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Links into Temporal's Web UI that answer the usual questions."""
    with Speaking(as_json):
        from ops import running, search_attributes
        from ops.connection import configured_namespace
        from ops.settings import Settings
        from starter import session
        from storage import register

        here = running.current(Settings.from_environment())
        base = ui or (here.ui_url if here else None)
        if base is None:
            raise Stop(
                BAD_INPUT, "Where is the Web UI? Nothing runs here: give its address with --ui http://host:8233."
            )
        with session.reading() as conn:
            institutions = [i.number for i in register.institutions(conn)]
        found = search_attributes.links(
            base, configured_namespace(), now=datetime.now(UTC), institutions=institutions, stages=STAGES
        )
        if as_json:
            output.show_json([link._asdict() for link in found])
            return
        output.table((link.question, link.url) for link in found)


@ops_app.command("set-aside")
def set_aside(
    again: Annotated[str | None, typer.Option(metavar="MESSAGE", help="Send this one again, its cause mended.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Facts that were not told: another person's number, a fault that no try mends, or not taken in by the case."""
    with Speaking(as_json):
        from starter import session
        from storage import outbox

        if again is not None:
            with session.database() as made, made.begin() as conn:
                if not outbox.send_again(conn, again):
                    raise Stop(BAD_INPUT, f"No message {again} was set aside: `vada ops set-aside` lists them.")
            typer.echo(f"{again} is in the queue again.")
            return
        with session.reading() as conn:
            found = outbox.set_aside(conn, datetime.now(UTC))
        if as_json:
            output.show_json([s.model_dump(mode="json") for s in found])
            return
        output.table(
            (output.moment(s.at), s.source or "", f"to {s.case}", s.fact or "start", s.because, s.message or "")
            for s in found
        )
        typer.echo(f"{len(found)} set aside" + (f"; {WAY_ON}" if found else ""))


@audit_app.command("verify")
def verify(
    case: Annotated[str | None, typer.Option("--case", help="Only the chain of this case.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Work every link of the audit out again. Exit code 1 when a chain does not hold."""
    with Speaking(as_json):
        from starter import session
        from storage import audit

        with session.reading() as conn:
            if case is not None:
                session.case_of(conn, case)
            broken = audit.verify(conn, case)
        if as_json:
            output.show_json({"holds": not broken, "breaks": broken})
        elif not broken:
            typer.echo("Every chain of the audit holds.")
        for b in [] if as_json else broken:
            typer.echo(f"{b.chain}: entry {b.seq} is {b.what}")
        if broken:
            typer.echo(
                f"The audit does not hold in {len(broken)} place(s): keep a copy and tell the auditor.", err=True
            )
            raise typer.Exit(REFUSED)


@notice_app.command("list")
def notices(number: Annotated[str, typer.Argument(help="The case's number.")], as_json: JsonFlag = False) -> None:
    """The notices of a case: about what, to whom, whether they arrived. Letters are not shown, they name readers."""
    with Speaking(as_json):
        from starter import session
        from storage import worklists

        with session.reading() as conn:
            session.case_of(conn, number)
            found = worklists.notices(conn, number)
        if as_json:
            output.show_json([n.model_dump(exclude={"subject", "body"}) for n in found])
            return
        output.table(
            (
                output.moment(n.queued_at),
                n.about,
                f"{n.to_role} {n.to_staff or n.to_person or ''}",
                n.step or "",
                f"{n.rule or ''}",
                f"{n.state} {output.moment(n.delivered_at) if n.delivered_at else n.last_error or ''}",
            )
            for n in found
        )
        typer.echo(f"{len(found)} notices")


@register_app.command("load")
def load(
    file: Annotated[Path, typer.Argument(help="The register, YAML or JSON.")],
    as_json: JsonFlag = False,
) -> None:
    """Take the register of posts over from a file. What it does not name stays; the same file again changes nothing."""
    with Speaking(as_json):
        from pydantic import ValidationError
        from sqlalchemy.exc import IntegrityError

        from models.forms.registry import faults
        from models.register import Register
        from starter import session
        from storage import register

        try:
            given = Register.model_validate(output.read_fields(file))
        except ValidationError as wrong:
            raise Stop(BAD_INPUT, f"{file}: {faults(wrong)}. Nothing was changed.") from None
        try:
            with session.database() as engine, engine.begin() as conn:
                changed = register.load(conn, given, at=datetime.now(UTC), by="register-file")
        except IntegrityError as wrong:
            table = getattr(getattr(wrong.orig, "diag", None), "table_name", None) or "register"
            raise Stop(
                BAD_INPUT,
                f"{file}: an entry of {table} names a unit, an institution or a member of staff that is nowhere in the "
                "register. Add it to the file. Nothing was changed.",
            ) from None
        if as_json:
            output.show_json({"file": str(file), "changed": changed})
        else:
            typer.echo(f"{changed} entries changed." if changed else "Nothing changed: the register says so already.")


@register_app.command("show")
def show(
    institution: Annotated[str | None, typer.Option(help="Only this institution's number.")] = None,
    role: Annotated[str | None, typer.Option(help="Only this role, like case_manager.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Who holds which post today."""
    with Speaking(as_json):
        from sqlalchemy import select

        from starter import session
        from storage.register_tables import Post, Staff

        day = session.today()
        query = (
            select(Post.institution, Post.unit_id, Post.role, Post.head, Staff.id, Staff.name_en, Staff.name_ka)
            .join(Staff, Staff.id == Post.staff_id)
            .where(Post.from_date <= day, (Post.to_date.is_(None)) | (Post.to_date >= day))
            .order_by(Post.institution.nulls_first(), Post.unit_id, Post.id)
        )
        if institution is not None:
            query = query.where(Post.institution == institution)
        if role is not None:
            query = query.where(Post.role == role)
        with session.reading() as conn:
            rows = [dict(row) for row in conn.execute(query).mappings()]
        if as_json:
            output.show_json(rows)
            return
        output.table(
            (
                f"institution {r['institution']}" if r["institution"] else "above all",
                r["unit_id"],
                f"{r['role']}{' (head)' if r['head'] else ''}",
                r["id"],
                r["name_en"],
            )
            for r in rows
        )
        typer.echo(f"{len(rows)} posts" if rows else "No post fits. `vada register load FILE` loads the register.")
