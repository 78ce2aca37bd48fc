"""Items of the primary data form (annex 2 of Order 70) that the dates decide: look-backs and bands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rules.catalogue import rule
from rules.citing import cites
from rules.errors import NotAllowed
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


def check_items(form: Mapping[str, Any]) -> None:
    """The boxes of the form say what the days and numbers say that were given with them. Raises NotAllowed."""
    filled, harmed = form.get("filled_on"), list(form.get("self_harm_on", ()))
    if filled is None and any([*harmed, *(form.get(f"past_{c}_on") for c in PAST)]):
        raise NotAllowed("o70.a2.4.1", "the form names days to look back at: give the day of filling in (filled_on)")
    for category, rule_id in PAST.items():
        on, said = form.get(f"past_{category}_on"), form.get(f"past_{category}")
        if on and filled and said != (want := "yes" if counts_as_past(category, on, filled) else "no"):
            _wrong(rule_id, f"past_{category}", said, want)
    for name, item in (("discipline", 6), ("encouragement", 9)):
        cases, said = form.get(f"{name}_cases"), form.get(f"{name}_count")
        if cases is not None and said != (band := count_band(cases, item)):
            _wrong(f"o70.a2.{item}", f"{name}_count", said, band)
        if form.get(f"no_{name}") and (said or cases):
            raise NotAllowed(f"o70.a2.{item}", f"no_{name} says none, and {name}_count or its cases say otherwise")
    last, began = form.get("last_penalty_on"), form.get("sentence_start")
    if last and filled and form.get("discipline_history") != (free := penalty_band(last, began or last, filled)):
        _wrong("o70.a2.8", "discipline_history", form.get("discipline_history"), free)
    for years, n in self_harm_counts(harmed, filled).items() if harmed and filled else ():
        said, ticked = form.get(f"self_harm_{years}y_count"), form.get(f"self_harm_{years}y")
        if said not in (None, n) or ticked not in (None, n > 0):
            _wrong("o70.a2.10", f"self_harm_{years}y", said, n)
    for name in ("social_programmes", "employment_programmes"):
        months, said = form.get(f"{name}_months"), form.get(name)
        if months is not None and said != (reached := programme_band(months)):
            _wrong("o70.a2.11", name, said, reached)


def _wrong(rule_id: str, field: str, said: object, want: object) -> None:
    by = f"by the day or the number given it is {want or 'empty'}"
    raise NotAllowed(rule_id, f"'{field}' says {said or 'nothing'}, and {by}")
