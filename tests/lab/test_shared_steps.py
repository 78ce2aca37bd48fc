"""What every process shares, tried on a process of the laboratory: extension, suspension, faults, alarms, the timer."""

import itertools
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest_asyncio
from sqlalchemy import Connection, Engine
from temporalio.client import Client
from temporalio.worker import Worker

from activities.record import Record
from models.acts import Told
from models.case import CaseState
from models.ids import Process, workflow_id
from models.register import sample_register
from rules.order_502.instrument import development_instrument
from storage import cases, register
from storage.cases import NewCase, NewPerson
from tests.lab.lab_process import Facts, Lab, State
from tests.support.servers import House, eventually, fresh_number
from tests.workflows.tales import Tale, at, in_order, most_timers
from workflows.sandbox import runner

BY = "psychologist"
_facts = itertools.count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def lab(temporal: Client, pool: Engine, database: str, tmp_path: Any) -> AsyncIterator[House]:
    """A house whose worker knows the laboratory process alone."""
    queue = f"lab-{database.rsplit('_', 1)[-1]}"
    record = Record(pool, development_instrument())
    async with Worker(
        temporal,
        task_queue=queue,
        workflows=[Lab],
        activities=[record.record],
        activity_executor=ThreadPoolExecutor(4),
        workflow_runner=runner(),
    ):
        yield House(temporal, pool, database, queue, tmp_path / "mail")


class LabTale(Tale):
    """One case of the laboratory."""

    async def begin(self, now: str = "2026-06-01 09:00", **facts: Any) -> "LabTale":
        """Open it with these facts."""
        self.number = fresh_number("PSY")
        new = NewCase(
            number=self.number,
            process=Process.psychology_service.value,
            institution="8",
            person=NewPerson(
                id=f"P-{self.number}", first_name="ნიმუში", last_name="სინთეზური", sex="male",
                birth_date=date(1990, 2, 11), synthetic=True,
            ),
            received_at=at(now),
        )  # fmt: skip

        def write(conn: Connection) -> None:
            register.load(conn, sample_register(["8"]), at=at(now), by="lab")
            cases.create(conn, new)

        await self.gateway.in_transaction(write)
        state = State(case=self.number, institution="8", clock_shift=self.clock.shift(), facts=Facts(**facts))
        await self.house.client.start_workflow(
            "lab", state, id=workflow_id(Process.psychology_service, self.number), task_queue=self.house.task_queue
        )
        await self.stage.opened(self.number)
        return self

    async def tell(self, fact: str, on: str, **codes: Any) -> None:
        """A fact has happened."""
        told = Told(id=f"F-{next(_facts)}", fact=fact, on=date.fromisoformat(on), at=self.clock.now(), codes=codes)
        stumbled = len(await self.troubles())
        await self.lab_handle.signal("tell", told)

        async def heard() -> bool:
            return told.id in (await self.state()).told or len(await self.troubles()) > stumbled

        await eventually(heard, f"the fact {fact} taken in")

    @property
    def lab_handle(self) -> Any:
        """The workflow."""
        return self.handle(Process.psychology_service)

    async def state(self) -> CaseState:
        """The state as the workflow holds it."""
        state: CaseState = await self.lab_handle.query("state", result_type=State)
        return state

    async def due(self, step: str) -> str | None:
        """The last day of an open step."""
        found = (await self.state()).steps[step].due
        return found.isoformat() if found else None

    async def troubles(self) -> list[str]:
        """Faults survived."""
        found: list[str] = await self.lab_handle.query("troubles")
        return found

    async def extend(self, by: str = "resocialisation_division_head", value: int = 6, **given: Any) -> dict[str, Any]:
        """The fields of an asked extension."""
        return {"name": "extend", "by": by, "step": "assess", "value": value, "reason": "more meetings", **given}


@asynccontextmanager
async def _closing(case: LabTale) -> AsyncIterator[LabTale]:
    yield case
    most, _ = await most_timers(case.lab_handle)
    assert most <= 1, f"{most} timers at once"
    assert in_order(await case.events()), "the timeline is told in order"


def lab_case(house: House, now: str = "2026-06-01 09:00") -> LabTale:
    """A case not yet begun."""
    return LabTale(house, now)


async def test_a_term_is_extended_once_in_time_by_whom_the_law_names(lab: House) -> None:
    """12 working days from 1 June end on the 17th; six more on the 25th."""
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1))) as case:
        assert await case.due("assess") == "2026-06-17"
        assert (await case.refused(**await case.extend(by="director"))).rule == "o502.21.5.5"
        for wrong in ({"value": 7}, {"unit": "month", "value": 1}):
            no = await case.refused(**await case.extend(**wrong))
            assert "at most 6 working days" in no.because
        await case.go("2026-06-17 17:00")
        assert (await case.act(**await case.extend())).accepted
        assert await case.due("assess") == "2026-06-25"
        changed = (await case.events("due_changed"))[0].data
        assert (changed["from"], changed["to"]) == ("2026-06-17", "2026-06-25")
        assert "as often as the law allows" in (await case.refused(**await case.extend(value=1))).because
        await case.go("2026-06-26 12:00")
        assert await case.moments("step_overdue", "assess") == ["2026-06-26 00:00"]


