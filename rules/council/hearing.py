"""What a hearing of a minor asks for (articles 16(6), 18(7))."""

from collections.abc import Collection

from rules.citing import cites
from rules.council.seats import Refused

HELPERS = ("defender", "legal_representative")


def unassisted(parties: Collection[str], *, minor: bool, video: bool) -> Refused | None:
    """Why a minor's hearing cannot be held: neither defender nor legal representative takes part; one is enough."""
    if not minor or set(HELPERS) & set(parties):
        return None
    return _by_video() if video else _in_person()


@cites("o320.16.6")
def _in_person() -> Refused:
    return _refused("o320.16.6")


@cites("o320.18.7.2")
def _by_video() -> Refused:
    return _refused("o320.18.7.2")


def _refused(rule: str) -> Refused:
    return Refused(
        rule=rule,
        because="For a minor the defender or the legal representative must take part",
        way_on="Set the hearing again inside the two months",
    )
