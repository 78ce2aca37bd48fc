"""What calls and meetings change: the schedule goes on, breaks, ends; silence is broken by any contact."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.case import StepState
from models.former_prisoner_case import Facts, Run
from rules.order_502.former_grounds import made_out
from tests.rules.former import active, assessed, day, ongoing
from workflows.former_acts import elapsed
from workflows.former_contacts import call, meeting, slot
from workflows.steps.effects import Effects

B, C, SILENT = "o502.37.2.b.1", "o502.37.2.c.1", "o502.37.3.g"


def step(key: str, due: date) -> dict[str, StepState]:
    """An open step."""
    return {key: StepState(key=key, rule=B, rules=(B,), actor="case_manager", opened=due, due=due)}


def called(f: Facts, on: date, result: str = "failed", due: date | None = None, **given: Any) -> Effects:
    """A call made by the act `contact_attempt`."""
    effects = Effects()
    steps = step(f"call_two_weekly#{f.run_calls + 1}", due) if due else {}
    call(f, steps, {"way": "phone", "result": result, "extra": False, **given}, None, on, effects)
    return effects


def met(f: Facts, on: date, result: str = "held", way: str = "meeting") -> Effects:
    """A meeting."""
    effects = Effects()
    meeting(f, {}, {"way": way, "result": result}, None, on, effects)
    return effects


def test_the_first_contact_begins_the_run_of_b_and_the_first_meeting_ends_it() -> None:
    f = active(failed=[day(1)], counted_calls=[day(1)])
    called(f, day(8), "reached")
    begun = f.run
    assert begun == Run(kind="b", n=1, since=day(8))
    assert slot(f) == day(22)
    met(f, day(9))
    assert slot(f) is None
    assert f.meetings == [day(9)]


def test_a_call_in_its_turn_counts_an_early_or_extra_one_does_not() -> None:
    f = active(reached=[day(0)], run=Run(kind="b", n=1, since=day(0)))
    called(f, day(13), due=day(14))
    called(f, day(14), due=day(14), extra=True)
    assert f.run is not None
    assert f.run.calls == 0
    closed = called(f, day(15), due=day(16)).closes
    assert (f.run.calls, f.run.since, closed) == (1, day(0), ["call_two_weekly#1"])
    assert slot(f) == day(28)


@pytest.mark.parametrize("ground", [B, C])
def test_a_call_after_its_last_day_breaks_the_run_and_what_had_ripened(ground: str) -> None:
    kind: Any = "b" if ground == B else "c"
    f = active(meetings=[] if kind == "b" else [day(0)], reached=[day(0)], runs=1, run_calls=3, ripe={ground: day(93)})
    f.run = Run(kind=kind, n=1, since=day(0), calls=3, forms=3)
    effects = called(f, day(58), due=day(56))
    assert f.run == Run(kind=kind, n=2, since=day(58))
    assert ground not in f.ripe
    assert effects.events[0].event == "run_broken"


@pytest.mark.rule(B)
def test_three_months_without_every_call_make_nothing_out() -> None:
    f = active(reached=[day(0)], run=Run(kind="b", n=1, since=day(0), calls=5, forms=3))
    elapsed(f, "months_without_meeting#1", day(93))
    assert not made_out(f, day(93))
    called(f, day(84), due=day(84))
    assert made_out(f, day(93)) == {B: day(93)}


def test_a_missed_meeting_begins_c_once_and_only_after_the_first_meeting_alone() -> None:
    before = active(reached=[day(0)])
    met(before, day(3), "missed")
    assert before.run is None
    f = active(meetings=[day(5)])
    met(f, day(9), "missed")
    met(f, day(12), "missed")
    assert f.run == Run(kind="c", n=1, since=day(9))
    later = active(meetings=[day(5), day(8)])
    met(later, day(9), "missed")
    assert (later.run, later.missed_on) == (None, day(9))
    unplanned = assessed()
    met(unplanned, day(44), "missed")
    assert unplanned.run is not None


def test_any_contact_breaks_the_silent_months() -> None:
    f = ongoing()
    for n in (60, 61, 92):
        called(f, day(n))
    assert f.silence == [day(60), day(61), day(92)]
    f.ripe = {SILENT: day(152)}
    assert SILENT in made_out(f, day(153))
    called(f, day(154), "reached")
    assert (f.silence, f.silence_rows) == ([], 2)
    assert SILENT not in made_out(f, day(154))


@pytest.mark.rule(SILENT)
def test_months_without_an_attempt_begin_the_row_anew() -> None:
    f = ongoing(silence=[day(60), day(130)])
    elapsed(f, "silent_months#1", day(153))
    assert (f.silence, f.silence_rows, f.ripe) == ([day(130)], 2, {})
    whole = ongoing(silence=[day(60), day(95), day(125)])
    elapsed(whole, "silent_months#1", day(60) + timedelta(days=95))
    assert SILENT in made_out(whole, day(160))


def test_additional_months_are_used_up_by_a_meeting_resumed() -> None:
    f = active(meetings=[day(3), day(9)], missed_on=day(20), absence_extra_since=day(45))
    met(f, day(60))
    elapsed(f, "additional_months", day(138))
    assert f.absence_extra_used
    assert "o502.37.2.d.2" not in made_out(f, day(140))
    elapsed(f, "hindered_months", day(140))
    assert "o502.37.2.g" in made_out(f, day(140))