async def test_an_extension_asked_for_late_is_refused(lab: House) -> None:
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1))) as case:
        await case.go("2026-06-18 00:30")
        assert "already ended" in (await case.refused(**await case.extend())).because
        assert "already ended" in (await case.refused(**await case.extend(done_on="2026-06-17"))).because
        assert (await case.state()).steps["assess"].overdue


async def test_counting_back_and_at_once(lab: House) -> None:
    """Three days before Tuesday the 23rd are a Saturday, so Friday the 19th; found on a Saturday is owed on Monday."""
    case = await lab_case(lab, "2026-06-06 09:00").begin(
        "2026-06-06 09:00", session=date(2026, 6, 23), found=date(2026, 6, 6)
    )
    async with _closing(case):
        assert await case.due("notice") == "2026-06-19"
        assert await case.due("refer") == "2026-06-08"
        await case.tell("session", "2026-06-30")
        assert await case.due("notice") == "2026-06-26", "the session was put off"
        assert (await case.events("due_changed"))[0].data["because"] == "told session"
        await case.tell("session", "2026-06-10")
        await case.go("2026-06-10 12:00")
        assert await case.moments("step_overdue", "notice") == ["2026-06-06 09:00"], (
            "nearer than the term: late at once"
        )
        await case.tell("session", "2026-07-30")
        assert (await case.state()).steps["notice"].overdue, "what has ended is not moved any more"
        assert await case.due("notice") == "2026-06-05"


async def test_a_duty_that_comes_again(lab: House) -> None:
    """Each time three months from the real day of the last, late or not."""
    async with _closing(await lab_case(lab).begin(observed=[date(2026, 5, 29)])) as case:
        assert await case.due("observe#1") == "2026-08-31", "29 August is a Saturday"
        await case.go("2026-09-02 12:00")
        late = await case.done("observe#1", BY)
        assert late.answer is not None
        assert late.answer.late
        assert [(o.step, str(o.due)) for o in late.answer.opened] == [("observe#2", "2026-12-02")]
        await case.done("observe#2", BY)
        assert set((await case.state()).steps) == {"observe#3"}
        assert await case.due("observe#3") == "2026-12-02"


async def test_a_period_ends_by_itself_and_nobody_is_late(lab: House) -> None:
    async with _closing(await lab_case(lab).begin(refused=date(2026, 6, 1))) as case:
        assert await case.due("motivate") == "2026-09-01"
        await case.go("2026-09-02 12:00")
        assert await case.moments("period_ended", "motivate") == ["2026-09-02 00:00"]
        assert not await case.events("step_overdue")
        assert not await case.events("reminder_sent", step="motivate")
        assert set((await case.state()).steps) == {"after"}


async def test_a_suspension_moves_what_it_stops_and_nothing_else(lab: House) -> None:
    """Two grounds overlap from 6 to 13 July; the plan stood still from 3 to 13 July, ten days."""
    async with _closing(await lab_case(lab).begin(approved=date(2026, 6, 1), observed=[date(2026, 6, 1)])) as case:
        assert await case.due("plan") == "2026-12-01"
        for day, name, ground in (
            ("2026-07-03", "suspend", "o502.15.1.a"),
            ("2026-07-06", "suspend", "o502.15.1.d"),
            ("2026-07-08", "resume", "o502.15.1.a"),
        ):
            await case.go(f"{day} 10:00")
            assert (await case.act(name, BY, ground=ground)).accepted
            step = (await case.state()).steps["plan"]
            assert (step.stopped, step.due, step.alarm) == (True, None, None)
        await case.go("2026-07-13 10:00")
        assert (await case.act("resume", BY)).accepted
        assert await case.due("plan") == "2026-12-11"
        assert await case.due("observe#1") == "2026-09-01"
        assert {x.step for x in await case.events("due_changed")} == {"plan"}


async def test_a_breach_stays_a_fact_whatever_follows(lab: House) -> None:
    """Neither a suspension nor another holder makes an ended term run again."""
    async with _closing(await lab_case(lab).begin(approved=date(2026, 1, 5), begun=date(2026, 6, 1))) as case:
        await case.go("2026-07-07 10:00")
        assert await case.moments("step_overdue", "plan") == ["2026-07-07 00:00"]
        assert (await case.act("suspend", BY, ground="o502.15.1.a", done_on="2026-05-01")).accepted
        await case.act("resume", BY, ground="o502.15.1.a")
        assert await case.due("plan") == "2026-07-06"
        assert (await case.act("assign", "head_of_division", "assess", to="S-08-psychologist-2")).accepted
        step = (await case.state()).steps["assess"]
        assert (str(step.due), step.overdue) == ("2026-06-17", True)
        assert not await case.events("due_changed")


