"""The sample caseload: always the same, clearly made up, lawful on any day, complete after a stop."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from temporalio.service import RPCError, RPCStatusCode

from models.penitentiary_cycle import State
from models.views import CaseFilter
from rules.terms.dates import local_date, start_of_day
from starter import sample_data, samples
from starter.opening import new_case, state_of
from starter.sample_data import GROUPS, Sample, caseload
from starter.sample_others import OTHERS, PREFIXES, others
from storage import worklists
from storage.cases import CaseIntake
from tests.support.servers import House

OUTSIDE = ("council", "convict", "member_of_parliament", "beneficiary")
"""Who has no post: nobody's inbox shows what they owe."""


def test_the_caseload_is_always_the_same_and_clearly_made_up() -> None:
    first, again = (tuple(caseload(date(2026, 11, 22))) for _ in range(2))
    assert first == again
    assert len(first) == sum(count for count, _ in GROUPS.values()) == 200
    assert len({s.number for s in first}) == 200
    assert all(s.number.startswith("PEN-2026-9") for s in first)
    assert all("სინთეზური" in s.intake["person"]["last_name"] for s in first)


@pytest.mark.parametrize("base", [date(2026, 1, 3) + timedelta(days=29 * n) for n in range(13)])
def test_every_case_can_be_opened_on_any_day(base: date) -> None:
    for sample in caseload(base):
        new = new_case("penitentiary_cycle", sample.intake, start_of_day(base), by="samples", synthetic=True)
        whole = CaseIntake(
            **new.model_dump(include={"number", "process", "institution", "received_at", "source"}),
            workflow_id="x",
            person_id="y",
            intake={**new.intake, **sample.state},
        )
        state = state_of(whole, timedelta(0))
        assert isinstance(state, State)
        assert all(state.facts.left_cell - timedelta(days=14) <= day <= base for day in state.done.values())
        assert all(act.done_on <= base for act in sample.acts)


async def test_a_load_that_stops_goes_on_where_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def a_few(base: date) -> Iterator[Sample]:
        return (s for n, s in enumerate(caseload(base)) if n in (0, 1, 10, 20, 60, 80, 130, 160, 180))

    monkeypatch.setattr(samples, "caseload", a_few)
    monkeypatch.setattr(samples, "others", lambda base: iter(()))
    said: list[str] = []
    monkeypatch.setattr(samples, "say", said.append)
    gateway = house.gateway()
    opened, opens = gateway.open_case, iter(range(4))

    async def away(*args: Any, **given: Any) -> bool:
        if next(opens, None) is None:
            raise RPCError("gone", RPCStatusCode.UNAVAILABLE, b"")
        return await opened(*args, **given)

    monkeypatch.setattr(gateway, "open_case", away)
    with pytest.raises(ExceptionGroup):
        await samples.Loader(gateway).load()
    loader = samples.Loader(house.gateway())
    assert await loader.load()
    assert loader.acts == {"taken": 4 + 3 + 1 + 1}
    again = samples.Loader(house.gateway())
    assert await again.load()
    assert said[-1] == "The sample caseload is there: 9 cases."
    assert not again.opened and not again.acts


@pytest.mark.parametrize("base", [date(2026, 1, 3) + timedelta(days=29 * n) for n in range(13)])
def test_the_other_processes_can_be_opened_on_any_day(base: date) -> None:
    made = tuple(others(base))
    assert made == tuple(others(base))
    assert {s.process for s in made} == {p.value for p in OTHERS}
    assert len({s.number for s in made}) == len(made) == sum(count for count, _, _ in OTHERS.values())
    for sample in made:
        new_case(sample.process, sample.intake, start_of_day(base), by="samples", synthetic=True)
        assert sample.number.startswith(PREFIXES)


async def test_each_process_opens_with_its_people(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "caseload", lambda base: iter(()))
    loader = samples.Loader(house.gateway())
    assert await loader.load()
    assert sum(loader.opened.values()) == 36

    def unheld(conn: Connection) -> list[str]:
        found = worklists.cases(conn, CaseFilter(limit=100))
        return [
            f"{c.number} {s.key} {s.actor}"
            for c in found
            for s in worklists.steps(conn, c.number, open_only=True)
            if s.holder is None and s.actor not in OUTSIDE
        ]

    assert await house.gateway().in_transaction(unheld) == []


async def test_no_samples_among_real_cases(house: House) -> None:
    day = local_date(datetime.now(UTC))
    sample = next(caseload(day))
    intake = {**sample.intake, "number": "PEN-2027-000777"}
    await house.gateway().open_case("penitentiary_cycle", intake)
    assert await samples.Loader(house.gateway()).load() is False
    assert sample_data.PREFIX not in intake["number"]
