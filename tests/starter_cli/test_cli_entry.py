"""`vada` as a program: help, exit codes, and no traceback whatever is typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def vada(*args: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("VADA_", "TEMPORAL_"))}
    return subprocess.run(
        [sys.executable, "-m", "starter.cli", *args],
        cwd=ROOT, env={**plain, "VADA_DATA_DIR": str(folder), **env}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def test_help_loads_neither_temporal_nor_the_database() -> None:
    code = "import sys, starter.cli; print([m for m in ('temporalio', 'sqlalchemy', 'yaml') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--help",), 0, "Exit codes"),
        (("deadline", "o502.8.3", "--from", "2026-03-02", "--json"), 0, "due"),
        (("case", "list", "--json"), 3, "Vada is not running here"),
        (("step", "complete", "PEN-2026-000001", "x", "--as", "S-1", "--json"), 3, "Vada is not running here"),
        (("case", "lst", "--json"), 2, "No such command"),
        (("case", "show", "--json"), 2, "Missing argument"),
        (("inbox",), 2, "Missing option"),
        (("inbox", "--as", "S-1", "--json", "--strange"), 2, "No such option"),
    ],
)
def test_exit_codes(tmp_path: Path, args: tuple[str, ...], code: int, words: str) -> None:
    done = vada(*args, folder=tmp_path)
    assert done.returncode == code, done
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if code and "--json" in args:
        assert words in json.loads(done.stdout)["error"]


def test_a_database_that_is_away(tmp_path: Path) -> None:
    nowhere = {"VADA_DATABASE_URL": "postgresql://u@127.0.0.1:1/vada", "TEMPORAL_ADDRESS": "127.0.0.1:1"}
    done = vada("case", "list", folder=tmp_path, **nowhere)
    assert (done.returncode, "The database does not answer" in done.stderr) == (3, True), done
    misspelt = vada("case", "list", folder=tmp_path, VADA_DATABSE_URL="x")
    assert (misspelt.returncode, "Did you mean VADA_DATABASE_URL" in misspelt.stderr) == (2, True), misspelt
