"""The commands that answer from the law alone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from starter import law_commands

app = typer.Typer()
app.command()(law_commands.deadline)
app.command()(law_commands.score)
app.add_typer(law_commands.law_app, name="law")
app.add_typer(law_commands.calendar_app, name="calendar")


def run(*args: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, list(args))
    assert result.exit_code == code, result.output
    return result


def as_json(*args: str, code: int = 0) -> Any:
    return json.loads(run(*args, "--json", code=code).stdout)


def test_deadline_prints_the_arithmetic() -> None:
    answer = as_json("deadline", "o502.8.3", "--from", "2026-11-16")
    assert list(answer)[:6] == ["rule", "from", "raw_end", "due", "why", "skipped"]
    assert (answer["raw_end"], answer["due"], answer["skipped"]) == (
        "2026-11-23",
        "2026-11-24",
        ["2026-11-23"],
    )
    assert "moved to 2026-11-24" in run("deadline", "o502.8.3", "--from", "2026-11-16").stdout


def test_deadline_with_days_declared() -> None:
    args = ("deadline", "o502.8.3", "--from", "2026-03-02")
    off = as_json(*args, "--off", "2026-03-09", "--off", "2026-03-10")
    assert (off["due"], off["strict_due"]) == ("2026-03-11", "2026-03-09")
    saturday = as_json("deadline", "o502.8.3", "--from", "2026-03-07", "--on", "2026-03-14")
    assert saturday["due"] == "2026-03-14"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("deadline", "o502.8.33", "--from", "2026-03-02"), "near it: o502.8.3"),
        (("deadline", "o502.8.3", "--from", "2 March"), "write year-month-day"),
        (("deadline", "o502.8.9.3", "--from", "2026-03-02"), "gives no term"),
        (("deadline", "o502.8.3", "--from", "2026-03-02", "--off", "x"), "--off 'x' is not a date"),
        (("deadline", "o502.8.3", "--from", "9999-12-30"), "1900"),
        (
            ("deadline", "o502.8.3", "--from", "2026-03-02", "--off", "2026-03-09", "--on", "2026-03-09"),
            "one of",
        ),
        (("law", "show", "o502.8"), "no rule of the catalogue"),
        (("law", "list", "--kind", "wish"), "choose one of"),
        (("calendar", "list", "1600"), "1900 to 2099"),
        (("score", "annex-03", "nowhere.yaml"), "choose one of annex-01, annex-02"),
        (("score", "annex-01", "nowhere.yaml"), "cannot be read"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_to_do(args: tuple[str, ...], said: str) -> None:
    assert said in as_json(*args, code=2)["error"]


def test_law_list_and_show() -> None:
    listed = as_json("law", "list", "--process", "parole_petition", "--kind", "deadline")
    assert "o320.22.1.2" in {r["id"] for r in listed}
    shown = as_json("law", "show", "o502.8.3")
    assert shown["terms"][0] == {"from": "2020-03-12", "value": 1, "unit": "week", "bound": "at_most"}
    assert "Order 502 art. 8(3)" in run("law", "show", "o502.8.3").stdout


def test_calendar_list_without_a_year_is_this_years() -> None:
    """The first of January is a holiday in every year, so the list names the year that it is of."""
    before = datetime.now(UTC).year
    days = {d["day"] for d in as_json("calendar", "list")["days"]}
    assert days & {f"{year}-01-01" for year in (before, datetime.now(UTC).year, before + 1)}
    assert len({day[:4] for day in days}) == 1


def test_calendar_list() -> None:
    days = {d["day"] for d in as_json("calendar", "list", "2026")["days"]}
    assert {"2026-01-05", "2026-04-10", "2026-11-23"} <= days
    assert len(days) == 20


def test_score_annex_01(tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(
        "part_1: {points: {1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0, 8: 40, 9: 0, 10: 0}, high: [8]}\n"
        "part_2: {points: {1: 100, 2: 87}}\n"
    )
    answer = as_json("score", "annex-01", str(file))
    assert (answer["serious_harm"]["level"], answer["static"]["points"]) == ("high", 187)
    assert answer["dynamic"] is None and answer["reoffending"] is None
    assert answer["instant_psychologist"]["needed"] is True
    assert answer["route"]["route"] == "case_manager_high"
    assert "not the ministry's annex" in answer["notice"]["en"]
    assert "not the ministry's annex" in run("score", "annex-01", str(file)).stdout


def test_score_annex_02(tmp_path: Path) -> None:
    file = tmp_path / "form.json"
    file.write_text('{"domestic_violence": [22, 0, 0, 0], "violence_against_women": [22, 9, 0, 0]}')
    answer = as_json("score", "annex-02", str(file))
    assert answer["outcomes"] == {"information": False, "programme": True, "psychological_service": True}
    assert (answer["domestic_violence"]["sum"], answer["violence_against_women"]["sum"]) == (22, 31)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("part_1: [", "line 2"),
        ("part_4: {}", "has no field part_4"),
        ("{}", "give at least one"),
        ("part_2: {points: {1: 0}}", "block 2 has no points"),
        ("part_2: {points: &a {1: 0, 2: 0}}\npart_3: {points: *a}", "aliases"),
        ("part_1: {points: 3}", "needs `points`"),
        ("part_2: {points: {1: 0, 1: 5, 2: 0}}", "line 1: 1 stands twice"),
        ("part_1: " + "[" * 5000, "too deep"),
    ],
)
def test_a_form_that_cannot_be_scored(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "form.yaml"
    file.write_text(text)
    assert said in as_json("score", "annex-01", str(file), code=2)["error"]
