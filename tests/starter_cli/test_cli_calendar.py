"""The calendar on the command line: previewed, approved, declared, taken back; nothing is changed without approval."""

from datetime import timedelta
from pathlib import Path

import pytest

from rules.terms.calendar import shipped_calendar
from starter import approval
from tests.starter_cli.conftest import CM, TODAY, Cli
from tests.support.servers import eventually


async def due(cli: Cli, number: str) -> str:
    """The last day of the screening."""
    steps = (await cli("step", "list", number, "--json")).json
    return str(next(s["due"] for s in steps if s["key"] == "screening"))


async def test_declared_after_a_preview_and_taken_back(cli: Cli) -> None:
    running, late = await cli.opened(days_ago=3), await cli.opened(days_ago=20)
    last = await due(cli, running)
    moved = shipped_calendar().next_working(TODAY.fromisoformat(last) + timedelta(days=1))
    args = ("calendar", "declare", last, "--act", "Ordinance 7", "--as", CM)

    seen = (await cli(*args, "--preview", "--list", "--json")).json
    assert (seen["done"], seen["become_overdue"]) == (False, 0)
    screening = next(t for t in seen["terms"] if t["step"] == "screening")
    assert (screening["case"], screening["was"], screening["to"]) == (running, last, str(moved))
    places = {(p["institution"], p["rule"]): p["later"] for p in seen["by_place"]}
    assert places["5", "o502.8.3"] == 1
    told = await cli(*args, "--preview", "--list")
    assert f"{seen['moves']} term" in told.out and f"{last} -> {moved}" in told.out
    assert "Order 502 art. 8(3)" in told.out
    refused = await cli(*args, code=2)
    assert "Nothing was changed" in refused.err and seen["says"] in refused.out
    assert (await cli(*args, "--json", code=2)).json["says"] == seen["says"]
    assert (await cli("calendar", "declared", "--json")).json == []

    done = (await cli(*args, "--yes", "--json")).json
    assert (done["done"], done["told"], done["moves"]) == (True, seen["cases"], seen["moves"])
    await cli.house.relay(cli.house.gateway()).drain()

    async def arrived() -> bool:
        return await due(cli, running) == str(moved)

    await eventually(arrived, "the term moves")
    assert await due(cli, late) < str(TODAY), "an overdue term stays"
    (day,) = (await cli("calendar", "declared", "--json")).json
    assert (day["day"], day["act"], day["entered_by"], day["off"]) == (last, "Ordinance 7", CM, True)
    assert "Ordinance 7" in (await cli("calendar", "declared")).out
    again = await cli(*args, "--yes", "--wait")
    assert "was so already" in again.out

    back = await cli("calendar", "withdraw", last, "--as", CM, "--yes")
    assert f"{seen['moves']} term" in back.out and "taken back" in back.out
    await cli.house.relay(cli.house.gateway()).drain()

    async def as_before() -> bool:
        return await due(cli, running) == last

    await eventually(as_before, "the term moves back")
    why = (await cli("case", "why", running, "screening", "--json")).json
    assert [d["due"] for d in why["dates"]] == [last, str(moved), last], "every date is kept"


async def test_several_days_from_a_file(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text("date,act,working,for\n2027-08-30,Ordinance 8,,\n2027-08-28,Ordinance 8,yes,all\n", "utf-8")
    done = (await cli("calendar", "declare", "--from-file", str(file), "--as", CM, "--yes", "--json")).json
    assert [(d["day"], d["off"]) for d in done["days"]] == [("2027-08-30", True), ("2027-08-28", False)]
    assert [d["off"] for d in (await cli("calendar", "declared", "--json")).json] == [False, True]
    for text, words in (
        ("day,act\n2027-08-30,x\n", "needs a first line"),
        ("date,act\n2027-08-30,\n", "line 2"),
        ("date,act\n30.08.2027,x\n", "is not a date"),
        ("date,act,for\n2027-08-30,x,us\n", "not for 'us'"),
        ("date,act\n2027-08-30,x\n2027-08-30,y\n", "twice"),
    ):
        file.write_text(text, "utf-8")
        assert words in (await cli("calendar", "declare", "--from-file", str(file), "--as", CM, code=2)).err


async def test_what_cannot_be_declared(cli: Cli) -> None:
    good = ("calendar", "declare", "2027-08-30", "--act", "Ordinance 8", "--preview")
    assert "no term" not in (await cli(*good, "--as", CM)).out
    assert "for the agency alone" in (await cli(*good, "--as", CM, "--for", "agency")).out
    assert "nobody 'S-99'" in (await cli(*good, "--as", "S-99", code=2)).err
    for args, words in (
        (("declare", "2027-08-30", "--as", CM), "--act"),
        (("declare", "tomorrow", "--act", "x", "--as", CM), "is not a date"),
        (("declare", "1800-01-01", "--act", "x", "--as", CM), "outside the years"),
        (("withdraw", "2027-08-30", "--as", CM), "is in force"),
        (("withdraw", "2025-08-29", "--as", CM), "ships with the service"),
    ):
        assert words in (await cli("calendar", *args, code=2)).err


def test_approval_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    for said in (True, False):
        monkeypatch.setattr("typer.confirm", lambda *a, said=said, **k: said)
        assert approval.approve("?", False) is said
    assert approval.approve("?", True) is True


def test_how_far_it_is_is_told_after_two_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = iter([0.0, 1.9, 2.1, 3.0, 4.2])
    monkeypatch.setattr("starter.approval.time.monotonic", lambda: next(now))
    with approval.progress("terms counted", 2000) as told:
        for n in (1, 2, 3, 4):
            told(n * 500)
    assert capsys.readouterr().err.splitlines() == [
        "terms counted: 1000 of 2000 ...",
        "terms counted: 2000 of 2000 ...",
    ]
