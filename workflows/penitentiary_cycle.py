"""The penitentiary cycle: chapter II of Order 502, from the classification cell to the running plan.

Opened when a convict leaves the internal classification cell; lives until release, deferral or death. The case holds
no person and no form: levels, dates and rule ids alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.ids import Process, related_case
from models.penitentiary_cycle import Facts, State
from rules import catalogue
from rules.order_502.routing import Holder, Route, route, team_needed
from workflows import penitentiary_acts, penitentiary_checks
from workflows import penitentiary_later as later
from workflows.options import REPORT_AND_FILE, patched
from workflows.penitentiary_duties import (
    ADOPT,
    APPROVE,
    BEHAVIOUR,
    BEHAVIOUR_AGAIN,
    CONCLUDE_HOLDER,
    CONCLUDE_PSYCHOLOGIST,
    COORDINATOR,
    DRAFT,
    DRAFT_ANEW,
    DUTIES,
    DYNAMIC_HIGH,
    DYNAMIC_LOW,
    DYNAMIC_MEDIUM,
    HAND_OVER,
    HAND_OVER_BY_CHOICE,
    INFORM_DIRECTOR,
    INVITE_SUPERVISOR,
    KEEP_OR_HAND_OVER,
    MEETING_WEEK_6,
    MEETING_WEEK_7,
    MOTIVATE,
    MOTIVATE_SERVICE,
    OFFER_AGAIN,
    PART_IV,
    PRESENT,
    SCREENING,
    SIGN,
    STATIC,
    SUBMIT,
    TEAM_ORDER,
    WOMEN,
    WOMEN_REFERRAL,
)
from workflows.steps.case import CaseWorkflow
from workflows.steps.checks import done_after
from workflows.steps.common_acts import Powers, grounds_of
from workflows.steps.duty import Duty, Owed, base
from workflows.steps.effects import Effects
from workflows.steps.plan import end_known

HOLDERS = ("case_manager", "case_administrator")

SUSPENSION = dict.fromkeys(
    ("o502.15.1.a", "o502.15.1.b", "o502.15.1.c", "o502.15.1.d", "o502.15.1.e", "o502.15.1.f"), HOLDERS
)
ENDINGS = dict.fromkeys(later.OUTCOMES, HOLDERS)
PLANNING = "o502.3.k.3"


@workflow.defn(name=Process.penitentiary_cycle.value)
class PenitentiaryCycle(CaseWorkflow[Facts]):
    """One convict's case management in prison."""

    process = Process.penitentiary_cycle
    duties = DUTIES
    powers = Powers(SUSPENSION, ENDINGS, resume_rule="o502.15.2", transfer=("o502.17.1", HOLDERS))

    @workflow.init
    def __init__(self, state: State) -> None:
        state.done.setdefault("intake", state.facts.left_cell)
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Chapter II of Order 502, article by article."""
        if f.ended_ground:
            yield from later.ending(f)
            return
        yield from self.assessment(f)
        if f.handed_over_on is None:
            yield from self.route(f)
            if self.needs_team(f):
                yield from self.team(f)
            if f.met_on:
                yield from self.planning(f)
            yield from later.plan(f)
            yield from later.standing_still(self.ledger)
        else:
            yield from later.monitoring(f)

    def assessment(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(2)-(6), 9, 11: what is owed for everybody from the first day; later the update of 16(2)."""
        if not f.screened_elsewhere:
            yield self.week(f, SCREENING)
            yield COORDINATOR.open_ended(f.weeks_from)
        yield STATIC.since(f.placed) if f.day0 is None else self.week(f, STATIC)
        yield BEHAVIOUR.since(f.left_cell).across()
        if f.behaviour:
            yield BEHAVIOUR_AGAIN.since(f.behaviour[-1], n=len(f.behaviour)).across()
        if f.adult_woman:
            yield WOMEN.since(f.left_cell).across()
        if f.women_services:
            yield WOMEN_REFERRAL.open_ended(f.women_on).across()

    def week(self, f: Facts, duty: Duty) -> Owed:
        """A duty of the weeks of a cycle: from leaving the cell, in later cycles from the cycle's own day 0."""
        owed = duty.since(f.weeks_from)
        return owed if f.day0 is None else owed.event_is("cycle_started")

    def route(self, f: Facts) -> Iterator[Owed]:
        """Article 8(7)-(10): where serious harm and the static level send the case; 12(2)(a) in week 6."""
        match self.way(f):
            case Route.administrator:
                if f.cycle > 1:
                    yield KEEP_OR_HAND_OVER.open_ended(f.static_on)
                if f.cycle == 1 or f.conclusion == "case_administrator":
                    yield self.week(f, HAND_OVER)
            case Route.reasoned_choice:
                yield self.week(f, DYNAMIC_LOW)
                if f.dynamic_on or f.conclusion:
                    yield self.week(f, CONCLUDE_HOLDER)
                if f.conclusion == "case_administrator":
                    yield self.week(f, HAND_OVER_BY_CHOICE)
            case Route.case_manager_medium:
                yield self.week(f, DYNAMIC_MEDIUM)
                if f.dynamic_on:
                    yield self.week(f, CONCLUDE_PSYCHOLOGIST)
            case Route.case_manager_high:
                yield self.week(f, DYNAMIC_HIGH)

    def team(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(11), 10: the order, the meeting in week 7 (6 when harm is high), the agreed results."""
        if f.cycle == 1 or not penitentiary_checks.team_stands(f):
            yield TEAM_ORDER.open_ended()
        yield self.week(f, MEETING_WEEK_6 if f.serious_harm == "high" else MEETING_WEEK_7)
        if f.met_on:
            yield self.week(f, PART_IV)
        if f.disagreed_on:
            yield INVITE_SUPERVISOR.open_ended(f.disagreed_on)

    def planning(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(11)-(15), 14: draft, vote, the convict, signature, director; refusal and motivation."""
        in_time = f.refusals == 0 or (f.consented_on is not None and f.consented_on <= later.week_8(f))
        first = f.offer == 1 and in_time
        yield from self.draft(f)
        if f.drafted_on:
            yield ADOPT.open_ended(f.drafted_on, n=f.version)
        if f.adopted_on:
            yield PRESENT.open_ended(f.adopted_on, n=f.offer)
        if f.plan_refused_on:
            if f.refusals == 1 and f.plan_refused_on <= later.week_8(f):
                yield INFORM_DIRECTOR.since(f.weeks_from, n=1)
            else:
                yield INFORM_DIRECTOR.open_ended(f.plan_refused_on, n=f.refusals)
            if f.motivated_until:
                yield OFFER_AGAIN.since(f.motivated_until, n=f.refusals)
            else:
                yield MOTIVATE.since(f.plan_refused_on, n=f.refusals)
        else:
            if f.presented_on:
                yield SIGN.open_ended(f.presented_on, n=f.offer)
            yield SUBMIT.since(f.weeks_from, n=1) if first else SUBMIT.open_ended(f.met_on, n=f.offer)
            if f.submitted_on:
                yield APPROVE.open_ended(f.submitted_on, n=f.offer)
        if f.service_refused_on:
            yield MOTIVATE_SERVICE.since(f.service_refused_on, n=f.service_refusals)

    def draft(self, f: Facts) -> Iterator[Owed]:
        """The working version: in the weeks of 3(k), after a reassessment in as many weeks from it (16(2))."""
        if f.version > 1:
            yield DRAFT.open_ended(f.returned_on, n=f.version)
        elif f.day0 is None:
            yield DRAFT.since(f.left_cell, n=1)
        elif f.agreed_on is not None:
            planning = catalogue.rule(PLANNING).duration
            yield DRAFT_ANEW.since(f.agreed_on, n=1).lasting(planning)

    def way(self, f: Facts) -> Route:
        """The route of article 8 for the levels known so far."""
        return penitentiary_checks.way(f)

    def needs_team(self, f: Facts) -> bool:
        """Article 10(1): the dynamic part must be assessed and the case goes to the case manager."""
        if f.serious_harm is None:
            return False
        routing = route(f.serious_harm, f.static)
        if self.way(f) is Route.reasoned_choice:
            return f.conclusion is not None and f.conclusion != "case_administrator"
        chosen: Holder | None = None
        if f.conclusion is not None:
            chosen = "case_administrator" if f.conclusion == "case_administrator" else "case_manager"
        return team_needed(routing, chosen)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Article 5: where the case stands."""
        if f.ended_ground:
            return "closing", "o502.5.f"
        if f.handed_over_on:
            return "with_administrator", "o502.8.7.2"
        if f.approved_on:
            completed = f.running is not None and f.running.completed_on is not None
            return ("monitoring", "o502.5.e") if completed else ("implementation", "o502.5.d")
        if f.submitted_on and not f.plan_refused_on:
            return "director_approval", "o502.8.15"
        if f.met_on:
            return "planning", "o502.5.c"
        return ("assessment", "o502.5.b") if f.cycle == 1 else ("reassessment", "o502.5.f")

    def cycle(self, f: Facts) -> int:
        """Article 3(k): the cycle is repeated until release."""
        return f.cycle

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17: released, deferred or dead; the report is written and the file handed in."""
        if f.ended_ground and not patched(REPORT_AND_FILE):
            return later.OUTCOMES[f.ended_ground], f.ended_ground
        return later.ended(f, set(done))

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of articles 8, 10 and 14 besides completing a step."""
        return penitentiary_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What articles 8-14 refuse."""
        return penitentiary_checks.check(f, act, key, self.way(f))

    def beginning(self, f: Facts) -> date:
        """Nothing in the cycle is older than the placing in the institution."""
        return f.placed

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act of the convict or of a member stands on; 4(1)(j) keeps the director out of votes."""
        return penitentiary_checks.rule_of(act)

    def not_owed(self, f: Facts, name: str) -> Refusal | None:
        """What the law does not ask for: Annex 2 of others than adult women, part III on the route of 8(7)."""
        return penitentiary_checks.not_owed(f, name)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The end of a period: of motivation (the plan is offered again, 14(9)), of the plan, of a medical stay."""
        effects = Effects()
        match base(key):
            case "carry_out":
                later.term_ended(f, end_known(self.s.suspensions, self.s.steps[key].due or day), effects)
            case "medical_stay":
                later.stay_over(key, effects)
            case "motivate_service":
                f.service_refused_on = None
                effects.because = "the three months of motivation are over"
            case _:
                f.motivated_until = day
                effects.because = "the three months of motivation are over"
        return effects

    def stood_still(self, f: Facts, since: date) -> Effects:
        """Article 15: a suspension entered after the plan's last day moves that day, unless the plan was evaluated."""
        return later.stood_still(f, since)

    def noted(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """Article 15: the plans of the person's other cases stop and resume with it."""
        effects = Effects()
        if fact := {"suspend": "suspended", "resume": "resumed"}.get(act.act):
            for ground in grounds_of(self.s.suspensions, act):
                effects.add(later.stopped(self.s.case, f, fact, ground, day))
        return effects

    def hear(self, f: Facts, told: Told) -> Effects:
        """The administrator sends the case back; the convict is released, dies, is taken elsewhere."""
        effects = later.hear(self.s.case, f, told)
        after = done_after(self.s, told.on, self.duties) if f.ended_ground != self.facts.ended_ground else []
        if after:
            effects.happened("done_after_the_end", str(f.ended_ground), day=told.on.isoformat(), steps=after)
        return effects

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        unavailable = any(s.ground == later.UNAVAILABLE and s.end is None for s in self.s.suspensions)
        before = set(f.related)
        effects = penitentiary_acts.apply(self.s.case, f, act, key, day, unavailable)
        for ground in later.resumed_by(self.s.suspensions, key, act):
            effects.resumes.append((ground, day))
            effects.add(later.stopped(self.s.case, f, "resumed", ground, day))
        begun = set(f.related) - before
        if act.act == "complete" and key is not None and base(key) == "hand_over":
            begun.add(Process.administrator_plan.value)
        for process in sorted(begun):
            number = related_case(self.s.case, Process(process))
            later.grounds_go_along(self.s.suspensions, number, Process(process), effects)
        return effects
