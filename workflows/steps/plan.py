"""Owed against open: what a case must open, cancel and date anew. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models.case import CaseState, StepState, Suspension
from models.record import Closing, Counting, Opening, Redating
from models.terms import Duration, Interval
from workflows.steps.duty import Owed


@dataclass(frozen=True)
class Difference:
    """The steps between what is owed and what is open."""

    open: tuple[Opening, ...]
    cancel: tuple[Closing, ...]
    redate: tuple[Redating, ...]


def opening(owed: Owed, state: CaseState, extended_by: Duration | None = None) -> Opening:
    """What the record needs to know to date and open the step."""
    duty = owed.duty
    stops = duty.stopped_by_suspension
    return Opening(
        key=owed.key,
        rule=duty.rule,
        rules=duty.rules,
        actor=owed.actor or duty.actor,
        form=duty.form,
        counting=owed.counting,
        term_rule=duty.term_rule,
        anchor=owed.anchor,
        anchor_event=owed.event or duty.event,
        paused=tuple(pauses(state)) if stops else (),
        length=owed.length,
        outer=owed.outer,
        policy=duty.policy if owed.counting in (Counting.policy, Counting.term) else None,
        stood=owed.stood,
        extended_by=extended_by,
        wait_for_window=duty.not_before,
        period=duty.period,
        stoppable=stops,
        stopped=stops and state.suspended(),
    )


def pauses(state: CaseState) -> Iterable[Interval]:
    """The ended intervals of suspension, from the day of the ground to the day of its end."""
    for s in state.suspensions:
        if s.end is not None and s.end > s.start:
            yield Interval(start=s.start, end=s.end)


def end_known(ledger: Iterable[Suspension], last: date) -> date:
    """The day on which a stopped term could be known to have ended: its last day, or the end of the suspension that
    began by then. Nobody owes what follows while the term is said to stand still."""
    return max((s.end for s in ledger if s.end is not None and s.start <= last < s.end), default=last)


def moved(step: StepState, owed: Owed, state: CaseState) -> bool:
    """Whether the date of an open step no longer rests on what it rested on."""
    stops = owed.duty.stopped_by_suspension
    otherwise = step.rules != owed.duty.rules or step.length != owed.length or step.outer != owed.outer
    by_another = step.actor != (owed.actor or owed.duty.actor)
    return step.anchor != owed.anchor or otherwise or by_another or (stops and step.stopped != state.suspended())


def runs(step: StepState, on: date) -> bool:
    """Whether the step has a term that runs on that day: not ended, not stopped."""
    return step.due is not None and step.due >= on and not step.overdue and not step.stopped


def difference(
    state: CaseState,
    steps: Mapping[str, StepState],
    done: Iterable[str],
    owed: Iterable[Owed],
    because: str,
    corrected: bool = False,
    extend: tuple[str, Duration] | None = None,
    recount_on: date | None = None,
) -> Difference:
    """Compare. A term that has already ended is never moved, save by a correction of what it was counted from.

    `recount_on` is the day on which the calendar is told to have changed: then every term that has not ended by that
    day is counted again, and moves when its date comes out as another (T12).
    """
    finished = set(done)
    wanted = {o.key: o for o in owed}
    to_open = tuple(opening(o, state) for key, o in wanted.items() if key not in steps and key not in finished)
    to_cancel = tuple(
        Closing(key=key, rule=step.rule, state="cancelled", because=because)
        for key, step in steps.items()
        if key not in wanted
    )
    to_redate = []
    for key, step in steps.items():
        if key not in wanted:
            continue
        longer = extend[1] if extend is not None and extend[0] == key else None
        if longer is not None or (moved(step, wanted[key], state) and (corrected or not step.overdue)):
            anew = opening(wanted[key], state, longer or step.extension)
            to_redate.append(Redating(opening=anew, was=step.due, because=because))
        elif recount_on is not None and runs(step, recount_on):
            same = opening(wanted[key], state, step.extension)
            to_redate.append(Redating(opening=same, was=step.due, because=because, if_it_moves=True))
    return Difference(to_open, to_cancel, tuple(to_redate))
