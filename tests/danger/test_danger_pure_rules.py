"""The pure rules of both danger-risk editions: composition, recusal, quorum, votes, placement, periods, items."""

from datetime import date

import pytest

from rules.catalogue import rule
from rules.danger import disclosure, evidence, group, items, periods, placement, registering, team, voting
from rules.danger.edition import BOTH, Edition, edition, edition_on
from rules.danger.matters import MATTERS
from rules.danger.team import Member
from rules.errors import NotAllowed
from rules.terms.calendar import shipped_calendar

O70, DR2 = edition("o70"), edition("dr2")


def both(*matters: str) -> list[object]:
    """A row for each edition, marked with its rules on the matters."""
    return [pytest.param(e, id=e.id, marks=pytest.mark.rule(*e.rules(*matters))) for e in BOTH]


def whole_team(e: Edition) -> dict[str, dict[str, Member]]:
    places = team.PLACES if e is DR2 else team.PLACES[:2]
    units = team.UNIT_OF_SEAT[e.id]
    by = team.NOMINATOR_OF_SEAT if e is DR2 else dict.fromkeys(units, "curator_deputy")
    return {seat: {p: Member(unit=units[seat] or "any_division", by=by[seat]) for p in places} for seat in units}


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


ALL = ("main", "reserve", "second_reserve")


@pytest.mark.parametrize("e", both("without_member", "reserve_sits", "head_recused", "deputy", "quorum"))
def test_the_reserve_of_the_seat_sits_for_a_recused_member(e: Edition) -> None:
    seats = e.seats
    head, deputy = seats[0], seats[1]
    present = dict.fromkeys(seats, ("main", "reserve"))
    sits = team.sitting(e, present, {head: ["main"]}, head, deputy)
    assert sits.seats == {**dict.fromkeys(seats, "main"), head: "reserve"}
    assert (sits.chair, sits.chair_seat) == ("deputy", deputy)
    assert voting.quorum(e, sits)
    four = team.sitting(e, dict.fromkeys(seats, ("main",)), {head: ["main"]}, head, deputy)
    assert four.empty == (head,)
    assert not voting.quorum(e, four)
    both_out = {head: ["main"], deputy: ["main"]}
    assert team.sitting(e, present, both_out, head, deputy).chair is None


@pytest.mark.rule("dr2.14.5", "dr2.14.4.s2", "o70.13.3.s2", "dr2.14.3.s2")
def test_double_recusal_by_edition() -> None:
    assert team.after_recusal(O70, ["main"]) == team.after_recusal(DR2, ["main"]) == "reserve"
    assert team.after_recusal(O70, ["main", "reserve"]) == "flag_director"
    assert team.after_recusal(DR2, ["main", "reserve"]) == "second_reserve"
    assert team.after_recusal(DR2, ["main", "reserve", "second_reserve"]) == "flag_director"
    seats = DR2.seats
    out = {"psychologist": ["main", "reserve"]}
    present = dict.fromkeys(seats, ("main", "reserve"))
    assert team.sitting(DR2, present, out, "operative", "social_worker").empty == ("psychologist",)
    sits = team.sitting(DR2, present, out, "operative", "social_worker", second=["psychologist"])
    assert sits.seats["psychologist"] == "second_reserve"
    heads = {"operative": ["main"], "social_worker": ["main"]}
    named = team.sitting(DR2, present, heads, "operative", "social_worker", named="legal_regime")
    assert (named.chair, named.chair_seat) == ("named", "legal_regime")


@pytest.mark.parametrize(("ground", "s"), [("close", "s1"), ("doubt", "s2")])
@pytest.mark.rule("o70.13.1.s1", "o70.13.1.s2", "dr2.14.1.s1", "dr2.14.1.s2")
def test_grounds_of_recusal(ground: str, s: str) -> None:
    assert team.recusal_rule(O70, ground) == f"o70.13.1.{s}"
    assert team.recusal_rule(DR2, ground) == f"dr2.14.1.{s}"


def votes(e: Edition, *kinds: str) -> dict[str, str]:
    return dict(zip(e.seats, kinds, strict=False))


