"""Annex 1: the four scores of article 7, each with its breakdown and its explanation."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Annotated, Literal

from pydantic import PlainSerializer

from models.base import Frozen
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502.instrument import Block, Instrument, Item

Level = Literal["low", "medium", "high"]

LEVEL_KA = {"low": "დაბალი", "medium": "საშუალო", "high": "მაღალი"}

SERIOUS_HARM_BANDS = ("o502.7.4.a", "o502.7.4.b", "o502.7.4.c")
STATIC_BANDS = ("o502.7.10.a", "o502.7.10.b", "o502.7.10.c")
DYNAMIC_BANDS = ("o502.7.11.a", "o502.7.11.b", "o502.7.11.c")
REOFFENDING_BANDS = ("o502.7.12.a", "o502.7.12.b", "o502.7.12.c")


class BadScore(ValueError):
    """Points that the form or the act does not allow; the message names the block or item."""


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _exact(value: Decimal) -> Decimal:
    """The same number, without zeros after the point: 75 and never 75.0."""
    return Decimal(int(value)) if value == value.to_integral_value() else value


Points = Annotated[Decimal, PlainSerializer(_plain, when_used="json")]
"""Points, exact; whole numbers in JSON where they are whole."""

Given = Mapping[int, int | float] | Mapping[str, int | float] | Mapping[int | str, int | float]
"""Item or block number → points; JSON gives the numbers as text."""


class BlockScore(Frozen):
    """One line of the breakdown."""

    number: int
    name: str
    name_ka: str
    points: Points
    multiplier: Points
    weighted: Points
    maximum: Points


class Score(Frozen):
    """A score: points, level, where they come from, and the rules."""

    score: str
    points: Points
    maximum: Points | None
    level: Level
    blocks: tuple[BlockScore, ...] = ()
    explanation: str
    explanation_ka: str
    rules: tuple[str, ...]


@cites("o502.7.2", "o502.7.3", *SERIOUS_HARM_BANDS)
def serious_harm(points: Given, instrument: Instrument) -> Score:
    """Serious-harm risk: the plain sum of the screening items (7(2)-7(4))."""
    given = _checked(points, [i.item for i in instrument.screening], "item")
    lines = tuple(_item_line(i, given[i.item]) for i in instrument.screening)
    return _scored("serious_harm_risk", lines, SERIOUS_HARM_BANDS, ("o502.7.3",))


@cites("o502.7.10", *STATIC_BANDS)
def static_score(points: Given, instrument: Instrument) -> Score:
    """Static factors: points of each block by its multiplier, summed (7(10))."""
    return _part("static", points, instrument, STATIC_BANDS, "o502.7.10")


@cites("o502.7.11", *DYNAMIC_BANDS)
def dynamic_score(points: Given, instrument: Instrument) -> Score:
    """Dynamic factors: points of each block by its multiplier, summed (7(11))."""
    return _part("dynamic", points, instrument, DYNAMIC_BANDS, "o502.7.11")


@cites("o502.7.5", "o502.7.9", "o502.7.12", *REOFFENDING_BANDS)
def reoffending(static: Score | None, dynamic: Score | None) -> Score | None:
    """Reoffending probability: the sum of both parts, never worked out from their levels (7(12)).

    None when a part is missing: a missing part counted as 0 would show a false low level (7(9)).
    """
    if static is None or dynamic is None:
        return None
    total = static.points + dynamic.points
    level, band = _level(total, REOFFENDING_BANDS)
    sum_ = f"{_plain(static.points)} + {_plain(dynamic.points)} = {_plain(total)}"
    return Score(
        score="reoffending_probability",
        points=total,
        maximum=Decimal(rule(REOFFENDING_BANDS[-1]).values["max"]),
        level=level,
        explanation=f"static + dynamic: {sum_}; {_says(level, band)}",
        explanation_ka=f"სტატიკური + დინამიკური: {sum_}; {_says_ka(level, band)}",
        rules=("o502.7.12", band),
    )


def _part(
    part: Literal["static", "dynamic"],
    points: Given,
    instrument: Instrument,
    bands: tuple[str, ...],
    formula: str,
) -> Score:
    blocks = instrument.part(part)
    given = _checked(points, [b.block for b in blocks], "block")
    return _scored(part, tuple(_block_line(b, given[b.block]) for b in blocks), bands, (formula,))


def _scored(score: str, lines: tuple[BlockScore, ...], bands: tuple[str, ...], rules: tuple[str, ...]) -> Score:
    total = _exact(sum((line.weighted for line in lines), Decimal(0)))
    top = rule(bands[-1]).values["max"]
    if top is not None and total > top:
        raise BadScore(f"{score} comes to {_plain(total)} points, above the act's {top} ({cite(bands[-1])})")
    level, band = _level(total, bands)
    counted = [line for line in lines if line.points]
    shown = " + ".join(_term(line) for line in counted) if counted else "every line is 0"
    return Score(
        score=score,
        points=total,
        maximum=Decimal(top) if top is not None else None,
        level=level,
        blocks=lines,
        explanation=f"{shown} = {_plain(total)}; {_says(level, band)}",
        explanation_ka=f"ჯამი {_plain(total)}; {_says_ka(level, band)}",
        rules=(*rules, band),
    )


def _term(line: BlockScore) -> str:
    if line.multiplier == 1:
        return f"{_plain(line.points)} ({line.name})"
    return f"{_plain(line.points)} x {_plain(line.multiplier)} ({line.name})"


def _level(points: Decimal, bands: tuple[str, ...]) -> tuple[Level, str]:
    """The highest band whose lower bound is reached: no score falls into a gap between whole points."""
    reached = [band for band in bands if points >= rule(band).values["min"]]
    level: Level = rule(reached[-1]).values["level"]
    return level, reached[-1]


def _range(band: str) -> tuple[int, int | None]:
    values = rule(band).values
    return values["min"], values["max"]


def _says(level: Level, band: str) -> str:
    low, top = _range(band)
    return f"{level}: {low}-{top} ({cite(band)})" if top is not None else f"{level}: {low} or more ({cite(band)})"


def _says_ka(level: Level, band: str) -> str:
    low, top = _range(band)
    span = f"{low}-{top}" if top is not None else f"{low} ან მეტი"
    return f"{LEVEL_KA[level]}: {span} ({cite(band, 'ka')})"


def _checked(points: Given, wanted: list[int], what: str) -> dict[int, Decimal]:
    given: dict[int, Decimal] = {}
    for key, value in points.items():
        if not (str(key).isascii() and str(key).isdecimal()) or int(key) not in wanted:
            raise BadScore(f"{what} {key} is not on this form: it has {what}s {wanted[0]} to {wanted[-1]}")
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or (isinstance(value, float) and not isfinite(value))
        ):
            raise BadScore(f"{what} {key} needs points, a number, not {value!r}")
        if value < 0:
            raise BadScore(f"{what} {key} cannot have {value} points: points are 0 or more")
        given[int(key)] = _exact(Decimal(str(value)))
    missing = [str(n) for n in wanted if n not in given]
    if missing:
        raise BadScore(f"{what} {', '.join(missing)} {'has' if len(missing) == 1 else 'have'} no points; write 0")
    return given


def _item_line(item: Item, points: Decimal) -> BlockScore:
    if points > item.max:
        raise BadScore(f"item {item.item} has {points} points, the instrument allows {item.max}")
    return BlockScore(
        number=item.item,
        name=item.en,
        name_ka=item.ka,
        points=points,
        multiplier=Decimal(1),
        weighted=points,
        maximum=Decimal(item.max),
    )


def _block_line(block: Block, points: Decimal) -> BlockScore:
    if points > block.max:
        raise BadScore(f"block {block.block} ({block.key}) has {points} points, the instrument allows {block.max}")
    return BlockScore(
        number=block.block,
        name=block.en,
        name_ka=block.ka,
        points=points,
        multiplier=block.multiplier,
        weighted=_exact(points * block.multiplier),
        maximum=block.weighted_max,
    )
