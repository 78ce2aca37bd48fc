"""The twenty worked examples of counting, with and without the days that the Government declared."""

from datetime import date

import pytest

from rules.terms.calendar import shipped_calendar
from rules.terms.counting import batch_target, count

D = date.fromisoformat

# number, rule, start, raw end (None: working days, never moved), due, due by statute alone (None: the same)
EXAMPLES = [
    (1, "o320.22.1.2", "2025-12-22", None, "2026-01-12", "2026-01-08"),
    (2, "o320.11.5", "2024-12-30", None, "2025-01-16", None),
    (3, "o320.22.1.2", "2026-04-03", None, "2026-04-22", None),
    (4, "o320.22.1.2", "2024-04-29", None, "2024-05-22", "2024-05-16"),
    (5, "o320.22.1.2", "2027-04-26", None, "2027-05-13", None),
    (6, "o320.11.5", "2026-05-18", None, "2026-06-02", None),
    (7, "o320.22.1.2", "2025-08-20", None, "2025-09-05", "2025-09-04"),
    (8, "o320.10.6", "2026-05-02", "2026-05-12", "2026-05-13", None),
    (9, "o320.10.6", "2026-12-28", "2027-01-07", "2027-01-08", None),
    (10, "o502.8.3", "2026-11-16", "2026-11-23", "2026-11-24", None),
    (11, "o502.17.3", "2026-03-30", "2026-04-13", "2026-04-14", None),
    (12, "o320.23bis.2", "2026-01-31", "2026-02-28", "2026-03-02", None),
    (13, "o320.23bis.2", "2024-01-31", "2024-02-29", "2024-02-29", None),
    (14, "o320.23.1.1", "2026-08-31", "2027-02-28", "2027-03-01", None),
    (14, "o320.23.2.1", "2026-08-31", "2027-02-28", "2027-03-01", None),
    (15, "o320.23.1.1", "2023-08-31", "2024-02-29", "2024-03-01", None),
    (15, "o320.23.2.1", "2023-08-31", "2024-02-29", "2024-02-29", None),
    (16, "o320.21.1", "2026-02-26", "2026-05-26", "2026-05-27", None),
    (17, "o320.11.3.2", "2026-01-15", "2026-03-15", "2026-03-16", None),
    (18, "o320.4.11.1", "2024-02-29", "2025-02-28", "2025-02-28", None),
    (19, "o320.11.4", "2026-01-12", "2026-01-07", "2025-12-31", "2026-01-06"),
    (19, "o320.4.7.4", "2026-01-12", "2026-01-07", "2025-12-31", "2026-01-06"),
    (20, "o320.16.3.1", "2026-05-29", "2026-05-26", "2026-05-25", None),
    (20, "o320.18.3.1", "2026-05-29", "2026-05-26", "2026-05-25", None),
]
ROWS = [pytest.param(*row, marks=pytest.mark.rule(row[1]), id=f"{row[0]}-{row[1]}") for row in EXAMPLES]


@pytest.mark.parametrize(("number", "rule_id", "start", "raw_end", "due", "statute"), ROWS)
def test_worked_example(
    number: int, rule_id: str, start: str, raw_end: str | None, due: str, statute: str | None
) -> None:
    """Raw end, due day, and the day by statute alone."""
    calendar = shipped_calendar()
    counted = count(rule_id, D(start), calendar)
    assert counted.due == D(due)
    assert counted.raw_end == D(raw_end or due)
    assert count(rule_id, D(start), calendar.by_statute()).due == D(statute or due)
    stricter = D(statute) if statute and D(statute) < D(due) else None
    assert counted.strict_due == stricter
    assert (f"by statute alone {statute}" in counted.why) == (statute is not None)


@pytest.mark.rule("o320.23.1.1")
@pytest.mark.parametrize("start", ["2026-08-31", "2023-08-31"])
def test_a_bar_shows_its_first_open_day(start: str) -> None:
    """The day after the raw end, not moved."""
    counted = count("o320.23.1.1", D(start), shipped_calendar())
    assert counted.first_open == counted.due
    assert (counted.due - counted.raw_end).days == 1


@pytest.mark.rule("o320.11.1")
@pytest.mark.parametrize(
    ("received", "target"),
    [("2026-01-14", "2026-02-09"), ("2026-01-15", "2026-03-09"), ("2026-01-16", "2026-03-09"),
     ("2026-12-14", "2027-01-08"), ("2026-12-15", "2027-02-09"), ("2026-03-10", "2026-04-08")],
)  # fmt: skip
def test_batch_target_of_a_petition(received: str, target: str) -> None:
    """The 15th parts the batches; 9 January 2027 is a Saturday, 9 April a holiday: the working day before."""
    counted = batch_target(D(received), shipped_calendar())
    assert counted == count("o320.11.1", D(received), shipped_calendar())
    assert counted.due == D(target)
    assert counted.start == D(received)
