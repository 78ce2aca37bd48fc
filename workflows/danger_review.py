"""The danger-risk review of a convict: Order 70 of 2015 and the later rule, one workflow for both.

A case lives as long as the sentence: an assessment, its decision, the order, the notice; then the time until the next
assessment, which is the next cycle. Where the editions differ in a value, `Edition` and the duties know it; where they
differ in a step, there is an `if edition.has(...)`.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.danger_review import Facts, State
from models.ids import Process
from models.terms import Outer
from rules.danger.edition import edition
from rules.danger.periods import days, end_of_term, periodic_rule, until_planning
from rules.danger.team import after_recusal
from workflows import danger_acts, danger_checks, danger_heard, danger_papers, danger_roles
from workflows.danger_arrivals import arrivals, outer_limit, presented_too_early
from workflows.danger_duties import OF, sent_in_the_window
from workflows.danger_sitting import nobody_leads
from workflows.options import LATER_RULE_DUTIES, WHOLE_PAPERS, at_the_door, patched
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed
from workflows.steps.effects import Effects

ENDERS = ("institution_director", "penitentiary_department", "social_provision_division", "team_service_unit")
ENDINGS = {"o70.1": ENDERS, "dr2.1.s1": ENDERS}
"""The rule is about convicts: with the end of the sentence (or death) it asks nothing more."""


@workflow.defn(name=Process.danger_review.value)
class DangerReview(CaseWorkflow[Facts]):
    """One convict's danger-risk reviews."""

    process = Process.danger_review
    duties = (*OF["o70"].all(), *OF["dr2"].all())
    powers = Powers(endings=ENDINGS)

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)
        self.e = edition(state.facts.edition)
        self.d = OF[self.e.id]
        self.duties = self.d.all()
        self.powers = Powers(endings=ENDINGS, transfer=(self.e.rule("order"), ENDERS))
        self._by_key = {d.key: d for d in self.duties}

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    @property
    def mended(self) -> bool:
        """Whether this run knows the duties of the later rule that were added while cases ran."""
        return self.e.id == "o70" or patched(LATER_RULE_DUTIES)

    def outer(self, f: Facts) -> Outer | None:
        """Later rule 15(5): no step of the reassessment has longer than the temporary transfer."""
        return outer_limit(self.e, f) if self.mended else None

    def cycle(self, f: Facts) -> int:
        """Each assessment with its decision and order is a cycle."""
        return f.cycle

    def owed(self, f: Facts) -> Iterator[Owed]:
        """The rule, article by article."""
        yield from self.beside(f)
        if f.away is not None and not (self.mended and self.e.has("returned")):
            return
        stood = tuple(f.stood)
        for owed in self.running(f):
            yield owed.not_while(stood)

    def running(self, f: Facts) -> Iterator[Owed]:
        """The cycle and what leads to the next one."""
        if f.away is None:
            yield from arrivals(self.e, self.d, f, mended=self.mended)
            yield from self.reassessment(f)
        yield from self.data(f)
        yield from self.deciding(f)
        yield from self.decided(f)
        yield from self.temporary(f)

    def beside(self, f: Facts) -> Iterator[Owed]:
        """What goes on beside the cycles: registration, the appeal, requests, information, leaving the juvenile."""
        d = self.d
        for n in f.to_send:
            yield d.to_registry.open_ended(n=n).across()
        for n in f.to_register:
            yield d.register.open_ended(n=n).across()
        if d.case_register:
            for n in f.to_note:
                yield d.case_register.open_ended(n=n).across()
        if f.served_on:
            yield d.appeal_window.since(f.served_on, n=f.served_for).across()
        for n, asked in enumerate(f.file_asked, 1):
            if n > f.file_given:
                yield d.give_file.open_ended(asked, n=n).across()
        for n, told in enumerate(f.informed, 1):
            if n > f.answered:
                yield d.answer.open_ended(told, n=n).across()
        if d.pass_on:
            for n, applied in enumerate(f.applied, 1):
                if n > f.passed_on:
                    yield d.pass_on.open_ended(applied, n=n).across()
        if d.juvenile and f.juvenile_on:
            yield d.juvenile.open_ended(f.juvenile_on).across()

    def reassessment(self, f: Facts) -> Iterator[Owed]:
        """16, 17: the periodic term by kind, the return from a medical place, the director's month, our planning."""
        d, end = self.d, None
        if f.back_on and d.returned:
            yield d.returned.since(f.back_on, n=f.assessments).across()
            end = end_of_term(self.e, "returned", f.back_on)
        elif f.last_kind and f.last_on and periodic_rule(self.e, f.last_kind):
            yield d.reassess[f.last_kind].since(f.last_on, n=f.assessments).across()
            end = end_of_term(self.e, f"reassess_{f.last_kind}", f.last_on)
        if end is None or (f.now.sent_on and not f.now.decided_on):
            return
        ahead = until_planning(self.e, f.last_on, end) if f.last_on and not f.back_on else None
        if ahead and f.last_kind and f.last_on:
            yield d.plan_ahead[f.last_kind].since(f.last_on, n=f.assessments).across().lasting(ahead)
        if f.now.decided_on is None or f.now.overtaken:
            yield d.give_info.before(end, n=f.assessments).across()

    def data(self, f: Facts) -> Iterator[Owed]:
        """6, 7: the group selects, fills in, seals and presents; the director sends it on in 3 working days."""
        d, now = self.d, f.now
        if now.started_on is None:
            return
        if d.ask_mdt and f.planning and now.mdt_asked_on is None:
            yield d.ask_mdt.open_ended(now.started_on)
        if d.mdt_info and now.mdt_asked_on:
            yield d.mdt_info.open_ended(now.mdt_asked_on)
        if now.sent_on is not None:
            return
        if f.group is None:
            yield d.select.open_ended(now.started_on)
        for duty in d.data:
            yield duty.open_ended(now.started_on)
        if now.filled_on:
            yield d.seal.open_ended(now.filled_on)
        if now.sealed_on:
            yield d.present.open_ended(now.sealed_on)
        if now.presented_on and f.received_on and self.mended and presented_too_early(self.e, f):
            yield sent_in_the_window(self.e, d).since(f.received_on)
        elif now.presented_on:
            yield d.send.since(now.presented_on).within(self.outer(f))

    def deciding(self, f: Facts) -> Iterator[Owed]:
        """11-13: the security form, the materials to the members, the session, recusal, the decision."""
        d, now = self.d, f.now
        if now.sent_on is None:
            return
        yield d.security.since(now.list_on or now.sent_on).within(self.outer(f))
        if now.security_on is None:
            return
        if d.members:
            yield d.members.open_ended(now.security_on)
        yield d.consider.open_ended(now.security_on)
        if now.returned_on and now.session_on is None and self.mended:
            yield d.consider.open_ended(now.returned_on, n=now.decisions + 1)
        if now.decided_on is None:
            yield from self.recusals(f)
        if now.departed_on:
            yield d.decide.open_ended(now.departed_on, n=2)
            yield d.depart_reason.open_ended(now.departed_on)
        yield d.decide.since(now.security_on).within(self.outer(f))
        if now.returned_on:
            yield d.decide_again.open_ended(now.returned_on, n=now.decisions + (0 if now.decided_on else 1))

    def recusals(self, f: Facts) -> Iterator[Owed]:
        """13 (later rule 14): the reserve of the same unit, the second reserve, another head, or the director."""
        d, now = self.d, f.now
        for n, seat in enumerate(self.e.seats, 1):
            out = now.recused.get(seat, [])
            if not out:
                continue
            match after_recusal(self.e, out):
                case "reserve":
                    yield d.contact.open_ended(now.recused_on, n=n)
                case "second_reserve" if d.second:
                    yield d.second.at_once(now.recused_on or f.opened_on, n=n)
                case _:
                    yield d.change_team.open_ended(now.recused_on, n=n)
        if nobody_leads(f):
            yield d.new_head.open_ended(now.recused_on)

    def decided(self, f: Facts) -> Iterator[Owed]:
        """12(7)-(9), 14, 15 (later rule 13(9)-(11), 15, 16): to the director, consent, the order, the notice."""
        d, now = self.d, f.now
        if now.decided_on is None:
            return
        n = now.decisions if now.decisions > 1 else None
        yield d.send_decision.since(now.decided_on, n)
        if d.consent_target and now.kind == "low" and now.asked_on is None and now.ordered_on is None and self.mended:
            yield d.consent_target.since(now.decided_on, n)
        if now.handed_on is None:
            return
        if now.kind == "low" and now.ordered_on is None:
            yield d.ask_consent.since(now.seen_on or now.handed_on, n)
            if now.asked_on:
                yield d.consent.open_ended(now.asked_on, n)
            if now.refused_on:
                yield d.give_back.open_ended(now.refused_on, n)
        yield d.order.since(now.handed_on, n)
        if now.ordered_on and self.e.id == "o70":
            later = (now.moved_on - now.ordered_on).days if now.moved_on else 0
            yield d.notify.since(now.ordered_on).lasting(days(later)) if later > 0 else d.notify.at_once(now.ordered_on)
        elif now.ordered_on:
            yield d.notify.since(now.ordered_on)

    def temporary(self, f: Facts) -> Iterator[Owed]:
        """Later rule 15(5): at most 20 working days in a closed institution, and the reassessment within them."""
        d = self.d
        if not (d.temporary and d.temporary_reassess and d.temporary_return):
            return
        if f.temporary_on:
            yield d.temporary.since(f.temporary_on)
            if f.now.decided_on is None:
                yield d.temporary_reassess.since(f.temporary_on)
        if f.temporary_over:
            yield d.temporary_return.open_ended(f.temporary_over)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the case stands."""
        now, rule = f.now, self.e.rule
        if f.away is not None and (now.started_on is None or not self.e.has("returned")):
            return "elsewhere", rule("returned" if self.e.has("returned") else "not_covered")
        if now.ordered_on:
            return "notice", rule("notify")
        if now.handed_on:
            return "director", rule("order")
        if now.decided_on:
            return "decided", rule("send_decision")
        if now.security_on:
            return "team", rule("consider")
        if now.sent_on:
            return "security", rule("security")
        if now.presented_on:
            return "submitted", rule("present")
        if now.started_on:
            return "data", rule("group")
        if f.newcomer and f.last_kind is None:
            return "newcomer", rule("newcomer")
        return "monitoring", rule("periodic")

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """The rule is about convicts: it ends with the sentence."""
        return ("ended", f.ended_ground) if f.ended_ground else None

    def begun(self, f: Facts) -> Effects:
        """What is known at the opening: the level in force, and whether the convict is newly arrived."""
        return danger_acts.begun(f)

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The acts of the rule besides completing a step."""
        return danger_roles.acts(self.e)

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the rule refuses."""
        found = danger_papers.check(f, act, key)
        if found is not None and at_the_door(WHOLE_PAPERS):
            return found
        return danger_checks.check(f, act, key)

    def beginning(self, f: Facts) -> date:
        """Nothing is older than the sentence."""
        return f.sentenced_on

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act stands on."""
        return danger_roles.rule_of(self.e, act)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The end of a period."""
        return danger_heard.elapsed(f, key, day)

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        return danger_acts.apply(f, act, key, day, tuple(self.s.steps))

    def hear(self, f: Facts, told: Told) -> Effects:
        """What another case or a register tells."""
        return danger_heard.hear(f, told, tuple(self.s.steps))
