"""The data group: its members, its limit, whom it takes first; the items of its form that dates decide."""

from datetime import date
from typing import Any

import pytest

from rules.codes import codes_of
from rules.danger import group, items
from rules.danger.edition import Edition
from rules.errors import NotAllowed
from rules.order_502.instrument import development_instrument
from tests.danger.editions import DR2, O70, both


def members(e: Edition) -> list[group.GroupMember]:
    by = "resocialisation_department_head"
    return [
        group.GroupMember(unit=u, presented_by=by if u == "resocialisation_department" else None)
        for u in group.SEATS[e.id]
    ]


@pytest.mark.parametrize(
    "e",
    both("group", "group_size", "group_regime", "group_registration", "group_social", "group_appointed", "group_head",
         "group_presented"),
)  # fmt: skip
def test_the_group(e: Edition) -> None:
    three = members(e)
    group.check_group(e, three, 0)
    for wrong, head in ((three[:2], 0), ([three[0], *three[:2]], 0), (three, None), (three, 3)):
        with pytest.raises(NotAllowed):
            group.check_group(e, wrong, head)
    if e is DR2:
        with pytest.raises(NotAllowed) as refused:
            group.check_group(e, [m.model_copy(update={"presented_by": None}) for m in three], 0)
        assert refused.value.rule == "dr2.6.4.s2"


@pytest.mark.parametrize("e", both("group_regime", "group_registration", "group_social", "group_appointed"))
def test_a_group_keeps_somebody_of_each_unit(e: Edition) -> None:
    units = [m.unit for m in members(e)]
    by = "resocialisation_department_head"
    group.check_change(e, "appoint", units, 3, units[0], by)
    group.check_change(e, "release", [*units, units[0]], 4, units[0], by)
    for unit in units:
        with pytest.raises(NotAllowed, match="would lack"):
            group.check_change(e, "release", [*units, "another"], 4, unit, by)
    with pytest.raises(NotAllowed, match="too small"):
        group.check_change(e, "release", units, 3, units[0], by)
    with pytest.raises(NotAllowed, match="nobody of the"):
        group.check_change(e, "name_head", units, 3, "another")


@pytest.mark.parametrize("e", both("list", "limit"))
def test_seven_hundred_and_not_one_more(e: Edition) -> None:
    full = [f"DNG-2026-{n:06d}" for n in range(700)]
    assert len(group.listed(e, full[:300], full[200:])) == 700
    with pytest.raises(NotAllowed) as refused:
        group.listed(e, full, ["DNG-2026-999999"])
    assert refused.value.rule == e.rule("limit")
    assert len(group.listed(e, full, ["DNG-2026-999999"], full[:1])) == 700


@pytest.mark.parametrize("e", both("select", "priority"))
def test_flagged_convicts_come_first(e: Edition) -> None:
    waiting = {"A": [], "B": ["victim"], "C": []}
    group.check_selection(e, ["B"], waiting, "")
    group.check_selection(e, ["A"], waiting, "a reason")
    group.check_selection(e, ["A"], waiting, "", dated=True)
    with pytest.raises(NotAllowed) as refused:
        group.check_selection(e, ["A"], waiting, "")
    assert refused.value.rule == e.rule("priority")
    with pytest.raises(NotAllowed) as outside:
        group.check_selection(e, ["X"], waiting, "")
    assert outside.value.rule == e.rule("list")


@pytest.mark.rule("o70.7.1.s3", "dr2.7.1.a", "dr2.7.1.b", "dr2.7.1.c", "dr2.7.1.d", "o70.7.2.s1")
def test_priority_by_edition() -> None:
    assert group.priority_rules(DR2, ["dangerous", "first_time"]) == ("dr2.7.1.a", "dr2.7.1.d")
    assert group.priority_rules(DR2, ["victim", "past_work"]) == ("dr2.7.1.b", "dr2.7.1.c")
    assert group.priority_rules(O70, ["code_50"]) == ("o70.7.1.s3",)
    assert group.priority_rules(O70, []) == ()
    assert group.proposed_order({"A": [], "B": ["code_50"], "C": []}) == ("B", "A", "C")


@pytest.mark.rule("dr2.7.2.s1")
def test_the_georgian_alphabet() -> None:
    names = {"1": ("ჰაბურძანია", "გიორგი", "3"), "2": ("აბაშიძე", "ნინო", "2"), "3": ("აბაშიძე", "ლევან", "9"),
             "4": ("აბაშიძე", "ნინო", "1"), "5": ("ყიფიანი", "ანა", "5")}  # fmt: skip
    assert group.alphabetical(names) == ("3", "4", "2", "5", "1")


@pytest.mark.rule("o70.6.1.s4", "dr2.6.1.s4", "dr2.6.1.s5")
def test_the_planning_team_and_the_group() -> None:
    assert (group.mdt_role(O70), group.mdt_role(DR2)) == ("in_place", "source")


