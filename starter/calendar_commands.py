"""`vada calendar declare`, `withdraw`, `declared`: a day becomes free or working, and the terms that run move."""

import csv
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from starter import output
from starter.law_commands import calendar_app
from starter.output import BAD_INPUT, AsOption, JsonFlag, Speaking, Stop

if TYPE_CHECKING:
    from models.calendar_change import Move, Preview
    from models.terms import Body, DayOff
    from starter.calendar_change import Change

ForOption = Annotated[
    str, typer.Option("--for", help="Whose terms it moves: all, the service's (prison), the agency's (probation).")
]
PreviewFlag = Annotated[bool, typer.Option("--preview", help="Show what it would move, and change nothing.")]
ListFlag = Annotated[bool, typer.Option("--list", help="Also each term that moves.")]
YesFlag = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
WaitFlag = Annotated[bool, typer.Option("--wait", help="Wait until every case has taken it in.")]

BODIES = ("all", "service", "agency")


@calendar_app.command("declare")
def declare(
    staff: AsOption,
    day: Annotated[str | None, typer.Argument(metavar="DATE", help="The day, as 2026-03-02.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="The act that declares it, with its number.")] = None,
    working: Annotated[bool, typer.Option("--working", help="A working day, where it would be off.")] = False,
    body: ForOption = "all",
    from_file: Annotated[
        Path | None, typer.Option("--from-file", help="Several days: CSV with date, act and, if wanted, working, for.")
    ] = None,
    only_preview: PreviewFlag = False,
    listed: ListFlag = False,
    yes: YesFlag = False,
    wait: WaitFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Declare a day off (or working): the terms that run move, their old dates are kept; no ended term moves."""
    with Speaking(as_json):
        from starter.calendar_change import Change

        if from_file is not None:
            if day is not None or act is not None:
                raise Stop(BAD_INPUT, "Give either the DATE with its --act, or --from-file.")
            days = read_days(from_file, staff)
        elif day is None or not act:
            raise Stop(BAD_INPUT, "Give the DATE and the act that declares it: --act 'Ordinance 381'.")
        else:
            days = (a_day(day, act, not working, body, staff, "DATE"),)
        change_calendar(Change(days=days), staff, only_preview, listed, yes, wait, as_json)


@calendar_app.command("withdraw")
def withdraw(
    day: Annotated[str, typer.Argument(metavar="DATE", help="The declared day, as 2026-03-02.")],
    staff: AsOption,
    body: ForOption = "all",
    only_preview: PreviewFlag = False,
    listed: ListFlag = False,
    yes: YesFlag = False,
    wait: WaitFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """Take a declaration back; it stays on record, and the terms that run move back."""
    with Speaking(as_json):
        from rules.terms.calendar import shipped_calendar
        from starter import session
        from starter.calendar_change import Change, in_force
        from storage import calendar

        wanted = a_day(day, "-", True, body, staff, "DATE")
        with session.reading() as conn:
            found = in_force(calendar.declared(conn), wanted.day, body)
        if found is None:
            ships = in_force(shipped_calendar().declared, wanted.day, body)
            raise Stop(
                BAD_INPUT,
                f"{day} ships with the service as declared ({ships.act}): declare it a working day instead."
                if ships
                else f"No declaration of {day} for {body} is in force. See `vada calendar declared`.",
            )
        change_calendar(Change(days=(found,), withdrawn=True), staff, only_preview, listed, yes, wait, as_json)


@calendar_app.command("declared")
def declared(as_json: JsonFlag = False) -> None:
    """The declared days in force that were entered here, beside those the service ships with."""
    with Speaking(as_json):
        from starter import session
        from storage import calendar

        with session.reading() as conn:
            days = calendar.declared(conn)
        if as_json:
            output.show_json([d.model_dump() for d in days])
            return
        output.table(
            (d.day, f"{d.day:%a}", "off" if d.off else "working", d.applies_to, d.act, d.entered_by) for d in days
        )
        typer.echo(f"{len(days)} declared days; `vada calendar list YEAR` shows those that ship with the service")


def a_day(text: str, act: str, off: bool, body: str, by: str, where: str) -> "DayOff":
    """The day that is meant."""
    from models.terms import DayOff

    if body not in BODIES:
        raise Stop(BAD_INPUT, f"{where}: a day counts for all, for the service or for the agency, not for {body!r}.")
    day = output.a_day(text, where)
    if day is None or not 1990 <= day.year <= 2099:
        raise Stop(BAD_INPUT, f"{where} {text!r} lies outside the years 1990 to 2099.")
    return DayOff(day=day, off=off, act=act, entered_by=by, applies_to=cast("Body", body))


def read_days(file: Path, by: str) -> tuple["DayOff", ...]:
    """The days of a CSV file with the columns date, act and, if wanted, working and for."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as gone:
        raise Stop(BAD_INPUT, f"{file} cannot be read: {gone.strerror}. Give the path of a CSV file.") from None
    except (UnicodeDecodeError, csv.Error):
        raise Stop(BAD_INPUT, f"{file} is no CSV file in UTF-8.") from None
    known = {"date", "act", "working", "for"}
    if not rows or not {"date", "act"} <= set(rows[0]) or not set(rows[0]) <= known:
        raise Stop(BAD_INPUT, f"{file} needs a first line `date,act` (or `date,act,working,for`) and a line a day.")
    days = []
    for n, row in enumerate(rows, 2):
        said = (row.get("working") or "no").strip().lower()
        if said not in ("yes", "no", "true", "false") or not (row["act"] or "").strip():
            raise Stop(BAD_INPUT, f"{file}, line {n}: `act` is to be given, and `working` is yes or no.")
        body = (row.get("for") or "all").strip()
        off = said in ("no", "false")
        days.append(a_day((row["date"] or "").strip(), row["act"].strip(), off, body, by, f"{file}, line {n}:"))
    lines_of = Counter((d.day, d.applies_to) for d in days)
    twice = sorted(str(day) for (day, _), many in lines_of.items() if many > 1)
    if twice:
        raise Stop(BAD_INPUT, f"{file} gives {', '.join(twice)} twice: keep one line.")
    return tuple(days)


# ------------------------------------------------------------------ preview, approval, change


def change_calendar(
    change: "Change", staff: str, only_preview: bool, listed: bool, yes: bool, wait: bool, as_json: bool
) -> None:
    """Show what the change moves; make it when it is approved."""
    from starter import approval, session
    from starter.calendar_change import look, make
    from storage import calendar, register

    at = datetime.now(UTC)
    with session.database() as engine:
        with engine.begin() as conn, approval.progress("terms counted") as told:
            register.staff(conn, staff)
            new = change.new(calendar.declared(conn))
            found = look(conn, change, session.today(), told)
        if not as_json:
            _say(change, found, listed, new)
        if only_preview:
            if as_json:
                output.show_json({**as_data(change, found, listed), "done": False})
            return
        if as_json and not yes:
            data = as_data(change, found, listed)
            raise Stop(BAD_INPUT, "Nothing was changed: with --json, say --yes or --preview.", **data)
        if not approval.approve("Change the calendar?", yes):
            typer.echo("Nothing was changed.", err=True)
            raise typer.Exit(output.REFUSED)
        with approval.progress("terms counted") as told:
            made = make(engine, change, staff, at, told)
        heard = approval.wait_until_heard(engine, made.cause) if wait else None
    if as_json:
        output.show_json({**as_data(change, made.preview, listed), "done": True, "told": made.told, "heard": heard})
        return
    verb = "taken back" if change.withdrawn else "declared"
    typer.echo(f"The calendar is changed: {verb}." if made.changed else "The calendar was so already.")
    if made.preview.sentence() != found.sentence():
        typer.echo(f"Since the preview things moved on: {made.preview.sentence()}.")
    if heard is not None:
        typer.echo(f"{heard} case(s) have taken it in.")
    elif made.told:
        typer.echo(f"{made.told} case(s) are told and date their terms anew; the old dates stay on record.")


def as_data(change: "Change", found: "Preview", listed: bool) -> dict[str, Any]:
    """The preview for programs."""
    data: dict[str, Any] = {
        "days": [
            {"day": d.day, "off": d.off is not change.withdrawn, "act": d.act, "for": d.applies_to} for d in change.days
        ],
        "withdrawn": change.withdrawn,
        "says": found.sentence(),
        "counted": found.counted,
        "moves": len(found.moves),
        "become_overdue": found.late,
        "ended_and_stay": len(found.stay),
        "unknown": [{"case": u.case, "step": u.step, "due": u.due} for u in found.unknown],
        "cases": len(found.cases),
        "by_place": [
            {"institution": place, "rule": rule, "later": later, "earlier": sooner, "become_overdue": late}
            for place, rule, later, sooner, late in found.by_place()
        ],
    }
    if listed:
        data |= {"terms": [m.model_dump() for m in found.moves], "stay": [m.model_dump() for m in found.stay]}
    return data


def _say(change: "Change", found: "Preview", listed: bool, new: bool) -> None:
    for d in change.days:
        off = d.off is not change.withdrawn
        how = "declaration taken back" if change.withdrawn else f"{'off' if off else 'working'}, by {d.act}"
        typer.echo(f"{d.day} {d.day:%A}: {how}{'' if d.applies_to == 'all' else f', for the {d.applies_to} alone'}")
    if not new:
        typer.echo("This is in force already; terms that do not agree with it are looked for.")
    typer.echo(f"{found.sentence()} (of {found.counted} that were counted).")
    rows = [
        (f"  inst. {place}", rule, output.cited(rule), f"{later} later", f"{sooner} earlier", f"{late} overdue")
        for place, rule, later, sooner, late in found.by_place()
    ]
    output.table(rows)
    if listed:
        _terms("Moves", found.moves)
        _terms("Ended before, stays", found.stay)
        for u in found.unknown:
            typer.echo(f"  {u.case} {u.step}: {u.due}; not known what it was counted from, the case counts for itself")


def _terms(title: str, moves: "tuple[Move, ...]") -> None:
    if not moves:
        return
    typer.echo(f"{title}:")
    output.table(
        (f"  {m.case}", m.step, m.rule, f"{m.was} -> {m.to}", m.holder or "nobody", "OVERDUE" if m.late else "")
        for m in moves
    )
