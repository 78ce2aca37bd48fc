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


@cites("o320.13.5")
def untold_of_admission(told: Collection[str], petitioner: str, *, already: bool) -> Refused | None:
    """Why the notice of the hearing cannot go out yet: who petitioned would not learn of the admission by it.

    One letter may serve both; the convict and the institution are in every notice (16(3)).
    """
    party = {"representative": "legal_representative"}.get(petitioner, petitioner)
    if already or party in told:
        return None
    return Refused(
        rule="o320.13.5",
        because=f"The {party.replace('_', ' ')} petitioned and has not been told that the case is admitted",
        way_on="Tell of the admission first (step 'notify'), or let this notice reach that party too",
    )
