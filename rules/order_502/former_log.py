"""What the log of contacts with a former prisoner comes to (Order 502 arts. 33, 35(f), 36(4), 37(2)(a)-(d), 37(3)(g)).

The log is read in the order of the days on which things were done, so that an entry that comes late, or is corrected,
leaves the case as if it had been entered rightly at once.
"""

from datetime import date

from models.former_prisoner_case import Contact, Facts, Run, Standing
from rules.citing import cites
from rules.order_502.former_attempts import fortnightly, next_weekly
from rules.terms.calendar import calendar_with


def snapshot(f: Facts) -> Standing:
    """What the contacts of the case come to as it stands."""
    return Standing.model_validate({name: getattr(f, name) for name in Standing.model_fields}).model_copy(deep=True)


@cites("o502.37.2.a.2", "o502.37.2.b.2", "o502.37.2.c.2")
def standing(f: Facts) -> Standing:
    """The log, read from its first day to its last; `run.n` and `run.forms` of an unchanged run are the caller's."""
    s = f.before_log.model_copy(deep=True) if f.before_log is not None else Standing()
    for line in sorted(f.log, key=lambda x: x.on):
        match line.kind:
            case "call":
                _call(s, line)
            case "meeting":
                _meeting(s, line, f.assessed_on)
            case "monitoring":
                _monitoring(s, line)
            case "form" if s.run is not None:
                s.run.forms += 1
    if f.plan_signed_on is not None:
        s.run, s.missed_on = None, None
    begins = max((d for d in (f.ongoing_on, f.silence_since) if d is not None), default=date.min)
    s.silence = sorted({d for d in s.silence if d >= begins}) if f.status == "ongoing" else []
    return s


def due_call(run: Run | None) -> date | None:
    """The day of the next call two weeks apart, while a run is not full."""
    if run is None:
        return None
    schedule = fortnightly(run.kind, run.since)
    return schedule[run.calls] if run.calls < len(schedule) else None


def _call(s: Standing, line: Contact) -> None:
    active = line.phase == "active"
    slot = due_call(s.run) if active else None
    if slot is not None and not line.extra and line.on >= slot:
        _in_run(s, line, slot)
    if not active:
        s.quarterly = sorted([*s.quarterly, line.on])
    if line.result == "reached":
        _reached(s, line)
        if active and not s.meetings and s.run is None:
            s.run = Run(kind="b", n=0, since=line.on)
    else:
        _failed(s, line)


def _in_run(s: Standing, line: Contact, slot: date) -> None:
    """A call in its turn; one that comes after its last day breaks the run, and a new one begins with it."""
    assert s.run is not None
    if line.on > _last_day(line, slot):
        s.run = Run(kind=s.run.kind, n=0, since=line.on)
    else:
        s.run.calls += 1


def _last_day(line: Contact, slot: date) -> date:
    """As the open step said; a call of another day than the step's by the statutory days alone."""
    by_statute = calendar_with(()).next_working(slot)
    return line.due if line.due is not None and slot <= line.due and (line.due - slot).days < WITHIN else by_statute


WITHIN = 14
"""A last day moved by days off lies before the next call's own day."""


def _reached(s: Standing, line: Contact) -> None:
    s.reached, s.silence = [*s.reached, line.on], []


def _failed(s: Standing, line: Contact) -> None:
    s.failed = [*s.failed, line.on]
    if line.phase == "ongoing":
        s.silence = [*s.silence, line.on]
    if line.kind == "monitoring" or line.phase != "active" or s.reached or s.meetings:
        return
    after = next_weekly(s.counted_calls)
    if not line.extra and (after is None or line.on >= after):
        s.counted_calls = [*s.counted_calls, line.on]


def _meeting(s: Standing, line: Contact, assessed_on: date | None) -> None:
    if line.result == "missed":
        if not s.meetings or line.phase != "active":
            return
        s.missed_on = s.missed_on or line.on
        complete = assessed_on is not None and assessed_on <= line.on
        if s.run is None and (complete or len(s.meetings) == 1):
            s.run = Run(kind="c", n=0, since=s.missed_on)
        return
    s.meetings = [*s.meetings, line.on]
    if line.home:
        s.home_visits = [*s.home_visits, line.on]
    s.missed_on, s.run, s.silence = None, None, []


def _monitoring(s: Standing, line: Contact) -> None:
    s.monitored += 1
    s.not_done += line.not_done
    (_failed if line.result == "failed" else _reached)(s, line)
