"""Ids: opaque to a reader who may not know the person, readable to one who runs the service."""

import re
from enum import StrEnum

CASE_NUMBER = re.compile(r"^[A-Z]{3}-\d{4}-\d{6}$")


class Process(StrEnum):
    """The catalogue's `process` of a rule; one workflow type each."""

    penitentiary_cycle = "penitentiary_cycle"
    administrator_plan = "administrator_plan"
    psychology_service = "psychology_service"
    probation_cycle = "probation_cycle"
    former_prisoner_case = "former_prisoner_case"
    danger_review = "danger_review"
    parole_petition = "parole_petition"
    risk_team = "risk_team"
    """The team that sets the kind of danger risk: the `governance` rules of Order 70 and the later rule."""
    data_group = "data_group"
    """The group of an institution that processes the data for it."""
    local_council = "local_council"
    """The life of a council (Order 320): the catalogue's `governance` rules of that act."""


PREFIX = {
    Process.penitentiary_cycle: "PEN",
    Process.administrator_plan: "ADM",
    Process.psychology_service: "PSY",
    Process.probation_cycle: "PRO",
    Process.former_prisoner_case: "FOR",
    Process.danger_review: "DNG",
    Process.parole_petition: "PAR",
    Process.local_council: "CNC",
    Process.risk_team: "RTM",
    Process.data_group: "GRP",
}


class BadCaseNumber(ValueError):
    """A case number that does not read like PEN-2026-000001."""


def check_case_number(number: str) -> str:
    """Return `number` if it is three capitals, a year and six digits; else raise `BadCaseNumber`."""
    if not CASE_NUMBER.match(number):
        raise BadCaseNumber(
            f"'{number}' is not a case number: write three capital letters, the year and six digits, "
            "like PEN-2026-000001"
        )
    return number


def related_case(number: str, process: Process) -> str:
    """The number of the case of `process` that belongs to the same matter: PEN-2026-000001 → ADM-2026-000001."""
    return f"{PREFIX[process]}-{number.split('-', 1)[1]}"


def workflow_id(process: str, case: str) -> str:
    """The workflow id of a case: its process and number, nothing about the person."""
    return f"{process}/{case}"
