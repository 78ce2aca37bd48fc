"""Articles 8-14 where one thing follows another: corrections, second refusals, acts out of their day."""

from datetime import date

import pytest

from tests.support.servers import House
from tests.workflows.tales import MINUTES, conclusion, dynamic, screening, static, tale


async def test_a_meeting_dated_before_its_window_is_refused_later_too(house: House) -> None:
    case = await (await tale(house)).assessed()
    await case.go("2026-07-15 10:00")
    await case.refused("complete", "team", "meeting", document=MINUTES, done_on="2026-07-13")


async def test_a_corrected_level_gives_the_open_step_its_new_rule(house: House) -> None:
    """Low harm with a high static level is assessed by week 6, medium by week 5."""
    case = await tale(house)
    await case.done("screening", "case_manager", screening(0))
    await case.done("static", "special_registration_officer", static(200))
    assert (await case.act("correct", "case_manager", "screening", document=screening(20))).accepted
    step = (await case.state()).steps["dynamic"]
    assert (step.rule, step.due) == ("o502.8.9.2", date(2026, 7, 6))


async def test_a_correction_may_name_the_rule_that_put_the_step_there(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(20))
    await case.done("o502.8.9.2", "case_manager", dynamic())
    assert (await case.act("correct", "case_manager", "o502.8.9.2", document=dynamic(4))).accepted


async def test_medium_harm_never_goes_to_the_administrator(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(20))
    await case.done("dynamic", "case_manager", dynamic())
    no = await case.refused("complete", "case_manager", "conclusion", document=conclusion("case_administrator"))
    assert no.rule == "o502.8.9.3"


async def test_three_months_of_motivation_cannot_be_completed_by_hand(house: House) -> None:
    case = await (await tale(house)).presented()
    assert (await case.act("refuse", "convict", what="plan")).accepted
    await case.refused("complete", "team", "motivate#1")


async def test_a_plan_refused_after_signature_and_agreed_again_goes_on(house: House) -> None:
    case = await (await tale(house)).presented()
    await case.done("sign#1", "case_manager")
    await case.done("submit#1", "case_manager")
    assert (await case.act("refuse", "convict", what="plan")).accepted
    await case.done("inform_director#1", "case_manager", MINUTES)
    assert (await case.act("consent", "convict")).accepted
    assert {"sign", "submit", "approve", "present"} & {k.split("#")[0] for k in (await case.state()).steps}


async def test_a_second_refusal_is_not_late_before_it_is_made(house: House) -> None:
    case = await (await tale(house)).presented()
    assert (await case.act("refuse", "convict", what="plan")).accepted
    await case.done("inform_director#1", "case_manager", MINUTES)
    await case.go("2026-10-19 10:00")
    await case.done("offer_again#1", "case_manager")
    await case.done("present#2", "case_manager")
    assert (await case.act("refuse", "convict", what="plan")).accepted
    due = (await case.state()).steps["inform_director#2"].due
    assert due is None or due >= date(2026, 10, 19)


async def test_consent_after_week_eight_makes_nobody_late(house: House) -> None:
    case = await (await tale(house)).presented()
    assert (await case.act("refuse", "convict", what="plan")).accepted
    await case.done("inform_director#1", "case_manager", MINUTES)
    await case.go("2026-08-20 10:00")
    assert (await case.act("consent", "convict")).accepted
    await case.go("2026-08-21 08:00")
    assert not await case.events("step_overdue", step="submit#1")


async def test_a_second_service_refused_is_motivated_too(house: House) -> None:
    case = await (await tale(house)).approved()
    assert (await case.act("refuse", "convict", what="service")).accepted
    await case.go("2026-10-26 10:00")
    assert (await case.act("refuse", "convict", what="service")).accepted
    assert any(k.startswith("motivate_service") for k in (await case.state()).steps)


async def test_a_correction_of_the_first_annex_3_leaves_the_second(house: House) -> None:
    case = await tale(house)
    await case.go("2026-06-22 10:00")
    await case.done("behaviour", "legal_regime_officer", {"form": "annex-03"})
    await case.go("2026-09-22 10:00")
    await case.done("behaviour_again#1", "legal_regime_officer", {"form": "annex-03"})
    corrected = await case.act(
        "correct", "legal_regime_officer", "behaviour", document={"form": "annex-03"}, done_on="2026-06-20"
    )
    assert corrected.accepted
    assert (await case.state()).steps["behaviour_again#2"].due == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("name", "given"),
    [("suspend", {"ground": "o502.15.1.a"}), ("end", {"ground": "o502.17.2.1"})],
    ids=["suspend", "end"],
)
async def test_no_act_is_dated_before_the_case(house: House, name: str, given: dict[str, str]) -> None:
    """The case began on 1 June."""
    case = await tale(house)
    await case.refused(name, "case_manager", done_on="2026-01-05", **given)


async def test_a_plan_is_not_refused_before_it_is_presented(house: House) -> None:
    case = await (await tale(house)).presented()
    await case.refused("refuse", "case_manager", what="plan", done_on="2026-07-15")


async def test_the_meetings_week_has_the_ladder_of_a_week(house: House) -> None:
    """Policy: by the days from the opening of the step to its due day; six days are short."""
    case = await (await tale(house)).assessed()
    await case.go("2026-07-25 10:00")
    assert await case.moments("escalated", "meeting") == ["2026-07-21 09:00", "2026-07-22 09:00", "2026-07-24 09:00"]


async def test_release_reaches_the_persons_other_cases(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(0, mental_health=True))
    assert (await case.act("end", "case_manager", ground="o502.17.2.1")).accepted
    assert {v.process: v.closed for v in await case.stage.cases()} == {
        "penitentiary_cycle": None,
        "psychology_service": "released",
    }
    assert set((await case.state()).steps) == {"report", "file"}


async def test_a_corrected_part_is_summed_again(house: House) -> None:
    """7(12): 80 static and 42 dynamic points are low, 378 and 42 are high."""
    case = await (await tale(house)).met()
    corrected = await case.act("correct", "special_registration_officer", "static", document=static(378))
    assert corrected.accepted
    state = await case.state()
    assert getattr(state, "facts").reoffending == "high" or "part_iv" in state.steps  # noqa: B009
