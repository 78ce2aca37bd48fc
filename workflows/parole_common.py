"""What the modules of the petition share: is it within the council's power, codes out of an act, a refusal."""

from collections.abc import Collection
from datetime import date

from models.acts import Act, Refusal
from models.parole_petition import Facts
from rules.council import eligibility, seats, voting
from rules.council.eligibility import Verdict

GRANTED = voting.GRANT


def outside(f: Facts) -> Verdict | None:
    """Why the petition lies outside the council's power as things stand, or None (6(1))."""
    if f.matter is None:
        return None
    found = eligibility.power(f.matter, f.danger, f.life)
    return None if found.allowed else found


def unfit(f: Facts) -> Verdict | None:
    """Why this petitioner's paper starts no case, or None; looked at once, when the paper comes in (10(2)-(4), 23)."""
    if f.unfit == "o320.10.2.4":
        return eligibility.incomplete()
    if f.unfit is None or f.matter is None or f.filed is None or f.sentence_ends is None:
        return None
    return eligibility.petitioner(
        f.matter, f.petitioner, minor=f.minor, received=f.filed, sentence_ends=f.sentence_ends,
        special_circumstance=f.special, refused=f.refused_on is not None,
    )  # fmt: skip


def no(rule: str | None, because: str, way_on: str) -> Refusal:
    """A refusal."""
    return Refusal(rule=rule, because=because, way_on=way_on)


def said(found: seats.Refused | None) -> Refusal | None:
    """A refusal of the pure rules as the case gives it."""
    return None if found is None else no(found.rule, found.because, found.way_on)


def days_of(act: Act, name: str) -> dict[str, date]:
    """Party → day, out of an act's codes."""
    given = act.codes.get(name)
    return {p: date.fromisoformat(d) for p, d in given.items()} if isinstance(given, dict) else {}


def listed(act: Act, name: str) -> list[str]:
    """A list of codes out of an act."""
    given = act.codes.get(name)
    return [str(x) for x in given] if isinstance(given, Collection) and not isinstance(given, str) else []


def mapped(act: Act, name: str) -> dict[str, str]:
    """A mapping of codes out of an act."""
    given = act.codes.get(name)
    return dict(given) if isinstance(given, dict) else {}
