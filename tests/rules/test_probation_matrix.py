"""Order 502, article 21: every row from the points on the forms to who is asked for, worked out by hand from the text.

Bands of 7(4): low 0-5, medium 6-39, high 40 and more; of 7(10): low 0-74, medium 75-186, high 187-378. A row says what
the officer filled in, what that makes, and whom articles 21(3)-(4) and 21(10) then call, in which territory.
"""

from dataclasses import dataclass

import pytest

from rules.codes import codes_of
from rules.order_502.instrument import development_instrument
from rules.order_502.probation_routing import probation_route

WORKER, PSYCHOLOGIST = "agency_social_worker", "agency_psychologist"
BOTH, NONE = ("social_worker", "psychologist"), ()


@dataclass(frozen=True)
class Case:
    """One convict: points of part I by question, questions ticked high, points of part II, services, and what follows.

    `by` is the provision that decides; `asked` the specialist whom the officer asks for; `at_once` whether immediately;
    `lacked` whom the levels call for where no service is provided.
    """

    part_i: dict[int, int]
    part_ii: int
    level: str
    static: str
    by: str
    asked: str | None = None
    head: str | None = None
    at_once: bool = False
    through: str | None = None
    ticked: tuple[int, ...] = ()
    services: tuple[str, ...] = BOTH
    lacked: str | None = None


STAYS, LOW_HIGH, MEDIUM = "o502.21.3.b.2", "o502.21.3.c.1", "o502.21.3.d.1"
HIGH, AT_ONCE_8_10, AT_ONCE_1_7, NOBODY = "o502.21.4.1", "o502.21.10.1", "o502.21.10.2", "o502.21.3.a"
PSY = "o502.21.10.3"

