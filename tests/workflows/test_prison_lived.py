"""Chapter II lived without servers: the same duties, refusals and dates, a whole life of a case in a second."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from models.acts import Act, Refusal, Told
from models.ids import Process
from models.penitentiary_cycle import Facts, State
from models.record import Tell
from rules.terms.calendar import shipped_calendar
from rules.terms.dates import TBILISI
from workflows import rehearsal

DAY0 = date(2026, 6, 1)
LIMIT = 60_000
"""Bytes of state that may travel into a new run."""


class Life:
    """A penitentiary cycle whose acts are taken on their days."""

    def __init__(self) -> None:
        facts = Facts(adult_woman=False, placed=date(2026, 5, 25), left_cell=DAY0)
        state = State(case="PEN-2026-000001", institution="8", facts=facts)
        lived: Any = rehearsal._rehearsed(Process.penitentiary_cycle)
        self.case: rehearsal.Rehearsal = lived(state)
        self.case.calendar, self.case.told_others, self.case.past = shipped_calendar(), [], []
        self.case.presuming, self.n = False, 0
        self.case.begin(datetime.combine(DAY0, time(9), TBILISI))

    @property
    def facts(self) -> Facts:
        """As they stand."""
        found: Facts = self.case.facts
        return found

    @property
    def due(self) -> dict[str, date | None]:
        """What is owed, by its key."""
        return {k: s.due for k, s in self.case.s.steps.items()}

    def _act(self, name: str, on: date, step: str | None, by: str | None, codes: dict[str, Any]) -> Act:
        self.case.pass_to(on)
        self.case.at = datetime.combine(on, time(12), TBILISI)
        key = (step if step in self.case.s.steps else self.case._open_key(step)) if step else None
        found = self.case.s.steps.get(key) if key else None
        self.n += 1
        by = by or (found.actor if found else "case_manager")
        return Act(
            document=f"D-{self.n:020}", act=name, by=by, staff="S-08-case_manager", step=key or step,
            form=found.form if found else None, at=self.case.at, on=on, codes=codes,
        )  # fmt: skip

    def do(self, step: str, on: date, by: str | None = None, **codes: Any) -> None:
        """Complete a step."""
        self.act("complete", on, step, by, **codes)

    def act(self, name: str, on: date, step: str | None = None, by: str | None = None, **codes: Any) -> None:
        """Any act, which must be accepted."""
        act = self._act(name, on, step, by, codes)
        no = self.case.refusal(act)
        assert no is None, (act, no)
        rehearsal._at_once(self.case._take(act))

    def refused(self, name: str, on: date, step: str | None = None, **codes: Any) -> Refusal:
        """Any act, which must be refused."""
        no: Refusal | None = self.case.refusal(self._act(name, on, step, None, codes))
        assert no is not None
        return no

    def hears(self, fact: str, on: date, **codes: Any) -> None:
        """A fact from another case."""
        self.case.pass_to(on)
        number, process = self.case.s.case, Process.penitentiary_cycle
        self.case.hear_of(Tell(case=number, process=process, fact=fact, on=on, codes=codes))

    def assessed(self, day0: date, level: str = "medium") -> date:
        """A cycle until the team has met and agreed; the day of it."""
        self.do("screening", day0 + timedelta(2), serious_harm=level, instant=False)
        self.do("coordinator", day0 + timedelta(2))
        self.do("static", day0 + timedelta(3), static="medium")
        self.do("dynamic", day0 + timedelta(30), dynamic="medium")
        if level == "medium":
            self.do("conclusion", day0 + timedelta(36), outcome="case_manager")
        if any(k.startswith("team_order") for k in self.due):
            self.do("team_order", day0 + timedelta(36))
        met = day0 + timedelta(44 if level == "medium" else 37)
        self.do("meeting", met, present=["case_manager"])
        self.do("part_iv", met, agreed=True, reoffending="medium")
        return met

    def approved(self, met: date, months: int = 6) -> date:
        """The plan, until it is approved three days later."""
        self.do("draft", met, months=months)
        for seat in self.facts.team:
            self.act("vote", met, by=seat, vote="for")
        for step in ("adopt", "present"):
            self.do(step, met)
        self.do("sign", met, convict=True, case_manager=True)
        self.do("submit", met)
        self.do("approve", met + timedelta(3), decision="approved")
        return met + timedelta(3)


@pytest.mark.parametrize(("months", "ends"), [(1, date(2026, 8, 18)), (4, date(2026, 11, 18)), (6, date(2027, 1, 18))])
def test_a_plan_runs_as_long_as_it_says(months: int, ends: date) -> None:
    """From 18 July."""
    life = Life()
    life.approved(life.assessed(DAY0), months)
    assert life.due["carry_out"] == ends


def test_a_suspension_that_runs_at_the_approval_costs_no_day_of_the_plan() -> None:
    """Two grounds overlap from before the approval; resumed on 27 July the nine days since 18 July are given back."""
    life = Life()
    met = life.assessed(DAY0)
    life.act("suspend", met, ground="o502.15.1.d")
    life.approved(met, months=1)
    assert life.due["carry_out"] is None and life.case.s.steps["carry_out"].stopped
    life.act("suspend", date(2026, 7, 20), ground="o502.15.1.b")
    life.act("resume", date(2026, 7, 24), ground="o502.15.1.d")
    assert life.due["carry_out"] is None, "one ground is left"
    life.act("resume", date(2026, 7, 27), ground="o502.15.1.b")
    assert life.due["carry_out"] == date(2026, 8, 27)


def test_a_reassessment_entered_late_is_confirmed_like_any_step() -> None:
    """Part IV agreed on the last day of 16(1) and entered three days later completes the reassessment in time."""
    life = Life()
    approved = life.approved(life.assessed(DAY0))
    last = life.due["reassess#1"]
    assert last is not None
    begun = last - timedelta(44)
    assert begun > approved
    life.act("reassess", begun)
    life.do("screening", begun + timedelta(2), serious_harm="high", instant=False)
    life.do("static", begun + timedelta(2), static="medium")
    life.do("dynamic", begun + timedelta(2), dynamic="medium")
    life.do("team_order", begun + timedelta(2))
    life.do("meeting", begun + timedelta(37))
    act = life._act("complete", last + timedelta(3), "part_iv", None, {"agreed": True}).model_copy(update={"on": last})
    rehearsal._at_once(life.case._take(act))
    assert life.case.s.late_entries == ["reassess#1"]
    life.act("confirm", last + timedelta(3), "reassess#1", by="director")
    assert life.case.s.late_entries == []


@pytest.mark.parametrize(("from_day", "ends"), [(17, date(2026, 12, 2)), (18, date(2026, 12, 1))])
def test_a_plan_does_not_end_while_it_stands_still(from_day: int, ends: date) -> None:
    """Suspended on the day before its last, or on its last: what follows counts from when it can be known."""
    life = Life()
    life.approved(life.assessed(DAY0), months=1)
    life.act("suspend", date(2026, 8, from_day), ground="o502.15.1.b")
    life.case.pass_to(date(2026, 12, 1))
    assert "monitor" not in life.due
    life.act("resume", date(2026, 12, 1), ground="o502.15.1.b")
    life.case.pass_to(ends + timedelta(1))
    assert life.due["monitor"] == ends + timedelta(7)


@pytest.mark.parametrize("by_act", [True, False], ids=["act", "step"])
def test_a_term_ordered_ends_and_the_plan_is_resumed(by_act: bool) -> None:
    """15(2): the step waits for the day the ground is to end on; a second ground without a term takes it away."""
    life = Life()
    approved = life.approved(life.assessed(DAY0), months=1)
    assert approved == date(2026, 7, 18)
    life.act("suspend", date(2026, 7, 20), ground="o502.15.1.b", until="2026-07-30")
    assert "resume#1" in life.due
    life.act("suspend", date(2026, 7, 22), ground="o502.15.1.d")
    assert not [k for k in life.due if k.startswith("resume")]
    life.act("resume", date(2026, 7, 24), ground="o502.15.1.d")
    if by_act:
        life.act("resume", date(2026, 7, 30))
    else:
        life.do("resume", date(2026, 7, 30))
    assert not life.case.s.suspended() and "resume#2" not in life.due
    assert life.due["carry_out"] == date(2026, 8, 31), "the 28th is a holiday"


@pytest.mark.parametrize(
    ("ground", "until", "fits"),
    [
        ("o502.15.1.a", "2027-01-20", True), ("o502.15.1.a", "2027-01-21", False),
        ("o502.15.1.b", "2027-07-20", True), ("o502.15.1.d", "2026-07-19", False),
    ],
)  # fmt: skip
def test_six_months_in_the_medical_institution_at_the_most(ground: str, until: str, fits: bool) -> None:
    """15(1)(a), by the term ordered; the other grounds have none. No term ends before it begins."""
    life = Life()
    life.approved(life.assessed(DAY0))
    if fits:
        life.act("suspend", date(2026, 7, 20), ground=ground, until=until)
    else:
        assert life.refused("suspend", date(2026, 7, 20), ground=ground, until=until).rule == ground


def ended_and_stopped_late(since: date, until: date) -> Life:
    """A plan of one month from 18 July, over on 18 August; a stop is entered on the 20th and taken back later."""
    life = Life()
    life.approved(life.assessed(DAY0), months=1)
    life.case.pass_to(date(2026, 8, 20))
    assert life.due["monitor"] == date(2026, 8, 25)
    late = life._act("suspend", date(2026, 8, 20), None, None, {"ground": "o502.15.1.b"})
    rehearsal._at_once(life.case._take(late.model_copy(update={"on": since})))
    if "carry_out" in life.due:
        assert life.case.s.steps["carry_out"].stopped and "monitor" not in life.due
    life.act("resume", until, ground="o502.15.1.b")
    return life


@pytest.mark.parametrize(
    ("since", "ends"),
    [(date(2026, 8, 17), date(2026, 9, 2)), (date(2026, 8, 18), date(2026, 9, 1)), (date(2026, 8, 19), None)],
    ids=["day_before", "last_day", "day_after"],
)
def test_a_stop_entered_after_the_last_day_moves_it(since: date, ends: date | None) -> None:
    """Article 15 stops the plan from the day of the ground, whenever it is entered; what was over stays over."""
    life = ended_and_stopped_late(since, date(2026, 9, 1))
    if ends is None:
        assert "carry_out" not in life.due and life.due["monitor"] == date(2026, 8, 25)
        return
    life.case.pass_to(ends + timedelta(1))
    assert life.facts.running is not None and life.facts.running.completed_on == ends
    assert life.due["monitor"] == ends + timedelta(7)


@pytest.mark.parametrize("by_hand", [True, False], ids=["measures_done", "evaluated"])
def test_a_stop_entered_late_undoes_nothing_that_somebody_did(by_hand: bool) -> None:
    life = Life()
    approved = life.approved(life.assessed(DAY0), months=1)
    if by_hand:
        life.do("carry_out", approved + timedelta(10))
    else:
        life.case.pass_to(date(2026, 8, 20))
        life.do("monitor", date(2026, 8, 20))
    late = life._act("suspend", date(2026, 8, 21), None, None, {"ground": "o502.15.1.b"})
    rehearsal._at_once(life.case._take(late.model_copy(update={"on": approved + timedelta(5)})))
    assert "carry_out" not in life.due


def test_a_plan_that_is_over_is_monitored_whoever_has_the_case() -> None:
    """Handed over in the second cycle, and sent back, while the first plan's results are still to be evaluated."""
    life = Life()
    approved = life.approved(life.assessed(DAY0), months=1)
    life.act("reassess", approved + timedelta(20))
    life.do("screening", approved + timedelta(20), serious_harm="low", instant=False)
    life.do("static", approved + timedelta(20), static="low")
    life.do("conclusion", approved + timedelta(20), outcome="case_administrator")
    life.do("hand_over", date(2026, 8, 20))
    assert life.due["monitor"] == date(2026, 8, 25) and "carry_out" not in life.due
    life.hears("handed_back", date(2026, 8, 21), serious_harm="medium", instant=False)
    assert life.due["monitor"] == date(2026, 8, 25)
    life.do("monitor", date(2026, 8, 26))
    assert life.facts.cycle == 3, "the results of an older plan begin no cycle"


