"""`vada step` and `vada inbox`: what is owed in a case, what a person owes, and doing it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter import output
from starter.output import AsOption, JsonFlag, RoleOption, Speaking

if TYPE_CHECKING:
    from models.views import InboxItem

step_app = typer.Typer(help="Steps: what is owed in a case, and doing it.", no_args_is_help=True)


@step_app.command("list")
def list_steps(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    ended: Annotated[bool, typer.Option("--all", help="Also the steps that are done or cancelled.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """What is owed in a case: by whom, until when, under which article."""
    with Speaking(as_json):
        from starter import session
        from starter.case_page import stopped
        from storage import worklists

        with session.reading() as conn:
            session.case_of(conn, number)
            steps = worklists.steps(conn, number, open_only=not ended)
        if as_json:
            output.show_json(steps)
            return
        now = session.today()
        output.table(
            (
                s.key,
                s.state,
                output.until(s.due, now, stopped=stopped(s))
                if s.state in ("open", "waiting")
                else f"{s.done_on or '-'}",
                "LATE" if s.late else "",
                f"{s.actor} ({s.holder or 'nobody'})",
                s.form or "",
                f"{s.rule}  {output.cited(s.rule)}",
            )
            for s in steps
        )
        if not steps:
            typer.echo(f"Nothing is owed in {number}.")


@step_app.command("complete")
def complete(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    step: Annotated[str, typer.Argument(help="The step's key or a rule of it, like screening or o502.8.3.")],
    staff: AsOption,
    document: Annotated[Path | None, typer.Option("--document", help="The filled form, YAML or JSON.")] = None,
    done_on: Annotated[str | None, typer.Option("--done-on", help="The day it was done, when not today.")] = None,
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Do what is owed: hand in its form. Refused with the article when the law does not allow it."""
    from starter.act_commands import hand_in

    hand_in("complete", number, step, staff, role, document, done_on, {}, as_json)


def inbox(staff: AsOption, as_json: JsonFlag = False) -> None:
    """What a member of staff owes: overdue, this week, later, without a term, and what is still to open."""
    with Speaking(as_json):
        from starter import session
        from storage import register, worklists

        with session.reading() as conn:
            member = register.staff(conn, staff)
            found = worklists.inbox(conn, staff, session.today())
        if as_json:
            output.show_json({"staff": staff, **found.model_dump()})
            return
        total = 0
        for name, title in _GROUPS.items():
            items = getattr(found, name)
            total += len(items)
            if items:
                typer.echo(f"{title} ({len(items)})")
                output.table(_item(i) for i in items)
                typer.echo("")
        typer.echo(f"{member.name_en}: {total} to do" if total else f"{member.name_en} owes nothing.")


def workload(staff: AsOption, as_json: JsonFlag = False) -> None:
    """What each member of staff under a head owes: how many steps, how many late; for reassigning."""
    with Speaking(as_json):
        from models.register import HEADS
        from starter import session
        from storage.workload import workload as loads

        with session.reading() as conn:
            worn = session.hats(conn, staff)
            leads = [h for h in worn if h.role in HEADS]
            if not leads:
                held = "; ".join(h.words() for h in worn) or "none"
                raise output.Stop(output.REFUSED, f"{staff} heads nobody today (posts held: {held}). A head may look.")
            above = any(h.institution is None for h in leads)
            places = None if above else sorted({h.institution for h in leads if h.institution})
            found = loads(conn, places, session.today())
        if as_json:
            output.show_json({"staff": staff, "institutions": places, "staff_owing": found})
            return
        where = "all institutions" if places is None else f"institution {', '.join(places)}"
        typer.echo(f"Owed in {where}, the most pressed first:")
        output.table(
            (
                f"  {load.holder or 'nobody'}",
                load.name or "",
                f"{load.owed} in {load.cases} case(s)",
                f"{load.overdue} LATE since {load.late_since}" if load.overdue else "",
                f"{load.this_week} within seven days",
                f"{load.without_term} without a term",
            )
            for load in found
        )
        typer.echo("Another holder: `vada act assign CASE STEP --to STAFF`; the term stays where it is.")


_GROUPS = {
    "overdue": "OVERDUE",
    "this_week": "Due within seven days",
    "later": "Later",
    "without_term": "Without a term in the law",
    "to_come": "Not open yet",
}


def _item(i: "InboxItem") -> list[object]:
    if i.days_left is None:
        due = f"since {output.moment(i.opened_at)[:10]}" if i.opened_at else "-"
    else:
        due = f"{i.due} ({-i.days_left} d late)" if i.days_left < 0 else f"{i.due} (in {i.days_left} d)"
    if i.state == "waiting":
        due = f"opens {output.moment(i.opens_at)[:10]}, due {i.due}"
    place = f"for {i.in_place_of}" if i.in_place_of else ""
    return ["  ", i.case, due, i.step, output.cited(i.rule), i.form or "", i.person, place]
