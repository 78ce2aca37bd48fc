"""Where case management applies and from when: the order's own points 2-4, before the rule that it approves."""

from collections.abc import Collection
from datetime import date

from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.eligibility import Eligibility

WOMEN, RELEASE, LIFERS, EVERYWHERE, AGENCY = (
    "o502.order.2.a", "o502.order.2.b", "o502.order.2.c", "o502.order.3", "o502.order.4",
)  # fmt: skip
AVAILABLE = "o502.15.1.f"
SERVICES = ("agency_social_worker", "agency_psychologist")
"""Whose services must be available in an area of the Agency."""


@cites("o502.order.2.a", "o502.order.2.b", "o502.order.2.c", "o502.order.3")
def in_institution(number: str, on: date, *, life_sentence: bool = False, available: bool = True) -> Eligibility:
    """Whether case management is brought in for a convict of an institution on a day.

    The first-stage groups are alternatives; after the latest day of order(3) they narrow nothing. `available` is the
    institution's own setting, which 15(1)(f) supposes: yes unless the register of posts says no.
    """
    if not available:
        return Eligibility(allowed=False, rule=AVAILABLE, reason=f"it is not available in institution {number}")
    for by in (WOMEN, RELEASE):
        if number == str(rule(by).values["institution_no"]):
            return Eligibility(allowed=True, rule=by, reason=f"institution {number} belongs to the first stage")
    if life_sentence:
        return Eligibility(allowed=True, rule=LIFERS, reason="a convict with a life sentence, in any institution")
    latest = date.fromisoformat(str(rule(EVERYWHERE).values["latest_date"]))
    if on > latest:
        return Eligibility(allowed=True, rule=EVERYWHERE, reason=f"every institution is covered after {latest}")
    return Eligibility(
        allowed=False, rule=EVERYWHERE, reason=f"institution {number} is of the later stage, until {latest}"
    )


@cites("o502.order.4")
def in_area(roles: Collection[str]) -> Eligibility:
    """Whether the Agency runs case management in an area where these roles are held.

    A case is not refused for it: 21(3) itself says what is done where a social worker is missing.
    """
    missing = [role.removeprefix("agency_").replace("_", " ") for role in SERVICES if role not in roles]
    if missing:
        return Eligibility(allowed=False, rule=AGENCY, reason=f"no {' and no '.join(missing)} is available there")
    return Eligibility(allowed=True, rule=AGENCY, reason="a social worker and a psychologist are available")
