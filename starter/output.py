"""How the command line speaks: JSON, tables, and one clear sentence for whatever went wrong."""

import json
import os
import traceback
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NoReturn

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
AsOption = Annotated[
    str, typer.Option("--as", metavar="STAFF", help="Who acts or looks: a staff id, like S-05-case_manager.")
]
AsMaybe = Annotated[
    str | None, typer.Option("--as", metavar="STAFF", help="Who acts or looks: a staff id, like S-05-case_manager.")
]
RoleOption = Annotated[
    str | None, typer.Option("--role", help="In which role, when the person holds several posts there.")
]

OK, REFUSED, BAD_INPUT, SERVER_AWAY, OUR_FAULT = 0, 1, 2, 3, 4
"""Exit codes: done; refused by the law or the record; input that cannot be used; no server; a fault of ours."""

LARGEST_FILE = 1_000_000


class Stop(Exception):
    """The end of a command: a sentence for the person, a code for the shell, more for programs."""

    def __init__(self, code: int, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.more = more


class Speaking:
    """Around a command's work: whatever goes wrong in it ends the command with a sentence, never a traceback."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        if isinstance(fault, Exception) and not isinstance(fault, typer.Exit | typer.Abort | BrokenPipeError):
            tell_fault(fault, self._as_json)


def tell_fault(fault: Exception, as_json: bool) -> NoReturn:
    """Say what went wrong and end with its code."""
    stop = as_stop(fault)
    if stop.code == OUR_FAULT and os.environ.get("VADA_LOG_LEVEL", "").upper() == "DEBUG":
        traceback.print_exception(fault)
    if as_json:
        show_json({"error": str(stop), **stop.more})
    typer.echo(str(stop), err=True)
    raise typer.Exit(stop.code) from None


def as_stop(fault: Exception) -> Stop:
    """Any fault as a sentence and a code. A value is never repeated: it may be personal."""
    if isinstance(fault, ExceptionGroup):
        return as_stop(fault.exceptions[0])
    if isinstance(fault, Stop):
        return fault
    from pydantic import ValidationError
    from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
    from temporalio.service import RPCError

    from models.forms.registry import faults
    from ops.errors import OpsError
    from starter.openers import NotOpened
    from storage.errors import StorageError

    match fault:
        case OpsError():
            text = str(fault)
            wrong_setting = "is not usable" in text or "is not a setting" in text
            return Stop(BAD_INPUT if wrong_setting else SERVER_AWAY, text)
        case NotOpened():
            no = fault.refusal
            return Stop(
                REFUSED if no.rule else BAD_INPUT, str(fault), rule=no.rule, because=no.because, way_on=no.way_on
            )
        case ValidationError():
            return Stop(BAD_INPUT, f"This cannot be handed in: {faults(fault)}.")
        case StorageError():
            text = str(fault)
            return Stop(BAD_INPUT, f"{text[:1].upper()}{text[1:]}.")
        case OperationalError():
            return Stop(SERVER_AWAY, "The database does not answer: see that it runs, then repeat the command.")
        case ProgrammingError() if "does not exist" in str(fault.orig):
            return Stop(SERVER_AWAY, "The database is not prepared for this version: run `vada prepare`, then repeat.")
        case DBAPIError():
            return Stop(OUR_FAULT, f"The database refused this ({type(fault).__name__}): a fault of Vada, not yours.")
        case RPCError():
            return Stop(SERVER_AWAY, f"Temporal does not answer ({fault.status.name.lower()}): repeat the command.")
    return Stop(
        OUR_FAULT,
        f"Vada itself failed ({type(fault).__name__}); nothing more was done. Set VADA_LOG_LEVEL=DEBUG to see where.",
    )


def plain(value: Any) -> Any:
    """A value as JSON has it: days as dates, instants with Tbilisi's offset."""
    if isinstance(value, datetime):
        return in_tbilisi(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if hasattr(value, "model_dump"):
        return plain(value.model_dump())
    return value


def show_json(value: Any) -> None:
    """Print a value as JSON, readable and with Georgian as it is."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))


def in_tbilisi(at: datetime) -> datetime:
    """The instant by Tbilisi's clock."""
    from rules.terms.dates import TBILISI

    return at.astimezone(TBILISI)


def moment(at: datetime | None) -> str:
    """2026-03-02 09:00, in Tbilisi."""
    return "-" if at is None else f"{in_tbilisi(at):%Y-%m-%d %H:%M}"


def table(rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns, two spaces apart, the last one as long as it is."""
    told = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not told:
        return
    widths = [max(len(row[n]) for row in told) for n in range(len(told[0]))]
    for row in told:
        typer.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


OWN_POLICY = "the service's own policy, not law"
"""How a day is always called that no act sets."""


def until(due: date | None, today: date, stopped: bool = False) -> str:
    """A due day with how near it is. `stopped`: its clock stands still."""
    if due is None:
        return "stopped" if stopped else "no term"
    days = (due - today).days
    if days < 0:
        return f"{due}, {-days} d LATE"
    return f"{due}, today" if days == 0 else f"{due}, in {days} d"


def cited(rule: str | None) -> str:
    """The article of a rule, or nothing."""
    from rules.catalogue import UnknownRule, cite

    if rule is None:
        return ""
    try:
        return cite(rule)
    except UnknownRule:
        return rule


def a_day(text: str | None, option: str) -> date | None:
    """The date that an option gives."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(BAD_INPUT, f"{option} {text!r} is not a date: write year-month-day, like 2026-03-02.") from None


def read_fields(file: Path) -> dict[str, Any]:
    """The fields of a YAML or JSON file (`-` reads what is piped in)."""
    import sys

    from rules.catalogue import Unreadable, parse_yaml

    name = "what was piped in" if str(file) == "-" else str(file)
    try:
        raw = sys.stdin.buffer.read(LARGEST_FILE + 1) if str(file) == "-" else file.read_bytes()
        if len(raw) > LARGEST_FILE:
            raise Stop(BAD_INPUT, f"{name} is larger than {LARGEST_FILE} bytes: give one document.")
        content = parse_yaml(raw.decode("utf-8-sig"))
    except OSError as gone:
        raise Stop(
            BAD_INPUT, f"{name} cannot be read: {gone.strerror}. Give the path of a YAML or JSON file."
        ) from None
    except UnicodeDecodeError:
        raise Stop(BAD_INPUT, f"{name} is not UTF-8 text: save it as UTF-8 YAML or JSON.") from None
    except Unreadable as wrong:
        raise Stop(BAD_INPUT, f"{name}: {wrong}.") from None
    if not isinstance(content, dict):
        raise Stop(BAD_INPUT, f"{name} must hold fields and their values, like `form: annex-01-part-1`.")
    return {str(key): value for key, value in content.items()}
