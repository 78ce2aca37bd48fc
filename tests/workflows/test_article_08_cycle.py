"""Every term from the classification cell to the running plan: the day before it ends, on the day, the day after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from models.ids import Process
from rules.terms.dates import TBILISI
from starter.scenario import Scenario, StoryAct
from tests.support.servers import House
from tests.workflows.tales import MINUTES, PLAN, at, conclusion, dynamic, intake, most_timers, screening, static, tale

NUMBER = "PEN-2026-000001"
ADM, PSY = "ADM-2026-000001", "PSY-2026-000001"


@dataclass(frozen=True)
class Term:
    """A step, who does it on what, and its last day; `dues` when it hangs on the day an earlier step was done."""

    step: str
    by: str
    due: date | None = None
    document: Mapping[str, Any] | None = None
    case: str = NUMBER
    dues: tuple[date, date, date] | None = None
    after: tuple[tuple[str, str, Mapping[str, Any] | None], ...] = ()
    """Steps without a term that are done in the minutes after it."""
    born_late: bool = False
    """It hangs on an earlier step; when that one is late, it opens after its own last day and is overdue at once."""
    not_before: bool = False
    """It cannot be done before its last day, which is also the first."""

    def off(self, offset: int) -> int:
        """How many days from its last day it is done."""
        return max(offset, 0) if self.not_before else offset

    def last_day(self, offset: int) -> date:
        """The last day, when everything before was done `offset` days from its own."""
        found = self.dues[offset + 1] if self.dues else self.due
        assert found is not None
        return found


def d(month: int, day: int, year: int = 2026) -> date:
    """A day of the story."""
    return date(year, month, day)


def told(terms: Iterable[Term], offset: int, until: date, approve: date | None = None, **given: Any) -> Scenario:
    """A story in which every term is met `offset` days from its last day, at noon."""
    acts: list[StoryAct] = []
    expect: list[dict[str, Any]] = [{"never": "act_refused"}]
    for n, term in enumerate(terms):
        due = term.last_day(offset)
        moment = datetime.combine(due + timedelta(days=term.off(offset)), time(12, n), TBILISI)
        if term.step == "monitor" and approve:
            acts.append(StoryAct(at=at(f"{approve} 10:00"), act="complete", step="approve#1", by="director"))
        acts.append(_complete(moment, term.step, term.by, term.document, term.case))
        for k, (step, by, document) in enumerate(term.after, 1):
            if step == "vote":
                acts.append(StoryAct(at=moment + timedelta(seconds=k), act="vote", by=by, vote="for"))
            else:
                acts.append(_complete(moment + timedelta(seconds=k), step, by, document, term.case))
        expect += _expected(term, due, term.off(offset))
    acts.sort(key=lambda a: a.at)
    return Scenario(
        process=Process.penitentiary_cycle,
        now=at("2026-06-01 09:00"),
        case=intake(NUMBER, **given),
        acts=tuple(acts),
        until=at(f"{until} 00:00"),
        expect=tuple(expect),
    )


def _complete(moment: datetime, step: str, by: str, document: Mapping[str, Any] | None, case: str) -> StoryAct:
    return StoryAct(
        at=moment, act="complete", step=step, by=by, case=case, document=dict(document) if document else None
    )


def _expected(term: Term, due: date, offset: int) -> list[dict[str, Any]]:
    said = {"step": term.step, "case": term.case}
    opened = {} if term.step == "meeting" else {"event": "step_opened"}  # a window may be scheduled before it opens
    wanted: list[dict[str, Any]] = [
        {**opened, **said, "due": due},
        {"event": "step_completed", **said, "late": offset > 0, "done_on": due + timedelta(days=offset)},
    ]
    if offset <= 0:
        return [*wanted, {"never": {"event": "step_overdue", **said}}, {"never": {"event": "escalated", **said}}]
    if term.born_late:
        return [*wanted, {"event": "step_overdue", **said}]
    next_day = due + timedelta(days=1)
    wanted.append({"event": "step_overdue", **said, "at": f"{next_day}T00:00:00+04:00"})
    if next_day.weekday() < 5:
        return [*wanted, {"event": "escalated", **said, "level": 1, "at": f"{next_day}T09:00:00+04:00"}]
    return [*wanted, {"never": {"event": "escalated", **said}}]


def first(points: int, static_points: int, **marks: Any) -> list[Term]:
    """Screening and static part, which are owed on every route; 25 May plus two weeks, 1 June plus one."""
    return [
        Term(
            "screening",
            "case_manager",
            d(6, 8),
            screening(points, **marks),
            after=(("coordinator", "case_manager", None),),
        ),
        Term("static", "special_registration_officer", d(6, 8), static(static_points)),
    ]


BEHAVIOUR = Term("behaviour", "legal_regime_officer", d(6, 29), {"form": "annex-03"})
TEAM_ORDER = (("team_order", "director", {"form": "doc-team-order"}),)
PLANNING = (
    Term("part_iv", "team", d(7, 27), {"form": "annex-01-part-4"}),
    Term(
        "draft#1",
        "case_manager",
        d(7, 27),
        PLAN,
        after=(
            ("vote", "case_manager", None),
            ("vote", "case_administrator", None),
            ("adopt#1", "case_manager", None),
            ("present#1", "case_manager", None),
            ("sign#1", "case_manager", None),
        ),
    ),
    Term("submit#1", "case_manager", d(7, 27)),
)

ANY_DAY = pytest.mark.parametrize("offset", [-1, 0, 1], ids=["day_before", "on_the_day", "day_after"])


async def _comes_out(house: House, story: Scenario) -> None:
    played = await house.play(story)
    assert played.expectations.failed == ()
    for workflow in played.cost:
        most, _ = await most_timers(house.client.get_workflow_handle(workflow))
        assert most <= 1, f"{workflow} held {most} timers at once"


@ANY_DAY
@pytest.mark.rule(
    *("o502.8.3", "o502.8.5", "o502.8.6", "o502.9.2", "o502.8.9.2", "o502.12.2.a", "o502.8.9.4", "o502.8.11.1"),
    *("o502.8.1", "o502.8.11.3", "o502.8.14", "o502.11.2", "o502.14.1", "o502.14.10", "o502.3.k.3"),
    *("o502.10.6", "o502.8.4"),
)
async def test_medium_harm_keeps_every_term(house: House, offset: int) -> None:
    """Article 8(9): a woman, so that article 9 runs too; the plan approved on 29 July runs six months."""
    terms = [
        *first(20, 80),
        Term("women", "case_manager", d(6, 15), {
            "form": "annex-02", "domestic_violence": [6, 0, 0, 0], "violence_against_women": [0, 0, 0, 0],
        }, after=(("women_referral", "case_manager", None),)),
        BEHAVIOUR,
        Term("dynamic", "case_manager", d(7, 6), dynamic()),
        Term("conclusion", "case_manager", d(7, 13), conclusion("case_manager"), after=TEAM_ORDER),
        Term("meeting", "team", d(7, 20), MINUTES),
        *PLANNING,
        Term("behaviour_again#1", "legal_regime_officer", document={"form": "annex-03"},
             dues=(d(9, 28), d(9, 29), d(9, 30))),
        Term("monitor", "case_manager", d(2, 5, 2027), {"form": "annex-05"}),
    ]  # fmt: skip
    await _comes_out(
        house, told(terms, offset, d(2, 9, 2027), approve=d(7, 29), sex="female", birth_date=date(1985, 1, 20))
    )


@ANY_DAY
@pytest.mark.rule(
    *("o502.8.10.b.2", "o502.8.11.2", "o502.8.10.a.1", "o502.8.10.a.2", "o502.12.4.1", "o502.12.3", "o502.8.10.b.1")
)
async def test_high_harm_keeps_every_term(house: House, offset: int) -> None:
    """Article 8(10): two ways to the psychologist, counted from the day of the screening; the team in week 6."""
    terms = [
        *first(40, 80, high=[8]),
        Term("start", "psychologist", case=PSY, dues=(d(6, 9), d(6, 10), d(6, 11))),
        Term("assess_instant", "psychologist", case=PSY, dues=(d(6, 15), d(6, 15), d(6, 16))),
        Term("strategy", "psychologist", case=PSY, dues=(d(6, 15), d(6, 17), d(6, 19)), not_before=True),
        BEHAVIOUR,
        Term("dynamic", "case_manager", d(7, 6), dynamic(), after=TEAM_ORDER),
        Term("meeting", "team", d(7, 13), MINUTES),
        *PLANNING,
    ]
    await _comes_out(house, told(terms, offset, d(8, 1)))


@ANY_DAY
@pytest.mark.rule("o502.8.8.1", "o502.8.8.2", "o502.12.2.a", "o502.12.2.c", "o502.8.11.1")
async def test_a_reasoned_choice_keeps_every_term(house: House, offset: int) -> None:
    """Article 8(8): dynamic factors in weeks 3-6, the psychologist's assessment in weeks 7-10."""
    terms = [
        *first(5, 187),
        BEHAVIOUR,
        Term("dynamic", "case_manager", d(7, 13), dynamic()),
        Term(
            "conclusion",
            "case_manager",
            d(7, 13),
            conclusion("case_manager_with_psychologist"),
            after=TEAM_ORDER,
            born_late=True,
        ),
        Term("meeting", "team", d(7, 20), MINUTES),
        Term("assess_planned", "psychologist", d(8, 10), case=PSY),
    ]
    await _comes_out(house, told(terms, offset, d(8, 12)))


