"""Evidence beside the criteria, who sees which paper, the register of decisions."""

from datetime import date

import pytest

from rules.danger import disclosure, evidence, registering
from rules.danger.edition import Edition
from rules.terms.calendar import shipped_calendar
from tests.danger.editions import DR2, O70, both


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
