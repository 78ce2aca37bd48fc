"""How the end of a term is found, where its bound alone does not say it (`term-endings.yaml`)."""

from enum import StrEnum

from law.catalogue import rule
from law.reading import load_yaml
from models.base import Frozen


class End(StrEnum):
    """The ways a term ends; the words are those of the data file."""

    rolled = "rolled"
    raw = "raw"
    back = "back"
    lookback = "lookback"
    at_once = "at_once"
    after = "after"
    batch = "batch"
    bar = "bar"


class Ending(Frozen):
    """The end chosen for a rule, and why."""

    rule: str
    end: End
    because: str
    anchor: str | None = None
    anchor_ka: str | None = None
    opens_next_day: bool = False


def _read() -> dict[str, Ending]:
    found = {}
    for raw in load_yaml("term-endings.yaml")["endings"]:
        ending = Ending(**raw)
        rule(ending.rule)
        found[ending.rule] = ending
    return found


ENDINGS = _read()
