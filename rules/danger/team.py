"""The risk assessment team: its seats and reserves, head and deputy, appointment and release, recusal per convict."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from models.base import Frozen
from rules import catalogue
from rules.bodies import missed_in_a_row, unfilled, who_sits
from rules.citing import cites
from rules.danger.edition import Edition
from rules.errors import NotAllowed

Place = Literal["main", "reserve", "second_reserve"]
PLACES: tuple[Place, ...] = ("main", "reserve", "second_reserve")

UNIT_OF_SEAT: dict[str, dict[str, str | None]] = {
    "o70": {
        "social_provision": "social_provision_division",
        "legal_regime": "legal_regime_division",
        "operative": "operative_division",
        "special_registration": "special_registration_division",
        "psychologist": None,
    },
    "dr2": {
        "social_worker": "resocialisation_department",
        "psychologist": "resocialisation_department",
        "legal_regime": "legal_regime_division",
        "operative": "operative_division",
        "special_registration": "special_registration_division",
    },
}
"""Seat → the unit whose employee may sit there. Order 70 names no unit for the psychologist."""

NOMINATOR_OF_SEAT: dict[str, str] = {
    "social_worker": "resocialisation_department_head",
    "psychologist": "resocialisation_department_head",
    "legal_regime": "penitentiary_department_director",
    "operative": "penitentiary_department_director",
    "special_registration": "penitentiary_department_director",
}
"""Who presents a seat's members under the later rule, each for their own staff (reading of 9(2))."""

GROUNDS: dict[str, dict[str, str]] = {
    "o70": {
        "own_application": "o70.9.4.a",
        "support_or_missing": "o70.9.4.b",
        "convicted": "o70.9.4.c",
        "died": "o70.9.4.d",
        "missed_sessions": "o70.9.4.e",
        "position_changed": "o70.9.4.f",
        "bad_faith": "o70.9.4.g",
    },
    "dr2": {
        "own_application": "dr2.9.4.a",
        "missed_sessions": "dr2.9.4.b",
        "position_changed": "dr2.9.4.c",
        "bad_faith": "dr2.9.4.d",
    },
}


class Member(Frozen):
    """Somebody presented for a place: the unit he or she comes from and who presented him or her."""

    unit: str
    by: str


@cites("o70.8.2.s1", "o70.8.2.s2", "o70.9.1", "dr2.8.2.s1", "dr2.8.2.s2", "dr2.9.1", "dr2.9.2.s2", "dr2.9.2.s3")
def check_team(edition: Edition, seats: Mapping[str, Mapping[str, Member]], head: str, deputy: str) -> None:
    """A team as the order forms it: every seat with its main member and reserve, a head and a deputy among the mains.

    The later rule also wants the second reserve presented, who is kept for a double recusal. Raises NotAllowed.
    """
    needed: tuple[Place, ...] = PLACES if edition.has("two_reserves") else PLACES[:2]
    for seat in seats:
        if seat not in edition.seats:
            raise NotAllowed(
                edition.rule("seats"), f"'{seat}' is no seat of the team; the seats are {', '.join(edition.seats)}"
            )
    missing = [f"{place} of {seat}" for seat in edition.seats for place in needed if place not in seats.get(seat, {})]
    if missing:
        second = any(m.startswith("second_reserve") for m in missing) and len(missing) <= len(edition.seats)
        raise NotAllowed(
            edition.rule("two_reserves" if second else "team_size"),
            f"the team lacks: {', '.join(missing)}; name a member for each place",
        )
    for seat, places in seats.items():
        for place, member in places.items():
            check_member(edition, seat, place, member)
    for role, seat in (("head", head), ("deputy head", deputy)):
        if seat not in edition.seats:
            raise NotAllowed(edition.rule("team"), f"the {role} is one of the members: name a seat, not '{seat}'")
    if head == deputy:
        raise NotAllowed(edition.rule("team"), "the head and the deputy head are two members: name two seats")


@cites("o70.9.2", "dr2.9.2.s1", "o70.8.2.s2", "dr2.8.2.s2")
def check_member(edition: Edition, seat: str, place: str, member: Member) -> None:
    """The member comes from the seat's unit and was presented by whom the edition names. Raises NotAllowed."""
    unit = UNIT_OF_SEAT[edition.id].get(seat)
    if unit is not None and member.unit != unit:
        raise NotAllowed(
            edition.rule("seats"),
            f"the {place} of {seat} must come from {unit}, not from {member.unit}; present somebody of that unit",
        )
    nominator = NOMINATOR_OF_SEAT[seat] if edition.has("two_reserves") else edition.actor("nominated")
    if member.by != nominator:
        raise NotAllowed(
            edition.rule("nominated"),
            f"the {place} of {seat} is presented by {nominator}, not by {member.by or 'nobody'}",
        )


