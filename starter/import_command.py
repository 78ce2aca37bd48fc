"""`vada import FILE`: bring in the cases of a CSV file, each whole or not at all, with a report row by row."""

import csv
import io
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter import output
from starter.output import BAD_INPUT, REFUSED, SERVER_AWAY, AsMaybe, JsonFlag, Speaking, Stop

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from starter.gateway import Gateway

PROCESS = "penitentiary_cycle"
PERSON = ("first_name", "last_name", "sex", "birth_date", "personal_number")
NEEDED = (
    "number", "first_name", "last_name", "sex", "birth_date", "institution", "placed_in_institution",
    "left_classification_cell",
)  # fmt: skip
COLUMNS = (*NEEDED, "personal_number")
LARGEST = 20_000_000
SEX = {"f": "female", "m": "male", "ქალი": "female", "კაცი": "male", "მდედრობითი": "female", "მამრობითი": "male"}
OPENED, ALREADY, REFUSED_ROW, STORED, NOT_REACHED = "opened", "already_open", "refused", "stored", "not_reached"


class Row:
    """One row of the file and what became of it."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.number = cells.get("number", "")
        self.cells = cells
        self.outcome = NOT_REACHED
        self.because: str | None = None
        self.rule: str | None = None

    def refuse(self, because: str, rule: str | None = None) -> None:
        """Nothing is opened by this row, and why."""
        self.outcome, self.because, self.rule = REFUSED_ROW, because, rule

    def report(self) -> dict[str, Any]:
        """What became of it, without a word about the person."""
        told = {"line": self.line, "number": self.number, "outcome": self.outcome}
        return told | ({"because": self.because} if self.because else {}) | ({"rule": self.rule} if self.rule else {})

    def intake(self) -> dict[str, Any]:
        """The row as an intake: days in both usual ways of writing, words of sex in both languages."""
        given: dict[str, Any] = {k: v for k, v in self.cells.items() if v and k not in PERSON}
        person: dict[str, Any] = {k: v for k, v in self.cells.items() if v and k in PERSON}
        if "sex" in person:
            person["sex"] = SEX.get(person["sex"].lower(), person["sex"].lower())
        for fields in (given, person):
            for name in ("birth_date", "placed_in_institution", "left_classification_cell"):
                if name in fields:
                    fields[name] = _day(fields[name], name)
        return {**given, "person": person}


def _day(text: str, name: str) -> date:
    try:
        if text.count(".") == 2:
            day, month, year = text.split(".")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{name}' is not a date: write 2026-03-02 or 02.03.2026") from None


def import_cases(
    file: Annotated[Path, typer.Argument(help="A CSV file, UTF-8, with a line of column names.")],
    staff: AsMaybe = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, open nothing.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring in cases from a CSV file: good rows are opened, bad rows explained; a repeat opens nothing twice.

    Columns: number, first_name, last_name, sex, birth_date, institution, placed_in_institution,
    left_classification_cell, and personal_number if known; separated by commas or semicolons. Stopped in the middle,
    the same command goes on where it was. Exit code 1 when a row was refused.
    """
    with Speaking(as_json):
        from starter import session

        rows = read_rows(file)

        async def work(gateway: "Gateway") -> str | None:
            return await Import(gateway, rows, staff, dry_run).run()

        trouble = session.with_gateway(work)
        _report(file, rows, dry_run, trouble, as_json)


def read_rows(file: Path) -> list[Row]:
    """The rows of the file; a `Stop` when it cannot be read as what it should be. Nothing is opened before."""
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST:
            raise Stop(BAD_INPUT, f"{file} is larger than {LARGEST // 1_000_000} MB: split it. Nothing was opened.")
        text = raw.decode("utf-8-sig")
    except OSError as gone:
        raise Stop(BAD_INPUT, f"{file} cannot be read: {gone.strerror}. Give the path of a CSV file.") from None
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise Stop(
            BAD_INPUT, f"{file}, line {line}: not UTF-8 text. Save it as CSV UTF-8. Nothing was opened."
        ) from None
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    try:
        header = _header(file, next(reader, []))
        rows = []
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(begins, header, cells))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise Stop(
            BAD_INPUT,
            f"{file}, line {reader.line_num}: {wrong}. A quote is missing or too many: mend it and repeat. "
            "Nothing was opened.",
        ) from None
    if not rows:
        raise Stop(BAD_INPUT, f"{file} holds no row below its line of column names. Nothing was opened.")
    _refuse_twice(rows)
    return rows


