"""A case lived through here, and the same case brought in at each stage: the same is owed, until the same days."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from models.brought_in import BroughtIn
from models.ids import Process, related_case
from models.views import StepView
from rules.terms.calendar import shipped_calendar
from rules.terms.dates import TBILISI
from starter import bringing
from starter.openers import NotOpened
from storage import worklists
from tests.support.servers import House, fresh_number
from tests.workflows.tales import MINUTES, PLAN, Tale, conclusion, dynamic, intake, screening, static, tale

Steps = dict[str, tuple[str, date | None, bool]]


def _owed(steps: tuple[StepView, ...]) -> Steps:
    return {s.key: (s.rule, s.due, s.overdue) for s in steps if s.state in ("open", "waiting")}


class Twins:
    """One case that is lived through, and its columns as a registry would fill them in."""

    def __init__(self, lived: Tale) -> None:
        self.lived = lived
        self.told: dict[str, Any] = {}
        self.given: dict[str, Any] = {}

    async def steps(self, number: str, process: Process = Process.penitentiary_cycle) -> Steps:
        """What is owed in a case."""
        named = related_case(number, process)
        return _owed(await self.lived.gateway.in_transaction(lambda conn: worklists.steps(conn, named)))

    async def stage(self, moment: str, done: Mapping[str, Any], *related: Process) -> str:
        """Bring the case in as it stands now, and compare it with the one that was lived; the new number."""
        self.told |= done
        await self.lived.go(moment)
        number = fresh_number()
        whole = BroughtIn.model_validate(self.told)
        made = await bringing.bring_in(
            self.lived.gateway, intake(number, **self.given), whole, by="S-x", synthetic=True
        )
        assert made
        for process in (Process.penitentiary_cycle, *related):
            await self.lived.stage.opened(related_case(number, process))
        await self.lived.go(moment)
        for process in (Process.penitentiary_cycle, *related):
            assert await self.steps(number, process) == await self.steps(self.lived.number, process), (moment, process)
        return number


async def test_the_same_is_owed_at_every_stage_of_a_medium_case(house: House) -> None:
    """In assessment, at the team, with a psychologist, at the director, plan running, suspended, resumed."""
    lived = await tale(house)
    twins = Twins(lived)
    psychology = Process.psychology_service
    await twins.stage("2026-06-10 10:00", {})  # the screening and the static part are late, as of their days
    await lived.done("screening", "case_manager", screening(20))
    await lived.done("static", "special_registration_officer", static(80))
    found = {"screened_on": date(2026, 6, 10), "serious_harm": "medium", "static_on": date(2026, 6, 10)}
    number = await twins.stage("2026-06-10 11:00", {**found, "static": "medium"})
    lines = await lived.gateway.in_transaction(lambda conn: worklists.timeline(conn, number))
    before = next(x for x in lines if x.event == "brought_in").data
    assert {s["step"]: s["late"] for s in before["steps"]} == {"screening": True, "static": True}
    await lived.done("coordinator", "case_manager")
    await lived.done("dynamic", "case_manager", dynamic())
    await lived.go("2026-06-22 10:00")
    await lived.done("behaviour", "legal_regime_officer", {"form": "annex-03"})
    await lived.done("conclusion", "case_manager", conclusion("case_manager_with_psychologist"))
    concluded = {"concluded_on": date(2026, 6, 22), "conclusion": "case_manager_with_psychologist"}
    await twins.stage(
        "2026-06-22 11:00",
        {
            "coordinated_on": date(2026, 6, 10), "dynamic_on": date(2026, 6, 10), "dynamic": "medium",
            "behaviour_on": (date(2026, 6, 22),), **concluded,
        },
        psychology,
    )  # fmt: skip
    await lived.done("team_order", "director", {"form": "doc-team-order", "members": ["psychologist"]})
    await twins.stage("2026-06-22 12:00", {"team_on": date(2026, 6, 22)}, psychology)
    await lived.go("2026-07-14 10:00")
    await lived.done("meeting", "team", MINUTES)
    await lived.done("part_iv", "team", {"form": "annex-01-part-4"})
    await twins.stage(
        "2026-07-14 11:00",
        {"met_on": date(2026, 7, 14), "agreed_on": date(2026, 7, 14), "reoffending": "low"},
        psychology,
    )
    await lived.done("draft#1", "case_manager", {**PLAN, "months": 4})
    assert (await lived.act("vote", "case_manager", vote="for")).accepted
    await lived.done("adopt#1", "case_manager")
    await lived.done("present#1", "case_manager")
    await lived.done("sign#1", "case_manager")
    await lived.done("submit#1", "case_manager")
    await twins.stage("2026-07-14 12:00", {"submitted_on": date(2026, 7, 14), "plan_months": 4}, psychology)
    await lived.go("2026-07-24 10:00")
    await lived.done("approve#1", "director")
    await twins.stage("2026-07-24 11:00", {"plan_approved_on": date(2026, 7, 24)}, psychology)
    await lived.go("2026-08-03 10:00")
    assert (await lived.act("suspend", "case_manager", ground="o502.15.1.a")).accepted
    suspended = {"suspended_since": date(2026, 8, 3), "suspended_ground": "a"}
    number = await twins.stage("2026-08-05 10:00", suspended, psychology)
    lines = await lived.gateway.in_transaction(lambda conn: worklists.timeline(conn, number))
    assert [x.rule for x in lines if x.event == "suspended"] == ["o502.15.1.a"]
    await lived.go("2026-08-13 10:00")
    assert (await lived.act("resume", "case_manager")).accepted
    for column in suspended:
        del twins.told[column]
    ended = {"ground": "a", "since": date(2026, 8, 3), "until": date(2026, 8, 13)}
    await twins.stage("2026-08-13 11:00", {"suspended_before": (ended,)}, psychology)


async def test_the_same_is_owed_with_the_administrator(house: House) -> None:
    """Low harm, low static: handed over; the administrator's case is brought in with it."""
    lived = await tale(house)
    twins = Twins(lived)
    await lived.go("2026-06-04 10:00")
    await lived.done("screening", "case_manager", screening(0))
    await lived.done("static", "special_registration_officer", static(5))
    await lived.done("coordinator", "case_manager")
    found = {"screened_on": date(2026, 6, 4), "serious_harm": "low", "static_on": date(2026, 6, 4), "static": "low"}
    await twins.stage("2026-06-04 11:00", {**found, "coordinated_on": date(2026, 6, 4)})
    await lived.go("2026-06-20 10:00")
    await lived.done("behaviour", "legal_regime_officer", {"form": "annex-03"})
    await lived.done("hand_over", "case_manager", {"form": "doc-case-file"})
    handed = {"behaviour_on": (date(2026, 6, 20),), "handed_over_on": date(2026, 6, 20)}
    await twins.stage("2026-06-20 11:00", handed, Process.administrator_plan)
    administrators = related_case(lived.number, Process.administrator_plan)
    await lived.go("2026-07-08 10:00")
    plan = {"form": "annex-08", "months": 3, "measures": [{"service": "vocational course", "block": 6}]}
    await lived.done("assess", "case_administrator", plan, case=administrators)
    planned = {"admin_plan_on": date(2026, 7, 8), "admin_plan_months": 3}
    await twins.stage("2026-07-08 11:00", planned, Process.administrator_plan)
    await lived.go("2026-07-13 10:00")
    await lived.done("agree", "director", case=administrators)
    await twins.stage("2026-07-13 11:00", {"admin_plan_agreed_on": date(2026, 7, 13)}, Process.administrator_plan)
    number = await twins.stage("2026-10-15 11:00", {}, Process.administrator_plan)
    assert "monitor" in await twins.steps(number, Process.administrator_plan)


