"""`vada case`: open a case, list cases, see how one stands, what happened in it, and why a date is what it is."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.output import BAD_INPUT, AsMaybe, AsOption, JsonFlag, Speaking, Stop

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.views import CaseView, StepView

case_app = typer.Typer(
    help="Cases: open, list, show, what happened, and why a date is what it is.", no_args_is_help=True
)

# ------------------------------------------------------------------ open


@case_app.command("open")
def open_case(
    staff: AsOption,
    file: Annotated[Path | None, typer.Argument(help="The intake, YAML or JSON (- reads what is piped in).")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="One field, like person.sex=female; repeat."),
    ] = None,
    process: Annotated[str, typer.Option(help="The process.")] = "penitentiary_cycle",
    as_json: JsonFlag = False,
) -> None:
    """Open a case from its intake. The same intake again opens nothing twice."""
    with Speaking(as_json):
        from starter import session
        from starter.gateway import Gateway
        from starter.opening import new_case
        from starter.opening_parole import NOWHERE
        from storage import documents, outbox
        from storage.documents import StoredDocument

        given = _intake(file, field or [])

        async def work(gateway: Gateway) -> tuple[bool, StoredDocument | None]:
            new = new_case(process, given, gateway.clock.now(), by=staff)

            def allowed(conn: "Connection") -> None:
                place = new.institution
                if place == NOWHERE:  # a person above all houses says which one takes it
                    place = next((h.institution for h in session.hats(conn, staff) if h.institution), place)
                session.works_here(conn, place)
                session.acting(conn, staff, place, session.CASE_WORKERS)

            await gateway.in_transaction(allowed)
            made = await gateway.open_case(process, given, by=staff)
            if await gateway.in_transaction(lambda conn: outbox.start_waits(conn, new.number)):
                raise Stop(
                    output.SERVER_AWAY,
                    f"{new.number} is stored; Temporal does not answer, so the case starts when it is back: do not "
                    f"open it again, look with `vada case show {new.number}`.",
                    case=new.number,
                    waiting=True,
                )
            return made, await gateway.in_transaction(lambda conn: documents.refused_at_opening(conn, new.number))

        made, refused = session.with_gateway(work, keeps=True)
        number = str(given["number"])
        if refused is not None and (no := refused.refusal) is not None:
            raise Stop(
                output.REFUSED,
                f"Refused: {no.sentence()}.\nWhat was handed in is kept in {number} as {refused.id}, marked refused.",
                rule=no.rule,
                because=no.because,
                way_on=no.way_on,
                case=number,
                document=refused.id,
            )
        if as_json:
            output.show_json({"case": number, "process": process, "opened": made})
        elif made:
            typer.echo(f"{number} is opened. See what is owed in it: vada case show {number}")
        else:
            typer.echo(f"{number} is open already, with the same intake: nothing was changed.")


def _intake(file: Path | None, fields: list[str]) -> dict[str, Any]:
    given = output.read_fields(file) if file is not None else {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise Stop(BAD_INPUT, f"--field {text!r} is not NAME=VALUE, like --field person.sex=female.")
        into = given
        *parents, last = name.split(".")
        for parent in parents:
            into = into.setdefault(parent, {})
            if not isinstance(into, dict):
                raise Stop(BAD_INPUT, f"--field {name}: {parent} is a value already, not a group of fields.")
        into[last] = value
    if not given:
        raise Stop(BAD_INPUT, "Nothing to open: give the intake's FILE, or its fields with --field NAME=VALUE.")
    return given


# ------------------------------------------------------------------ list


@case_app.command("list")
def list_cases(
    process: Annotated[str | None, typer.Option(help="Only this process, like penitentiary_cycle.")] = None,
    institution: Annotated[str | None, typer.Option(help="Only this institution's number.")] = None,
    stage: Annotated[str | None, typer.Option(help="Only this stage, like director_approval.")] = None,
    holder: Annotated[str | None, typer.Option(help="Only cases in which this staff id holds a step.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only cases with a step past its term.")] = False,
    due_within: Annotated[
        int | None, typer.Option("--due-within", metavar="DAYS", min=0, help="Next term within so many days, or past.")
    ] = None,
    closed: Annotated[bool, typer.Option("--closed", help="Closed cases instead of open ones.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 50,
    staff: AsMaybe = None,
    as_json: JsonFlag = False,
) -> None:
    """The cases, the most urgent first. Names of persons only with --as, where that person has a role."""
    with Speaking(as_json):
        from models.ids import Process
        from models.views import CaseFilter
        from starter import case_page as page
        from starter import session
        from storage import worklists

        if process is not None and process not in list(Process):
            raise Stop(BAD_INPUT, f"There is no process {process!r}; processes are: {', '.join(Process)}.")
        now = session.today()
        wanted = CaseFilter(
            process=process,
            institution=institution,
            stage=stage,
            holder=holder,
            open_only=not closed,
            overdue_only=overdue,
            limit=1_000_000 if closed or due_within is not None else limit + 1,
        )
        with session.reading() as conn:
            found = list(worklists.cases(conn, wanted))
            worn = session.hats(conn, staff) if staff else ()
        if closed:
            found = [c for c in found if c.closed is not None]
        if due_within is not None:
            last = now + timedelta(days=due_within)
            found = [c for c in found if c.next_due is not None and c.next_due <= last]
        shown, more = found[:limit], len(found) > limit
        if as_json:
            output.show_json([page.case_json(c, session.has_role_in(worn, c)) for c in shown])
            return
        output.table(_case_row(c, now, session.has_role_in(worn, c)) for c in shown)
        typer.echo(f"{len(shown)} cases{'; there are more: --limit' if more else ''}")


def _case_row(case: "CaseView", today: date, named: bool) -> list[object]:
    late = f"{case.overdue_steps} overdue" if case.overdue_steps else ""
    if case.escalation_level:
        late += f", level {case.escalation_level}"
    how = f"closed: {case.closed}" if case.closed else output.until(case.next_due, today)
    stage = case.stage or "starting"
    from starter.case_page import house

    return [case.number, house(case, short=True), stage, how, late, case.person if named or case.of_body else ""]


# ------------------------------------------------------------------ show


@case_app.command("show")
def show_case(
    number: Annotated[str, typer.Argument(help="The case's number, like PEN-2026-000001.")],
    staff: AsMaybe = None,
    role: output.RoleOption = None,
    documents: Annotated[bool, typer.Option("--documents", help="Also what the documents say.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """How a case stands: what is owed, until when and why, the ledger of suspensions, who may see which document."""
    with Speaking(as_json):
        from starter import case_page as page
        from starter import session
        from storage import worklists

        with session.reading() as conn:
            case = session.case_of(conn, number)
            worn = session.hats(conn, staff) if staff else ()
            named = session.has_role_in(worn, case)
            hat = session.acting(conn, staff, case.institution, session.CASE_WORKERS, role) if staff and named else None
            steps = worklists.steps(conn, number)
            current = {s.key: worklists.explain(conn, number, s.key) for s in steps if s.state in ("open", "waiting")}
            lines = worklists.timeline(conn, number)
            ledger, before = page.suspensions(lines), page.brought_in(lines)
            family = [c for c in worklists.family(conn, number) if c.number != number]
            papers = page.papers(conn, case, hat, content=documents or as_json)
        now = session.today()
        open_steps = [s for s in steps if s.key in current]
        if as_json:
            output.show_json(
                page.case_json(case, named)
                | {
                    "steps": [page.step_json(s, current.get(s.key, ()), now) for s in steps],
                    "suspensions": ledger,
                    "brought_in": before,
                    "marks": page.cycle_marks(case),
                    "in_two_seats": page.same_person(list(steps)),
                    "documents": papers,
                    "related": [c.number for c in family],
                    "seen_as": hat.model_dump() if hat else None,
                }
            )
            return
        page.print_head(case, named)
        page.print_cycle(case, list(steps))
        page.print_steps(open_steps, current, now)
        if before:
            page.print_brought_in(before)
        if ledger:
            typer.echo("\nSuspensions")
            for s in ledger:
                typer.echo(f"  {s['ground']} ({output.cited(s['ground'])}) from {s['start']} to {s['end'] or 'now'}")
        page.print_papers(papers, documents)
        if family:
            typer.echo("\nRelated cases")
            for c in family:
                typer.echo(f"  {c.number}  {c.process.replace('_', ' ')}  {c.closed or c.stage}")


# ------------------------------------------------------------------ timeline, why


@case_app.command("timeline")
def timeline(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    family: Annotated[bool, typer.Option("--family", help="With the cases that it set going.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """What happened in a case, line by line, each with its article."""
    with Speaking(as_json):
        from starter import case_page as page
        from starter import session
        from storage import worklists

        with session.reading() as conn:
            session.case_of(conn, number)
            numbers = [c.number for c in worklists.family(conn, number)] if family else [number]
            lines = worklists.timeline(conn, *numbers)
        events = [page.event_json(line) for line in lines]
        if as_json:
            output.show_json(events)
            return
        for e in events:
            data = {k: v for k, v in e.items() if k not in page.KNOWN and v not in (None, [], {})}
            said = ", ".join(f"{k}: {page.words(v)}" for k, v in data.items())
            where = f" [{e['case']}]" if e["case"] != number else ""
            typer.echo(
                f"{e['at'][:16].replace('T', ' ')}  {e['event']:<15} {e.get('rule') or '':<15} {said}{where}".rstrip()
            )


@case_app.command("why")
def why(
    number: Annotated[str, typer.Argument(help="The case's number.")],
    step: Annotated[str, typer.Argument(help="The step's key or a rule of it, like screening or o502.8.3.")],
    as_json: JsonFlag = False,
) -> None:
    """Every date that a step was ever given, the newest first, with the arithmetic and the article."""
    with Speaking(as_json):
        from starter import session
        from storage import worklists

        with session.reading() as conn:
            session.case_of(conn, number)
            steps = worklists.steps(conn, number)
            found = named(steps, step)
            if found is None:
                keys = ", ".join(f"{s.key} ({s.rule})" for s in steps) or "none yet"
                raise Stop(
                    BAD_INPUT, f"{number} has no step {step!r}. Its steps: {keys}.", steps=[s.key for s in steps]
                )
            dates = worklists.explain(conn, number, found.key)
        if as_json:
            output.show_json({"case": number, "step": found, "dates": dates})
            return
        typer.echo(f"{number}  {found.key}  {found.rule}  {output.cited(found.rule)}: {found.state}")
        if not dates:
            typer.echo("  The act gives no term: the step is shown with its age.")
        for d in dates:
            mark = f"until {output.moment(d.superseded_at)}" if d.superseded_at else "in force"
            typer.echo(f"  {d.due or 'stopped'}   set {output.moment(d.set_at)}, {mark}")
            for text in (d.why, d.why_ka, f"was {d.was}: {d.because}" if d.because else None):
                if text:
                    typer.echo(f"      {text}")
            for day, name in d.skipped_because.items():
                typer.echo(f"      not counted: {day} {name}")
            if d.calendar_version:
                typer.echo(f"      calendar {d.calendar_version}")


def named(steps: "tuple[StepView, ...]", name: str) -> "StepView | None":
    """The step meant by a key, its rule, or any rule of it: of several the open one, else the newest.

    A bare key means any cycle; `screening@1` and `screening@2` name one.
    """
    from models.step_keys import base, exact

    key = exact(name)
    if key is not None:
        return next((s for s in steps if s.key == key), None)
    for test in (lambda s: base(s.key) == name, lambda s: s.rule == name, lambda s: name in s.rules):
        found = [s for s in steps if test(s)]
        if found and found[0].state in ("open", "waiting"):
            return found[0]
        if found:
            return max(found, key=lambda s: (s.opened_at is not None, s.opened_at, s.key))
    return None
