"""The former prisoner's case: chapter IV of Order 502, from the referral to the closing form.

The case has one of the six statuses of article 35, and its stage is its status. Nothing closes it by itself: time and
people make a ground of article 37 out, the right to close opens, a person closes with the form of that ground.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.former_prisoner_case import Facts, Psychology, State
from models.ids import Process
from rules.catalogue import rule
from rules.order_502.former_attempts import KINDS, four_in_a_month
from rules.order_502.former_entry import assessment_meetings, parts_to_fill
from rules.order_502.former_grounds import GROUNDS, fits, limit_months, limit_of, made_out, others_work
from workflows import former_acts, former_checks, former_closing_duties, former_duties, former_entry_acts
from workflows.former_closing_duties import (
    CALL_WEEKLY,
    CALLS,
    EXTRA,
    HINDERED,
    MONTHLY_FORM,
    MONTHS,
    NOTICE,
    NOTICE_RUNS,
    SILENCE,
    UNREACHABLE,
    closing_since,
    days,
    key_of,
    months,
    notice_length,
    time_before,
)
from workflows.former_duties import (
    AGREE_EXTENSION,
    ASK_FORM,
    ASK_PROOF,
    ASSESS,
    ASSIGN,
    CERTIFICATE,
    CONSENT,
    CONSULT,
    CONTACT,
    DEATH,
    EXCEPTION,
    FIRST_MEETING,
    FORM_RECEIVED,
    HEAD,
    IDENTIFY,
    LIMIT,
    MANAGER,
    MINUTES,
    MONITOR,
    OUTSIDE_LEGAL,
    OUTSIDE_PSYCH,
    PARTS,
    PLANS,
    PROOF_EXPUNGED,
    PROOF_NOT_FOUND,
    PROOF_REFUSED,
    PSYCH_ASSESS,
    PSYCH_MONTH,
    QUARTERLY_CALL,
    REENTRY,
    RELEASE,
    REQUEST_CERTIFICATE,
    REVIEW,
    REVIEW_AGAIN,
    SPECIALIST,
    SUMMARY,
    TIME,
    WOMEN,
    WOMEN_SERVICE,
)
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed, base
from workflows.steps.effects import Effects

STAGE_RULES = {"new": "o502.35.a", "active": "o502.35.b", "ongoing": "o502.35.c", "waiting": "o502.35.f.1"}
CLOSED = ("closed", "closed_without_assessment")


@workflow.defn(name=Process.former_prisoner_case.value)
class FormerPrisonerCase(CaseWorkflow[Facts]):
    """One former prisoner's way through the programme."""

    process = Process.former_prisoner_case
    duties = (*former_duties.DUTIES, *former_closing_duties.DUTIES)
    powers = Powers(endings=dict.fromkeys(GROUNDS, (MANAGER,)), told=HEAD)

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Chapter IV of Order 502, article by article."""
        if f.died_on:
            yield DEATH.open_ended(f.died_on)
            return
        if f.over_five_years:
            yield EXCEPTION.open_ended(f.filled_on)
        if f.active_on is None:
            yield from self.entry(f)
            return
        yield from self.papers(f)
        yield from self.assessment(f, f.active_on)
        yield from self.rehabilitation(f, f.active_on)
        yield from self.specialists(f)
        yield from self.attempts(f)
        yield from self.closing(f)

    def entry(self, f: Facts) -> Iterator[Owed]:
        """Articles 32(3)-(5), 36(7): the release, the head's decisions, the assignment."""
        if f.released_on is None:
            planned = f.release_expected_on
            by_policy = RELEASE.expected(planned).event_is("release_expected")
            yield by_policy if planned else RELEASE.open_ended(f.filled_on)
        if f.previous_case:
            yield REENTRY.open_ended(f.filled_on)
        if f.reentry != "do_not_include" and f.exception != "refused":
            yield ASSIGN.open_ended(f.filled_on)

    def papers(self, f: Facts) -> Iterator[Owed]:
        """Article 32(6)-(9): the certificate, the identification, the proof that the beneficiary brings."""
        if not f.certificate and f.consent == "general":
            yield REQUEST_CERTIFICATE.open_ended(f.active_on)
            if f.certificate_requested_on:
                yield CERTIFICATE.open_ended(f.certificate_requested_on)
        if not f.identity:
            yield IDENTIFY.open_ended(f.active_on)
        if f.consent == "refused" and not f.certificate:
            yield PROOF_REFUSED.open_ended(f.active_on)
        elif f.expunged:
            yield PROOF_EXPUNGED.open_ended(f.active_on)
        elif f.certificate_found is False:
            yield ASK_PROOF.open_ended(f.certificate_requested_on)
            if f.proof_asked_on:
                yield PROOF_NOT_FOUND.open_ended(f.proof_asked_on)

    def assessment(self, f: Facts, active_on: date) -> Iterator[Owed]:
        """Articles 32(10), 33, 34, 42: contact, the first meeting, at most 32 working days, the questionnaire."""
        yield CONTACT.since(active_on)
        if f.reached and not f.meetings:
            yield FIRST_MEETING.open_ended(f.reached[0])
        if f.form_from == "convicts_division" and f.consent == "general":
            yield ASK_FORM.open_ended(active_on)
            if f.form_asked_on:
                yield FORM_RECEIVED.open_ended(f.form_asked_on)
        if f.meetings:
            first = f.meetings[0]
            yield CONSENT.open_ended(first)
            anew = parts_to_fill(f)
            for n, part in enumerate(PARTS[f.form_from if f.form_received_on else None], 1):
                if n in anew:
                    yield part.since(first)
                elif f.assessed_on is None:
                    yield part.open_ended(f.form_received_on)
            yield ASSESS.since(first)
        if f.reassess_since and (since := assessment_meetings(f)):
            n = f.reassessments + 2
            yield from (part.since(since[0], n=n) for part in PARTS[None])
            yield ASSESS.since(since[0], n=n)
        if f.assessed_on and f.adult_woman:
            yield WOMEN.open_ended(f.assessed_on)
        if f.women_services:
            yield WOMEN_SERVICE.open_ended(f.women_on)

    def rehabilitation(self, f: Facts, active_on: date) -> Iterator[Owed]:
        """Articles 35(f), 36: the plan, the months, the calls, the year, the two years."""
        if f.assessed_on and f.reassess_since is None:
            plan = PLANS[f.form_from if f.form_received_on else None]
            yield plan.open_ended(f.plan_wanted_on or f.assessed_on, n=f.plan_version)
        if f.assessed_on:
            last = f.reassessed_on or f.assessed_on
            yield REVIEW.since(last, n=f.reassessments + 1 if f.reassessments else None)
            if f.limit_months and f.reviewed_on is not None and f.reviewed_on > last:
                yield REVIEW_AGAIN.expected(last, n=f.reassessments + 1)
        if f.monitored_since and f.plan_signed_on and f.rehabilitation_ended_on is None:
            nth = f.monitored - f.monitored_before + 1
            yield MONITOR.since(f.monitored_since, n=f.monitored + 1).lasting(months(nth))
        if f.plan_signed_on:
            called = f.quarterly[-1] if f.quarterly else f.plan_signed_on
            yield QUARTERLY_CALL.since(called, n=len(f.quarterly) + 1)
        if f.rehabilitation_ended_on and "rehabilitation_ended" not in f.circumstances:
            yield SUMMARY.open_ended(f.rehabilitation_ended_on, n=f.summaries + 1)
        whole = months(limit_months(f)) if f.limit_months else None
        yield LIMIT.since(active_on, n=f.extensions + 1).lasting(whole)
        yield time_before(active_on, limit_of(f), limit_months(f), n=f.extensions + 1)
        if f.extension_wanted_on:
            yield AGREE_EXTENSION.open_ended(f.extension_wanted_on, n=f.extensions_asked)

    def specialists(self, f: Facts) -> Iterator[Owed]:
        """Articles 39-41: the psychologist, the lawyer, the discussions."""
        for p in f.psychology:
            yield from self.psychologist(f, p)
        for x in f.legal:
            if x.done_on is None:
                yield CONSULT.open_ended(x.planned_on, n=x.n)
            elif x.beyond:
                yield OUTSIDE_LEGAL.open_ended(x.done_on, n=x.n)
        for n, day in enumerate(f.discussions, 1):
            yield MINUTES.open_ended(day, n=n)
        for n, day in enumerate(f.specialists, 1):
            yield SPECIALIST.open_ended(day, n=n)

    def psychologist(self, f: Facts, p: Psychology) -> Iterator[Owed]:
        """Article 39: ten working days, then every month while the work goes on."""
        if p.closed_on is None:
            yield PSYCH_ASSESS.since(p.referred_on, n=p.n)
            if p.started_on:
                yield PSYCH_MONTH.since(p.started_on, n=f.psych_reports + 1).lasting(months(p.reports + 1))
        if p.beyond and p.assessed_on:
            yield OUTSIDE_PSYCH.open_ended(p.assessed_on, n=p.n)

    def attempts(self, f: Facts) -> Iterator[Owed]:
        """Article 37(2)(a)-(d), (g), 37(3)(g): the calls to be made and the months that must pass."""
        calling = f.status == "active" and not f.reached and not f.meetings
        if calling and f.counted_calls and four_in_a_month(f.counted_calls) is None:
            yield CALL_WEEKLY.since(f.counted_calls[-1], n=len(f.counted_calls) + 1)
        if f.run and f.status == "active":
            schedule = rule(KINDS[f.run.kind]).values["schedule_days"]
            if f.run.calls < len(schedule):
                call = CALLS[f.run.kind].since(f.run.since, n=f.run_calls + 1)
                yield call.lasting(days(schedule[f.run.calls]))
            if f.run.kind == "b" and f.run.forms < rule("o502.37.2.b.4").values["times"]:
                yield MONTHLY_FORM.since(f.run.since, n=f.run_forms + 1).lasting(months(f.run.forms + 1))
            yield MONTHS[f.run.kind].since(f.run.since, n=f.run.n)
        if f.absence_extra_since and f.assessed_on is None:
            yield EXTRA.since(f.absence_extra_since)
        hindered = "assessment_hindered" in f.circumstances or (f.absence_extra_used and f.resumed_on)
        if hindered and f.meetings and f.assessed_on is None:
            yield HINDERED.since(f.meetings[0])
        if f.status == "ongoing" and f.silence:
            yield SILENCE.since(f.silence[0], n=f.silence_rows)

    def closing(self, f: Facts) -> Iterator[Owed]:
        """Article 37: the right to close on each ground made out; notice first when others work on the case."""
        open_now = made_out(f, self.today())
        for ground, since in open_now.items():
            yield closing_since(ground, since, by_letter=ground != UNREACHABLE or f.contact_given)
        if (open_now and others_work(f)) or f.notice_on:
            yield NOTICE.open_ended(min(open_now.values(), default=f.notice_on))
        if f.notice_on:
            yield NOTICE_RUNS.since(f.notice_on).lasting(notice_length())

    def stage(self, f: Facts) -> tuple[str, str]:
        """Article 35: the stage of the case is its status."""
        return f.status, STAGE_RULES[f.status]

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Closed by a person, on a ground, with its form."""
        return (f.status, f.ground) if f.status in CLOSED and f.ground else None

    def begun(self, f: Facts) -> Effects:
        """Annex 15 is filled in: the case is 'new' by the machine."""
        return former_entry_acts.begun(f)

    def last_stage(self, f: Facts) -> str:
        """Both closed statuses are statuses of article 35 and shown as such."""
        return f.status

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of chapter IV besides completing a step."""
        return former_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What chapter IV refuses."""
        return former_checks.check(self.s, f, act, key)

    def beginning(self, f: Facts) -> date:
        """Nothing in the case is older than the referral."""
        return f.filled_on

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act of the chapter stands on."""
        return former_checks.rule_of(act)

    def not_owed(self, f: Facts, name: str) -> Refusal | None:
        """Why a closing is not open, or a form not asked for."""
        ground = next((g for g in GROUNDS if name in (g, key_of(g))), None)
        if ground is not None and f.active_on is not None:
            return fits(f, ground, None, self.today())
        return former_checks.not_owed(f, name)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """Months that had to pass have passed: a ground may be made out now; nothing closes."""
        before = {} if base(key) == TIME.key else made_out(f, self.today())
        effects = former_acts.elapsed(f, key, day)
        former_acts.propose(f, before, made_out(f, day), effects)
        return effects

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        before = made_out(f, day)
        effects = former_acts.apply(self.s, f, act, key, day)
        former_acts.propose(f, before, made_out(f, day), effects)
        return effects

    def hear(self, f: Facts, told: Told) -> Effects:
        """The institution tells of the release: an assignment made before takes effect (32(5))."""
        effects = Effects()
        if told.fact == "released" and f.released_on is None:
            former_entry_acts.released(f, told.on, effects)
        return effects
