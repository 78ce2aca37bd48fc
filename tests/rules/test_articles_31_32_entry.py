"""Order 502, articles 31, 32, 38: who may come in, how a referral is made, which services are open to whom."""

from datetime import date, datetime
from typing import Any

import pytest

from models.acts import Refusal
from rules.order_502.former_entry import (
    Group,
    beneficiary_since,
    former_prisoner,
    has_right_to_reapply,
    in_time,
    last_day_to_enter,
    place_of_referral,
    service_open,
    signed,
    target_group,
)
from rules.order_502.former_services import KINDS, for_family, kind_rule, meets_criteria
from rules.terms.dates import TBILISI
from starter.openers import NotOpened
from starter.opening import new_case

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=TBILISI)


@pytest.mark.rule("o502.31.1")
def test_adults_alone_on_the_day_of_the_referral() -> None:
    eighteen = date(2008, 3, 2)
    assert former_prisoner(eighteen, date(2026, 3, 2)) is None
    no = former_prisoner(eighteen, date(2026, 3, 1))
    assert no is not None
    assert no.rule == "o502.31.1"


@pytest.mark.rule("o502.31.3.a", "o502.31.3.b", "o502.31.3.c")
@pytest.mark.parametrize(
    ("group", "rule_id", "fits"),
    [
        (Group("citizen_of_georgia"), "o502.31.3.a", True),
        (Group("foreign_citizen", legal_stay=True), "o502.31.3.a", True),
        (Group("stateless_person", legal_stay=False), "o502.31.3.a", False),
        (Group("neutral_document"), "o502.31.3.b", True),
        (Group("occupied_territory", registered=True, personal_number=True), "o502.31.3.c", True),
        (Group("occupied_territory", registered=True), "o502.31.3.c", False),
        (Group("occupied_territory", registered=False, personal_number=True), "o502.31.3.c", False),
    ],
)
def test_each_target_group(group: Group, rule_id: str, fits: bool) -> None:
    found, no = target_group(group)
    assert (found, no is None) == ((rule_id, True) if fits else (None, False))
    assert no is None or no.rule == rule_id


@pytest.mark.rule("o502.31.5.1")
@pytest.mark.parametrize(("filled", "fits"), [((2026, 3, 1), True), ((2026, 3, 2), True), ((2026, 3, 3), False)])
def test_within_five_years_of_the_release(filled: tuple[int, int, int], fits: bool) -> None:
    assert last_day_to_enter(date(2021, 3, 2)) == date(2026, 3, 2)
    assert in_time(date(2021, 3, 2), date(*filled)) is fits
    assert in_time(None, date(*filled))


def at_place(place: str, **given: Any) -> tuple[str, Refusal | None]:
    usual = {"electronic": False, "meeting_on": None, "filled_on": date(2026, 3, 2), "health_reason": False}
    return place_of_referral(place, **{**usual, **given})


@pytest.mark.rule("o502.32.1.1", "o502.32.1.2", "o502.32.1.3", "o502.32.1.4", "o502.32.1.5")
def test_each_place_under_its_rule() -> None:
    assert at_place("agency") == ("o502.32.1.2", None)
    assert at_place("penitentiary_institution", meeting_on=date(2026, 3, 2)) == ("o502.32.1.3", None)
    assert at_place("home", health_reason=True) == ("o502.32.1.4", None)
    assert at_place("anywhere", electronic=True) == ("o502.32.1.5", None)
    for place, given in (
        ("penitentiary_institution", {"meeting_on": date(2026, 3, 3)}),
        ("home", {}),
        ("anywhere", {}),
    ):
        rule_id, no = at_place(place, **given)
        assert no is not None
        assert no.rule == rule_id


@pytest.mark.rule("o502.32.2.1", "o502.32.2.2", "o502.32.2.3")
def test_paper_is_signed_by_both_and_electronic_by_nobody() -> None:
    assert signed(electronic=False, author=True, social_worker=True) is None
    assert signed(electronic=True, author=False, social_worker=False) is None
    for author, worker in ((True, False), (False, True)):
        no = signed(electronic=False, author=author, social_worker=worker)
        assert no is not None
        assert no.rule == "o502.32.2.2"


@pytest.mark.rule("o502.32.5")
def test_the_later_of_assignment_and_release_makes_the_beneficiary() -> None:
    assert beneficiary_since(date(2026, 3, 2), date(2026, 3, 9)) == date(2026, 3, 9)
    assert beneficiary_since(date(2026, 3, 2), date(2025, 3, 9)) == date(2026, 3, 2)
    assert beneficiary_since(date(2026, 3, 2), None) is None
    assert beneficiary_since(None, date(2026, 3, 2)) is None