def test_a_plan_that_was_over_is_monitored_though_the_next_is_approved() -> None:
    """Over on 18 August and not evaluated when the plan of the second cycle takes its place."""
    life = Life()
    approved = life.approved(life.assessed(DAY0), months=1)
    life.act("reassess", approved + timedelta(1))
    met = life.assessed(approved + timedelta(1))
    assert met > date(2026, 8, 18) and life.due["monitor"] == date(2026, 8, 25)
    life.approved(met)
    assert life.due["monitor"] == date(2026, 8, 25) and "carry_out@2" in life.due
    life.do("monitor", met + timedelta(4))
    assert life.facts.cycle == 2 and life.facts.awaiting == [] and "carry_out@2" in life.due


def test_an_end_heard_of_late_is_taken_and_names_what_was_done_after_it() -> None:
    """A fact cannot be refused; the screening of 4 June is older."""
    life = Life()
    life.do("screening", date(2026, 6, 4), serious_harm="medium", instant=False)
    life.do("static", date(2026, 6, 8), static="low")
    told = Told(id="M-1", fact="ended", on=date(2026, 6, 5), at=life.case.at, codes={"ground": "o502.17.2.1"})
    facts = life.facts.model_copy(deep=True)
    (line,) = [e for e in life.case.hear(facts, told).events if e.event == "done_after_the_end"]
    assert line.data == {"day": "2026-06-05", "steps": ["static"]}