@cites(
    "o70.9.4", "o70.9.4.a", "o70.9.4.b", "o70.9.4.c", "o70.9.4.d", "o70.9.4.e", "o70.9.4.f", "o70.9.4.g",
    "dr2.9.4", "dr2.9.4.a", "dr2.9.4.b", "dr2.9.4.c", "dr2.9.4.d",
)  # fmt: skip
def release_rule(edition: Edition, ground: str) -> str:
    """The rule of a ground for release; the list is closed. Raises NotAllowed."""
    known = GROUNDS[edition.id]
    if ground not in known:
        raise NotAllowed(
            edition.rule("release"), f"'{ground}' is no ground for release; the grounds are {', '.join(known)}"
        )
    return known[ground]


@cites("o70.9.4.e", "dr2.9.4.b")
def missed_too_often(edition: Edition, attendance: Sequence[str]) -> bool:
    """Whether a member has missed as many sessions in a row without a good reason as the act allows. A flag only."""
    ground = catalogue.rule(GROUNDS[edition.id]["missed_sessions"])
    return missed_in_a_row(attendance) >= int(ground.values["consecutive_absences"])


class Sitting(Frozen):
    """Who sits for one convict's case: seat → place; the seats in which nobody can sit; who chairs, from which seat."""

    seats: dict[str, Place]
    empty: tuple[str, ...]
    chair: Literal["head", "deputy", "named"] | None
    chair_seat: str | None


@cites(
    "o70.13.3.s1", "o70.13.3.s2", "o70.13.4", "o70.9.3", "dr2.14.3.s1", "dr2.14.3.s2", "dr2.14.3.s4", "dr2.14.4.s1",
    "dr2.14.4.s2", "dr2.14.5", "dr2.9.3",
)  # fmt: skip
def sitting(
    edition: Edition,
    present: Mapping[str, Collection[str]],
    recused: Mapping[str, Collection[str]],
    head: str,
    deputy: str,
    named: str | None = None,
    second: Collection[str] = (),
) -> Sitting:
    """Who sits in a convict's case. `present`: seat → the places whose members are there; `recused`: seat → places.

    A member is replaced by the reserve of the same seat; the second reserve sits only once the order of 14(5) has
    named him or her (`second`: the seats for which it was made). The head chairs, else the deputy, else the member
    of the seat `named` by the order of 14(4).
    """
    seats: dict[str, Place] = {}
    for seat in edition.seats:
        places: tuple[Place, ...] = PLACES if seat in second else PLACES[:2]
        here = [p for p in places if p in present.get(seat, ()) or (p == "second_reserve" and seat in second)]
        found = who_sits(here, recused.get(seat, ()))
        for place in here:
            if place == found:
                seats[seat] = place
    chair: Literal["head", "deputy", "named"] | None = None
    chair_seat: str | None = None
    if seats.get(head) == "main":
        chair, chair_seat = "head", head
    elif seats.get(deputy) == "main":
        chair, chair_seat = "deputy", deputy
    elif named is not None and named in seats:
        chair, chair_seat = "named", named
    return Sitting(seats=seats, empty=unfilled(edition.seats, seats), chair=chair, chair_seat=chair_seat)


@cites("o70.13.1.s1", "o70.13.1.s2", "dr2.14.1.s1", "dr2.14.1.s2")
def recusal_rule(edition: Edition, ground: str) -> str:
    """The rule of a ground of recusal: kinship or closeness to somebody in the case, or any other doubt."""
    return edition.rule("recusal_close" if ground == "close" else "recusal_doubt")


Next = Literal["reserve", "second_reserve", "flag_director"]


@cites("o70.13.3.s2", "dr2.14.3.s2", "dr2.14.5")
def after_recusal(edition: Edition, recused: Collection[str]) -> Next:
    """What follows when the members of these places of one seat are recused."""
    if "main" in recused and "reserve" not in recused:
        return "reserve"
    if edition.has("second_reserve") and "second_reserve" not in recused:
        return "second_reserve"
    return "flag_director"
