"""From an intake to the person, the case and the state with which its workflow begins."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from models import administrator_plan, penitentiary_cycle, psychology_service
from models.acts import Refusal
from models.base import Frozen
from models.case import CaseState
from models.forms.registry import faults
from models.ids import PREFIX, BadCaseNumber, Process, check_case_number
from models.penitentiary_cycle import Intake
from rules.order_502.eligibility import case_management, women_questionnaire
from rules.terms.dates import local_date
from storage.cases import CaseIntake, NewCase, NewPerson


class NotOpened(ValueError):
    """An intake that cannot open a case; says what is wrong and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence())
        self.refusal = refusal


INTAKES: dict[Process, type[Frozen]] = {Process.penitentiary_cycle: Intake}
"""Processes that staff open by an intake. The others are opened by a fact from another case."""


def new_case(
    process: str,
    given: Mapping[str, Any],
    at: datetime,
    *,
    by: str,
    synthetic: bool = False,
    source: str = "opened",
) -> NewCase:
    """Read the intake and split it: the person for the register, codes and dates for the case."""
    if process not in [p.value for p in INTAKES]:
        raise NotOpened(
            Refusal(
                rule=None,
                because=f"A case of '{process}' is not opened by an intake",
                way_on=f"Open one of: {', '.join(p.value for p in INTAKES)}; related cases open by themselves",
            )
        )
    try:
        intake = Intake.model_validate(dict(given))
        check_case_number(intake.number)
    except ValidationError as error:
        raise NotOpened(
            Refusal(
                rule=None,
                because=f"The intake does not hold: {faults(error)}",
                way_on="`vada simulate --schema penitentiary_cycle` shows what it needs",
            )
        ) from None
    except BadCaseNumber as error:
        raise NotOpened(Refusal(rule=None, because=str(error), way_on="Choose such a number")) from None
    _check_penitentiary(intake, at)
    person = intake.person
    return NewCase(
        number=intake.number,
        process=Process.penitentiary_cycle.value,
        institution=str(intake.institution),
        person=NewPerson(
            id=person.id or f"P-{sha256(intake.number.encode()).hexdigest()[:16]}",
            first_name=person.first_name,
            last_name=person.last_name,
            sex=person.sex,
            birth_date=person.birth_date,
            personal_number=person.personal_number,
            synthetic=synthetic,
        ),
        received_at=at,
        intake={
            "adult_woman": women_questionnaire(person.sex, person.birth_date, intake.left_classification_cell).allowed,
            "placed": intake.placed_in_institution.isoformat(),
            "left_cell": intake.left_classification_cell.isoformat(),
        },
        source="imported" if source == "imported" else "opened",
        by=by,
    )


def _check_penitentiary(intake: Intake, at: datetime) -> None:
    """Order 502 art. 5(a): an adult convict who has left the classification cell; no day in the future."""
    prefix = PREFIX[Process.penitentiary_cycle]
    if not intake.number.startswith(prefix):
        raise NotOpened(
            Refusal(
                rule=None,
                because=f"'{intake.number}' is not a number of this process",
                way_on=f"Numbers of the penitentiary cycle begin with {prefix}",
            )
        )
    allowed = case_management(intake.status, intake.person.birth_date, intake.left_classification_cell)
    if not allowed.allowed:
        raise NotOpened(
            Refusal(
                rule=allowed.rule,
                because=f"No case management file may be opened: {allowed.reason}",
                way_on="Case management is for adult convicts; for the accused see psychological service",
            )
        )
    today = local_date(at)
    if intake.left_classification_cell > today:
        raise NotOpened(
            Refusal(
                rule="o502.8.2",
                because=f"The convict leaves the classification cell on {intake.left_classification_cell}, "
                f"after today, {today}",
                way_on="Open the case when he or she has left it; the clocks start then",
            )
        )
    if intake.placed_in_institution > intake.left_classification_cell:
        raise NotOpened(
            Refusal(
                rule="o502.8.5",
                because=f"Placed in the institution on {intake.placed_in_institution}, after leaving the "
                f"classification cell on {intake.left_classification_cell}",
                way_on="Correct one of the two days",
            )
        )


def state_of(case: CaseIntake, shift: timedelta) -> CaseState:
    """The state with which the workflow of a case begins."""
    common: dict[str, Any] = {
        "case": case.number,
        "institution": case.institution,
        "clock_shift": shift,
        "synthetic": case.synthetic,
    }
    return _STATES[Process(case.process)](common, case.intake)


def _penitentiary(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    brought = intake.get("state", {})
    facts = penitentiary_cycle.Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return penitentiary_cycle.State.model_validate({**common, **brought, "facts": facts})


_STATES: dict[Process, Callable[[dict[str, Any], dict[str, Any]], CaseState]] = {
    Process.penitentiary_cycle: _penitentiary,
    Process.administrator_plan: lambda common, intake: administrator_plan.State.model_validate(
        {**common, "facts": intake}
    ),
    Process.psychology_service: lambda common, intake: psychology_service.State.model_validate(
        {**common, "facts": intake}
    ),
}
