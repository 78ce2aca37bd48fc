"""`vada institution`: a ground of article 15 or 26 that covers a whole house suspends every plan in it at once."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.output import BAD_INPUT, REFUSED, JsonFlag, Speaking, Stop

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from models.institution_condition import Concern, Condition

institution_app = typer.Typer(
    help="Institutions, and the conditions that suspend every plan in one (502 arts. 15, 26).", no_args_is_help=True
)

Number = Annotated[str, typer.Argument(metavar="N", help="The institution's number.")]
Ground = Annotated[str, typer.Option("--ground", help="The rule that is the ground, like o502.15.1.e.")]
OnDay = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day on which it was so, when not today.")]
By = Annotated[str, typer.Option("--by", "--as", metavar="STAFF", help="Who enters it: a staff id.")]
PreviewFlag = Annotated[bool, typer.Option("--preview", help="Show what it would do, and change nothing.")]
ListFlag = Annotated[bool, typer.Option("--list", help="Also each case that is told.")]
YesFlag = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
WaitFlag = Annotated[bool, typer.Option("--wait", help="Wait until every case has taken it in.")]


@institution_app.command("list")
def list_institutions(
    ended: Annotated[bool, typer.Option("--ended", help="Also conditions that have ended.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """The institutions of the register, and which conditions hold in them."""
    with Speaking(as_json):
        from starter import session
        from storage import conditions, register

        with session.reading() as conn:
            houses = register.institutions(conn)
            found = conditions.conditions(conn, ended=ended)
        if as_json:
            output.show_json(
                [
                    {**h.model_dump(), "conditions": [c.model_dump() for c in found if c.institution == h.number]}
                    for h in houses
                ]
            )
            return
        for h in houses:
            typer.echo(f"{h.number:<4} {h.name_en}")
            for c in found:
                if c.institution == h.number:
                    until = f" until {c.until} (by {c.ended_by})" if c.until else ""
                    typer.echo(f"     {c.ground} ({output.cited(c.ground)}) since {c.since}{until}, by {c.entered_by}")
        typer.echo(f"{len(houses)} institutions; {sum(c.until is None for c in found)} conditions hold")


@institution_app.command("suspend")
def suspend(
    number: Number,
    ground: Ground,
    by: By,
    on: OnDay = None,
    only_preview: PreviewFlag = False,
    listed: ListFlag = False,
    yes: YesFlag = False,
    wait: WaitFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """A condition begins in the whole house: every plan carried out there stops (15(1)(c), (e); a bureau: 26(1)(c))."""
    with Speaking(as_json):
        _change(True, number, ground, by, on, only_preview, listed, yes, wait, as_json)


@institution_app.command("resume")
def resume(
    number: Number,
    ground: Ground,
    by: By,
    on: OnDay = None,
    only_preview: PreviewFlag = False,
    listed: ListFlag = False,
    yes: YesFlag = False,
    wait: WaitFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """The condition has gone: plans run on where no other ground holds (15(2))."""
    with Speaking(as_json):
        _change(False, number, ground, by, on, only_preview, listed, yes, wait, as_json)


def _change(
    begins: bool,
    number: str,
    ground: str,
    by: str,
    on: str | None,
    only_preview: bool,
    listed: bool,
    yes: bool,
    wait: bool,
    as_json: bool,
) -> None:
    from starter import approval, session
    from storage import conditions

    at = datetime.now(UTC)
    day = output.a_day(on, "--on") or session.today()
    with session.database() as engine:
        with engine.begin() as conn:
            allowed(conn, begins, number, ground, by, day, session.today())
            concern = conditions.concerned(conn, number, ground, processes_of(conn, begins, number, ground))
        data = as_data(begins, number, ground, day, concern, listed)
        if not as_json:
            _say(begins, number, ground, day, concern, listed)
        if only_preview:
            if as_json:
                output.show_json({**data, "done": False})
            return
        if as_json and not yes:
            raise Stop(BAD_INPUT, "Nothing was changed: with --json, say --yes or --preview.", **data)
        if not approval.approve("Suspend every plan there?" if begins else "Let the plans run on?", yes):
            typer.echo("Nothing was changed.", err=True)
            raise typer.Exit(REFUSED)
        condition, told = make(engine, begins, number, ground, day, by, at)
        heard = approval.wait_until_heard(engine, conditions.cause_of(condition, begins)) if wait else None
    if as_json:
        output.show_json({**data, "done": True, "condition": condition.id, "told": told, "heard": heard})
        return
    verb = "holds" if begins else "has gone"
    typer.echo(f"It is entered: {ground} {verb} in institution {number}; {told} case(s) are told.")
    if heard is not None:
        typer.echo(f"{heard} case(s) have taken it in.")


def make(
    engine: "Engine", begins: bool, number: str, ground: str, day: date, by: str, at: datetime
) -> tuple["Condition", int]:
    """Enter that the ground begins or has gone, and queue the fact for every case, in one transaction.

    A case that was just being opened or taken there is looked for afterwards, when all older work has ended.
    """
    from starter import approval
    from storage import conditions

    with engine.begin() as conn:
        if begins:
            processes = processes_of(conn, True, number, ground)
            condition = conditions.begin(conn, number, ground, day, processes, by=by, at=at)
        else:
            condition = standing(conn, number, ground)
            conditions.end(conn, condition, day, by=by, at=at)
        told = _tell(conn, condition, begins, day, at)
    approval.wait_for_stragglers(engine)
    with engine.begin() as conn:
        return condition, told + _tell(conn, condition, begins, day, at)


def _tell(conn: "Connection", condition: "Condition", begins: bool, day: date, at: datetime) -> int:
    from storage import conditions

    concern = conditions.concerned(conn, condition.institution, condition.ground, condition.processes)
    return conditions.tell_all(conn, condition, concern, day, at, begins=begins)


def standing(conn: "Connection", number: str, ground: str) -> "Condition":
    """The condition that holds; a `Stop` when none does."""
    from rules.order_502.suspension import house_of
    from storage import conditions

    found = conditions.holding(conn, number, ground)
    if found is None:
        raise Stop(
            REFUSED,
            f"{ground} does not hold in institution {number} as a whole. See `vada institution list`; one convict's "
            "ground is ended with `vada act resume`.",
            rule=house_of(ground).resumed_by,
        )
    return found


def processes_of(conn: "Connection", begins: bool, number: str, ground: str) -> tuple[str, ...]:
    """The processes whose cases are told: by the law now, or as they were when it began."""
    from rules.order_502.suspension import house_of

    return tuple(p.value for p in house_of(ground).processes) if begins else standing(conn, number, ground).processes


def allowed(conn: "Connection", begins: bool, number: str, ground: str, by: str, day: date, today: date) -> None:
    """Refuse, with the rule and the way on, what the law or the record does not allow."""
    from rules.order_502.suspension import WHOLE, covers_house, house_of
    from starter import session
    from storage import conditions

    covers = covers_house(ground)
    if not covers.allowed:
        listed = ", ".join(f"{g} ({output.cited(g)})" for g in WHOLE)
        raise Stop(
            REFUSED,
            f"{ground}: {covers.reason}. Such grounds are {listed}; for one convict: `vada act suspend`.",
            rule=ground,
        )
    session.works_here(conn, number)
    may = house_of(ground).recorded_by
    role = session.acting(conn, by, number, may).role
    if role not in may:
        raise Stop(REFUSED, f"This is not for the {role}. Let a {' or '.join(may)} enter it.", rule=ground)
    if day > today:
        raise Stop(REFUSED, f"{day} lies in the future. Enter it on the day on which it is so.", rule=ground)
    if not begins:
        since = standing(conn, number, ground).since
        if day < since:
            said = f"{day} is before it began, {since}. Give the day on which it ended."
            raise Stop(REFUSED, said, rule=house_of(ground).resumed_by)
        return
    found = conditions.holding(conn, number, ground)
    if found is not None:
        raise Stop(
            REFUSED,
            f"{ground} holds in institution {number} since {found.since} already. End it first with `vada institution "
            "resume`, or enter another ground; grounds may overlap.",
            rule=ground,
        )


def as_data(begins: bool, number: str, ground: str, day: date, concern: "Concern", listed: bool) -> dict[str, Any]:
    """The preview for programs."""
    data: dict[str, Any] = {
        "institution": number,
        "ground": ground,
        "on": day,
        "says": concern.sentence(begins),
        "plans": concern.stops() if begins else concern.runs_on(),
        "plans_by_another_ground": concern.already() if begins else concern.stays(),
        "cases": len(concern.cases),
        "by_process": dict(concern.by_process()),
    }
    return data | ({"list": [c.model_dump() for c in concern.cases]} if listed else {})


def _say(begins: bool, number: str, ground: str, day: date, concern: "Concern", listed: bool) -> None:
    verb = "begins" if begins else "ends"
    typer.echo(f"{output.cited(ground)} {verb} in the whole of institution {number} on {day}.")
    typer.echo(f"{concern.sentence(begins)}.")
    output.table((f"  {process}", f"{many} cases") for process, many in concern.by_process())
    if listed:
        output.table(
            (f"  {c.case}", f"{c.running} running", f"{c.stopped} stopped", ", ".join(c.grounds)) for c in concern.cases
        )
