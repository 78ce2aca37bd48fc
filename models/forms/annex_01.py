"""Annex 1: the risk and needs assessment of Order 502, in its four parts and its concluding comment."""

from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen

Points = Annotated[int, Field(ge=0)]


class Part1(Frozen):
    """Serious-harm screening (art. 7(1)(a)): points by item 1-10, the items marked high, the marks of art. 12(3)."""

    form: Literal["annex-01-part-1"] = "annex-01-part-1"
    points: dict[int, Points]
    high: tuple[int, ...] = ()
    self_harm_or_suicide: bool = False
    mental_health: bool = False
    addiction: bool = False
    comment: str = Field(default="", max_length=4000)


class Part2(Frozen):
    """Static factors (art. 7(1)(b)(a)): points by block 1-2, before the multiplier."""

    form: Literal["annex-01-part-2"] = "annex-01-part-2"
    points: dict[int, Points]
    comment: str = Field(default="", max_length=4000)


class Part3(Frozen):
    """Dynamic factors (art. 7(1)(b)(b)): points by block 3-16, before the multiplier."""

    form: Literal["annex-01-part-3"] = "annex-01-part-3"
    points: dict[int, Points]
    comment: str = Field(default="", max_length=4000)


class Part4(Frozen):
    """Final summary (arts. 7(1)(c), 10(6)): whether the members agree, each one's position, a comment if needed."""

    form: Literal["annex-01-part-4"] = "annex-01-part-4"
    agreed: bool = True
    positions: dict[str, Literal["agree", "disagree"]] = Field(default_factory=dict)
    comment: str = Field(default="", max_length=4000)


class Conclusion(Frozen):
    """The concluding comment of arts. 8(8), 8(9) and 12(2)(a): who holds the case, and why. Never without reasons."""

    form: Literal["annex-01"] = "annex-01"
    outcome: Literal["case_administrator", "case_manager", "case_manager_with_psychologist"]
    reason: str = Field(min_length=3, max_length=4000)
