"""Order 320 articles 3-6, 10, 21, 23: which council, its members, who is due and when."""

from datetime import date

import pytest

from models.council import Member
from rules.council import eligibility, routing, seats
from tests.rules.test_order_320_votes import DAY, council


@pytest.mark.rule("o320.3.1", "o320.3.2", "o320.3.a", "o320.3.b", "o320.3.c", "o320.3.d")
def test_which_council() -> None:
    for place, wanted in (
        ("Tbilisi", "east_1"), ("Rustavi", "east_2"), ("Gardabani", "east_2"), ("Mtskheta", "east_3"),
        ("Batumi", "west"), ("Kutaisi", "west"), ("Tskaltubo", "west"),
    ):  # fmt: skip
        found = routing.council_for(place, minor=False, woman=False)
        assert found.council == wanted and found.rule == routing.RULE_OF[wanted]
        assert routing.council_for(place, minor=True, woman=True).council == "minors"
        assert routing.council_for(place, minor=False, woman=True).council == "women"
    lost = routing.council_for("Telavi", minor=False, woman=False)
    assert lost.council is None and lost.rule == "o320.3.1"


@pytest.mark.rule("o320.3.e", "o320.3.f")
def test_age_counts_on_the_day_of_receipt() -> None:
    assert routing.person("female", date(2008, 3, 10), date(2026, 3, 9)).minor
    assert not routing.person("female", date(2008, 3, 10), date(2026, 3, 10)).minor


@pytest.mark.rule("o320.12.4.2")
def test_another_council_may_take_over() -> None:
    assert routing.may_take_over("west", "east_1") is None
    assert routing.may_take_over("east_1", "east_1") and routing.may_take_over("south", "east_1")


@pytest.mark.rule("o320.6.1.a.1", "o320.6.1.a.2", "o320.6.1.a.3", "o320.6.1.b.1", "o320.6.1.b.2", "o320.6.1.b.3")
def test_what_is_outside_the_power_of_the_council() -> None:
    for matter, point in (("parole", "a"), ("commutation_labour", "b")):
        assert eligibility.power(matter, "medium", False).allowed
        assert eligibility.power(matter, "high", False).rule == f"o320.6.1.{point}.2"
        assert eligibility.power(matter, "low", True).rule == f"o320.6.1.{point}.3"


@pytest.mark.rule("o320.10.3", "o320.23.1.2", "o320.23.2.3")
def test_exactly_six_months_left_are_short() -> None:
    received = date(2026, 3, 9)
    assert eligibility.short_rest(received, date(2026, 9, 8))
    assert eligibility.short_rest(received, date(2026, 9, 9))
    assert not eligibility.short_rest(received, date(2026, 9, 10))


LONG, SHORT = date(2028, 1, 1), date(2026, 6, 1)


@pytest.mark.rule("o320.10.2.1", "o320.10.3", "o320.10.4.1", "o320.23.1.4")
@pytest.mark.parametrize(
    ("matter", "by", "ends", "given", "rule"),
    [
        ("parole", "institution", LONG, {}, None),
        ("parole", "institution", SHORT, {}, "o320.10.3"),
        ("parole", "institution", SHORT, {"minor": True}, None),
        ("parole", "convict", SHORT, {}, None),
        ("parole", "convict", LONG, {}, "o320.10.3"),
        ("parole", "convict", LONG, {"refused": True, "special_circumstance": True}, None),
        ("parole", "convict", LONG, {"special_circumstance": True}, "o320.10.3"),
        ("parole", "defender", SHORT, {}, "o320.10.3"),
        ("commutation_labour", "institution", LONG, {}, "o320.10.4.1"),
        ("commutation_labour", "defender", LONG, {}, None),
        ("commutation_home_arrest", "representative", LONG, {}, None),
    ],
)
def test_who_may_petition(matter: str, by: str, ends: date, given: dict[str, bool], rule: str | None) -> None:
    usual = {"minor": False, "special_circumstance": False, "refused": False}
    found = eligibility.petitioner(matter, by, received=DAY, sentence_ends=ends, **(usual | given))
    assert (None if found.allowed else found.rule) == rule


@pytest.mark.rule("o320.23.1.1", "o320.23.1.2", "o320.23.1.3", "o320.21.1")
def test_the_bar_of_six_months_and_its_exceptions() -> None:
    refused = date(2025, 8, 31)

    def on(received: date, ends: date = LONG, matter: str = "parole", **given: bool) -> eligibility.Verdict:
        usual = {"minor": False, "special": False}
        return eligibility.first_examination(matter, refused, received, ends, **(usual | given))

    barred = on(date(2026, 2, 28))
    assert not barred.allowed and barred.rule == "o320.23.1.1" and barred.first_day == date(2026, 3, 1)
    assert on(date(2026, 3, 1)).allowed
    assert on(date(2026, 2, 28), ends=date(2026, 8, 28)).rule == "o320.23.1.2"
    assert on(date(2026, 2, 28), special=True).rule == "o320.23.1.3"
    assert on(date(2025, 10, 1), minor=True).allowed
    assert not on(date(2025, 10, 1), minor=True, matter="commutation_labour").allowed


