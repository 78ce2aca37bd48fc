"""The file of acts: one line for each thing done in a running case, where the columns of its row do not tell enough."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from models.brought_in import PastAct
from models.ids import PREFIX, BadCaseNumber, Process, check_case_number
from starter.import_cells import day_of
from starter.import_details import DETAILS, details_of
from starter.import_file import REFUSED_ROW, Row, faults_of, matter, read_table

NEEDED = ("number", "done", "done_on")
COLUMNS = (*NEEDED, "details")
KINDS = {PREFIX[process]: process for process in DETAILS}


def attach(rows: Sequence[Row], file: Path) -> list[Row]:
    """Give each row what the file tells of its cases; a row with a bad line is refused whole.

    A line belongs to the row with the same year and digits: PEN-, ADM- and PSY-2026-000001 are one convict's cases.
    Returns the lines that belong to no row, refused. Raises `Stop` when the file cannot be read.
    """
    header, lines = read_table(file, _faults)
    of = {matter(row.number): row for row in reversed(rows)}
    told: dict[str, list[PastAct]] = defaultdict(list)
    wrong: dict[str, list[str]] = defaultdict(list)
    lost = []
    for line, cells in lines:
        named = dict(zip(header, cells, strict=False))
        number = named.get("number", "")
        case = matter(number)
        if case not in of:
            row = Row(line, named)
            row.file = file.name
            row.refuse(f"no row of the file of cases has the number of this case ({number or 'none given'}): add it")
            lost.append(row)
            continue
        try:
            told[case].append(_act(file, line, len(cells) == len(header), named))
        except ValueError as no:
            wrong[case].append(f"{file.name} line {line}: {no}")
    for case, row in of.items():
        if case in wrong and row.outcome != REFUSED_ROW:
            row.refuse("; ".join(wrong[case]))
        row.lines = tuple(told[case])
    return lost


def _faults(header: list[str]) -> str:
    said = faults_of(header, NEEDED, COLUMNS)
    return said and f"{said}. The columns are: {', '.join(COLUMNS)}"


def _act(file: Path, line: int, whole: bool, cells: dict[str, str]) -> PastAct:
    if not whole:
        raise ValueError(f"it has not the {len(COLUMNS)} cells of its columns: mend the separators")
    number = cells["number"]
    process = _kind(number)
    done = cells["done"].lower()
    if not done or "." in done:
        because = f"'{done}' is a rule" if done else "'done' is empty"
        raise ValueError(f"{because}: name the step or the act (assess, agree, screen), as `vada case show` does")
    codes = details_of(process, done, cells.get("details", ""))
    by, staff = codes.pop("by", None), codes.pop("staff", None)
    return PastAct(
        process=process, step=done, either=True, on=day_of(cells["done_on"], "done_on"), codes=codes,
        by=str(by) if by else None, staff=str(staff) if staff else None, column=f"{file.name} line {line}", line=line,
    )  # fmt: skip


def _kind(number: str) -> Process:
    try:
        check_case_number(number)
    except BadCaseNumber as no:
        raise ValueError(f"'number': {no}") from None
    if number[:3] not in KINDS:
        raise ValueError(f"'number' {number}: what was done so far is told of {', '.join(KINDS)} cases only")
    return KINDS[number[:3]]
