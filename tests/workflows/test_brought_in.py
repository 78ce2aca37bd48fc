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


async def test_the_same_is_owed_when_harm_is_high(house: House) -> None:
    """High harm: the psychologist's own clock begins on the day of the screening."""
    lived = await tale(house)
    twins = Twins(lived)
    await lived.go("2026-06-04 10:00")
    await lived.done("screening", "case_manager", screening(40, high=[8]))
    found = {"screened_on": date(2026, 6, 4), "serious_harm": "high", "instant": True}
    await twins.stage("2026-06-04 11:00", found, Process.psychology_service)


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


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"met_on": date(2026, 6, 3), "team_on": date(2026, 6, 2)}, "'met_on'"),
        ({"static_on": date(2026, 5, 20), "static": "low"}, "before"),
        ({"psychologist_started_on": date(2026, 6, 3)}, "nothing had opened"),
        ({"women_on": date(2026, 6, 3)}, "adult women"),
    ],
)
def test_the_case_itself_refuses_what_it_would_have_refused(told: dict[str, Any], words: str) -> None:
    at = datetime(2026, 9, 1, 12, tzinfo=TBILISI)
    with pytest.raises(NotOpened, match=words):
        bringing.family(intake(fresh_number()), BroughtIn.model_validate(told), at, shipped_calendar(), by="x")
