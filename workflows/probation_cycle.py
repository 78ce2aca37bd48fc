"""The probation cycle: chapter III of Order 502, from the register of a bureau to the end of the sentence.

Opened by registration, or by the fact that somebody was released on parole; each plan after a plan is a new cycle.
The case holds no person and no form: levels, dates and rule ids alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.ids import Process
from models.probation_cycle import Facts, PlanFacts, State
from models.terms import Duration, Unit
from rules.order_502.probation_plan import supervised_by
from rules.order_502.probation_routing import Row
from rules.order_502.probation_team import meets_after_plan
from workflows import probation_acts, probation_checks, probation_not_owed
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed
from workflows.steps.effects import Effects

BY = (d.OFFICER,)
SUSPENSION = dict.fromkeys(
    (
        *("o502.26.1.a.1", "o502.26.1.a.2", "o502.26.1.b", "o502.26.1.c", "o502.26.1.d"),
        "o502.30.2.2",
    ),
    BY,
)
ENDINGS = dict.fromkeys(("o502.30.2.1", "o502.30.2.2", "o502.30.2.3", "o502.30.2.4"), BY)
OUTCOMES = {"o502.30.2.1": "released", "o502.30.2.4": "died"}


@workflow.defn(name=Process.probation_cycle.value)
class ProbationCycle(CaseWorkflow[Facts]):
    """One convict's case management by the Agency."""

    process = Process.probation_cycle
    duties = d.DUTIES
    powers = Powers(SUSPENSION, ENDINGS, resume_rule="o502.26.2", transfer=("o502.30.1", BY), told=d.OFFICER)

    @workflow.init
    def __init__(self, state: State) -> None:
        if state.facts.registered is not None:
            state.done.setdefault("intake", state.facts.registered)
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def cycle(self, f: Facts) -> int:
        """The number of the plan period."""
        return f.cycle

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Chapter III of Order 502, article by article."""
        if f.registered is None:
            if f.told_on is not None:
                yield d.ARRIVAL.open_ended(f.told_on)
            return
        for n, day in enumerate(f.terminated, 1):
            yield d.SUMMARY.since(day, n=n).across()
        for n, day in enumerate(f.archived, 1):
            yield d.ARCHIVE.open_ended(day, n=n).across()
        if f.ended_ground or f.away_ground:
            return
        yield from self.assessment(f, f.registered)
        yield from self.women(f)
        yield from self.specialists(f)
        if f.assessed_on:
            if know.members(f):
                yield from self.team(f, f.plan)
            if f.plan.presented_on and not f.plan.terminated_on:
                yield from self.carrying_out(f, f.plan, f.plan.presented_on)
            if f.plan.completed_on:
                yield from self.after_plan(f, f.plan, f.plan.completed_on)
            yield from self.review(f)
        yield from self.besides(f)

    def assessment(self, f: Facts, registered: date) -> Iterator[Owed]:
        """Articles 21(1)-(2): parts I and II in 7 working days; four fields of part III beside a psychologist."""
        yield d.SCREENING.since(registered).across()
        yield d.STATIC.since(registered).across()
        if know.first(f) == d.PSYCHOLOGIST or know.row(f).specialist == d.PSYCHOLOGIST:
            since = know.fields_from(f, registered)
            event = "psychologist_route_opened" if since > registered else None
            yield d.FIELDS.since(since).event_is(event).across()

    def women(self, f: Facts) -> Iterator[Owed]:
        """Article 22: the questionnaire after part I, and what its points lead to."""
        if f.adult_woman and f.screened_on:
            yield d.WOMEN.open_ended(f.screened_on).across()
        if "information" in f.women_services:
            yield d.WOMEN_INFORM.open_ended(f.women_on).across()
        for role, service in ((d.WORKER, "programme"), (d.PSYCHOLOGIST, "psychological_service")):
            if service not in f.women_services:
                continue
            given, called = f.women_assigned.get(role), know.row(f).specialist == role or role in f.tracks
            if given is None and called:
                continue
            if given is None:
                yield d.WOMEN_ASK[role].open_ended(f.women_on).across()
                if role in f.women_asked:
                    yield d.WOMEN_ASSIGN[role].since(f.women_asked[role]).across()
            else:
                yield d.WOMEN_SERVICE[role].open_ended(given).across()

    def specialists(self, f: Facts) -> Iterator[Owed]:
        """Article 21(3)-(15): the request, the head's assignment, the terms of the first and the second specialist."""
        way = know.row(f)
        if way.specialist is not None and way.rule is not None:
            asking = d.request_of(way.specialist, way.rule, immediate=way.immediate)
            first = way.row in (Row.medium, Row.high_q8_10)
            since = max(x for x in (f.screened_on, None if first else f.static_on, f.called_on) if x is not None)
            known = f.tracks.get(way.specialist)
            if known is None or not (known.second or known.elsewhere):
                yield (asking.at_once(since) if way.immediate else asking.open_ended(since)).across()
        for role, t in know.active(f).items():
            if not t.elsewhere:
                yield d.assignment_of(role, t.rule).since(t.asked_on).across()
            if t.assigned_on is None:
                continue
            if t.assessed_on is None:
                yield d.APPOINT[(role, t.second)].open_ended(t.assigned_on).across()
            yield (d.ASSESS_SECOND if t.second else d.ASSESS)[role].since(t.assigned_on).across()
            if t.extension_asked_on and t.extended_on is None and t.assessed_on is None:
                yield d.ANSWER[role].since(t.extension_asked_on).across()

    def team(self, f: Facts, plan: PlanFacts) -> Iterator[Owed]:
        """Articles 23-24: the meeting, the agreed results, the plan, making it known."""
        since = know.team_from(f)
        if f.cycle == 1 and since:
            yield d.MEETING.since(since)
            if plan.met_on:
                yield d.PART_IV.open_ended(plan.met_on)
            if plan.disagreed_on:
                yield d.SUPERVISOR.open_ended(plan.disagreed_on)
        if plan.met_on and (plan.agreed_on or f.cycle > 1):
            yield d.PLAN.open_ended(plan.met_on)
        if plan.met_on:
            yield d.INTRODUCE.since(plan.met_on)

    def carrying_out(self, f: Facts, plan: PlanFacts, presented: date) -> Iterator[Owed]:
        """Articles 24(2), 24(7), 25(3)-(4), 28(1): the plan runs, changes are told, each programme leaves a record."""
        length = Duration(value=plan.months, unit=Unit.month)
        yield d.PLAN_TERM.since(presented).lasting(length)
        for n, (day, by) in enumerate(zip(plan.changes, plan.changed_by, strict=True), 1):
            yield d.TELL_CHANGE.open_ended(day, n=n).by(by)
        if plan.completed_on is None:
            for n, day in enumerate(plan.reviewed, 1):
                yield d.PLAN_QUESTION.open_ended(day, n=n)
        for n in know.carried_out(plan):
            ended = plan.delivered.get(n) or plan.completed_on
            if ended:
                yield d.RECORD.open_ended(ended, n=n).by(know.provider_of(plan, n))

    def after_plan(self, f: Facts, plan: PlanFacts, completed: date) -> Iterator[Owed]:
        """Articles 23(5), 27: results, the next meeting, supervision until a new plan or the return of the case."""
        yield d.RESULTS.since(completed)
        if meets_after_plan(plan.months):
            yield d.NEXT_MEETING.since(completed)
            yield d.REVIEW_QUESTION.since(completed)
        else:
            for n, role in enumerate(know.assigned(f), 1):
                yield d.NEEDS.open_ended(completed, n=n).by(role)
            if plan.needs_on:
                yield d.NEEDS_MEETING.open_ended(plan.needs_on)
        officer, providers = supervised_by(know.providers_of_mandatory(plan), other_measures=bool(plan.measures))
        if officer:
            yield d.SUPERVISE.open_ended(completed)
        for n, role in enumerate(providers, 1):
            yield d.SUPERVISION.open_ended(completed, n=n).by(role)
        if providers and set(providers) == set(plan.returns):
            yield d.TAKE_BACK.open_ended(completed)

    def review(self, f: Facts) -> Iterator[Owed]:
        """Articles 23(5), 28: each year from the completed assessment or the last review, all parts of it together;
        29: a recommendation when the three conditions hold."""
        n, since = len(f.reviews) + 1, f.reviews[-1] if f.reviews else f.assessed_on
        kind = d.YEARLY
        if f.back_on:
            kind, since = d.ON_RETURN, f.back_on
        elif f.plan.review_wanted and f.plan.completed_on:
            kind, since = d.AFTER_PLAN, f.plan.completed_on
        if since is None:
            return
        parts = [kind.whole, kind.part_i, kind.part_ii]
        tracks = {role: t for role, t in f.tracks.items() if t.assessed_on is not None}
        if f.fields_on:
            parts.append(kind.fields)
        parts += [kind.of[role] for role in tracks]
        again = "reassessment_done" if f.reviews and kind is d.YEARLY else None
        for duty in parts:
            yield duty.since(since, n=n).event_is(again).across()
        for n in f.mitigation:
            yield d.MITIGATION.open_ended(f.reviews[n - 1], n=n).by(know.recommends(f)).across()

    def besides(self, f: Facts) -> Iterator[Owed]:
        """What comes up at any time: difficulties, unplanned meetings, suspensions, a transfer, the coming release."""
        for n, day in enumerate(f.difficulties, 1):
            yield d.REACT.open_ended(day, n=n).across()
        for n, day in enumerate(f.extra, 1):
            yield d.EXTRA_MEETING.open_ended(day, n=n).across()
        for n, pause in enumerate(f.pauses, 1):
            yield d.PAUSE_RECORD.since(pause.since, n=n).across()
            if pause.expected_end and pause.ended_on is None:
                yield d.PAUSE_END.since(pause.expected_end, n=n).across()
        for n, day in enumerate(f.releases, 1):
            yield d.RELEASE.open_ended(day, n=n).across()
        for n, day in enumerate(f.moved, 1):
            yield d.SUCCEED.since(day, n=n).across()

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the case stands."""
        plan = f.plan
        if f.registered is None:
            return "arrival", "o502.30.8"
        if f.ended_ground:
            return "summary", "o502.30.3"
        if f.away_ground:
            return "away", f.away_ground
        if f.assessed_on is None:
            return "assessment", "o502.21.1"
        if not know.members(f):
            way = know.row(f)
            return "with_officer", way.rule or "o502.21.3.b.2"
        if plan.completed_on:
            return "after_plan", "o502.27.1"
        if plan.presented_on and plan.terminated_on is None:
            return "implementation", "o502.24.6"
        if plan.disagreed_on and plan.agreed_on is None:
            return "results_not_agreed", "o502.23.9.3"
        return ("planning", "o502.24.1") if plan.met_on else ("team", "o502.23.1.1")

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 30(2): released or dead, the summary report of a terminated plan drawn up (30(3))."""
        if f.ended_ground is None:
            return None
        if f.summarised < len(f.terminated):
            return None
        return OUTCOMES[f.ended_ground], f.ended_ground

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of chapter III besides completing a step."""
        return probation_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What chapter III refuses."""
        step = self.s.steps.get(key) if key else None
        due = {role: s.due for role, k in d.SHORT.items() if (s := self.s.steps.get(f"assess_{k}")) is not None}
        return probation_checks.check(f, act, key, step, due)

    def beginning(self, f: Facts) -> date | None:
        """Nothing is older than the registration."""
        return f.registered or f.told_on

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act of its own stands on."""
        return probation_checks.rule_of(act)

    def not_owed(self, f: Facts, name: str) -> Refusal | None:
        """What the law does not ask for: Annex 2 of others than adult women, part III or a plan on the own track."""
        return probation_not_owed.not_owed(f, name)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """A plan's last day is over: it is completed (23(5)); an expected end of a suspension has come (30(4))."""
        effects = Effects()
        if key.startswith("plan_term"):
            probation_acts.plan_completed(f, day - timedelta(days=1), effects)
        elif key.startswith("expected_end"):
            effects.notify("suspension_end_expected", d.OFFICER, "o502.30.4.2")
        return effects

    def noted(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """Suspensions, extensions and assignments as the chapter sees them."""
        return probation_acts.noted(f, act, key, day, self.s.steps)

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes. A plan made known while a ground holds in the whole bureau stands still from then on."""
        effects = probation_acts.apply(f, act, key, day)
        for held in (s for s in self.s.suspensions if s.house and s.end is None):
            probation_acts.pause(f, held.ground, day)
        return effects

    def hear(self, f: Facts, told: Told) -> Effects:
        """Another case says what has happened: a release on parole arrives here, a death or a release ends."""
        return probation_acts.hear(f, told)
