"""Annex 1: the risk and needs assessment of Order 502, in its four parts and its concluding comment."""

from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen
from models.forms.plan import Role

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
    """Dynamic factors (art. 7(1)(b)(b)): points by block 3-16, before the multiplier.

    In chapter III each specialist fills in the own blocks and marks those with a medium or high probability; who
    marks a block that points to another specialist and does not ask for one says why (arts. 21(9), 21(15)).
    """

    form: Literal["annex-01-part-3"] = "annex-01-part-3"
    points: dict[int, Points]
    medium: tuple[int, ...] = ()
    high: tuple[int, ...] = ()
    not_asked_because: str = Field(default="", max_length=4000)
    comment: str = Field(default="", max_length=4000)


class Part4(Frozen):
    """Final summary (arts. 7(1)(c), 10(6), 23(9)): whether the members agree, each one's position, a comment if needed.

    `points` are those of the blocks that the team agreed otherwise than the specialist had given; both are kept.
    """

    form: Literal["annex-01-part-4"] = "annex-01-part-4"
    agreed: bool = True
    points: dict[int, Points] = Field(default_factory=dict)
    positions: dict[Role, Literal["agree", "disagree"]] = Field(default_factory=dict)
    comment: str = Field(default="", max_length=4000)


class Conclusion(Frozen):
    """The concluding comment of arts. 8(8), 8(9) and 12(2)(a): who holds the case, and why. Never without reasons."""

    form: Literal["annex-01"] = "annex-01"
    outcome: Literal["case_administrator", "case_manager", "case_manager_with_psychologist"]
    reason: str = Field(min_length=3, max_length=4000)
