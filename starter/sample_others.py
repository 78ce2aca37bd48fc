"""The sample caseload beyond case management in prison: a bureau, the programme, a council, danger reviews."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from models.ids import PREFIX, Process
from models.register import SURNAME, PlaceKind, Register, sample_register
from rules.terms.calendar import shipped_calendar
from starter.sample_data import Sample

PLACES: tuple[tuple[PlaceKind, tuple[str, ...]], ...] = (
    ("danger", ("8", "16")),
    ("bureau", ("B3",)),
    ("programme", ("1",)),
    ("council", ("east_2",)),
)
"""Where these cases live. A danger review sits in a prison: its people come first, the prison's own name stays."""

_SEATS = ("service", "agency", "justice", "ngo", "education")
_MEN = ("ვახტანგი", "ბექა", "ირაკლი", "ლევანი", "ზურაბი")
_FROM = 900_000
_APART = 7
"""So many days lie between the beginnings of two cases of a kind, at most."""


def registers() -> Iterator[Register]:
    """The people of these houses."""
    for kind, numbers in PLACES:
        yield sample_register(numbers, kind)


def others(base: date) -> Iterator[Sample]:
    """All of them as they stand on `base`; the same for the same day. Bodies come before the cases that they hear."""
    for process, (count, group, intake) in OTHERS.items():
        for k in range(count):
            number = f"{PREFIX[process]}-2026-{_FROM + k + 1}"
            since = shipped_calendar().previous_working(base - timedelta(days=k * 2 % _APART))
            given = {"number": number, **intake(k, base, since)}
            yield Sample(process=process.value, number=number, group=group, intake=given, state={})


def _person(k: int, initial: str) -> dict[str, Any]:
    return {
        "first_name": _MEN[k % len(_MEN)],
        "last_name": f"{SURNAME[0]}-{initial}{k + 1:02d}",
        "sex": "male",
        "birth_date": date(1970 + k, 1 + k % 12, 1 + k),
    }


def _council(k: int, base: date, since: date) -> dict[str, Any]:
    appointed = base - timedelta(days=60)
    members = [
        {"seat": seat, "appointed_on": appointed, "birth_date": date(1961 + 4 * n, 5, 1)}
        for n, seat in enumerate(_SEATS)
    ]
    return {"council": "east_2", "members": members, "chair": "service", "acting_chair": "agency"}


def _body(k: int, base: date, since: date) -> dict[str, Any]:
    return {"edition": "dr2", "institution": (8, 16)[k]}


def _probation(k: int, base: date, since: date) -> dict[str, Any]:
    return {
        "person": _person(k, "P"),
        "bureau": "B3",
        "services": ["social_worker", "psychologist"],
        "registered_on": since,
    }


def _former(k: int, base: date, since: date) -> dict[str, Any]:
    return {
        "person": _person(k, "F"),
        "released_on": since - timedelta(days=30 + k),
        "referral": {"filled_on": since, "place": "agency", "contact": "SYNTHETIC"},
        "needs": ["psychosocial_service"],
    }


def _danger(k: int, base: date, since: date) -> dict[str, Any]:
    known = {"date": base - timedelta(days=200 + 30 * k), "kind": ("low", "medium", "high")[k % 3]}
    return {
        "edition": "dr2",
        "person": _person(k, "D"),
        "institution": (8, 16)[k % 2],
        "sentenced_on": base - timedelta(days=900 if k % 2 else 40),
        "received_on": base - timedelta(days=880 if k % 2 else 4 + 2 * k),
        "last_assessed": known if k % 2 else None,
    }


def _petition(k: int, base: date, since: date) -> dict[str, Any]:
    return {
        "person": _person(k, "C"),
        "institution_municipality": "Rustavi",
        "matter": "parole",
        "petitioner": "institution",
        "received_on": since,
        "danger_level": ("low", "medium", "low", "high")[k % 4],
        "sentence_ends_on": base + timedelta(days=500 + 40 * k),
    }


OTHERS: dict[Process, tuple[int, str, Callable[[int, date, date], dict[str, Any]]]] = {
    Process.local_council: (1, "council", _council),
    Process.risk_team: (2, "danger teams", _body),
    Process.data_group: (2, "danger groups", _body),
    Process.probation_cycle: (8, "on probation", _probation),
    Process.former_prisoner_case: (8, "former prisoners", _former),
    Process.danger_review: (8, "danger reviews", _danger),
    Process.parole_petition: (7, "petitions", _petition),
}
"""How many cases of each process."""

PREFIXES = tuple(f"{PREFIX[process]}-2026-9" for process in OTHERS)
"""Numbers of these processes that belong to samples."""
