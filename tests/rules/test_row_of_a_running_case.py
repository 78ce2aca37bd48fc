"""What a row says of a running case is checked as the law would check it: article by article."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.brought_in import BroughtIn, Stopped
from rules.catalogue import rule
from rules.order_502.brought_acts import past_acts
from rules.order_502.brought_in import faults, on_route

DAY0 = date(2026, 6, 1)
TODAY = date(2026, 9, 1)


def after(weeks: int, days: int = 0) -> date:
    """So many weeks and days after day 0."""
    return DAY0 + timedelta(weeks=weeks, days=days)


ASSESSED: dict[str, Any] = {
    "screened_on": after(0, 2), "serious_harm": "medium", "static_on": after(0, 3), "static": "high",
    "dynamic_on": after(3), "dynamic": "medium",
}  # fmt: skip
AGREED: dict[str, Any] = {**ASSESSED, "team_on": after(5), "met_on": after(6, 1), "agreed_on": after(6, 1)}


def wrong(**told: Any) -> list[tuple[str | None, str]]:
    """The rule and the words of each fault."""
    return [(f.rule, f.because) for f in faults(BroughtIn(**told), DAY0, TODAY)]


def test_a_whole_case_is_right() -> None:
    assert wrong(**AGREED, plan_approved_on=after(8), plan_months=6) == []
    assert wrong() == []


@pytest.mark.rule("o502.10.6", "o502.7.12")
@pytest.mark.parametrize(("days", "right"), [(-1, True), (0, True), (1, False)])
def test_part_iv_is_not_agreed_before_the_static_part(days: int, right: bool) -> None:
    told = wrong(**{**AGREED, "static_on": AGREED["agreed_on"] + timedelta(days=days)})
    assert [r for r, _ in told] == ([] if right else ["o502.10.6"])


def test_part_iv_needs_both_parts() -> None:
    told = {k: v for k, v in AGREED.items() if not k.startswith("dynamic")}
    assert ("o502.10.6", f"part IV cannot be agreed on {after(6, 1)}: 'dynamic_on' is missing") in wrong(**told)


@pytest.mark.rule("o502.14.1", "o502.13.2.2")
@pytest.mark.parametrize(("column", "by"), [("plan_months", "o502.14.1"), ("admin_plan_months", "o502.13.2.2")])
def test_no_plan_is_longer_than_its_article(column: str, by: str) -> None:
    longest = rule(by).duration
    assert longest is not None
    admin = {"handed_over_on": after(4), "admin_plan_on": after(6)} if column.startswith("admin") else {}
    assert wrong(**admin, **{column: longest.value}) == []
    assert [r for r, _ in wrong(**admin, **{column: longest.value + 1})] == [by]


@pytest.mark.parametrize(("column", "level"), [("screened_on", "serious_harm"), ("static_on", "static")])
def test_a_level_has_its_day_and_a_day_its_level(column: str, level: str) -> None:
    assert f"'{column}' is given without '{level}'" in wrong(**{column: after(1)})[0][1]
    assert f"'{level}' is given without '{column}'" in wrong(**{level: "low"})[0][1]


def test_no_day_lies_in_the_future_or_before_day_0() -> None:
    assert wrong(women_on=TODAY) == []
    assert "lies in the future" in wrong(women_on=TODAY + timedelta(days=1))[0][1]
    assert wrong(women_on=DAY0) == []
    assert wrong(women_on=DAY0 - timedelta(days=1))[0][0] == "o502.8.1"
    assert "lies in the future" in wrong(behaviour_on=(after(3), TODAY + timedelta(days=1)))[0][1]


@pytest.mark.parametrize("n", range(3))
def test_days_follow_one_another(n: int) -> None:
    told = AGREED | {"plan_signed_on": after(7, n - 1), "submitted_on": after(7)}
    assert [r for r, _ in wrong(**told)] == (["o502.14.8.2"] if n == 2 else [])


def test_what_has_a_term_is_asked_for() -> None:
    told = {**ASSESSED, "plan_approved_on": after(8)}
    assert [r for r, _ in wrong(**told)] == ["o502.8.11.1", "o502.10.6"]


def test_an_earlier_suspension_has_ended() -> None:
    stopped = Stopped(ground="a", since=after(9), until=after(8))
    assert [r for r, _ in wrong(suspended_before=(stopped,))] == ["o502.15.2"]


@pytest.mark.parametrize(
    ("harm", "static", "conclusion", "by"),
    [
        ("low", "low", None, None),
        ("low", "medium", None, None),
        ("low", "high", "case_administrator", None),
        ("low", "high", "case_manager", "o502.8.8.2"),
        ("low", None, None, "o502.8.7.2"),
        ("medium", "low", None, "o502.8.7.2"),
        ("high", "low", None, "o502.8.7.2"),
        (None, "low", None, "o502.8.7.2"),
    ],
)
def test_the_administrator_has_a_case_only_on_its_route(
    harm: Any, static: Any, conclusion: Any, by: str | None
) -> None:
    told = BroughtIn(handed_over_on=after(4), serious_harm=harm, static=static, conclusion=conclusion)
    no = on_route(told)
    assert (no.rule if no else None) == by


def test_presumed_is_only_what_no_running_clock_stands_on() -> None:
    acts = past_acts(BroughtIn(**AGREED, plan_approved_on=after(8)))
    presumed = [a.step for a in acts if a.presumed and a.step]
    assert presumed == ["coordinator", "draft", "adopt", "present", "sign", "submit"]
    assert [a.on for a in acts] == sorted(a.on for a in acts)


# ------------------------------------------------------------------ later cycles

BEFORE: dict[str, Any] = {
    "cycle": 2, "cycle_began_on": after(8), "last_assessed_on": after(2), "last_plan_approved_on": after(3),
    "last_plan_months": 4,
}  # fmt: skip


@pytest.mark.rule("o502.3.k.7", "o502.14.10", "o502.16.1")
@pytest.mark.parametrize(
    ("changed", "by", "words"),
    [
        ({}, None, ""),
        ({"cycle": None}, "o502.3.k.7", "'cycle_began_on' is given without 'cycle'"),
        ({"cycle": 1}, "o502.3.k.7", "'last_assessed_on' is given, and 'cycle' is 1"),
        ({"cycle_began_on": None}, "o502.3.k.7", "'cycle' 2 is given without 'cycle_began_on'"),
        ({"last_assessed_on": None}, "o502.16.1", "'cycle' 2 is given without 'last_assessed_on'"),
        ({"last_assessed_on": after(3, 1)}, "o502.8.15", "'last_plan_approved_on' 2026-06-22 is before"),
        ({"last_plan_approved_on": after(8, 1)}, "o502.14.11", "'cycle_began_on' 2026-07-27 is before"),
        ({"last_plan_approved_on": None}, "o502.14.1", "'last_plan_months' is given without 'last_plan_approved_on'"),
        ({"last_plan_months": 7}, "o502.14.1", "'last_plan_months' 7 is more than the 6 months"),
        ({"last_plan_completed_on": after(2)}, "o502.14.10", "'last_plan_completed_on' 2026-06-15 is before"),
        ({"last_plan_monitored_on": after(7)}, "o502.14.10", "'last_plan_monitored_on' 2026-07-20 is before"),
        ({"plan_completed_on": after(9)}, "o502.14.10", "'plan_completed_on' is given without 'plan_approved_on'"),
        ({"screened_on": after(8, -1), "serious_harm": "low"}, "o502.3.k.7", "is before cycle 2 began on 2026-07-27"),
        ({"screened_on": after(8), "serious_harm": "low"}, None, ""),
        ({"cycle_began_on": TODAY + timedelta(days=1)}, None, "'cycle_began_on' 2026-09-02 lies in the future"),
        ({"last_assessed_on": DAY0 - timedelta(days=1)}, "o502.8.1", "'last_assessed_on' 2026-05-31 is before the"),
        ({"women_on": after(1), "team_on": after(1), "behaviour_on": (after(3),)}, None, ""),
    ],
)
def test_what_a_later_cycle_stands_on(changed: dict[str, Any], by: str | None, words: str) -> None:
    """One cycle after another; only what goes on across cycles may be older than the running one."""
    told = {k: v for k, v in (BEFORE | changed).items() if v is not None}
    found = faults(BroughtIn(**told), DAY0, TODAY)
    assert bool(found) == bool(words)
    assert all(f.way_on for f in found)
    assert not words or any(f.rule == by and words in f.because for f in found), found


@pytest.mark.rule("o502.13.2.2")
def test_an_administrators_plan_has_its_length() -> None:
    told = {"handed_over_on": after(4), "admin_plan_on": after(6)}
    assert wrong(**told) == [("o502.13.2.2", "'admin_plan_on' is given without 'admin_plan_months'")]
    early = wrong(**told, admin_plan_months=3, admin_plan_agreed_on=after(5))
    assert [r for r, _ in early] == ["o502.13.2.1"]


def test_in_a_later_cycle_the_conclusion_alone_leads_to_the_administrator() -> None:
    low = {**BEFORE, "screened_on": after(8), "serious_harm": "low", "static_on": after(8), "static": "low"}
    no = on_route(BroughtIn(**low, handed_over_on=after(9)))
    assert no is not None and no.rule == "o502.8.7.2" and "by its conclusion alone" in no.because
    concluded = {**low, "concluded_on": after(9), "conclusion": "case_administrator"}
    assert on_route(BroughtIn(**concluded, handed_over_on=after(9))) is None
    assert wrong(**concluded, handed_over_on=after(9)) == []
