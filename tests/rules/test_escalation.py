"""The ladder of reminders and rungs, which is the service's policy."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.record import Counting, Opening
from models.terms import Alarm
from rules.escalation import ladder, length_class, policy_ladder
from rules.terms import stepping
from rules.terms.calendar import shipped_calendar
from rules.terms.dates import end_of_day, local_date

CALENDAR = shipped_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def shown(alarms: tuple[Alarm, ...]) -> list[str]:
    return [f"{a.kind} {a.level} {a.at:%m-%d %H:%M}" for a in alarms]


def test_a_short_term_has_a_short_ladder() -> None:
    """One week, due Monday 9 March: 8 March is a holiday, so reminded on Friday."""
    assert shown(ladder(date(2026, 3, 2), date(2026, 3, 9), CALENDAR, "case_manager")) == [
        "reminder 0 03-06 09:00",
        "overdue 0 03-10 00:00",
        "escalate 1 03-10 09:00",
        "escalate 2 03-11 09:00",
        "escalate 3 03-13 09:00",
    ]


def test_a_long_term_warns_early_and_climbs_slowly() -> None:
    alarms = ladder(date(2026, 3, 2), date(2026, 9, 2), CALENDAR, "case_manager")
    kinds = [a.kind for a in alarms]
    assert kinds == ["reminder"] * 3 + ["overdue"] + ["escalate"] * 3
    assert local_date(alarms[0].at) == date(2026, 8, 4)
    assert (alarms[-1].at.date() - date(2026, 9, 2)).days > 20


def test_who_has_nobody_above_starts_higher() -> None:
    """A director's first rung is the department; a minister has none."""
    levels = [a.level for a in ladder(date(2026, 3, 2), date(2026, 3, 9), CALENDAR, "director")]
    assert levels == [0, 0, 2, 3]
    assert [a.kind for a in ladder(date(2026, 3, 2), date(2026, 3, 9), CALENDAR, "minister")] == [
        "reminder",
        "overdue",
    ]


def test_without_a_term_only_the_age_is_shown() -> None:
    alarms = ladder(date(2026, 3, 2), None, CALENDAR, "director")
    assert shown(alarms) == ["reminder 0 03-10 09:00", "reminder 0 03-24 09:00"]


def test_a_step_that_opens_late_is_overdue_from_its_opening() -> None:
    alarms = ladder(date(2026, 3, 20), date(2026, 3, 9), CALENDAR, "case_manager")
    assert shown(alarms)[:2] == ["overdue 0 03-20 00:00", "escalate 1 03-23 09:00"]


@given(DAYS, st.integers(0, 400), st.sampled_from(["case_manager", "director", "council_chair"]))
def test_every_alarm_is_in_its_place(opened: date, days: int, role: str) -> None:
    """In order, in working hours of working days, after the opening; overdue at 00:00 after the due day."""
    due = CALENDAR.next_working(opened + timedelta(days=days))
    alarms = ladder(opened, due, CALENDAR, role)
    assert [a.at for a in alarms] == sorted(a.at for a in alarms)
    assert [a.at for a in alarms if a.kind == "overdue"] == [end_of_day(due)]
    for alarm in alarms:
        day = local_date(alarm.at)
        assert day > opened
        if alarm.kind != "overdue":
            assert CALENDAR.is_working(day)
            assert 9 <= alarm.at.hour < 18
        assert (day <= due) == (alarm.kind == "reminder")


def test_classes_by_length() -> None:
    """A week is short, five weeks medium, more is long."""
    opened = date(2026, 3, 2)
    days = (7, 8, 35, 36)
    assert [length_class(opened, opened + timedelta(days=d)) for d in days] == [
        "short",
        "medium",
        "medium",
        "long",
    ]


def test_a_policy_day_is_reminded_of_and_told_on_but_is_never_overdue() -> None:
    calendar = shipped_calendar()
    opened, expected = date(2026, 6, 1), date(2026, 6, 4)
    alarms = policy_ladder(opened, expected, calendar, "resocialisation_division_head")
    assert [(a.kind, a.level) for a in alarms] == [("reminder", 0), ("expected", 0), ("escalate", 2)]
    assert all(a.kind != "overdue" for a in alarms)
    assert alarms[1].at == end_of_day(expected)


def test_a_policy_term_is_counted_and_called_the_services_own() -> None:
    step = Opening(
        key="assign_worker",
        rule="o502.21.3.d.2",
        rules=("o502.21.3.d.2",),
        actor="resocialisation_division_head",
        counting=Counting.policy,
        anchor=date(2026, 6, 4),
        policy="assign_specialist",
    )
    found = stepping.expected(step, date(2026, 6, 4), shipped_calendar())
    assert found is not None
    assert found.due == date(2026, 6, 9)
    assert "the service's own policy, not law" in found.why
    assert stepping.count(step, date(2026, 6, 4), shipped_calendar()) is None


def test_the_service_may_remind_besides_before_a_long_term() -> None:
    """Both levels are due in two weeks: who then still holds a case for the administrator is reminded (8(7))."""
    opened, due, asked = date(2026, 3, 5), date(2026, 4, 27), date(2026, 3, 16)
    usual = ladder(opened, due, CALENDAR, "case_manager")
    more = [a for a in ladder(opened, due, CALENDAR, "case_manager", asked) if a not in usual]
    assert [(a.kind, a.at.date()) for a in more] == [("reminder", asked)]
    for too_late in (opened, due):
        assert ladder(opened, due, CALENDAR, "case_manager", too_late) == usual
