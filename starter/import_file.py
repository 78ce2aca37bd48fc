"""A CSV file of cases, row by row: read whole before anything is opened."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.brought_in import BroughtIn
from starter import import_cells
from starter.import_cells import day_of
from starter.output import BAD_INPUT, Stop

PERSON = ("first_name", "last_name", "sex", "birth_date", "personal_number")
NEEDED = (
    "number", "first_name", "last_name", "sex", "birth_date", "institution", "placed_in_institution",
    "left_classification_cell",
)  # fmt: skip
COLUMNS = (*NEEDED, "personal_number")
"""What opens a case. The columns of a running one (starter/import_cells.py) may follow in any order."""
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

    def refuse(self, because: str, rule: str | None = None) -> None:
        """Nothing is opened by this row, and why."""
        self.outcome, self.because, self.rule = REFUSED_ROW, because, rule

    def report(self) -> dict[str, Any]:
        """What became of it, without a word about the person."""
        told = {"line": self.line, "number": self.number, "outcome": self.outcome}
        return (
            told
            | ({"because": self.because} if self.because else {})
            | ({"rule": self.rule} if self.rule else {})
            | ({"related": self.related} if self.related else {})
        )

    def intake(self) -> dict[str, Any]:
        """The row as an intake: days in both usual ways of writing, words of sex in both languages."""
        given: dict[str, Any] = {k: v for k, v in self.cells.items() if v and k in COLUMNS and k not in PERSON}
        person: dict[str, Any] = {k: v for k, v in self.cells.items() if v and k in PERSON}
        if "sex" in person:
            person["sex"] = SEX.get(person["sex"].lower(), person["sex"].lower())
        for fields in (given, person):
            for name in ("birth_date", "placed_in_institution", "left_classification_cell"):
                if name in fields:
                    fields[name] = day_of(fields[name], name)
        return {**given, "person": person}

    def brought(self) -> BroughtIn:
        """What was done in the case so far, as its optional columns tell it."""
        return import_cells.told_by(self.cells)


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
    strange = [name for name in header if name not in COLUMNS and name not in import_cells.COLUMNS]
    twice = [name for name, times in Counter(header).items() if times > 1]
    if missing or strange or twice:
        said = [
            f"{what} {', '.join(repr(n) for n in found)}"
            for what, found in (("lacks", missing), ("does not know", strange), ("has twice", twice))
            if found
        ]
        raise Stop(
            BAD_INPUT,
            f"{file}: the line of column names {'; '.join(said)}. The columns are: {', '.join(COLUMNS)}; "
            "and for running cases those of `vada import --columns`. Nothing was opened.",
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