@pytest.mark.rule("o502.37.5", "o502.36.7")
def test_one_application_anew_by_right_and_the_head_decides_on_more() -> None:
    assert has_right_to_reapply(0)
    assert not has_right_to_reapply(1)


@pytest.mark.rule("o502.32.8.1", "o502.32.8.2", "o502.32.8.3")
def test_what_a_refused_consent_leaves_open() -> None:
    assert service_open("refused", [], "legal_service", outside=False) is None
    assert service_open(None, [], "legal_service", outside=True) is not None
    assert service_open("refused", ["employment_support"], "employment_support", outside=True) is None
    assert service_open("refused", ["employment_support"], "health_care_access", outside=True) is not None
    assert service_open("general", [], "health_care_access", outside=True) is None


@pytest.mark.rule(*(f"o502.38.1.{x}" for x in "abcdefghijk"), "o502.38.1", "o502.38.2")
def test_the_kinds_of_service_and_the_open_end_of_the_list() -> None:
    assert len(KINDS) == 11
    assert {kind_rule(kind) for kind in KINDS} == {f"o502.38.1.{x}" for x in "abcdefghijk"}
    assert kind_rule("other_measure") == "o502.38.2"
    assert kind_rule("gardening") is None


@pytest.mark.rule("o502.31.4", "o502.31.6", "o502.38.1.k")
def test_family_members_and_criteria() -> None:
    assert for_family("beneficiary", helps_beneficiary=False) is None
    assert for_family("family_member", helps_beneficiary=True) is None
    assert for_family("family_member", helps_beneficiary=False) is not None
    assert meets_criteria("legal_service", met=True) is None
    assert meets_criteria("legal_service", met=False) is not None


# ------------------------------------------------------------------ the intake


def intake(**given: Any) -> dict[str, Any]:
    referral = {"filled_on": date(2026, 3, 2), "place": "agency", "contact": "made up"} | given.pop("referral", {})
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}
    return {
        "number": "FOR-2026-000001",
        "person": person | given.pop("person", {}),
        "released_on": date(2025, 11, 3),
        "referral": referral,
        "needs": ["legal_service"],
        **given,
    }


@pytest.mark.parametrize(
    ("rule_id", "given"),
    [
        ("o502.31.1", {"person": {"birth_date": date(2008, 3, 3)}}),
        ("o502.31.1", {"released_on": None}),
        ("o502.31.1", {"released_on": date(2026, 3, 3)}),
        ("o502.31.3.a", {"group": "foreign_citizen", "legal_stay": False}),
        ("o502.31.3.c", {"group": "occupied_territory", "registered": True}),
        ("o502.32.1.4", {"referral": {"place": "home", "health_reason": False}}),
        ("o502.32.2.2", {"referral": {"signed_by_author": False}}),
        ("o502.32.2.2", {"referral": {"filled_on": date(2026, 3, 3)}}),
    ],
)
def test_an_intake_that_the_law_stops(rule_id: str, given: dict[str, Any]) -> None:
    with pytest.raises(NotOpened) as refused:
        new_case("former_prisoner_case", intake(**given), NOW, by="tests")
    assert refused.value.refusal.rule == rule_id
    assert refused.value.refusal.way_on


@pytest.mark.rule("o502.32.4.a", "o502.32.4.b", "o502.35.a", "o502.32.2.1")
def test_missing_papers_and_contact_data_stop_nothing_and_no_word_travels() -> None:
    papers = {"contact": None, "identity_copy": False, "certificate": False, "conviction": "a made-up article"}
    made = new_case("former_prisoner_case", intake(referral=papers, released_on=date(2020, 1, 1)), NOW, by="tests")
    codes = made.intake
    assert (codes["status"], codes["contact_given"], codes["identity"], codes["certificate"]) == (
        "new",
        False,
        False,
        False,
    )
    assert codes["over_five_years"] is True
    assert "made-up" not in repr(codes)
    assert made.papers[0][1]["conviction"] == "a made-up article"
    assert made.papers[0][1]["needs"] == ["legal_service"]


@pytest.mark.rule("o502.37.5")
def test_a_release_to_come_and_an_application_anew() -> None:
    inside = intake(referral={"place": "prison", "meeting_on": date(2026, 3, 2)}, released_on=date(2026, 4, 1))
    made = new_case("former_prisoner_case", inside, NOW, by="tests")
    assert made.intake["released_on"] is None
    again = new_case("former_prisoner_case", intake(applied_before=1), NOW, by="tests")
    assert again.intake["previous_case"] is not None
