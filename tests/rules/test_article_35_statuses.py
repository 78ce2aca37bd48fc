"""Order 502, article 35: six statuses, exactly the transitions of the catalogue, each with its cause."""

from datetime import date
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.acts import Refusal
from models.former_prisoner_case import Facts, Status
from rules.catalogue import rule
from rules.order_502.former_grounds import GROUNDS, made_out
from rules.order_502.former_status import CAUSES, Move, first_status, move, transitions, waiting_opens
from tests.rules.former import DAY0, active, assessed, day, new, ongoing

STATUSES = get_args(Status)
ALLOWED = {(was, to) for was, after in transitions().items() for to in after}


def test_the_table_is_the_catalogue_s() -> None:
    assert set(STATUSES) == set(rule("o502.35").values["statuses"])
    assert set(CAUSES) == ALLOWED
    for (was, to), cause in CAUSES.items():
        assert was in rule(cause).values["from"], (was, to)
        assert rule(cause).values["status"] == to


@pytest.mark.rule("o502.35.a")
def test_a_filled_form_makes_the_case_new_by_the_machine() -> None:
    assert first_status() == Move("new", "o502.35.a")


@pytest.mark.rule("o502.35")
@pytest.mark.parametrize(("was", "to"), sorted(set(product(STATUSES, STATUSES)) - ALLOWED))
def test_every_other_jump_is_refused(was: Status, to: str) -> None:
    no = move(ongoing(status=was), to, day(400))
    assert isinstance(no, Refusal)
    assert no.rule == "o502.35"
    assert no.way_on


@pytest.mark.rule("o502.35.b", "o502.32.5", "o502.32.4.1")
def test_active_needs_the_assignment_and_the_release() -> None:
    for facts, cause in (
        (new(), "o502.35.b"),
        (new(assigned_on=DAY0, released_on=None), "o502.32.5"),
        (new(assigned_on=DAY0, released_on=day(1)), "o502.32.5"),
    ):
        no = move(facts, "active", DAY0)
        assert isinstance(no, Refusal)
        assert no.rule == cause
    assert move(new(assigned_on=DAY0, released_on=day(1)), "active", day(1)) == Move("active", "o502.35.b")


@pytest.mark.rule("o502.35.c")
def test_ongoing_needs_the_assessment_and_the_plan() -> None:
    assert isinstance(move(active(plan_signed_on=day(45)), "ongoing", day(45)), Refusal)
    assert isinstance(move(assessed(), "ongoing", day(45)), Refusal)
    assert move(assessed(plan_signed_on=day(45)), "ongoing", day(45)) == Move("ongoing", "o502.35.c")
    assert move(ongoing(status="waiting"), "ongoing", day(200)) == Move("ongoing", "o502.35.c")


@pytest.mark.rule("o502.35.f.1", "o502.35.f.2")
def test_waiting_is_barred_for_three_months_of_ongoing() -> None:
    case = ongoing(ongoing_on=date(2026, 3, 2))
    assert waiting_opens(date(2026, 3, 2)) == date(2026, 6, 3)
    for on in (date(2026, 6, 1), date(2026, 6, 2)):
        no = move(case, "waiting", on)
        assert isinstance(no, Refusal)
        assert no.rule == "o502.35.f.2"
        assert "2026-06-03" in no.because
    assert move(case, "waiting", date(2026, 6, 3)) == Move("waiting", "o502.35.f.1")


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """Any case: what has happened in it, and a ground chosen or none."""
    days = st.integers(0, 800).map(day)
    maybe = st.none() | days
    circumstances = st.dictionaries(
        st.sampled_from(["participation_refused", "beyond_competence", "criteria_not_met", "rehabilitation_ended"]),
        days,
        max_size=2,
    )
    status = draw(st.sampled_from(STATUSES))
    return Facts(
        status=status,
        filled_on=DAY0,
        released_on=draw(maybe),
        assigned_on=draw(maybe),
        active_on=None if status == "new" else draw(days),
        assessed_on=draw(maybe),
        plan_signed_on=draw(maybe),
        ongoing_on=draw(days),
        meetings=draw(st.lists(days, max_size=3)),
        circumstances=draw(circumstances),
        ground=draw(st.none() | st.sampled_from(sorted(GROUNDS))),
    )


@pytest.mark.rule("o502.35")
@given(lives(), st.sampled_from(STATUSES), st.integers(0, 900).map(day))
def test_no_life_leaves_the_table_and_no_closing_lacks_its_ground(f: Facts, to: Status, on: date) -> None:
    moved = move(f, to, on)
    if isinstance(moved, Refusal):
        assert moved.rule
        assert moved.way_on
        return
    assert (f.status, to) in ALLOWED
    assert moved.rule == CAUSES[f.status, to]
    if to in ("closed", "closed_without_assessment"):
        assert f.ground in made_out(f, on)
        assert GROUNDS[str(f.ground)].form == ("annex-20" if to == "closed" else "annex-17")
    if to == "closed":
        assert f.assessed_on is not None
    if to == "closed_without_assessment" and f.status != "active":
        assert f.ground in ("o502.37.2.l", "o502.37.2.m")
    if to == "active":
        assert f.assigned_on is not None


def test_nothing_leaves_a_closed_status() -> None:
    for status in ("closed", "closed_without_assessment"):
        for to in STATUSES:
            assert isinstance(move(ongoing(status=status, ground="o502.37.3.e"), to, day(500)), Refusal)
