"""The five seats of a council, their holders' year, who leads, the quorum of the coming month (articles 4, 5, 8)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

from law.policy import POLICY
from models.base import Frozen
from models.council import MP, Composition, Member
from rules.bodies import count, missed_in_a_row
from rules.catalogue import rule
from rules.citing import cites
from rules.council.routing import MINORS, WOMEN
from rules.terms.dates import months_after

SEATS: dict[str, str] = {
    "service": "o320.4.2.a",
    "agency": "o320.4.2.b",
    "justice": "o320.4.2.c",
    "ngo": "o320.4.2.d",
    "education": "o320.4.2.e",
}
"""The five seats and the point of 4(2) that makes each."""
IN_WORDS: dict[str, str] = {
    "service": "the seat of the Service",
    "agency": "the seat of the Agency",
    "justice": "the seat of the High Council of Justice",
    "ngo": "the seat of non-governmental organisations",
    "education": "the seat of education",
    MP: "the Member of Parliament",
}
"""The seats as they are called to those who watch."""
APPOINTED_BY: dict[str, str] = {
    "service": "o320.4.3",
    "agency": "o320.4.4",
    "justice": "o320.4.5",
    "ngo": "o320.4.6",
    "education": "o320.4.6",
}
PROPOSED_BY: dict[str, str | None] = {
    "service": None,
    "agency": "agency_head",
    "justice": "high_council_of_justice",
    "ngo": "coordination_council",
    "education": "coordination_council",
}
"""On whose proposal the Director General appoints; the seat of the Service he or she fills alone."""
GROUNDS: dict[str, str] = {
    "own_application": "o320.5.a",
    "incapacity_or_missing": "o320.5.b",
    "guilty_verdict": "o320.5.c",
    "term_ended": "o320.5.d",
    "death": "o320.5.e",
    "three_sessions_missed": "o320.5.f",
    "post_lost": "o320.5.g",
    "bad_faith": "o320.5.h",
    "council_liquidated": "o320.5.i",
}
"""The grounds of release from the council, article 5."""
AT_ONCE = ("o320.5.d", "o320.5.e")
"""Grounds by which the seat is empty at once; with the others the member sits until the order."""
MISSED_IN_A_ROW: int = rule("o320.5.f").values["missed_in_a_row"]
LEAST: int = rule("o320.14.2.1").values["least"]
"""Article 14(2): the fixed quorum, whatever seats are vacant."""

Leads = Literal["council_chair", "acting_chair", "oldest_member"]


class Refused(Frozen):
    """Why not, by which rule, and the way on."""

    rule: str
    because: str
    way_on: str


@cites("o320.4.11.1")
def term_end(appointed: date) -> date:
    """The last day of a member's year: the same date of the next year, not moved by days off (reading A of 5(d))."""
    length = rule("o320.4.11.1").duration
    assert length is not None
    return months_after(appointed, 12 * length.value)


@cites("o320.4.1", "o320.4.2.a", "o320.4.2.b", "o320.4.2.c", "o320.4.2.d", "o320.4.2.e")
def vacant(members: Collection[str]) -> tuple[str, ...]:
    """The seats that nobody fills, in their order."""
    return tuple(seat for seat in SEATS if seat not in members)


@cites("o320.4.11.1", "o320.5.d")
def in_office(composition: Composition, on: date) -> tuple[str, ...]:
    """The seats whose holders are members on a day: appointed, not released, their year not over."""
    return tuple(seat for seat in SEATS if (m := composition.members.get(seat)) and m.since <= on <= m.until)


def why_not_in_office(composition: Composition, seat: str, on: date) -> Refused | None:
    """Why the seat's holder may not act on a day, or None."""
    if seat == MP:
        return None
    if seat not in SEATS:
        return Refused(
            rule="o320.14.3",
            because=f"'{seat}' is no seat of a local council; only members have a vote",
            way_on=f"The seats are: {', '.join(SEATS)}; an attending Member of Parliament votes as '{MP}'",
        )
    member = composition.members.get(seat)
    if member is None:
        released = composition.released.get(seat)
        if released is not None:
            return Refused(
                rule="o320.5",
                because=f"The member of the seat '{seat}' was released from the council on {released.isoformat()}",
                way_on="The session goes on with the other members; the Director General fills the seat",
            )
        return Refused(
            rule=SEATS[seat],
            because=f"The seat '{seat}' is vacant",
            way_on="Let the Director General appoint a member to it",
        )
    if on < member.since:
        return Refused(
            rule="o320.4.11.1",
            because=f"The member of the seat '{seat}' is appointed from {member.since.isoformat()}",
            way_on="Give the right day, or let the other members act",
        )
    if on > member.until:
        return Refused(
            rule="o320.4.11.1",
            because=f"The term of the member of the seat '{seat}' ended on {member.until.isoformat()}",
            way_on="Let the Director General appoint a member anew; a decision with an expired member can be attacked",
        )
    return None


@cites("o320.14.3")
def own_seat(
    composition: Composition, seat: str, by: str, staff: str | None, rule: str = "o320.14.3"
) -> Refused | None:
    """Why `by` cannot speak for a seat, or None: everybody votes, and declares recusal, for the own seat alone."""
    known = {"council_chair": composition.chair, "acting_chair": composition.acting, MP: MP}
    mine = known.get(by)
    if (mine is not None and mine != seat) or (seat == MP and by != MP):
        own = f"; yours is '{mine}'" if mine is not None else ""
        return Refused(rule=rule, because=f"'{seat}' is not the seat of the {by.replace('_', ' ')}{own}",
                       way_on="Give your own seat; each member acts for himself or herself")  # fmt: skip
    holder = composition.members[seat].staff if seat in composition.members else None
    if holder and staff and holder != staff:
        return Refused(rule=rule, because=f"The seat '{seat}' is held by somebody else", way_on="Give your own seat")
    return None


