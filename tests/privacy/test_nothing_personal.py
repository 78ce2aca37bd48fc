"""Every workflow lives through stories full of personal values, on servers whose logs are read afterwards."""

import json
import os
import re
import sys
import tempfile
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Engine, text
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from models.acts import Act
from models.forms.registry import FORMS
from models.visibility import STAGE
from ops.connection import connect
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from starter.clock import StoryClock
from starter.gateway import Gateway, NewAct, new_document_id
from starter.player import Played, Player
from starter.scenario import load
from storage.engine import engine
from tests.privacy import planted as plant
from tests.support.servers import SCENARIOS, eventually
from workflows.registry import STATES

pytestmark = pytest.mark.slow

STORIES = (
    "danger_dr2_increased",
    "danger_dr2_team",
    "danger_dr2_group",
    "low_low_to_administrator",
    "high_harm_nobody_late",
    "director_returns_plan",
    "convict_refuses_plan",
    "parole_granted_ends_the_prison_case",
    "former_special_case_late_assessment_death",
    "probation_mitigation_after_review",
)
"""Between them every workflow of the registry, a refusal, a returned plan, reminders and rungs."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Lived:
    """What is there after the stories."""

    client: Client
    pool: Engine
    played: list[Played]
    failures: list[str]
    logs: dict[str, Path]
    staff: set[str]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def lived(postgres: EmbeddedPostgres) -> AsyncIterator[Lived]:
    """Servers of their own, a worker that logs all it can, the stories played, some acts refused."""
    with tempfile.TemporaryDirectory(prefix="vada-privacy-") as name:
        folder = Path(name)
        server = TemporalServer(folder, port=0, ui_port=None, in_memory=True, time_skipping=True)
        address = await server.start()
        client = await connect(Settings(temporal_address=address), identity="vada-tests")
        await register(client)
        lived = Lived(client, engine(postgres.url()), [], [], {"temporal": server.log}, set())
        try:
            for number, story in enumerate(STORIES):
                await _live(lived, postgres, address, folder, number, story)
            yield lived
        finally:
            lived.pool.dispose()
            await server.stop()


async def _live(lived: Lived, postgres: EmbeddedPostgres, address: str, folder: Path, n: int, name: str) -> None:
    url = postgres.create_database(f"privacy_{n}", template="template_of_tests")
    lived.pool = engine(url, pool_size=16)
    queue = f"privacy-{n}"
    worker = ChildProcess(
        "worker",
        [sys.executable, str(ROOT / "worker.py")],
        log=folder / f"worker-{n}.log",
        cwd=ROOT,
        env={
            **os.environ,
            "VADA_DATABASE_URL": url,
            "TEMPORAL_ADDRESS": address,
            "VADA_TASK_QUEUE": queue,
            "VADA_LOG_LEVEL": "DEBUG",
        },
    )
    lived.logs[f"worker {n}"] = worker.log
    worker.start()
    try:
        worker.wait_for_line("ready", 30)
        with lived.pool.begin() as conn:
            conn.execute(text("SELECT 1"))
        told = load(SCENARIOS / f"{name}.yaml")
        number = str(told.case["number"])
        story = type(told).model_validate_json(told.model_dump_json().replace(number[4:], f"2026-77{n:04d}"))
        played = await Player(lived.client, lived.pool, development_instrument(), task_queue=queue).play(
            plant.planted(story)
        )
        lived.played.append(played)
        assert not played.expectations.failed, f"{name} with planted words: {played.expectations.failed[0]}"
        await _refusals(lived, story.until, queue, played)
        with lived.pool.connect() as conn:
            staff = conn.execute(text("SELECT name_ka, name_en, email FROM staff"))
            lived.staff |= {value for row in staff for value in row}
    finally:
        worker.stop()


async def _refusals(lived: Lived, until: Any, queue: str, played: Played) -> None:
    """Acts that the case refuses, and one that claims what its document does not say, each with words in it."""
    clock = StoryClock(until + timedelta(minutes=1))
    gateway = Gateway(lived.client, lived.pool, development_instrument(), task_queue=queue, clock=clock)
    number = played.case
    for new in (
        NewAct(act="complete", by="director", step="o502.8.4", document={"form": "note", "text": plant.WORDS_KA}),
        NewAct(act="refuse", by="case_manager", document={"what": "service", "reason": plant.WORDS_EN}),
        NewAct(act="extend", by="director", step="o502.8.6", document={"value": 3, "reason": plant.WORDS_KA}),
        NewAct(act="end", by="case_manager", document={"ground": "o502.15.1.a", "reason": plant.WORDS_KA}),
    ):
        outcome = await gateway.act(number, new)
        if outcome.refusal is not None:
            lived.failures.append(outcome.refusal.sentence())
    handle = lived.client.get_workflow_handle(played.workflow_id)
    # A story may end its case (a petition granted): Temporal itself takes no update for it then.
    running = (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
    for document in ("nowhere", "elsewhere") if running else ():
        act = Act(
            document=f"{new_document_id()}-{document}",
            act="end",
            by="case_manager",
            at=clock.now(),
            form="act-end",
            codes={"ground": "o502.17.2.1"},
        )
        with pytest.raises(WorkflowUpdateFailedError) as failed:
            await handle.execute_update("act", act, id=act.document)
        lived.failures.append(f"{failed.value.cause!r} {getattr(failed.value.cause, 'details', '')}")


async def test_the_stories_reach_every_workflow(lived: Lived) -> None:
    seen = {w.workflow_type async for w in lived.client.list_workflows()}
    assert seen >= {p.value for p in STATES}, "add a story that reaches it to STORIES"


async def test_the_planted_values_are_in_the_record(lived: Lived) -> None:
    """Else the walk would find nothing because there was nothing to find."""
    with lived.pool.connect() as conn:
        persons = conn.execute(text("SELECT first_name, last_name, personal_number FROM persons")).all()
        documents = conn.execute(text("SELECT string_agg(content::text, ' ') FROM documents")).scalar_one()
    assert (plant.FIRST, plant.LAST, plant.NUMBER) in [tuple(p) for p in persons]
    assert set(plant.WORDS) <= set(plant.found_in(documents))


async def test_no_planted_value_is_in_temporal(lived: Lived) -> None:
    values = [*plant.PLANTED, *lived.staff]
    assert any("@" in value for value in values)
    places, found = 0, []
    async for where, raw in plant.everything(lived.client):
        places += 1
        found += [f"{value} in {where}" for value in plant.found_in(raw, values)]
    assert places > 300
    assert not found, found[:5]


async def test_no_planted_value_is_in_what_a_case_says_of_itself(lived: Lived) -> None:
    for played in lived.played:
        handle = lived.client.get_workflow_handle(played.workflow_id)
        shown = await handle.describe()
        said = f"{await shown.static_summary()} {await shown.static_details()} {await shown.memo()}"
        assert said and plant.found_in(said) == []


async def test_no_planted_value_is_in_a_log(lived: Lived) -> None:
    read = 0
    for name, log in lived.logs.items():
        said = log.read_bytes()
        read += len(said)
        assert plant.found_in(said) == [], name
        assert not re.search(rb"[\xe1][\x83\xb2][\x80-\xbf]", said), f"Georgian words in the log of the {name}"
    assert read > 500


async def test_no_planted_value_is_in_a_failure(lived: Lived) -> None:
    assert len(lived.failures) >= 2 * len(STORIES)
    assert sum("ApplicationError" in said for said in lived.failures) >= len(STORIES)
    assert plant.found_in("\n".join(lived.failures)) == []


@pytest.mark.parametrize("place", ["id", "argument", "memo", "summary", "details", "search attribute"])
async def test_the_walk_finds_what_is_there(lived: Lived, place: str) -> None:
    value, extra = f"ხვლიკი {place}", f"walk-{place.replace(' ', '-')}"
    places: dict[str, dict[str, Any]] = {
        "id": {"id": f"{extra}-{value}"},
        "argument": {"arg": {"note": value}},
        "memo": {"memo": {"note": value}},
        "summary": {"static_summary": value},
        "details": {"static_details": value},
        "search attribute": {
            "search_attributes": TypedSearchAttributes(
                [SearchAttributePair(SearchAttributeKey.for_keyword(STAGE.name), value)]
            )
        },
    }
    given = {"id": extra, "task_queue": "served-by-nobody", **places[place]}
    handle = await lived.client.start_workflow("walked", **given)
    try:

        async def seen() -> list[str]:
            return [w async for w, raw in plant.everything(lived.client) if plant.found_in(raw, [value])]

        found = await eventually(seen, "the list of workflows knows a new one a moment after its start")
        assert all(handle.id in w for w in found)
    finally:
        await handle.terminate()


def test_the_search_sees_through_escapes_and_base64() -> None:
    for value in plant.PLANTED:
        for text_ in (value, f"x {value} y", json.dumps({"a": value}), b64encode(f"ab{value}c".encode()).decode()):
            assert value in plant.found_in(text_), (value, text_)
    assert plant.found_in("nothing of the kind") == []


def test_every_form_that_takes_words_is_planted_with_them() -> None:
    for form, model in FORMS.items():
        planted = plant.words_of(model)
        assert all(plant.WORDS_KA[:20] in v for v in planted.values()), form
