"""The tie between functions and rules."""

import pytest

from rules import citing
from rules.catalogue import UnknownRule


def test_a_function_is_registered_under_its_rules() -> None:
    """By module and name."""
    from rules.order_502 import scoring

    assert "rules.order_502.scoring:serious_harm" in citing.REGISTRY["o502.7.4.c"]
    assert scoring.serious_harm.__name__ == "serious_harm"


def test_an_unknown_rule_fails_at_import() -> None:
    """A lost rule cannot be cited in silence."""
    with pytest.raises(UnknownRule):
        citing.cites("o502.99.9")
    with pytest.raises(ValueError, match="at least one"):
        citing.cites()


def test_each_call_is_reported_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The recorder gets the ids and the name; without one nothing happens."""
    from rules.order_502.routing import meeting_rule

    seen: list[tuple[tuple[str, ...], str]] = []
    meeting_rule("high")
    monkeypatch.setattr(citing, "recorder", lambda ids, name: seen.append((ids, name)))
    meeting_rule("high")
    assert seen == [(("o502.8.11.1", "o502.8.11.2"), "rules.order_502.routing:meeting_rule")]
