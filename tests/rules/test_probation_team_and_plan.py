"""Order 502, articles 23-30: the team, the plan and its programmes, its end, mitigation, who sees what."""

from datetime import date
from typing import Any

import pytest

from rules.codes import codes_of
from rules.errors import NotAllowed
from rules.order_502.eligibility import agency_case_management
from rules.order_502.instrument import development_instrument
from rules.order_502.probation_access import may_see_probation
from rules.order_502.probation_plan import (
    goes_on,
    half_of_sentence,
    is_mandatory,
    lighter_reporting,
    may_lift,
    may_recommend,
    may_return,
    outcome_of,
    supervised_by,
)
from rules.order_502.probation_team import (
    all_agree,
    case_manager,
    meeting_holds,
    meets_after_plan,
    probation_members,
    team_possible,
)

OFFICER, WORKER, PSYCHOLOGIST = "probation_officer", "agency_social_worker", "agency_psychologist"
TEAM = (OFFICER, WORKER)


def coded(content: dict[str, Any], earlier: dict[str, dict[str, Any]] | None = None) -> Any:
    return codes_of(content["form"], content, earlier or {}, development_instrument())


@pytest.mark.rule("o502.23.2", "o502.19.3", "o502.23.3")
def test_a_team_is_the_officer_and_whoever_is_assigned() -> None:
    assert probation_members([]) == ()
    assert probation_members([WORKER]) == (OFFICER, WORKER)
    assert probation_members([PSYCHOLOGIST, WORKER]) == (OFFICER, WORKER, PSYCHOLOGIST)
    assert team_possible(["psychologist"])
    assert not team_possible([])


@pytest.mark.rule("o502.23.2", "o502.23.7.1", "o502.23.7.2", "o502.23.8.a", "o502.23.8.c")
@pytest.mark.parametrize(
    ("present", "invited", "informed_by", "rule"),
    [
        (TEAM, (), (), None),
        (TEAM, ("thematic_expert", "professional_supervisor", "invited_specialist"), (), None),
        (TEAM, ("director",), (), "o502.23.7.2"),
        ((WORKER,), (), (), "o502.23.8.a"),
        ((OFFICER,), (), (WORKER,), "o502.23.2"),
    ],
)
def test_who_must_and_who_may_be_at_a_meeting(
    present: tuple[str, ...], invited: tuple[str, ...], informed_by: tuple[str, ...], rule: str | None
) -> None:
    meeting = meeting_holds(TEAM, present, invited, informed_by)
    assert meeting.holds is (rule is None)
    assert rule in (None, meeting.rule)


@pytest.mark.rule("o502.23.8.c")
def test_an_absent_member_is_heard_beforehand() -> None:
    three = (OFFICER, WORKER, PSYCHOLOGIST)
    assert meeting_holds(three, TEAM, (), ()).rule == "o502.23.8.c"
    assert meeting_holds(three, TEAM, (), (PSYCHOLOGIST,)).holds


@pytest.mark.rule("o502.23.9.1", "o502.23.1.3")
def test_agreement_is_of_all_members_without_a_vote() -> None:
    assert all_agree(TEAM, {OFFICER: "agree", WORKER: "agree"}).agreed
    assert all_agree(TEAM, {OFFICER: "agree", WORKER: "disagree"}).against == (WORKER,)
    assert all_agree(TEAM, {OFFICER: "agree"}).silent == (WORKER,)


@pytest.mark.rule("o502.23.5.1", "o502.23.5.3")
@pytest.mark.parametrize(("months", "meets"), [(4, False), (5, True), (6, True)])
def test_a_plan_of_five_months_is_followed_by_a_meeting(months: int, meets: bool) -> None:
    assert meets_after_plan(months) is meets


def plan(months: int = 6, **programme: Any) -> dict[str, Any]:
    one = {"service": "course", "direction": "focused_on_criminal_behaviour", "provider": WORKER, **programme}
    return {"form": "annex-12", "months": months, "programmes": [one]}


@pytest.mark.rule("o502.24.2")
@pytest.mark.parametrize(("months", "allowed"), [(5, True), (6, True), (7, False)])
def test_a_plan_lasts_at_most_six_months(months: int, allowed: bool) -> None:
    if allowed:
        assert coded(plan(months))["months"] == months
        return
    with pytest.raises(NotAllowed) as refused:
        coded(plan(months))
    assert refused.value.rule == "o502.24.2"


@pytest.mark.rule("o502.25.1.a", "o502.25.1.b", "o502.25.1.c", "o502.25.2", "o502.23.1.4", "o502.24.3")
def test_what_the_plan_may_say_of_a_programme() -> None:
    assert coded(plan())["programmes"] == ["agency_social_worker:mandatory"]
    for free in ("linked_with_criminal_behaviour", "personal_and_social_skills"):
        assert coded(plan(direction=free, mandatory=False))["programmes"] == ["agency_social_worker:voluntary"]
        assert is_mandatory(free, True) is True
    for wrong, rule in (
        ({"mandatory": False}, "o502.25.1.a"),
        ({"direction": "linked_with_criminal_behaviour"}, "o502.25.1.b"),
        ({"direction": "personal_and_social_skills"}, "o502.25.1.c"),
        ({"provider": OFFICER}, "o502.25.2"),
    ):
        with pytest.raises(NotAllowed) as refused:
            coded(plan(**wrong))
        assert refused.value.rule == rule


