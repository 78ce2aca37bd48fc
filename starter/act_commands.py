"""`vada act`: whatever a person does to a case. The paper is stored first; the case takes it or refuses it."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.output import REFUSED, SERVER_AWAY, AsOption, JsonFlag, RoleOption, Speaking

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from starter.gateway import Gateway, Outcome

HOLDERS = ("case_manager", "case_administrator", "psychologist")
HEADS = ("head_of_division", "director", "head_of_department", "head_of_service")
WHO: Mapping[str, tuple[str, ...]] = {
    "assign": HEADS,
    "confirm": HEADS,
    "suspend": HOLDERS,
    "resume": HOLDERS,
    "end": HOLDERS,
    "transfer": HOLDERS,
    "monitor": ("case_manager", "case_administrator", "psychologist"),
    "reassess": ("case_manager", "case_administrator", "psychologist"),
    "screen": ("case_administrator",),
    "refuse": ("case_manager", "case_administrator"),
    "consent": ("case_manager",),
    "vote": ("case_manager", "case_administrator", "legal_regime_officer", "psychologist"),
}
"""In which role a person who holds several acts, when it is not said. Whether the role may do it, the case says."""


def act(
    name: Annotated[
        str,
        typer.Argument(
            help="complete, correct, assign, confirm, extend, suspend, resume, transfer, end, or an act of the "
            "process: `vada simulate --schema PROCESS` lists them."
        ),
    ],
    number: Annotated[str, typer.Argument(help="The case's number.")],
    staff: AsOption,
    step: Annotated[str | None, typer.Argument(help="The step's key or a rule of it, where the act is on one.")] = None,
    ground: Annotated[str | None, typer.Option(help="suspend, resume, end: the rule that is the ground.")] = None,
    to: Annotated[str | None, typer.Option(help="assign: the staff id; transfer: the institution or bureau.")] = None,
    services: Annotated[str | None, typer.Option(help="transfer: are the services there? all, some, none.")] = None,
    value: Annotated[int | None, typer.Option(help="extend: by how many.")] = None,
    unit: Annotated[str | None, typer.Option(help="extend: working_day, calendar_day, week, month, year.")] = None,
    vote: Annotated[str | None, typer.Option(help="vote: for or against.")] = None,
    what: Annotated[str | None, typer.Option(help="refuse: assessment, plan or service.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; kept in the record, told to no one else.")] = None,
    fields: Annotated[
        list[str] | None, typer.Option("--set", help="Any other field of the act: NAME=VALUE; may be repeated.")
    ] = None,
    document: Annotated[Path | None, typer.Option("--document", help="The filled form, YAML or JSON.")] = None,
    done_on: Annotated[str | None, typer.Option("--done-on", help="The day it was done, when not today.")] = None,
    role: RoleOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Act on a case. A refusal names the rule and what to do instead; the paper handed in is kept and marked."""
    said: dict[str, Any] = {
        "ground": ground, "to": to, "value": value, "unit": unit, "vote": vote, "what": what, "reason": reason,
        "services": services,
    }  # fmt: skip
    given = _set(fields or []) | {name: value for name, value in said.items() if value is not None}
    hand_in(name, number, step, staff, role, document, done_on, given, as_json)


def _set(fields: list[str]) -> dict[str, Any]:
    """NAME=VALUE, each value read as YAML: numbers, true, dates and lists as they are written."""
    from rules.catalogue import Unreadable, parse_yaml

    given: dict[str, Any] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not name.isidentifier():
            raise typer.BadParameter(f"'{field}' is not NAME=VALUE", param_hint="--set")
        try:
            given[name] = parse_yaml(value)
        except Unreadable as fault:
            raise typer.BadParameter(f"'{field}': {fault}", param_hint="--set") from None
    return given


def hand_in(
    name: str,
    number: str,
    step: str | None,
    staff: str,
    role: str | None,
    document: Path | None,
    done_on: str | None,
    fields: dict[str, Any],
    as_json: bool,
) -> None:
    """Check who acts, hand the act in, and say what came of it."""
    with Speaking(as_json):
        from starter import session
        from starter.gateway import NewAct

        day = output.a_day(done_on, "--done-on")
        content = {**(output.read_fields(document) if document is not None else {}), **fields}

        def who(conn: "Connection") -> str:
            case = session.case_of(conn, number)
            place = session.place_of(case)
            if name == "assign" and "to" in fields:
                _works_there(conn, str(fields["to"]), place)
            hat = session.acting(conn, staff, place, _wanted(conn, name, number, step), role)
            if place is None and name == "complete" and hat.institution is not None:
                content.setdefault("bureau", hat.institution)
            return hat.role

        async def work(gateway: "Gateway") -> "Outcome":
            by = await gateway.in_transaction(who)
            return await gateway.act(
                number, NewAct(act=name, by=by, staff=staff, step=step, done_on=day, document=content)
            )

        report(number, name, step, session.with_gateway(work, keeps=True), as_json)


def _works_there(conn: "Connection", staff: str, institution: str | None) -> None:
    """Who is put in charge must work there today: else nobody would do it."""
    from starter import session

    session.acting(conn, staff, institution, tuple(h.role for h in session.hats(conn, staff)))


def _wanted(conn: "Connection", name: str, number: str, step: str | None) -> tuple[str, ...]:
    """The role that the step or the act asks for. A team is led by its case manager, who records what it does."""
    from starter.case_commands import named
    from storage import worklists

    found = named(worklists.steps(conn, number), step) if step is not None else None
    if name not in WHO and found is not None:
        return (found.actor, "case_manager") if found.actor == "team" else (found.actor,)
    return WHO.get(name, ())


def report(number: str, name: str, step: str | None, outcome: "Outcome", as_json: bool) -> None:
    """Say what came of an act: taken with what comes next, refused with the way on, or not answered yet."""
    if outcome.refusal is not None:
        no = outcome.refusal
        raise output.Stop(
            REFUSED,
            f"Refused: {no.sentence()}.\nWhat was handed in is kept as {outcome.document}, marked refused.",
            rule=no.rule,
            because=no.because,
            way_on=no.way_on,
            document=outcome.document,
            case=number,
        )
    if outcome.waiting or outcome.answer is None:
        raise output.Stop(
            SERVER_AWAY,
            f"The case has not answered yet. What was handed in is stored as {outcome.document} and is brought to the "
            f"case until it answers: do not hand it in again, look with `vada case show {number}`.",
            document=outcome.document,
            case=number,
            waiting=True,
        )
    answer = outcome.answer
    if as_json:
        output.show_json({"case": number, "act": name, "document": outcome.document, **answer.model_dump()})
        return
    late = {True: ", LATE", False: ", in time", None: ""}[answer.late]
    what = " ".join(word for word in (name, answer.done or step) if word)
    typer.echo(f"Taken: {what}{late}. Kept as {outcome.document}.")
    typer.echo(f"Stage: {answer.stage}" + (f"; closed: {answer.closed}" if answer.closed else ""))
    if answer.opened:
        typer.echo("Now owed:")
        output.table(
            ("  ", o.step, o.actor, o.due or "no term", f"{o.rule}  {output.cited(o.rule)}") for o in answer.opened
        )
