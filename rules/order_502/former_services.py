"""The services of the former prisoners' programme and to whom they go (Order 502 arts. 31(4), 31(6), 38)."""

from models.acts import Refusal
from rules.catalogue import rule
from rules.citing import cites

LETTERS = "abcdefghijk"
KINDS: dict[str, str] = {rule(f"o502.38.1.{x}").values["service"]: f"o502.38.1.{x}" for x in LETTERS}
"""Kind of service → the rule that lists it."""

OTHER = "other_measure"
"""38(2): the list is open; any further measure of the division."""


@cites("o502.38.1", "o502.38.2", *KINDS.values())
def kind_rule(kind: str) -> str | None:
    """The rule that offers a kind of service; None for what the programme does not know."""
    return "o502.38.2" if kind == OTHER else KINDS.get(kind)


@cites("o502.31.4", "o502.38.1.k")
def for_family(to: str, *, helps_beneficiary: bool) -> Refusal | None:
    """A family member gets a service only when that is expected to help the beneficiary's own rehabilitation."""
    if to != "family_member" or helps_beneficiary:
        return None
    return Refusal(
        rule="o502.31.4",
        because="A service for a family member must be expected to help the beneficiary's own rehabilitation",
        way_on="Say `helps_beneficiary: true` with the reason, or give the service to the beneficiary",
    )


@cites("o502.31.6")
def meets_criteria(kind: str, *, met: bool) -> Refusal | None:
    """Who does not meet the criteria of one service is not its user; the case goes on."""
    if met:
        return None
    return Refusal(
        rule="o502.31.6",
        because=f"The criteria of '{kind}' are not met",
        way_on="Choose another service; this is no ground for closing the case",
    )
