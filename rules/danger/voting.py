"""Quorum, votes and ties of the team, by edition. The kind is what the team votes; nothing else sets it."""

from collections.abc import Mapping
from typing import Literal

from models.base import Frozen
from rules.bodies import count
from rules.citing import cites
from rules.danger.edition import Edition
from rules.danger.team import Sitting


class Decision(Frozen):
    """What came of the votes: decided with its kind and rule, or to be voted again, and the count."""

    result: Literal["decided", "vote_again", "incomplete"]
    kind: str | None = None
    rule: str
    counts: dict[str, int]
    by_chair: bool = False


@cites("o70.12.4.s2", "dr2.13.4")
def quorum(edition: Edition, sits: Sitting) -> bool:
    """All five seats are filled, each by its main member or the reserve in that member's place; fewer blocks it."""
    return not sits.empty and len(sits.seats) >= int(edition.values("team_size")["main_members"])


@cites("o70.12.4.s3", "o70.12.4.s4", "o70.5.1", "dr2.13.5.s1", "dr2.5.1")
def decision(edition: Edition, votes: Mapping[str, str], chair_seat: str | None) -> Decision:
    """Count the votes of the seats. A kind needs more than half of the seats; nobody abstains.

    Order 70: on a tie for the lead the vote of the person in the chair decides if it is for one of the leading
    kinds. The later rule gives no casting vote: the team votes again.
    """
    counted = count(votes, edition.seats, edition.kinds, majority_of="attending", casting=None)
    majority = edition.rule("majority")
    counts = {kind: n for kind, n in counted.votes.items() if n}
    if counted.missing:
        return Decision(result="incomplete", rule=majority, counts=counts)
    if counted.decided is not None:
        return Decision(result="decided", kind=counted.decided, rule=majority, counts=counts)
    lead = [kind for kind, n in counts.items() if n == max(counts.values())]
    if edition.has("casting") and len(lead) > 1 and chair_seat is not None and votes[chair_seat] in lead:
        rule = edition.rule("casting")
        return Decision(result="decided", kind=votes[chair_seat], rule=rule, counts=counts, by_chair=True)
    return Decision(result="vote_again", rule=majority, counts=counts)


@cites("o70.12.3.s2", "o70.10.1.d", "dr2.13.3.s2", "dr2.10.1.d")
def minutes_signed_by(edition: Edition, sits: Sitting) -> tuple[str, ...]:
    """Whose signatures the minutes need: the head's alone, or those of every member who took part (seat names)."""
    if edition.id == "o70":
        return (sits.chair_seat,) if sits.chair_seat else ()
    return tuple(sorted(sits.seats))


@cites("o70.8.3", "o70.10.1.f", "dr2.8.3", "dr2.10.1.f")
def has_vote(role: str) -> bool:
    """Whether a role's vote is counted; an invited person advises and is never counted."""
    return role != "invited_person"