@pytest.mark.parametrize("had", ["case_manager", "case_administrator"])
def test_the_end_says_who_had_the_case(had: str) -> None:
    """17(3), (5): the administrator hears it, so that what he sent back too late stays his."""
    life = Life()
    life.do("screening", DAY0 + timedelta(2), serious_harm="low", instant=False)
    life.do("static", DAY0 + timedelta(2), static="low")
    life.do("hand_over", DAY0 + timedelta(3))
    if had == "case_manager":
        life.hears("handed_back", DAY0 + timedelta(9), serious_harm="medium", instant=False)
    life.case.told_others.clear()
    life.act("end", DAY0 + timedelta(10), ground="o502.17.2.1")
    (told,) = [t for t in life.case.told_others if t.process == Process.administrator_plan]
    assert told.codes == {"ground": "o502.17.2.1", "holder": had}
    assert ("file" in life.due) is (had == "case_manager")


@pytest.mark.parametrize(
    ("was", "corrected", "gone"),
    [
        ("screening", {"serious_harm": "medium", "instant": False}, {"instant"}),
        ("conclusion", {"outcome": "case_manager"}, {"planned"}),
        ("screening", {"serious_harm": "low", "instant": True}, {"planned"}),
    ],
)
def test_a_correction_takes_back_the_referral_that_stood_on_it(
    was: str, corrected: dict[str, Any], gone: set[str]
) -> None:
    """12(2)(a), 12(3): the psychologist owes nothing any more; with low harm and static level nobody calls him in."""
    life = Life()
    life.do("screening", DAY0 + timedelta(2), serious_harm="medium", instant=True)
    life.do("static", DAY0 + timedelta(3), static="low")
    life.do("dynamic", DAY0 + timedelta(30), dynamic="medium")
    life.do("conclusion", DAY0 + timedelta(36), outcome="case_manager_with_psychologist")
    life.case.told_others.clear()
    life.act("correct", DAY0 + timedelta(37), was, **corrected)
    assert {t.codes["way"] for t in life.case.told_others if t.fact == "withdrawn"} == gone


