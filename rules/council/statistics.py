"""The quarterly statistics of the councils (article 9(2)(e)): counts only, no person can be made out (9(4))."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Protocol

from law.policy import POLICY
from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.terms.dates import months_after

QUARTER = re.compile(r"^(\d{4})-Q([1-4])$")
TERMS = {
    "target": "o320.11.1",
    "two_months": "o320.11.3.2",
    "materials": "o320.11.4",
    "issue": "o320.22.1.2",
    "notice": "o320.11.5",
}
"""The terms whose misses are counted, by the column that shows them."""


class BadQuarter(ValueError):
    """A quarter that does not read like 2026-Q1."""


class One(Protocol):
    """A decision, as it is read from the record."""

    @property
    def council(self) -> str | None:
        """Which of the six."""

    @property
    def matter(self) -> str:
        """Parole, or which lighter kind."""

    @property
    def result(self) -> str:
        """What was decided."""

    @property
    def received(self) -> date | None:
        """From when the clocks of the petition ran."""

    @property
    def decided(self) -> date:
        """The day of the session."""

    @property
    def missed(self) -> tuple[str, ...]:
        """The rules whose terms were missed in the case."""


class Line(Frozen):
    """A group of decisions. None stands where the group is too small for its numbers to be shown."""

    council: str
    matter: str
    result: str
    decisions: int | None
    median_days: int | None
    missed: Mapping[str, int | None]


@cites("o320.9.2.e")
def quarter(name: str) -> tuple[date, date]:
    """The first day of a calendar quarter and the first after it."""
    found = QUARTER.match(name)
    length = rule("o320.9.2.e").duration
    assert length is not None
    if found is None:
        raise BadQuarter(f"'{name}' is no quarter: write it like 2026-Q1")
    first = date(int(found[1]), (int(found[2]) - 1) * length.value + 1, 1)
    return first, months_after(first, length.value)


def quarter_before(day: date) -> str:
    """The quarter that ended last before a day."""
    length = rule("o320.9.2.e").duration
    assert length is not None
    last = day.replace(month=(day.month - 1) // length.value * length.value + 1, day=1) - timedelta(days=1)
    return f"{last.year}-Q{(last.month - 1) // length.value + 1}"


@cites("o320.9.2.d", "o320.9.2.e", "o320.9.4")
def table(decisions: Iterable[One]) -> tuple[Line, ...]:
    """By council, matter and result. A group smaller than the policy's least shows that it exists and no number."""
    groups: dict[tuple[str, str, str], list[One]] = {}
    for d in decisions:
        groups.setdefault((d.council or "none", d.matter, d.result), []).append(d)
    return tuple(_line(*key, of) for key, of in sorted(groups.items()))


def _line(council: str, matter: str, result: str, of: list[One]) -> Line:
    least = POLICY.council.small_group
    if len(of) < least:
        return Line(
            council=council, matter=matter, result=result, decisions=None, median_days=None,
            missed=dict.fromkeys(TERMS),
        )  # fmt: skip
    days = [(d.decided - d.received).days for d in of if d.received is not None]
    missed = {name: sum(by in d.missed for d in of) for name, by in TERMS.items()}
    return Line(
        council=council,
        matter=matter,
        result=result,
        decisions=len(of),
        median_days=round(median(days)) if days else None,
        missed={name: n if n == 0 or n >= least else None for name, n in missed.items()},
    )
