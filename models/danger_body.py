"""What the cases of both bodies of danger-risk reviews know: their edition, since when, whether an order ended them."""

from datetime import date
from typing import Literal

from models.base import Mutable


class BodyFacts(Mutable):
    """The facts that a team and a group share."""

    edition: Literal["o70", "dr2"]
    opened_on: date
    created_on: date | None = None
    ended_ground: str | None = None
