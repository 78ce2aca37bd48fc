"""Order 502, chapter III: a case that another case opens, and a specialist who is not there."""

from datetime import date

import pytest

from models.acts import Refusal, Told
from models.ids import Process
from models.probation_cycle import State
from models.register import Absence
from models.views import TimelineView
from notices.channels import FileChannel
from rules.terms.dates import local_date
from starter.clock import StoryClock
from starter.gateway import Gateway, NewAct, Outcome
from starter.relay import Relay
from storage import cases, register, worklists
from storage.cases import NewCase, NewPerson
from tests.support.servers import House, eventually, fresh_number
from tests.workflows.tales import at, screening, static

PERSON = NewPerson(id="P-0000000000000502", first_name="ნიმუში", last_name="სინთეზური", synthetic=True)


class Bureau:
    """One probation case under the clock of the test, without skipping time."""

    def __init__(self, house: House, now: str) -> None:
        self.house, self.now = house, at(now)
        self.gateway: Gateway = house.gateway(StoryClock(self.now))
        self.relay = Relay(self.gateway, FileChannel(house.mail))
        self.number = fresh_number("PRO")

    async def staffed(self) -> None:
        def write(conn: object) -> None:
            from models.register import sample_register

            register.load(conn, sample_register(["B3"], "bureau"), at=self.now, by="tests")  # type: ignore[arg-type]

        await self.gateway.in_transaction(write)

    async def opened(self) -> None:
        async def ready() -> bool:
            view = await self.gateway.in_transaction(lambda conn: worklists.case(conn, self.number))
            return view.opened_at is not None

        await eventually(ready, "the case has opened")

    async def act(self, name: str, by: str, step: str | None = None, **document: object) -> Outcome:
        return await self.gateway.act(self.number, NewAct(act=name, by=by, step=step, document=document or None))

    async def done(self, step: str, by: str, **document: object) -> None:
        outcome = await self.act("complete", by, step, **document)
        assert outcome.accepted, outcome.refusal

    async def refused(self, step: str, by: str, **document: object) -> Refusal:
        outcome = await self.act("complete", by, step, **document)
        assert outcome.refusal is not None
        return outcome.refusal

    async def events(self, event: str) -> list[TimelineView]:
        lines = await self.gateway.in_transaction(lambda conn: worklists.timeline(conn, self.number))
        return [x for x in lines if x.event == event]

    async def state(self) -> State:
        handle = self.house.client.get_workflow_handle(f"{Process.probation_cycle.value}/{self.number}")
        state: State = await handle.query("state", result_type=State)
        return state


@pytest.mark.rule("o502.30.8", "o502.21.2.1")
async def test_a_release_on_parole_opens_a_case_and_its_clocks_start_at_registration(house: House) -> None:
    bureau = Bureau(house, "2026-06-01 10:00")
    await bureau.staffed()
    new = NewCase(
        number=bureau.number, process="probation_cycle", institution="8", person=PERSON, received_at=bureau.now
    )
    await bureau.gateway.in_transaction(lambda conn: cases.create(conn, new))
    stored = await bureau.gateway.in_transaction(lambda conn: cases.intake(conn, bureau.number))
    told = Told(
        id="T-parole-1", fact="released_on_parole", on=date(2026, 6, 1), at=bureau.now,
        codes={"ground": "o320.22.4", "half_of_sentence_on": "2026-09-01"},
    )  # fmt: skip
    await bureau.gateway.start(stored, told)
    await bureau.opened()

    async def arrived() -> bool:
        return bool(await bureau.events("arrived"))

    await eventually(arrived, "the fact is heard")
    early = await bureau.act("exchange", "probation_officer", to="other_agency")
    assert early.refusal is not None
    assert early.refusal.rule == "o502.30.8"
    await bureau.done(
        "arrival", "probation_officer", form="registration", registered_on="2026-06-01", bureau="B3",
        services=["social_worker"], adult_woman=False,
    )  # fmt: skip
    state = await bureau.state()
    assert state.institution == "B3"
    assert state.facts.status == "released_on_parole"
    assert state.facts.half_of_sentence_on == date(2026, 9, 1)
    assert {state.steps[k].due for k in ("screening", "static")} == {date(2026, 6, 10)}
    assert state.steps["screening"].holder == "S-B3-probation_officer"


