"""The penitentiary cycle: chapter II of Order 502, from the classification cell to the running plan.

Opened when a convict leaves the internal classification cell; lives until release, deferral or death. The case holds
no person and no form: levels, dates and rule ids alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal
from models.ids import Process
from models.penitentiary_cycle import Facts, State
from rules.order_502.routing import Holder, Route, route, team_needed
from workflows import penitentiary_acts, penitentiary_checks
from workflows.penitentiary_duties import (
    ADOPT,
    APPROVE,
    BEHAVIOUR,
    BEHAVIOUR_AGAIN,
    CARRY_OUT,
    CONCLUDE_HOLDER,
    CONCLUDE_PSYCHOLOGIST,
    COORDINATOR,
    DRAFT,
    DUTIES,
    DYNAMIC_HIGH,
    DYNAMIC_LOW,
    DYNAMIC_MEDIUM,
    HAND_OVER,
    HAND_OVER_BY_CHOICE,
    INFORM_DIRECTOR,
    INVITE_SUPERVISOR,
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
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed
from workflows.steps.effects import Effects

HOLDERS = ("case_manager", "case_administrator")

SUSPENSION = dict.fromkeys(
    ("o502.15.1.a", "o502.15.1.b", "o502.15.1.c", "o502.15.1.d", "o502.15.1.e", "o502.15.1.f"), HOLDERS
)
ENDINGS = dict.fromkeys(("o502.17.2.1", "o502.17.2.2", "o502.17.2.3"), HOLDERS)
OUTCOMES = {"o502.17.2.1": "released", "o502.17.2.2": "sentence_deferred", "o502.17.2.3": "died"}


@workflow.defn(name=Process.penitentiary_cycle.value)
class PenitentiaryCycle(CaseWorkflow[Facts]):
    """One convict's case management in prison."""

    process = Process.penitentiary_cycle
    duties = DUTIES
    powers = Powers(SUSPENSION, ENDINGS, resume_rule="o502.15.2")

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
        yield from self.assessment(f)
        if f.handed_over_on is None:
            yield from self.route(f)
            if self.needs_team(f):
                yield from self.team(f)
            if f.met_on:
                yield from self.planning(f)
        if f.approved_on:
            yield CARRY_OUT.since(f.approved_on)

    def assessment(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(2)-(6), 9, 11: what is owed for everybody from the first day."""
        yield SCREENING.since(f.left_cell)
        yield COORDINATOR.open_ended(f.left_cell)
        yield STATIC.since(f.placed)
        yield BEHAVIOUR.since(f.left_cell)
        if f.behaviour:
            yield BEHAVIOUR_AGAIN.since(f.behaviour[-1], n=len(f.behaviour))
        if f.adult_woman:
            yield WOMEN.since(f.left_cell)
        if f.women_services:
            yield WOMEN_REFERRAL.open_ended(f.women_on)

    def route(self, f: Facts) -> Iterator[Owed]:
        """Article 8(7)-(10): where serious harm and the static level send the case; 12(2)(a) in week 6."""
        match self.way(f):
            case Route.administrator:
                yield HAND_OVER.since(f.left_cell)
            case Route.reasoned_choice:
                yield DYNAMIC_LOW.since(f.left_cell)
                if f.dynamic_on:
                    yield CONCLUDE_HOLDER.since(f.left_cell)
                if f.conclusion == "case_administrator":
                    yield HAND_OVER_BY_CHOICE.since(f.left_cell)
            case Route.case_manager_medium:
                yield DYNAMIC_MEDIUM.since(f.left_cell)
                if f.dynamic_on:
                    yield CONCLUDE_PSYCHOLOGIST.since(f.left_cell)
            case Route.case_manager_high:
                yield DYNAMIC_HIGH.since(f.left_cell)

    def team(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(11), 10: the order, the meeting in week 7 (6 when harm is high), the agreed results."""
        yield TEAM_ORDER.open_ended()
        meeting = MEETING_WEEK_6 if f.serious_harm == "high" else MEETING_WEEK_7
        yield meeting.since(f.left_cell)
        if f.met_on:
            yield PART_IV.since(f.left_cell)
        if f.disagreed_on:
            yield INVITE_SUPERVISOR.open_ended(f.disagreed_on)

    def planning(self, f: Facts) -> Iterator[Owed]:
        """Articles 8(11)-(15), 14: draft, vote, the convict, signature, director; refusal and motivation."""
        first = f.offer == 1 and f.refusals == 0
        yield (DRAFT.since(f.left_cell, n=1) if f.version == 1 else DRAFT.open_ended(f.returned_on, n=f.version))
        if f.drafted_on:
            yield ADOPT.open_ended(f.drafted_on, n=f.version)
        if f.adopted_on:
            yield PRESENT.open_ended(f.adopted_on, n=f.offer)
        if f.plan_refused_on:
            if f.refusals == 1:
                yield INFORM_DIRECTOR.since(f.left_cell, n=1)
            else:
                yield INFORM_DIRECTOR.open_ended(f.plan_refused_on, n=f.refusals)
            if f.motivated_until:
                yield OFFER_AGAIN.since(f.motivated_until, n=f.refusals)
            else:
                yield MOTIVATE.since(f.plan_refused_on, n=f.refusals)
        else:
            if f.presented_on:
                yield SIGN.open_ended(f.presented_on, n=f.offer)
            yield SUBMIT.since(f.left_cell, n=1) if first else SUBMIT.open_ended(f.met_on, n=f.offer)
            if f.submitted_on:
                yield APPROVE.open_ended(f.submitted_on, n=f.offer)
        if f.service_refused_on:
            yield MOTIVATE_SERVICE.since(f.service_refused_on, n=f.service_refusals)

    def way(self, f: Facts) -> Route:
        """The route of article 8 for the levels known so far."""
        return penitentiary_checks.way(f)

    def needs_team(self, f: Facts) -> bool:
        """Article 10(1): the dynamic part must be assessed and the case goes to the case manager."""
        if f.serious_harm is None:
            return False
        routing = route(f.serious_harm, f.static)
        if routing.route is Route.reasoned_choice and f.conclusion is None:
            return False
        chosen: Holder | None = None
        if f.conclusion is not None:
            chosen = "case_administrator" if f.conclusion == "case_administrator" else "case_manager"
        return team_needed(routing, chosen)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Article 5: where the case stands."""
        if f.handed_over_on:
            return "with_administrator", "o502.8.7.2"
        if f.approved_on:
            return "implementation", "o502.5.d"
        if f.submitted_on and not f.plan_refused_on:
            return "director_approval", "o502.8.15"
        if f.met_on:
            return "planning", "o502.5.c"
        return "assessment", "o502.5.b"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17(2): released, deferred or dead. (The report and the file follow in the next slice.)"""
        return (OUTCOMES[f.ended_ground], f.ended_ground) if f.ended_ground else None

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
        """Three months of motivation are over: nothing ends by itself, the plan is offered again (14(9))."""
        if key.startswith("motivate_service"):
            f.service_refused_on = None
        elif key.startswith("motivate"):
            f.motivated_until = day
        return Effects(because="the three months of motivation are over")

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        return penitentiary_acts.apply(self.s.case, f, act, key, day)
