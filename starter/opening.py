"""From an intake to the person, the case and the state with which its workflow begins."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from models import administrator_plan
from models.base import Frozen
from models.case import CaseState
from models.forms.registry import faults
from models.ids import PREFIX, BadCaseNumber, Process, check_case_number
from starter import (
    opening_council,
    opening_danger,
    opening_danger_bodies,
    opening_former,
    opening_parole,
    opening_penitentiary,
    opening_probation,
    opening_psychology,
)
from starter.openers import Opener, refused
from storage.cases import CaseIntake, NewCase

OPENERS: dict[Process, Opener[Any]] = {
    Process.penitentiary_cycle: opening_penitentiary.OPENER,
    Process.parole_petition: opening_parole.OPENER,
    Process.former_prisoner_case: opening_former.OPENER,
    Process.local_council: opening_council.OPENER,
    Process.administrator_plan: Opener(
        state=lambda common, intake: administrator_plan.State.model_validate({**common, "facts": intake})
    ),
    Process.psychology_service: opening_psychology.OPENER,
    Process.danger_review: opening_danger.OPENER,
    Process.risk_team: opening_danger_bodies.TEAM,
    Process.data_group: opening_danger_bodies.GROUP,
    Process.probation_cycle: opening_probation.OPENER,
}
"""How each process is opened."""

INTAKES: dict[Process, type[Frozen]] = {p: o.intake for p, o in OPENERS.items() if o.intake is not None}
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
    """Read the intake and split it: the person for the register, codes and dates for the case. Raises NotOpened."""
    if process not in [p.value for p in INTAKES]:
        raise refused(
            None,
            f"A case of '{process}' is not opened by an intake",
            f"Open one of: {', '.join(p.value for p in INTAKES)}; related cases open by themselves",
        )
    opener = OPENERS[Process(process)]
    assert opener.intake is not None and opener.split is not None
    try:
        intake = opener.intake.model_validate(dict(given))
        number = check_case_number(intake.number)
    except ValidationError as error:
        raise refused(
            None,
            f"The intake does not hold: {faults(error)}",
            f"`vada simulate --schema {process}` shows what it needs",
        ) from None
    except BadCaseNumber as error:
        raise refused(None, str(error), "Choose such a number") from None
    prefix = PREFIX[Process(process)]
    if not number.startswith(prefix):
        raise refused(
            None,
            f"'{number}' is not a number of this process",
            f"Numbers of the {process.replace('_', ' ')} begin with {prefix}",
        )
    parts = opener.split(intake, at, synthetic)
    return NewCase(
        number=number,
        process=process,
        institution=parts.place,
        person=parts.person,
        received_at=at,
        intake=parts.codes,
        papers=parts.papers,
        source="imported" if source == "imported" else "opened",
        by=by,
    )


def state_of(case: CaseIntake, shift: timedelta) -> CaseState:
    """The state with which the workflow of a case begins; `brought` in the intake brings it in at its stage."""
    common: dict[str, Any] = {
        "case": case.number,
        "institution": case.institution,
        "clock_shift": shift,
        "synthetic": case.synthetic,
    }
    codes = {k: v for k, v in case.intake.items() if k not in ("brought", "told")}
    state = OPENERS[Process(case.process)].state(common, codes)
    brought = case.intake.get("brought")
    return state if brought is None else type(state).model_validate({**common, **brought})
