"""A wrong entry of a review is corrected until somebody has acted on it; what was counted from it is counted again."""

import asyncio
import json
from datetime import date
from typing import Any

import pytest

from models.danger_review import State
from models.ids import workflow_id
from models.penitentiary_cycle import State as PrisonState
from starter.cli import run
from starter.gateway import NewAct
from storage import levels, worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import at, intake
from tests.workflows.test_danger_refused import SEATS, Sitting

NOW = "2026-05-20 09:00"
LED = {"form": "session-list", "head": "legal_regime", "deputy": "operative"}


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
    await done("consider", "risk_team_head", "2026-05-25", LED)
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
    await done("order", "department_director", "2026-05-29", {"form": "transfer-order", "stays": True})
    await done("notify", "institution_director", "2026-05-29")
    assert await due("appeal_window#1") == date(2026, 6, 29)
    await s.stage.go_to(at("2026-06-01 10:00"))
    await done("notify", "institution_director", "2026-06-01", act="correct")
    assert await due("appeal_window#1") == date(2026, 7, 1)


@pytest.mark.rule("o70.4", "o70.12.6", "o70.10.2.d")
async def test_the_evidence_is_laid_beside_the_criteria(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    s = await Sitting(house, NOW).staffed()
    number = await s.review({"started_on": "2026-05-04", "sent_on": "2026-05-07"})
    await s.stage.opened(number)
    paper = {"form": "annex-03", "dependence_alcohol": "made it in a cell"}
    new = NewAct(act="complete", by="security_main_division", step="security", document=paper)
    assert (await s.gateway.act(number, new)).accepted
    monkeypatch.setenv("VADA_DATABASE_URL", house.url)
    assert await asyncio.to_thread(run, ["document", "criteria", number, "--as", "risk_team_member", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    beside = {c["key"]: c["evidence"] for c in shown["criteria"]}
    assert beside["dependence"] == {"dependence_alcohol": "made it in a cell"}
    assert beside["escape"] == {}
    assert await asyncio.to_thread(run, ["document", "criteria", number, "--as", "institution_director"]) == 0
    said = capsys.readouterr().out
    assert "made it" not in said
    assert "Closed to you: o70.annex-03" in said


@pytest.mark.rule("o70.5.5.s1")
async def test_a_change_of_the_level_reaches_the_open_cases_of_the_person(house: House) -> None:
    """The level is kept for the person, and the person's case in prison hears of it."""
    s = await Sitting(house, NOW).staffed()
    number = await s.review()
    await s.stage.opened(number)
    review = await s.gateway.in_transaction(lambda conn: worklists.case(conn, number))
    prison = intake(fresh_number())
    prison["person"] = {**prison["person"], "id": review.person_id, "birth_date": date(1984, 5, 17)}
    prison |= {"placed_in_institution": date(2026, 5, 4), "left_classification_cell": date(2026, 5, 11)}
    await s.gateway.open_case("penitentiary_cycle", prison, synthetic=True)
    await s.stage.opened(str(prison["number"]))
    for step, document in (
        ("consider", LED),
        ("decide", {"form": "session-minutes", "positions": dict.fromkeys(SEATS, "high")}),
    ):
        by = "risk_team_head"
        assert (await s.gateway.act(number, NewAct(act="complete", by=by, step=step, document=document))).accepted
    await s.stage._relayed()
    level = await s.gateway.in_transaction(lambda conn: levels.in_force(conn, review.person_id, date(2026, 5, 20)))
    assert level is not None
    assert (level.kind, level.since, level.rule) == ("high", date(2026, 5, 20), "o70.5.5.s1")
    handle = house.client.get_workflow_handle(workflow_id("penitentiary_cycle", str(prison["number"])))
    heard = await handle.query("state", result_type=PrisonState)
    assert len(heard.told) == 1