@pytest.mark.parametrize(
    ("offset", "static_points"), [(-1, 0), (0, 186), (1, 74)], ids=["day_before", "on_the_day", "day_after"]
)
@pytest.mark.rule("o502.8.7.1", "o502.8.7.2", "o502.8.1", "o502.13.1")
async def test_the_administrators_way_keeps_every_term(house: House, offset: int, static_points: int) -> None:
    """Article 8(7): hand-over within the eight weeks, then four weeks of article 13 from the hand-over."""
    terms = [
        *first(5, static_points),
        BEHAVIOUR,
        Term("hand_over", "case_manager", d(7, 27), {"form": "doc-case-file"}),
        Term("assess", "case_administrator", document={"form": "annex-08", "months": 12}, case=ADM,
             dues=(d(8, 24), d(8, 24), d(8, 25))),
    ]  # fmt: skip
    await _comes_out(house, told(terms, offset, d(8, 27)))


@pytest.mark.rule("o502.8.11.1", "o502.10.5.b", "o502.10.1.2")
async def test_the_team_meets_in_week_seven_not_before(house: House) -> None:
    """The first day of a week window of the meeting is a bar; and without an order there is no team."""
    case = await tale(house)
    await case.assessed()
    await case.go("2026-07-13 23:00")
    no = await case.refused("complete", "team", "meeting", document=MINUTES)
    assert no.rule == "o502.8.11.1"
    assert "14 July 2026" in no.because
    await case.go("2026-07-14 00:01")
    assert await case.moments("step_opened", "meeting") == ["2026-07-14 00:00"]
    answer = (await case.done("o502.10.5.b", "case_manager", MINUTES)).answer
    assert answer is not None
    assert (answer.done, answer.late, answer.stage) == ("meeting", False, "planning")
    assert {o.step: str(o.due) for o in answer.opened} == {
        "part_iv": "2026-07-27", "draft#1": "2026-07-27", "submit#1": "2026-07-27",
    }  # fmt: skip


