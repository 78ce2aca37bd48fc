"""`vada up`, which is what `make run` runs: everything on one machine, until Ctrl-C.

What is set from outside (VADA_DATABASE_URL, TEMPORAL_ADDRESS) is used and not started.
"""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from pathlib import Path

from ops import running
from ops.connection import configured_address, configured_namespace, connect
from ops.errors import OpsError
from ops.folders import make_data_dir
from ops.locks import FolderLock
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess, alive, exit_now, identify, put_down
from ops.search_attributes import register
from ops.settings import Settings
from ops.supervisor import ChildService, PostgresService, Supervisor, TemporalService
from ops.temporal_server import TemporalServer

_ROOT = Path(__file__).resolve().parent.parent
PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "worker": (str(_ROOT / "worker.py"),),
    "relay": ("-m", "starter.relay_main"),
}
"""Our own programs and what Python is given to run them; each prints `ready` when it is."""

SAMPLES: tuple[str, ...] = ("-m", "starter.samples")

TRY_NEXT = (
    (".venv/bin/vada case list", "the cases, the most urgent first"),
    (".venv/bin/vada inbox --as S-05-case_manager", "what one person owes, until when, under which article"),
    (".venv/bin/vada ops links", "the usual questions, answered in Temporal's Web UI"),
    (".venv/bin/vada --help", "everything else"),
)


def run_all(demo: bool | None = None) -> int:
    """Run everything until Ctrl-C and return the exit code. `demo` overrides the setting DEMO.

    Follow it with `ops.process.exit_now`: Temporal's client can crash at the interpreter's own exit.
    """
    try:
        settings = Settings.from_environment()
        return asyncio.run(House(settings, settings.demo if demo is None else demo).run())
    except OpsError as error:
        say(str(error))
        return 1


def prepare() -> int:
    """For servers that others run: migrate the database and register the search attributes, then end."""

    async def prepared() -> None:
        settings = Settings.from_environment()
        await asyncio.to_thread(_migrate, settings.require_database())
        client = await connect(settings, identity="vada-setup", patience=timedelta(minutes=1))
        added = await register(client)
        say(f"The database is migrated; search attributes added: {', '.join(added) or 'none, all were there'}.")

    try:
        asyncio.run(prepared())
    except OpsError as error:
        say(str(error))
        return 1
    return 0