@pytest.mark.rule("o320.21.1", "o320.23.2.1", "o320.23.2.2", "o320.11.1")
def test_the_next_consideration_counts_from_the_session() -> None:
    assert eligibility.next_consideration(date(2025, 8, 31), minor=False) == ("o320.23.2.1", date(2026, 2, 28))
    assert eligibility.next_consideration(date(2026, 3, 9), minor=True) == ("o320.21.1", date(2026, 6, 9))
    assert eligibility.latest_receipt(date(2026, 6, 9)) == date(2026, 5, 14)
    assert eligibility.latest_receipt(date(2026, 6, 8)) == date(2026, 4, 14)
    assert eligibility.latest_receipt(date(2026, 1, 20)) == date(2025, 12, 14)


@pytest.mark.rule("o320.4.11.1", "o320.5.d")
def test_the_year_of_a_member_ends_by_itself() -> None:
    assert seats.term_end(date(2026, 1, 12)) == date(2027, 1, 12)
    assert seats.term_end(date(2024, 2, 29)) == date(2025, 2, 28)
    body = council(ngo=date(2026, 3, 9))
    assert "ngo" in seats.in_office(body, date(2026, 3, 9))
    assert "ngo" not in seats.in_office(body, date(2026, 3, 10))


@pytest.mark.rule("o320.14.2.1")
def test_the_quorum_is_seen_to_go_beforehand() -> None:
    body = council(ngo=date(2026, 5, 1), agency=date(2026, 6, 1), justice=date(2026, 7, 1))
    assert seats.quorum_until(body) == date(2026, 7, 1)
    assert seats.quorum_warning(body) == date(2026, 6, 2)
    assert seats.quorum_until(council("service", "ngo")) is None


@pytest.mark.rule("o320.4.1", "o320.4.2.a", "o320.4.2.b", "o320.4.2.c", "o320.4.2.d", "o320.4.2.e")
def test_vacant_seats() -> None:
    assert seats.vacant(()) == ("service", "agency", "justice", "ngo", "education")
    assert seats.vacant(("service", "agency", "justice", "education")) == ("ngo",)


@pytest.mark.rule(
    "o320.4.3",
    "o320.4.4",
    "o320.4.5",
    "o320.4.6",
    "o320.4.8.1",
    "o320.4.8.2",
    "o320.4.9.1",
    "o320.4.9.2",
    "o320.4.11.2",
)
def test_appointment() -> None:
    def ask(seat: str, by: str | None = None, *, suitable: bool = True, human_rights: bool = True) -> str | None:
        no = seats.appointment(seat, suitable=suitable, human_rights=human_rights, proposed_by=by)
        return no.rule if no else None

    assert ask("service") is None
    assert ask("service", suitable=False) == "o320.4.8.1"
    assert ask("agency") == "o320.4.4" and ask("agency", "agency_head") is None
    assert ask("justice") == "o320.4.5" and ask("justice", "high_council_of_justice") is None
    assert ask("ngo", "coordination_council") is None
    assert ask("ngo", "coordination_council", human_rights=False) == "o320.4.8.2"
    assert ask("education", "agency_head") == "o320.4.6"
    assert ask("church") == "o320.4.1"
    assert seats.appointment_note(1) is None and seats.appointment_note(2) == 3
    plain = Member(since=DAY, until=DAY)
    assert seats.special_experience_missing("minors", {"ngo": plain}) == "o320.4.9.1"
    assert seats.special_experience_missing("women", {"ngo": plain}) == "o320.4.9.2"
    trained = plain.model_copy(update={"experience": ["minors"]})
    assert seats.special_experience_missing("minors", {"ngo": trained}) is None
    assert seats.special_experience_missing("west", {}) is None


@pytest.mark.rule("o320.5.f")
def test_three_sessions_missed_in_a_row() -> None:
    assert not seats.three_missed(["absent_bad", "absent_bad", "present", "absent_bad"])
    assert seats.three_missed(["absent_bad", "recused", "absent_bad", "absent_bad"])
    assert not seats.three_missed(["absent_bad", "absent_bad", "absent_good"])


@pytest.mark.rule("o320.8.2")
def test_the_candidate_for_chair_needs_more_than_half_and_nobody_breaks_a_tie() -> None:
    assert seats.elected({"service": "ngo", "ngo": "ngo", "agency": "service"}) == "ngo"
    assert seats.elected({"service": "ngo", "ngo": "service"}) is None
