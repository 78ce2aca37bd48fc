"""The instant way to the psychologist: items 8-10 of the screening (article 12(3))."""

from collections.abc import Iterable

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.instrument import SCREENING_ITEMS
from rules.order_502.scoring import BadScore


class InstantReferral(Frozen):
    """Whether psychological service is given at once, and why."""

    needed: bool
    because: tuple[str, ...]
    explanation: str
    rules: tuple[str, ...] = ("o502.12.3",)


@cites("o502.12.3")
def instant_psychologist(
    high: Iterable[int] = (),
    *,
    self_harm_or_suicide: bool = False,
    mental_health: bool = False,
    addiction: bool = False,
) -> InstantReferral:
    """Whether item 8, 9 or 10 is marked high, or self-harm, mental health or addiction shows.

    It turns on what the case manager ticks, not on points or on the total, so it holds at any level of risk.
    """
    given = list(high)
    for item in given:
        if isinstance(item, bool) or not isinstance(item, int) or not 1 <= item <= SCREENING_ITEMS:
            raise BadScore(f"high names item {item!r}; the screening has items 1 to {SCREENING_ITEMS}")
    marked = sorted(set(given))
    counting = set(rule("o502.12.3").values["screening_items"])
    because = [f"item {item} is marked high" for item in marked if item in counting]
    because += [
        said
        for held, said in (
            (self_harm_or_suicide, "risk of self-harm or suicide"),
            (mental_health, "mental health problem"),
            (addiction, "addictive behaviour"),
        )
        if held
    ]
    words = "; ".join(because) if because else "no item of 8, 9, 10 is marked high and nothing else shows"
    return InstantReferral(needed=bool(because), because=tuple(because), explanation=f"{words} (art. 12(3))")
