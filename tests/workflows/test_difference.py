"""Owed against open, for any facts and any past: nothing owed stays unopened, nothing not owed stays open."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.case import CaseState, StepState, Suspension
from models.record import Counting
from models.terms import Bound, Duration, Unit
from workflows.steps.duty import Duty, Owed
from workflows.steps.plan import Difference, difference

DUTIES = (
    Duty("one", ("o502.8.3",), "case_manager"),
    Duty("two", ("o502.8.6",), "legal_regime_officer"),
    Duty("again", ("o502.11.2",), "legal_regime_officer"),
    Duty("period", ("o502.14.9.3",), "team", period=True),
    Duty("plan", ("o502.14.1",), "case_manager", stopped_by_suspension=True),
    Duty("plain", ("o502.8.4",), "case_manager", counting=Counting.none),
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def owings(draw: st.DrawFn) -> tuple[Owed, ...]:
    """Duties called into being, each key once."""
    chosen = draw(st.lists(st.tuples(st.sampled_from(DUTIES), DAYS, st.sampled_from([None, 1, 2])), max_size=8))
    found = {o.key: o for duty, day, n in chosen for o in (duty.since(day, n=n),)}
    return tuple(found.values())


@st.composite
def states(draw: st.DrawFn) -> CaseState:
    """A case with some open steps, some of them overdue or stopped, some done, some suspensions."""
    steps = {}
    for owed in draw(owings()):
        duty = owed.duty
        steps[owed.key] = StepState(
            key=owed.key,
            rule=duty.rule,
            rules=duty.rules,
            actor=duty.actor,
            anchor=draw(st.sampled_from([owed.anchor, date(2026, 6, 1)])),
            opened=date(2026, 1, 1),
            due=draw(DAYS),
            overdue=draw(st.booleans()),
            stopped=duty.stopped_by_suspension and draw(st.booleans()),
        )
    done = {k: date(2026, 1, 2) for k in draw(st.sets(st.sampled_from(["one", "two", "again#1", "plan"]))) - set(steps)}
    starts = draw(st.lists(DAYS, max_size=3))
    ledger = [
        Suspension(ground="o502.15.1.a", start=d, end=draw(st.sampled_from([None, d, d + timedelta(days=9)])))
        for d in starts
    ]
    return CaseState(case="PEN-2026-000001", institution="8", steps=steps, done=done, suspensions=ledger)


def applied(state: CaseState, d: Difference) -> CaseState:
    """The case after the difference, as the shared loop takes it over."""
    after = state.model_copy(deep=True)
    for closing in d.cancel:
        after.steps.pop(closing.key)
    for o in d.open:
        after.steps[o.key] = StepState(
            key=o.key,
            rule=o.rule,
            rules=o.rules,
            actor=o.actor,
            anchor=o.anchor,
            opened=date(2026, 1, 1),
            stopped=o.stopped,
        )
    for r in d.redate:
        step = after.steps[r.opening.key]
        step.anchor, step.stopped = r.opening.anchor, r.opening.stopped
    return after


def compared(state: CaseState, owed: tuple[Owed, ...], corrected: bool = False) -> Difference:
    """The difference for a state."""
    return difference(state, state.steps, state.done, owed, "because", corrected)


@given(states(), owings(), st.booleans())
def test_what_is_open_afterwards_is_what_is_owed_and_not_done(
    state: CaseState, owed: tuple[Owed, ...], corrected: bool
) -> None:
    after = applied(state, compared(state, owed, corrected))
    wanted = {o.key for o in owed}
    assert wanted - set(state.done) <= set(after.steps) <= wanted
    assert not set(after.steps) & set(state.done), "what is done is not opened again"


@given(states(), owings(), st.booleans())
def test_twice_changes_nothing(state: CaseState, owed: tuple[Owed, ...], corrected: bool) -> None:
    once = applied(state, compared(state, owed, corrected))
    again = compared(once, owed, corrected)
    assert (again.open, again.cancel, again.redate) == ((), (), ())


@given(states(), owings())
def test_a_term_that_has_ended_moves_only_by_a_correction(state: CaseState, owed: tuple[Owed, ...]) -> None:
    ended = {k for k, s in state.steps.items() if s.overdue}
    assert not ended & {r.opening.key for r in compared(state, owed).redate}
    moved = {r.opening.key for r in compared(state, owed, corrected=True).redate}
    anchors = {o.key: o.anchor for o in owed}
    assert {k for k in ended & set(anchors) if state.steps[k].anchor != anchors[k]} <= moved


@given(states(), owings())
def test_only_what_a_date_rests_on_moves_it(state: CaseState, owed: tuple[Owed, ...]) -> None:
    """The same anchor and the same suspension: the date stays, and the old one is told when it does not."""
    anchors = {o.key: o.anchor for o in owed}
    for r in compared(state, owed, corrected=True).redate:
        step = state.steps[r.opening.key]
        assert step.anchor != anchors[step.key] or step.stopped != r.opening.stopped
        assert (r.was, r.because) == (step.due, "because")


@given(states(), owings())
def test_a_suspension_touches_only_what_it_stops(state: CaseState, owed: tuple[Owed, ...]) -> None:
    d = compared(state, owed)
    for o in (*d.open, *(r.opening for r in d.redate)):
        stops = o.key.split("#")[0] == "plan"
        assert o.stopped is (stops and state.suspended())
        assert stops or not o.paused


@given(states(), owings(), st.sampled_from([d.key for d in DUTIES]))
def test_an_extension_dates_its_step_and_no_other_anew(state: CaseState, owed: tuple[Owed, ...], key: str) -> None:
    longer = Duration(value=6, unit=Unit.working_day, bound=Bound.at_most)
    plain = {r.opening.key for r in compared(state, owed).redate}
    d = difference(state, state.steps, state.done, owed, "because", extend=(key, longer))
    extended = {key} if key in state.steps and key in {o.key for o in owed} else set()
    assert {r.opening.key for r in d.redate} == plain | extended
    assert {r.opening.key for r in d.redate if r.opening.extended_by == longer} == extended
