"""Order 320 article 8(5)(d): who reads the papers of a petition, and what recusal takes away."""

import pytest

from rules.council.access import reader, seat_of

HELD = {"service": "S-1", "agency": "S-2", "justice": None}


@pytest.mark.rule("o320.8.5.d")
def test_a_member_reads_the_petition_and_the_materials_until_recused() -> None:
    for form in ("o320.petition", "o320.case-materials"):
        assert reader(form, "council_member", seat="agency").allowed
        assert reader(form, "council_member", seat="agency", recused=("service",)).allowed
        closed = reader(form, "council_member", seat="agency", recused=("agency",))
        assert not closed.allowed and closed.rule == "o320.8.5.d"
    assert reader("o320.self-recusal-statement", "council_member", seat="agency", recused=("agency",),
                  own_document=True).allowed  # fmt: skip


@pytest.mark.rule("o320.8.5.d")
def test_others_read_what_the_catalogue_names_them_for() -> None:
    assert reader("o320.petition", "mp").allowed and not reader("o320.minutes-without-hearing", "mp").allowed
    assert reader("o320.minutes-without-hearing", "apparatus_employee").allowed
    assert reader("parole-vote", "council_apparatus").allowed and not reader("parole-vote", "convict").allowed
    assert not reader("o320.petition", "case_manager").allowed and not reader("o320.petition", None).allowed


def test_the_seat_is_known_by_the_staff_id_and_the_chair_s_by_the_role() -> None:
    assert seat_of("S-2", "council_member", HELD, "service") == "agency"
    assert seat_of("S-9", "council_chair", HELD, "justice") == "justice"
    assert seat_of("S-9", "council_member", HELD, "service") is None
    assert seat_of("S-9", "mp", HELD, "service") == "mp"
