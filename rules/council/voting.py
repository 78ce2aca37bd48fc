"""Quorum, choices, votes, ties and recusal in a council (articles 4(7), 7, 12, 13, 14)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

from models.base import Frozen
from models.council import MP, Composition
from rules.bodies import Count, count, entitled
from rules.catalogue import rule
from rules.citing import cites
from rules.council.eligibility import HOME_ARREST, PAROLE, kind_of
from rules.council.seats import LEAST, Refused, in_office, leader, oldest, why_not_in_office

Kind = Literal["without_hearing", "hearing"]
GRANT = ("grant_parole", "grant")
REFUSE = "refuse"
ADMIT = "admit_to_oral_hearing"


@cites("o320.7.2", "o320.7.4", "o320.7.6", "o320.7.7", "o320.13.3.a", "o320.13.3.b", "o320.13.3.c")
def choices(kind: str, matter: str) -> tuple[str, ...]:
    """What may be voted for: never to adjourn, return or abstain; commutation is granted at a hearing only."""
    if kind == "without_hearing":
        return _without_hearing(matter)
    values = rule("o320.7.6").values
    return tuple(values[kind_of(matter)])


@cites("o320.7.4", "o320.13.4.a", "o320.13.4.b")
def _without_hearing(matter: str) -> tuple[str, ...]:
    return tuple(rule("o320.7.4").values[kind_of(matter)])


def rule_of_result(kind: str, matter: str, result: str) -> str:
    """The article that opens this result at this kind of session."""
    if kind == "hearing":
        return "o320.7.6"
    if matter == PAROLE:
        return {"grant_parole": "o320.13.3.a", ADMIT: "o320.13.3.b", REFUSE: "o320.13.3.c"}.get(result, "o320.7.4")
    return {ADMIT: "o320.13.4.a", REFUSE: "o320.13.4.b"}.get(result, "o320.7.7")


def not_open(kind: str, matter: str, choice: str) -> Refused | None:
    """Why this result cannot be voted for here, or None."""
    open_ = choices(kind, matter)
    if choice in open_:
        return None
    granting = choice in GRANT and kind == "without_hearing"
    return Refused(
        rule="o320.7.7" if granting and matter != PAROLE else ("o320.7.4" if kind == "without_hearing" else "o320.7.6"),
        because=f"'{choice}' is not open at a session {kind.replace('_', ' ')} on {matter.replace('_', ' ')}",
        way_on=f"Open are: {', '.join(open_)}"
        + ("; a lighter kind of sentence is granted at an oral hearing only" if granting and matter != PAROLE else ""),
    )


class Quorum(Frozen):
    """Whether the session is competent in this case, and whether it is so only by the attending MP."""

    reached: bool
    present: tuple[str, ...]
    rests_on_mp: bool
    rules: tuple[str, ...]


@cites("o320.14.2.1", "o320.4.7.3", "o320.9.3.1")
def quorum(attending: Collection[str], recused: Collection[str]) -> Quorum:
    """At least three take part in the case; an attending MP counts (reading A), and the session is marked then."""
    present = entitled(attending, recused)
    members = [seat for seat in present if seat != MP]
    return Quorum(
        reached=len(present) >= LEAST,
        present=present,
        rests_on_mp=len(members) < LEAST <= len(present),
        rules=("o320.14.2.1", "o320.4.7.3") if MP in present else ("o320.14.2.1",),
    )


@cites("o320.12.4.1")
def lost_by_recusal(composition: Composition, recused: Collection[str], on: date) -> bool:
    """Whether so many are recused that the case goes to another council: filled seats count, not who came today."""
    sitting = in_office(composition, on)
    return bool(recused) and len(entitled(sitting, recused)) < LEAST


@cites("o320.14.2.2", "o320.14.3", "o320.14.4", "o320.4.7.2", "o320.7.1")
def decide(votes: Mapping[str, str], voters: Collection[str], open_: Collection[str], casting: str | None) -> Count:
    """The vote in a case: more than half of those attending; on an equal split the side of the one who leads."""
    return count(votes, voters, open_, majority_of="attending", casting=casting)


@cites("o320.14.3", "o320.14.2.2", "o320.12.2.1")
def may_vote(
    composition: Composition,
    on: date,
    seat: str,
    *,
    attending: Collection[str],
    recused: Collection[str],
    votes: Collection[str],
) -> Refused | None:
    """Why a seat may not vote in this case now: no member, expired, removed, recused, away, or has voted."""
    unseated = why_not_in_office(composition, seat, on)
    if unseated is not None:
        return unseated
    if seat in recused:
        return Refused(
            rule="o320.12.2.1",
            because=f"The member of the seat '{seat}' is recused from this case",
            way_on="The other members decide; with fewer than three left the case goes to another council (12(4))",
        )
    if seat not in attending:
        return Refused(
            rule="o320.14.2.2",
            because=f"'{seat}' does not attend this session",
            way_on="Only those who attend vote; record who attends when the session is opened",
        )
    if seat in votes:
        return Refused(
            rule="o320.14.3",
            because=f"'{seat}' has already voted: each has one vote",
            way_on="A vote once given stands; when no choice has a majority all vote again",
        )
    return None


@cites("o320.12.2.2", "o320.12.2.3", "o320.12.2.4", "o320.12.2.5", "o320.12.2.6")
def recusal(
    composition: Composition, on: date, concerned: str, votes: Mapping[str, str], recused: Collection[str]
) -> Count:
    """A recusal asked for: majority of the votes given, no quorum, without the member concerned.

    Equal votes: the vote of the one who leads decides; about the chair or acting chair that of the oldest member who
    takes part.
    """
    voters = tuple(s for s in (*in_office(composition, on), MP) if s != concerned and s not in recused)
    leads = leader(composition, on, recused=recused)
    about_leader = concerned in (composition.chair, leads.seat)
    casting = oldest(composition, on, out=(concerned, *recused)) if about_leader else leads.seat
    if about_leader and casting not in votes:
        casting = next((s for s in composition.by_age if s in votes), None)
    return count(votes, voters, ("for", "against"), majority_of="cast", casting=casting)


@cites("o320.12.1.1", "o320.12.1.2", "o320.12.1.3", "o320.12.2.1")
def self_recusal(ground: str) -> str:
    """The rule of a ground of self-recusal, which takes effect when declared: any kinship, counsel, any other doubt."""
    return {"kinship": "o320.12.1.1", "counsel": "o320.12.1.2"}.get(ground, "o320.12.1.3")


@cites("o320.20.2", "o320.10.5.1", "o320.7.7", "o320.10.5.2")
def grant_barred(matter: str, *, consent: bool, guarantee: bool) -> Refused | None:
    """Why commutation cannot be granted at the hearing yet: no written consent, no guarantee for home arrest."""
    if matter == PAROLE:
        return None
    if not consent:
        return Refused(
            rule="o320.20.2",
            because="The convict's written consent is not on file",
            way_on="Record it (act 'consent': annex 2 for labour, annex 3 for home arrest); to refuse stays open",
        )
    if matter == HOME_ARREST and not guarantee:
        accepted = ", ".join(rule("o320.10.5.2").values["accepted"])
        return Refused(
            rule="o320.10.5.1",
            because="The guarantee for the electronic monitoring device is not on file",
            way_on=f"Record it before the hearing is held ({accepted}); the hearing goes on and to refuse stays open",
        )
    return None