@pytest.mark.parametrize(
    ("presented", "term"),
    [(DAY0 + timedelta(56), DAY0 + timedelta(56)), (DAY0 + timedelta(57), None)],
    ids=["week_8", "day_after"],
)
def test_of_a_refusal_after_week_8_the_director_is_told_without_a_term(presented: date, term: date | None) -> None:
    """14(9) gives none; in week 8 the plan would have been submitted, and nobody can be late before the refusal."""
    life = Life()
    met = life.assessed(DAY0)
    life.do("draft", met, months=6)
    for seat in life.facts.team:
        life.act("vote", met, by=seat, vote="for")
    life.do("adopt", met)
    life.do("present", presented)
    life.act("refuse", presented, what="plan")
    assert life.due["inform_director#1"] == term
    life.act("consent", presented)
    assert life.due["submit#1"] == term, "who agrees in week 8 has not moved it"


def test_reassessed_twice_the_second_waits_for_the_first() -> None:
    """An early reassessment is done when part IV is agreed; until the next plan another has nothing to renew."""
    life = Life()
    approved = life.approved(life.assessed(DAY0))
    life.act("reassess", approved + timedelta(20))
    assert life.refused("reassess", approved + timedelta(21)).rule == "o502.14.11"
    assert {"carry_out", "reassess#1", "screening@2"} <= set(life.due)
    met = life.assessed(approved + timedelta(20))
    assert "reassess#1" not in life.due and life.due["reassess#2"] is not None
    life.approved(met)
    assert {"carry_out@2"} == {k for k in life.due if k.startswith("carry_out")}
    life.act("reassess", met + timedelta(30))
    assert life.facts.cycle == 3


