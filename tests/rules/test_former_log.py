"""The log of contacts is read in the order of the days, whatever the order of entry, and a correction rewrites it."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from models.acts import Act
from models.former_prisoner_case import Contact, Facts, Run, State
from rules.order_502.former_log import due_call, standing
from rules.terms.dates import start_of_day
from tests.rules.former import active, day, ongoing
from workflows.former_contacts import corrected, enter, monitored
from workflows.steps.effects import Effects


def line(n: int, result: str = "failed", **given: Any) -> Contact:
    """A call or a meeting on a day of the case."""
    kind = "meeting" if result in ("held", "missed") else "call"
    return Contact.model_validate({"kind": kind, "on": day(n), "result": result, **given})


@pytest.mark.rule("o502.37.2.a.2", "o502.37.2.b.2", "o502.37.2.c.2")
def test_the_order_of_entry_changes_nothing() -> None:
    lines = [line(1), line(4), line(8), line(10, "reached"), line(24), line(40, "held"), line(45, "missed")]
    expected = None
    for entered in list(permutations(lines))[::97]:
        f = active()
        for one in entered:
            enter(f, one)
        assert f.counted_calls == [day(1), day(8)]
        assert f.meetings == [day(40)]
        assert f.run is not None
        assert (f.run.kind, f.run.since, f.missed_on) == ("c", day(45), day(45))
        expected = expected or standing(f)
        assert standing(f) == expected


def test_a_last_day_moved_by_a_holiday_is_known_also_without_its_step() -> None:
    f = active(before_log=None)
    enter(f, line(28, "reached"))
    assert due_call(f.run) == date(2026, 4, 13)
    assert due_call(_with(f, 43).run) == date(2026, 4, 27)
    assert due_call(_with(f, 44).run) == day(58)


def _with(f: Facts, n: int) -> Facts:
    """The same case with a call on another day; day 42 is Easter Monday."""
    copy = f.model_copy(deep=True)
    enter(copy, line(n))
    return copy


def correct(f: Facts, key: str, on: date, done: tuple[str, ...] = (), **codes: Any) -> Effects:
    """The act `correct`, as the case takes it."""
    effects = Effects()
    state = State(case="FOR-2026-000001", institution="1", facts=f, done=dict.fromkeys(done, on))
    act = Act(document="D-2", act="correct", by="case_manager", at=start_of_day(on), on=on, codes=codes)
    corrected(state, f, act, key, on, effects)
    return effects


def test_a_call_entered_in_error_is_as_if_it_had_never_been() -> None:
    f = active()
    for n, key in ((1, "contact"), (8, "call#2"), (15, "call#3")):
        enter(f, line(n, steps=[key]))
    effects = correct(f, "call#3", day(15), ("contact", "call#2", "call#3"), result="entered_in_error")
    assert f.counted_calls == [day(1), day(8)]
    assert effects.reopen == ["call#3"]
    correct(f, "call#2", day(8), result="entered_in_error")
    effects = correct(f, "contact", day(1), ("contact",), result="entered_in_error")
    assert (f.failed, effects.reopen) == ([], ["contact"])


def test_a_run_keeps_its_number_while_it_is_the_same_and_what_ripened_goes_with_another() -> None:
    f = active(before_log=None)
    enter(f, line(1, "reached", steps=["contact"]))
    f.ripe = {"o502.37.2.b.1": day(93)}
    correct(f, "contact", day(1), result="reached", extra=True)
    assert (f.run, f.ripe) == (Run(kind="b", n=1, since=day(1)), {"o502.37.2.b.1": day(93)})
    correct(f, "contact", day(2), result="reached")
    assert (f.run, f.ripe) == (Run(kind="b", n=2, since=day(2)), {})


def test_a_monitoring_put_right_counts_for_the_silent_months_and_the_measures() -> None:
    f = ongoing(monitored_since=day(45))
    monitored(f, {"contact": "failed", "not_done": 0}, "monitor#1", day(76))
    monitored(f, {"contact": "reached", "not_done": 2}, "monitor#2", day(106))
    assert (f.silence, f.not_done, f.monitored) == ([], 2, 2)
    correct(f, "monitor#2", day(106), contact="failed", not_done=1)
    assert (f.silence, f.not_done, f.monitored) == ([day(76), day(106)], 1, 2)
    assert f.before_log is not None
    assert f.meetings == [day(7), day(20)]


def test_a_late_entry_of_a_time_before_the_plan_belongs_to_that_time() -> None:
    f = ongoing(monitored_since=day(45))
    enter(f, Contact(kind="call", on=day(30), phase="active", result="failed"))
    assert (f.quarterly, f.silence) == ([], [])
