"""Order 502, article 9 (and its twin 22): the women's questionnaire."""

from datetime import date

import pytest

from rules.order_502.eligibility import women_questionnaire
from rules.order_502.scoring import BadScore
from rules.order_502.women import Chapter, score_women

NOTHING = (0, 0, 0, 0)


def outcomes(first: tuple[int, ...], second: tuple[int, ...] = NOTHING, chapter: Chapter = "II") -> list[bool]:
    scored = score_women(first, second, chapter=chapter)
    return [scored.information.given, scored.programme.given, scored.psychological_service.given]


@pytest.mark.rule("o502.9.5", "o502.9.7", "o502.9.8.a", "o502.9.8.b")
@pytest.mark.rule("o502.22.6", "o502.22.8.a.1", "o502.22.8.b.1")
@pytest.mark.parametrize("chapter", ["II", "III"])
@pytest.mark.parametrize(
    ("blocks", "information", "programme"),
    [
        ((0, 0, 0, 0), False, False),
        ((5, 0, 0, 0), False, False),
        ((6, 0, 0, 0), True, False),
        ((10, 10, 9, 0), True, False),  # 29
        ((10, 10, 10, 0), True, False),  # exactly 30
        ((10, 10, 11, 0), False, True),  # 31
        ((23, 0, 0, 0), True, False),
        ((24, 0, 0, 0), False, True),  # one block at its maximum
        ((24, 6, 0, 0), False, True),
    ],
)
def test_outcome_of_one_part(blocks: tuple[int, ...], information: bool, programme: bool, chapter: Chapter) -> None:
    assert outcomes(blocks, chapter=chapter)[:2] == [information, programme]
    assert outcomes(NOTHING, blocks, chapter=chapter)[:2] == [information, programme]


@pytest.mark.rule("o502.9.8.a", "o502.9.8.b")
def test_each_part_alone_and_the_stronger_outcome_is_taken() -> None:
    """20 and 20 are two times information, not a sum of 40; a programme in one part drops it."""
    assert outcomes((20, 0, 0, 0), (20, 0, 0, 0))[:2] == [True, False]
    assert outcomes((20, 0, 0, 0), (20, 11, 0, 0))[:2] == [False, True]
    scored = score_women((20, 0, 0, 0), (20, 11, 0, 0))
    assert (scored.domestic_violence.sum, scored.violence_against_women.sum) == (20, 31)
    assert "domestic_violence 20" in scored.programme.explanation


@pytest.mark.rule("o502.9.8.c", "o502.22.8.c")
@pytest.mark.parametrize("chapter", ["II", "III"])
@pytest.mark.parametrize(
    ("first", "second", "given"),
    [((21, 0, 0, 0), (22, 0, 0, 0), False), ((22, 0, 0, 0), (22, 0, 0, 0), True),
     ((20, 24, 0, 0), NOTHING, True), ((20, 23, 20, 20), NOTHING, False), (NOTHING, (24, 0, 0, 24), True)],
)  # fmt: skip
def test_two_highest_of_the_eight_blocks(
    first: tuple[int, ...], second: tuple[int, ...], given: bool, chapter: Chapter
) -> None:
    assert outcomes(first, second, chapter)[2] is given


@pytest.mark.rule("o502.9.4.a", "o502.9.4.b", "o502.9.6", "o502.22.5.a", "o502.22.5.b", "o502.22.8")
@pytest.mark.parametrize(
    ("blocks", "said"),
    [((25, 0, 0, 0), "block 1 has 25 points; a block has 0 to 24"), ((0, -1, 0, 0), "block 2 has -1"),
     ((0, 0, 0), "has 4 block sums, not 3"), ((0, 0, 0, 0, 0), "not 5"),
     ((0, 0, 0, True), "block 4 needs whole")],
)  # fmt: skip
def test_blocks_that_the_questionnaire_does_not_have(blocks: tuple[int, ...], said: str) -> None:
    with pytest.raises(BadScore, match=f"domestic_violence.*{said}"):
        score_women(blocks, NOTHING)
    with pytest.raises(BadScore, match=f"violence_against_women.*{said}"):
        score_women(NOTHING, blocks, chapter="III")


@pytest.mark.rule("o502.9.6")
def test_the_fullest_questionnaire() -> None:
    """24 in each of the eight blocks: 96 in each part."""
    scored = score_women((24,) * 4, (24,) * 4)
    assert (scored.domestic_violence.sum, scored.violence_against_women.sum) == (96, 96)
    assert scored.rules == ("o502.9.8.b", "o502.9.8.c")


@pytest.mark.rule("o502.9.1", "o502.22.1")
@pytest.mark.parametrize("chapter", ["II", "III"])
def test_only_for_adult_women(chapter: Chapter) -> None:
    """The day before, the day, and the day after the eighteenth birthday; never for men."""
    born = date(2008, 3, 2)
    asked = [women_questionnaire("female", born, date(2026, 3, d), chapter=chapter).allowed for d in (1, 2, 3)]
    assert asked == [False, True, True]
    assert not women_questionnaire("male", date(1980, 1, 1), date(2026, 3, 2), chapter=chapter).allowed
