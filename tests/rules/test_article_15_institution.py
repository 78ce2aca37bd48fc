"""Article 15(1): two grounds may cover a whole institution, the others are facts about one convict."""

import pytest

from rules.order_502.suspension import covers_institution


@pytest.mark.rule("o502.15.1.c", "o502.15.1.e")
@pytest.mark.parametrize(("letter", "covers"), [(x, x in "ce") for x in "abcdef"])
def test_which_ground_covers_a_house(letter: str, covers: bool) -> None:
    found = covers_institution(f"o502.15.1.{letter}")
    assert (found.allowed, found.rule) == (covers, f"o502.15.1.{letter}")
    assert found.reason
