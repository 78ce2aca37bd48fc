"""The administrator's plan: article 13 of Order 502, and article 17 as far as it concerns the administrator.

Opened by the hand-over of a case. It lives in cycles (assessment and plan, agreement, the plan's term, monitoring,
reassessment); when serious harm rises it goes back to the case manager and sleeps until it is handed over again.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.administrator_plan import Facts, State
from models.ids import Process, related_case
from models.terms import Duration, Unit
from workflows import administrator_acts, administrator_checks
from workflows.administrator_duties import (
    AGREE,
    ASSESS,
    BY,
    DUTIES,
    FILE,
    HAND_BACK,
    MONITOR,
    PLAN,
    REASSESS,
    REPORT,
    REVISE,
)
from workflows.options import REPORT_AND_FILE, patched
from workflows.penitentiary_duties import MEDICAL_STAY, REVIEW_SERVICES
from workflows.penitentiary_later import grounds_go_along, resumed_by, standing_still
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers, grounds_of
from workflows.steps.duty import Owed, base
from workflows.steps.effects import Effects
from workflows.steps.plan import end_known

HOLDER = (BY,)
DIED = "o502.17.2.3"
SUSPENSION = dict.fromkeys(
    ("o502.15.1.a", "o502.15.1.b", "o502.15.1.c", "o502.15.1.d", "o502.15.1.e", "o502.15.1.f"), HOLDER
)
ENDINGS = dict.fromkeys(("o502.17.2.1", "o502.17.2.2", DIED), HOLDER)
OUTCOMES = {"o502.17.2.1": "released", "o502.17.2.2": "sentence_deferred", DIED: "died"}


@workflow.defn(name=Process.administrator_plan.value)
class AdministratorPlan(CaseWorkflow[Facts]):
    """One convict's case with the case administrator."""

    process = Process.administrator_plan
    duties = DUTIES
    powers = Powers(SUSPENSION, ENDINGS, resume_rule="o502.15.2", told=BY)

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Articles 13 and 17: nothing before the hand-over, and nothing while the case manager has the case."""
        if f.ended_on:
            yield from self.closing(f)
        elif f.handed_over and f.holder():
            yield from self.planning(f)
            yield from self.carrying_out(f)
            for stay in standing_still(self.ledger):
                yield stay.by(BY)
            if f.services_in_doubt_on:
                yield REVIEW_SERVICES.open_ended(f.services_in_doubt_on, n=f.services_reviews).across().by(BY)
            if f.rose_on:
                yield HAND_BACK.at_once(f.rose_on)

    def planning(self, f: Facts) -> Iterator[Owed]:
        """Article 13(1)-(2), (5): assessment and plan in four weeks; the director agrees or returns it."""
        if f.begun_by_hand_over and f.handed_over:
            yield ASSESS.since(f.handed_over)
        if f.proposed_on:
            yield AGREE.open_ended(f.proposed_on, n=f.version)
        if f.returned_on:
            yield REVISE.open_ended(f.returned_on, n=f.version)

    def carrying_out(self, f: Facts) -> Iterator[Owed]:
        """Article 13(2)-(4): the plan's own length from the agreement, monitoring in a week, reassessment in two."""
        if f.plan:
            length = Duration(value=f.plan.months, unit=Unit.month)
            yield PLAN.since(f.plan.agreed_on).lasting(length).in_cycle(f.plan.cycle)
        for cycle, last_day in f.ended_terms.items():
            yield MONITOR.since(last_day).in_cycle(cycle)
        if f.monitored_on:
            yield REASSESS.since(f.monitored_on)

    def closing(self, f: Facts) -> Iterator[Owed]:
        """Article 17(3), (5): the report in two weeks, save on death; the file to special registration in one."""
        if f.ended_on and f.held_at_the_end:
            yield FILE.since(f.ended_on).by(BY).across()
            if f.ended_ground != DIED:
                yield REPORT.since(f.ended_on).across()

    def cycle(self, f: Facts) -> int:
        """Each round is a cycle: begun by a hand-over or by a reassessment."""
        return f.number

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the case stands."""
        if f.ended_ground:
            return "closing", f.ended_ground
        if f.handed_back_on:
            return "with_case_manager", "o502.13.7"
        if f.rose_on:
            return "hand_back", "o502.13.7"
        if f.proposed_on or f.returned_on:
            return "agreement", "o502.13.5"
        if f.monitored_on:
            return "reassessment", "o502.13.4.1"
        if f.plan:
            return "implementation", "o502.13.2.2"
        if f.ended_terms:
            return "monitoring", "o502.13.3"
        if f.begun_by_hand_over:
            return "assessment", "o502.13.1"
        return "no_plan_needed", "o502.13.4.2"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17(2); the holder first hands on the file and writes the report."""
        if f.ended_ground is not None and not patched(REPORT_AND_FILE):
            return OUTCOMES[f.ended_ground], f.ended_ground
        if f.ended_ground is None or {o.key for o in self.closing(f)} - set(done):
            return None
        return OUTCOMES[f.ended_ground], f.ended_ground

    def acts(self) -> dict[str, tuple[str, ...]]:
        """What article 13 lets be done besides completing a step."""
        return administrator_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What articles 13 and 17 refuse."""
        return administrator_checks.check(f, act, key, self.s.steps)

    def beginning(self, f: Facts) -> date | None:
        """Nothing here is older than the hand-over."""
        return f.handed_over

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act of the process's own stands on."""
        return administrator_checks.RULES.get(act.act)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The plan's term is over: monitor it within a week (13(3)); or a stay of six months (15(1)(a))."""
        if base(key) == PLAN.key:
            administrator_acts.term_ended(f, end_known(self.s.suspensions, self.s.steps[key].due or day))
            return Effects(because="the plan's term is over")
        effects = Effects()
        if base(key) == MEDICAL_STAY.key:
            administrator_acts.stay_over(effects)
        return effects

    def stood_still(self, f: Facts, since: date) -> Effects:
        """Article 15: a suspension entered after the plan's last day moves that day, unless the plan was monitored."""
        return administrator_acts.stood_still(f, since)

    def noted(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """Article 15: the psychologist's plan stops and resumes with this one."""
        effects = Effects()
        if fact := {"suspend": "suspended", "resume": "resumed"}.get(act.act):
            for ground in grounds_of(self.s.suspensions, act):
                effects.add(administrator_acts.stopped(self.s.case, fact, ground, day))
        return effects

    def hear(self, f: Facts, told: Told) -> Effects:
        """The hand-over, and what happens to the convict."""
        return administrator_acts.hear(self.s.case, f, told)

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        effects = administrator_acts.apply(self.s.case, f, act, key, day)
        for ground in resumed_by(self.s.suspensions, key, act):
            effects.resumes.append((ground, day))
            effects.add(administrator_acts.stopped(self.s.case, "resumed", ground, day))
        if key is not None and base(key) == HAND_BACK.key:
            prison = related_case(self.s.case, Process.penitentiary_cycle)
            grounds_go_along(self.s.suspensions, prison, Process.penitentiary_cycle, effects)
        if act.act == "screen" and f.instant:
            psychology = related_case(self.s.case, Process.psychology_service)
            grounds_go_along(self.s.suspensions, psychology, Process.psychology_service, effects)
        return effects