async def test_the_same_is_owed_when_harm_is_high(house: House) -> None:
    """High harm: the psychologist's own clock begins on the day of the screening."""
    lived = await tale(house)
    twins = Twins(lived)
    await lived.go("2026-06-04 10:00")
    await lived.done("screening", "case_manager", screening(40, high=[8]))
    found = {"screened_on": date(2026, 6, 4), "serious_harm": "high", "instant": True}
    await twins.stage("2026-06-04 11:00", found, Process.psychology_service)
    psychologists = related_case(lived.number, Process.psychology_service)
    await lived.go("2026-06-08 10:00")
    await lived.done("start", "psychologist", case=psychologists)
    await twins.stage("2026-06-08 11:00", {"psychologist_started_on": date(2026, 6, 8)}, Process.psychology_service)
    await lived.done("assess_instant", "psychologist", {"form": "doc-psych-assessment"}, case=psychologists)
    assessed = {"psychologist_assessed_on": date(2026, 6, 8)}
    await twins.stage("2026-06-08 12:00", assessed, Process.psychology_service)
    await lived.go("2026-06-15 10:00")
    await lived.done("strategy", "psychologist", {"form": "doc-short-term-strategy"}, case=psychologists)
    await twins.stage("2026-06-15 11:00", {"strategy_on": date(2026, 6, 15)}, Process.psychology_service)


