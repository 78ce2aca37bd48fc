"""`vada simulate`: play a story on servers of its own, in seconds, and print what the service did about it."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from models.ids import Process

LIST = "list"
"""In place of a process: which there are. `--schema` with nothing behind it means this."""


def simulate(
    file: Annotated[Path | None, typer.Argument(help="The story, a YAML file (see docs/scenarios.md)")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object")] = False,
    schema: Annotated[
        str | None,
        typer.Option("--schema", metavar="PROCESS", help="Print the JSON Schema of a process's stories; `list`: which"),
    ] = None,
) -> None:
    """Play a case told as a story; exit code 1 when something it expects did not happen, 2 when it cannot be read."""
    from ops.errors import OpsError
    from ops.process import exit_now
    from starter.scenario import BadScenario, load
    from starter.story_schema import processes
    from starter.story_schema import schema as schema_of

    try:
        if schema is not None:
            if schema == LIST:
                _print("\n".join(("vada simulate --schema PROCESS, where PROCESS is one of:", *processes())))
                return
            if schema not in list(Process):
                raise BadScenario(f"There is no process '{schema}'; processes are: {', '.join(Process)}")
            _print(json.dumps(schema_of(Process(schema)), ensure_ascii=False, indent=2))
            return
        if file is None:
            raise BadScenario("Name the story's file, or --schema PROCESS")
        story = load(file)
        from starter.openers import NotOpened
        from starter.player import Played, Stuck

        try:
            played: Played = asyncio.run(_play(story, quiet=as_json))
        except (NotOpened, Stuck) as fault:
            raise BadScenario(str(fault)) from None
    except (BadScenario, OpsError) as fault:
        if as_json:
            _print(json.dumps({"error": str(fault)}, ensure_ascii=False))
        else:
            sys.stderr.write(f"{fault}\n")
        exit_now(2)
    if as_json:
        _print(played.model_dump_json(indent=1))
    else:
        from starter.told import told

        _print(told(played))
    exit_now(1 if played.expectations.failed else 0)


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


async def _play(story, quiet: bool):  # type: ignore[no-untyped-def]
    from ops.connection import connect
    from ops.process import ChildProcess
    from ops.search_attributes import register
    from ops.settings import Settings
    from ops.temporal_server import TemporalServer
    from starter.instrument import instrument_of
    from starter.player import Player
    from storage.engine import engine
    from storage.migrate import upgrade

    def say(sentence: str) -> None:
        if not quiet:
            sys.stderr.write(f"{sentence}\n")

    say("Starting servers for the story …")
    with _folder() as folder, _postgres() as url:
        temporal = TemporalServer(folder, port=0, ui_port=None, in_memory=True, time_skipping=True)
        address = await temporal.start()
        worker = None
        try:
            migrating = asyncio.to_thread(upgrade, url)
            settings = Settings.from_environment().model_copy(
                update={"database_url": url, "temporal_address": address, "data_dir": folder}
            )
            root = Path(__file__).resolve().parent.parent
            env = {k: v for k, v in os.environ.items() if not k.startswith(("TEMPORAL_", "VADA_"))}
            env |= {"VADA_DATABASE_URL": url, "TEMPORAL_ADDRESS": address, "VADA_DATA_DIR": str(folder)}
            if settings.instrument is not None:
                env["VADA_INSTRUMENT"] = str(settings.instrument)
            command = [sys.executable, str(root / "worker.py")]
            worker = ChildProcess("worker", command, log=folder / "log" / "worker.log", env=env)
            worker.start()
            client = await connect(settings, identity="vada-story")
            await register(client)
            await migrating
            await asyncio.to_thread(worker.wait_for_line, "ready", 30.0)
            say("Playing …")
            pool = engine(url, pool_size=8)
            player = Player(client, pool, instrument_of(settings))
            try:
                return await player.play(story)
            finally:
                pool.dispose()
        finally:
            if worker is not None:
                await asyncio.to_thread(worker.stop, grace=0.5)
            await temporal.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="vada-story-") as name:
        yield Path(name)


@contextmanager
def _postgres() -> Iterator[str]:
    from ops.postgres import temporary_postgres

    with temporary_postgres() as server:
        yield server.url()