@pytest.mark.parametrize("e", both("majority", "kinds"))
def test_three_of_five_decide(e: Edition) -> None:
    three = voting.decision(e, votes(e, "high", "low", "high", "medium", "high"), None)
    assert (three.result, three.kind, three.by_chair) == ("decided", "high", False)
    assert three.rule == e.rule("majority")
    four = voting.decision(e, votes(e, "high", "high", "high", "high"), None)
    assert four.result == "incomplete"
    scattered = voting.decision(e, votes(e, "low", "medium", "increased", "high", "high"), e.seats[4])
    assert scattered.result == "vote_again"


@pytest.mark.rule("o70.12.4.s4", "dr2.13.5.s1")
def test_two_two_one() -> None:
    split = ("low", "low", "medium", "medium", "high")
    chair = voting.decision(O70, votes(O70, *split), O70.seats[2])
    assert (chair.result, chair.kind, chair.by_chair, chair.rule) == ("decided", "medium", True, "o70.12.4.s4")
    outside = voting.decision(O70, votes(O70, *split), O70.seats[4])
    assert outside.result == "vote_again"
    assert voting.decision(O70, votes(O70, *split), None).result == "vote_again"
    assert voting.decision(DR2, votes(DR2, *split), DR2.seats[2]).result == "vote_again"


@pytest.mark.parametrize("e", both("minutes_signed", "head_signs"))
def test_who_signs_the_minutes(e: Edition) -> None:
    seats = e.seats
    sits = team.sitting(e, dict.fromkeys(seats, ("main",)), {}, seats[3], seats[0])
    signed = voting.minutes_signed_by(e, sits)
    assert signed == ((seats[3],) if e is O70 else tuple(sorted(seats)))


@pytest.mark.rule("o70.8.3", "dr2.8.3", "o70.10.1.f", "dr2.10.1.f")
def test_an_invited_person_is_never_counted() -> None:
    assert not voting.has_vote("invited_person")
    assert voting.has_vote("risk_team_member")


@pytest.mark.parametrize("e", both("place_low", "place_medium", "place_increased", "place_high", "consent", "order"))
def test_each_kind_has_its_type_of_institution(e: Edition) -> None:
    for kind, type_ in placement.TYPES.items():
        assert placement.place_of(e, kind) == (type_, e.rule(f"place_{kind}"))
        for to in placement.TYPES.values():
            may = placement.may_place(e, kind, to, consents=True)
            assert may.allowed is (to == type_)
    low = placement.may_place(e, "low", "low_risk", consents=False)
    assert (low.allowed, low.rule) == (False, e.rule("consent"))
    with pytest.raises(LookupError):
        placement.place_of(e, "extreme")


@pytest.mark.rule("dr2.15.7.s1", "dr2.15.7.s2", "dr2.15.7.s3")
def test_the_protective_override() -> None:
    ground = "prevent_harm_to_life_or_health"
    assert placement.may_override(DR2, "low", "closed", ground).allowed
    assert placement.may_override(DR2, "medium", "special_risk", ground).allowed
    assert placement.may_override(DR2, "high", "closed", ground).rule == "dr2.15.7.s1"
    assert not placement.may_override(DR2, "low", "semi_open", ground).allowed
    assert placement.may_override(DR2, "low", "closed", "punishment").rule == "dr2.15.7.s2"
    assert not placement.may_override(O70, "low", "closed", ground).allowed


@pytest.mark.parametrize("e", both("choice", "nearest"))
def test_the_nearest_is_advice(e: Edition) -> None:
    assert placement.nearest_first({"15": 120, "2": 15, "16": 15}) == ("16", "2", "15")


@pytest.mark.rule("dr2.3.2.s1", "dr2.3.2.s2", "dr2.3.2.s3", "dr2.3.3")
@pytest.mark.parametrize("ground", ["adult", "21", "education"])
def test_leaving_the_juvenile_institution(ground: str) -> None:
    assert placement.leaving_juvenile(DR2, ground, "semi_open", consents=False).allowed
    assert placement.leaving_juvenile(DR2, ground, "low_risk", consents=True).allowed
    assert placement.leaving_juvenile(DR2, ground, "low_risk", consents=False).rule == "dr2.15.6.s1"
    assert not placement.leaving_juvenile(DR2, ground, "closed", consents=True).allowed