@pytest.mark.rule("o502.10.7.1", "o502.14.9.2", "o502.14.9.3")
async def test_the_same_is_owed_when_team_and_convict_do_not_agree(house: House) -> None:
    """The supervisor is invited; later the convict refuses the plan, the director hears of it, three months run."""
    lived = await (await tale(house)).assessed()
    twins = Twins(lived)
    day = date(2026, 6, 3)
    twins.told = {
        "screened_on": day, "serious_harm": "medium", "coordinated_on": day, "static_on": day, "static": "medium",
        "dynamic_on": day, "dynamic": "medium", "concluded_on": day, "conclusion": "case_manager", "team_on": day,
    }  # fmt: skip
    await lived.go("2026-07-14 10:00")
    await lived.done("meeting", "team", MINUTES)
    disagree = {"form": "annex-01-part-4", "agreed": False, "positions": {"legal_regime_officer": "disagree"}}
    assert (await lived.act("complete", "team", "part_iv", document=disagree)).accepted
    day = date(2026, 7, 14)
    number = await twins.stage("2026-07-14 11:00", {"met_on": day, "disagreed_on": day})
    assert {"supervisor", "part_iv"} <= set(await twins.steps(number))
    await lived.go("2026-07-16 10:00")
    await lived.done("supervisor", "case_manager")
    await twins.stage("2026-07-16 11:00", {"supervisor_on": date(2026, 7, 16)})
    await lived.done("part_iv", "team", {"form": "annex-01-part-4"})
    await lived.done("draft", "case_manager", PLAN)
    assert (await lived.act("vote", "case_manager", vote="for")).accepted
    await lived.done("adopt", "case_manager")
    await lived.done("present", "case_manager")
    await twins.stage("2026-07-16 12:00", {"agreed_on": date(2026, 7, 16), "presented_on": date(2026, 7, 16)})
    assert (await lived.act("refuse", "case_manager", what="plan")).accepted
    await twins.stage("2026-07-16 13:00", {"plan_refused_on": date(2026, 7, 16)})
    await lived.go("2026-07-20 10:00")
    await lived.done("inform_director", "case_manager", {"form": "doc-minutes"})
    number = await twins.stage("2026-07-20 11:00", {"director_informed_on": date(2026, 7, 20)})
    assert "motivate#1" in await twins.steps(number)
    assert "offer_again#1" in await twins.steps(await twins.stage("2026-10-20 11:00", {}))