MATRIX = [
    # 21(3)(b): low with low or medium: stays with the officer
    Case({1: 0}, 0, "low", "low", STAYS),
    Case({1: 5}, 74, "low", "low", STAYS),
    Case({8: 5}, 75, "low", "medium", STAYS),
    Case({1: 5}, 186, "low", "medium", STAYS),
    Case({1: 0}, 0, "low", "low", STAYS, ticked=(8,)),
    # 21(3)(c): low with high
    Case({1: 5}, 187, "low", "high", LOW_HIGH, WORKER, "o502.21.3.c.2"),
    Case({9: 5}, 378, "low", "high", LOW_HIGH, WORKER, "o502.21.3.c.2"),
    # 21(3)(d): medium with any, whatever the questions
    Case({1: 6}, 0, "medium", "low", MEDIUM, WORKER, "o502.21.3.d.2"),
    Case({1: 5, 10: 1}, 100, "medium", "medium", MEDIUM, WORKER, "o502.21.3.d.2"),
    Case({8: 39}, 187, "medium", "high", MEDIUM, WORKER, "o502.21.3.d.2"),
    Case({8: 39}, 0, "medium", "low", MEDIUM, WORKER, "o502.21.3.d.2", ticked=(8, 9)),
    # 21(4): high through questions 1 to 7 inclusive, with low or medium
    Case({1: 40}, 74, "high", "low", HIGH, WORKER, "o502.21.4.2", through="q1_7"),
    Case({7: 40}, 75, "high", "medium", HIGH, WORKER, "o502.21.4.2", through="q1_7"),
    Case({1: 39, 7: 1}, 186, "high", "medium", HIGH, WORKER, "o502.21.4.2", through="q1_7"),
    Case({1: 40, 8: 39}, 0, "high", "low", HIGH, WORKER, "o502.21.4.2", through="q1_7"),
    Case({1: 40}, 0, "high", "low", HIGH, WORKER, "o502.21.4.2", through="q1_7", ticked=(1, 7)),
    # 21(10), second case: high through 1 to 7 with high: the psychologist, immediately
    Case({1: 40}, 187, "high", "high", AT_ONCE_1_7, PSYCHOLOGIST, PSY, True, "q1_7"),
    Case({2: 20, 3: 20}, 378, "high", "high", AT_ONCE_1_7, PSYCHOLOGIST, PSY, True, "q1_7"),
    # 21(10), first case: high through 8 to 10 inclusive, with any static level
    Case({8: 40}, 0, "high", "low", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10"),
    Case({10: 40}, 75, "high", "medium", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10"),
    Case({8: 13, 9: 13, 10: 14}, 187, "high", "high", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10"),
    Case({1: 39, 8: 1}, 0, "high", "low", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10"),
    Case({1: 40, 8: 40}, 0, "high", "low", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10"),
    Case({1: 40}, 0, "high", "low", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10", ticked=(10,)),
    # one of the two services: the row holds and specialists are not swapped
    Case({1: 6}, 0, "medium", "low", MEDIUM, WORKER, "o502.21.3.d.2", services=("psychologist",)),
    Case({8: 40}, 0, "high", "low", AT_ONCE_8_10, PSYCHOLOGIST, PSY, True, "q8_10", services=("social_worker",)),
    # 21(3)(a): neither service: parts I and II alone, and the row of 21(3)(b) where it applies
    Case({1: 0}, 74, "low", "low", STAYS, services=NONE),
    Case({1: 0}, 187, "low", "high", NOBODY, services=NONE, lacked=WORKER),
    Case({1: 6}, 0, "medium", "low", NOBODY, services=NONE, lacked=WORKER),
    Case({1: 40}, 74, "high", "low", NOBODY, through="q1_7", services=NONE, lacked=WORKER),
    Case({1: 40}, 187, "high", "high", NOBODY, through="q1_7", services=NONE, lacked=PSYCHOLOGIST),
    Case({8: 40}, 74, "high", "low", NOBODY, through="q8_10", services=NONE, lacked=PSYCHOLOGIST),
]


@pytest.mark.rule(
    *("o502.21.3.a", "o502.21.3.b.1", "o502.21.3.b.2", "o502.21.3.c.1", "o502.21.3.c.2", "o502.21.3.d.1"),
    *("o502.21.3.d.2", "o502.21.4.1", "o502.21.4.2", "o502.21.10.1", "o502.21.10.2", "o502.21.10.3"),
)
@pytest.mark.parametrize("row", MATRIX, ids=lambda r: f"{r.by}-{r.part_i}-{r.part_ii}-{len(r.services)}")
def test_from_the_points_to_whom_the_article_calls(row: Case) -> None:
    one = {"form": "annex-01-part-1", "points": {q: row.part_i.get(q, 0) for q in range(1, 11)}, "high": row.ticked}
    two = {"form": "annex-01-part-2", "points": {1: min(row.part_ii, 189), 2: max(row.part_ii - 189, 0)}}
    said = codes_of("annex-01-part-1", one, {}, development_instrument())
    rated = codes_of("annex-01-part-2", two, {}, development_instrument())
    assert (said["serious_harm"], said.get("through"), rated["static"]) == (row.level, row.through, row.static)
    way = probation_route(row.level, row.through, row.static, row.services)  # type: ignore[arg-type]
    found = (way.rule, way.specialist, way.assigned_by, way.immediate, way.calls_for)
    assert found == (row.by, row.asked, row.head, row.at_once, row.lacked)
    assert way.part_three is (row.asked is not None)


@pytest.mark.rule("o502.21.3.d.1", "o502.21.10.1", "o502.21.10.2")
@pytest.mark.parametrize(
    ("level", "through", "asked"),
    [("medium", None, WORKER), ("high", "q8_10", PSYCHOLOGIST), ("high", "q1_7", None), ("low", None, None)],
)
def test_only_rows_for_any_static_level_are_decided_before_part_ii(
    level: str, through: str | None, asked: str | None
) -> None:
    way = probation_route(level, through, None, BOTH)  # type: ignore[arg-type]
    assert (way.specialist, way.known) == (asked, asked is not None)