@pytest.mark.rule("o502.24.2")
def test_a_change_never_takes_the_plan_beyond_six_months() -> None:
    content = {"what": "length", "months": 7, "reason": "more time"}
    with pytest.raises(NotAllowed) as refused:
        codes_of("pro-change_plan", content, {}, development_instrument())
    assert refused.value.rule == "o502.24.2"


@pytest.mark.rule("o502.24.5.2")
def test_a_refused_signature_stops_only_what_is_voluntary() -> None:
    assert goes_on(mandatory=True, signed=False, consented=False)
    assert not goes_on(mandatory=False, signed=False, consented=False)
    assert goes_on(mandatory=False, signed=False, consented=True)
    assert goes_on(mandatory=False, signed=True, consented=False)


@pytest.mark.rule("o502.27.2", "o502.27.3.1", "o502.27.3.3")
def test_who_supervises_after_the_plan_and_when_the_case_may_go_back() -> None:
    assert supervised_by([WORKER, WORKER], other_measures=True) == (True, (WORKER,))
    assert supervised_by([], other_measures=False) == (False, ())
    assert [may_return(n) for n in (1, 2)] == [False, True]


@pytest.mark.rule("o502.30.2.1", "o502.30.2.2", "o502.30.2.3", "o502.30.2.4")
def test_what_each_ground_does_to_the_plan() -> None:
    assert [outcome_of(f"o502.30.2.{n}") for n in (1, 3, 4)] == ["terminated"] * 3
    assert outcome_of("o502.30.2.2", return_on=date(2027, 1, 10)) == "suspended"
    assert outcome_of("o502.30.2.2") == "terminated"


@pytest.mark.rule("o502.29.1", "o502.29.2", "o502.29.3")
@pytest.mark.parametrize(
    ("harm", "probability", "active", "reached", "rule"),
    [
        ("low", "low", True, True, None),
        ("medium", "low", True, True, "o502.29.1"),
        ("low", "medium", True, True, "o502.29.1"),
        ("low", None, True, True, "o502.29.1"),
        ("low", "low", False, True, "o502.29.2"),
        ("low", "low", True, False, "o502.29.3"),
    ],
)
def test_mitigation_needs_all_three_conditions(
    harm: str, probability: str | None, active: bool, reached: bool, rule: str | None
) -> None:
    verdict = may_recommend(harm, probability, active_in_all=active, aims_reached=reached)
    assert verdict.allowed is (rule is None)
    assert rule in (None, verdict.rule)


@pytest.mark.rule("o502.29.5", "o502.29.6")
def test_lighter_reporting_has_two_intervals_and_lifting_waits_for_half_of_the_sentence() -> None:
    assert lighter_reporting() == ("2_week", "1_month")
    half = half_of_sentence(date(2026, 1, 1), date(2026, 4, 11))
    assert half == date(2026, 2, 20)
    assert not may_lift(half, date(2026, 2, 19)).allowed
    assert may_lift(half, date(2026, 2, 20)).allowed
    assert not may_lift(None, half).allowed


@pytest.mark.rule("o502.30.6")
@pytest.mark.parametrize(
    ("document", "role", "given", "allowed"),
    [
        ("annex-01", OFFICER, {}, True),
        ("annex-01", WORKER, {"in_team": True}, True),
        ("annex-01", WORKER, {}, False),
        ("annex-01", "professional_supervisor", {"is_supervisor": True}, True),
        ("annex-01", "professional_supervisor", {}, False),
        ("annex-01", "thematic_expert", {"in_team": True}, False),
        ("annex-01", "resocialisation_division_head", {}, False),
        ("doc-extension-request", "resocialisation_division_head", {}, True),
        ("annex-12", "probation_convict", {}, True),
        ("annex-13", "probation_convict", {}, False),
        ("annex-01", WORKER, {"receives_file": True}, True),
        ("annex-21", OFFICER, {}, False),
    ],
)
def test_who_sees_the_documentation(document: str, role: str, given: dict[str, bool], allowed: bool) -> None:
    assert may_see_probation(document, role, **given).allowed is allowed


@pytest.mark.rule("o502.19.2")
def test_the_case_manager_of_chapter_three_is_the_probation_officer() -> None:
    assert case_manager() == OFFICER


@pytest.mark.rule("o502.18")
@pytest.mark.parametrize(("on", "covered"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_chapter_three_covers_adults_from_the_birthday_on(on: date, covered: bool) -> None:
    assert agency_case_management(date(2008, 6, 1), on).allowed is covered


@pytest.mark.rule("o502.30.6")
def test_a_refusal_to_the_convict_goes_to_a_lawyer() -> None:
    assert may_see_probation("annex-13", "probation_convict").for_lawyer


@pytest.mark.rule("o502.21.11.3", "o502.21.2.2", "o502.7.11")
def test_part_three_filled_in_by_two_people_is_scored_when_it_is_whole() -> None:
    first = {"form": "annex-01-part-3", "points": {3: 1, 5: 1, 6: 1, 7: 1}}
    assert coded(first) == {"fields": [3, 5, 6, 7]}
    second = {"form": "annex-01-part-3", "points": {4: 1, **dict.fromkeys(range(8, 17), 1)}, "high": [8]}
    found = coded(second, {"annex-01-part-3": first})
    assert found["dynamic_points"] == "14"
    assert found["high"] == [8]
    assert "dynamic" not in coded(second)
