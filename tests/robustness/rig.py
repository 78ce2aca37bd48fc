"""A whole Vada on real processes that can be killed: PostgreSQL with fsync, Temporal on its file, worker, relay."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, text
from temporalio.client import Client

from models.acts import Act
from models.ids import workflow_id
from models.register import sample_register
from notices.channels import FileChannel
from ops.connection import connect
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from rules.terms.dates import local_date
from starter.gateway import Gateway, NewAct, Outcome
from starter.relay import Relay
from storage import audit
from storage import register as register_of_posts
from storage.engine import engine
from storage.migrate import upgrade
from tests.support.servers import fresh_number

ROOT = Path(__file__).resolve().parents[2]
NOW = timedelta(0)


class Service(Protocol):
    """Anything that is a process."""

    @property
    def pid(self) -> int | None:
        """Its pid while it runs."""


class Rig:
    """The processes, and the questions that every test asks afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder / "pg")
        self.temporal = TemporalServer(folder / "temporal", port=0, ui_port=None)
        self.children: dict[str, ChildProcess] = {}
        self.url = ""
        self.client: Client
        self.pool: Engine
        self.gateway: Gateway

    async def start(self) -> None:
        """Servers up, worker ready."""
        self.url = await asyncio.to_thread(self.postgres.start)
        await asyncio.to_thread(upgrade, self.url)
        address = await self.temporal.start()
        self.client = await connect(Settings(temporal_address=address), identity="vada-tests")
        await register(self.client)
        self.pool = engine(self.url, pool_size=24)
        with self.pool.begin() as conn:
            register_of_posts.load(conn, sample_register(["8"]), at=datetime.now(UTC), by="tests")
        self.gateway = Gateway(self.client, self.pool, development_instrument())
        await self.run("worker", "worker.py")

    async def stop(self) -> None:
        """Everything down."""
        for child in self.children.values():
            await asyncio.to_thread(child.stop)
        self.pool.dispose()
        await self.temporal.stop()
        await asyncio.to_thread(self.postgres.stop)

    async def run(self, name: str, *command: str, ready: bool = True, **env: str) -> ChildProcess:
        """Start a Python program of ours, as `vada up` does."""
        child = ChildProcess(
            name,
            [sys.executable, *command],
            log=self.folder / "log" / f"{name}.log",
            cwd=ROOT,
            env={
                **os.environ,
                "VADA_DATABASE_URL": self.url,
                "TEMPORAL_ADDRESS": self.temporal.address,
                "PYTHONPATH": str(ROOT),
                **env,
            },
        )
        self.children[name] = child
        await asyncio.to_thread(child.start)
        if ready:
            await asyncio.to_thread(child.wait_for_line, "ready", 30)
        return child

    @staticmethod
    async def kill(service: Service) -> None:
        """kill -9 of a process and of all in its group, and wait until it is gone."""
        assert service.pid is not None
        os.killpg(service.pid, signal.SIGKILL)
        while service.pid is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    # ------------------------------------------------------------------ cases and acts

    async def open_case(self) -> str:
        """Hand in the intake of a new case."""
        number = fresh_number()
        today = local_date(datetime.now(UTC)).isoformat()
        person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1988-05-14"}
        intake = {"number": number, "person": person, "institution": 8}
        days = {"placed_in_institution": today, "left_classification_cell": today}
        await self.gateway.open_case("penitentiary_cycle", {**intake, **days}, synthetic=True)
        return number

    async def open_cases(self, many: int) -> list[str]:
        """Open that many cases and wait until each has opened."""
        numbers = [await self.open_case() for _ in range(many)]
        await self.opened(numbers)
        return numbers

    async def opened(self, numbers: list[str]) -> None:
        """Wait until these cases have opened."""
        opened = text("SELECT count(*) FROM cases WHERE number = ANY(:numbers) AND opened_at IS NOT NULL")

        async def all_opened() -> bool:
            return bool(await self.scalar(opened, numbers=numbers) == len(numbers))

        await self.until(all_opened, "all cases are open", 30)

    @staticmethod
    def behaviour(again: bool) -> NewAct:
        """Annex 3 filled in: each time it is, article 11(2) asks for the next one."""
        return NewAct(
            act="complete",
            by="legal_regime_officer",
            step="o502.11.2" if again else "o502.8.6",
            document={"form": "annex-03", "observations": "მშვიდი"},
        )

    async def hand_in(self, number: str, new: NewAct) -> Act:
        """What the gateway does before it asks the case, and nothing more: the document is stored."""
        at = self.gateway.clock.now()
        received = await self.gateway.in_transaction(lambda conn: self.gateway._receive(conn, number, new, at))
        assert not isinstance(received, Outcome)
        return received[1]

    async def work(self, number: str, acts: int, outcomes: list[Outcome]) -> None:
        """One officer on one case: an act after the other, going on only when the last one is settled."""
        for n in range(acts):
            outcome = await self.gateway.act(number, self.behaviour(n > 0))
            outcomes.append(outcome)
            if outcome.waiting:
                await self.settled([number])

    async def scalar(self, query: Any, **values: Any) -> Any:
        """One value from the database."""
        return await self.gateway.in_transaction(lambda conn: conn.execute(query, values).scalar_one())

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """Rows from the database."""
        return await self.gateway.in_transaction(lambda conn: list(conn.execute(text(query), values)))

    def relay(self) -> Relay:
        """A relay in this process."""
        return Relay(self.gateway, FileChannel(self.folder / "mail"))

    async def settled(self, numbers: list[str], within: float = 60) -> None:
        """Let the relay send what was not answered, until every document of these cases is."""
        open_documents = text(
            "SELECT count(*) FROM documents WHERE \"case\" = ANY(:numbers) AND state IN ('received', 'filed')"
        )

        async def none_open() -> bool:
            await self.relay().unanswered(NOW)
            return bool(await self.scalar(open_documents, numbers=numbers) == 0)

        await self.until(none_open, "every document is answered", within)

    @staticmethod
    async def until(check: Callable[[], Awaitable[bool]], what: str, within: float) -> None:
        """Ask again until it is so."""
        end = asyncio.get_running_loop().time() + within
        while not await check():
            assert asyncio.get_running_loop().time() < end, f"not within {within} s: {what}"
            await asyncio.sleep(0.05)

    # ------------------------------------------------------------------ nothing lost, nothing twice

    async def whole(self, numbers: list[str]) -> int:
        """Every document settled, each in the timeline once, state and record agree, the audit holds. How many."""
        documents = await self.rows('SELECT id, state, "case" FROM documents WHERE "case" = ANY(:n)', n=numbers)
        assert {d.state for d in documents} <= {"settled", "refused"}, Counter(d.state for d in documents)
        settled = {d.id for d in documents if d.state == "settled"}
        lines = await self.rows(
            "SELECT data->>'document' AS document FROM timeline WHERE \"case\" = ANY(:n) AND event = 'step_completed'",
            n=numbers,
        )
        times = Counter(line.document for line in lines)
        assert set(times) == settled
        assert set(times.values()) <= {1}, [d for d, n in times.items() if n > 1]
        for number in numbers:
            handle = self.client.get_workflow_handle(workflow_id("penitentiary_cycle", number))
            state = await handle.query("state")
            assert set(state["answers"]) == {d.id for d in documents if d.case == number and d.state == "settled"}
            assert await handle.query("troubles") == []
            running = await self.rows(
                "SELECT key, due FROM steps WHERE \"case\" = :n AND state IN ('open', 'waiting')", n=number
            )
            assert {r.key: r.due and r.due.isoformat() for r in running} == {
                key: step["due"] for key, step in state["steps"].items()
            }
        doubles = await self.rows('SELECT "case", seq FROM timeline GROUP BY 1, 2 HAVING count(*) > 1')
        assert doubles == []
        assert await self.gateway.in_transaction(lambda conn: audit.verify(conn)) == []
        return len(settled)