async def test_the_same_is_owed_of_a_woman(house: House) -> None:
    """Article 9: her questionnaire and what it brought."""
    given: dict[str, Any] = {"sex": "female", "institution": 5}
    lived = await Tale(house, "2026-06-01 09:00").open("2026-06-01 09:00", **given)
    twins = Twins(lived)
    twins.given = given
    await lived.go("2026-06-12 10:00")
    women = {"form": "annex-02", "domestic_violence": [1, 0, 0, 0], "violence_against_women": [0, 0, 0, 0]}
    await lived.done("women", "case_manager", women)
    services = [x.data["facts"]["service"] for x in await lived.events("routed")]
    await twins.stage("2026-06-12 11:00", {"women_on": date(2026, 6, 12), "women_services": tuple(services)})


@pytest.mark.rule("o502.3.k.7", "o502.16.1", "o502.16.2.2", "o502.14.10")
async def test_the_same_is_owed_in_later_cycles(house: House) -> None:
    """The old plan runs on in the reassessment; the new one takes its place, and is monitored into cycle 3."""
    lived = await (await tale(house)).approved()
    twins = Twins(lived)
    await lived.go("2026-09-21 10:00")
    await lived.done("behaviour_again", "legal_regime_officer", {"form": "annex-03"})
    await lived.go("2026-11-16 10:00")
    assert (await lived.act("reassess", "case_manager")).accepted
    before = {
        "cycle": 2, "cycle_began_on": date(2026, 11, 16), "last_assessed_on": date(2026, 7, 14),
        "last_plan_approved_on": date(2026, 7, 24), "last_plan_months": 6,
        "behaviour_on": (date(2026, 6, 22), date(2026, 9, 21)),
    }  # fmt: skip
    await twins.stage("2026-11-16 11:00", before)
    await lived.go("2026-11-18 10:00")
    await lived.done("screening", "case_manager", screening(20))
    await lived.done("static", "special_registration_officer", static(80))
    found = {"screened_on": date(2026, 11, 18), "serious_harm": "medium", "static_on": date(2026, 11, 18)}
    number = await twins.stage("2026-11-18 11:00", {**found, "static": "medium"})
    assert {"carry_out", "reassess#1", "dynamic@2", "meeting@2"} <= set(await twins.steps(number))
    await lived.done("coordinator", "case_manager")
    await lived.go("2026-12-10 10:00")
    await lived.done("dynamic", "case_manager", dynamic())
    await lived.done("conclusion", "case_manager", conclusion("case_manager"))
    await lived.go("2026-12-29 10:00")
    await lived.done("meeting", "team", MINUTES)
    await lived.done("part_iv", "team", {"form": "annex-01-part-4"})
    agreed = {
        "coordinated_on": date(2026, 11, 18), "dynamic_on": date(2026, 12, 10), "dynamic": "medium",
        "concluded_on": date(2026, 12, 10), "conclusion": "case_manager",
        "met_on": date(2026, 12, 29), "agreed_on": date(2026, 12, 29),
    }  # fmt: skip
    number = await twins.stage("2026-12-29 11:00", agreed)
    assert {"carry_out", "reassess#2", "draft@2#1"} <= set(await twins.steps(number))
    await lived.done("draft", "case_manager", {**PLAN, "months": 4})
    assert (await lived.act("vote", "case_manager", vote="for")).accepted
    await lived.done("adopt", "case_manager")
    await lived.done("present", "case_manager")
    await lived.done("sign", "case_manager")
    await lived.done("submit", "case_manager")
    await lived.go("2026-12-30 10:00")
    await lived.done("approve", "director")
    number = await twins.stage("2026-12-30 11:00", {"plan_approved_on": date(2026, 12, 30), "plan_months": 4})
    assert {"carry_out@2", "reassess#2"} <= set(await twins.steps(number))
    await lived.go("2027-01-20 10:00")
    await lived.done("carry_out", "case_manager")
    number = await twins.stage("2027-01-20 11:00", {"plan_completed_on": date(2027, 1, 20)})
    assert "monitor@2" in await twins.steps(number)
    await lived.go("2027-01-25 10:00")
    await lived.done("monitor", "case_manager", {"form": "annex-05", "results": "carried out", "carried_out": 1})
    twins.told = {
        "cycle": 3, "cycle_began_on": date(2027, 1, 25), "last_assessed_on": date(2026, 12, 29),
        "last_plan_approved_on": date(2026, 12, 30), "last_plan_months": 4,
        "last_plan_completed_on": date(2027, 1, 20), "last_plan_monitored_on": date(2027, 1, 25),
        "behaviour_on": before["behaviour_on"],
    }  # fmt: skip
    number = await twins.stage("2027-01-25 11:00", {})
    assert {"screening@3", "reassess#2"} <= set(await twins.steps(number))


