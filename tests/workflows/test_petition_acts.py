"""What acts change in a petition, and what is refused (Order 320 arts. 3, 6, 12, 20, 21, 22), on the acts alone."""

from datetime import UTC, date, datetime

import pytest

from models.acts import Act, Codes, Refusal
from models.case import CaseState
from models.forms.registry import BadDocument, read
from models.parole_petition import Facts
from workflows import parole_acts, parole_checks
from workflows.parole_agenda import convene
from workflows.parole_common import outside
from workflows.steps.effects import Effects

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


def test_a_council_that_is_said_later_takes_the_case_over() -> None:
    state = CaseState(case="PAR-2026-000001", institution="none")
    at = datetime(2026, 3, 9, 9, tzinfo=UTC)
    f = petition(council=None, minor=False)
    said = Act(document="D-1", act="complete", by="director_general", at=at, codes={"council": "east_1"})
    assert parole_acts.apply(state, f, said, "which_council", DAY).moves_to == f.council == "east_1"
    grown = petition(filed=None, woman=True, territorial="west")
    came = Act(document="D-2", act="complete", by="institution", at=at, codes={"still_minor": False})
    assert parole_acts.apply(state, grown, came, "submit", DAY).moves_to == grown.council == "women"


def test_nothing_changed_is_refused() -> None:
    act = Act(document="D-1", act="circumstance", by="institution", at=datetime(2026, 3, 9, 9, tzinfo=UTC), codes={})
    assert parole_checks.check(petition(), act, None) is not None


def refusal(f: Facts, name: str, by: str, key: str | None = None, **codes: object) -> Refusal | None:
    given: Codes = codes  # type: ignore[assignment]
    act = Act(document="D-1", act=name, by=by, at=datetime(2026, 3, 9, 9, tzinfo=UTC), codes=given)
    return parole_checks.check(f, act, key)


def refused(f: Facts, name: str, by: str, key: str | None = None, **codes: object) -> str | None:
    found = refusal(f, name, by, key, **codes)
    return found.rule if found else None


def test_a_recusal_is_declared_for_the_own_seat_and_of_the_member_of_parliament_nobody_asks_for_one() -> None:
    member = {"since": "2026-01-12", "until": "2027-01-12"}
    sits = {"members": {"service": member, "justice": member}, "chair": "service", "acting": "justice"}
    f = petition(composition=sits)
    assert refused(f, "recuse", "mp", seat="justice") == "o320.12.1.1"
    assert refused(f, "recuse", "council_chair", seat="justice") == "o320.12.1.1"
    assert refused(f, "recuse", "convict", seat="mp") == "o320.12.1.4"
    assert refused(f, "recuse", "mp", seat="mp") is None, "a withdrawal is recorded"
    assert refused(f, "recuse", "council_member", seat="justice") is None
    recused = petition(
        composition=sits, recused={"service": "o320.12.1.3"},
        sessions=[{"n": 1, "kind": "without_hearing", "on": DAY, "materials_n": 1, "result": "refuse"}],
    )  # fmt: skip
    assert refused(recused, "complete", "council_chair", "issue#1", result="refuse", minor=True) == "o320.12.3.1"
    assert refused(recused, "complete", "acting_chair", "issue#1", result="refuse", minor=True) is None


def test_a_consent_is_for_a_lighter_kind_of_sentence_once_a_hearing_is_to_be_held() -> None:
    assert refused(petition(), "consent", "convict") == "o320.20.2"
    assert refused(petition(matter="commutation_labour"), "consent", "convict") == "o320.20.2"
    f = petition(matter="commutation_labour", admitted_on=DAY)
    assert refused(f, "consent", "convict") is None
    act = Act(document="D-1", act="consent", by="convict", at=datetime(2026, 3, 9, 9, tzinfo=UTC), codes={})
    effects = parole_acts.apply(CaseState(case="PAR-2026-000001", institution="minors"), f, act, None, DAY)
    assert (f.consent_on, effects.closes) == (DAY, ["consent"])


