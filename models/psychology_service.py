"""Psychological service (Order 502 arts. 8(10), 12): its facts and state."""

from datetime import date

from models.base import Mutable
from models.case import CaseState


class Facts(Mutable):
    """The ways in, each with the day it opened, and what was done."""

    left_cell: date | None = None
    instant: date | None = None
    high_risk: date | None = None
    planned: date | None = None
    started_on: date | None = None
    strategy_on: date | None = None
    assessed_on: date | None = None
    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of a psychological service."""

    facts: Facts
