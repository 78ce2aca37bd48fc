"""Article 15(1): each ground stops the plan's clock, and 15(2) lets the rest of it run on."""

from datetime import date

import pytest

from tests.support.servers import House
from tests.workflows.tales import tale

GROUNDS = ("o502.15.1.a", "o502.15.1.b", "o502.15.1.c", "o502.15.1.d", "o502.15.1.e", "o502.15.1.f")


@pytest.mark.rule(*GROUNDS, "o502.15.2", "o502.14.1")
async def test_every_ground_stops_the_plan_and_nothing_else(house: House) -> None:
    """Approved on Friday 24 July 2026; six months end on Sunday 24 January 2027, so on Monday the 25th."""
    case = await (await tale(house)).approved()
    assert (await case.state()).steps["carry_out"].due == date(2027, 1, 25)
    others = {k: s.due for k, s in (await case.state()).steps.items() if k != "carry_out"}
    for n, ground in enumerate(GROUNDS):
        await case.go(f"2026-08-{3 + 2 * n:02} 10:00")
        assert (await case.act("suspend", "case_manager", ground=ground)).accepted
        assert (await case.state()).steps["carry_out"].due is None
        await case.go(f"2026-08-{4 + 2 * n:02} 10:00")
        assert (await case.act("resume", "case_manager", ground=ground)).accepted
    state = await case.state()
    assert state.steps["carry_out"].due == date(2027, 2, 1), "six days lost: 30 January is a Saturday, so Monday"
    assert {k: s.due for k, s in state.steps.items() if k != "carry_out"} == others