def say(sentence: str) -> None:
    """Tell the person at the terminal. A terminal that has gone away is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


class House:
    """All that runs on one data folder."""

    def __init__(
        self,
        settings: Settings,
        demo: bool,
        *,
        programs: Mapping[str, tuple[str, ...]] = PROGRAMS,
        samples: tuple[str, ...] = SAMPLES,
    ) -> None:
        self._settings = settings
        self._demo = demo
        self._programs = programs
        self._samples = samples
        self._supervisor = Supervisor(say=say, changed=self._note)
        self._database_url = settings.database_url
        self._address = configured_address()
        self._postgres = None if self._database_url else EmbeddedPostgres(settings.data_dir, say=say)
        self._temporal = None if self._address else self._embedded_temporal()
        self._ready = False

    def _embedded_temporal(self) -> TemporalServer:
        return TemporalServer(
            self._settings.data_dir,
            port=self._settings.temporal_port,
            ui_port=self._settings.ui_port,
            namespace=configured_namespace(),
            codec_endpoint=self._settings.codec_endpoint,
            say=say,
        )

    async def run(self) -> int:
        """Start, say so, wait for Ctrl-C, stop. The exit code is 0 unless it could not start."""
        began = time.monotonic()
        folder = self._settings.data_dir
        make_data_dir(folder)
        lock = FolderLock(folder / "vada.lock", what="The data folder")
        lock.acquire()
        stop = _stop_signals()
        try:
            await asyncio.to_thread(_clear_away, folder)
            started = await _unless(stop, self._start())
            if started:
                self._ready = True
                self._note()
                say(self._report(time.monotonic() - began))
                if self._demo:
                    await _unless(stop, self._load_samples())
                await stop.wait()
            return 0
        except OpsError as error:
            say(str(error))
            return 1
        finally:
            await self._stop()
            lock.release()

    async def _start(self) -> None:
        say(f"Starting Vada on {self._settings.data_dir}")
        self._warn_of_half_a_record()
        servers: list[PostgresService | TemporalService] = []
        if self._temporal is not None:
            servers.append(TemporalService(self._temporal))
        if self._postgres is not None:
            servers.append(PostgresService(self._postgres))
        await self._supervisor.start(*servers)
        self._database_url = self._database_url or (self._postgres.url() if self._postgres else None)
        self._address = self._address or (self._temporal.address if self._temporal else None)
        await asyncio.gather(asyncio.to_thread(_migrate, self._database_url or ""), self._register())
        children = [self._child(name, arguments) for name, arguments in self._programs.items()]
        await self._supervisor.start(*(ChildService(child) for child in children))

    def _warn_of_half_a_record(self) -> None:
        """Cases live in two places: what the law asks in the database, what waits in Temporal."""
        if self._postgres is None or self._temporal is None:
            return
        database, temporal = self._postgres.has_data, self._temporal.file.exists()
        if database and not temporal:
            say("The database is there, Temporal's file is not: its cases wait for nothing.")
        if temporal and not database:
            say("Temporal's file is there, the database is not: its cases have no record.")
        if database != temporal:
            say("  Put the missing one back from a backup, or begin afresh in another VADA_DATA_DIR.")

    async def _register(self) -> None:
        client = await connect(
            self._settings.model_copy(update={"temporal_address": self._address}), identity="vada-setup"
        )
        await register(client)

    def _child(self, name: str, arguments: tuple[str, ...]) -> ChildProcess:
        env = {
            **os.environ,
            "VADA_DATA_DIR": str(self._settings.data_dir),
            "VADA_DATABASE_URL": self._database_url or "",
            "TEMPORAL_ADDRESS": self._address or "",
            "PYTHONUNBUFFERED": "1",
        }
        if self._settings.instrument:
            env["VADA_INSTRUMENT"] = str(self._settings.instrument)
        log = self._settings.log_dir / f"{name}.log"
        return ChildProcess(name, [sys.executable, *arguments], log=log, env=env, cwd=_ROOT)

    async def _load_samples(self) -> None:
        """Load the sample caseload beside the running service, and show how far it is."""
        child = self._child("samples", self._samples)
        child.start()
        shown = 0
        try:
            while True:
                ended = child.exit_code is not None
                lines = child.output().splitlines()
                for line in lines[shown : None if ended else max(shown, len(lines) - 1)]:
                    say(f"  samples: {line}")
                    shown += 1
                if ended:
                    break
                await asyncio.sleep(0.2)
            if child.exit_code:
                say(f"The sample caseload was not loaded to its end (code {child.exit_code}); see {child.log}.")
        finally:
            await asyncio.to_thread(child.stop)

    async def _stop(self) -> None:
        began = time.monotonic()
        was_running = bool(self._supervisor.processes())
        if was_running:
            say("\nStopping: " + ", ".join(reversed(self._supervisor.processes())))
        await self._supervisor.stop()
        with contextlib.suppress(OSError):
            running.run_file(self._settings.data_dir).unlink()
        if was_running:
            say(f"Stopped in {time.monotonic() - began:.1f} s. Everything is kept in {self._settings.data_dir}.")

    def _note(self) -> None:
        running.write(
            self._settings.data_dir,
            running.Running(
                supervisor=identify(os.getpid()),
                ready=self._ready,
                database_url=self._postgres.url() if self._postgres and self._postgres.pid else None,
                temporal_address=self._temporal.address if self._temporal and self._temporal.pid else None,
                ui_url=self._temporal.ui_url if self._temporal else None,
                processes=self._supervisor.processes(),
            ),
        )

    def _report(self, seconds: float) -> str:
        database = f"PostgreSQL in {self._postgres.cluster}" if self._postgres else "the database of VADA_DATABASE_URL"
        web = self._temporal.ui_url if self._temporal else None
        mail = "the server of VADA_SMTP_URL" if self._settings.smtp else f"files in {self._settings.mail_dir}"
        width = max(len(command) for command, _ in TRY_NEXT)
        return "\n".join(
            [
                "",
                f"Vada is ready in {seconds:.1f} s.",
                "",
                *([f"  Temporal's Web UI   {web}"] if web else []),
                f"  Temporal            {self._address}",
                f"  Database            {database}",
                f"  Programs            {', '.join(self._programs)}",
                f"  Notices             {mail}",
                f"  Logs                {self._settings.log_dir}",
                "",
                "Try next, in another terminal:",
                *(f"  {command:<{width}}   {what}" for command, what in TRY_NEXT),
                "",
                "Ctrl-C stops everything; the next `make run` goes on from there.",
            ]
        )


def _migrate(url: str) -> None:
    from sqlalchemy.exc import OperationalError

    from storage.migrate import upgrade

    try:
        upgrade(url)
    except OperationalError as error:
        raise OpsError(f"The database of VADA_DATABASE_URL does not answer: {error.orig}") from error


def _clear_away(folder: Path) -> None:
    """End what a killed run left running. PostgreSQL's own folder is cleared by `EmbeddedPostgres`."""
    left = running.left_behind(folder)
    if left is None or alive(left.supervisor):
        return
    for name, process in reversed(left.processes.items()):
        if name != PostgresService.name and alive(process):
            say(f"The previous run was killed and left its {name} running (process {process.pid}): stopping it.")
            put_down(process)


def _stop_signals() -> asyncio.Event:
    """Set by Ctrl-C, by a terminal that closes and by an ordinary kill. The second Ctrl-C does not wait."""
    stop = asyncio.Event()

    def asked() -> None:
        if stop.is_set():
            say("Already stopping; this takes up to ten seconds.")
        stop.set()

    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, asked)
    return stop


async def _unless(stop: asyncio.Event, work: Awaitable[None]) -> bool:
    """Do the work unless asked to stop before it is done. True when it was done."""
    task = asyncio.ensure_future(work)
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, OpsError):
        await task
    return False


if __name__ == "__main__":
    exit_now(prepare() if sys.argv[1:] == ["prepare"] else run_all())