@pytest.mark.rule("o70.a2.4.1", "o70.a2.4.2", "o70.a2.4.3")
@pytest.mark.parametrize(("category", "years"), [("less_grave", 6), ("grave", 10), ("especially_grave", 25)])
def test_look_backs_of_item_4(category: str, years: int) -> None:
    filled = date(2026, 3, 2)
    first = date(2026 - years, 3, 2)
    assert items.counts_as_past(category, first, filled)
    assert not items.counts_as_past(category, date(2026 - years, 3, 1), filled)
    assert not items.counts_as_past(category, date(2026, 3, 3), filled)


@pytest.mark.rule("o70.a2.8")
def test_item_8_takes_the_longest_true_band() -> None:
    began, filled = date(2020, 1, 1), date(2026, 3, 2)
    bands = [
        (date(2024, 2, 2), "none_25_plus"), (date(2024, 2, 3), "none_19_24"), (date(2024, 8, 3), "none_13_18"),
        (date(2025, 2, 3), "none_7_12"), (date(2025, 9, 2), "none_6"), (date(2025, 9, 3), None),
    ]  # fmt: skip
    for last, band in bands:
        assert items.penalty_band(last, began, filled) == band
    assert items.penalty_band(None, date(2025, 12, 1), filled) == "none_6"


@pytest.mark.rule("o70.a2.6", "o70.a2.9", "o70.a2.10", "o70.a2.11", "o70.a2.13")
def test_bands_of_counts_and_programmes() -> None:
    assert [items.count_band(n, 6) for n in (0, 1, 2, 3, 9)] == [None, "1", "2", "3+", "3+"]
    assert items.count_band(2, 9) == "2"
    filled = date(2026, 3, 2)
    facts = [date(2025, 3, 2), date(2025, 3, 1), date(2016, 3, 2), date(2016, 3, 1)]
    assert items.self_harm_counts(facts, filled) == {1: 1, 5: 2, 10: 3}
    months = (1, 3, 4, 6, 11, 12, 30)
    assert [items.programme_band(m) for m in months] == [
        "once", "3_months", "3_months", "6_months", "6_months", "12_plus_months", "12_plus_months",
    ]  # fmt: skip
    assert items.study_band(finished=True, attended_once=False, school_mark_high=True) == "complete_high"
    assert items.study_band(finished=True, attended_once=False, school_mark_high=False) == "complete"
    assert items.study_band(finished=False, attended_once=True, school_mark_high=False) == "once"
    assert items.study_band(finished=False, attended_once=False, school_mark_high=False) == "incomplete"


def row(rule_id: str, right: dict[str, Any], wrong: dict[str, Any]) -> object:
    return pytest.param(rule_id, right, wrong, marks=pytest.mark.rule(rule_id))


@pytest.mark.parametrize(
    ("rule_id", "right", "wrong"),
    [
        row("o70.a2.4.1", {"past_less_grave": "yes", "past_less_grave_on": date(2020, 6, 1)},
            {"past_less_grave": "no"}),
        row("o70.a2.4.2", {"past_grave": "no", "past_grave_on": date(2016, 5, 31)}, {"past_grave": "yes"}),
        row("o70.a2.4.3", {"past_especially_grave": "yes", "past_especially_grave_on": date(2001, 6, 1)},
            {"past_especially_grave_on": date(2001, 5, 31)}),
        row("o70.a2.6", {"discipline_cases": 4, "discipline_count": "3+"}, {"discipline_count": "2"}),
        row("o70.a2.6", {"discipline_cases": 0, "no_discipline": True}, {"discipline_count": "1"}),
        row("o70.a2.8", {"last_penalty_on": date(2025, 5, 1), "discipline_history": "none_13_18"},
            {"discipline_history": "none_7_12"}),
        row("o70.a2.8", {"last_penalty_on": date(2026, 3, 1)}, {"discipline_history": "none_6"}),
        row("o70.a2.9", {"encouragement_cases": 0}, {"encouragement_count": "1"}),
        row("o70.a2.10", {"self_harm_on": (date(2025, 8, 1), date(2022, 1, 1)), "self_harm_1y_count": 1,
                          "self_harm_5y_count": 2, "self_harm_10y": True}, {"self_harm_5y_count": 1}),
        row("o70.a2.11", {"social_programmes_months": 9, "social_programmes": "6_months"},
            {"social_programmes": "12_plus_months"}),
        ("o70.a2.4.1", {"past_grave": "no", "past_grave_on": date(2016, 5, 31)}, {"filled_on": None}),
    ],
)  # fmt: skip
def test_the_boxes_say_what_the_days_say(rule_id: str, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    form = {"form": "annex-02", "filled_on": date(2026, 6, 1), **right}
    assert codes_of("o70.annex-02", form, {}, development_instrument())["source"] == "group"
    with pytest.raises(NotAllowed) as refused:
        codes_of("o70.annex-02", form | wrong, {}, development_instrument())
    assert refused.value.rule == rule_id
