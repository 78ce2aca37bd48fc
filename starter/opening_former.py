"""Opening a former prisoner's case (Order 502 arts. 31, 32): the referral of Annex 15."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from models import former_prisoner_case
from models.acts import Refusal
from models.case import CaseState
from models.former_prisoner_case import Intake, Referral
from models.ids import Process
from rules.order_502.eligibility import is_adult
from rules.order_502.former_entry import (
    Group,
    former_prisoner,
    has_right_to_reapply,
    in_time,
    papers_missing,
    place_of_referral,
    signed,
    target_group,
)
from rules.order_502.former_status import first_status
from rules.terms.dates import local_date
from starter.openers import NotOpened, Opener, Parts, new_person, refused
from storage import cases
from storage.cases import NewCase


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """Articles 31, 32(1)-(2): who belongs to the programme, where and how the form was filled in.

    More than five years since the release do not stop the referral: the head decides before the assignment.
    """
    referral, today = intake.referral, local_date(at)
    _days(intake, today)
    person = intake.person
    group = Group(intake.group, intake.legal_stay, intake.registered, person.personal_number is not None)
    _, of_place = place_of_referral(
        referral.place,
        electronic=referral.electronic or referral.place == "anywhere",
        meeting_on=referral.meeting_on,
        filled_on=referral.filled_on,
        health_reason=referral.health_reason is not False,
    )
    electronic = referral.electronic or referral.place == "anywhere"
    unsigned = signed(
        electronic=electronic, author=referral.signed_by_author, social_worker=referral.signed_by_social_worker
    )
    _stop(former_prisoner(person.birth_date, referral.filled_on), target_group(group)[1], of_place, unsigned)
    released = intake.released_on if intake.released_on is not None and intake.released_on <= today else None
    reentry = intake.previous_case or ("unknown" if not has_right_to_reapply(intake.applied_before) else None)
    missing = papers_missing(identity_copy=referral.identity_copy, certificate=referral.certificate)
    codes: dict[str, Any] = {
        "status": first_status().to,
        "adult_woman": person.sex == "female" and is_adult(person.birth_date, referral.filled_on),
        "filled_on": referral.filled_on.isoformat(),
        "place": referral.place,
        "released_on": released.isoformat() if released else None,
        "release_expected_on": intake.released_on.isoformat() if intake.released_on and not released else None,
        "contact_given": bool(referral.contact),
        "identity": "o502.32.7" not in missing,
        "certificate": "o502.32.6.1" not in missing,
        "expunged": intake.conviction_expunged,
        "over_five_years": not in_time(released, referral.filled_on),
        "previous_case": reentry,
        "applied_before": intake.applied_before,
        "consent": "general" if intake.consent else None,
        "form_from": intake.form_from,
        "form_received_on": referral.filled_on.isoformat() if intake.form_from == "institution" else None,
    }
    return Parts(
        place=str(intake.institution),
        person=new_person(person, intake.number, synthetic=synthetic),
        codes=codes,
        papers=(("annex-15", _annex_15(intake)),),
    )


def _days(intake: Intake, today: Any) -> None:
    """No day in the future, save a release still to come; before it the form is filled in in an institution."""
    referral = intake.referral
    if referral.filled_on > today:
        raise refused(
            "o502.32.2.2",
            f"The referral is dated {referral.filled_on}, after today, {today}",
            "Give the day on which it was really filled in",
        )
    still_inside = intake.released_on is None or intake.released_on > referral.filled_on
    if still_inside and referral.place != "penitentiary_institution":
        raise refused(
            "o502.31.1",
            "The programme is for former prisoners; this person was not released when the form was filled in",
            "Give the day of the release, or say `place: penitentiary_institution` for a form filled in there",
        )


def _stop(*reasons: Refusal | None) -> None:
    for reason in reasons:
        if reason is not None:
            raise NotOpened(reason)


def _annex_15(intake: Intake) -> dict[str, Any]:
    """The referral as a document of the case: its words stay in the record."""
    referral: Referral = intake.referral
    contact = referral.contact or ""
    return {
        "form": "annex-15",
        "filled_on": referral.filled_on.isoformat(),
        "place": referral.place,
        "contact": contact if isinstance(contact, str) else "; ".join(f"{k}: {v}" for k, v in contact.items()),
        "conviction": referral.conviction or "",
        "needs": [intake.needs] if isinstance(intake.needs, str) else [str(need) for need in intake.needs],
    }


def known(conn: Connection, new: NewCase) -> NewCase:
    """What the record knows better than the intake: the person's closed cases of the programme here (36(7), 37(5))."""
    before = cases.closed_before(conn, new.person.id, Process.former_prisoner_case, new.number)
    if not before:
        return new
    found = {"previous_case": before[-1], "applied_before": max(int(new.intake["applied_before"]), len(before) - 1)}
    return new.model_copy(update={"intake": {**new.intake, **found}})


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; `state` in the intake brings a case in at its stage."""
    brought = intake.get("state", {})
    facts = former_prisoner_case.Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return former_prisoner_case.State.model_validate({**common, **brought, "facts": facts})


OPENER = Opener(
    intake=Intake,
    split=split,
    state=state,
    known=known,
    place="programme",
    place_of=lambda given: str(given.get("institution", given.get("bureau", given.get("division", 1)))),
)