@cites("o320.4.11.2")
def appointment_note(earlier_terms: int) -> int | None:
    """A person may be appointed again, as often as one likes; from the third term on the number is shown."""
    return earlier_terms + 1 if earlier_terms >= 2 else None


@cites("o320.4.8.1", "o320.4.8.2", "o320.4.9.1", "o320.4.9.2")
def appointment(seat: str, *, suitable: bool, human_rights: bool, proposed_by: str | None) -> Refused | None:
    """Why somebody may not be appointed to a seat: the qualities of 4(8), and the proposal that 4(3)-(6) ask for."""
    if seat not in SEATS:
        return Refused(
            rule="o320.4.1", because=f"'{seat}' is no seat of a council", way_on=f"The seats are: {', '.join(SEATS)}"
        )
    if not suitable:
        return Refused(
            rule="o320.4.8.1",
            because="A member must have suitable education, experience, and business and moral qualities",
            way_on="Confirm them, or choose somebody else",
        )
    if seat == "ngo" and not human_rights:
        return Refused(
            rule="o320.4.8.2",
            because="The representative of non-governmental organisations must have experience in human rights",
            way_on="Confirm it (experience: [human_rights]), or choose somebody else",
        )
    return _proposal(seat, proposed_by)


@cites("o320.4.3", "o320.4.4", "o320.4.5", "o320.4.6")
def _proposal(seat: str, proposed_by: str | None) -> Refused | None:
    wanted = PROPOSED_BY[seat]
    if wanted is None or proposed_by == wanted:
        return None
    return Refused(
        rule=APPOINTED_BY[seat],
        because=f"The member of the seat '{seat}' is appointed on the proposal of the {wanted.replace('_', ' ')}",
        way_on=f"Record the proposal (proposed_by: {wanted})",
    )


@cites("o320.4.9.1", "o320.4.9.2")
def special_experience_missing(council: str, members: Mapping[str, Member]) -> str | None:
    """The rule that the council for minors (or women) breaks while no member has the special experience, else None."""
    wanted = {MINORS: ("minors", "o320.4.9.1"), WOMEN: ("women", "o320.4.9.2")}.get(council)
    if wanted is None or any(wanted[0] in m.experience for m in members.values()):
        return None
    return wanted[1]


@cites("o320.14.2.1", "o320.4.11.1")
def quorum_until(composition: Composition) -> date | None:
    """The last day on which three members are in office by their terms as they stand; None when it is not so now."""
    ends = sorted((m.until for m in composition.members.values()), reverse=True)
    return ends[LEAST - 1] if len(ends) >= LEAST else None


def quorum_warning(composition: Composition) -> date | None:
    """The day by which the lack of a quorum is to be seen to: so many months (policy) before it comes."""
    until = quorum_until(composition)
    return None if until is None else months_after(until + timedelta(days=1), -POLICY.council.quorum_ahead_months)


@cites("o320.5.f")
def three_missed(attendance: Iterable[str]) -> bool:
    """Whether the last sessions were missed without good reason often enough in a row; a recusal is no absence."""
    return missed_in_a_row(attendance) >= MISSED_IN_A_ROW


@cites("o320.8.2")
def elected(votes: Mapping[str, str]) -> str | None:
    """The candidate for chair: the majority of the attending members; no casting vote, for there is no chair yet."""
    found = count(votes, tuple(votes), tuple(SEATS), majority_of="attending", casting=None)
    return found.decided


class Leader(Frozen):
    """Who performs the duties of the chair in one case, in which capacity, by which rule."""

    seat: str | None
    as_: Leads | None
    rule: str


@cites("o320.8.1.1", "o320.8.4", "o320.12.3.1", "o320.12.3.2")
def leader(composition: Composition, on: date, *, recused: Collection[str], absent: Collection[str] = ()) -> Leader:
    """Who leads: the chair; else the member of the Director General's order; when that one is recused, the oldest.

    Age alone makes nobody the acting chair: with the chair away and no order there is no leader.
    """
    sitting = in_office(composition, on)
    chair, acting = composition.chair, composition.acting
    if chair in sitting and chair not in recused and chair not in absent:
        return Leader(seat=chair, as_="council_chair", rule="o320.8.1.1")
    by = "o320.12.3.1" if chair in recused else "o320.8.4"
    if acting is None or acting not in sitting:
        return Leader(seat=None, as_=None, rule=by)
    if acting in recused:
        return Leader(seat=oldest(composition, on, out=(*recused, *absent)), as_="oldest_member", rule="o320.12.3.2")
    if acting in absent:
        return Leader(seat=None, as_=None, rule="o320.8.4")
    return Leader(seat=acting, as_="acting_chair", rule=by)


@cites("o320.12.2.6", "o320.12.3.2")
def oldest(composition: Composition, on: date, *, out: Collection[str]) -> str | None:
    """The oldest member by age who takes part; the Member of Parliament is none."""
    sitting = in_office(composition, on)
    return next((seat for seat in composition.by_age if seat in sitting and seat not in out), None)
