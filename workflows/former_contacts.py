"""What a call, a meeting or a missed meeting changes in a former prisoner's case (arts. 32(10), 33, 35(f), 37)."""

from collections.abc import Mapping
from datetime import date

from models.acts import Codes
from models.case import StepState
from models.former_prisoner_case import Facts, Run
from rules.order_502.former_attempts import fortnightly, next_weekly
from rules.order_502.former_grounds import B, C
from workflows.steps.duty import base
from workflows.steps.effects import Effects

Steps = Mapping[str, StepState]


def open_step(steps: Steps, name: str) -> StepState | None:
    """The open step of a duty, whichever its number."""
    return next((s for k, s in steps.items() if base(k) == name), None)


def fulfil(effects: Effects, steps: Steps, key: str | None, *names: str) -> None:
    """The open steps of these duties are done by the same act, besides the one that the act names."""
    for name in names:
        step = open_step(steps, name)
        if step is not None and step.key != key:
            effects.closes.append(step.key)


def slot(f: Facts) -> date | None:
    """The day of the next call two weeks apart, while a run is not full."""
    if f.run is None or f.status != "active":
        return None
    schedule = fortnightly(f.run.kind, f.run.since)
    return schedule[f.run.calls] if f.run.calls < len(schedule) else None


def call(f: Facts, steps: Steps, codes: Codes, key: str | None, day: date, effects: Effects) -> None:
    """A call or another attempt: it reaches the beneficiary or not; it counts in the schedule, or is extra."""
    reached, extra = codes.get("result") == "reached", bool(codes.get("extra"))
    expected = slot(f)
    if expected is not None and not extra and day >= expected:
        _in_run(f, steps, key, day, effects)
    elif key is not None and base(key) == "call_two_weekly":
        effects.keeps_open = True
    in_time = (step := steps.get("contact")) is None or step.due is None or day <= step.due
    if reached:
        _reached(f, day, effects)
    else:
        _failed(f, day, extra, effects)
    if f.status in ("ongoing", "waiting"):
        f.quarterly = [*f.quarterly, day]
        fulfil(effects, steps, key, "quarterly_call")
    if f.status == "active" and "contact" in steps:
        fulfil(effects, steps, key, "contact")
        if not reached and in_time:
            effects.happened("attempted_in_time", "o502.32.10", day=day.isoformat())
    if not reached and not extra:
        fulfil(effects, steps, key, "call")


def _in_run(f: Facts, steps: Steps, key: str | None, day: date, effects: Effects) -> None:
    """A call in its turn; one that comes after its last day breaks the run, and a new one begins with it."""
    assert f.run is not None
    step = open_step(steps, "call_two_weekly")
    f.run_calls += 1
    if step is not None and step.due is not None and day > step.due:
        f.runs += 1
        f.run = Run(kind=f.run.kind, n=f.runs, since=day)
        f.ripe.pop(B if f.run.kind == "b" else C, None)
        effects.happened("run_broken", B if f.run.kind == "b" else C, since=day.isoformat())
        effects.because = "a call was left out; three unbroken months begin with the call made"
    else:
        f.run = f.run.model_copy(update={"calls": f.run.calls + 1})
    fulfil(effects, steps, key, "call_two_weekly")


def _reached(f: Facts, day: date, effects: Effects) -> None:
    f.reached = [*f.reached, day]
    _heard_of(f)
    effects.happened("contact_made", "o502.32.10", day=day.isoformat())
    if f.status == "active" and not f.meetings and f.run is None:
        f.runs += 1
        f.run = Run(kind="b", n=f.runs, since=day)
        effects.because = "the beneficiary was reached"


def _heard_of(f: Facts) -> None:
    """Any contact breaks the row of silent months (37(3)(g))."""
    if f.silence:
        f.silence, f.silence_rows = [], f.silence_rows + 1
    f.ripe.pop("o502.37.3.g", None)


def _failed(f: Facts, day: date, extra: bool, effects: Effects) -> None:
    f.failed = [*f.failed, day]
    if f.status == "active" and not f.reached and not f.meetings:
        after = next_weekly(f.counted_calls)
        if not extra and (after is None or day >= after):
            f.counted_calls = [*f.counted_calls, day]
        effects.happened("attempt_failed", "o502.37.2.a.2", day=day.isoformat(), counted=len(f.counted_calls))
        return
    if f.status == "ongoing":
        silent(f, day)
    effects.happened("attempt_failed", _attempt_rule(f), day=day.isoformat(), counted=f.run.calls if f.run else None)


def silent(f: Facts, day: date) -> None:
    """A failed attempt to reach a beneficiary whose case is ongoing."""
    f.silence = sorted({*f.silence, day})


def _attempt_rule(f: Facts) -> str:
    if f.run is not None:
        return "o502.37.2.b.3" if f.run.kind == "b" else "o502.37.2.c.3"
    return "o502.35.f.3"


def meeting(f: Facts, steps: Steps, codes: Codes, key: str | None, day: date, effects: Effects) -> None:
    """A meeting held or missed."""
    if codes.get("result") == "missed":
        _missed(f, day, effects)
        return
    first = not f.meetings
    f.meetings = [*f.meetings, day]
    if codes.get("way") == "home_visit":
        f.home_visits = [*f.home_visits, day]
        effects.happened("home_visit", "o502.33.3.4", day=day.isoformat())
    if first:
        effects.happened("assessment_started", "o502.33.2.1", day=day.isoformat())
    else:
        effects.happened("meeting_held", "o502.33.3.3", day=day.isoformat(), meetings=len(f.meetings))
    if f.absence_extra_since is not None and f.resumed_on is None and f.assessed_on is None:
        f.resumed_on = day
    f.missed_on, f.run = None, None
    for ground in (B, C):
        f.ripe.pop(ground, None)
    _heard_of(f)
    fulfil(effects, steps, key, "contact", "first_meeting")
    effects.because = "a meeting was held"


def _missed(f: Facts, day: date, effects: Effects) -> None:
    effects.happened("agreed_meeting_missed", C if f.meetings else B, day=day.isoformat())
    if not f.meetings or f.status != "active":
        return
    f.missed_on = f.missed_on or day
    if f.run is None and (f.assessed_on is not None or len(f.meetings) == 1):
        f.runs += 1
        f.run = Run(kind="c", n=f.runs, since=f.missed_on)
        effects.because = "the agreed meeting was missed"