SERVED = {"screened_on": date(2026, 6, 3), "serious_harm": "high"}
HANDED: dict[str, Any] = {
    "screened_on": date(2026, 6, 3), "serious_harm": "low", "static_on": date(2026, 6, 3), "static": "low",
    "handed_over_on": date(2026, 6, 20), "admin_plan_months": 3,
}  # fmt: skip
SECOND: dict[str, Any] = {
    "cycle": 2, "cycle_began_on": date(2026, 8, 24), "last_assessed_on": date(2026, 7, 14),
    "last_plan_approved_on": date(2026, 7, 24), "last_plan_months": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "rule", "words"),
    [
        ({"met_on": date(2026, 6, 3), "team_on": date(2026, 6, 2)}, "o502.8.11.1", "'met_on'"),
        ({"static_on": date(2026, 5, 20), "static": "low"}, "o502.8.5", "before"),
        ({"psychologist_started_on": date(2026, 6, 3)}, "o502.8.10.a.1", "nothing had opened"),
        ({"psychologist_assessed_on": date(2026, 6, 3)}, "o502.12.1", "nothing had opened"),
        ({**SERVED, "psychologist_started_on": date(2026, 6, 2)}, "o502.8.10.a.1", "'psychologist_started_on'"),
        ({"women_on": date(2026, 6, 3)}, "o502.9.1", "adult women"),
        (
            {**HANDED, "admin_plan_on": date(2026, 6, 20), "psychologist_assessed_on": date(2026, 7, 1)},
            "o502.12.1",
            "no",
        ),
        ({"plan_refused_on": date(2026, 7, 20), "agreed_on": date(2026, 7, 14)}, "o502.8.11.1", "'agreed_on'"),
        ({**SECOND, "last_plan_monitored_on": date(2026, 8, 24)}, "o502.14.10", "'last_plan_monitored_on'"),
        ({**SECOND, "last_plan_completed_on": date(2026, 8, 31)}, "o502.14.1", "'last_plan_completed_on'"),
        ({**SECOND, "met_on": date(2026, 8, 25)}, "o502.8.11.1", "'met_on'"),
    ],
)
def test_the_case_itself_refuses_what_it_would_have_refused(told: dict[str, Any], rule: str, words: str) -> None:
    """Each with its rule, its column and its way on."""
    at = datetime(2026, 9, 1, 12, tzinfo=TBILISI)
    with pytest.raises(NotOpened, match=words) as no:
        bringing.family(intake(fresh_number()), BroughtIn.model_validate(told), at, shipped_calendar(), by="x")
    assert (no.value.refusal.rule, bool(no.value.refusal.way_on)) == (rule, True)


def test_a_psychologist_of_the_cycle_before_hears_of_the_next_one() -> None:
    """His case comes along in the running cycle; a refused plan begins the next cycle as well as an approved one."""
    at = datetime(2026, 9, 1, 12, tzinfo=TBILISI)
    told = {k: v for k, v in SECOND.items() if not k.startswith("last_plan")} | {"psychologist_before": True}
    main, service = bringing.family(
        intake(fresh_number()), BroughtIn.model_validate(told), at, shipped_calendar(), by="x"
    )
    assert (main.intake["brought"]["facts"]["cycle"], main.intake["brought"]["facts"]["running"]) == (2, None)
    facts = service.intake["brought"]["facts"]
    assert (service.process, facts["cycle"], facts["left_cell"]) == ("psychology_service", 2, "2026-08-24")
