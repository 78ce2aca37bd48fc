"""What every body that decides by votes has in common: who may vote now, the count, the majority, the tie. Pure.

The acts differ in their numbers and in whom the majority is of; each act's own module passes those in.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from models.base import Frozen


class BadVote(ValueError):
    """A vote that the act does not know; `rule` names the article and the message says what to do."""

    def __init__(self, message: str, rule: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule


class Count(Frozen):
    """What came of a vote.

    `decided` is the choice that carried. Without it `leading` are the choices to vote on again, and `missing` those
    who have not voted yet. `tie` says that equal votes were settled by the casting vote.
    """

    votes: Mapping[str, int]
    decided: str | None = None
    tie: bool = False
    leading: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    explanation: str = ""


def check_votes(votes: Mapping[str, str], voters: Collection[str], choices: Collection[str]) -> None:
    """Raise `BadVote` when somebody voted who may not, or for what is not open here."""
    for seat, choice in votes.items():
        if seat not in voters:
            raise BadVote(f"'{seat}' has no vote here; those who have: {', '.join(sorted(voters))}")
        if choice not in choices:
            raise BadVote(f"'{choice}' is not open here; open are: {', '.join(choices)}")


def count(
    votes: Mapping[str, str],
    voters: Collection[str],
    choices: Collection[str],
    *,
    majority_of: Literal["attending", "cast"],
    casting: str | None,
) -> Count:
    """Count the votes of `voters`.

    A choice carries with more than half of those attending (or of the votes cast). When all have voted and exactly
    two choices are equal, the side of `casting` (a voter) carries. Otherwise nothing is decided.
    """
    check_votes(votes, voters, choices)
    by_choice = {c: sum(v == c for v in votes.values()) for c in choices}
    said = ", ".join(f"{n} for {c}" for c, n in by_choice.items() if n) or "no vote"
    missing = tuple(v for v in voters if v not in votes) if majority_of == "attending" else ()
    if missing:
        return Count(votes=by_choice, missing=missing, explanation=f"{said}; still to vote: {', '.join(missing)}")
    of = len(tuple(voters)) if majority_of == "attending" else len(votes)
    best = max(by_choice.values(), default=0)
    for choice, number in by_choice.items():
        if 2 * number > of:
            return Count(votes=by_choice, decided=choice, explanation=f"{said}: more than half of {of}")
    level = [c for c, number in by_choice.items() if number == best and best > 0]
    if len(level) == 2 and 2 * best == of and casting is not None and casting in votes:
        return Count(
            votes=by_choice,
            decided=votes[casting],
            tie=True,
            explanation=f"{said}: equal, so the vote of the {casting} seat decides",
        )
    return Count(
        votes=by_choice,
        leading=_leading(by_choice),
        explanation=f"{said}: no choice has more than half of {of}",
    )


def _leading(by_choice: Mapping[str, int]) -> tuple[str, ...]:
    """The choices with the most votes: two, or more where they are level for the second place."""
    numbers = sorted((n for n in by_choice.values() if n), reverse=True)
    least = numbers[1] if len(numbers) > 1 else (numbers[0] if numbers else 0)
    return tuple(c for c, n in by_choice.items() if n and n >= least)


def entitled(attending: Iterable[str], recused: Collection[str]) -> tuple[str, ...]:
    """Those present who may take part in this matter: a recused member is present and does not count."""
    return tuple(seat for seat in attending if seat not in recused)


def who_sits(places: Iterable[str], recused: Collection[str]) -> str | None:
    """The first of those present for a seat (the main member, then the reserves in order) who is not recused."""
    return next((place for place in places if place not in recused), None)


def unfilled(seats: Iterable[str], sitting: Mapping[str, str]) -> tuple[str, ...]:
    """The seats in which nobody sits."""
    return tuple(seat for seat in seats if not sitting.get(seat))


def missed_in_a_row(attendance: Iterable[str]) -> int:
    """How many of the last sessions were missed in a row without a good reason (`absent_bad`).

    A session missed for a good reason (`absent_good`) or for recusal (`recused`) neither counts nor breaks the row;
    being `present` breaks it.
    """
    row = 0
    for how in attendance:
        row = 0 if how == "present" else row + (how == "absent_bad")
    return row
