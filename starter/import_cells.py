"""The optional columns of an import file: what was done in a running case so far, cell by cell."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from models.brought_in import BroughtIn
from models.forms.registry import faults

FIELDS = BroughtIn.model_fields
COLUMNS = tuple(FIELDS)
LISTS = ("behaviour_on", "women_services", "suspended_before")
CHOICES = ("serious_harm", "static", "dynamic", "reoffending", "conclusion", "suspended_ground")
ANSWERS = ("instant", "psychologist_before", "admin_reassessed")
NUMBERS = ("plan_months", "last_plan_months", "admin_plan_months", "cycle")
OF_OPENING = (
    ("life_sentence", "yes when serving life: such a case is kept in every institution"),
    ("status", "PSY- rows alone: accused or convict"),
    ("in_case_management", "PSY- rows alone: yes or no; no for the accused"),
    ("asked_on", "PSY- rows alone: psychological service asked for"),
    ("instant_on", "PSY- rows in case management: referred under 12(3)"),
    ("high_risk_on", "PSY- rows in case management: high serious harm found (8(10)(a))"),
    ("planned_on", "PSY- rows in case management: the decision of 12(2)(a)"),
)
WORDS = {"დაბალი": "low", "საშუალო": "medium", "მაღალი": "high"}
YES, NO = ("yes", "y", "true", "1", "კი"), ("no", "n", "false", "0", "არა")


def told_by(cells: Mapping[str, str]) -> BroughtIn:
    """What the optional columns of a row say. Raises ValueError with the column and what to write instead."""
    given = {name: _cell(name, cells[name]) for name in COLUMNS if cells.get(name)}
    try:
        return BroughtIn.model_validate(given)
    except ValidationError as error:
        raise ValueError(f"What was done so far does not hold: {faults(error)}") from None


def _cell(name: str, text: str) -> Any:
    if name in ANSWERS:
        return yes_or_no(name, text)
    if name == "suspended_before":
        return [_stopped(part) for part in text.split("|") if part.strip()]
    if name in LISTS:
        parts = text.replace("|", " ").replace(",", " ").split()
        return [day_of(p, name) for p in parts] if name.endswith("_on") else [p.lower() for p in parts]
    if name in NUMBERS:
        if not text.isdigit():
            raise ValueError(f"'{name}' is not a whole number{'' if name == 'cycle' else ' of months'}")
        return int(text)
    if name in CHOICES:
        return WORDS.get(text.lower(), text.lower().replace(" ", "_"))
    return day_of(text, name)


def yes_or_no(name: str, text: str) -> bool:
    """A yes or a no in either language. Raises ValueError that names the column."""
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(f"'{name}' is neither yes nor no")


def _stopped(text: str) -> dict[str, Any]:
    parts = text.split()
    if len(parts) != 3:
        raise ValueError(
            "'suspended_before' is written: a 2026-03-02 2026-03-20 (letter of 15(1), first day, last day)"
        )
    return {
        "ground": parts[0].lower(),
        "since": day_of(parts[1], "suspended_before"),
        "until": day_of(parts[2], "suspended_before"),
    }


def day_of(text: str, name: str) -> date:
    """A day in both usual ways of writing. Raises ValueError that names the column."""
    try:
        if text.count(".") == 2:
            day, month, year = text.split(".")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{name}' is not a date: write 2026-03-02 or 02.03.2026") from None


def described() -> list[tuple[str, str]]:
    """Each optional column and what belongs into it."""
    return [*OF_OPENING, *((name, str(field.description)) for name, field in FIELDS.items())]
