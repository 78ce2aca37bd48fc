"""Where each kind is placed, when a convict is assessed again, and where the dates stand."""

from datetime import date, timedelta

import pytest

from models.record import Opening
from models.terms import Outer
from rules.danger import periods, placement
from rules.danger.edition import Edition
from rules.terms import stepping
from rules.terms.calendar import calendar_with
from tests.danger.editions import DR2, O70, both


@pytest.mark.parametrize("e", both("place_low", "place_medium", "place_increased", "place_high", "consent", "order"))
def test_each_kind_has_its_type_of_institution(e: Edition) -> None:
    for kind, type_ in placement.TYPES.items():
        assert placement.place_of(e, kind) == (type_, e.rule(f"place_{kind}"))
        for to in placement.TYPES.values():
            may = placement.may_place(e, kind, to, consents=True)
            assert may.allowed is (to == type_)
    low = placement.may_place(e, "low", "low_risk", consents=False)
    assert (low.allowed, low.rule) == (False, e.rule("consent"))
    with pytest.raises(LookupError):
        placement.place_of(e, "extreme")


@pytest.mark.rule("dr2.15.7.s1", "dr2.15.7.s2", "dr2.15.7.s3")
def test_the_protective_override() -> None:
    ground = "prevent_harm_to_life_or_health"
    assert placement.may_override(DR2, "low", "closed", ground).allowed
    assert placement.may_override(DR2, "medium", "special_risk", ground).allowed
    assert placement.may_override(DR2, "high", "closed", ground).rule == "dr2.15.7.s1"
    assert not placement.may_override(DR2, "low", "semi_open", ground).allowed
    assert placement.may_override(DR2, "low", "closed", "punishment").rule == "dr2.15.7.s2"
    assert not placement.may_override(O70, "low", "closed", ground).allowed


@pytest.mark.parametrize("e", both("choice", "nearest"))
def test_the_nearest_is_advice(e: Edition) -> None:
    assert placement.nearest_first({"15": 120, "2": 15, "16": 15}) == ("16", "2", "15")


@pytest.mark.rule("dr2.3.2.s1", "dr2.3.2.s2", "dr2.3.2.s3", "dr2.3.3")
@pytest.mark.parametrize("ground", ["adult", "21", "education"])
def test_leaving_the_juvenile_institution(ground: str) -> None:
    assert placement.leaving_juvenile(DR2, ground, "semi_open", consents=False).allowed
    assert placement.leaving_juvenile(DR2, ground, "low_risk", consents=True).allowed
    assert placement.leaving_juvenile(DR2, ground, "low_risk", consents=False).rule == "dr2.15.6.s1"
    assert not placement.leaving_juvenile(DR2, ground, "closed", consents=True).allowed


@pytest.mark.rule(
    "o70.16.1", "o70.16.2", "dr2.17.1", "dr2.17.2.a.s1", "dr2.17.2.b.s1", "dr2.17.2.c.s1", "dr2.17.2.d", "dr2.17.3"
)
def test_the_periods_by_kind() -> None:
    day = date(2026, 1, 31)
    assert {k: periods.periodic_rule(O70, k) for k in O70.kinds} == dict.fromkeys(O70.kinds, "o70.16.2")
    assert periods.periodic_rule(DR2, "high") == "dr2.17.2.a.s1"
    assert periods.periodic_rule(DR2, "increased") == "dr2.17.2.b.s1"
    assert periods.periodic_rule(DR2, "medium") is periods.periodic_rule(DR2, "low") is None
    assert periods.end_of_term(O70, "reassess_low", day) == date(2027, 1, 31)
    assert periods.end_of_term(DR2, "reassess_increased", day) == date(2027, 7, 31)
    assert periods.end_of_term(DR2, "returned", day) == date(2026, 4, 30)
    assert periods.return_term_later(DR2, date(2026, 1, 31), date(2026, 4, 29))
    assert not periods.return_term_later(DR2, date(2026, 1, 31), date(2026, 4, 30))
    assert not periods.return_term_later(DR2, date(2026, 1, 31), None)


