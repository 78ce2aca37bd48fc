"""The scored instrument of Annex 1: its items, blocks, maxima and multipliers (not in the act)."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from pydantic import Field, ValidationError

from law.instrument_data import DEVELOPMENT
from law.reading import Unreadable, parse_yaml
from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites

SCREENING_ITEMS = 10
"""Annex 1 part I; items 8, 9 and 10 are the last ones that the act names (12(3))."""


class BadInstrument(ValueError):
    """An instrument that the act does not allow; the message names the block."""


class Item(Frozen):
    """An item of the serious-harm screening."""

    item: int
    max: int = Field(ge=0)
    en: str
    ka: str


class Block(Frozen):
    """A thematic block of part II (static) or III (dynamic): the most points, and their multiplier."""

    block: int
    part: Literal["static", "dynamic"]
    key: str
    max: int = Field(ge=0)
    multiplier: Decimal = Field(gt=0)
    en: str
    ka: str

    @property
    def weighted_max(self) -> Decimal:
        """The most that the block adds to its part."""
        return self.max * self.multiplier


class Instrument(Frozen):
    """A whole instrument. `official`: it is the ministry's; `notice` is shown on every screen."""

    id: str
    notice: Mapping[str, str]
    official: bool
    screening: tuple[Item, ...]
    blocks: tuple[Block, ...]

    def part(self, part: Literal["static", "dynamic"]) -> tuple[Block, ...]:
        """The blocks of a part, in their order."""
        return tuple(b for b in self.blocks if b.part == part)


@cites("o502.7.6", "o502.7.7", "o502.7.8")
def load_instrument(source: str | Mapping[str, Any]) -> Instrument:
    """An instrument from YAML or JSON text, or from its loaded content; else `BadInstrument` says why."""
    try:
        content = parse_yaml(source) if isinstance(source, str) else source
        instrument = Instrument.model_validate(content)
    except Unreadable as wrong:
        raise BadInstrument(f"the instrument cannot be read: {wrong}") from None
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise BadInstrument(f"the instrument is wrong at {_where(first['loc'], content)}: {first['msg']}") from None
    _check_items(instrument)
    _check_blocks(instrument)
    return instrument


@cache
def development_instrument() -> Instrument:
    """The instrument that the service ships with. It is not the ministry's annex."""
    return load_instrument(DEVELOPMENT)


def _where(loc: tuple[int | str, ...], content: Any) -> str:
    words = [str(part) for part in loc]
    if len(loc) > 1 and isinstance(loc[1], int) and loc[0] in ("blocks", "screening"):
        key = "block" if loc[0] == "blocks" else "item"
        entry = content[loc[0]][loc[1]]
        number = entry.get(key, f"number {loc[1] + 1} of the list") if isinstance(entry, Mapping) else loc[1] + 1
        words = [f"{key} {number}", *words[2:]]
    return ", ".join(words) or "its top level (write a mapping)"


def _check_items(instrument: Instrument) -> None:
    found = [i.item for i in instrument.screening]
    if found != list(range(1, SCREENING_ITEMS + 1)):
        raise BadInstrument(f"the screening needs items 1 to {SCREENING_ITEMS} in order, not {found}")


def _check_blocks(instrument: Instrument) -> None:
    counts = rule("o502.7.6").values
    found = [b.block for b in instrument.blocks]
    if found != list(range(1, counts["blocks"] + 1)):
        raise BadInstrument(f"an instrument needs blocks 1 to {counts['blocks']} in order, not {found}")
    keys = {
        "static": rule("o502.7.7").values["static_factors"],
        "dynamic": rule("o502.7.8").values["dynamic_factors"],
    }
    names = [("static", key) for key in keys["static"]] + [("dynamic", key) for key in keys["dynamic"]]
    for block, (part, key) in zip(instrument.blocks, names, strict=True):
        if block.part != part:
            raise BadInstrument(f"block {block.block} ({block.key}) is {part} by article 7, not {block.part}")
        if block.key != key:
            raise BadInstrument(f"block {block.block} is called {key} by article 7, not {block.key}")
    for part, top_rule in (("static", "o502.7.10.c"), ("dynamic", "o502.7.11.c")):
        top = rule(top_rule).values["max"]
        blocks = [b for b in instrument.blocks if b.part == part]
        total = sum((b.weighted_max for b in blocks), Decimal(0))
        if total != top:
            parts = ", ".join(f"block {b.block}: {b.max} x {b.multiplier}" for b in blocks)
            raise BadInstrument(f"the {part} blocks reach {total} points, the act says {top} ({parts})")
