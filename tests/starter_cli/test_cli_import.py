"""`vada import`: good rows opened, bad rows explained, nothing twice, nothing half open, also after a kill."""

import asyncio
import os
import signal
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from starter.cli import app
from tests.starter_cli.conftest import TODAY, Cli
from tests.support.servers import eventually, fresh_number

COLUMNS = (
    "number", "first_name", "last_name", "sex", "birth_date", "personal_number", "institution",
    "placed_in_institution", "left_classification_cell",
)  # fmt: skip
LEFT = TODAY - timedelta(days=5)


def row(**other: str) -> list[str]:
    fields = {
        "number": fresh_number(), "first_name": "ა", "last_name": "სინთეზური-9", "sex": "ქალი",
        "birth_date": "01.02.1980", "personal_number": "", "institution": "5",
        "placed_in_institution": str(LEFT), "left_classification_cell": f"{LEFT:%d.%m.%Y}",
    } | other  # fmt: skip
    return [fields[name] for name in COLUMNS]


def write(file: Path, *rows: list[str], mark: str = ";", bom: bool = True) -> str:
    lines = [mark.join(COLUMNS), *(mark.join(r) for r in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig" if bom else "utf-8")
    return str(file)


@pytest.mark.parametrize(("mark", "bom"), [(";", True), (",", False)])
async def test_a_report_row_by_row_and_a_repeat(cli: Cli, tmp_path: Path, mark: str, bom: bool) -> None:
    good, same = row(personal_number="01234567890"), row()
    rows = [
        good, row(number="PEN-1"), row(birth_date="tomorrow"), row(institution="77"), same, same,
        row(left_classification_cell=str(TODAY + timedelta(days=1))), row(personal_number="01234567890"),
        row(sex="x"), row()[:-1],
    ]  # fmt: skip
    file = write(tmp_path / "a.csv", *rows, mark=mark, bom=bom)
    dry = (await cli("import", file, "--dry-run", "--json", code=1)).json
    assert (dry["would_open"], dry["refused"]) == (3, 7)
    told = (await cli("import", file, "--json", code=1)).json
    assert (told["opened"], told["refused"]) == (2, 8)
    said = {r["line"]: r for r in told["rows"]}
    assert [said[n]["outcome"] for n in (2, 6)] == ["opened", "opened"]
    for line, words in {
        3: "case number", 4: "'birth_date' is not a date", 5: "Institution 77", 7: "line 6 has the same number",
        8: "after today", 9: "personal number", 10: "sex", 11: "8 cells where the file has 9",
    }.items():  # fmt: skip
        assert words in said[line]["because"], said[line]
    assert said[8]["rule"] == "o502.8.2"
    assert "სინთეზური" not in str(told) and "01234567890" not in str(told)
    again = (await cli("import", file, "--json", code=1)).json
    assert (again["already_open"], again["refused"], again.get("opened")) == (2, 8, None)
    changed = write(tmp_path / "b.csv", [*good[:2], "სხვა", *good[3:]], [*same[:-1], str(LEFT + timedelta(days=1))])
    other = {r["line"]: r for r in (await cli("import", changed, "--json", code=1)).json["rows"]}
    assert (other[2]["outcome"], other[3]["outcome"]) == ("already_open", "refused")
    assert "differ from the record" in other[2]["because"] and "has this number" in other[3]["because"]


async def test_a_broken_file_opens_nothing(cli: Cli, tmp_path: Path) -> None:
    head = ";".join(COLUMNS)
    for n, (content, words) in enumerate(
        {
            b"": "lacks", b"number;first_name\n": "lacks", f"{head};colour\n".encode(): "does not know 'colour'",
            f"{head}\n".encode(): "no row", f"{head}\n\xff\xfe".encode("latin-1"): "line 2: not UTF-8",
            (head + "\n" + ";".join(row()) + '\n"PEN;x\n').encode(): "A quote is missing",
        }.items()
    ):  # fmt: skip
        file = tmp_path / f"{n}.csv"
        file.write_bytes(content)
        bad = await cli("import", str(file), "--json", code=2)
        assert words in bad.json["error"], bad.json
    assert (await cli("case", "list", "--json")).json == []


async def test_a_kill_in_the_middle_and_a_repeat_make_it_complete(cli: Cli, tmp_path: Path) -> None:
    file = write(tmp_path / "many.csv", *(row() for _ in range(60)))
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "starter.cli", "import", file, env=dict(os.environ),
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip

    async def begun() -> bool:
        with cli.house.pool.connect() as conn:
            return int(conn.execute(text("select count(*) from cases")).scalar_one()) >= 10

    await eventually(begun, "the import has begun")
    killed.send_signal(signal.SIGKILL)
    await killed.wait()
    told = (await cli("import", file, "--json")).json
    assert told["opened"] + told["already_open"] == 60
    assert 0 < told["opened"] < 60

    async def whole() -> bool:
        with cli.house.pool.connect() as conn:
            opened = conn.execute(text("select count(*) from cases where opened_at is not null")).scalar_one()
            return int(opened) == 60

    await eventually(whole, "every case has opened itself")
    assert (await cli("import", file, "--json")).json["already_open"] == 60


RUNNING = ("screened_on", "serious_harm", "static_on", "static", "women_on", "handed_over_on")


def running(left: date, **told: str) -> list[str]:
    """A row of a case that runs: a man of low harm, on his way to the administrator unless told otherwise."""
    plain = row(sex="m", placed_in_institution=str(left), left_classification_cell=str(left))
    return [*plain, *(told.get(name, "") for name in RUNNING)]


async def test_running_cases_are_brought_in_at_their_stage(cli: Cli, tmp_path: Path) -> None:
    left = TODAY - timedelta(weeks=4)
    day = [f"{left + timedelta(days=n):%d.%m.%Y}" for n in range(21)]
    screened = {"screened_on": day[2], "serious_harm": "დაბალი", "static_on": day[9], "static": "low"}
    rows = [
        running(left, **screened, handed_over_on=day[20]),
        running(left, screened_on=day[2]),
        running(left, **{**screened, "serious_harm": "medium"}, handed_over_on=day[20]),
        running(left, **screened, women_on=day[3]),
        running(left, screened_on="soon", serious_harm="low"),
        running(left),
    ]
    file = tmp_path / "running.csv"
    file.write_text("\n".join(";".join(r) for r in [[*COLUMNS, *RUNNING], *rows]) + "\n", encoding="utf-8")
    dry = (await cli("import", str(file), "--dry-run", "--json", code=1)).json
    assert (dry["would_open"], dry["refused"]) == (2, 4)
    said = {r["line"]: r for r in (await cli("import", str(file), "--json", code=1)).json["rows"]}
    assert [said[n].get("rule") for n in (3, 4, 5)] == ["o502.8.3", "o502.8.7.2", "o502.9.1"]
    assert "'screened_on' is not a date" in said[6]["because"]
    number, related = rows[0][0], said[2]["related"][0]
    for one in (number, related, rows[5][0]):
        await cli.settled(one)
    shown = (await cli("case", "show", number)).out
    assert "Brought in on" in shown and "by import (import)" in shown and "its documents are not kept here" in shown
    assert f"static             on {left + timedelta(days=9)}" in shown
    told = (await cli("case", "show", number, "--json")).json
    assert (told["stage"], told["related"]) == ("with_administrator", [related])
    assert {s["step"] for s in told["brought_in"]["steps"]} == {"screening", "static", "coordinator", "hand_over"}
    admin = (await cli("case", "show", related, "--json")).json
    assert [s["key"] for s in admin["steps"]] == ["assess"]

    async def late() -> dict[str, Any]:
        steps = (await cli("case", "show", rows[5][0], "--json")).json["steps"]
        return {s["key"]: s for s in steps if s["overdue"]}

    steps = await eventually(late, "what is overdue is shown so")
    assert steps["screening"]["overdue_at"][:10] <= str(left + timedelta(days=9))
    again = (await cli("import", str(file), "--json", code=1)).json
    assert (again["already_open"], again.get("opened")) == (2, None)
    assert "screened_on" in (await cli("import", "--columns")).out


def test_without_a_file_the_way_on_is_said() -> None:
    done = CliRunner().invoke(app, ["import"])
    assert done.exit_code == 2 and "--columns" in done.stderr
