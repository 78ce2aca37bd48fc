"""Recusal with its reserves, quorum, votes and ties, signatures, by edition."""

import pytest

from rules.danger import team, voting
from rules.danger.edition import Edition
from tests.danger.editions import DR2, O70, both

ALL = ("main", "reserve", "second_reserve")


@pytest.mark.parametrize("e", both("without_member", "reserve_sits", "head_recused", "deputy", "quorum"))
def test_the_reserve_of_the_seat_sits_for_a_recused_member(e: Edition) -> None:
    seats = e.seats
    head, deputy = seats[0], seats[1]
    present = dict.fromkeys(seats, ("main", "reserve"))
    sits = team.sitting(e, present, {head: ["main"]}, head, deputy)
    assert sits.seats == {**dict.fromkeys(seats, "main"), head: "reserve"}
    assert (sits.chair, sits.chair_seat) == ("deputy", deputy)
    assert voting.quorum(e, sits)
    four = team.sitting(e, dict.fromkeys(seats, ("main",)), {head: ["main"]}, head, deputy)
    assert four.empty == (head,)
    assert not voting.quorum(e, four)
    both_out = {head: ["main"], deputy: ["main"]}
    assert team.sitting(e, present, both_out, head, deputy).chair is None


@pytest.mark.rule("dr2.14.5", "dr2.14.4.s2", "o70.13.3.s2", "dr2.14.3.s2")
def test_double_recusal_by_edition() -> None:
    assert team.after_recusal(O70, ["main"]) == team.after_recusal(DR2, ["main"]) == "reserve"
    assert team.after_recusal(O70, ["main", "reserve"]) == "flag_director"
    assert team.after_recusal(DR2, ["main", "reserve"]) == "second_reserve"
    assert team.after_recusal(DR2, ["main", "reserve", "second_reserve"]) == "flag_director"
    seats = DR2.seats
    out = {"psychologist": ["main", "reserve"]}
    present = dict.fromkeys(seats, ("main", "reserve"))
    assert team.sitting(DR2, present, out, "operative", "social_worker").empty == ("psychologist",)
    sits = team.sitting(DR2, present, out, "operative", "social_worker", second=["psychologist"])
    assert sits.seats["psychologist"] == "second_reserve"
    heads = {"operative": ["main"], "social_worker": ["main"]}
    named = team.sitting(DR2, present, heads, "operative", "social_worker", named="legal_regime")
    assert (named.chair, named.chair_seat) == ("named", "legal_regime")


@pytest.mark.parametrize(("ground", "s"), [("close", "s1"), ("doubt", "s2")])
@pytest.mark.rule("o70.13.1.s1", "o70.13.1.s2", "dr2.14.1.s1", "dr2.14.1.s2")
def test_grounds_of_recusal(ground: str, s: str) -> None:
    assert team.recusal_rule(O70, ground) == f"o70.13.1.{s}"
    assert team.recusal_rule(DR2, ground) == f"dr2.14.1.{s}"


def votes(e: Edition, *kinds: str) -> dict[str, str]:
    return dict(zip(e.seats, kinds, strict=False))


@pytest.mark.parametrize("e", both("majority", "kinds"))
def test_three_of_five_decide(e: Edition) -> None:
    three = voting.decision(e, votes(e, "high", "low", "high", "medium", "high"), None)
    assert (three.result, three.kind, three.by_chair) == ("decided", "high", False)
    assert three.rule == e.rule("majority")
    four = voting.decision(e, votes(e, "high", "high", "high", "high"), None)
    assert four.result == "incomplete"
    scattered = voting.decision(e, votes(e, "low", "medium", "increased", "high", "high"), e.seats[4])
    assert scattered.result == "vote_again"


@pytest.mark.rule("o70.12.4.s4", "dr2.13.5.s1")
def test_two_two_one() -> None:
    split = ("low", "low", "medium", "medium", "high")
    chair = voting.decision(O70, votes(O70, *split), O70.seats[2])
    assert (chair.result, chair.kind, chair.by_chair, chair.rule) == ("decided", "medium", True, "o70.12.4.s4")
    outside = voting.decision(O70, votes(O70, *split), O70.seats[4])
    assert outside.result == "vote_again"
    assert voting.decision(O70, votes(O70, *split), None).result == "vote_again"
    assert voting.decision(DR2, votes(DR2, *split), DR2.seats[2]).result == "vote_again"


@pytest.mark.parametrize("e", both("minutes_signed", "head_signs"))
def test_who_signs_the_minutes(e: Edition) -> None:
    seats = e.seats
    sits = team.sitting(e, dict.fromkeys(seats, ("main",)), {}, seats[3], seats[0])
    signed = voting.minutes_signed_by(e, sits)
    assert signed == ((seats[3],) if e is O70 else tuple(sorted(seats)))


@pytest.mark.rule("o70.8.3", "dr2.8.3", "o70.10.1.f", "dr2.10.1.f")
def test_an_invited_person_is_never_counted() -> None:
    assert not voting.has_vote("invited_person")
    assert voting.has_vote("risk_team_member")
