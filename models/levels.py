"""Levels of risk, as Orders 502, 70 and their successors name them."""

from enum import StrEnum


class Level(StrEnum):
    """Low, medium or high (Order 502 art. 7(2), 7(5))."""

    low = "low"
    medium = "medium"
    high = "high"
