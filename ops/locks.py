"""One run a folder: a lock that the system lets go of when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from ops.errors import OpsError


class FolderLock:
    """An exclusive lock on a file that names its holder."""

    def __init__(self, path: Path, *, what: str) -> None:
        self._path = path
        self._what = what
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take it (again is no harm), or raise `OpsError` naming the process that holds it."""
        if self._descriptor is not None:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as error:
            raise OpsError(
                f"{self._path} belongs to another OS user (Vada was started as root before?). Start it as that "
                "user, or choose another folder: VADA_DATA_DIR=other make run"
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise OpsError(
                f"{self._what} {self._path.parent} is in use by another run of Vada (process {holder}). "
                "Stop that one with Ctrl-C, or choose another folder: VADA_DATA_DIR=other make run"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let it go; the file stays."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
