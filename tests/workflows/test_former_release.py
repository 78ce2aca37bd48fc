"""Order 502 art. 32(5): the end of the prison case tells the programme that the person is released."""

from datetime import date
from typing import Any

import pytest

from models.former_prisoner_case import State
from models.ids import Process, workflow_id
from starter.gateway import NewAct
from tests.support.servers import House, fresh_number
from tests.workflows.tales import DAY0, tale

PERSON = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}


@pytest.mark.rule("o502.32.5")
async def test_the_prison_case_tells_of_the_release(house: House) -> None:
    person = PERSON | {"id": "P-released-1"}
    prison = await tale(house, person=person)
    number = fresh_number("FOR")
    referral = {"filled_on": DAY0, "place": "prison", "meeting_on": DAY0, "contact": "made up"}
    intake: dict[str, Any] = {"number": number, "person": person, "referral": referral, "institution": 8}
    process = Process.former_prisoner_case.value
    await prison.gateway.open_case(process, intake, synthetic=True, by="tests")
    await prison.stage.opened(number)
    assign = NewAct(
        act="complete", by="former_prisoners_division_head", step="assign_case", document={"form": "former-assignment"}
    )
    assert (await prison.gateway.act(number, assign)).accepted
    handle = house.client.get_workflow_handle(workflow_id(process, number))
    state: State = await handle.query("state", result_type=State)
    assert (state.stage, state.facts.active_on) == ("new", None)
    await prison.go("2026-06-10 10:00")
    assert (await prison.act("end", "case_manager", ground="o502.17.2.1")).accepted
    state = await handle.query("state", result_type=State)
    assert (state.stage, state.facts.released_on) == ("active", date(2026, 6, 10))
    assert str(state.steps["contact"].due) == "2026-06-17"


@pytest.mark.rule("o502.36.7", "o502.37.5")
async def test_who_was_in_the_programme_is_known_and_the_head_is_asked_whether_or_not_the_intake_says_so(
    house: House,
) -> None:
    head, process = "former_prisoners_division_head", Process.former_prisoner_case.value
    beside = await tale(house)
    gateway = beside.gateway
    referral = {"filled_on": DAY0, "contact": "made up"}
    intake: dict[str, Any] = {"person": PERSON | {"id": "P-again-1"}, "referral": referral, "released_on": DAY0}
    assign = {"act": "complete", "by": head, "step": "assign_case", "document": {"form": "former-assignment"}}
    refuses = {
        "act": "ascertain",
        "by": "case_manager",
        "document": {"what": "participation_refused", "reason": "said"},
    }
    close = {"act": "end", "by": "case_manager", "document": {"ground": "o502.37.2.f"}}
    numbers = [fresh_number("FOR") for _ in range(2)]
    for number in numbers:
        await gateway.open_case(process, {**intake, "number": number}, synthetic=True, by="tests")
        await beside.stage.opened(number)
        if number == numbers[0]:
            for act in (assign, refuses, close):
                outcome = await gateway.act(number, NewAct.model_validate(act))
                assert outcome.accepted, outcome.refusal
    outcome = await gateway.act(numbers[1], NewAct.model_validate(assign))
    assert outcome.refusal is not None
    assert outcome.refusal.rule == "o502.36.7"
    handle = house.client.get_workflow_handle(workflow_id(process, numbers[1]))
    state: State = await handle.query("state", result_type=State)
    assert (state.facts.previous_case, state.facts.applied_before) == (numbers[0], 0)
