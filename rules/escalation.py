"""Who is told, and when, as a term nears and after it has passed: the service's policy, not law."""

from datetime import date

from law.policy import POLICY, LengthClass
from models.terms import Alarm
from rules.terms.calendar import WorkCalendar
from rules.terms.dates import at_hour, end_of_day, start_of_day

OWN_POLICY = POLICY.words.en
"""How a day of the service's own policy is told apart from a term of the law."""


def length_class(opened: date, due: date) -> str:
    """Whether the term is short, medium or long, by the days from the opening of the step to its due day."""
    days = (due - opened).days
    for name, chosen in POLICY.classes.items():
        if chosen.up_to_days is None or days <= chosen.up_to_days:
            return name
    raise ValueError("the policy has no class for the longest terms: one needs up_to_days: null")


def ladder(
    opened: date, due: date | None, calendar: WorkCalendar, role: str, remind: date | None = None
) -> tuple[Alarm, ...]:
    """The alarms of a step, in order of time: reminders, the passing of the term, the rungs above the holder.

    Reminders and rungs come after the day of opening, at the start of a working day; "overdue" comes at 00:00
    after `due`. Without a due day the holder alone is reminded of the step's age. A step that opens after its
    due day is overdue from its opening, has no reminders, and its rungs count from the opening. `remind`: a working
    day before `due` on which the service wants the holder reminded besides.
    """
    if due is None:
        days = (calendar.working_days_after(opened, n) for n in POLICY.no_term.reminders_after)
        return tuple(_told("reminder", 0, day) for day in days)
    policy = POLICY.classes[length_class(opened, due)]
    alarms = [
        *_reminders(opened, due, calendar, policy),
        *([_told("reminder", 0, remind)] if remind is not None and opened < remind < due else []),
        Alarm(kind="overdue", level=0, at=max(end_of_day(due), start_of_day(opened))),
        *_rungs(max(due, opened), calendar, role, policy),
    ]
    return tuple(sorted(alarms, key=lambda alarm: (alarm.at, alarm.level)))


def policy_ladder(opened: date, expected: date, calendar: WorkCalendar, role: str) -> tuple[Alarm, ...]:
    """The alarms of a step that only the service's own policy expects by a day: the holder is reminded the working
    day before and told when it has passed; then one rung above. Nothing here is a breach."""
    above = POLICY.roles.get(role)
    lowest = above.lowest_level if above is not None else 1
    before = calendar.working_days_after(expected, -1)
    up = calendar.working_days_after(max(expected, opened), POLICY.terms["escalate_after"].value)
    alarms = [_told("reminder", 0, before)] if before > opened else []
    return (*alarms, Alarm(kind="expected", level=0, at=end_of_day(expected)), _told("escalate", lowest, up))


def _reminders(opened: date, due: date, calendar: WorkCalendar, policy: LengthClass) -> list[Alarm]:
    days = (calendar.working_days_after(due, -n) for n in policy.reminders_before)
    return [_told("reminder", 0, day) for day in days if day > opened]


def _rungs(late_from: date, calendar: WorkCalendar, role: str, policy: LengthClass) -> list[Alarm]:
    above = POLICY.roles.get(role)
    lowest = above.lowest_level if above is not None else 1
    rungs = sorted((level, after) for level, after in policy.rungs_after.items() if level >= lowest)
    first = min(policy.rungs_after.values())
    return [
        _told("escalate", level, calendar.working_days_after(late_from, first if level == lowest else after))
        for level, after in rungs
    ]


def _told(kind: str, level: int, day: date) -> Alarm:
    return Alarm.model_validate({"kind": kind, "level": level, "at": at_hour(day, POLICY.working_hours.from_)})