@pytest.mark.rule("o502.8.11.2")
async def test_with_high_harm_the_team_meets_in_week_six(house: House) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(40))
    await case.go("2026-07-06 12:00")
    no = await case.refused("complete", "team", "meeting", document=MINUTES)
    assert no.rule == "o502.8.11.2"
    await case.go("2026-07-07 09:00")
    no = await case.refused("complete", "team", "meeting", document=MINUTES)
    assert no.rule == "o502.10.1.2", "the director has made no order"
    await case.done("team_order", "director", {"form": "doc-team-order"})
    await case.done("meeting", "team", MINUTES)
    assert "psychologist" in (await case.events("decision", rule="o502.10.1.2"))[0].data["members"]


@pytest.mark.rule("o502.7.10.a", "o502.7.10.b", "o502.7.10.c", "o502.8.7.2", "o502.8.8.1")
@pytest.mark.parametrize(
    ("points", "opens"), [(74, "hand_over"), (75, "hand_over"), (186, "hand_over"), (187, "dynamic")]
)
async def test_the_static_level_decides_when_harm_is_low(house: House, points: int, opens: str) -> None:
    case = await tale(house)
    await case.done("screening", "case_manager", screening(5))
    assert not {"hand_over", "dynamic"} & set((await case.state()).steps), "no way is known before the static level"
    await case.done("static", "special_registration_officer", static(points))
    assert opens in (await case.state()).steps


@pytest.mark.rule("o502.7.4.a", "o502.7.4.b", "o502.7.4.c", "o502.8.9.1", "o502.8.10.b.1")
@pytest.mark.parametrize(("points", "rule"), [(5, None), (6, "o502.8.9.3"), (39, "o502.8.9.3"), (40, "o502.8.10.b.1")])
async def test_the_screening_alone_sends_medium_and_high_on_their_way(
    house: House, points: int, rule: str | None
) -> None:
    """8(9) and 8(10) say 'at once': the dynamic part opens on the day of the screening, whatever the static level."""
    case = await tale(house)
    await case.done("screening", "case_manager", screening(points))
    assert [x.rule for x in await case.events("routed")] == ([rule] if rule else [])
    assert ("dynamic" in (await case.state()).steps) is bool(rule)
