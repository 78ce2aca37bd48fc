"""What every case refuses, whatever its process."""

from collections.abc import Iterable
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState, StepState
from models.step_keys import exact
from rules.terms.dates import local_date
from workflows.steps.common_acts import COMMON_ACTS
from workflows.steps.duty import Duty, base
from workflows.steps.voice import HEADS_TITLES, KNOWN, actor, cited, day

INSTEAD_OF = "instead_of"
"""Code of a correction: the day under which the wrong entry stands, where it is not the one that completed the step."""


def step_named(state: CaseState, name: str | None) -> StepState | None:
    """The open step called by its key (also without cycle and number), by its first rule, or by any rule that put it
    there; of several the nearest due, and a period that ends by itself only when nothing else is meant."""
    if name is None:
        return None
    if (key := exact(name) or name) in state.steps:
        return state.steps[key]
    by_urgency = sorted(state.steps.values(), key=lambda s: (s.period and s.due is not None, *_urgency(s)))
    for step in by_urgency:
        if base(step.key) == name:
            return step
    for step in by_urgency:
        if step.rule == name:
            return step
    for step in by_urgency:
        if name in step.rules:
            return step
    return None


def _urgency(s: StepState) -> tuple[bool, date, str]:
    return s.waiting, s.due or date.max, s.key


def done_step(
    state: CaseState, name: str | None, duties: Iterable[Duty], among: Iterable[str] | None = None
) -> StepState | None:
    """The step already done that `name` means: a key with its cycle or number exactly, a bare key or a rule the newest
    (of those `among`)."""
    if name is None:
        return None
    key_meant = exact(name)
    for key in reversed([k for k in state.done if among is None or k in among]):
        for duty in duties:
            if base(key) != duty.key:
                continue
            if key == key_meant or (key_meant is None and (base(key) == name or name in duty.rules)):
                return StepState(
                    key=key,
                    rule=duty.rule,
                    rules=duty.rules,
                    actor=duty.actor,
                    form=duty.form,
                    opened=state.done[key],
                )
    return None


def done_after(state: CaseState, done_on: date, duties: Iterable[Duty]) -> list[str]:
    """The steps that somebody did after that day. What ended by itself is nobody's act."""
    periods = {d.key for d in duties if d.period}
    return [k for k, on in state.done.items() if on > done_on and base(k) not in periods]


def ends_too_early(state: CaseState, act: Act, duties: Iterable[Duty]) -> Refusal | None:
    """An end is not dated before what was done in the case, unless those entries are said to be wrong.

    Asked when an act arrives, not again when it is taken: a history that is older than the question has to replay.
    """
    if act.act != "end" or act.codes.get("despite_later_entries") or state.closed is not None:
        return None
    done_on = act.on or local_date(act.at)
    later = done_after(state, done_on, duties)
    if not later:
        return None
    last = max(later, key=lambda k: state.done[k])
    return Refusal(
        rule=str(act.codes.get("ground")),
        because=f"{last} was done on {day(state.done[last])}, after {day(done_on)} on which the case is to have ended",
        way_on="Give the day on which it really ended; if what was entered for later is wrong, say "
        "`despite_later_entries: true`, and the record keeps both",
    )


