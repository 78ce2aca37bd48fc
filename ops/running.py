"""`run.json`: what runs on a data folder, written by `vada up` and read by the command line in another
terminal."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ops.errors import OpsError
from ops.process import ProcessId, alive

if TYPE_CHECKING:
    from ops.settings import Settings


class Running(BaseModel):
    """The addresses and processes of one run. A URL that was set from outside is not written: it may hold a
    password."""

    model_config = ConfigDict(frozen=True)

    supervisor: ProcessId
    ready: bool = False
    database_url: str | None = Field(default=None, description="of the embedded PostgreSQL only")
    temporal_address: str | None = Field(default=None, description="of the embedded Temporal only")
    ui_url: str | None = None
    processes: dict[str, ProcessId] = Field(default_factory=dict)


def run_file(data_dir: Path) -> Path:
    """Where a data folder keeps the note."""
    return data_dir / "run.json"


def write(data_dir: Path, running: Running) -> None:
    """Replace the note in one move, so that a reader never sees half of it."""
    draft = run_file(data_dir).with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(running.model_dump_json(indent=2) + "\n", encoding="utf-8")
    os.replace(draft, run_file(data_dir))


def left_behind(data_dir: Path) -> Running | None:
    """The note as it stands, whether or not its processes live; None when there is none that can be read."""
    try:
        return Running.model_validate_json(run_file(data_dir).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def current(settings: "Settings") -> Running | None:
    """What runs now on the settings' data folder: only while the process that wrote the note lives."""
    running = left_behind(settings.data_dir)
    if running is None or not alive(running.supervisor):
        return None
    return running


def missing(settings: "Settings") -> dict[str, str]:
    """The settings that a running Vada can supply. Empty when all of them are set from outside."""
    from ops.connection import configured_address
    from ops.settings import NOT_RUNNING

    need_database = settings.database_url is None
    need_temporal = settings.temporal_address is None and configured_address() is None
    if not (need_database or need_temporal):
        return {}
    running = current(settings)
    if running is None:
        raise OpsError(NOT_RUNNING)
    found: dict[str, str] = {}
    if need_database:
        if running.database_url is None:
            raise OpsError(_starting_or_outside(running, "its database", "VADA_DATABASE_URL"))
        found["database_url"] = running.database_url
    if need_temporal:
        if running.temporal_address is None:
            raise OpsError(_starting_or_outside(running, "its Temporal", "TEMPORAL_ADDRESS"))
        found["temporal_address"] = running.temporal_address
    return found


def _starting_or_outside(running: Running, what: str, variable: str) -> str:
    if not running.ready:
        return "Vada is still starting here: wait for the line that says ready, then try again."
    return f"The running Vada was given {what} from outside: set {variable} here as it was set there."
