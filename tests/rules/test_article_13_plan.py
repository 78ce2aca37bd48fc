"""Article 13(2): the administrator's plan lasts at most twelve months; 14(1): the team's at most six."""

import pytest

from rules.codes import codes_of
from rules.errors import NotAllowed
from rules.order_502.instrument import development_instrument


@pytest.mark.parametrize(
    ("form", "rule", "longest"),
    [
        pytest.param("annex-08", "o502.13.2.2", 12, marks=pytest.mark.rule("o502.13.2.2")),
        pytest.param("annex-04", "o502.14.1", 6, marks=pytest.mark.rule("o502.14.1")),
    ],
)
def test_a_plan_of_the_longest_term_is_taken_and_a_month_more_is_not(form: str, rule: str, longest: int) -> None:
    for months in (longest - 1, longest):
        assert codes_of(form, {"form": form, "months": months}, {}, development_instrument())["months"] == months
    with pytest.raises(NotAllowed) as no:
        codes_of(form, {"form": form, "months": longest + 1}, {}, development_instrument())
    assert no.value.rule == rule
