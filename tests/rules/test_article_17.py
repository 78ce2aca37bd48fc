"""Order 502, article 17(6): who may see which document."""

from typing import Any

import pytest

from rules.order_502.access import may_see

ASSESSMENT = (
    "annex-01",
    "annex-01-part-1",
    "annex-01-part-2",
    "annex-01-part-3",
    "annex-02",
    "annex-03",
    "annex-05",
)
TEAM = ("case_manager", "case_administrator", "legal_regime_officer", "psychologist")


@pytest.mark.rule("o502.17.6.1")
@pytest.mark.parametrize("document", ASSESSMENT)
@pytest.mark.parametrize("role", TEAM)
def test_the_team_sees_the_assessment(document: str, role: str) -> None:
    assert may_see(document, role, in_team=True).allowed
    outside = may_see(document, role, in_team=False)
    assert outside.allowed is (role == "case_manager")


@pytest.mark.rule("o502.17.6.1")
@pytest.mark.parametrize(
    ("document", "role", "how", "allowed"),
    [
        ("annex-01", "professional_supervisor", {"is_supervisor": True}, True),
        ("annex-01", "professional_supervisor", {}, False),
        ("annex-01", "case_administrator", {"track": "administrator"}, True),
        ("annex-01", "case_manager", {"track": "administrator"}, False),
        ("annex-01", "legal_regime_officer", {"track": "administrator", "in_team": True}, False),
        ("annex-02", "case_manager", {"track": "administrator", "own_document": True}, True),
        ("annex-01-part-2", "special_registration_officer", {}, True),
        ("annex-01-part-1", "special_registration_officer", {}, False),
        ("annex-01", "special_registration_officer", {}, False),
        ("annex-01-part-1", "psychologist", {"referred_psychologist": True}, True),
        ("annex-10", "psychologist", {"referred_psychologist": True}, True),
        ("annex-01-part-3", "psychologist", {"referred_psychologist": True}, False),
        ("annex-06", "psychologist", {"referred_psychologist": True, "own_document": True}, True),
        ("annex-03", "legal_regime_officer", {"own_document": True}, True),
        ("annex-04", "director", {}, True),
        ("annex-06", "director", {}, True),
        ("annex-08", "director", {}, True),
        ("doc-minutes", "director", {}, True),
        ("annex-01", "director", {}, False),
        ("annex-05", "director", {}, False),
        ("annex-01", "invited_specialist", {"in_team": True}, False),
        ("annex-01", "suicide_prevention_coordinator", {}, False),
        ("annex-04", "journalist", {}, False),
        ("annex-99", "case_manager", {"in_team": True}, False),
    ],
)
def test_everyone_else(document: str, role: str, how: dict[str, Any], allowed: bool) -> None:
    answer = may_see(document, role, **how)
    assert answer.allowed is allowed
    assert answer.rule == "o502.17.6.1"
    assert answer.reason


@pytest.mark.rule("o502.17.6.2")
@pytest.mark.parametrize("role", ["convict", "official_representative"])
def test_the_convict_gets_five_annexes_on_request(role: str) -> None:
    given = [n for n in range(1, 12) if may_see(f"annex-{n:02d}", role).allowed]
    assert given == [4, 6, 8, 10, 11]
    assert not may_see("doc-summary-report", role).allowed
    assert not may_see("annex-01", role, own_document=True, in_team=True).allowed
    assert may_see("annex-04", role).rule == "o502.17.6.2"


@pytest.mark.rule("o502.10.4")
def test_invited_specialists_advise_without_access() -> None:
    assert not may_see("annex-01-part-4", "invited_specialist", in_team=True).allowed
