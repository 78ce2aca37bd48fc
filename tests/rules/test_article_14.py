"""Order 502, article 14: the vote on the plan, and its length."""

from datetime import date

import pytest

from rules.order_502.eligibility import plan_length
from rules.order_502.team import BadVote, may_break_tie, tally
from rules.terms.calendar import shipped_calendar

A, B, C, D = "case_manager", "case_administrator", "legal_regime_officer", "psychologist"


@pytest.mark.rule("o502.14.6.1")
@pytest.mark.parametrize(
    ("votes", "psychologist", "result"),
    [
        ({A: "for", B: "for", C: "for"}, False, "adopted"),
        ({A: "for", B: "for", C: "against"}, False, "adopted"),
        ({A: "for", B: "against", C: "against"}, False, "rejected"),
        ({A: "for"}, False, "adopted"),
        ({A: "for", B: "against"}, False, "tied"),
        ({A: "for", B: "for", C: "against", D: "against"}, True, "tied"),
    ],
)
def test_more_for_than_against_carries(votes: dict[str, str], psychologist: bool, result: str) -> None:
    counted = tally(votes, with_psychologist=psychologist)
    assert counted.result == result
    assert set(counted.absent).isdisjoint(votes)


@pytest.mark.rule("o502.14.6.2")
def test_on_a_tie_the_case_manager_decides() -> None:
    tied = tally({A: "for", B: "against"}, with_psychologist=False)
    assert "the case manager decides" in tied.explanation
    assert may_break_tie(A, tied)
    assert not may_break_tie(B, tied)
    assert not may_break_tie(A, tally({A: "for"}, with_psychologist=False))


@pytest.mark.rule("o502.14.6.1")
@pytest.mark.parametrize(
    ("votes", "said"),
    [({D: "for"}, "has no vote"), ({"professional_supervisor": "for"}, "has no vote"),
     ({A: "abstain"}, "'for' or 'against'"), ({}, "no vote was cast")],
)  # fmt: skip
def test_votes_that_the_act_does_not_know(votes: dict[str, str], said: str) -> None:
    with pytest.raises(BadVote, match=said):
        tally(votes, with_psychologist=False)


@pytest.mark.rule("o502.14.1")
def test_a_plan_runs_six_months_at_most() -> None:
    """Approved on 31 August: until 28 February, a Sunday; the day after is too long."""
    ends = [date(2027, 2, 27), date(2027, 2, 28), date(2027, 3, 1)]
    asked = [plan_length(date(2026, 8, 31), end, shipped_calendar()).allowed for end in ends]
    assert asked == [True, True, False]
    assert not plan_length(date(2026, 8, 31), date(2026, 8, 30), shipped_calendar()).allowed
