"""Order 502, article 21: every row of the matrix, who fills in what, and the second specialist."""

import pytest

from rules.order_502.probation_fields import all_fields, fields_of, meetings_counted, own_fields, second_need
from rules.order_502.probation_routing import (
    Row,
    Specialist,
    Through,
    high_through,
    probation_route,
    women_services,
)
from rules.order_502.scoring import Level

BOTH = ("social_worker", "psychologist")

ROWS: tuple[tuple[Level, Through | None, Level | None, Row, str | None], ...] = (
    ("low", None, "low", Row.officer_low, "o502.21.3.b.2"),
    ("low", None, "medium", Row.officer_low, "o502.21.3.b.2"),
    ("low", None, "high", Row.low_high, "o502.21.3.c.1"),
    ("medium", None, None, Row.medium, "o502.21.3.d.1"),
    ("medium", None, "low", Row.medium, "o502.21.3.d.1"),
    ("medium", None, "medium", Row.medium, "o502.21.3.d.1"),
    ("medium", None, "high", Row.medium, "o502.21.3.d.1"),
    ("high", "q1_7", "low", Row.high_q1_7, "o502.21.4.1"),
    ("high", "q1_7", "medium", Row.high_q1_7, "o502.21.4.1"),
    ("high", "q1_7", "high", Row.high_q1_7_static_high, "o502.21.10.2"),
    ("high", "q8_10", None, Row.high_q8_10, "o502.21.10.1"),
    ("high", "q8_10", "low", Row.high_q8_10, "o502.21.10.1"),
    ("high", "q8_10", "medium", Row.high_q8_10, "o502.21.10.1"),
    ("high", "q8_10", "high", Row.high_q8_10, "o502.21.10.1"),
    ("low", None, None, Row.undetermined, None),
    ("high", "q1_7", None, Row.undetermined, None),
)


@pytest.mark.rule(
    *("o502.21.3.b.1", "o502.21.3.b.2", "o502.21.3.c.1", "o502.21.3.c.2", "o502.21.3.d.1", "o502.21.3.d.2"),
    *("o502.21.4.1", "o502.21.4.2", "o502.21.10.1", "o502.21.10.2", "o502.21.10.3"),
)
@pytest.mark.parametrize(("harm", "through", "static", "row", "rule"), ROWS)
def test_each_mix_of_levels_has_one_row(
    harm: Level, through: Through | None, static: Level | None, row: Row, rule: str | None
) -> None:
    way = probation_route(harm, through, static, BOTH)
    assert (way.row, way.rule) == (row, rule)
    by_psychologist = row in (Row.high_q8_10, Row.high_q1_7_static_high)
    asked = {Row.officer_low, Row.undetermined}
    expected = None if row in asked else "agency_psychologist" if by_psychologist else "agency_social_worker"
    assert way.specialist == expected
    assert way.immediate is by_psychologist
    assert way.part_three is (row not in asked)


@pytest.mark.rule("o502.21.3.a")
@pytest.mark.parametrize(
    ("harm", "through", "static", "row", "rule"), [r for r in ROWS if r[3] is not Row.undetermined]
)
def test_without_services_the_officer_stays_alone_and_is_told_whom_the_level_calls_for(
    harm: Level, through: Through | None, static: Level | None, row: Row, rule: str | None
) -> None:
    way = probation_route(harm, through, static, ())
    assert way.specialist is None
    assert not way.part_three
    assert way.row is (Row.officer_low if row is Row.officer_low else Row.officer_no_service)
    assert (way.calls_for is None) is (row is Row.officer_low)


@pytest.mark.rule("o502.21.3.a", "o502.21.10.1")
@pytest.mark.parametrize("service", BOTH)
def test_one_service_is_enough_for_the_row_and_specialists_are_never_swapped(service: str) -> None:
    assert probation_route("high", "q8_10", None, (service,)).specialist == "agency_psychologist"
    assert probation_route("medium", None, None, (service,)).specialist == "agency_social_worker"


@pytest.mark.rule("o502.21.4.1", "o502.21.10.1")
@pytest.mark.parametrize(
    ("points", "marked", "through"),
    [
        ({1: 40}, (), "q1_7"),
        ({1: 39, 2: 1}, (), "q1_7"),
        ({1: 39, 8: 1}, (), "q8_10"),  # without 8-10 it would not be high
        ({1: 40, 8: 39}, (), "q1_7"),
        ({1: 40, 8: 40}, (), "q8_10"),  # both groups alone: the urgent row
        ({8: 20, 9: 20}, (), "q8_10"),
        ({1: 40}, (9,), "q8_10"),  # the officer's tick
        ({1: 40}, (7,), "q1_7"),
    ],
)
def test_through_which_questions_the_risk_is_high(
    points: dict[int, int], marked: tuple[int, ...], through: Through
) -> None:
    assert high_through(points, marked, 40) == through


@pytest.mark.rule("o502.21.2.2", "o502.21.5.1", "o502.21.11.3")
def test_the_fields_of_the_officer_and_of_the_psychologist_make_all_fourteen() -> None:
    assert sorted((*fields_of("o502.21.2.2"), *fields_of("o502.21.11.3"))) == list(all_fields()) == list(range(3, 17))


@pytest.mark.rule("o502.21.2.2", "o502.21.11.3")
def test_a_field_of_another_is_refused_and_a_missing_one_too() -> None:
    assert own_fields("o502.21.2.2", (3, 5, 6, 7)).allowed
    strange = own_fields("o502.21.11.3", (3, 4, *range(8, 17)))
    assert not strange.allowed
    assert "Field 3 is not for this specialist" in strange.reason
    assert "Field 16" in own_fields("o502.21.11.3", (4, *range(8, 16))).reason


@pytest.mark.rule("o502.21.9.1", "o502.21.15.1")
@pytest.mark.parametrize(
    ("first", "high", "medium", "fields"),
    [
        ("agency_social_worker", (8,), (), (8,)),
        ("agency_social_worker", (4,), (8, 9), ()),  # medium is not enough there
        ("agency_social_worker", (8, 9, 10, 14, 16), (), (8, 9, 10, 14, 16)),
        ("agency_psychologist", (), (3,), (3,)),
        ("agency_psychologist", (13,), (7,), (7, 13)),
        ("agency_psychologist", (8,), (4,), ()),
    ],
)
def test_marked_fields_point_to_the_other_specialist(
    first: Specialist, high: tuple[int, ...], medium: tuple[int, ...], fields: tuple[int, ...]
) -> None:
    need = second_need(first, high, medium)
    assert need.fields == fields
    assert need.shown is bool(fields)
    assert need.specialist != first


@pytest.mark.rule("o502.21.5.2", "o502.21.5.3", "o502.21.11.2")
def test_of_the_home_visits_one_counts_and_only_the_social_workers() -> None:
    assert meetings_counted("agency_social_worker", 1, 0) == (1, 2)
    assert meetings_counted("agency_social_worker", 1, 3) == (2, 2)
    assert meetings_counted("agency_social_worker", 0, 3) == (1, 2)
    assert meetings_counted("agency_psychologist", 1, 3) == (1, 2)


@pytest.mark.rule("o502.22.7", "o502.22.8.a.1", "o502.22.8.a.2", "o502.22.8.b.1", "o502.22.8.c")
def test_the_services_of_annex_2_go_to_officer_social_worker_and_psychologist() -> None:
    assert women_services(["information"]).information
    both = women_services(["programme", "psychological_service"])
    assert (both.information, both.social_worker, both.psychologist) == (False, True, True)