@pytest.mark.rule(
    "o70.16.1", "o70.16.2", "dr2.17.1", "dr2.17.2.a.s1", "dr2.17.2.b.s1", "dr2.17.2.c.s1", "dr2.17.2.d", "dr2.17.3"
)
def test_the_periods_by_kind() -> None:
    day = date(2026, 1, 31)
    assert {k: periods.periodic_rule(O70, k) for k in O70.kinds} == dict.fromkeys(O70.kinds, "o70.16.2")
    assert periods.periodic_rule(DR2, "high") == "dr2.17.2.a.s1"
    assert periods.periodic_rule(DR2, "increased") == "dr2.17.2.b.s1"
    assert periods.periodic_rule(DR2, "medium") is periods.periodic_rule(DR2, "low") is None
    assert periods.end_of_term(O70, "reassess_low", day) == date(2027, 1, 31)
    assert periods.end_of_term(DR2, "reassess_increased", day) == date(2027, 7, 31)
    assert periods.end_of_term(DR2, "returned", day) == date(2026, 4, 30)
    assert periods.return_term_later(DR2, date(2026, 1, 31), date(2026, 4, 29))
    assert not periods.return_term_later(DR2, date(2026, 1, 31), date(2026, 4, 30))
    assert not periods.return_term_later(DR2, date(2026, 1, 31), None)


@pytest.mark.rule("o70.16.4", "dr2.17.2.a.s2", "dr2.17.2.b.s2", "dr2.17.2.c.s1", "dr2.17.2.d", "dr2.17.5.s1")
def test_the_special_case_by_edition() -> None:
    assert periods.early_allowed(O70, "high", "attitude") == "o70.16.4"
    assert periods.early_allowed(DR2, "high", "attitude") is None
    assert periods.early_allowed(DR2, "high", "behaviour") == "dr2.17.2.a.s2"
    assert periods.early_allowed(DR2, "increased", "environment") == "dr2.17.2.b.s2"
    assert periods.early_allowed(DR2, "medium", "behaviour") == "dr2.17.2.c.s1"
    assert periods.early_allowed(DR2, "low", "unjustified_stay") == "dr2.17.2.d"
    assert periods.early_allowed(DR2, None, "behaviour") == "dr2.17.5.s1"
    assert periods.early_allowed(O70, "low", "mood") is None


@pytest.mark.rule("dr2.17.5.s3", "o70.16.5.s2")
def test_new_circumstances_are_after_the_last_assessment() -> None:
    last = date(2026, 5, 5)
    assert not periods.circumstances_hold(DR2, last, last)
    assert periods.circumstances_hold(DR2, date(2026, 5, 6), last)
    assert periods.circumstances_hold(O70, last, last)


@pytest.mark.rule("dr2.15.2.s1", "dr2.15.2.s3")
def test_newly_arrived_by_the_half_year_before_the_sentence() -> None:
    sentenced = date(2026, 8, 31)
    day_before, day = date(2026, 2, 27), date(2026, 2, 28)
    old = periods.newcomer(DR2, sentenced, day_before)
    assert old is not None
    assert (old.new, old.rule) == (True, "dr2.15.2.s1")
    within = periods.newcomer(DR2, sentenced, day)
    assert within is not None
    assert (within.new, within.rule) == (False, "dr2.15.2.s3")
    never = periods.newcomer(DR2, sentenced, None)
    assert never is not None
    assert never.new
    assert periods.newcomer(O70, sentenced, None) is None


@pytest.mark.rule("o70.ord5", "dr2.1.s2", "dr2.17.3")
def test_places_where_the_dates_stand() -> None:
    assert [p for p in ("11", "5", "18", "19", "8") if periods.stays_outside(O70, p)] == ["11", "5", "18", "19"]
    assert [p for p in ("11", "18", "19", "psychiatric") if periods.stays_outside(DR2, p)] == [
        "18", "19", "psychiatric",
    ]  # fmt: skip


