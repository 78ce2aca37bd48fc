"""Articles 4(1)(k), 10(5), 14(4)-(5), 17(7): leading, involving, refusing freely, priorities, release with others."""

from typing import Any

import pytest

from models.forms.plan import Annex04
from rules.errors import NotAllowed
from rules.order_502.codes import in_priority, recommended
from rules.order_502.leading import refusable
from tests.support.servers import House
from tests.workflows.tales import tale


@pytest.mark.rule("o502.10.5.a", "o502.10.5.c", "o502.10.5.d", "o502.10.5.e", "o502.17.7")
@pytest.mark.rule("o502.4.1.k.a", "o502.4.1.k.b")
async def test_the_case_manager_leads_the_convict_is_heard_and_the_release_prepared(house: House) -> None:
    lived = await tale(house)
    assert (await lived.act("lead", "case_manager", what="first_information", notes="spoke with the convict")).accepted
    no = await lived.refused("lead", "case_manager", what="tasks", members=["legal_regime_officer"])
    assert no.rule == "o502.10.5.d"
    await lived.drafted()
    for what in ("member_information", "tasks"):
        told: dict[str, Any] = {"what": what, "members": ["legal_regime_officer"]}
        assert (await lived.act("lead", "case_manager", **told)).accepted
        assert (await lived.refused("lead", "case_manager", what=what)).because == "No member of the team is named"
    assert (await lived.refused("lead", "case_manager", what="tasks", members=["director"])).rule == "o502.10.5.d"
    assert (await lived.refused("lead", "director", what="tasks", members=["psychologist"])).rule == "o502.10.5.d"
    assert (await lived.refused("lead", "case_manager", what="plan_oversight")).rule == "o502.10.5.e"
    assert (await lived.act("vote", "case_manager", vote="for")).accepted
    await lived.done("adopt#1", "case_manager")
    await lived.done("present#1", "case_manager", views="agrees, asks for the course in spring")
    await lived.done("sign#1", "case_manager")
    await lived.done("submit#1", "case_manager")
    await lived.done("approve#1", "director")
    assert (await lived.act("lead", "case_manager", what="plan_oversight")).accepted
    led = [(x.rule, x.data["members"]) for x in await lived.events("team_led")]
    assert led == [
        ("o502.10.5.a", []), ("o502.10.5.c", ["legal_regime_officer"]), ("o502.10.5.d", ["legal_regime_officer"]),
        ("o502.10.5.e", []),
    ]  # fmt: skip
    assert [x.rule for x in await lived.events("convict_heard")] == ["o502.4.1.k.a"]
    told_of = [x for x in await lived.events("notice_sent") if x.data["about"] == "your_plan_approved"]
    assert [(x.rule, x.data["staff"]) for x in told_of] == [("o502.4.1.k.b", "convict")]
    agencies: dict[str, Any] = {"agencies": ["the employment agency", "a municipality"]}
    assert (await lived.refused("prepare_release", "psychologist", **agencies)).rule == "o502.17.7"
    assert (await lived.act("prepare_release", "case_manager", **agencies)).accepted
    assert (await lived.act("prepare_release", "psychologist", **agencies)).accepted
    assert [x.data["opened"] for x in await lived.events("release_prepared")] == [True, False]
    assert [x.data["agencies"] for x in await lived.events("release_prepared")] == [2, 2]
    assert "employment" not in str(await lived.events())


@pytest.mark.rule("o502.4.1.k")
async def test_a_refusal_brings_no_sanction(house: House) -> None:
    """The convict refuses the plan: nothing is closed, and only those who work with the convict owe anything new."""
    assert [refusable(what) for what in ("assessment", "plan", "service", "release")] == [
        "o502.8.13", "o502.14.9.1", "o502.14.9.1", None,
    ]  # fmt: skip
    lived = await tale(house)
    await lived.presented()
    before = await lived.state()
    assert (await lived.act("refuse", "convict", what="plan")).accepted
    after = await lived.state()
    assert after.closed is None
    assert {s.actor for k, s in after.steps.items() if k not in before.steps} <= {"team", "case_manager"}
    assert (await lived.act("consent", "convict")).accepted


def _plan(*measures: dict[str, Any], **more: Any) -> Annex04:
    return Annex04.model_validate({"measures": [{"block": 10, **m} for m in measures], **more})


@pytest.mark.rule("o502.14.4")
def test_what_has_priority_stands_first() -> None:
    first, other = {"service": "programme", "priority": "reoffending"}, {"service": "sewing course"}
    assert in_priority(_plan(first, {**other, "priority": "resocialisation"}, other)) == 2
    assert in_priority(_plan(other, other)) == 0
    with pytest.raises(NotAllowed, match="below one without"):
        in_priority(_plan(other, first))


@pytest.mark.rule("o502.14.5")
@pytest.mark.parametrize(
    ("said", "right"),
    [
        ({"service": "Programme"}, True),
        ({"service": "sewing course"}, False),
        ({"service": "sewing course", "taken": False}, False),
        ({"service": "sewing course", "taken": False, "reason": "no place this year"}, True),
    ],
)
def test_each_recommendation_is_in_the_list_or_answered(said: dict[str, Any], right: bool) -> None:
    plan = _plan({"service": "programme"}, discussed=[{"by": "psychologist", **said}])
    if right:
        assert recommended(plan) == 1
    else:
        with pytest.raises(NotAllowed, match="recommendation"):
            recommended(plan)
