"""What the tests of both danger-risk editions share."""

import pytest

from rules.danger import team
from rules.danger.edition import BOTH, Edition, edition
from rules.danger.team import Member

O70, DR2 = edition("o70"), edition("dr2")


def both(*matters: str) -> list[object]:
    """A row for each edition, marked with its rules on the matters."""
    return [pytest.param(e, id=e.id, marks=pytest.mark.rule(*e.rules(*matters))) for e in BOTH]


def whole_team(e: Edition) -> dict[str, dict[str, Member]]:
    places = team.PLACES if e is DR2 else team.PLACES[:2]
    units = team.UNIT_OF_SEAT[e.id]
    by = team.NOMINATOR_OF_SEAT if e is DR2 else dict.fromkeys(units, "curator_deputy")
    return {seat: {p: Member(unit=units[seat] or "any_division", by=by[seat]) for p in places} for seat in units}
