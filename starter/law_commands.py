"""Commands that answer from the law alone: a date, a score, a rule, the calendar. They need no server."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

law_app = typer.Typer(help="Read the rules of the acts.", no_args_is_help=True)
calendar_app = typer.Typer(help="The days off that terms are counted by.", no_args_is_help=True)


def fail(message: str, as_json: bool) -> NoReturn:
    """Say what is wrong and what to do, and end with code 2."""
    if as_json:
        typer.echo(json.dumps({"error": message}, ensure_ascii=False))
    typer.echo(message, err=True)
    raise typer.Exit(2)


def show_json(value: Any) -> None:
    """Print a value as JSON, readable and with Georgian as it is."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def read_day(text: str, option: str, as_json: bool) -> date:
    """The date that an option gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{option} {text!r} is not a date: write year-month-day, like 2026-03-02", as_json)


def deadline(
    rule: Annotated[str, typer.Argument(help="A rule id, like o502.8.3; `vada law list` shows them.")],
    start: Annotated[
        str, typer.Option("--from", help="The day of the event (day 0), as 2026-03-02; see `vada law show`.")
    ],
    off: Annotated[
        list[str] | None, typer.Option("--off", help="A working day to count as off; may be repeated.")
    ] = None,
    on: Annotated[
        list[str] | None, typer.Option("--on", help="A day off to count as working; may be repeated.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """The last day of a rule's term, with the arithmetic and the article."""
    from models.terms import DayOff
    from rules.catalogue import UnknownRule
    from rules.terms.calendar import shipped_calendar
    from rules.terms.counting import count
    from rules.terms.errors import NoTerm

    day = read_day(start, "--from", as_json)
    given = [
        DayOff(day=read_day(text, option, as_json), off=is_off, act="given on the command line", entered_by="-")
        for option, texts, is_off in (("--off", off or [], True), ("--on", on or [], False))
        for text in texts
    ]
    twice = sorted({str(d.day) for d in given if d.off} & {str(d.day) for d in given if not d.off})
    if twice:
        fail(f"{', '.join(twice)} is given with --off and with --on: choose one of the two", as_json)
    calendar = shipped_calendar().with_declared(given) if given else shipped_calendar()
    try:
        counted = count(rule, day, calendar)
    except UnknownRule as unknown:
        fail(f"{unknown}. `vada law list` shows every rule.", as_json)
    except NoTerm as nothing:
        fail(f"{nothing}. `vada law list --with-term` shows the rules that have one.", as_json)
    except (ValueError, OverflowError) as wrong:
        fail(f"{rule} cannot be counted from {day}: {wrong}. Choose a day between 1900 and 2099.", as_json)
    if as_json:
        answer = counted.model_dump(mode="json")
        answer["from"] = answer.pop("start")
        first = ("rule", "from", "raw_end", "due", "why", "skipped")
        show_json({k: answer[k] for k in (*first, *(k for k in answer if k not in first))})
        return
    typer.echo(f"{counted.due:%A} {counted.due}   {rule}")
    typer.echo(f"  {counted.why}")
    typer.echo(f"  {counted.why_ka}")
    if counted.first_open:
        typer.echo(f"  open from {counted.first_open}")
    if counted.strict_due:
        typer.echo(f"  the stricter date, by statute alone: {counted.strict_due}")
    typer.echo(f"  calendar {counted.calendar_version}")


@law_app.command("list")
def law_list(
    process: Annotated[str | None, typer.Option(help="Rules of one process, like penitentiary_cycle.")] = None,
    kind: Annotated[str | None, typer.Option(help="Rules of one kind, like deadline.")] = None,
    act: Annotated[str | None, typer.Option(help="Rules of one act: o502, o70, dr2, o320, ags.")] = None,
    with_term: Annotated[bool, typer.Option("--with-term", help="Only rules that give a term.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """The rules, one a line."""
    from rules import catalogue

    everything = catalogue.rules()
    for option, given, known in (
        ("--process", process, {r.process for r in everything}),
        ("--kind", kind, {r.kind for r in everything}),
        ("--act", act, {r.act for r in everything}),
    ):
        if given is not None and given not in known:
            fail(f"{option} {given!r} is not known: choose one of {', '.join(sorted(known))}", as_json)
    chosen = [
        r
        for r in catalogue.rules(act=act, process=process)
        if (kind is None or r.kind == kind) and (not with_term or r.terms or "to_week" in r.values)
    ]
    if as_json:
        show_json(
            [
                {k: getattr(r, k) for k in ("id", "article", "process", "kind", "trigger", "actor", "duty")}
                for r in chosen
            ]
        )
        return
    for r in chosen:
        typer.echo(f"{r.id:<18} {r.kind:<12} {r.actor or '-':<28} {r.duty}")
    typer.echo(f"{len(chosen)} rules")


@law_app.command("show")
def law_show(rule: Annotated[str, typer.Argument(help="A rule id, like o502.8.3.")], as_json: JsonFlag = False) -> None:
    """One rule: who must do what, until when, how it is read, and which functions carry it out."""
    from rules import catalogue

    try:
        found = catalogue.rule(rule)
    except catalogue.UnknownRule as unknown:
        fail(f"{unknown}. `vada law list` shows every rule.", as_json)
    if as_json:
        show_json({**found.model_dump(mode="json", by_alias=True), "cited": catalogue.cite(rule)})
        return
    typer.echo(f"{found.id}   {catalogue.cite(rule)}   {catalogue.cite(rule, 'ka')}")
    typer.echo(f"  {found.duty}")
    lines = {
        "process": found.process,
        "kind": found.kind,
        "who": found.actor,
        "from": found.trigger,
        "forms": ", ".join(found.forms),
        "values": json.dumps(found.values, ensure_ascii=False) if found.values else None,
        "reading": found.reading,
        "breach": found.breach,
    }
    for term in found.terms:
        since = f", in force from {term.from_}" if term.from_ else ""
        typer.echo(f"  term     {term.bound.value} {term.value} {term.unit.value}{since}")
    for name, text in lines.items():
        if text:
            typer.echo(f"  {name:<8} {text}")


@calendar_app.command("list")
def calendar_list(
    year: Annotated[int | None, typer.Argument(help="The year, 1900 to 2099; this one when none is given.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """The statutory days off and the declared days that the service ships with, for one year."""
    from rules.terms.calendar import shipped_calendar
    from rules.terms.dates import local_date

    calendar = shipped_calendar()
    try:
        days = calendar.days_off(year if year is not None else local_date(datetime.now(UTC)).year)
    except ValueError as wrong:
        fail(f"{wrong}. Choose a year between 1900 and 2099.", as_json)
    if as_json:
        show_json(
            {
                "version": calendar.version,
                "days": [{"day": d.isoformat(), "en": en, "ka": ka} for d, en, ka in days],
            }
        )
        return
    for day, en, ka in days:
        typer.echo(f"{day} {day:%a}  {en}  ({ka})")
    typer.echo(f"{len(days)} days; calendar {calendar.version}")


def score(
    form: Annotated[str, typer.Argument(help="annex-01 or annex-02.")],
    file: Annotated[Path, typer.Argument(help="The filled form, YAML or JSON.")],
    instrument: Annotated[
        Path | None, typer.Option("--instrument", help="The scored instrument, YAML or JSON.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """The points and levels of a scored form, explained block by block."""
    from starter.scoring_command import BadForm, print_scores, score_form

    try:
        result = score_form(form, file, instrument)
    except BadForm as bad:
        fail(str(bad), as_json)
    if as_json:
        show_json(result)
    else:
        print_scores(result)
