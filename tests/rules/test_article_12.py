"""Order 502, article 12: the instant way to the psychologist."""

import pytest

from rules.order_502.flags import instant_psychologist
from rules.order_502.scoring import BadScore


@pytest.mark.rule("o502.12.3")
@pytest.mark.parametrize(("item", "needed"), [(1, False), (7, False), (8, True), (9, True), (10, True)])
def test_items_8_to_10(item: int, needed: bool) -> None:
    referral = instant_psychologist([item])
    assert referral.needed is needed
    assert referral.rules == ("o502.12.3",)


@pytest.mark.rule("o502.12.3")
def test_each_sign_alone_is_enough() -> None:
    assert instant_psychologist(self_harm_or_suicide=True).because == ("risk of self-harm or suicide",)
    assert instant_psychologist(mental_health=True).needed
    assert instant_psychologist(addiction=True).needed
    assert not instant_psychologist().needed
    assert len(instant_psychologist([8, 9], addiction=True).because) == 3


@pytest.mark.rule("o502.12.3")
@pytest.mark.parametrize("item", [0, 11, True])
def test_an_item_that_is_not_there(item: int) -> None:
    with pytest.raises(BadScore, match="items 1 to 10"):
        instant_psychologist([item])
