"""Opening a petition before a local council (Order 320 arts. 3, 6, 10, 23)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from models import parole_petition
from models.acts import Refusal
from models.case import CaseState
from models.council import Composition, Member
from models.parole_petition import CouncilIntake, Facts, Intake
from rules.council import eligibility, routing, seats
from rules.terms.dates import local_date
from starter.openers import Opener, Parts, new_person, refused
from storage import levels
from storage.cases import NewCase
from storage.council_decisions import refused_last

NOWHERE = "none"
"""The place of a petition that no council takes yet."""


def split(intake: Intake, at: datetime, synthetic: bool) -> Parts:
    """Who petitions, for what, and before which council; no day in the future."""
    today = local_date(at)
    if intake.received_on is not None and intake.received_on > today:
        raise refused(
            "o320.10.1",
            f"The petition is received on {intake.received_on}, after today, {today}",
            "Open the case when it has been received",
        )
    if intake.received_on is None:
        _due(intake, today)
    elif intake.refused_on is not None and intake.refused_on > intake.received_on:
        raise refused("o320.23.1.1", "The earlier refusal lies after the receipt", "Correct one of the two days")
    on = intake.received_on or today
    person = routing.person(intake.person.sex, intake.person.birth_date, on)
    found = routing.council_for(intake.institution_municipality, minor=person.minor, woman=person.woman)
    territorial = routing.council_for(intake.institution_municipality, minor=False, woman=False).council
    given = intake.council
    facts = Facts(
        matter=intake.matter,
        petitioner=intake.petitioner,
        council=found.council,
        territorial=territorial,
        council_kept=given is None,
        composition=composition(given) if given is not None else Composition(),
        minor=person.minor,
        woman=person.woman,
        danger=intake.danger_level,
        life=intake.life_sentence,
        sentence_ends=intake.sentence_ends_on,
        due_since=None if intake.received_on else _due_since(intake, minor=person.minor),
        last_considered=intake.last_considered_on,
        refused_on=intake.refused_on,
        special=intake.special_circumstance,
        filed=intake.received_on,
        unfit=None if intake.characterisation or intake.petitioner != "institution" else eligibility.incomplete().rule,
        received=intake.received_on,
        programmes=intake.rehabilitation_programmes,
        interpreter=not intake.knows_state_language,
        video=intake.video_equipment,
        probation_case=intake.probation_case,
        probation_bureau=intake.probation_bureau,
    )
    return Parts(
        place=found.council or NOWHERE,
        person=new_person(intake.person, intake.number, synthetic=synthetic),
        codes=facts.model_dump(mode="json", exclude_defaults=True),
        papers=() if intake.received_on is None else (("o320.petition", _paper(intake)),),
    )


def _due(intake: Intake, today: date) -> None:
    """10(2): nothing was submitted yet; the day from which the institution owes the petition must be known."""
    if intake.matter != eligibility.PAROLE or intake.petitioner != "institution":
        raise refused(
            "o320.10.4.1",
            "A petition for a lighter kind of sentence, or of the convict, is never due by itself",
            "Give the day on which it was received (received_on)",
        )
    if intake.statutory_term_served_on is None and intake.last_considered_on is None:
        raise refused(
            "o320.10.2.1",
            "Nothing says when the petition was received or is due",
            "Give received_on, or statutory_term_served_on (the first time), or last_considered_on",
        )
    minor = routing.person(intake.person.sex, intake.person.birth_date, today).minor
    on = max(today, _due_since(intake, minor=minor) or today)
    found = eligibility.petitioner(
        intake.matter, intake.petitioner, minor=minor, received=on, sentence_ends=intake.sentence_ends_on,
        special_circumstance=False, refused=False,
    )  # fmt: skip
    if not found.allowed:
        raise refused(found.rule, found.because, found.way_on)


def _due_since(intake: Intake, *, minor: bool) -> date | None:
    """When the petition becomes due: the statutory part served, else the recurrence counted from its anchor."""
    if intake.last_considered_on is None:
        return intake.statutory_term_served_on
    _, on = eligibility.next_consideration(intake.last_considered_on, minor=minor)
    return eligibility.latest_receipt(on) if minor else on


def _paper(intake: Intake) -> dict[str, Any]:
    """The petition as it came in, for the file: what it asks and says, without the person and the council."""
    return intake.model_dump(mode="json", exclude={"number", "person", "council"}, exclude_none=True)


def composition(given: CouncilIntake) -> Composition:
    """The council as the case knows it: seats, terms, and the order by age in place of birth dates."""
    for member in given.members:
        if member.seat not in seats.SEATS:
            raise refused(
                "o320.4.1", f"'{member.seat}' is no seat of a council", f"The seats are: {', '.join(seats.SEATS)}"
            )
    known = {m.seat: m for m in given.members}
    for seat in (given.chair, given.acting_chair):
        if seat is not None and seat not in known:
            raise refused("o320.8.1.2", f"The chair's seat '{seat}' is vacant", "The chair is one of the members")
    by_age = sorted((m for m in given.members if m.birth_date), key=lambda m: (m.birth_date, m.seat))
    return Composition(
        members={
            m.seat: Member(
                since=m.appointed_on,
                until=seats.term_end(m.appointed_on),
                staff=m.staff,
                experience=list(m.experience),
                terms=m.earlier_terms + 1,
            )
            for m in given.members
        },
        chair=given.chair,
        acting=given.acting_chair,
        by_age=[m.seat for m in by_age],
    )


def known(conn: Connection, new: NewCase) -> NewCase:
    """What the record knows better than the intake, on the day of receipt; and whether the paper is a petition at all.

    6(1): the danger level in force, where a review of the person has set one here. 23(1): the session that refused the
    same matter last. 10(2)-(4): a paper that starts no case is kept as refused, and its case says why and ends.
    """
    f = Facts.model_validate(new.intake)
    received = f.filed or local_date(new.received_at)
    level = levels.in_force(conn, new.person.id, received)
    last = refused_last(conn, new.person.id, eligibility.kind_of(str(f.matter)), received, new.number)
    if level is not None:
        f.danger = level.kind
    if last is not None and (f.refused_on is None or f.refused_on < last):
        f.refused_on = last
        if f.matter == eligibility.PAROLE:
            f.last_considered = last
    f.unfit, refusal = (None, None) if f.filed is None else _unfit(f)
    codes = f.model_dump(mode="json", exclude_defaults=True)
    return new.model_copy(update={"intake": codes, "refusal": refusal})


def _unfit(f: Facts) -> tuple[str | None, Refusal | None]:
    assert f.filed is not None and f.sentence_ends is not None
    found = eligibility.petitioner(
        str(f.matter),
        f.petitioner,
        minor=f.minor,
        received=f.filed,
        sentence_ends=f.sentence_ends,
        special_circumstance=f.special,
        refused=f.refused_on is not None,
    )
    if found.allowed and f.unfit is not None:
        found = eligibility.incomplete()
    if found.allowed:
        return None, None
    return found.rule, Refusal(rule=found.rule, because=found.because, way_on=found.way_on)


def state(common: dict[str, Any], intake: dict[str, Any]) -> CaseState:
    """The first state; a petition that another opens gets its facts told."""
    brought = intake.get("state", {})
    facts = Facts.model_validate({k: v for k, v in intake.items() if k != "state"})
    return parole_petition.State.model_validate({**common, **brought, "facts": facts})


def place_of(given: Mapping[str, Any]) -> str:
    """The council of a story's intake."""
    try:
        intake = Intake.model_validate(dict(given))
    except ValueError:
        return NOWHERE
    on = intake.received_on or intake.statutory_term_served_on or intake.last_considered_on
    if on is None:
        return NOWHERE
    person = routing.person(intake.person.sex, intake.person.birth_date, on)
    found = routing.council_for(intake.institution_municipality, minor=person.minor, woman=person.woman)
    return found.council or NOWHERE


OPENER: Opener[Intake] = Opener(
    intake=Intake, split=split, state=state, known=known, place="council", place_of=place_of
)
