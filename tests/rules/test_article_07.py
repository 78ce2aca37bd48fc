"""Order 502, article 7: the scores of Annex 1, at every edge of every band."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
import yaml

from law.instrument_data import DEVELOPMENT
from rules.order_502.instrument import BadInstrument, Instrument, development_instrument, load_instrument
from rules.order_502.scoring import BadScore, dynamic_score, reoffending, serious_harm, static_score

USED = development_instrument()


def spread(total: int, numbers: range, top: int) -> dict[int, int]:
    """`total` points over the blocks, each filled before the next."""
    points = {}
    for number in numbers:
        points[number] = min(total, top)
        total -= points[number]
    assert total == 0
    return points


def harm(total: int) -> dict[int, int]:
    return spread(total, range(1, 11), 40)


def static(total: int) -> dict[int, int]:
    return spread(total, range(1, 3), 189)


def dynamic(total: int) -> dict[int, int]:
    return spread(total, range(3, 17), 18)


def changed(**blocks: Mapping[str, Any]) -> dict[str, Any]:
    """The development instrument with some blocks changed (b3={...})."""
    content: dict[str, Any] = yaml.safe_load(yaml.safe_dump(DEVELOPMENT))
    for block in content["blocks"]:
        block.update(blocks.get(f"b{block['block']}", {}))
    return content


@pytest.mark.rule("o502.7.2", "o502.7.3", "o502.7.4.a", "o502.7.4.b", "o502.7.4.c")
@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "low"), (5, "low"), (6, "medium"), (39, "medium"), (40, "high"), (41, "high"), (400, "high")],
)
def test_serious_harm_bands(points: int, level: str) -> None:
    scored = serious_harm(harm(points), USED)
    assert (int(scored.points), str(scored.level)) == (points, level)
    assert scored.maximum is None


@pytest.mark.rule("o502.7.10", "o502.7.10.a", "o502.7.10.b", "o502.7.10.c")
@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "low"), (74, "low"), (75, "medium"), (186, "medium"), (187, "high"), (378, "high")],
)
def test_static_bands(points: int, level: str) -> None:
    scored = static_score(static(points), USED)
    assert (int(scored.points), str(scored.level), scored.maximum) == (points, level, Decimal(378))


@pytest.mark.rule("o502.7.11", "o502.7.11.a", "o502.7.11.b", "o502.7.11.c")
@pytest.mark.parametrize(
    ("points", "level"),
    [(0, "low"), (49, "low"), (50, "medium"), (124, "medium"), (125, "high"), (252, "high")],
)
def test_dynamic_bands(points: int, level: str) -> None:
    scored = dynamic_score(dynamic(points), USED)
    assert (int(scored.points), str(scored.level), scored.maximum) == (points, level, Decimal(252))


@pytest.mark.rule("o502.7.5", "o502.7.12", "o502.7.12.a", "o502.7.12.b", "o502.7.12.c")
@pytest.mark.parametrize(
    ("static_points", "dynamic_points", "level"),
    [
        (0, 0, "low"),
        (74, 49, "low"),  # low + low = 123
        (75, 49, "low"),  # medium + low = 124, still low: never from the part levels
        (76, 49, "medium"),  # 125
        (186, 124, "medium"),  # 310
        (187, 124, "high"),  # 311
        (186, 125, "high"),  # 311
        (187, 123, "medium"),  # high + medium = 310, still medium
        (378, 252, "high"),  # 630
    ],
)
def test_reoffending_is_the_sum_of_the_points(static_points: int, dynamic_points: int, level: str) -> None:
    total = reoffending(static_score(static(static_points), USED), dynamic_score(dynamic(dynamic_points), USED))
    assert total is not None
    assert (int(total.points), str(total.level)) == (static_points + dynamic_points, level)
    assert total.maximum == 630
    assert f"{static_points} + {dynamic_points} = {static_points + dynamic_points}" in total.explanation


@pytest.mark.rule("o502.7.9")
def test_no_reoffending_level_without_both_parts() -> None:
    """A missing part is not 0."""
    assert reoffending(static_score(static(10), USED), None) is None
    assert reoffending(None, dynamic_score(dynamic(10), USED)) is None


@pytest.mark.rule("o502.7.10")
def test_a_product_that_is_not_whole_falls_by_the_lower_bounds() -> None:
    """74.5 is low, 75 is medium, 186.5 is medium: no score falls in a gap."""
    half = load_instrument(changed(b1={"max": 378, "multiplier": 0.5}))
    levels = [static_score({1: p, 2: 0}, half).level for p in (149, 150, 373, 374)]
    assert levels == ["low", "medium", "medium", "high"]
    assert static_score({1: 75.5, 2: 0}, USED).level == "medium"
    assert str(static_score({1: 150, 2: 0}, half).points) == "75"
    line = static_score({1: 149, 2: 0}, half).blocks[0]
    assert str(line.weighted) == "74.5"
    assert static_score({1: 149, 2: 0}, half).model_dump(mode="json")["points"] == 74.5


@pytest.mark.rule("o502.7.3")
@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({**harm(0), 8: 41}, "item 8 has 41 points, the instrument allows 40"),
        ({**harm(0), 8: -1}, "item 8 cannot have -1"),
        ({**harm(0), 11: 0}, "item 11 is not on this form"),
        ({k: v for k, v in harm(0).items() if k != 3}, "item 3 has no points"),
        ({**harm(0), 2: True}, "item 2 needs points"),
        ({**harm(0), 2: float("nan")}, "item 2 needs points"),
        ({**harm(0), 2: "3"}, "item 2 needs points"),
    ],
)
def test_points_that_the_form_does_not_allow(points: dict[int, Any], said: str) -> None:
    with pytest.raises(BadScore, match=said):
        serious_harm(points, USED)


@pytest.mark.rule("o502.7.10", "o502.7.11")
def test_blocks_belong_to_their_part() -> None:
    with pytest.raises(BadScore, match=r"block 3 is not on this form: it has blocks 1 to 2"):
        static_score({1: 0, 2: 0, 3: 0}, USED)
    with pytest.raises(BadScore, match=r"block 1 .* has 190 points, the instrument allows 189"):
        static_score({1: 190, 2: 0}, USED)
    with pytest.raises(BadScore, match=r"block 15, 16 have no points"):
        dynamic_score(dict.fromkeys(range(3, 15), 0), USED)


def test_numbers_as_json_gives_them() -> None:
    """Keys as text."""
    assert static_score({"1": 100, "2": 87}, USED).points == 187


@pytest.mark.rule("o502.7.6", "o502.7.7", "o502.7.8")
def test_the_shipped_instrument_is_whole_and_says_what_it_is_not() -> None:
    """Two static and fourteen dynamic blocks that reach the act's maxima."""
    assert (len(USED.part("static")), len(USED.part("dynamic"))) == (2, 14)
    assert sum(b.weighted_max for b in USED.part("static")) == 378
    assert sum(b.weighted_max for b in USED.part("dynamic")) == 252
    assert not USED.official
    assert "not the ministry's annex" in USED.notice["en"]
    assert isinstance(load_instrument(yaml.safe_dump(DEVELOPMENT)), Instrument)


@pytest.mark.rule("o502.7.6", "o502.7.7", "o502.7.8")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(b3={"max": 19}), "the dynamic blocks reach 253 points, the act says 252"),
        (changed(b3={"part": "static"}), "block 3 .* is dynamic by article 7"),
        (changed(b2={"key": "education"}), "block 2 is called past_criminal_behaviour"),
        (changed(b2={"multiplier": 0}), "wrong at block 2, multiplier"),
        (changed(b2={"colour": 1}), "wrong at block 2, colour"),
        ({**changed(), "blocks": changed()["blocks"][:-1]}, "needs blocks 1 to 16"),
        ({**changed(), "screening": changed()["screening"][1:]}, "needs items 1 to 10"),
        ("- a\n- b: [", "cannot be read: line"),
        ("[]", "top level"),
    ],
)
def test_an_instrument_that_the_act_does_not_allow(content: Any, said: str) -> None:
    with pytest.raises(BadInstrument, match=said):
        load_instrument(content)
