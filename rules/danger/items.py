"""Items of the primary data form (annex 2 of Order 70) that the dates decide: look-backs and bands."""

from datetime import date

from rules.catalogue import rule
from rules.citing import cites
from rules.terms.dates import months_after

PAST = {"less_grave": "o70.a2.4.1", "grave": "o70.a2.4.2", "especially_grave": "o70.a2.4.3"}


@cites("o70.a2.4.1", "o70.a2.4.2", "o70.a2.4.3")
def counts_as_past(category: str, committed: date, filled: date) -> bool:
    """Whether a past crime of the category falls into item 4: committed within its years before the filling in."""
    term = rule(PAST[category]).duration
    assert term is not None
    return months_after(filled, -12 * term.value) <= committed <= filled


def whole_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months_after(start, months) <= end else months - 1


@cites("o70.a2.8")
def penalty_band(last_penalty: date | None, sentence_began: date, filled: date) -> str | None:
    """Item 8: the longest true band of whole months since the last penalty, or since the sentence began.

    Under the shortest band: it is ticked only when there was no penalty at all; else nothing, and its date is shown.
    """
    months = whole_months(last_penalty or sentence_began, filled)
    bands = rule("o70.a2.8").values["bands"]
    for band in bands:
        if months >= band["from"]:
            return str(band["key"])
    return str(bands[-1]["key"]) if last_penalty is None else None


@cites("o70.a2.6", "o70.a2.9")
def count_band(cases: int, item: int) -> str | None:
    """Items 6 and 9: one, two, three and more; None is an explicit none."""
    bands = [str(b) for b in rule(f"o70.a2.{item}").values["bands"]]
    return None if cases <= 0 else bands[min(cases, len(bands)) - 1]


@cites("o70.a2.10")
def self_harm_counts(days: list[date], filled: date) -> dict[int, int]:
    """Item 10: how many facts fall into each look-back, nested: a recent one counts in all."""
    years = rule("o70.a2.10").values["lookback_years"]
    return {n: sum(months_after(filled, -12 * n) <= d <= filled for d in days) for n in years}


@cites("o70.a2.11")
def programme_band(months: int) -> str:
    """Items 11 and 12: the longest band fully reached; under the first number it is once."""
    reached = "once"
    for band in rule("o70.a2.11").values["bands"][1:]:
        least = int(str(band).rstrip("+"))
        if months >= least:
            reached = f"{least}_plus_months" if str(band).endswith("+") else f"{least}_months"
    return reached


@cites("o70.a2.13")
def study_band(*, finished: bool, attended_once: bool, school_mark_high: bool) -> str:
    """Item 13; whether the results were high is the school's own mark, entered by a person."""
    if finished:
        return "complete_high" if school_mark_high else "complete"
    return "once" if attended_once else "incomplete"