def _header(file: Path, names: list[str]) -> list[str]:
    header = [name.strip().lower() for name in names]
    missing = [name for name in NEEDED if name not in header]
    strange = [name for name in header if name not in COLUMNS]
    twice = [name for name, times in Counter(header).items() if times > 1]
    if missing or strange or twice:
        said = [
            f"{what} {', '.join(repr(n) for n in found)}"
            for what, found in (("lacks", missing), ("does not know", strange), ("has twice", twice))
            if found
        ]
        raise Stop(
            BAD_INPUT,
            f"{file}: the line of column names {'; '.join(said)}. The columns are: {', '.join(COLUMNS)}. "
            "Nothing was opened.",
        )
    return header


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    row = Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
    if len(cells) != len(header):
        row.refuse(f"the row has {len(cells)} cells where the file has {len(header)} columns: mend the separators")
    return row


def _refuse_twice(rows: Iterable[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        before = seen.setdefault(row.number, row.line)
        if row.number and before != row.line and row.outcome != REFUSED_ROW:
            row.refuse(f"line {before} has the same number: give each case its own")


class Import:
    """The work: each row checked, then opened by the gateway in one piece; the same rows again change nothing."""

    def __init__(self, gateway: "Gateway", rows: list[Row], staff: str | None, dry_run: bool) -> None:
        self._gateway = gateway
        self._rows = rows
        self._staff = staff
        self._dry = dry_run
        self._began = time.monotonic()
        self._shown = self._began + 1
        self._done = 0
        self._trouble: str | None = None

    async def run(self) -> str | None:
        """Go through the rows; what stopped it before the end, or None."""
        from sqlalchemy.exc import DBAPIError

        from starter import session

        if self._staff is not None:
            await self._gateway.in_transaction(lambda conn: session.hats(conn, str(self._staff)))
        waiting = [row for row in self._rows if row.outcome != REFUSED_ROW]
        self._done = len(self._rows) - len(waiting)
        try:
            await session.paced(waiting, self._one, a_second=1e9 if self._dry else session.STARTS_A_SECOND)
        except* DBAPIError:
            self._trouble = "The database went away before the end"
        return self._trouble

    async def _one(self, row: Row) -> None:
        from temporalio.service import RPCError

        from starter.opening import NotOpened
        from storage.errors import StorageError

        try:
            await self._open(row)
        except NotOpened as no:
            row.refuse(str(no), no.refusal.rule)
        except (Stop, StorageError, ValueError) as no:
            row.refuse(str(no))
        except RPCError:
            row.outcome = STORED
            row.because = "stored; Temporal does not answer, the case starts when it is back"
        self._done += 1
        self._progress()

    async def _open(self, row: Row) -> None:
        from starter.opening import new_case
        from storage import cases
        from storage.errors import CaseMissing

        intake = row.intake()
        by = self._staff or "import"
        new = new_case(PROCESS, intake, self._gateway.clock.now(), by=by, source="imported")
        await self._gateway.in_transaction(lambda conn: self._allowed(conn, new.institution))

        def before(conn: "Connection") -> bool:
            try:
                cases.intake(conn, new.number)
            except CaseMissing:
                return False
            known = cases.person(conn, new.person.id)
            if known is not None and known.model_copy(update={"synthetic": new.person.synthetic}) != new.person:
                row.because = "the person's data in the file differ from the record: nothing was changed"
            return True

        there = await self._gateway.in_transaction(before)
        if self._dry:
            row.outcome = ALREADY if there else "would_open"
            return
        made = await self._gateway.open_case(PROCESS, intake, by=by, source="imported")
        row.outcome = OPENED if made else ALREADY

    def _allowed(self, conn: "Connection", institution: str) -> None:
        from starter import session

        session.works_here(conn, institution)
        if self._staff is not None:
            session.acting(conn, self._staff, institution, session.CASE_WORKERS)

    def _progress(self) -> None:
        now = time.monotonic()
        if now - self._began > 2 and now >= self._shown:
            self._shown = now + 2
            speed = self._done / (now - self._began)
            typer.echo(f"  {self._done} of {len(self._rows)} rows, {speed:.0f} a second", err=True)


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
            typer.echo(f"line {row.line:>4}  {row.number:<16} {row.outcome.replace('_', ' ')}{said}")
        summary = ", ".join(f"{n} {outcome.replace('_', ' ')}" for outcome, n in sorted(counts.items()))
        typer.echo(f"{len(rows)} rows: {summary}.{' Nothing was opened: this was a dry run.' if dry_run else ''}")
    if trouble:
        typer.echo(f"{trouble}. Repeat the same command: what was opened is not opened again.", err=True)
        raise typer.Exit(SERVER_AWAY)
    if counts[STORED]:
        raise typer.Exit(SERVER_AWAY)
    if counts[REFUSED_ROW]:
        raise typer.Exit(REFUSED)
