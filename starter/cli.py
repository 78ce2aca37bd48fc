"""`vada`: the command line. Temporal and the database are loaded by the commands that need them, not by `--help`."""

import contextlib
import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn, cast

import typer

from starter import calendar_commands as calendar_commands
from starter import law_commands
from starter.act_commands import act
from starter.case_commands import case_app
from starter.council_commands import council_app
from starter.danger_register_command import danger_app
from starter.document_commands import document_app
from starter.group_command import group_app
from starter.import_command import import_cases
from starter.institution_commands import institution_app
from starter.ops_commands import audit_app, notice_app, ops_app, register_app
from starter.output import BAD_INPUT, OUR_FAULT
from starter.step_commands import inbox, step_app, workload

app = typer.Typer(
    name="vada",
    help="Vada keeps the statutory terms of prison and probation casework.",
    epilog="Exit codes: 0 done, 1 refused, 2 input that cannot be used, 3 a server is away, 4 a fault of ours.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def up(
    demo: Annotated[
        bool | None, typer.Option("--demo/--no-demo", help="Give an empty database the sample caseload (DEMO).")
    ] = None,
) -> None:
    """Run everything on this machine until Ctrl-C."""
    from starter.up import run_all

    raise typer.Exit(run_all(demo))


@app.command()
def prepare() -> None:
    """Prepare servers that others run: migrate the database, register the search attributes."""
    from starter.up import prepare as prepared

    raise typer.Exit(prepared())


for group, name in (
    (case_app, "case"),
    (step_app, "step"),
    (document_app, "document"),
    (notice_app, "notice"),
    (register_app, "register"),
    (institution_app, "institution"),
    (group_app, "group"),
    (danger_app, "danger"),
    (law_commands.law_app, "law"),
    (law_commands.calendar_app, "calendar"),
    (council_app, "council"),
    (audit_app, "audit"),
    (ops_app, "ops"),
):
    app.add_typer(group, name=name)
app.command()(inbox)
app.command()(workload)
app.command()(act)
app.command("import")(import_cases)
app.command()(law_commands.deadline)
app.command()(law_commands.score)


def _mount(module: str, function: str, into: typer.Typer) -> None:
    """Mount a command that a module of its own gives, when there is one."""
    if importlib.util.find_spec(module) is not None:
        into.command(function)(getattr(importlib.import_module(module), function))


_mount("starter.simulate_command", "simulate", app)
_mount("starter.coverage_command", "coverage", law_commands.law_app)


_UNUSABLE = cast(type[Exception], typer.BadParameter.__mro__[1])
"""What typer raises for an option or argument that cannot be used."""


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code. A usage error is told as JSON too, when JSON was asked for."""
    given = [*args, "list"] if args and args[-1] == "--schema" else list(args)
    try:
        code = app(given, prog_name="vada", standalone_mode=False)
    except _UNUSABLE as wrong:
        where = getattr(getattr(wrong, "ctx", None), "command_path", "vada")
        sentence = f"{getattr(wrong, 'format_message', wrong.__str__)()} See `{where} --help`."
        if "--json" in args:
            typer.echo(json.dumps({"error": sentence}, ensure_ascii=False))
        typer.echo(sentence, err=True)
        return BAD_INPUT
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Stopped.", err=True)
        return 130
    except SystemExit as ended:  # the reader of our output has gone away
        code = ended.code
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """The entry point. Ends without the interpreter's teardown, at which Temporal's client can crash."""
    from ops.process import exit_now

    if os.environ.get("VADA_LOG_LEVEL", "").upper() == "DEBUG":
        exit_now(run(sys.argv[1:]))
    try:
        code = run(sys.argv[1:])
    except Exception as fault:  # noqa: BLE001
        with contextlib.suppress(OSError):
            sys.stderr.write(f"Vada itself failed ({type(fault).__name__}). Set VADA_LOG_LEVEL=DEBUG to see where.\n")
        code = OUR_FAULT
    exit_now(code)


if __name__ == "__main__":
    main()