def test_nothing_has_happened_after_today_and_a_notice_counts_by_its_delivery() -> None:
    f = petition(sessions=[{"n": 1, "kind": "without_hearing", "on": DAY, "materials_n": 1, "result": "refuse"}])
    told = {"convict": "2026-03-09", "institution": "2026-03-09"}
    assert refused(f, "complete", "council_apparatus", "notify#1", told=told) is None
    found = refusal(f, "complete", "council_apparatus", "notify#1", told=told | {"institution": "2026-03-10"})
    assert found is not None and "lies in the future" in found.because
    assert refused(f, "complete", "council_chair", "mp_notice#1", delivered_on="2026-03-08") == "o320.4.7.4"
    assert refused(f, "complete", "council_chair", "mp_notice#1", delivered_on="2026-03-09") is None


def test_an_application_for_recusal_gives_its_reasons() -> None:
    member = {"since": "2026-01-12", "until": "2027-01-12"}
    f = petition(composition={"members": {"justice": member}})
    assert refused(f, "recuse", "convict", seat="justice", reasoned=False) == "o320.12.1.4"
    assert refused(f, "recuse", "convict", seat="justice", reasoned=True) is None


def test_with_six_months_left_the_institution_s_petition_gives_way_to_the_convict_s_application() -> None:
    short, long = date(2026, 9, 9), date(2026, 9, 10)
    for minor, ends, expected in ((False, short, "o320.10.3"), (False, long, None), (True, short, None)):
        f = petition(minor=minor, sentence_ends=ends, filed=None, due_since=date(2026, 3, 2))
        assert refused(f, "complete", "institution", "submit", petitioner="institution") == expected
        given = {"number": "PAR-2026-000002", "petitioner": "institution"}
        assert refused(f, "complete", "institution", "reconsider", **given) == expected
    due = petition(minor=False, sentence_ends=short, filed=None)
    assert refused(due, "end", "institution", ground="o320.10.3") is None
    assert refused(petition(minor=False), "end", "institution", ground="o320.10.3") == "o320.10.3"


def test_a_video_hearing_after_a_move_is_warned_of_and_needs_the_equipment_of_the_new_place() -> None:
    f = petition(minor=False, admitted_on=DAY)
    circumstance(f, {"moved": True, "video_equipment": False})
    assert (f.moved, f.video) == (True, False)
    circumstance(f, {"video_equipment": True})
    effects = Effects()
    convene(f, "hearing", date(2026, 3, 20), "video", "council_chair", effects, limit=None)
    assert "outside_territory" in [e.event for e in effects.events]


def test_a_field_that_is_missing_is_refused_by_the_rule_that_asks_for_it() -> None:
    said = {"note": "noted"}
    criteria = dict.fromkeys(("crime", "conduct", "past", "family", "personality"), said)
    decision = {"result": "refuse", "reasons": "reasons", "signed_by_chair": True, "criteria": criteria}
    minutes = {"votes": {"ngo": "refuse"}, "final_decision": "refuse", "signed_by_chair": True}
    for form, content, by, words in (
        ("o320.decision", {**decision, "criteria": {**criteria, "personality": None}}, "o320.13.1.e", "personality"),
        ("o320.decision", {k: v for k, v in decision.items() if k != "reasons"}, "o320.22.2", "'reasons' is missing"),
        ("o320.minutes-without-hearing", {**minutes, "signed_by_chair": False}, "o320.8.3.e", "must be true"),
        ("o320.minutes-hearing", minutes, "o320.19.1.a", "'proceedings' is missing"),
    ):
        with pytest.raises(BadDocument, match=words) as fault:
            read(form, content)
        assert fault.value.rule == by
    assert refused(petition(), "complete", "institution", "submit", petitioner="institution",
                   characterisation=False) == "o320.10.2.4"  # fmt: skip