def test_the_outer_limit_rules() -> None:
    assert periods.inner_limit(date(2026, 3, 30), date(2026, 4, 15)) == date(2026, 3, 30)
    assert periods.inner_limit(None, date(2026, 4, 15)) == date(2026, 4, 15)
    assert periods.first_monday(date(2026, 3, 8)) == date(2026, 3, 2)


def members(e: Edition) -> list[group.GroupMember]:
    by = "resocialisation_department_head"
    return [
        group.GroupMember(unit=u, presented_by=by if u == "resocialisation_department" else None)
        for u in group.SEATS[e.id]
    ]


@pytest.mark.parametrize(
    "e",
    both("group", "group_size", "group_regime", "group_registration", "group_social", "group_appointed", "group_head",
         "group_presented"),
)  # fmt: skip
def test_the_group(e: Edition) -> None:
    three = members(e)
    group.check_group(e, three, 0)
    for wrong, head in ((three[:2], 0), ([three[0], *three[:2]], 0), (three, None), (three, 3)):
        with pytest.raises(NotAllowed):
            group.check_group(e, wrong, head)
    if e is DR2:
        with pytest.raises(NotAllowed) as refused:
            group.check_group(e, [m.model_copy(update={"presented_by": None}) for m in three], 0)
        assert refused.value.rule == "dr2.6.4.s2"


@pytest.mark.parametrize("e", both("list", "limit"))
def test_seven_hundred_and_not_one_more(e: Edition) -> None:
    full = [f"DNG-2026-{n:06d}" for n in range(700)]
    assert len(group.listed(e, full[:300], full[200:])) == 700
    with pytest.raises(NotAllowed) as refused:
        group.listed(e, full, ["DNG-2026-999999"])
    assert refused.value.rule == e.rule("limit")
    assert len(group.listed(e, full, ["DNG-2026-999999"], full[:1])) == 700


@pytest.mark.parametrize("e", both("select", "priority"))
def test_flagged_convicts_come_first(e: Edition) -> None:
    waiting = {"A": [], "B": ["victim"], "C": []}
    group.check_selection(e, ["B"], waiting, "")
    group.check_selection(e, ["A"], waiting, "a reason")
    group.check_selection(e, ["A"], waiting, "", dated=True)
    with pytest.raises(NotAllowed) as refused:
        group.check_selection(e, ["A"], waiting, "")
    assert refused.value.rule == e.rule("priority")
    with pytest.raises(NotAllowed) as outside:
        group.check_selection(e, ["X"], waiting, "")
    assert outside.value.rule == e.rule("list")


@pytest.mark.rule("o70.7.1.s3", "dr2.7.1.a", "dr2.7.1.b", "dr2.7.1.c", "dr2.7.1.d", "o70.7.2.s1")
def test_priority_by_edition() -> None:
    assert group.priority_rules(DR2, ["dangerous", "first_time"]) == ("dr2.7.1.a", "dr2.7.1.d")
    assert group.priority_rules(DR2, ["victim", "past_work"]) == ("dr2.7.1.b", "dr2.7.1.c")
    assert group.priority_rules(O70, ["code_50"]) == ("o70.7.1.s3",)
    assert group.priority_rules(O70, []) == ()
    assert group.proposed_order({"A": [], "B": ["code_50"], "C": []}) == ("B", "A", "C")


@pytest.mark.rule("dr2.7.2.s1")
def test_the_georgian_alphabet() -> None:
    names = {"1": ("ჰაბურძანია", "გიორგი", "3"), "2": ("აბაშიძე", "ნინო", "2"), "3": ("აბაშიძე", "ლევან", "9"),
             "4": ("აბაშიძე", "ნინო", "1"), "5": ("ყიფიანი", "ანა", "5")}  # fmt: skip
    assert group.alphabetical(names) == ("3", "4", "2", "5", "1")


@pytest.mark.rule("o70.6.1.s4", "dr2.6.1.s4", "dr2.6.1.s5")
def test_the_planning_team_and_the_group() -> None:
    assert (group.mdt_role(O70), group.mdt_role(DR2)) == ("in_place", "source")


