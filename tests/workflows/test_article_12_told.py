"""Order 502, article 12: what the case in prison tells psychological service, and who may be brought into it."""

from datetime import date
from typing import Any

import pytest
from temporalio.client import WorkflowHandle

from models.acts import Codes, Told
from models.ids import Process, workflow_id
from models.psychology_service import State
from starter.openers import NotOpened
from starter.opening import new_case
from starter.scenario import Scenario
from storage import cases
from storage.errors import CaseExists
from tests.support.servers import House, eventually, fresh_number
from tests.workflows.tales import DAY0, Tale, at
from tests.workflows.tales import intake as tale_intake

PERSON = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}
ANNEX_6 = {"form": "annex-06", "convict_took_part": True, "discussed": True}


def intake(number: str = "PSY-2026-000001", **given: Any) -> dict[str, Any]:
    """A convict in case management whose case is brought in, unless told otherwise."""
    known = {"status": "convict", "in_case_management": True, "left_classification_cell": DAY0}
    return {"number": number, "person": PERSON, "institution": 8, **known, **given}


class Service(Tale):
    """One psychological service under its own clock, told by hand what the case in prison would tell."""

    async def brought(self, **given: Any) -> "Service":
        self.number = fresh_number().replace("PEN", "PSY")
        case = intake(self.number, **given)
        now = self.clock.now()
        story = Scenario(process=Process.psychology_service, now=now, until=now, case=case)
        await self.stage.set_up(story)
        await self.gateway.open_case(story.process.value, case, synthetic=True, by="tests")
        await self.stage.opened(self.number)
        return self

    def handle(self, process: Process = Process.psychology_service) -> WorkflowHandle[Any, Any]:
        return self.house.client.get_workflow_handle(workflow_id(process.value, self.number))

    async def state(self) -> State:
        state: State = await self.handle().query("state", result_type=State)
        return state

    async def told(self, fact: str, on: date | None = None, **codes: Any) -> State:
        """Tell it a fact and wait until it is heard."""
        said: Codes = codes
        fact_id = f"T-{fact}-{len((await self.state()).told)}-{self.number}"
        now = self.clock.now()
        await self.handle().signal("tell", Told(id=fact_id, fact=fact, on=on or now.date(), at=now, codes=said))

        async def heard() -> bool:
            return fact_id in (await self.state()).told

        await eventually(heard, f"{fact} is heard")
        return await self.state()


@pytest.mark.rule("o502.12.2.b", "o502.12.8")
async def test_the_duty_to_attend_follows_the_meeting_and_not_the_week(house: House) -> None:
    """The team meets on 23 July, after week 7: nobody was late, and the psychologist is to be there on that day."""
    service = await Service(house, "2026-07-08 10:00").brought(planned=date(2026, 7, 7))
    assert (await service.state()).steps["attend"].due == date(2026, 7, 20)
    await service.go("2026-07-23 10:00")
    assert not [s for s in (await service.state()).steps.values() if s.overdue]
    state = await service.told("team_meeting", date(2026, 7, 23))
    assert state.steps["attend_held"].due == date(2026, 7, 23)
    assert await service.events("not_presented", rule="o502.12.8")
    refusal = await service.refused("complete", "psychologist", "attend_held", done_on=date(2026, 7, 22))
    assert refusal.rule == "o502.12.2.b"
    await service.done("attend_held", "psychologist")
    assert (await service.events("step_completed", step="attend_held"))[-1].data["late"] is False


@pytest.mark.rule("o502.12.2.f", "o502.12.2.c", "o502.12.2.e")
async def test_a_later_cycle_has_its_own_weeks_and_the_plan_goes_on(house: House) -> None:
    """Approved on 20 August until 31 January; cycle 2 from 1 December 2026: weeks 7-10 end on 9 February 2027."""
    service = await Service(house, "2026-08-10 10:00").brought(planned=date(2026, 7, 7))
    await service.done("assess_planned", "psychologist", {"form": "doc-psych-assessment"})
    await service.done("plan", "psychologist", {**ANNEX_6, "ends": "2027-01-31"})
    await service.go("2026-08-20 10:00")
    await service.done("submit", "case_manager")
    await service.done("approve", "director")
    await service.told("plan_approved", ends="2027-01-30")
    assert (await service.events("outlasts"))[0].data["plan_ends"] == "2027-01-31"
    await service.go("2026-12-01 10:00")
    await service.told("cycle_started", number=2, day0="2026-12-01")
    state = await service.told("planned", date(2027, 1, 5))
    assert state.steps["assess_planned@2"].due == date(2027, 2, 9)
    assert "o502.12.2.f" in state.steps["assess_planned@2"].rules
    # Week 7 ends on 19 January, Epiphany: a day off.
    assert state.steps["attend@2"].due == date(2027, 1, 20)
    assert state.steps["carry_out#1"].due == date(2027, 2, 1)
    await service.go("2027-02-02 10:00")
    assert (await service.state()).steps["monitor#1"].due == date(2027, 2, 8)


