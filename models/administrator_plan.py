"""The administrator's plan (Order 502 art. 13): its facts and state."""

from datetime import date

from models.base import Mutable
from models.case import CaseState


class Facts(Mutable):
    """What has happened since the case was handed over."""

    handed_over: date | None = None
    assessed_on: date | None = None
    ended_ground: str | None = None
    ended_on: date | None = None


class State(CaseState):
    """The whole state of an administrator's plan."""

    facts: Facts