async def test_another_holder_leaves_the_term_where_it_is(lab: House) -> None:
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1))) as case:
        before = (await case.state()).steps["assess"]
        assert (await case.act("assign", "head_of_division", "assess", to="S-08-psychologist-2")).accepted
        after = (await case.state()).steps["assess"]
        assert (after.due, after.alarm) == (before.due, before.alarm)
        await case.go("2026-06-18 12:00")
        reminded = (await case.events("reminder_sent", step="assess"))[-1]
        assert reminded.data["staff"] == "S-08-psychologist-2"


async def test_a_fault_in_a_handler_ends_nothing(lab: House) -> None:
    """In `apply`, in `check`, in `owed` under a fact: the case says so, keeps its facts and takes the next act."""
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1))) as case:
        for name in ("stumble", "trip"):
            outcome = await case.act(name, BY)
            assert not outcome.accepted
            assert outcome.waiting, "the document waits; it is not refused for a fault of ours"
        await case.tell("fault", "2026-06-01", where="owed")
        assert await case.troubles() == ["tell: KeyError"]
        state = await case.state()
        assert isinstance(state, State)
        assert (state.facts.fault, state.facts.approved, set(state.steps)) == ("", None, {"assess"})
        await case.done("assess", BY)


async def test_a_fault_in_an_alarm_is_tried_again(lab: House) -> None:
    async with _closing(await lab_case(lab).begin(refused=date(2026, 6, 1))) as case:
        await case.tell("fault", "2026-06-01", where="elapsed")
        await case.go("2026-09-01 23:59")
        await case.stage._move((await case.stage.cases())[0], at("2026-09-02 00:02"))

        async def stumbled() -> list[str]:
            return await case.troubles()

        assert set(await eventually(stumbled, "the fault")) == {"LookupError"}
        await case.tell("fault", "2026-09-02", where="")
        await case.stage._move((await case.stage.cases())[0], at("2026-09-02 00:10"))

        async def over() -> bool:
            return "motivate" not in (await case.state()).steps

        await eventually(over, "the second try")
        assert len(await case.events("period_ended")) == 1
        assert set((await case.state()).steps) == {"after"}


async def test_a_fault_in_the_opening_is_tried_again(lab: House) -> None:
    case = lab_case(lab)
    case.stage.opened = _not_waiting  # type: ignore[method-assign]
    await case.begin(begun=date(2026, 6, 1), fault="opening")

    async def stumbled() -> list[str]:
        return await case.troubles()

    await eventually(stumbled, "the fault")
    await case.stage._skipper.fast_forward(case.lab_handle, timedelta(minutes=6))

    async def opened() -> bool:
        return (await case.state()).opened_at is not None

    await eventually(opened, "the opening", within=3)


async def _not_waiting(number: str) -> None:
    return None


async def test_alarms_ring_in_their_order(lab: House) -> None:
    """Reminders, the passing of the term, the rungs; what falls on one moment is one consequence."""
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1), observed=[date(2026, 3, 17)])) as case:
        await case.go("2026-07-20 12:00")
        told = [
            (f"{x.at.astimezone():%m-%d}", x.event, x.data.get("level"))
            for x in await case.events(step="assess")
            if x.event in ("reminder_sent", "step_overdue", "escalated")
        ]
        assert [(e, level) for _, e, level in told] == [
            ("reminder_sent", None), ("reminder_sent", None), ("step_overdue", None),
            ("escalated", 1), ("escalated", 2), ("escalated", 3),
        ]  # fmt: skip
        assert await case.moments("escalated", "assess") == ["2026-06-18 09:00", "2026-06-24 09:00", "2026-07-01 09:00"]
        assert await case.due("observe#1") == "2026-06-17"
        together = [x for x in await case.events("step_overdue") if x.step in ("assess", "observe#1")]
        assert len({x.at for x in together}) == 1
        most, started = await most_timers(case.lab_handle)
        assert (most, started < 15) == (1, True), f"{started} timers"


async def test_no_timer_is_set_again_when_nothing_nearer_appeared(lab: House) -> None:
    async with _closing(await lab_case(lab).begin(begun=date(2026, 6, 1))) as case:
        _, before = await most_timers(case.lab_handle)
        await case.tell("approved", "2026-06-01")
        assert (await case.act("assign", "head_of_division", "assess", to="S-08-psychologist-2")).accepted
        assert await most_timers(case.lab_handle) == (1, before)