async def test_a_suspension_stops_the_plan_and_a_transfer_takes_the_service_along(house: House) -> None:
    """Ten days of suspension: the plan's last day moves from 30 September to 10 October, a Saturday, so to the 12th."""
    service = await Service(house, "2026-08-10 10:00").brought(instant=date(2026, 8, 5))
    await service.done("assess_instant", "psychologist", {"form": "doc-psych-assessment"})
    await service.done("plan", "psychologist", {**ANNEX_6, "ends": "2026-09-30"})
    await service.done("submit", "psychologist")
    await service.done("approve", "director")
    assert (await service.state()).steps["carry_out#1"].due == date(2026, 9, 30)
    await service.told("suspended", date(2026, 8, 11), ground="o502.15.1.b")
    assert (await service.state()).steps["carry_out#1"].stopped
    await service.go("2026-08-21 10:00")
    state = await service.told("resumed", date(2026, 8, 21), ground="o502.15.1.b")
    assert state.steps["carry_out#1"].due == date(2026, 10, 12)
    state = await service.told("instant", date(2026, 8, 10))
    assert "assess_instant#2" not in state.steps, "of the day of the assessment, which serves it"
    state = await service.told("instant", date(2026, 8, 21))
    assert state.steps["assess_instant#2"].due == date(2026, 8, 31), "a week ends on the 28th, Mariamoba"
    state = await service.told("transferred", to="5")
    assert state.institution == "5"
    assert (await service.told("never_heard_of")).closed is None
    state = await service.told("ended", ground="o502.17.2.2")
    assert state.closed == "sentence_deferred"


@pytest.mark.rule("o502.12.2.e")
async def test_a_plan_that_is_over_is_not_approved(house: House) -> None:
    service = await Service(house, "2026-08-10 10:00").brought(instant=date(2026, 8, 5))
    await service.done("assess_instant", "psychologist", {"form": "doc-psych-assessment"})
    await service.done("plan", "psychologist", {**ANNEX_6, "ends": "2026-08-12"})
    await service.done("submit", "psychologist")
    await service.go("2026-08-12 10:00")
    assert (await service.refused("complete", "director", "approve")).rule == "o502.12.2.e"
    refusal = await service.refused("correct", "psychologist", "plan#1", document={**ANNEX_6, "ends": "2026-09-30"})
    assert "submitted" in refusal.because
    await service.done("approve", "director", {"form": "director-decision", "decision": "returned", "remarks": "later"})
    await service.done("plan#2", "psychologist", {**ANNEX_6, "ends": "2026-09-30"})


async def test_a_number_is_not_shared_by_two_persons(house: House) -> None:
    """The case in prison tells the service of the same number: neither opens beside the other's of another person."""
    service = await Service(house, "2026-08-10 10:00").brought(instant=date(2026, 8, 5))
    prison = service.number.replace("PSY", "PEN")
    case = tale_intake(prison)
    with pytest.raises(CaseExists, match="another person"):
        await service.gateway.open_case("penitentiary_cycle", case, synthetic=True, by="tests")
    same = (await service.gateway.in_transaction(lambda conn: cases.intake(conn, service.number))).person_id
    case["person"] = {**case["person"], "id": same}
    assert await service.gateway.open_case("penitentiary_cycle", case, synthetic=True, by="tests")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"status": "accused"}, "o502.1.2"),
        ({"left_classification_cell": None}, "o502.12.2.c"),
        ({"in_case_management": False, "instant": date(2026, 6, 1)}, "o502.12.14"),
        ({"person": {**PERSON, "birth_date": date(2010, 1, 1)}}, "o502.1.2"),
        ({"asked_on": date(2026, 6, 3)}, "o502.12.14"),
        ({"planned": date(2026, 6, 3)}, None),
    ],
)
def test_an_intake_that_opens_no_service(given: dict[str, Any], rule: str | None) -> None:
    with pytest.raises(NotOpened) as refused:
        new_case("psychology_service", intake(**given), at("2026-06-02 09:00"), by="tests")
    assert refused.value.refusal.rule == rule
    assert refused.value.refusal.way_on
