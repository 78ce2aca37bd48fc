"""Opening the cases of the bodies: the risk assessment team, the data group of an institution.

A body is no person; the record wants a subject of every case, so the body itself stands there under an id of its own.
"""

from datetime import datetime
from typing import Any

from models import data_group, risk_team
from models.case import CaseState
from rules.terms.dates import local_date
from starter.openers import Opener, Parts
from storage.cases import NewPerson


def _body(number: str, name: str, place: int, synthetic: bool) -> NewPerson:
    return NewPerson(id=f"B-{number}", first_name=name, last_name=f"№{place}", synthetic=synthetic)


def _codes(intake: risk_team.Intake | data_group.Intake, at: datetime) -> dict[str, Any]:
    return {"edition": intake.edition, "opened_on": local_date(at).isoformat()}


def split_team(intake: risk_team.Intake, at: datetime, synthetic: bool) -> Parts:
    """A team has nothing to be checked before its order."""
    person = _body(intake.number, "რისკების შეფასების გუნდი", intake.institution, synthetic)
    return Parts(place=str(intake.institution), person=person, codes=_codes(intake, at))


def split_group(intake: data_group.Intake, at: datetime, synthetic: bool) -> Parts:
    """A group has nothing to be checked before its order."""
    person = _body(intake.number, "მონაცემთა პირველადი დამუშავების ჯგუფი", intake.institution, synthetic)
    return Parts(place=str(intake.institution), person=person, codes=_codes(intake, at))


def state_team(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state of a team."""
    facts = {k: v for k, v in intake.items() if k != "state"}
    return risk_team.State.model_validate({**common, **intake.get("state", {}), "facts": facts})


def state_group(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state of a group."""
    facts = {k: v for k, v in intake.items() if k != "state"}
    return data_group.State.model_validate({**common, **intake.get("state", {}), "facts": facts})


TEAM = Opener(intake=risk_team.Intake, split=split_team, state=state_team, place="danger")
GROUP = Opener(intake=data_group.Intake, split=split_group, state=state_group, place="danger")
