"""A status of article 35 is given: only as `rules` lets it, and with its cause in the timeline."""

from datetime import date

from models.former_prisoner_case import Facts
from rules.order_502.former_status import Move, move
from workflows.steps.effects import Effects


def give(f: Facts, to: str, day: date, effects: Effects) -> None:
    """Give the case a status; the checks have said that it may be given."""
    moved = move(f, to, day)
    assert isinstance(moved, Move), moved
    effects.happened("status_given", moved.rule, status=to, was=f.status, day=day.isoformat())
    f.status = moved.to
    if to == "ongoing":
        f.ongoing_on = day
