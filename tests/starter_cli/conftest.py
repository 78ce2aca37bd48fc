"""The command line against real servers: a fresh database and a worker for each test, staff of institutions 5 and 8."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from typer.testing import CliRunner

from rules.terms.dates import local_date
from starter.cli import app
from tests.support.servers import House, eventually, fresh_number

CM, DIRECTOR, STRANGER = "S-05-case_manager", "S-05-director", "S-08-case_manager"
TODAY = local_date(datetime.now(UTC))


class Said:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


class Cli:
    """The command line of one house. Commands run in a thread: the worker lives on this loop."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def __call__(self, *args: str, code: int = 0, stdin: str | None = None) -> Said:
        """Run a command line and expect its exit code."""
        done = await asyncio.to_thread(CliRunner().invoke, app, list(args), input=stdin)
        assert done.exit_code == code, (args, done.exit_code, done.stdout, done.stderr, done.exception)
        return Said(done.exit_code, done.stdout, done.stderr)

    async def opened(self, *, days_ago: int = 3, woman: bool = False) -> str:
        """A case of institution 5 that has opened itself; its number."""
        number = fresh_number()
        left = TODAY - timedelta(days=days_ago)
        fields = {
            "number": number,
            "person.first_name": "ნინო",
            "person.last_name": "სინთეზური-7",
            "person.sex": "female" if woman else "male",
            "person.birth_date": "1980-01-01",
            "institution": "5",
            "placed_in_institution": str(left - timedelta(days=2)),
            "left_classification_cell": str(left),
        }
        given = [part for name, value in fields.items() for part in ("--field", f"{name}={value}")]
        await self("case", "open", "--as", CM, *given)
        await self.settled(number)
        return number

    async def settled(self, number: str) -> None:
        """Wait until the case has opened itself."""

        async def there() -> bool:
            return bool((await self("case", "show", number, "--json")).json["opened_at"])

        await eventually(there, f"{number} opens")


@pytest_asyncio.fixture(loop_scope="session")
async def cli(house: House, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line, pointed at the test's servers."""
    monkeypatch.setenv("VADA_DATABASE_URL", house.url)
    monkeypatch.setenv("VADA_TASK_QUEUE", house.task_queue)
    monkeypatch.setenv("TEMPORAL_ADDRESS", house.client.service_client.config.target_host)
    await house.staffed("5", "8", at=datetime.now(UTC))
    return Cli(house)


@pytest.fixture
def form(tmp_path: Path) -> Callable[..., str]:
    """Write a form to a file; its path."""

    def write(**fields: Any) -> str:
        file = tmp_path / f"form-{len(list(tmp_path.iterdir()))}.json"
        file.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")
        return str(file)

    return write


Command = Callable[..., Awaitable[Said]]
SCREENED: dict[str, Any] = {"points": {str(i): 40 if i == 8 else 0 for i in range(1, 11)}, "high": [8]}
