"""A CSV file of cases, row by row: read whole before anything is opened."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from models.brought_in import BroughtIn, PastAct
from models.ids import PREFIX, Process
from starter import import_cells
from starter.import_cells import day_of, yes_or_no
from starter.output import BAD_INPUT, Stop

PERSON = ("first_name", "last_name", "sex", "birth_date", "personal_number")
NEEDED = ("number", "first_name", "last_name", "sex", "birth_date", "institution")
OF_PRISON = ("placed_in_institution", "left_classification_cell", "life_sentence")
"""What opens a prison case, and the administrator's with it."""
OF_PSYCHOLOGY = ("status", "in_case_management", "asked_on", "instant_on", "high_risk_on", "planned_on")
"""What opens psychological service by itself; the last three are the ways in, each with the day on which it opened."""
COLUMNS = (*NEEDED, *OF_PRISON, "personal_number", *OF_PSYCHOLOGY)
"""What opens a case. The columns of a running one (starter/import_cells.py) may follow in any order."""
WAYS = {"instant_on": "instant", "high_risk_on": "high_risk", "planned_on": "planned"}
NOT_ASKED = ("placed_in_institution", "life_sentence")
"""What psychological service does not ask: nothing of it counts from there."""
DAYS = ("birth_date", "placed_in_institution", "left_classification_cell", "asked_on", *WAYS)
ANSWERS = ("life_sentence", "in_case_management")
LARGEST = 20_000_000
SEX = {"f": "female", "m": "male", "ქალი": "female", "კაცი": "male", "მდედრობითი": "female", "მამრობითი": "male"}
OPENED, ALREADY, REFUSED_ROW, STORED = "opened", "already_open", "refused", "stored"
TO_OPEN, NOT_REACHED = "would_open", "not_reached"


class Row:
    """One row of the file and what became of it."""

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.number = cells.get("number", "")
        self.cells = cells
        self.outcome = NOT_REACHED
        self.because: str | None = None
        self.rule: str | None = None
        self.to_start = False
        self.related: list[str] = []
        self.file: str | None = None
        """Which file it stands in, when it is not the file of cases."""
        self.lines: tuple[PastAct, ...] = ()
        """What the file of acts tells of it."""

    def refuse(self, because: str, rule: str | None = None) -> None:
        """Nothing is opened by this row, and why."""
        self.outcome, self.because, self.rule = REFUSED_ROW, because, rule

    def report(self) -> dict[str, Any]:
        """What became of it, without a word about the person."""
        told: dict[str, Any] = {"file": self.file} if self.file else {}
        told |= {"line": self.line, "number": self.number, "outcome": self.outcome}
        return (
            told
            | ({"because": self.because} if self.because else {})
            | ({"rule": self.rule} if self.rule else {})
            | ({"related": self.related} if self.related else {})
        )

    def intake(self) -> dict[str, Any]:
        """The row as an intake: days in both usual ways of writing, words of sex in both languages."""
        by_itself = self.number.startswith(PREFIX[Process.psychology_service])
        mine = (*OF_PSYCHOLOGY, *OF_PRISON) if by_itself else OF_PRISON
        given: dict[str, Any] = {}
        person: dict[str, Any] = {}
        for name, text in self.cells.items():
            if not text or name not in COLUMNS:
                continue
            if name not in (*NEEDED, *PERSON, *mine):
                raise ValueError(f"'{name}' belongs to psychological service (PSY-) alone: leave it empty here")
            if not (by_itself and name in NOT_ASKED):
                (person if name in PERSON else given)[WAYS.get(name, name)] = _cell(name, text)
        return {**given, "person": person}

    def brought(self) -> BroughtIn:
        """What was done in the case so far, as its optional columns tell it."""
        return import_cells.told_by(self.cells)


def _cell(name: str, text: str) -> Any:
    if name == "sex":
        return SEX.get(text.lower(), text.lower())
    if name in DAYS:
        return day_of(text, name)
    return yes_or_no(name, text) if name in ANSWERS else text


def read_rows(file: Path) -> list[Row]:
    """The rows of the file; a `Stop` when it cannot be read as what it should be. Nothing is opened before."""
    header, lines = read_table(file, _faults)
    rows = [_row(line, header, cells) for line, cells in lines]
    _refuse_twice(rows)
    return rows


def read_table(file: Path, faults: Callable[[list[str]], str]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The column names and the filled lines of a CSV file, each with its number; `faults` says what is wrong with the
    names. Raises `Stop` when it cannot be read as what it should be."""
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
        header = [name.strip().lower() for name in next(reader, [])]
        if said := faults(header):
            raise Stop(BAD_INPUT, f"{file}: the line of column names {said}. Nothing was opened.")
        lines = []
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise Stop(
            BAD_INPUT,
            f"{file}, line {reader.line_num}: {wrong}. A quote is missing or too many: mend it and repeat. "
            "Nothing was opened.",
        ) from None
    if not lines:
        raise Stop(BAD_INPUT, f"{file} holds no row below its line of column names. Nothing was opened.")
    return header, lines


def _faults(header: list[str]) -> str:
    said = faults_of(header, NEEDED, (*COLUMNS, *import_cells.COLUMNS))
    return said and (
        f"{said}. The columns are: {', '.join(COLUMNS[:-6])}; for running cases those of `vada import --columns`"
    )


def faults_of(header: list[str], needed: Iterable[str], known: Iterable[str]) -> str:
    """What is wrong with a line of column names; empty when it holds."""
    missing = [name for name in needed if name not in header]
    strange = [name for name in header if name not in known]
    twice = [name for name, times in Counter(header).items() if times > 1]
    said = (("lacks", missing), ("does not know", strange), ("has twice", twice))
    return "; ".join(f"{what} {', '.join(repr(n) for n in found)}" for what, found in said if found)


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    row = Row(line, dict(zip(header, cells, strict=False)))
    if len(cells) != len(header):
        row.refuse(f"the row has {len(cells)} cells where the file has {len(header)} columns: mend the separators")
    return row


def matter(number: str) -> str:
    """What the cases of one convict have in common: the year and the digits of their numbers."""
    return number.partition("-")[2] or number


def _refuse_twice(rows: Iterable[Row]) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        before = seen.setdefault(matter(row.number), row)
        if not row.number or before is row or row.outcome == REFUSED_ROW:
            continue
        if before.number == row.number:
            row.refuse(f"line {before.line} has the same number: give each case its own")
        else:
            row.refuse(
                f"line {before.line} has the same year and digits: {before.number} and {row.number} are cases of one "
                "convict and stand in one row; give another person other digits"
            )
