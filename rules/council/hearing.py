"""What a hearing asks for: the notice of 16(3) and 18(3) in time; of a minor, somebody to assist (16(6), 18(7))."""

from collections.abc import Collection, Mapping
from datetime import date

from rules.citing import cites
from rules.council.seats import Refused
from rules.terms import counting
from rules.terms.calendar import WorkCalendar

NOTICE = {"in_person": "o320.16.3.1", "video": "o320.18.3.1"}

HELPERS = ("defender", "legal_representative")


def unassisted(parties: Collection[str], *, minor: bool, video: bool) -> Refused | None:
    """Why a minor's hearing cannot be held: neither defender nor legal representative takes part; one is enough."""
    if not minor or set(HELPERS) & set(parties):
        return None
    return _by_video() if video else _in_person()


@cites("o320.16.6")
def _in_person() -> Refused:
    return _refused("o320.16.6")


@cites("o320.18.7.2")
def _by_video() -> Refused:
    return _refused("o320.18.7.2")


def _refused(rule: str) -> Refused:
    return Refused(
        rule=rule,
        because="For a minor the defender or the legal representative must take part",
        way_on="Set the hearing again inside the two months",
    )


def last_day_of_notice(form: str, hearing: date, calendar: WorkCalendar) -> date:
    """The last good day for the notice: counted back from the hearing; on a day off, the working day before."""
    return counting.count(NOTICE[form], hearing, calendar).due


@cites("o320.16.3.1", "o320.18.3.1")
def too_soon(form: str, hearing: date, today: date, calendar: WorkCalendar) -> Refused | None:
    """Why a hearing cannot be set today for that day: the last good day for its notice is past."""
    last = last_day_of_notice(form, hearing, calendar)
    if last >= today:
        return None
    first = counting.open_after_notice(NOTICE[form], today, calendar)
    return Refused(
        rule=NOTICE[form],
        because=f"The last good day to tell the parties of a hearing on {hearing} was {last}",
        way_on=f"Set it on {first} or later, and tell them today",
    )


@cites("o320.16.3.1", "o320.18.3.1")
def told_late(form: str, hearing: date, told: Mapping[str, date], calendar: WorkCalendar) -> Refused | None:
    """Why a hearing cannot be opened: a notice reached a party after its last good day."""
    last = last_day_of_notice(form, hearing, calendar)
    late = sorted(party for party, on in told.items() if on > last)
    if not late:
        return None
    return Refused(
        rule=NOTICE[form],
        because=f"The notice reached the {', '.join(late)} after {last}, the last good day for {hearing}",
        way_on="Set the hearing on a later day and tell them in time",
    )


def party_of(petitioner: str) -> str:
    """Who petitioned, as a party is called."""
    return {"representative": "legal_representative"}.get(petitioner, petitioner)


@cites("o320.11.5")
def untold_of_decision(told: Collection[str], petitioner: str) -> Refused | None:
    """Why a notice of the decision is not enough: the convict and the person who petitioned are both told."""
    return _untold("o320.11.5", ("convict", party_of(petitioner)), told)


@cites("o320.13.5")
def untold_of_admission(told: Collection[str], petitioner: str) -> Refused | None:
    """Why a notice of the admission is not enough: the convict, who petitioned, and the institution are told."""
    return _untold("o320.13.5", ("convict", party_of(petitioner), "institution"), told)


@cites("o320.16.3.1", "o320.18.3.1")
def uninvited(form: str, told: Collection[str], petitioner: str, *, minor: bool) -> Refused | None:
    """Why a notice of the hearing is not enough: every interested party that is known is told and invited, and for a
    minor the one who must take part (16(6), 18(7)). It serves as the notice of the admission too (13(5)).
    """
    found = _untold(NOTICE[form], ("convict", party_of(petitioner), "institution"), told)
    if found is None and minor and not set(HELPERS) & set(told):
        found = Refused(
            rule=NOTICE[form],
            because="For a minor the defender or the legal representative must take part, and neither was told",
            way_on="Tell one of them too, and give the day",
        )
    return found


def _untold(rule: str, wanted: Collection[str], told: Collection[str]) -> Refused | None:
    missing = [party.replace("_", " ") for party in dict.fromkeys(wanted) if party not in told]
    if not missing:
        return None
    return Refused(
        rule=rule,
        because=f"Not told: the {' and the '.join(missing)}",
        way_on="Tell every one of them in writing, and give the day of each",
    )
