"""Child processes: their output goes straight to a log file, so no pipe can fill up and stall them.

They lead a process group of their own: Ctrl-C reaches the supervisor alone, which stops them in order.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from pydantic import BaseModel, ConfigDict

from ops.errors import OpsError

_POLL = 0.05
_LOG_LIMIT = 10_000_000


class ProcessId(BaseModel):
    """A process that can be recognised later: pids are reused, a pid with its start time is not."""

    model_config = ConfigDict(frozen=True)

    pid: int
    mark: str


class OsUser(NamedTuple):
    """Whom a child runs as, when that is not who we are."""

    name: str
    uid: int
    gid: int


def start_mark(pid: int) -> str | None:
    """When the process was started, in the system's own words; None when it is gone (or a zombie)."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.joinpath("self").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else fields[19]
    listed = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip() or None


def identify(pid: int) -> ProcessId:
    """The id of a live process, as it can be written down."""
    return ProcessId(pid=pid, mark=start_mark(pid) or "gone")


def alive(process: ProcessId) -> bool:
    """Whether that very process still runs."""
    return start_mark(process.pid) == process.mark


def put_down(process: ProcessId, *, first: signal.Signals = signal.SIGTERM, grace: float = 5.0) -> None:
    """End a process that is not our child (left by a run that was killed): ask, wait, then kill."""
    for sign, wait in ((first, grace), (signal.SIGKILL, 2.0)):
        if not alive(process):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, sign)
        until = time.monotonic() + wait
        while alive(process) and time.monotonic() < until:
            time.sleep(_POLL)


class ChildProcess:
    """One process, its log file, and how to know that it is ready."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: OsUser | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._env = None if env is None else dict(env)
        self._cwd = cwd
        self._user = user
        self._process: subprocess.Popen[bytes] | None = None
        self._offset = 0

    @property
    def pid(self) -> int | None:
        """Its pid while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs or was never started."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start it, appending to its log."""
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            os.replace(self.log, self.log.with_suffix(self.log.suffix + ".1"))
        with self.log.open("ab") as out:
            os.chmod(self.log, 0o600)
            self._offset = out.tell()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                start_new_session=True,
                umask=0o077,
                user=self._user.uid if self._user else None,
                group=self._user.gid if self._user else None,
                extra_groups=[] if self._user else None,
            )

    def output(self) -> str:
        """What it has written since it was started."""
        with self.log.open("rb") as file:
            file.seek(self._offset)
            return file.read().decode("utf-8", "replace")

    def last_words(self, lines: int = 12) -> str:
        """The end of its output, indented, for a sentence about why it stopped."""
        return "\n".join(f"    {line}" for line in self.output().splitlines()[-lines:])

    def wait_for_line(self, line: str, timeout: float) -> None:
        """Return when it has printed `line` on a line of its own; `OpsError` when it ends or stays silent."""
        until = time.monotonic() + timeout
        while True:
            ended = self.exit_code is not None
            if line in (said.strip() for said in self.output().splitlines()):
                return
            if ended:
                raise OpsError(f"The {self.name} stopped at once (code {self.exit_code}):\n{self.last_words()}")
            if time.monotonic() > until:
                raise OpsError(f"The {self.name} was not ready after {timeout:.0f} s; its log is {self.log}.")
            time.sleep(_POLL)

    def stop(self, *, first: signal.Signals = signal.SIGTERM, grace: float = 5.0) -> None:
        """Ask its group to end, wait, then kill. Nothing happens when it has ended already."""
        for sign, wait in ((first, grace), (signal.SIGKILL, 5.0)):
            if self._process is None or self._process.poll() is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, sign)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(wait)


def exit_now(code: int) -> NoReturn:
    """End the process without the interpreter's teardown.

    A Python process that used Temporal's client can crash there (`PyGILState_Release`, exit code 134) after
    its work is done; a command's exit code must not depend on it.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
