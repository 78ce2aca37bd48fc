"""kill -9, in the middle of acts, of each process in turn: nothing is lost and nothing happens twice."""

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from models.acts import Answer
from models.ids import workflow_id
from rules.order_502.instrument import development_instrument
from starter.gateway import Gateway, NewAct, Outcome, new_document_id
from tests.robustness.rig import NOW, ROOT, Rig

pytestmark = pytest.mark.slow


async def test_worker_is_killed_in_the_middle_of_acts(rig: Rig) -> None:
    numbers = await rig.open_cases(6)
    outcomes: list[Outcome] = []
    load = asyncio.gather(*(rig.work(n, 12, outcomes) for n in numbers))
    await rig.until(lambda: _more(outcomes, 20), "acts go on", 40)
    await rig.kill(rig.children["worker"])
    assert len(outcomes) < 60, "it was killed after the work was done"
    await rig.run("worker", "worker.py")
    await load
    await rig.settled(numbers)
    assert await rig.whole(numbers) == 6 * 12
    assert not any(o.refusal for o in outcomes)


async def test_temporal_is_killed_in_the_middle_of_acts(rig: Rig) -> None:
    numbers = await rig.open_cases(6)
    outcomes: list[Outcome] = []
    load = asyncio.gather(*(rig.work(n, 8, outcomes) for n in numbers))
    await rig.until(lambda: _more(outcomes, 8), "acts go on", 40)
    await rig.kill(rig.temporal)
    assert len(outcomes) < 40, "it was killed after the work was done"
    await rig.temporal.start()
    await load
    await rig.settled(numbers)
    assert await rig.whole(numbers) == 6 * 8
    assert not any(o.refusal for o in outcomes)


async def test_gateway_is_killed_in_the_middle_of_acts(rig: Rig) -> None:
    """A process that hands in acts dies with kill -9 again and again; whatever it had stored, the relay brings."""
    numbers = await rig.open_cases(3)
    for turn in range(3):
        caller = await rig.run("caller", str(ROOT / "tests" / "robustness" / "caller.py"), *numbers)
        await asyncio.sleep(0.4 + 0.13 * turn)
        await rig.kill(caller)
    await rig.settled(numbers)
    assert await rig.whole(numbers) > 3


async def test_document_is_stored_and_its_update_never_sent(rig: Rig) -> None:
    (number,) = await rig.open_cases(1)
    await rig.hand_in(number, rig.behaviour(again=False))
    assert await rig.relay().unanswered(timedelta(hours=1)) == 0, "a person may still be waiting for it"
    assert await rig.relay().unanswered(NOW) == 1
    assert await rig.relay().unanswered(NOW) == 0
    assert await rig.whole([number]) == 1


async def test_update_was_applied_and_its_answer_never_kept(rig: Rig) -> None:
    (number,) = await rig.open_cases(1)
    new = rig.behaviour(again=False)
    act = await rig.hand_in(number, new)
    handle = rig.client.get_workflow_handle(workflow_id("penitentiary_cycle", number))
    first = await handle.execute_update("act", act, id=act.document, result_type=Answer)
    await handle.signal("renew")  # the next run no longer knows the update id; the case itself must
    ((state,),) = await rig.rows("SELECT state FROM documents WHERE id = :d", d=new.id)
    assert state == "filed"
    await asyncio.gather(rig.relay().unanswered(NOW), rig.relay().unanswered(NOW))
    again = await rig.gateway.act(number, new)
    assert again.answer == first
    ((kept,),) = await rig.rows("SELECT answer FROM documents WHERE id = :d", d=new.id)
    assert Answer.model_validate(kept) == first
    assert await rig.whole([number]) == 1


async def _more(outcomes: list[Outcome], than: int) -> bool:
    return len(outcomes) >= than


DEATH = NewAct(act="end", by="case_manager", document={"ground": "o502.17.2.3"})
LAST = NewAct(act="complete", by="case_manager", step="file", document={"form": "doc-case-file"})
"""On death nothing is left but the file (17(5)); with it the case closes."""


async def test_act_that_ends_the_case_was_applied_and_its_answer_never_kept(rig: Rig) -> None:
    """The workflow has closed meanwhile: the act was done, and nothing may call it refused."""
    (number,) = await rig.open_cases(1)
    assert (await rig.gateway.act(number, DEATH)).accepted
    new = LAST.model_copy(update={"id": new_document_id()})
    act = await rig.hand_in(number, new)
    handle = rig.client.get_workflow_handle(workflow_id("penitentiary_cycle", number))
    first = await handle.execute_update("act", act, id=act.document, result_type=Answer)
    assert await handle.result() == first.closed == "died"
    await rig.relay().unanswered(NOW)
    ((state, kept),) = await rig.rows("SELECT state, answer FROM documents WHERE id = :d", d=new.id)
    assert state == "settled"
    assert Answer.model_validate(kept) == first


async def test_act_after_the_end_is_refused_and_kept(rig: Rig) -> None:
    (number,) = await rig.open_cases(1)
    for act in (DEATH, LAST):
        assert (await rig.gateway.act(number, act.model_copy(update={"id": new_document_id()}))).accepted
    late = await rig.gateway.act(number, rig.behaviour(again=False))
    assert late.refusal is not None and "closed" in late.refusal.because
    assert await rig.relay().unanswered(NOW) == 0


async def test_case_is_stored_while_temporal_is_away_and_started_afterwards(rig: Rig) -> None:
    class Away:
        async def start_workflow(self, *_: Any, **__: Any) -> None:
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")

    there = rig.gateway
    rig.gateway = Gateway(cast(Client, Away()), rig.pool, development_instrument())
    try:
        number = await rig.open_case()
    finally:
        rig.gateway = there
    assert await rig.relay().messages() > 0
    await rig.opened([number])
    assert (await rig.gateway.act(number, rig.behaviour(again=False))).accepted