def test_handed_over_in_the_second_cycle_and_back_in_the_third() -> None:
    """Annex 3 goes on through both; the team of the first cycle meets again in the third."""
    life = Life()
    life.do("behaviour", date(2026, 6, 22))
    approved = life.approved(life.assessed(DAY0))
    again = approved + timedelta(20)
    life.act("reassess", again)
    life.do("screening", again, serious_harm="low", instant=False)
    life.do("static", again, static="low")
    assert "hand_over@2" not in life.due, "offered and not chosen by the service"
    life.do("conclusion", again, outcome="case_administrator")
    life.do("hand_over", again)
    assert set(life.due) <= {"coordinator@2", "behaviour_again#1"}
    back = again + timedelta(40)
    life.hears("handed_back", back, serious_harm="medium", instant=False, day0=(back - timedelta(1)).isoformat())
    assert (life.facts.cycle, life.facts.day0) == (3, back - timedelta(1))
    assert {"behaviour_again#1", "static@3", "dynamic@3", "meeting@3"} <= set(life.due)
    assert "screening@3" not in life.due and "team_order@3" not in life.due
    life.hears("handed_back", back, serious_harm="high", instant=False)
    assert life.facts.cycle == 3, "told twice"


def test_the_end_leaves_the_report_and_the_file_whatever_ran() -> None:
    """During a reassessment, with a ground of suspension running."""
    life = Life()
    approved = life.approved(life.assessed(DAY0))
    life.act("suspend", approved, ground="o502.15.1.a")
    life.act("reassess", approved + timedelta(20))
    life.act("end", date(2026, 9, 1), ground="o502.17.2.1")
    assert life.due == {"file": date(2026, 9, 8), "report": date(2026, 9, 15)}
    life.hears("ended", date(2026, 9, 2), ground="o502.17.2.3")
    assert life.facts.ended_ground == "o502.17.2.1"
    for name, codes in (("end", {"ground": "o502.17.2.2"}), ("reassess", {}), ("suspend", {"ground": "o502.15.1.b"})):
        assert life.refused(name, date(2026, 9, 3), **codes).rule == "o502.17.2.1"
    life.do("file", date(2026, 9, 3), by="case_manager")
    life.do("report", date(2026, 9, 3), by="case_manager")
    assert life.case.s.closed == "released"


def test_a_part_corrected_after_part_iv_of_the_second_cycle() -> None:
    """The team agrees anew; the reassessment that was done stays done, and the six months count from the new day."""
    life = Life()
    approved = life.approved(life.assessed(DAY0))
    life.act("reassess", approved + timedelta(20))
    met = life.assessed(approved + timedelta(20))
    first = life.due["reassess#2"]
    life.act("correct", met + timedelta(5), "static@2", by="special_registration_officer", static="high")
    assert "part_iv@2" in life.due and "reassess#1" not in life.due and life.due["reassess#2"] == first
    life.do("part_iv", met + timedelta(7), agreed=True, reoffending="high")
    assert life.due["reassess#2"] != first and "reassess#3" not in life.due


def test_what_travels_into_a_new_run_stays_small() -> None:
    """Six cycles with a full team, grounds of suspension, facts heard."""
    life, day0 = Life(), DAY0
    for _ in range(6):
        approved = life.approved(life.assessed(day0, "high"))
        for n in range(6):
            life.act("suspend", approved + timedelta(2 * n), ground="o502.15.1.d")
            life.act("resume", approved + timedelta(2 * n + 1), ground="o502.15.1.d")
            life.hears("resumed", approved + timedelta(30), ground="o502.15.1.d")
        day0 = approved + timedelta(60)
        life.act("reassess", day0)
    assert life.facts.cycle == 7
    assert len(life.case.s.model_dump_json().encode()) < LIMIT / 2
