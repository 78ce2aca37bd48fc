"""Every public story comes out as it says, and proves the rules that it names."""

import pytest

from starter.scenario import load
from tests.support.servers import SCENARIOS, House

STORIES = sorted(SCENARIOS.glob("*.yaml"))


@pytest.mark.parametrize(
    "story",
    [pytest.param(p, id=p.stem, marks=pytest.mark.rule(*load(p).rules)) for p in STORIES],
)
async def test_story_comes_out_as_expected(house: House, story: object) -> None:
    played = await house.play(story)  # type: ignore[arg-type]
    assert played.expectations.failed == (), played.expectations.failed
    assert played.expectations.met > 0
