"""Opening psychological service: by a fact from the case in prison, or by an intake (Order 502 arts. 1(2), 12(14))."""

from datetime import date, datetime
from typing import Any

from models.case import CaseState
from models.psychology_service import Facts, Intake, State, Way
from rules.order_502.eligibility import case_management
from rules.order_502.psychology import psychological_service
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, new_person, refused


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """An adult accused or convicted person; nobody accused is in case management, and no day lies in the future."""
    today = local_date(at)
    opened = intake.asked_on or today
    if opened > today:
        raise refused(
            "o502.12.14",
            f"The service is asked for on {opened}, after today, {today}",
            "Open the case when it is asked for",
        )
    allowed = psychological_service(intake.person.birth_date, opened)
    if not allowed.allowed:
        raise refused(
            allowed.rule,
            f"No psychological service may be opened under this order: {allowed.reason}",
            "The order covers adults; correct the birth date if it is wrong",
        )
    if intake.in_case_management:
        managed = case_management(intake.status, intake.person.birth_date, opened)
        if not managed.allowed:
            raise refused(
                managed.rule,
                f"The person cannot be in case management: {managed.reason}",
                "Say in_case_management: false; article 12(14) then says what is open to the person",
            )
        if intake.left_classification_cell is None:
            raise refused(
                "o502.12.2.c",
                "The weeks of the cycle are counted from the day the convict left the classification cell",
                "Give left_classification_cell; or open the case in prison, which opens this one by itself",
            )
    elif intake.ways():
        raise refused(
            "o502.12.14",
            "The tracks by weeks are for persons in case management",
            "Leave out instant, high_risk and planned, or say in_case_management: true",
        )
    if any(on > today for on in intake.ways().values()):
        raise refused(None, f"A way in is dated after today, {today}", "Give the day on which it really opened")
    return Parts(
        place=str(intake.institution),
        person=new_person(intake.person, intake.number, synthetic=synthetic),
        codes={
            "in_case_management": intake.in_case_management,
            "status": intake.status,
            "opened_on": opened.isoformat(),
            "left_cell": intake.left_classification_cell.isoformat() if intake.left_classification_cell else None,
            "ways": {kind: on.isoformat() for kind, on in intake.ways().items()},
        },
    )


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; empty when a fact from the case in prison opens it, `state` brings a case in at its stage."""
    brought = intake.get("state", {})
    given = {k: v for k, v in intake.items() if k not in ("state", "ways")}
    facts = Facts.model_validate(given)
    days: dict[str, str] = intake["ways"] if isinstance(intake.get("ways"), dict) else {}
    if days:
        facts.ways = [
            Way.model_validate({"kind": kind, "on": date.fromisoformat(on), "day0": facts.left_cell})
            for kind, on in sorted(days.items(), key=lambda x: x[1])
        ]
    return State.model_validate({**common, **brought, "facts": facts})


OPENER = Opener(intake=Intake, split=split, state=state)
