"""Articles 15(1), 26(1): which grounds may cover a whole house; the others are facts about one convict."""

import pytest

from models.ids import Process
from rules.order_502.suspension import covers_house, house_of


@pytest.mark.rule("o502.15.1.c", "o502.15.1.e")
@pytest.mark.parametrize(("letter", "covers"), [(x, x in "ce") for x in "abcdef"])
def test_which_ground_covers_a_house(letter: str, covers: bool) -> None:
    found = covers_house(f"o502.15.1.{letter}")
    assert (found.allowed, found.rule) == (covers, f"o502.15.1.{letter}")
    assert found.reason


@pytest.mark.rule("o502.26.1.c")
@pytest.mark.parametrize(("letter", "covers"), [(x, x == "c") for x in ("a.1", "a.2", "b", "c", "d")])
def test_which_ground_covers_a_bureau(letter: str, covers: bool) -> None:
    found = covers_house(f"o502.26.1.{letter}")
    assert (found.allowed, found.rule) == (covers, f"o502.26.1.{letter}")
    assert house_of("o502.26.1.c").processes == (Process.probation_cycle,)
    assert house_of("o502.15.1.c").processes == house_of("o502.15.1.e").processes
