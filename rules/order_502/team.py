"""The multidisciplinary team: members, agreement on the scores, votes on the plan (articles 10 and 14(6))."""

from collections.abc import Collection, Mapping
from typing import Literal

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.scoring import Level


class BadVote(ValueError):
    """A vote that the act does not know."""


class Tally(Frozen):
    """The votes on the working version of the plan, and what came of them."""

    votes_for: int
    votes_against: int
    result: Literal["adopted", "rejected", "tied"]
    absent: tuple[str, ...]
    explanation: str
    rules: tuple[str, ...]


class Agreement(Frozen):
    """Whether every member present agrees on the final assessment results."""

    agreed: bool
    against: tuple[str, ...]
    absent: tuple[str, ...]
    supervisor_needed: bool
    rules: tuple[str, ...]


@cites("o502.10.2", "o502.3.n")
def members(*, with_psychologist: bool) -> tuple[str, ...]:
    """The roles that are members of the team; invited specialists and the supervisor are not."""
    values = rule("o502.10.2").values
    return tuple(values["always"]) + (tuple(values["if_needed"]) if with_psychologist else ())


@cites("o502.3.m")
def both_seats(holders: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Who holds both seats of a social worker in one team, by role → staff ids: a warning, never a refusal.

    The text does not forbid it, and the roles are set case by case; 10(2) lists them as two members.
    """
    return tuple(sorted(set(holders.get("case_manager", ())) & set(holders.get("case_administrator", ()))))


@cites("o502.8.10.a.1", "o502.10.2")
def psychologist_is_member(serious_harm: Level, *, called_in: bool) -> bool:
    """Whether the psychologist sits in the team: called in, or at work by law with high serious-harm risk."""
    return called_in or serious_harm == "high"


@cites("o502.14.6.1", "o502.14.6.2")
def tally(votes: Mapping[str, str], *, with_psychologist: bool) -> Tally:
    """Count the votes: more for than against carries, equal votes are for the case manager to decide.

    The act has no quorum and no abstention; absent members are shown and do not count.
    """
    seats = members(with_psychologist=with_psychologist)
    for role, vote in votes.items():
        if role not in seats:
            raise BadVote(f"'{role}' has no vote: only the members of 10(2) vote ({', '.join(seats)})")
        if vote not in ("for", "against"):
            raise BadVote(f"the vote of {role} is 'for' or 'against', not {vote!r}")
    if not votes:
        raise BadVote("no vote was cast: record at least one vote, 'for' or 'against'")
    in_favour = sum(vote == "for" for vote in votes.values())
    against = len(votes) - in_favour
    result: Literal["adopted", "rejected", "tied"] = "tied"
    if in_favour != against:
        result = "adopted" if in_favour > against else "rejected"
    tied = "; the votes are equal, so the case manager decides" if result == "tied" else ""
    return Tally(
        votes_for=in_favour,
        votes_against=against,
        result=result,
        absent=tuple(role for role in seats if role not in votes),
        explanation=f"{in_favour} for, {against} against{tied}",
        rules=("o502.14.6.1", "o502.14.6.2") if tied else ("o502.14.6.1",),
    )


@cites("o502.14.6.2")
def may_break_tie(role: str, counted: Tally) -> bool:
    """Whether `role` may decide the version on which the votes were equal."""
    return counted.result == "tied" and role == rule("o502.14.6.2").actor


@cites("o502.10.6", "o502.10.7.1", "o502.10.7.2")
def agreement(present: Collection[str], agreed: Collection[str], *, with_psychologist: bool) -> Agreement:
    """Whether the final results are agreed: by every member present, never by a vote (10(6)).

    Without agreement the case manager invites the professional supervisor (10(7)), and consensus alone
    settles it. Invited specialists do not count.
    """
    seats = members(with_psychologist=with_psychologist)
    strangers = sorted(set(agreed) - set(present))
    if strangers:
        raise BadVote(f"{', '.join(strangers)} agreed without being present: enter the presence first")
    sitting = [role for role in seats if role in present]
    if not sitting:
        raise BadVote(f"no member of the team was present: it has {', '.join(seats)}")
    against = tuple(role for role in sitting if role not in agreed)
    return Agreement(
        agreed=not against,
        against=against,
        absent=tuple(role for role in seats if role not in present),
        supervisor_needed=bool(against),
        rules=("o502.10.6", "o502.10.7.1", "o502.10.7.2") if against else ("o502.10.6",),
    )
