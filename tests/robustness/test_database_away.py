"""PostgreSQL is killed and stays away: untouched cases answer at once; what was under way is finished afterwards."""

import asyncio
import contextlib
import itertools
import os
import time
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import DBAPIError
from temporalio.client import WorkflowUpdateFailedError

from models.acts import REFUSED, Act
from models.ids import workflow_id
from starter.gateway import Outcome, new_document_id
from tests.robustness.rig import Rig

pytestmark = pytest.mark.slow

AWAY = float(os.environ.get("DATABASE_AWAY_SECONDS", "30"))
PROMPT = 1.0
"""Seconds within which an untouched case answers, for 99 of 100 looks."""


async def test_database_is_killed_and_stays_away(rig: Rig) -> None:
    touched = await rig.open_cases(12)
    untouched = await rig.open_cases(6)
    outcomes: list[Outcome] = []
    gone = asyncio.Event()
    load = [asyncio.create_task(_officer(rig, n, outcomes, gone)) for n in touched]
    await rig.until(lambda: _more(outcomes, 24), "acts go on", 30)
    handed_in = [rig.behaviour(again=True) for _ in touched[:6]]
    acts = [await rig.hand_in(n, new) for n, new in zip(touched[:6], handed_in, strict=True)]

    gone.set()
    await rig.kill(rig.postgres)
    died = time.monotonic()
    hanging = [
        asyncio.create_task(rig.gateway.deliver(workflow_id("penitentiary_cycle", n), act, n))
        for n, act in zip(touched[:6], acts, strict=True)
    ]

    looks: list[float] = []
    refusals: list[float] = []
    told: list[float] = []
    while time.monotonic() - died < AWAY:
        for number in untouched:
            looks.append(await _timed(_state(rig, number)))
            refusals.append(await _timed(_refused(rig, number)))
        told.append(await _timed(_not_stored(rig, untouched[0])))
        await asyncio.sleep(0.1)
    await asyncio.to_thread(rig.postgres.start)
    rig.pool.dispose()

    print(f"away {AWAY:.0f} s, {len(looks)} looks: p99 {_p99(looks):.3f} s; refusals: p99 {_p99(refusals):.3f} s")
    assert len(looks) > 20
    assert _p99(looks) < PROMPT, f"queries of untouched cases: p99 {_p99(looks):.2f} s, worst {max(looks):.2f} s"
    assert _p99(refusals) < PROMPT, f"refusals: p99 {_p99(refusals):.2f} s, worst {max(refusals):.2f} s"

    assert max(told) < PROMPT, f"that nothing could be stored is said after {max(told):.2f} s"

    await asyncio.gather(*load, *hanging, return_exceptions=True)
    await rig.settled([*touched, *untouched], within=60)
    done = await rig.whole([*touched, *untouched])
    accepted = {o.document for o in outcomes if o.accepted} | {n.id for n in handed_in}
    rows = await rig.rows("SELECT id FROM documents WHERE state = 'settled' AND \"case\" = ANY(:n)", n=touched)
    assert accepted <= {r.id for r in rows}, "an act that was answered is gone"
    assert done == len(rows)
    fresh = await rig.gateway.act(untouched[0], rig.behaviour(again=False))
    assert fresh.accepted


async def _officer(rig: Rig, number: str, outcomes: list[Outcome], gone: asyncio.Event) -> None:
    """Acts until the database is gone."""
    with contextlib.suppress(DBAPIError):
        for n in itertools.count():
            outcome = await rig.gateway.act(number, rig.behaviour(again=n > 0))
            outcomes.append(outcome)
            if gone.is_set() or not outcome.accepted:
                return


async def _not_stored(rig: Rig, number: str) -> None:
    """A person who hands in an act now is told that it could not be stored."""
    with pytest.raises(DBAPIError):
        await rig.gateway.act(number, rig.behaviour(again=False))


async def _state(rig: Rig, number: str) -> None:
    state = await rig.client.get_workflow_handle(workflow_id("penitentiary_cycle", number)).query("state")
    assert "behaviour" in state["steps"]


async def _refused(rig: Rig, number: str) -> None:
    """An act that is not this role's: the validator answers, nothing is written."""
    act = Act(
        document=new_document_id(),
        act="complete",
        by="director",
        step="o502.8.6",
        form="annex-03",
        at=datetime.now(UTC),
    )
    handle = rig.client.get_workflow_handle(workflow_id("penitentiary_cycle", number))
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await handle.execute_update("act", act, id=act.document)
    assert getattr(refused.value.cause, "type", None) == REFUSED


async def _timed(work) -> float:  # type: ignore[no-untyped-def]
    began = time.monotonic()
    await work
    return time.monotonic() - began


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


async def _more(outcomes: list[Outcome], than: int) -> bool:
    return len(outcomes) >= than
