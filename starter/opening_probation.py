"""Opening a probation cycle (Order 502 arts. 18, 19, 21(1)): by registration, or by a release on parole."""

from datetime import date, datetime
from typing import Any

from models import probation_cycle
from models.case import CaseState
from models.forms.probation import house
from models.probation_cycle import Intake
from rules.order_502.eligibility import agency_case_management, women_questionnaire
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, new_person, refused


def bureau(given: object) -> str:
    """The bureau as the register of posts knows it: bureau 3 is `B3`, apart from institution 3."""
    return str(house(given))


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """An adult convict on the register of a bureau; no day in the future."""
    today = local_date(at)
    if intake.registered_on > today:
        raise refused(
            "o502.21.1",
            f"The convict is put on the register on {intake.registered_on}, after today, {today}",
            "Open the case on that day; the clocks start then",
        )
    covered = agency_case_management(intake.person.birth_date, intake.registered_on)
    if not covered.allowed:
        raise refused(
            covered.rule,
            f"No probation case may be opened: {covered.reason}",
            "Chapter III is for adult convicts; minors are served under another act",
        )
    person = intake.person
    woman = women_questionnaire(person.sex, person.birth_date, intake.registered_on, chapter="III").allowed
    return Parts(
        place=bureau(intake.bureau),
        person=new_person(person, intake.number, synthetic=synthetic),
        codes={
            "adult_woman": woman,
            "registered": intake.registered_on.isoformat(),
            "services": list(intake.services),
            "half_of_sentence_on": _iso(intake.half_of_sentence_on),
            "status": intake.status,
        },
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; a case opened by a fact of another case knows nothing yet."""
    brought = intake.get("state", {})
    known = {k: v for k, v in intake.items() if k in probation_cycle.Facts.model_fields}
    facts = probation_cycle.Facts.model_validate(known)
    return probation_cycle.State.model_validate({**common, **brought, "facts": facts})


OPENER = Opener(
    intake=Intake, split=split, state=state, place="bureau", place_of=lambda given: bureau(given.get("bureau"))
)
