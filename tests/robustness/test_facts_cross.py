"""kill -9 of everything at once while facts cross from case to case: none is lost, none is heard twice."""

import asyncio
from datetime import UTC, datetime

import pytest

from models.register import sample_register
from rules.terms.dates import local_date
from starter.gateway import NewAct
from storage import audit, outbox
from storage import register as register_of_posts
from tests.robustness.rig import Rig

pytestmark = pytest.mark.slow

SCREENING = {"form": "annex-01-part-1", "points": {n: 40 * (n == 8) for n in range(1, 11)}, "high": [8]}
LIFE = (
    {"act": "complete", "step": "screening", "document": SCREENING},
    {"act": "suspend", "document": {"ground": "o502.15.1.a"}},
    {"act": "transfer", "document": {"to": "5", "services": "all"}},
    {"act": "resume", "document": {"ground": "o502.15.1.a"}},
    {"act": "end", "document": {"ground": "o502.17.2.1"}},
)
"""A prison case that sets the psychologist's case going, and tells it everything that follows."""

TOLD = {"case_opened": 1, "suspended": 1, "transferred": 1, "resumed": 1, "case_closed": 1}
"""Lines of the psychologist's case."""


async def live(rig: Rig, number: str, done: list[str]) -> None:
    """One life, an act after the other, each handed in under its id until the case has answered."""
    for given in LIFE:
        new = NewAct.model_validate({"by": "case_manager", "done_on": local_date(datetime.now(UTC)), **given})
        while True:
            try:
                outcome = await rig.gateway.act(number, new)
            except Exception:  # noqa: BLE001 - the database is away: the person tries again
                await asyncio.sleep(0.1)
                continue
            if not outcome.waiting:
                assert outcome.accepted, outcome.refusal
                break
            await asyncio.sleep(0.1)
        done.append(number)


async def test_killed_while_facts_cross(rig: Rig) -> None:
    register = sample_register(["8", "5"])
    await rig.gateway.in_transaction(
        lambda conn: register_of_posts.load(conn, register, at=datetime.now(UTC), by="tests")
    )
    numbers = await rig.open_cases(6)
    relay = ("-m", "starter.relay_main")
    await rig.run("relay", *relay, VADA_DATA_DIR=str(rig.folder))
    done: list[str] = []
    load = asyncio.gather(*(live(rig, n, done) for n in numbers))

    await rig.until(lambda: _more(done, 10), "acts go on", 60)
    for service in (rig.children["relay"], rig.children["worker"], rig.postgres, rig.temporal):
        await rig.kill(service)
    assert len(done) < 26, "they were killed after the work was done"
    await asyncio.to_thread(rig.postgres.start)
    rig.pool.dispose()
    await rig.temporal.start()
    await rig.run("worker", "worker.py")
    await rig.run("relay", *relay, VADA_DATA_DIR=str(rig.folder))
    await load
    await rig.settled(numbers)

    async def arrived() -> bool:
        waiting = await rig.gateway.in_transaction(outbox.messages_waiting)
        return waiting == 0 and not await rig.gateway.in_transaction(outbox.unheard)

    await rig.until(arrived, "every fact is told and heard", 60)
    for number in numbers:
        other = number.replace("PEN", "PSY")
        lines = await rig.rows('SELECT event, count(*) AS n FROM timeline WHERE "case" = :c GROUP BY 1', c=other)
        counted = {line.event: line.n for line in lines}
        assert {event: counted.get(event) for event in TOLD} == TOLD, other
        ((house, outcome),) = await rig.rows("SELECT institution, closed FROM cases WHERE number = :c", c=other)
        assert (house, outcome) == ("5", "released")
        own = await rig.rows(
            "SELECT event, count(*) AS n FROM timeline WHERE \"case\" = :c AND event IN ('suspended', 'resumed', "
            "'transferred', 'plan_terminated') GROUP BY 1",
            c=number,
        )
        assert {line.n for line in own} == {1} and len(own) == 4
    assert await rig.gateway.in_transaction(lambda conn: audit.verify(conn)) == []


async def _more(done: list[str], than: int) -> bool:
    return len(done) >= than
