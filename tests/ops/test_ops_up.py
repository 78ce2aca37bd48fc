"""`vada up` as a process: it starts, restarts, is killed, and stops on Ctrl-C; our programs stand in as
stubs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.errors import OpsError
from ops.folders import make_data_dir
from ops.ports import free_port
from ops.process import ProcessId, alive

_ROOT = Path(__file__).resolve().parents[2]
_UP = """
import asyncio, sys
import starter.up as up
from ops.errors import OpsError
from ops.process import exit_now
from ops.settings import Settings
stub = ("-c", "import time; print('ready'); time.sleep(1000)")
broken = ("-c", "raise SystemExit('no rules found')")
up._migrate = lambda url: None
programs = {"worker": broken if sys.argv[1:] else stub, "relay": stub}
house = up.House(Settings.from_environment(), True, programs=programs,
                 samples=("-c", "print('3 of 60'); print('60 of 60')"))
try:
    exit_now(asyncio.run(house.run()))
except OpsError as error:
    up.say(str(error))
    exit_now(1)
"""

Up = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="vada-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def up(folder: Path) -> Iterator[Up]:
    started: list[subprocess.Popen[str]] = []
    ports = {"VADA_TEMPORAL_PORT": str(free_port()), "VADA_UI_PORT": str(free_port())}
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("VADA_", "TEMPORAL_"))}

    def begin(*arguments: str) -> subprocess.Popen[str]:
        out = (folder / f"said-{len(started)}").open("w+")
        process = subprocess.Popen(
            [sys.executable, "-c", _UP, *arguments],
            env={**plain, **ports, "VADA_DATA_DIR": str(folder / "var")},
            cwd=_ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def wait_for(said: Path, words: str, seconds: float = 20) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = said.read_text()
        if words in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{words!r} was not said:\n{said.read_text()}")


def processes(folder: Path) -> dict[str, ProcessId]:
    note = json.loads((folder / "var" / "run.json").read_text())
    return {name: ProcessId.model_validate(value) for name, value in note["processes"].items()}


@pytest.mark.slow
def test_a_day_in_its_life(folder: Path, up: Up) -> None:
    first = up()
    text = wait_for(folder / "said-0", "60 of 60")
    assert "Vada is ready in " in text
    assert "http://127.0.0.1:" in text
    runs = processes(folder)
    assert set(runs) == {"PostgreSQL", "Temporal", "worker", "relay"}

    os.kill(runs["worker"].pid, signal.SIGKILL)
    wait_for(folder / "said-0", "The worker runs again.")

    assert up().wait(20) == 1
    assert f"in use by another run of Vada (process {first.pid})" in (folder / "said-1").read_text()

    left = processes(folder)
    first.kill()
    first.wait()
    third = up()
    text = wait_for(folder / "said-2", "Vada is ready in ")
    assert "left its Temporal running" in text
    assert "left PostgreSQL running" in text
    assert not any(alive(process) for process in left.values())

    now = processes(folder)
    third.send_signal(signal.SIGINT)
    assert third.wait(20) == 0
    assert "Stopped in " in (folder / "said-2").read_text()
    assert not any(alive(process) for process in now.values())
    assert not (folder / "var" / "run.json").exists()


def test_a_program_that_cannot_start_is_quoted_and_everything_stops(folder: Path, up: Up) -> None:
    assert up("broken").wait(20) == 1
    text = (folder / "said-0").read_text()
    assert "The worker stopped at once (code 1):" in text
    assert "no rules found" in text
    assert "Stopped in " in text


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OpsError, match=r"cannot be the data folder .*VADA_DATA_DIR"):
        make_data_dir(tmp_path / "file" / "var")
