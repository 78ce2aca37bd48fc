"""Which of the six councils takes a petition (article 3)."""

from datetime import date
from typing import Literal

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.eligibility import is_adult

MINORS, WOMEN = "minors", "women"
RULE_OF = {
    "east_1": "o320.3.a",
    "east_2": "o320.3.b",
    "east_3": "o320.3.c",
    "west": "o320.3.d",
    MINORS: "o320.3.e",
    WOMEN: "o320.3.f",
}
COUNCILS = tuple(RULE_OF)
"""The six councils, in the order of the points of article 3."""


class Seat(Frozen):
    """Where a petition goes: the council and its rule; `council` is None when a person must say."""

    council: str | None
    rule: str
    reason: str


class Person(Frozen):
    """What article 3 asks of a person."""

    minor: bool
    woman: bool
    """Of any age: 21(3) speaks of a woman convict, 3(f) of an adult woman."""


@cites("o320.3.e", "o320.3.f")
def person(sex: Literal["female", "male"], born: date, on: date) -> Person:
    """Age and sex on the day of receipt, which fixes the council for good."""
    return Person(minor=not is_adult(born, on), woman=sex == "female")


@cites("o320.3.1", "o320.3.2")
def council_for(municipality: str, *, minor: bool, woman: bool) -> Seat:
    """The council for a petition: minors first, then adult women, else by the municipality of the institution.

    A municipality that the act does not list has no council: the answer is None, never the nearest one.
    """
    if minor:
        return Seat(council=MINORS, rule=RULE_OF[MINORS], reason="the convict is a minor")
    if woman:
        return Seat(council=WOMEN, rule=RULE_OF[WOMEN], reason="the convict is an adult woman")
    listed: dict[str, str] = rule("o320.3.1").values["by_municipality"]
    found = {name.casefold(): council for name, council in listed.items()}.get(municipality.strip().casefold())
    if found is None:
        return Seat(
            council=None,
            rule="o320.3.1",
            reason=f"article 3 gives the municipality of the institution no council; it lists {', '.join(listed)}",
        )
    return _territorial(found)


def _territorial(council: str) -> Seat:
    return {"east_1": _east_1, "east_2": _east_2, "east_3": _east_3, "west": _west}[council]()


@cites("o320.3.a")
def _east_1() -> Seat:
    return Seat(council="east_1", rule="o320.3.a", reason="an institution in Tbilisi")


@cites("o320.3.b")
def _east_2() -> Seat:
    return Seat(council="east_2", rule="o320.3.b", reason="an institution in Rustavi or Gardabani")


@cites("o320.3.c")
def _east_3() -> Seat:
    return Seat(council="east_3", rule="o320.3.c", reason="an institution in Mtskheta")


@cites("o320.3.d")
def _west() -> Seat:
    return Seat(council="west", rule="o320.3.d", reason="an institution in Batumi, Kutaisi or Tskaltubo")


@cites("o320.12.4.2")
def may_take_over(council: str, from_council: str, experienced: bool = True) -> str | None:
    """Why a case may not go to `council`, or None. The Director General chooses; any other council will do."""
    if council not in COUNCILS:
        return f"there is no council '{council}'; the councils are {', '.join(COUNCILS)}"
    if council == from_council:
        return "the case is to go to another council than the one that lost its quorum"
    return None
