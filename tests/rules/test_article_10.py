"""Order 502, article 10: when there is a team, who sits in it, how the results are agreed."""

import pytest

from rules.order_502.routing import route, team_needed
from rules.order_502.team import BadVote, agreement, members, psychologist_is_member

THREE = ("case_manager", "case_administrator", "legal_regime_officer")


@pytest.mark.rule("o502.10.1.1")
def test_a_team_needs_dynamic_factors_and_the_case_manager() -> None:
    assert not team_needed(route("low", "low"))
    assert not team_needed(route("low", "medium"))
    assert not team_needed(route("low", "high"))
    assert not team_needed(route("low", "high"), "case_administrator")
    assert team_needed(route("low", "high"), "case_manager")
    assert team_needed(route("medium", None))
    assert team_needed(route("high", "low"))
    assert not team_needed(route("low", None))


@pytest.mark.rule("o502.10.2")
def test_members() -> None:
    assert members(with_psychologist=False) == THREE
    assert members(with_psychologist=True) == (*THREE, "psychologist")
    assert psychologist_is_member("high", called_in=False)
    assert psychologist_is_member("low", called_in=True)
    assert not psychologist_is_member("medium", called_in=False)


@pytest.mark.rule("o502.10.6", "o502.10.7.1")
def test_results_are_agreed_by_every_member_present() -> None:
    """Two of three is no agreement; then the supervisor is invited. An absent member does not hinder."""
    assert agreement(THREE, THREE, with_psychologist=False).agreed
    split = agreement(THREE, THREE[:2], with_psychologist=False)
    assert (split.agreed, split.supervisor_needed, split.against) == (False, True, ("legal_regime_officer",))
    away = agreement(THREE[:2], THREE[:2], with_psychologist=True)
    assert (away.agreed, away.absent) == (True, ("legal_regime_officer", "psychologist"))


@pytest.mark.rule("o502.10.7.2")
def test_after_the_supervisor_too_only_consensus_settles_it() -> None:
    """The professional supervisor's presence adds no voice."""
    present = (*THREE, "professional_supervisor")
    assert not agreement(present, present[1:], with_psychologist=False).agreed
    assert agreement(present, THREE, with_psychologist=False).agreed


@pytest.mark.rule("o502.10.6")
def test_an_agreement_without_presence_is_refused() -> None:
    with pytest.raises(BadVote, match="without being present"):
        agreement(THREE[:1], THREE, with_psychologist=False)
    with pytest.raises(BadVote, match="no member"):
        agreement(("invited_specialist",), (), with_psychologist=False)
