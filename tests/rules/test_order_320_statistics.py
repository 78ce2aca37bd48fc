"""Order 320 articles 9(2)(d)-(e), 9(4), 16(6), 18(7)."""

from datetime import date

import pytest

from rules.council.hearing import unassisted
from rules.council.statistics import BadQuarter, quarter, quarter_before, table
from storage.council_decisions import Decided


def decision(result: str = "refuse", council: str = "west", *missed: str) -> Decided:
    return Decided(
        council=council, matter="parole", result=result, received=date(2026, 1, 14), decided=date(2026, 2, 9),
        missed=missed,
    )  # fmt: skip


@pytest.mark.rule("o320.9.2.d", "o320.9.2.e", "o320.9.4")
def test_counts_by_council_matter_and_result_and_no_small_group() -> None:
    late = decision("refuse", "west", "o320.11.1")
    lines = table([decision(), late, late, late, decision("grant_parole"), decision("refuse", "east_1")])
    west = next(x for x in lines if (x.council, x.result) == ("west", "refuse"))
    assert (west.decisions, west.median_days, west.missed["target"], west.missed["issue"]) == (4, 26, 3, 0)
    small = next(x for x in lines if x.result == "grant_parole")
    assert small.decisions is None and small.median_days is None and set(small.missed.values()) == {None}
    one_late = table([decision(), decision(), late])
    assert one_late[0].missed["target"] is None, "one late petition could be made out"


@pytest.mark.rule("o320.9.2.e")
def test_quarters_are_those_of_the_calendar() -> None:
    assert quarter("2026-Q1") == (date(2026, 1, 1), date(2026, 4, 1))
    assert quarter("2026-Q4") == (date(2026, 10, 1), date(2027, 1, 1))
    assert [quarter_before(date(2026, m, 1)) for m in (1, 3, 4, 12)] == ["2025-Q4", "2025-Q4", "2026-Q1", "2026-Q3"]
    with pytest.raises(BadQuarter):
        quarter("2026-5")


@pytest.mark.rule("o320.16.6", "o320.18.7.2")
def test_a_minor_is_heard_with_a_defender_or_a_representative() -> None:
    for video, by in ((False, "o320.16.6"), (True, "o320.18.7.2")):
        no = unassisted(["convict", "institution"], minor=True, video=video)
        assert no is not None and no.rule == by
        assert unassisted(["convict", "legal_representative"], minor=True, video=video) is None
        assert unassisted(["convict"], minor=False, video=video) is None