@pytest.mark.rule("o70.16.4", "dr2.17.2.a.s2", "dr2.17.2.b.s2", "dr2.17.2.c.s1", "dr2.17.2.d", "dr2.17.5.s1")
def test_the_special_case_by_edition() -> None:
    assert periods.early_allowed(O70, "high", "attitude") == "o70.16.4"
    assert periods.early_allowed(DR2, "high", "attitude") is None
    assert periods.early_allowed(DR2, "high", "behaviour") == "dr2.17.2.a.s2"
    assert periods.early_allowed(DR2, "increased", "environment") == "dr2.17.2.b.s2"
    assert periods.early_allowed(DR2, "medium", "behaviour") == "dr2.17.2.c.s1"
    assert periods.early_allowed(DR2, "low", "unjustified_stay") == "dr2.17.2.d"
    assert periods.early_allowed(DR2, None, "behaviour") == "dr2.17.5.s1"
    assert periods.early_allowed(O70, "low", "mood") is None


@pytest.mark.rule("dr2.17.5.s3", "o70.16.5.s2")
def test_new_circumstances_are_after_the_last_assessment() -> None:
    last = date(2026, 5, 5)
    assert not periods.circumstances_hold(DR2, last, last)
    assert periods.circumstances_hold(DR2, date(2026, 5, 6), last)
    assert periods.circumstances_hold(O70, last, last)


@pytest.mark.rule("dr2.15.2.s1", "dr2.15.2.s3")
def test_newly_arrived_by_the_half_year_before_the_sentence() -> None:
    sentenced = date(2026, 8, 31)
    day_before, day = date(2026, 2, 27), date(2026, 2, 28)
    old = periods.newcomer(DR2, sentenced, day_before)
    assert old is not None
    assert (old.new, old.rule) == (True, "dr2.15.2.s1")
    within = periods.newcomer(DR2, sentenced, day)
    assert within is not None
    assert (within.new, within.rule) == (False, "dr2.15.2.s3")
    never = periods.newcomer(DR2, sentenced, None)
    assert never is not None
    assert never.new
    assert periods.newcomer(O70, sentenced, None) is None


@pytest.mark.rule("o70.ord5", "dr2.1.s2", "dr2.17.3")
def test_places_where_the_dates_stand() -> None:
    assert [p for p in ("11", "5", "18", "19", "8") if periods.stays_outside(O70, p)] == ["11", "5", "18", "19"]
    assert [p for p in ("11", "18", "19", "psychiatric") if periods.stays_outside(DR2, p)] == [
        "18", "19", "psychiatric",
    ]  # fmt: skip


@pytest.mark.rule("dr2.15.5.s1", "dr2.12.1.s1")
@pytest.mark.parametrize(
    ("list_received", "due", "shortened_from"),
    [
        (date(2026, 12, 18), date(2027, 1, 12), None),
        (date(2026, 12, 21), date(2027, 1, 13), None),
        (date(2026, 12, 22), date(2027, 1, 13), date(2027, 1, 14)),
    ],
    ids=["the day before", "on the day", "the day after"],
)
def test_the_limit_of_a_temporary_transfer_shortens_the_steps_within(
    list_received: date, due: date, shortened_from: date | None
) -> None:
    """Transferred on 14 December 2026: the twentieth working day is 13 January, over New Year and Christmas."""
    limit = Outer(rule="dr2.15.5.s1", since=date(2026, 12, 14))
    step = Opening(key="security", rule="dr2.12.1.s1", rules=(), actor="x", anchor=list_received, outer=limit)
    counted = stepping.count(step, list_received, calendar_with(()))
    assert counted is not None
    assert (counted.due, counted.shortened_from) == (due, shortened_from)
    assert ("shortened" in counted.why) is (shortened_from is not None)


@pytest.mark.rule("dr2.15.4")
def test_what_is_presented_of_a_newcomer_waits_for_ninety_days() -> None:
    received = date(2026, 10, 1)
    assert periods.before_the_window(DR2, received, date(2026, 12, 29))
    assert periods.before_the_window(DR2, received, date(2026, 12, 30))
    assert not periods.before_the_window(DR2, received, date(2026, 12, 31))


def test_newly_arrived_only_since_the_later_rule() -> None:
    first = periods.later_rule_from()
    assert periods.newcomer(DR2, first, None) is not None
    assert periods.newcomer(DR2, first - timedelta(days=1), None) is None


def test_the_week_of_a_day_begins_on_monday() -> None:
    assert periods.first_monday(date(2026, 3, 8)) == date(2026, 3, 2)
