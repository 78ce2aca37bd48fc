"""Opening a danger-risk review (Order 70 and the later rule): which edition, and whether anything was assessed."""

from datetime import datetime
from typing import Any

from models import danger_review
from models.case import CaseState
from models.danger_review import Intake
from rules.danger.edition import edition, edition_on
from rules.danger.periods import later_rule_from, newcomer, stays_outside
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, new_person, refused


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """The edition by name or by the day; nothing in the future; the last assessment after nothing but the past."""
    today = local_date(at)
    if intake.edition == "by_date":
        try:
            e = edition_on(today, later_rule_from())
        except LookupError as unknown:
            raise refused("o70.ord6", str(unknown), "Name the edition: o70 or dr2") from None
    else:
        e = edition(intake.edition)
    last = intake.last_assessed
    for name, day in (
        ("sentenced_on", intake.sentenced_on),
        ("received_on", intake.received_on),
        ("last_assessed", last.on_date if last else None),
    ):
        if day is not None and day > today:
            raise refused(None, f"'{name}' lies in the future: {day}", "Give the day on which it really happened")
    if intake.received_on and intake.received_on < intake.sentenced_on:
        raise refused(
            None,
            f"Received to serve on {intake.received_on}, before the sentence of {intake.sentenced_on}",
            "Correct one of the two days",
        )
    outside = stays_outside(e, str(intake.institution))
    if outside is not None and not e.has("returned"):
        raise refused(
            outside,
            f"Convicts of institution {intake.institution} are not covered while they are there",
            "Open the review when the convict comes to another institution",
        )
    new = newcomer(e, intake.sentenced_on, last.on_date if last else None)
    is_new = new is not None and new.new
    started = None
    if outside is not None:
        pass
    elif not is_new and last is None:
        started = today
    elif is_new and intake.received_on:
        started = intake.received_on
    known = None if is_new else last
    person = new_person(intake.person, intake.number, synthetic=synthetic)
    facts: dict[str, Any] = {
        "edition": e.id,
        "person": person.id,
        "opened_on": today,
        "sentenced_on": intake.sentenced_on,
        "received_on": intake.received_on,
        "group": intake.group,
        "newcomer": is_new,
        "planning": intake.in_sentence_planning,
        "away": str(intake.institution) if outside is not None else None,
        "last_on": known.on_date if known else None,
        "last_kind": known.kind if known else None,
        "assessments": 1 if known else 0,
        "level": last.kind if last else None,
        "level_since": last.on_date if last else None,
        "now": {"started_on": started, "start": "newcomer" if is_new else "first"} if started else {},
    }
    codes = danger_review.Facts.model_validate(facts).model_dump(mode="json", exclude_defaults=True)
    return Parts(place=str(intake.institution), person=person, codes=codes)


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; `state` in the intake brings a case in at its stage."""
    brought = intake.get("state", {})
    facts = danger_review.Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return danger_review.State.model_validate({**common, **brought, "facts": facts})


OPENER = Opener(intake=Intake, split=split, state=state, place="danger")
