"""The team of danger-risk reviews as its order forms it, release from it, and which edition holds on a day."""

from datetime import date

import pytest

from rules.catalogue import rule
from rules.danger import team
from rules.danger.edition import BOTH, Edition, edition_on
from rules.danger.matters import MATTERS
from rules.danger.team import Member
from rules.errors import NotAllowed
from tests.danger.editions import DR2, O70, both, whole_team


def test_every_matter_names_rules_of_the_catalogue() -> None:
    for column in (0, 1):
        for row in MATTERS.values():
            for rule_id in row[column].split():
                assert rule(rule_id).act == BOTH[column].id


@pytest.mark.rule("o70.ord6")
def test_the_edition_by_date() -> None:
    later = date(2021, 1, 1)
    assert edition_on(date(2020, 12, 31), later) is O70
    assert edition_on(later, later) is DR2
    with pytest.raises(LookupError, match="Order 70 began"):
        edition_on(date(2015, 7, 8), later)
    with pytest.raises(LookupError, match="name the edition"):
        edition_on(later, None)


@pytest.mark.parametrize("e", both("team_size", "seats", "team", "nominated", "two_reserves", "which_reserve"))
def test_a_whole_team(e: Edition) -> None:
    seats = list(e.seats)
    team.check_team(e, whole_team(e), seats[0], seats[1])
    for spoil in ("seat", "reserve", "unit", "nominator", "head", "same"):
        spoiled, head, deputy = whole_team(e), seats[0], seats[1]
        if spoil == "seat":
            spoiled["doctor"] = spoiled[seats[0]]
        elif spoil == "reserve":
            del spoiled[seats[2]]["reserve"]
        elif spoil == "unit":
            spoiled["operative"]["main"] = Member(unit="social_division", by=spoiled["operative"]["main"].by)
        elif spoil == "nominator":
            spoiled["operative"]["main"] = Member(unit="operative_division", by="institution_director")
        elif spoil == "head":
            head = "doctor"
        else:
            deputy = head
        with pytest.raises(NotAllowed):
            team.check_team(e, spoiled, head, deputy)


@pytest.mark.rule("dr2.9.2.s2", "dr2.9.2.s3")
def test_the_later_rule_wants_two_reserve_candidates() -> None:
    one = {seat: {p: m for p, m in places.items() if p != "second_reserve"} for seat, places in whole_team(DR2).items()}
    with pytest.raises(NotAllowed) as refused:
        team.check_team(DR2, one, "psychologist", "operative")
    assert refused.value.rule == "dr2.9.2.s2"


@pytest.mark.parametrize(
    ("e", "ground", "expected"),
    [
        pytest.param(e, ground, rule_id, id=rule_id, marks=pytest.mark.rule(rule_id, e.rule("release")))
        for e in BOTH
        for ground, rule_id in team.GROUNDS[e.id].items()
    ],
)
def test_grounds_of_release_are_a_closed_list(e: Edition, ground: str, expected: str) -> None:
    assert team.release_rule(e, ground) == expected
    with pytest.raises(NotAllowed):
        team.release_rule(e, "old_age")


def test_death_is_a_ground_of_the_old_edition_alone() -> None:
    with pytest.raises(NotAllowed) as refused:
        team.release_rule(DR2, "died")
    assert refused.value.rule == "dr2.9.4"


@pytest.mark.parametrize(("e", "rule_id"), [
    pytest.param(O70, "o70.9.4.e", marks=pytest.mark.rule("o70.9.4.e")),
    pytest.param(DR2, "dr2.9.4.b", marks=pytest.mark.rule("dr2.9.4.b")),
])  # fmt: skip
def test_three_sessions_missed_in_a_row(e: Edition, rule_id: str) -> None:
    bad, good = "absent_bad", "absent_good"
    assert not team.missed_too_often(e, [bad, bad])
    assert team.missed_too_often(e, [bad, bad, bad])
    assert team.missed_too_often(e, [bad, "recused", good, bad, bad])
    assert not team.missed_too_often(e, [bad, bad, "present", bad])
