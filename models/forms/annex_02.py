"""Annex 2: the women's screening questionnaire (Order 502 art. 9)."""

from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen

BlockSum = Annotated[int, Field(ge=0)]


class Annex02(Frozen):
    """The sums of the four thematic blocks of each part (each 0-24, art. 9(6))."""

    form: Literal["annex-02"] = "annex-02"
    domestic_violence: tuple[BlockSum, BlockSum, BlockSum, BlockSum]
    violence_against_women: tuple[BlockSum, BlockSum, BlockSum, BlockSum]
    comment: str = Field(default="", max_length=4000)
