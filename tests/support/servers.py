"""Real servers for tests: one PostgreSQL and one time-skipping Temporal a session, a fresh database a test."""

import asyncio
import itertools
import re
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from temporalio.client import Client

import worker
from models.register import sample_register
from notices.channels import FileChannel
from ops.connection import connect
from ops.postgres import EmbeddedPostgres, temporary_postgres
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from starter.clock import Clock
from starter.gateway import Gateway
from starter.player import Played, Player
from starter.relay import Relay
from starter.scenario import Scenario, load
from storage import register as register_of_posts
from storage.engine import engine as make_engine
from storage.migrate import upgrade

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
CASE_NUMBER = re.compile(r"\b([A-Z]{3}-\d{4}-)(\d{6})\b")
_numbers = itertools.count(100_001)
"""Above the numbers that tests write out."""


def fresh_number(prefix: str = "PEN") -> str:
    """A case number that no other test of the session uses (workflow ids are kept by the one Temporal server)."""
    return f"{prefix}-2026-{next(_numbers):06d}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of the session with one migrated database to copy from."""
    with temporary_postgres() as server:
        upgrade(server.create_database("template_of_tests"))
        yield server


@pytest.fixture
def database(postgres: EmbeddedPostgres) -> Iterator[str]:
    """The URL of a fresh, migrated database."""
    name = f"test_{next(_numbers)}"
    yield postgres.create_database(name, template="template_of_tests")


@pytest.fixture
def pool(database: str) -> Iterator[Engine]:
    """An engine on the fresh database."""
    pool = make_engine(database, pool_size=24)
    yield pool
    pool.dispose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def temporal() -> AsyncIterator[Client]:
    """A client of the session's Temporal server, which can skip time."""
    with tempfile.TemporaryDirectory(prefix="vada-tests-") as folder:
        server = TemporalServer(Path(folder), port=0, ui_port=None, in_memory=True, time_skipping=True)
        address = await server.start()
        try:
            client = await connect(Settings(temporal_address=address), identity="vada-tests")
            await register(client)
            yield client
        finally:
            await server.stop()


@dataclass
class House:
    """One database, one worker on a task queue of its own, and the doors to them."""

    client: Client
    pool: Engine
    url: str
    task_queue: str
    mail: Path

    def gateway(self, clock: Clock | None = None) -> Gateway:
        """A gateway to this house."""
        return Gateway(self.client, self.pool, development_instrument(), task_queue=self.task_queue, clock=clock)

    def relay(self, gateway: Gateway) -> Relay:
        """A relay that writes notices into files."""
        return Relay(gateway, FileChannel(self.mail))

    async def staffed(self, *institutions: str, at: Any) -> None:
        """Made-up staff for these institutions."""

        def write() -> None:
            with self.pool.begin() as conn:
                register_of_posts.load(conn, sample_register(institutions), at=at, by="tests")

        await asyncio.to_thread(write)

    async def play(self, story: Scenario | Path | str) -> Played:
        """Play a story (a Scenario, a path, or a name under tests/scenarios), its cases under fresh numbers."""
        if not isinstance(story, Scenario):
            story = load(story if isinstance(story, Path) else SCENARIOS / f"{story}.yaml")
        fresh: defaultdict[str, str] = defaultdict(lambda: fresh_number()[-6:])
        text = CASE_NUMBER.sub(lambda told: told[1] + fresh[told[2]], story.model_dump_json())
        return await Player(self.client, self.pool, development_instrument(), task_queue=self.task_queue).play(
            Scenario.model_validate_json(text)
        )


@asynccontextmanager
async def a_house(client: Client, pool: Engine, url: str, mail: Path) -> AsyncIterator[House]:
    """Run a worker in this process on the database, as `worker.py` does."""
    queue = f"test-{next(_numbers)}"
    async with worker.build(client, Settings(database_url=url, task_queue=queue)):
        yield House(client, pool, url, queue, mail)


@pytest_asyncio.fixture(loop_scope="session")
async def house(temporal: Client, pool: Engine, database: str, tmp_path: Path) -> AsyncIterator[House]:
    """A house for one test."""
    async with a_house(temporal, pool, database, tmp_path / "mail") as house:
        yield house


async def eventually(check: Callable[[], Awaitable[Any]], what: str, within: float = 15.0) -> Any:
    """Ask again until the answer is true; fails with `what` after `within` seconds."""
    until = asyncio.get_running_loop().time() + within
    while asyncio.get_running_loop().time() < until:
        if found := await check():
            return found
        await asyncio.sleep(0.02)
    raise AssertionError(f"not within {within} s: {what}")
