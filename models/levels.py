"""Levels of risk, as Orders 502, 70 and their successors name them."""

from typing import Literal

Level = Literal["low", "medium", "high"]
"""Low, medium or high (Order 502 art. 7(2), 7(5))."""