@pytest.mark.rule("o70.a2.4.1", "o70.a2.4.2", "o70.a2.4.3")
@pytest.mark.parametrize(("category", "years"), [("less_grave", 6), ("grave", 10), ("especially_grave", 25)])
def test_look_backs_of_item_4(category: str, years: int) -> None:
    filled = date(2026, 3, 2)
    first = date(2026 - years, 3, 2)
    assert items.counts_as_past(category, first, filled)
    assert not items.counts_as_past(category, date(2026 - years, 3, 1), filled)
    assert not items.counts_as_past(category, date(2026, 3, 3), filled)


@pytest.mark.rule("o70.a2.8")
def test_item_8_takes_the_longest_true_band() -> None:
    began, filled = date(2020, 1, 1), date(2026, 3, 2)
    bands = [
        (date(2024, 2, 2), "none_25_plus"), (date(2024, 2, 3), "none_19_24"), (date(2024, 8, 3), "none_13_18"),
        (date(2025, 2, 3), "none_7_12"), (date(2025, 9, 2), "none_6"), (date(2025, 9, 3), None),
    ]  # fmt: skip
    for last, band in bands:
        assert items.penalty_band(last, began, filled) == band
    assert items.penalty_band(None, date(2025, 12, 1), filled) == "none_6"


@pytest.mark.rule("o70.a2.6", "o70.a2.9", "o70.a2.10", "o70.a2.11", "o70.a2.13")
def test_bands_of_counts_and_programmes() -> None:
    assert [items.count_band(n, 6) for n in (0, 1, 2, 3, 9)] == [None, "1", "2", "3+", "3+"]
    assert items.count_band(2, 9) == "2"
    filled = date(2026, 3, 2)
    facts = [date(2025, 3, 2), date(2025, 3, 1), date(2016, 3, 2), date(2016, 3, 1)]
    assert items.self_harm_counts(facts, filled) == {1: 1, 5: 2, 10: 3}
    months = (1, 3, 4, 6, 11, 12, 30)
    assert [items.programme_band(m) for m in months] == [
        "once", "3_months", "3_months", "6_months", "6_months", "12_plus_months", "12_plus_months",
    ]  # fmt: skip
    assert items.study_band(finished=True, attended_once=False, school_mark_high=True) == "complete_high"
    assert items.study_band(finished=True, attended_once=False, school_mark_high=False) == "complete"
    assert items.study_band(finished=False, attended_once=True, school_mark_high=False) == "once"
    assert items.study_band(finished=False, attended_once=False, school_mark_high=False) == "incomplete"


@pytest.mark.parametrize("e", both("criteria", "judge"))
def test_evidence_stands_beside_each_criterion_and_no_kind_comes_of_it(e: Edition) -> None:
    laid = evidence.beside_criteria(e, {"escapes": ["remand"], "age": 44}, {"dependence_alcohol": "made it"})
    assert len(laid) == len(e.values("criteria")["criteria"]) == 17
    by_key = {x.key: x.evidence for x in laid}
    assert by_key["escape"] == {"escapes": ["remand"]}
    assert by_key["dependence"] == {"dependence_alcohol": "made it"}
    assert by_key["programmes"] == {}
    assert not {"kind", "score", "points", "suggested"} & set(evidence.Laid.model_fields)


@pytest.mark.rule("o70.15.s1", "dr2.16.1", "dr2.13.6.s1", "dr2.13.6.s2", "dr2.13.10.s1", "o70.12.8.s1")
def test_what_is_served_with_the_order() -> None:
    assert disclosure.with_the_order(O70, secret=False, low=False) == "decision_and_order"
    assert disclosure.with_the_order(O70, secret=False, low=True) == "order_alone"
    assert disclosure.with_the_order(DR2, secret=False, low=False) == "minutes_and_order"
    assert disclosure.with_the_order(DR2, secret=True, low=False) == "order_alone"
    assert disclosure.with_the_order(DR2, secret=False, low=True) == "order_alone"
    assert disclosure.with_the_question(DR2, secret=True) == "open_extract"
    assert disclosure.with_the_question(DR2, secret=False) == "minutes"
    assert disclosure.with_the_question(O70, secret=False) == "decision"
    assert disclosure.minutes_secret(DR2, secret_information=False, cleared=False)
    assert not disclosure.minutes_secret(DR2, secret_information=False, cleared=True)
    assert disclosure.minutes_secret(DR2, secret_information=True, cleared=True)
    assert not disclosure.minutes_secret(O70, secret_information=True, cleared=False)


