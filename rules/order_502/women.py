"""Annex 2, the women's screening questionnaire: sums by part, and what they lead to (articles 9 and 22)."""

from collections.abc import Sequence
from typing import Literal

from models.base import Frozen
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502.scoring import BadScore

Chapter = Literal["II", "III"]
Part = Literal["domestic_violence", "violence_against_women"]
PARTS: tuple[Part, Part] = ("domestic_violence", "violence_against_women")

_BLOCKS = {"II": ("o502.9.4.a", "o502.9.4.b"), "III": ("o502.22.5.a", "o502.22.5.b")}
_MAXIMA = {"II": ("o502.9.6", "four_together_max"), "III": ("o502.22.8", "part_max")}
_INFORMATION = {"II": "o502.9.8.a", "III": "o502.22.8.a.1"}
_PROGRAMME = {"II": "o502.9.8.b", "III": "o502.22.8.b.1"}
_PSYCHOLOGY = {"II": "o502.9.8.c", "III": "o502.22.8.c"}


class PartScore(Frozen):
    """One part of the questionnaire: its four block sums, their sum, and what the part alone leads to."""

    part: Part
    blocks: tuple[int, ...]
    sum: int
    outcome: Literal["nothing", "information", "programme"]
    explanation: str


class Outcome(Frozen):
    """A service: whether it is given, why, by which rule."""

    given: bool
    explanation: str
    rule: str


class WomenScore(Frozen):
    """Both parts and the outcome; both sums are shown, the routing goes by part."""

    domestic_violence: PartScore
    violence_against_women: PartScore
    information: Outcome
    programme: Outcome
    psychological_service: Outcome
    rules: tuple[str, ...]


@cites(
    *("o502.9.4.a", "o502.9.4.b", "o502.9.5", "o502.9.6", "o502.9.7"),
    *("o502.22.5.a", "o502.22.5.b", "o502.22.6", "o502.22.7", "o502.22.8"),
)
def score_women(
    domestic_violence: Sequence[int], violence_against_women: Sequence[int], *, chapter: Chapter = "II"
) -> WomenScore:
    """Score the questionnaire under chapter II (institutions) or III (probation), which say the same."""
    parts = [
        _part(part, blocks, chapter)
        for part, blocks in zip(PARTS, (domestic_violence, violence_against_women), strict=True)
    ]
    outcomes = {p.outcome for p in parts}
    programme = "programme" in outcomes
    information = "information" in outcomes and not programme
    both = "; ".join(p.explanation for p in parts)
    psychology = _psychology((*parts[0].blocks, *parts[1].blocks), chapter)
    given = [
        rule_id
        for rule_id, is_given in (
            (_INFORMATION[chapter], information),
            (_PROGRAMME[chapter], programme),
            (_PSYCHOLOGY[chapter], psychology.given),
        )
        if is_given
    ]
    return WomenScore(
        domestic_violence=parts[0],
        violence_against_women=parts[1],
        information=Outcome(
            given=information,
            explanation=f"{both}; the stronger outcome is taken",
            rule=_INFORMATION[chapter],
        ),
        programme=Outcome(
            given=programme, explanation=f"{both}; the stronger outcome is taken", rule=_PROGRAMME[chapter]
        ),
        psychological_service=psychology,
        rules=tuple(given),
    )


def _part(part: Part, blocks: Sequence[int], chapter: Chapter) -> PartScore:
    wanted = rule(_BLOCKS[chapter][PARTS.index(part)]).values["blocks"]
    top_rule, together = _MAXIMA[chapter]
    top = rule(top_rule).values["block_max"]
    if len(blocks) != wanted:
        raise BadScore(f"{part} has {wanted} block sums, not {len(blocks)}")
    for number, points in enumerate(blocks, start=1):
        if isinstance(points, bool) or not isinstance(points, int):
            raise BadScore(f"{part}, block {number} needs whole points, not {points!r}")
        if not 0 <= points <= top:
            by = ", ".join(cite(found) for found, _ in _MAXIMA.values())
            raise BadScore(f"{part}, block {number} has {points} points; a block has 0 to {top} ({by})")
    total = sum(blocks)
    assert total <= rule(top_rule).values[together]
    outcome, why = _outcome(total, max(blocks), chapter)
    return PartScore(part=part, blocks=tuple(blocks), sum=total, outcome=outcome, explanation=f"{part} {total}: {why}")


@cites("o502.9.8.a", "o502.9.8.b", "o502.22.8.a.1", "o502.22.8.b.1")
def _outcome(total: int, highest: int, chapter: Chapter) -> tuple[Literal["nothing", "information", "programme"], str]:
    """What one part leads to: 0-5 nothing, 6-30 information, above 30 or a block at 24 a programme."""
    programme, information = rule(_PROGRAMME[chapter]), rule(_INFORMATION[chapter])
    above, block_at = programme.values["sum_above"], programme.values["or_one_block_at"]
    low, top = information.values["sum_min"], information.values["sum_max"]
    if highest >= block_at:
        return "programme", f"programme, a block has {block_at} ({cite(programme.id)})"
    if total > above:
        return "programme", f"programme, above {above} ({cite(programme.id)})"
    if low <= total <= top:
        return "information", f"information, {low}-{top} ({cite(information.id)})"
    return "nothing", f"no service is named below {low}"


@cites("o502.9.8.c", "o502.22.8.c")
def _psychology(blocks: tuple[int, ...], chapter: Chapter) -> Outcome:
    """Psychological service when the two highest of the eight blocks come to 44 or more."""
    found = rule(_PSYCHOLOGY[chapter])
    needed = found.values["two_blocks_sum_min"]
    first, second = sorted(blocks, reverse=True)[:2]
    given = first + second >= needed
    sign = (
        f"{first} + {second} = {first + second}, {needed} or more"
        if given
        else (f"{first} + {second} = {first + second}, below {needed}")
    )
    return Outcome(given=given, explanation=f"two highest blocks: {sign} ({cite(found.id)})", rule=found.id)
