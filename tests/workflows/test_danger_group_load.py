"""Convicts of one institution from a file to submission. `VADA_GROUP=700` plays the whole seven hundred."""

import os
import time
from pathlib import Path

import pytest

from starter.gateway import NewAct
from starter.group_load import FILLERS, GroupLoad, read
from storage import worklists
from tests.support.servers import House, fresh_number
from tests.workflows.test_danger_refused import MORNING, Sitting

HEADER = "number,first_name,last_name,sex,birth_date,sentenced_on,received_on,flags,age,discipline_history,past_grave\n"
SURNAMES = ("ჰაბიანი", "ბაზიანი", "აბრიანი", "ყაზიანი", "ნაცრიანი")


def file_of(folder: Path, number: int) -> tuple[Path, list[str]]:
    numbers = [fresh_number("DNG") for _ in range(number)]
    lines = [
        f"{n},ნიმუში,{SURNAMES[i % 5]},male,1984-05-17,2026-01-15,2026-02-02,{'code_50' if i % 7 == 3 else ''},"
        f"42,none_6,no\n"
        for i, n in enumerate(numbers)
    ]
    lines.append(f"{fresh_number('DNG')},ნიმუში,სინთეზური,male,1984-05-17,2030-01-15,,,42,none_6,no\n")
    file = folder / "group.csv"
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file, numbers


@pytest.mark.slow
@pytest.mark.rule("o70.6.1.s2", "o70.7.1.s1", "o70.7.5.s1", "o70.7.2.s1")
async def test_a_group_from_a_file_to_submission(house: House, tmp_path: Path) -> None:
    how_many = int(os.environ.get("VADA_GROUP", "12"))
    s = await Sitting(house, MORNING).staffed()
    group = fresh_number("GRP")
    await s.gateway.open_case("data_group", {"number": group, "edition": "o70", "institution": 8}, synthetic=True)
    await s.stage.opened(group)
    units = ("legal_regime_division", "special_registration_division", "social_division")
    order = {"form": "group-appointment-order", "members": [{"unit": u} for u in units]}
    made = NewAct(act="complete", by="institution_director", step="group_order", document=order)
    assert (await s.gateway.act(group, made)).accepted
    file, numbers = file_of(tmp_path, how_many)
    told: list[tuple[str, int, int]] = []
    began = time.monotonic()

    def tell(what: str, done: int, of: int) -> None:
        told.append((what, done, of))

    refused = await GroupLoad(s.gateway, group, read(file), tell).run(submit=True)
    took = time.monotonic() - began
    await s.stage._relayed()
    print(f"{how_many} convicts in {took:.1f} s")
    assert [r.line for r in refused] == [how_many + 2], [r.because for r in refused]
    assert "future" in str(refused[0].because)
    assert told[-1] == ("submitted", how_many, how_many)
    assert ("opened", how_many, how_many) in told and ("selected", how_many, how_many) in told
    views = await s.gateway.in_transaction(
        lambda conn: [worklists.case(conn, number) for number in (numbers[0], numbers[-1])]
    )
    assert [view.stage for view in views] == ["submitted", "submitted"]
    again = await GroupLoad(s.gateway, group, read(file), tell).run(submit=True)
    assert [r.line for r in again] == [how_many + 2]
    assert set(FILLERS) == {"I", "II", "III"}


@pytest.mark.slow
async def test_a_row_that_was_refused_is_taken_once_it_is_mended(house: House, tmp_path: Path) -> None:
    s = await Sitting(house, MORNING).staffed()
    group = fresh_number("GRP")
    await s.gateway.open_case("data_group", {"number": group, "edition": "o70", "institution": 8}, synthetic=True)
    await s.stage.opened(group)
    instead = {"form": "group-appointment-order", "planning_team_instead": True}
    made = NewAct(act="complete", by="institution_director", step="group_order", document=instead)
    assert (await s.gateway.act(group, made)).accepted
    number, file = fresh_number("DNG"), tmp_path / "one.csv"
    head = "number,first_name,last_name,sex,birth_date,sentenced_on,filled_on,last_penalty_on,discipline_history\n"
    row = f"{number},ნიმუში,სინთეზური,male,1984-05-17,2026-01-15,2026-05-20,2024-04-19,"
    file.write_text(head + row + "none_6\n", encoding="utf-8")
    wrong = await GroupLoad(s.gateway, group, read(file), lambda *_: None).run(submit=True)
    assert "none_25_plus" in str(wrong[0].because)
    file.write_text(head + row + "none_25_plus\n", encoding="utf-8")
    assert await GroupLoad(s.gateway, group, read(file), lambda *_: None).run(submit=True) == []
