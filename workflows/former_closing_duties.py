"""The duties of article 37 of Order 502: calls to be made, months that must pass, and the right to close."""

from datetime import date

from models.record import Counting
from models.terms import Bound, Duration, Unit
from rules.catalogue import rule
from rules.order_502.former_grounds import GROUNDS, SILENT, B, C, G
from rules.terms.dates import days_after, months_after
from workflows.former_duties import MANAGER, TIME
from workflows.steps.duty import Duty, Owed

CALL_WEEKLY = Duty("call", ("o502.37.2.a.2",), MANAGER, "first_call_failed", "annex-16")
CALLS = {
    "b": Duty("call_two_weekly", ("o502.37.2.b.2", "o502.37.2.b.3"), MANAGER, "phone_contact_made", "annex-16"),
    "c": Duty("call_two_weekly", ("o502.37.2.c.2", "o502.37.2.c.3"), MANAGER, "agreed_meeting_missed", "annex-16"),
}
MONTHLY_FORM = Duty("monthly_form", ("o502.37.2.b.4",), MANAGER, "phone_contact_made", "annex-16")
MONTHS = {
    "b": Duty("months_without_meeting", (B,), MANAGER, "phone_contact_made", period=True),
    "c": Duty("months_of_absence", (C,), MANAGER, "agreed_meeting_missed", period=True),
}
EXTRA = Duty("additional_months", ("o502.37.2.d.1",), MANAGER, "assessment_term_missed", period=True)
HINDERED = Duty("hindered_months", (G,), MANAGER, "first_meeting_held", period=True)
SILENCE = Duty("silent_months", (SILENT,), MANAGER, "ongoing_contact_failed", period=True)

NOTICE = Duty(
    "closing_notice", ("o502.37.4",), MANAGER, "closing_decided", "doc-closing-notice", counting=Counting.none
)
NOTICE_RUNS = Duty("notice_runs", ("o502.37.4",), MANAGER, "closing_decided", period=True)

FIVE_DAYS = "o502.32.11.3"
UNREACHABLE = "o502.37.2.e"
WITH_LAST_DAY = {"o502.37.2.e": "o502.32.11.2", "o502.37.2.f": "o502.32.11.1"}
"""Grounds of 37(2) for which article 32(11) sets a last day for closing."""


def key_of(ground: str) -> str:
    """The step that closes on a ground: close_2a, close_3g."""
    _, _, number, letter = ground.split(".")[:4]
    return f"close_{number}{letter}"


def _closing(ground: str) -> Duty:
    of_list = ".".join(ground.split(".")[:3])
    within = (WITH_LAST_DAY[ground], FIVE_DAYS) if ground in WITH_LAST_DAY else ()
    return Duty(
        key_of(ground),
        (ground, "o502.37.1.1", "o502.37.1.2", of_list, *within),
        MANAGER,
        "closing_reason_confirmed" if within else rule(ground).trigger,
        GROUNDS[ground].form,
        counting=Counting.term if within else Counting.none,
        term_rule=FIVE_DAYS if within else None,
        policy="close_without_contact_data" if ground == UNREACHABLE else None,
    )


CLOSINGS = {ground: _closing(ground) for ground in GROUNDS}
"""The right to close on each ground: opened when it is made out, exercised by a person with its form."""

DUTIES = (
    CALL_WEEKLY, *CALLS.values(), MONTHLY_FORM, *MONTHS.values(), EXTRA, HINDERED, SILENCE, NOTICE, NOTICE_RUNS,
    *CLOSINGS.values(),
)  # fmt: skip


def closing_since(ground: str, since: date, *, by_letter: bool) -> Owed:
    """The right to close since a day: with the last day of 32(11) where it sets one, else without a term.

    `by_letter`: article 32(11) names wrong contact data only; for missing ones the five days are the service's own.
    """
    duty = CLOSINGS[ground]
    if ground not in WITH_LAST_DAY:
        return duty.open_ended(since)
    return duty.since(since) if by_letter else duty.expected(since)


def notice_length() -> Duration:
    """The working days that pass between the notice and the closing, counted forward from the notice (day 0)."""
    length = rule("o502.37.4").duration
    assert length is not None
    return length.model_copy(update={"bound": Bound.at_most})


def days(value: int) -> Duration:
    """So many calendar days from the anchor, the last one moved to a working day."""
    return Duration(value=value, unit=Unit.calendar_day)


def time_before(active_on: date, limit: date | None, length: int, n: int) -> Owed:
    """The time of the case up to the eve of its limit, so that on the last day itself the closing is open. It counts
    from the day before the assignment; of a case assigned on a first of March it ends a day later."""
    eve = days_after(active_on, -1)
    ends_on_eve = days_after(months_after(eve, length), 1) == limit
    bar = months(length).model_copy(update={"bound": Bound.at_least})
    return TIME.since(eve if ends_on_eve else active_on, n=n).lasting(bar)


def months(value: int) -> Duration:
    """So many months from the anchor."""
    return Duration(value=value, unit=Unit.month)
