"""`vada import FILE`: bring in the cases of a CSV file, each whole or not at all, with a report row by row."""

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.import_file import ALREADY, NOT_REACHED, OPENED, REFUSED_ROW, STORED, TO_OPEN, Row, read_rows
from starter.output import BAD_INPUT, REFUSED, SERVER_AWAY, AsMaybe, JsonFlag, Speaking, Stop

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.brought_in import BroughtIn
    from starter.gateway import Gateway

UNPACED = 1e9


def import_cases(
    file: Annotated[Path | None, typer.Argument(help="A CSV file, UTF-8, with a line of column names.")] = None,
    done: Annotated[
        Path | None, typer.Option("--done", help="A second CSV file: what was done in running cases, a line each.")
    ] = None,
    staff: AsMaybe = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, open nothing.")] = False,
    columns: Annotated[bool, typer.Option("--columns", help="Show what the files may hold.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring in cases from a CSV file: good rows are opened, bad rows explained; a repeat opens nothing twice.

    Columns: number, first_name, last_name, sex, birth_date, institution, placed_in_institution,
    left_classification_cell, and personal_number if known; separated by commas or semicolons. Running cases: what was
    done so far in the columns that --columns shows, or line by line in a second file (--done); the case then stands
    where it would stand had it been kept here from the beginning. The number says which case it is: PEN- in prison,
    ADM- with the case administrator, PSY- psychological service by itself. Stopped in the middle, the same command goes
    on where it was. Exit code 1 when a row was refused.
    """
    with Speaking(as_json):
        if columns:
            _columns(as_json)
            return
        if file is None:
            raise Stop(BAD_INPUT, "Give the CSV file to bring in, or --columns to see what it may hold.")
        from starter import import_acts, session

        rows = read_rows(file)
        lost = import_acts.attach(rows, done) if done is not None else []

        async def work(gateway: "Gateway") -> str | None:
            return await Import(gateway, rows, staff, dry_run).run()

        trouble = session.with_gateway(work)
        _report(file, [*rows, *lost], dry_run, trouble, as_json)


class Import:
    """The work: each row checked, then opened by the gateway in one piece; the same rows again change nothing."""

    def __init__(self, gateway: "Gateway", rows: list[Row], staff: str | None, dry_run: bool) -> None:
        self._gateway = gateway
        self._rows = rows
        self._staff = staff
        self._by = staff or "import"
        self._dry = dry_run
        self._began = time.monotonic()
        self._shown = self._began + 1
        self._done = self._before = 0
        self._trouble: str | None = None

    async def run(self) -> str | None:
        """Go through the rows; what stopped it before the end, or None."""
        from sqlalchemy.exc import DBAPIError

        from starter import session

        if self._staff is not None:
            await self._gateway.in_transaction(lambda conn: session.hats(conn, str(self._staff)))
        try:
            checking = [row for row in self._rows if row.outcome != REFUSED_ROW]
            await session.paced(checking, self._check, a_second=UNPACED)
            if not self._dry:
                opening = [row for row in checking if row.to_start]
                self._done, self._began = len(self._rows) - len(opening), time.monotonic()
                self._before = self._done
                await session.paced(opening, self._open)
        except* DBAPIError:
            self._trouble = "The database went away before the end"
        for row in self._rows:
            if row.outcome == TO_OPEN and not self._dry:
                row.outcome = NOT_REACHED
        return self._trouble

    async def _check(self, row: Row) -> None:
        """Refuse what cannot be opened, know what is open already; nothing is written."""
        from starter.openers import NotOpened
        from storage.errors import StorageError

        try:
            intake, brought = row.intake(), row.brought()
            row.outcome = await self._gateway.in_transaction(
                lambda conn: self._as_it_stands(conn, row, intake, brought)
            )
        except NotOpened as no:
            row.refuse(str(no), no.refusal.rule)
        except (Stop, StorageError, ValueError) as no:
            row.refuse(str(no))

    def _as_it_stands(self, conn: "Connection", row: Row, intake: dict[str, Any], brought: "BroughtIn") -> str:
        from starter import bringing
        from storage import cases, worklists

        whole = bringing.family(
            intake, brought, self._gateway.clock.now(), bringing.calendar_of(conn), by=self._by, lines=row.lines
        )
        new, row.related = whole[0], [other.number for other in whole if other.number != row.number]
        self._allowed(conn, new.institution)
        if not bringing.stands(conn, new):
            row.to_start = True
            return TO_OPEN
        known = cases.person(conn, new.person.id)
        if known is not None and known.model_copy(update={"synthetic": new.person.synthetic}) != new.person:
            row.because = "the person's data in the file differ from the record: nothing was changed"
        row.to_start = worklists.case(conn, new.number).opened_at is None
        return ALREADY

    async def _open(self, row: Row) -> None:
        """Open the case in one piece; a case that was stored and not started is started now."""
        from temporalio.service import RPCError

        from starter import bringing
        from storage.errors import StorageError

        try:
            made = await bringing.bring_in(self._gateway, row.intake(), row.brought(), by=self._by, lines=row.lines)
            row.outcome = OPENED if made else ALREADY
        except StorageError as no:
            row.refuse(str(no))
        except RPCError:
            row.outcome = STORED
            row.because = "stored; Temporal does not answer, the case starts when it is back"
        self._done += 1
        self._progress()

    def _allowed(self, conn: "Connection", institution: str) -> None:
        from starter import session

        session.works_here(conn, institution)
        if self._staff is not None:
            session.acting(conn, self._staff, institution, session.CASE_WORKERS)

    def _progress(self) -> None:
        now = time.monotonic()
        if now - self._began > 2 and now >= self._shown:
            self._shown = now + 2
            speed = (self._done - self._before) / (now - self._began)
            typer.echo(f"  {self._done} of {len(self._rows)} rows, {speed:.0f} a second", err=True)


def _columns(as_json: bool) -> None:
    """The columns of a running case, for those who fill in the file."""
    from starter import import_acts
    from starter.import_cells import described
    from starter.import_details import listed

    if as_json:
        columns = [{"column": name, "what": what} for name, what in described()]
        acts = [{"case": case, "done": done, "details": details} for case, done, details in listed()]
        output.show_json({"columns": columns, "done": {"columns": import_acts.COLUMNS, "lines": acts}})
        return
    output.table([name, what] for name, what in described())
    typer.echo("Days as 2026-03-02 or 02.03.2026; levels low, medium, high; an empty cell was not done.\n")
    listing = ", ".join(import_acts.COLUMNS)
    typer.echo(f"The second file (--done FILE) has the columns {listing}: a line is one thing done, named as")
    typer.echo("`vada case show` names the step or act. by=ROLE and staff=ID may be said of each, and of these:\n")
    output.table([case, done, details] for case, done, details in listed())


def _report(file: Path, rows: list[Row], dry_run: bool, trouble: str | None, as_json: bool) -> None:
    counts = Counter(row.outcome for row in rows)
    if as_json:
        output.show_json(
            {"file": str(file), "dry_run": dry_run, **counts, "rows": [r.report() for r in rows]}
            | ({"error": trouble} if trouble else {})
        )
    else:
        for row in rows:
            rule = f" [{row.rule}]" if row.rule and row.because and row.rule not in row.because else ""
            said = f": {row.because}{rule}" if row.because else ""
            where = f"{row.file} " if row.file else ""
            typer.echo(f"{where}line {row.line:>4}  {row.number:<16} {row.outcome.replace('_', ' ')}{said}")
        summary = ", ".join(f"{n} {outcome.replace('_', ' ')}" for outcome, n in sorted(counts.items()))
        typer.echo(f"{len(rows)} rows: {summary}.{' Nothing was opened: this was a dry run.' if dry_run else ''}")
    if trouble:
        typer.echo(f"{trouble}. Repeat the same command: what was opened is not opened again.", err=True)
        raise typer.Exit(SERVER_AWAY)
    if counts[STORED]:
        raise typer.Exit(SERVER_AWAY)
    if counts[REFUSED_ROW]:
        raise typer.Exit(REFUSED)
