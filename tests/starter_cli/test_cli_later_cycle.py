"""A case in its second cycle on the command line: which of two screenings is meant, shown and corrected."""

import pytest
from sqlalchemy import text

from models.ids import workflow_id
from starter.clock import StoryClock
from starter.gateway import NewAct
from starter.scenario import load
from tests.starter_cli.conftest import Cli
from tests.support.servers import SCENARIOS
from tests.workflows.tales import at


@pytest.mark.rule("o502.16.2.1")
async def test_a_bare_name_means_the_newest(cli: Cli) -> None:
    story = load(SCENARIOS / "two_cycles_in_a_row.yaml")
    early = tuple(a for a in story.acts if a.at < at("2026-07-12 00:00"))
    told = story.model_copy(update={"acts": early, "until": at("2026-07-12 00:00"), "expect": ()})
    number = (await cli.house.play(told)).case
    why = (await cli("case", "why", number, "screening", "--json")).json
    assert why["step"]["key"] == "screening@2"
    assert (await cli("case", "why", number, "screening@1", "--json")).json["step"]["key"] == "screening"
    assert (await cli("case", "why", number, "o502.8.5", "--json")).json["step"]["key"] == "static@2"
    gateway = cli.house.gateway(StoryClock(at("2026-07-13 10:00")))
    form = {"form": "annex-01-part-1", "points": {str(n): 12 if n == 1 else 0 for n in range(1, 11)}}
    done = await gateway.act(number, NewAct(act="correct", by="case_manager", step="screening", document=form))
    assert done.accepted, done.refusal
    with cli.house.pool.connect() as conn:
        found = text("SELECT s.key FROM documents d JOIN steps s ON s.document = d.corrects WHERE d.id = :id")
        assert conn.execute(found, {"id": done.document}).scalar_one() == "screening@2"
    assert "stage    reassessment (cycle 2), opened" in (await cli("case", "show", number)).out
    handle = cli.house.client.get_workflow_handle(workflow_id("penitentiary_cycle", number))
    said = str(await handle.query("__temporal_workflow_metadata"))
    assert "(cycle 2): With medium serious-harm risk" in said
    assert "suicide prevention" not in said, "done on 10 July, and the details say so although no alarm moved"