def general(
    state: CaseState,
    act: Act,
    step: StepState | None,
    duty: Duty | None,
    own_acts: dict[str, tuple[str, ...]],
    duties: Iterable[Duty],
    today: date,
    beginning: date | None,
    rule_of_act: str | None,
) -> Refusal | None:
    """Closed case, unknown act, a day in the future, a step that is not open, the wrong role, too early."""
    if state.closed is not None:
        return Refusal(
            rule=act.step if act.step and "." in act.step else None,
            because=f"The case was closed ({state.closed.replace('_', ' ')})",
            way_on="Nothing more can be done in it; look for the person's open case with `vada case list`",
        )
    if act.act not in COMMON_ACTS and act.act not in own_acts:
        known = ", ".join(sorted({*COMMON_ACTS, *own_acts}))
        return Refusal(rule=None, because=f"This process knows no act '{act.act}'", way_on=f"Use one of: {known}")
    if act.by not in KNOWN and act.by not in HEADS_TITLES:
        return Refusal(
            rule=None,
            because=f"There is no actor '{act.by}'",
            way_on="Use an actor of the catalogue, such as case_manager or director",
        )
    done_on = act.on or local_date(act.at)
    if done_on > today:
        return Refusal(
            rule=step.rule if step else None,
            because=f"{day(done_on)} lies in the future: today is {day(today)}",
            way_on="Give the day on which it was really done, or enter it when it has been done",
        )
    before = beginning is not None and done_on < beginning
    too_early = Refusal(
        rule=rule_of_act or (step.rule if step else None),
        because=f"{day(done_on)} is before the case began, {day(beginning or done_on)}",
        way_on="Give the day on which it really happened",
    )
    if act.act == "complete":
        return _complete(state, act, step, duty, done_on, duties) or (too_early if before else None)
    if before:
        return too_early
    roles = own_acts.get(act.act)
    if roles is not None and act.by not in roles:
        return Refusal(
            rule=rule_of_act,
            because=f"'{act.act}' is not for the {actor(act.by)}",
            way_on=f"It is for: {', '.join(actor(r) for r in roles)}",
        )
    return None


def _complete(
    state: CaseState, act: Act, step: StepState | None, duty: Duty | None, done_on: date, duties: Iterable[Duty]
) -> Refusal | None:
    if act.step is None:
        return Refusal(rule=None, because="The act names no step", way_on="Name the step or one of its rules")
    if step is None or duty is None:
        return _not_open(state, act.step, duties)
    if not duty.may_be_done_by(act.by, step.actor):
        who = " or ".join(actor(r) for r in (step.actor, *duty.also_by))
        return Refusal(
            rule=step.rule,
            because=f"{cited(step.rule)} gives this to the {who}, not to the {actor(act.by)}",
            way_on=f"Let the {who} do it",
        )
    if duty.period and not duty.by_hand:
        return Refusal(
            rule=step.rule,
            because=f"{cited(step.rule)} sets a period; it ends by itself on its last day",
            way_on="Nothing is to be completed; what follows opens by itself",
        )
    if step.first_day is not None and done_on < step.first_day:
        return Refusal(
            rule=step.rule,
            because=f"{cited(step.rule)}: the window opens on {day(step.first_day)}, and {day(done_on)} is before it",
            way_on="Do it in its window, or give the right day",
        )
    planned = duty.planned or duty.counting.value == "before"
    if step.anchor is not None and done_on < step.anchor and not planned:
        return Refusal(
            rule=step.rule,
            because=f"{day(done_on)} is before what it answers, {day(step.anchor)}",
            way_on="Give the day on which it was really done; if the earlier date is wrong, correct that first",
        )
    if duty.form is not None and act.form is not None and act.form != duty.form:
        return Refusal(
            rule=step.rule,
            because=f"{cited(step.rule)} asks for {duty.form}, not for {act.form}",
            way_on=f"Fill in {duty.form}",
        )
    return None


def _not_open(state: CaseState, name: str, duties: Iterable[Duty]) -> Refusal:
    rule = name if "." in name else None
    done = done_step(state, name, duties)
    if done is not None:
        return Refusal(
            rule=done.rule,
            because=f"This step ({done.key}) was done on {day(done.opened)}",
            way_on="To change what was recorded use the act 'correct', which keeps both versions",
        )
    waiting = ", ".join(f"{s.key} ({s.rule})" for s in state.steps.values()) or "nothing"
    return Refusal(
        rule=rule,
        because=f"No step of this case is open for '{name}'",
        way_on=f"Open now: {waiting}. What was done before is shown by `vada case timeline`",
    )
