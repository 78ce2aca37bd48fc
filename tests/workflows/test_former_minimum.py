"""What an assessment of a former prisoner needs at least, and which parts of Annex 1 are filled in (arts. 33, 42)."""

from datetime import date, time
from typing import Any

import pytest

from models.acts import Act
from models.case import StepState
from models.former_prisoner_case import Facts, State
from models.record import Counting
from rules.order_502.former_entry import parts_to_fill
from rules.order_502.former_grounds import made_out
from rules.terms.dates import at_hour
from tests.rules.former import active, assessed, day, new, ongoing
from workflows.former_acts import apply
from workflows.former_checks import check
from workflows.former_prisoner_case import FormerPrisonerCase


def state(f: Facts, **steps: date) -> State:
    """A case with these steps open."""
    open_now = {
        k: StepState(key=k, rule="r", rules=("r",), actor="case_manager", opened=d, due=d) for k, d in steps.items()
    }
    return State(case="FOR-2026-000001", institution="1", steps=open_now, facts=f)


def refused(f: Facts, name: str, on: date, key: str | None = None, **codes: Any) -> str | None:
    """The rule under which an act is refused, or None."""
    act = Act(document="D-1", act=name, by="case_manager", at=at_hour(on, time(10)), on=on, codes=codes)
    no = check(state(f, **({key: day(60)} if key else {})), f, act, key)
    return no.rule if no else None


WHOLE = {"part_1_on": day(9), "part_2_on": day(9), "part_3_on": day(9)}


@pytest.mark.parametrize(
    ("meetings", "visits", "excused", "rule_id"),
    [
        ([3], [], True, "o502.33.3.3"),
        ([3], [3], False, "o502.33.3.3"),
        ([3, 8], [], False, "o502.33.3.4"),
        ([3, 8], [], True, None),
        ([3, 8], [8], False, None),
    ],
)
def test_two_meetings_always_and_a_visit_unless_a_reason_is_written(
    meetings: list[int], visits: list[int], excused: bool, rule_id: str | None
) -> None:
    f = active(meetings=[day(n) for n in meetings], home_visits=[day(n) for n in visits], **WHOLE)
    assert refused(f, "complete", day(10), "assess", excused=excused) == rule_id


def test_a_communication_by_phone_is_no_meeting() -> None:
    f = active(meetings=[day(3)])
    assert refused(f, "meeting", day(8), way="phone", result="held") == "o502.33.3.3"
    assert refused(f, "meeting", day(8), way="meeting", result="held") is None


@pytest.mark.rule("o502.33.1", "o502.42.1.1", "o502.42.3.1")
@pytest.mark.parametrize(
    ("source", "lacks", "parts"),
    [
        (None, [], (1, 2, 3)),
        ("institution", [], (3,)),
        ("institution", [2], (2, 3)),
        ("convicts_division", [], ()),
        ("convicts_division", [1], (1,)),
    ],
)
def test_a_form_handed_over_spares_the_parts_that_it_holds(
    source: Any, lacks: list[int], parts: tuple[int, ...]
) -> None:
    f = active(
        form_from=source, form_received_on=day(0) if source else None, form_lacks=lacks, meetings=[day(3), day(8)]
    )
    f.home_visits = [day(8)]
    assert parts_to_fill(f) == parts
    assert (refused(f, "complete", day(10), "assess") is None) == (not parts)
    f.part_1_on, f.part_2_on, f.part_3_on = (day(9) if n in parts else None for n in (1, 2, 3))
    assert refused(f, "complete", day(10), "assess") is None


def owed(f: Facts) -> dict[str, Counting]:
    """What the facts call for, with how it is counted."""
    case = FormerPrisonerCase.__new__(FormerPrisonerCase)
    FormerPrisonerCase.__init__(case, state(f))
    case.today = lambda: day(100)  # type: ignore[method-assign]
    return {o.key: o.counting for o in case.owed(f)}


def test_calls_go_on_while_the_case_is_ongoing_monitoring_ends_with_the_rehabilitation() -> None:
    f = ongoing(monitored_since=day(45))
    assert {"monitor#1", "quarterly_call#1"} <= owed(f).keys()
    f.rehabilitation_ended_on = day(90)
    assert "monitor#1" not in owed(f)
    assert "quarterly_call#1" in owed(f)
    f.rehabilitation_ended_on, f.monitored_since = None, None
    assert "quarterly_call#1" in owed(f)
    assert "quarterly_call#1" not in owed(assessed())


