"""Opening a penitentiary cycle (Order 502 arts. 1, 5(a), 8)."""

from datetime import datetime
from typing import Any

from models import penitentiary_cycle
from models.case import CaseState
from models.penitentiary_cycle import Intake
from rules.order_502.eligibility import case_management, women_questionnaire
from rules.order_502.scope import in_institution
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, new_person, refused

LATER_STAGE = "Open it when the institution is covered; a convict with a life sentence is covered anywhere"


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """Article 5(a): an adult convict who has left the classification cell; no day in the future."""
    allowed = case_management(intake.status, intake.person.birth_date, intake.left_classification_cell)
    if not allowed.allowed:
        raise refused(
            allowed.rule,
            f"No case management file may be opened: {allowed.reason}",
            "Case management is for adult convicts; for the accused see psychological service",
        )
    today = local_date(at)
    if intake.left_classification_cell > today:
        raise refused(
            "o502.8.2",
            f"The convict leaves the classification cell on {intake.left_classification_cell}, after today, {today}",
            "Open the case when he or she has left it; the clocks start then",
        )
    if intake.placed_in_institution > intake.left_classification_cell:
        raise refused(
            "o502.8.5",
            f"Placed in the institution on {intake.placed_in_institution}, after leaving the "
            f"classification cell on {intake.left_classification_cell}",
            "Correct one of the two days",
        )
    covered = in_institution(str(intake.institution), today, life_sentence=intake.life_sentence)
    if not covered.allowed:
        raise refused(covered.rule, f"Case management is not brought in there yet: {covered.reason}", LATER_STAGE)
    person = intake.person
    return Parts(
        place=str(intake.institution),
        person=new_person(person, intake.number, synthetic=synthetic),
        codes={
            "adult_woman": women_questionnaire(person.sex, person.birth_date, intake.left_classification_cell).allowed,
            "placed": intake.placed_in_institution.isoformat(),
            "left_cell": intake.left_classification_cell.isoformat(),
        },
    )


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; `state` in the intake brings a case in at its stage."""
    brought = intake.get("state", {})
    facts = penitentiary_cycle.Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return penitentiary_cycle.State.model_validate({**common, **brought, "facts": facts})


OPENER = Opener(intake=Intake, split=split, state=state)
