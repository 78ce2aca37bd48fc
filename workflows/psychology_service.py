"""Psychological service in prison: articles 8(10)(a) and 12 of Order 502.

Opened by the first way in that the case in prison tells, or by an intake for a person who is not in case management.
The case holds no person and no form: dates, rule ids and the ids of staff alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.ids import Process
from models.psychology_service import Facts, Plan, State, Way
from models.terms import Duration, Unit
from rules.order_502.psychology import passes_on, submitter
from rules.terms.dates import local_date
from workflows import psychology_acts, psychology_checks, psychology_told
from workflows.psychology_duties import (
    ASSESS_AGAIN,
    ASSESS_GENERAL,
    ASSESS_HIGH,
    ASSESS_INSTANT,
    ASSESS_LATER,
    ASSESS_PLANNED,
    ATTEND_HELD,
    ATTEND_WEEK_6,
    ATTEND_WEEK_7,
    CARRY_OUT,
    CHARACTERISTIC,
    CONSULT,
    DUTIES,
    GIVE_RESULTS,
    MEET,
    MONITOR,
    MONITOR_EARLY,
    MONITOR_GENERAL,
    OF_TRACK,
    PASS_ON,
    PLAN_GENERAL,
    RECOMMEND,
    RECORD_INSTANT,
    START,
    STRATEGY,
)
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed, base
from workflows.steps.effects import Effects
from workflows.steps.plan import end_known

BY = ("psychologist", "case_manager", "case_administrator", "prison_social_worker")
OUTCOMES = {
    "o502.17.2.1": "released",
    "o502.17.2.2": "sentence_deferred",
    "o502.17.2.3": "died",
    "o502.12.14": "left_service",
}
ENDINGS = dict.fromkeys(OUTCOMES, BY)
"""17(2) ends case management and the service with it; one who is not in case management leaves by 12(14)."""


@workflow.defn(name=Process.psychology_service.value)
class PsychologyService(CaseWorkflow[Facts]):
    """One person's psychological service."""

    process = Process.psychology_service
    duties = DUTIES
    powers = Powers(endings=ENDINGS, resume_rule="o502.15.2", told="psychologist")

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Article 12 in its order."""
        if f.in_case_management:
            for way in f.ways:
                yield from self.way_in(f, way)
            yield from self.team(f)
        else:
            yield ASSESS_GENERAL.open_ended(f.opened_on).across()
        for n, plan in enumerate(f.plans, start=1):
            if not plan.dropped:
                yield from self.plan(f, plan, n)
        yield from self.asked(f)

    def way_in(self, f: Facts, way: Way) -> Iterator[Owed]:
        """8(10)(a), 12(2)(c), 12(3)-(4): the ways run side by side, and the earliest wins."""
        of_cycle = [w for w in f.ways if w.cycle == way.cycle and w is not way]
        match way.kind:
            case "high_risk":
                yield START.since(way.on, n=way.n).in_cycle(way.cycle)
                if way.started_on:
                    yield STRATEGY.since(way.started_on, n=way.n).in_cycle(way.cycle)
                    if way.assessed_on is None and not any(w.kind == "instant" and not w.assessed_on for w in of_cycle):
                        yield ASSESS_HIGH.open_ended(way.started_on, n=way.n).in_cycle(way.cycle)
            case "instant":
                yield ASSESS_INSTANT.since(way.on, n=way.n).in_cycle(way.cycle)
                yield RECORD_INSTANT.since(way.on, n=way.n).in_cycle(way.cycle)
            case "planned":
                earlier = [w for w in of_cycle if w.kind in ("instant", "high_risk") and w.on <= way.on]
                if way.day0 and not earlier:
                    duty = ASSESS_PLANNED if way.cycle == 1 else ASSESS_LATER
                    yield duty.since(way.day0, n=way.n).in_cycle(way.cycle)
            case "again":
                n = [w for w in f.ways if w.kind == "again"].index(way) + 1
                yield ASSESS_AGAIN.open_ended(way.on, n=n).across()

    def team(self, f: Facts) -> Iterator[Owed]:
        """12(2)(b), 12(8): recommendations for the team's meeting, and being there."""
        if not psychology_told.in_the_case(f) or f.left_cell is None:
            return
        if f.met_on is None:
            yield RECOMMEND.open_ended(f.left_cell)
        if f.attended_on is not None:
            return
        if f.met_on is None:
            high = any(w.kind == "high_risk" and w.cycle == f.cycle for w in f.ways)
            yield (ATTEND_WEEK_6 if high else ATTEND_WEEK_7).since(f.left_cell)
        else:
            yield ATTEND_HELD.at_once(f.met_on)

    def plan(self, f: Facts, p: Plan, n: int) -> Iterator[Owed]:
        """12(2)(d)-(e), 12(4), 12(7), 12(9)-(10): the plan, its approval as a supplement to Annex 4, its monitoring."""
        begun = p.approved_on
        if p.track == "general":
            yield PLAN_GENERAL.open_ended(p.assessed_on, n=p.draft).across()
            begun = p.drafted_on
        else:
            draw_up, discuss, submit, approve = OF_TRACK[p.track]
            yield draw_up.open_ended(p.returned_on or p.assessed_on, n=p.draft).across()
            if p.drafted_on and p.discussed_on is None:
                yield discuss.open_ended(p.drafted_on, n=p.draft).across()
            if p.drafted_on:
                who, _ = submitter(p.track, f.holder)
                yield submit.open_ended(p.drafted_on, n=p.draft).across().by(who)
            if p.submitted_on:
                yield approve.open_ended(p.submitted_on, n=p.draft).across()
        if begun and p.ends and not p.replaced:
            yield CARRY_OUT.since(begun, n=n).across().lasting(_days(psychology_acts.length(p, begun)))
        if p.completed_on and p.track == "general":
            yield MONITOR_GENERAL.open_ended(p.completed_on, n=n).across()
        elif p.completed_on:
            yield MONITOR.since(p.completed_on, n=n).across()
            yield GIVE_RESULTS.since(p.completed_on, n=n).across()

    def asked(self, f: Facts) -> Iterator[Owed]:
        """12(6), 12(11)-(13): what was asked of the psychologist, and by him; none of it has a term."""
        duties: dict[str, Duty] = {
            "referral": PASS_ON,
            "early_monitoring": MONITOR_EARLY,
            "consultation": CONSULT,
            "meeting": MEET,
            "characteristic": CHARACTERISTIC,
        }
        for request in f.requests:
            owed = duties[request.kind].open_ended(request.on, n=request.n).across()
            if request.kind == "referral":
                owed = owed.by(passes_on(f.holder, in_case_management=f.in_case_management))
            yield owed

    def cycle(self, f: Facts) -> int:
        """The cycle of case management."""
        return f.cycle

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the service stands, by what is furthest from its end."""
        alive = [p for p in f.plans if not p.dropped]
        waiting = any(w.assessed_on is None for w in f.ways)
        if not alive or waiting:
            return ("assessment" if waiting or not f.in_case_management else "waiting"), "o502.12.1"
        last = alive[-1]
        if psychology_checks.running(f) is not None:
            return "implementation", "o502.12.1"
        if last.completed_on and not last.monitored_on:
            return "monitoring", "o502.12.10.1" if f.in_case_management else "o502.12.1"
        if last.completed_on:
            return "completed", "o502.12.1"
        return ("director_approval", "o502.12.2.e") if last.submitted_on else ("planning", "o502.12.2.d")

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17(2), or 12(14) for one who leaves; a completed plan alone ends nothing: a later cycle may ask."""
        if f.ended_ground is None:
            return None
        return OUTCOMES.get(f.ended_ground, "ended"), f.ended_ground

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of article 12 besides completing a step."""
        return psychology_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What article 12 refuses."""
        return psychology_checks.check(f, act, key, act.on or local_date(act.at))

    def beginning(self, f: Facts) -> date | None:
        """Nothing in the service is older than the first way in, or than the intake."""
        return min((w.on for w in f.ways), default=f.opened_on)

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act of the process's own stands on."""
        return psychology_checks.rule_of(act)

    def not_owed(self, f: Facts, name: str) -> Refusal | None:
        """The tracks are for those in case management (12(14))."""
        return psychology_checks.not_owed(f, name)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The plan's own term is over; or the week of the meeting is, and the duty follows the meeting."""
        if base(key) == "carry_out":
            last = self.s.steps[key].due or day - timedelta(days=1)
            psychology_acts.completed(f, key, end_known(self.s.suspensions, last), by_term=True)
            return Effects(because="the plan's own term is over")
        f.meeting_week_over = True
        return Effects(because="the team did not meet in its week")

    def stood_still(self, f: Facts, since: date) -> Effects:
        """Article 15: a suspension told after a plan's last day moves that day, unless the plan was monitored."""
        return psychology_acts.stood_still(f, since)

    def hear(self, f: Facts, told: Told) -> Effects:
        """What the case in prison tells."""
        return psychology_told.hear(f, told)

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        return psychology_acts.apply(f, act, key, day)


def _days(length: timedelta) -> Duration:
    """A length in calendar days."""
    return Duration(value=length.days, unit=Unit.calendar_day)
