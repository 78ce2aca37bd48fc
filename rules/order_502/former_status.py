"""The six statuses of a former prisoner's case and how one follows another (Order 502 art. 35)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.acts import Refusal
from models.former_prisoner_case import Facts, Status
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502 import former_grounds
from rules.terms.dates import days_after, months_after

CAUSES: Mapping[tuple[str, str], str] = {
    ("new", "active"): "o502.35.b",
    ("active", "ongoing"): "o502.35.c",
    ("waiting", "ongoing"): "o502.35.c",
    ("ongoing", "waiting"): "o502.35.f.1",
    **{(was, "closed"): "o502.35.d" for was in ("active", "ongoing", "waiting")},
    **{(was, "closed_without_assessment"): "o502.35.e" for was in ("active", "ongoing", "waiting")},
}
"""Which rule gives the status, by the status before it. Exactly the transitions of the catalogue (a test compares)."""

WAYS = {
    "new": "A case gets it when Annex 15 is filled in, and never again",
    "active": "Let the head of the division assign the case to a case manager (32(4))",
    "ongoing": "Complete the assessment and sign the service plan (Annex 18) with the beneficiary",
    "waiting": "Only an ongoing case can wait; say `set_status` to waiting when no service of the plan can be given",
    "closed": "Fill in Annex 20 on a ground of 37(3)",
    "closed_without_assessment": "Fill in Annex 17 on a ground of 37(2)",
}


@dataclass(frozen=True)
class Move:
    """A status given, by which rule."""

    to: Status
    rule: str


@cites("o502.35")
def transitions() -> Mapping[str, tuple[str, ...]]:
    """The table of article 35: from each status, to which it may change."""
    return {was: tuple(to) for was, to in rule("o502.35").values["transitions"].items()}


def move(f: Facts, to: str, on: date) -> Move | Refusal:
    """Whether the case may get the status `to` on a day; the reason and the way on when it may not.

    The facts are those on which it would be given (the ground chosen, the plan signed), the status still the old one.
    """
    known = transitions()
    if to not in known:
        return Refusal(
            rule="o502.35",
            because=f"There is no status '{to}'",
            way_on=f"The statuses are: {', '.join(known)}",
        )
    if to not in known[f.status]:
        after = ", ".join(known[f.status]) or "nothing: it is final, and a new application opens a new case"
        return Refusal(
            rule="o502.35",
            because=f"A case that is '{f.status}' cannot become '{to}'; after '{f.status}' comes {after}",
            way_on=WAYS[to],
        )
    no = _CONDITIONS[to](f, on)
    return no or Move(to, CAUSES[f.status, to])  # type: ignore[arg-type]


@cites("o502.35.b", "o502.32.4.1", "o502.32.5")
def _active(f: Facts, on: date) -> Refusal | None:
    """Assigned, and released: of a form filled in in an institution the later of both days counts."""
    if f.assigned_on is None:
        return Refusal(rule="o502.35.b", because="The case is assigned to nobody", way_on=WAYS["active"])
    if f.released_on is None or f.released_on > on:
        return Refusal(
            rule="o502.32.5",
            because="The person is not released yet, so not a beneficiary yet",
            way_on="Record the release (step `release`) on its day; the assignment takes effect then",
        )
    return None


@cites("o502.35.c")
def _ongoing(f: Facts, on: date) -> Refusal | None:
    """The assessment is complete and the plan signed by both."""
    if f.assessed_on is None or f.plan_signed_on is None:
        missing = "The assessment is not complete" if f.assessed_on is None else "The service plan is not signed"
        return Refusal(rule="o502.35.c", because=missing, way_on=WAYS["ongoing"])
    return None


@cites("o502.35.f.1", "o502.35.f.2")
def _waiting(f: Facts, on: date) -> Refusal | None:
    """Not earlier than three months after the latest granting of 'ongoing' (a bar)."""
    assert f.ongoing_on is not None
    opens = waiting_opens(f.ongoing_on)
    if on < opens:
        return Refusal(
            rule="o502.35.f.2",
            because=f"The case is ongoing since {f.ongoing_on}; 'waiting' can be given from {opens}",
            way_on="Look for the service or another one until then; monthly monitoring goes on",
        )
    return None


@cites("o502.35.f.2")
def waiting_opens(ongoing_on: date) -> date:
    """The first day on which 'waiting' may be given (T9)."""
    length = rule("o502.35.f.2").duration
    assert length is not None
    return days_after(months_after(ongoing_on, length.value), 1)


@cites("o502.35.d")
def _closed(f: Facts, on: date) -> Refusal | None:
    return former_grounds.fits(f, f.ground, "annex-20", on)


@cites("o502.35.e")
def _closed_without_assessment(f: Facts, on: date) -> Refusal | None:
    return former_grounds.fits(f, f.ground, "annex-17", on)


def _never(f: Facts, on: date) -> Refusal | None:  # pragma: no cover - no transition leads to 'new'
    return None


_CONDITIONS = {
    "new": _never,
    "active": _active,
    "ongoing": _ongoing,
    "waiting": _waiting,
    "closed": _closed,
    "closed_without_assessment": _closed_without_assessment,
}


@cites("o502.35.a")
def first_status() -> Move:
    """'New', by the machine, as soon as Annex 15 is filled in."""
    return Move("new", "o502.35.a")