@pytest.mark.rule("o70.15.s2", "dr2.16.2", "dr2.12.2", "dr2.13.11.s2")
def test_a_written_request() -> None:
    files = {"annex-02", "annex-03"}
    old = disclosure.on_request(O70, files, [], {"annex-03": "Law on Operative-Search Activity"})
    assert (old.given, set(old.held_back)) == (("annex-02",), {"annex-03"})
    new = disclosure.on_request(DR2, files, ["annex-02"], {"annex-03": "some other law"})
    assert (new.given, new.held_back) == (("annex-03",), {"annex-02": "dr2.12.2"})
    assert disclosure.only_an_index_entry(True, [])
    assert not disclosure.only_an_index_entry(True, ["", "a sentence"])
    assert disclosure.only_an_index_entry(False, ["a sentence"])


@pytest.mark.rule(
    "o70.10.2.d", "o70.10.4", "o70.7.8", "o70.12.2.s1", "dr2.10.2.d", "dr2.10.4", "dr2.7.8", "dr2.11.4", "dr2.11.2.g",
    "dr2.13.2.s1",
)  # fmt: skip
def test_who_may_see_which_paper() -> None:
    assert disclosure.may_see(O70, "annex-02", "risk_team_member")
    assert disclosure.may_see(DR2, "annex-01", "team_service_unit_employee")
    assert disclosure.may_see(O70, "annex-02", "group_member_social")
    assert not disclosure.may_see(O70, "annex-03", "primary_group_member")
    assert not disclosure.may_see(DR2, "annex-02", "institution_director")
    assert not disclosure.may_see(O70, "session-minutes", "convict")
    assert not disclosure.may_see(DR2, "session-minutes", "institution_director")
    assert not disclosure.may_see(DR2, "annex-02", "convict")


@pytest.mark.rule("o70.ord4-1.2.s1", "o70.ord4-1.2.s2")
def test_the_register_runs_on_without_a_break() -> None:
    live = date(2020, 1, 1)

    def entry(review: str, day: date, nth: int, surname: str) -> registering.Entry:
        return registering.Entry(review=review, session_on=day, nth=nth, surname=surname)

    given = [
        entry("4", live, 2, "აბაშიძე"),
        entry("3", live, 1, "ჰაბურძანია"),
        entry("1", date(2019, 12, 31), 2, "აბაშიძე"),
        entry("2", date(2019, 5, 1), 1, "ყიფიანი"),
    ]
    assert [(n, e.review) for n, e in registering.register_order(given, live)] == [
        (1, "1"), (2, "2"), (3, "3"), (4, "4"),
    ]  # fmt: skip


@pytest.mark.rule("o70.ord3.1", "o70.ord3.2", "o70.ord4.s1", "o70.ord4.s2")
def test_the_start_up_terms_are_history() -> None:
    spent = {s.rule: s for s in registering.start_up_terms(shipped_calendar())}
    assert spent["o70.ord4.s1"].last_day == spent["o70.ord4.s2"].last_day == date(2017, 6, 30)
    assert spent["o70.ord3.1"].last_day == spent["o70.ord3.2"].last_day == date(2015, 7, 23)
    assert not any(s.live for s in spent.values())


@pytest.mark.rule("o70.10.2.d", "o70.7.8", "dr2.10.2.d", "dr2.7.8")
def test_papers_are_read_by_whom_the_rule_names() -> None:
    assert disclosure.reader(O70, "o70.annex-03", "risk_team_member").rule == "o70.10.2.d"
    assert disclosure.reader(DR2, "dng-vote", "team_service_unit").allowed
    assert not disclosure.reader(O70, "o70.annex-03", "institution_director").allowed
    assert not disclosure.reader(DR2, "dng-vote", "institution_director").allowed
    assert not disclosure.reader(O70, "o70.annex-02", None).allowed
    assert not disclosure.reader(O70, "o70.annex-02", "convict").allowed
    assert disclosure.reader(O70, "dng-petition", "institution_director", own_document=True).allowed
