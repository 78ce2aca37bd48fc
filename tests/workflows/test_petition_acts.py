"""What a circumstance changes in a petition (Order 320 arts. 3(1), 6(1), 21(1)), on the acts alone."""

from datetime import UTC, date, datetime

import pytest

from models.acts import Act, Codes
from models.case import CaseState
from models.parole_petition import Facts
from workflows import parole_acts, parole_checks
from workflows.parole_common import outside

DAY = date(2026, 3, 9)


def circumstance(f: Facts, codes: Codes) -> None:
    act = Act(document="D-1", act="circumstance", by="institution", at=datetime(2026, 3, 9, 9, tzinfo=UTC), codes=codes)
    assert parole_checks.check(f, act, None) is None
    parole_acts.apply(CaseState(case="PAR-2026-000001", institution="minors"), f, act, None, DAY)


def petition(**given: object) -> Facts:
    return Facts.model_validate({"matter": "parole", "council": "minors", "minor": True, "filed": DAY, **given})


@pytest.mark.rule("o320.6.1.a.2", "o320.6.1.a.3")
def test_the_council_s_power_is_looked_at_again_when_a_circumstance_changes() -> None:
    f = petition()
    cases: tuple[tuple[Codes, str | None], ...] = (
        ({"danger_level": "high"}, "o320.6.1.a.2"),
        ({"danger_level": "increased"}, None),
        ({"life_sentence": True}, "o320.6.1.a.3"),
    )
    for codes, by in cases:
        circumstance(f, codes)
        found = outside(f)
        assert (found.rule if found else None) == by


def test_coming_of_age_leaves_the_council_and_ends_what_is_for_minors() -> None:
    f = petition()
    circumstance(f, {"came_of_age": True})
    assert (f.council, f.minor) == ("minors", False)
    refused = petition(result="refuse", considered_on=DAY)
    circumstance(refused, {"came_of_age": True})
    assert refused.minor, "the interval that began for a minor stays one of three months"


def test_nothing_changed_is_refused() -> None:
    act = Act(document="D-1", act="circumstance", by="institution", at=datetime(2026, 3, 9, 9, tzinfo=UTC), codes={})
    assert parole_checks.check(petition(), act, None) is not None