@pytest.mark.rule("o502.37.2.e")
def test_missing_contact_data_are_expected_to_be_acted_on_wrong_ones_have_a_last_day() -> None:
    f = active(circumstances={"contact_data_unusable": day(3)})
    assert owed(f)["close_2e"] is Counting.term
    f.contact_given = False
    assert owed(f)["close_2e"] is Counting.policy


@pytest.mark.rule("o502.36.6.1", "o502.37.3.a")
def test_the_last_day_of_the_two_years_proposes_to_close() -> None:
    f = ongoing()
    case = FormerPrisonerCase.__new__(FormerPrisonerCase)
    FormerPrisonerCase.__init__(case, state(f))
    case.today = lambda: date(2028, 3, 2)  # type: ignore[method-assign]
    proposed = case.elapsed(f, "time_of_case#1", date(2028, 3, 2)).events
    assert [(e.event, e.rule) for e in proposed] == [("closing_proposed", "o502.37.3.a")]
    assert not case.elapsed(active(), "time_of_case#1", date(2028, 3, 2)).events


def taken(f: Facts, name: str, on: date, by: str = "case_manager", **codes: Any) -> None:
    """An act that is accepted."""
    act = Act(document="D-1", act=name, by=by, at=at_hour(on, time(10)), on=on, codes=codes)
    assert check(state(f), f, act, None) is None
    apply(state(f), f, act, None, on)


@pytest.mark.rule("o502.37.3.b")
def test_a_warning_counts_for_the_time_in_which_it_was_given_and_a_wrong_one_is_taken_back() -> None:
    f = assessed(warnings_assessment=[day(10), day(12)])
    for n in (50, 45, 47):
        taken(f, "warn", day(n))
    assert f.warnings_rehabilitation == [day(45), day(47), day(50)]
    assert "o502.37.3.b" in made_out(f, day(51))
    taken(f, "retract", day(47), what="verbal_warning")
    assert "o502.37.3.b" not in made_out(f, day(51))
    taken(f, "warn", day(14))
    assert f.warnings_assessment[-1] == day(14)
    assert refused(f, "warn", day(45)) == "o502.37.3.b"
    assert refused(f, "retract", day(46), what="verbal_warning") == "o502.37.3.b"


@pytest.mark.rule("o502.36.2.2")
def test_a_review_may_begin_the_assessment_anew_with_its_own_meetings_and_its_own_year() -> None:
    f = ongoing(rehabilitation_ended_on=day(200), **WHOLE)
    codes = {"outcome": "review_and_new_plan", "reassess": True}
    act = Act(
        document="D-1", act="complete", by="case_manager", at=at_hour(day(201), time(10)), on=day(201), codes=codes
    )
    apply(state(f), f, act, "summary#1", day(201))
    assert not {"plan#2", "assess#2"} & owed(f).keys()
    f.meetings.append(day(203))
    assert {"part_1#2", "assess#2"} <= owed(f).keys()
    f.part_1_on = f.part_2_on = f.part_3_on = day(204)
    assert refused(f, "complete", day(205), "assess#2") == "o502.33.3.3"
    f.meetings.append(day(205))
    assert refused(f, "complete", day(205), "assess#2") == "o502.33.3.4"
    f.home_visits.append(day(205))
    done = Act(document="D-2", act="complete", by="case_manager", at=at_hour(day(206), time(10)), on=day(206))
    apply(state(f, **{"assess#2": day(240)}), f, done, "assess#2", day(206))
    assert (f.assessed_on, f.reassessed_on, f.status, f.below_minimum) == (day(40), day(206), "ongoing", False)
    assert {"plan#2", "yearly_review#2"} <= owed(f).keys()
    assert "yearly_review" not in owed(f)


def test_a_second_year_is_reminded_of_and_no_breach() -> None:
    f = ongoing(reviews=1, reviewed_on=day(405))
    assert "review_again#1" not in owed(f)
    f.limit_months = 6
    assert owed(f)["review_again#1"] is Counting.policy


def test_the_expected_release_is_a_day_of_the_service_and_none_without_one() -> None:
    f = new(released_on=None)
    assert owed(f)["release"] is Counting.none
    f.release_expected_on = day(30)
    assert owed(f)["release"] is Counting.policy
    assert refused(active(), "expect_release", day(3), expected_on=day(30).isoformat()) == "o502.32.5"