@pytest.mark.rule("o502.21.3.d.2")
async def test_nobody_is_put_in_charge_while_absent_or_without_the_post(house: House) -> None:
    bureau = Bureau(house, "2026-06-01 10:00")
    await bureau.staffed()
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}
    intake = {"number": bureau.number, "person": person, "bureau": 3, "registered_on": local_date(bureau.now)}
    await bureau.gateway.open_case("probation_cycle", intake, synthetic=True, by="tests")
    await bureau.opened()
    away = Absence(
        staff_id="S-B3-agency_social_worker", from_date=date(2026, 5, 25), to_date=date(2026, 6, 5),
        deputy_staff_id="S-B3-agency_social_worker-2",
    )  # fmt: skip
    await bureau.gateway.in_transaction(lambda conn: register.be_absent(conn, away, at=bureau.now, by="tests"))
    await bureau.done("screening", "probation_officer", **screening(20))
    await bureau.done("static", "probation_officer", **static(80))
    await bureau.done("ask_worker", "probation_officer", form="doc-specialist-request")
    worker = {"form": "specialist-assignment", "specialist": "agency_social_worker"}
    absent = await bureau.refused(
        "assign_worker", "resocialisation_division_head", **worker, to="S-B3-agency_social_worker"
    )
    assert absent.rule == "o502.21.3.d.2"
    assert "absent from 2026-05-25 until 2026-06-05; S-B3-agency_social_worker-2 stands in" in absent.because
    no_post = await bureau.refused(
        "assign_worker", "resocialisation_division_head", **worker, to="S-B3-agency_psychologist"
    )
    assert "holds no post" in no_post.because
    assert "S-B3-agency_social_worker-2" in no_post.way_on
    lines = await bureau.events("act_refused")
    assert [x.data["because"] for x in lines] == [absent.because, no_post.because]
    await bureau.done("assign_worker", "resocialisation_division_head", **worker, to="S-B3-agency_social_worker-2")
    state = await bureau.state()
    assert state.steps["assess_worker"].holder == "S-B3-agency_social_worker-2"
    assert state.steps["assess_worker"].due == date(2026, 6, 17)


@pytest.mark.rule("o502.21.2.1", "o502.21.3.d.2")
async def test_a_corrected_registration_moves_the_terms_and_a_policy_day_is_told_apart(house: House) -> None:
    bureau = Bureau(house, "2026-06-03 10:00")
    await bureau.staffed()
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}
    intake = {"number": bureau.number, "person": person, "bureau": "B3", "registered_on": date(2026, 6, 1)}
    await bureau.gateway.open_case("probation_cycle", intake, synthetic=True, by="tests")
    await bureau.opened()
    corrected = await bureau.act(
        "correct", "probation_officer", "intake", form="registration", registered_on="2026-06-02", reason="misread"
    )
    assert corrected.accepted, corrected.refusal
    assert (await bureau.state()).steps["static"].due == date(2026, 6, 11)
    await bureau.done("screening", "probation_officer", **screening(20))
    await bureau.done("ask_worker", "probation_officer", form="doc-specialist-request")
    step = (await bureau.state()).steps["assign_worker"]
    assert (step.due, step.expected) == (None, date(2026, 6, 8))
    inbox = await bureau.gateway.in_transaction(
        lambda conn: worklists.inbox(conn, "S-B3-resocialisation_division_head", date(2026, 6, 20))
    )
    assert [(x.step, x.due, x.expected, x.overdue) for x in inbox.without_term] == [
        ("assign_worker", None, date(2026, 6, 8), False)
    ]
    steps = await bureau.gateway.in_transaction(lambda conn: worklists.steps(conn, bureau.number, open_only=True))
    assert {s.key: s.expected for s in steps}["assign_worker"] == date(2026, 6, 8)
