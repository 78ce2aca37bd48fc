"""A wrong entry of a review is corrected until somebody has acted on it; what was counted from it is counted again."""

from datetime import date
from typing import Any

import pytest

from models.danger_review import State
from models.ids import workflow_id
from starter.gateway import NewAct
from tests.support.servers import House
from tests.workflows.tales import at
from tests.workflows.test_danger_refused import SEATS, Sitting

NOW = "2026-05-20 09:00"


@pytest.mark.rule("o70.12.1.s2", "o70.12.7", "o70.14.1", "o70.17.s3")
async def test_a_corrected_day_moves_what_was_counted_from_it(house: House) -> None:
    s = await Sitting(house, NOW).staffed()
    number = await s.review({"started_on": "2026-05-04", "sent_on": "2026-05-07"})
    await s.stage.opened(number)

    async def done(step: str, by: str, on: str, document: dict[str, Any] | None = None, act: str = "complete") -> None:
        new = NewAct(act=act, by=by, step=step, done_on=date.fromisoformat(on), document=document)
        outcome = await s.gateway.act(number, new)
        assert outcome.accepted, outcome.refusal

    async def due(step: str) -> date | None:
        handle = house.client.get_workflow_handle(workflow_id("danger_review", number))
        state: State = await handle.query("state", result_type=State)
        return state.steps[step].due

    annex = {"form": "annex-03"}
    await done("security", "security_main_division", "2026-05-18", annex)
    before = await due("decide")
    await done("security", "security_main_division", "2026-05-19", annex, act="correct")
    assert before == date(2026, 6, 16)
    assert await due("decide") == date(2026, 6, 17)
    await s.stage.go_to(at("2026-05-25 10:00"))
    await done("consider", "risk_team_head", "2026-05-25", {"form": "session-list"})
    positions = dict.fromkeys(SEATS, "high")
    await done("decide", "risk_team", "2026-05-25", {"form": "session-minutes", "positions": positions})
    again = await s.refused(number, "correct", "security_main_division", "security", **annex)
    assert again.rule == "o70.12.1.s1"
    await s.stage.go_to(at("2026-05-29 10:00"))
    await done("send_decision", "risk_team", "2026-05-27")
    first = await due("order")
    await done("send_decision", "risk_team", "2026-05-28", act="correct")
    assert first == date(2026, 6, 24)
    assert await due("order") == date(2026, 6, 25)
    await done("order", "department_director", "2026-05-29", {"form": "transfer-order"})
    await done("notify", "institution_director", "2026-05-29")
    assert await due("appeal_window#1") == date(2026, 6, 29)
    await s.stage.go_to(at("2026-06-01 10:00"))
    await done("notify", "institution_director", "2026-06-01", act="correct")
    assert await due("appeal_window#1") == date(2026, 7, 1)
