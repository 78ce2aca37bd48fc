"""Ports: whether one is free, who has it, and how to choose another."""

import contextlib
import os
import socket
from pathlib import Path

from ops.errors import OpsError

_LOCAL = "127.0.0.1"
_LISTENS = "0A"


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((_LOCAL, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether we could listen on it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOCAL, port))
        except OSError:
            return False
        return True


def require_free(port: int, *, what: str, variable: str) -> None:
    """Return if the port is free; else raise `OpsError` that says who has it and how to choose another."""
    if is_free(port):
        return
    other = next((p for p in range(port + 1, min(port + 200, 65536)) if is_free(p)), None) or free_port()
    raise OpsError(
        f"Port {port}, meant for {what}, is taken{_by(port)}. "
        f"Stop that, or choose another port: {variable}={other} make run"
    )


def _by(port: int) -> str:
    holder = who_listens(port)
    return f" by {holder}" if holder else ""


def who_listens(port: int) -> str | None:
    """`name (process 123)` of the listener, where the system lets us see it."""
    sockets: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                sockets.add(f"socket:[{fields[9]}]")
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        with contextlib.suppress(OSError):
            if any(_leads_to(entry, sockets) for entry in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return None


def _leads_to(descriptor: Path, sockets: set[str]) -> bool:
    try:
        return os.readlink(descriptor) in sockets
    except OSError:
        return False
