"""A petition before a local council: Order 320, from the day it is due to the decision and what follows from it.

One case a petition. The council sits by seats: no member and no convict is named here.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.ids import Process
from models.parole_petition import Facts, Session, State
from rules.council import eligibility, seats
from rules.council.eligibility import HOME_ARREST, LABOUR, PAROLE
from rules.council.seats import leader
from workflows import parole_acts, parole_checks, parole_told
from workflows.parole_common import GRANTED, outside
from workflows.parole_duties import (
    ACTING_ORDER,
    APPEAL,
    BAR,
    CONSENT_ARREST,
    CONSENT_LABOUR,
    CONSIDER,
    CONSIDER_MINOR,
    COPIES,
    DUTIES,
    GUARANTEE,
    HAND_OVER,
    HEARING_NOTICE,
    INTERPRETER,
    INTERPRETER_VIDEO,
    ISSUE,
    LIMIT,
    MATERIALS,
    MP_NOTICE,
    NOTIFY,
    NOTIFY_ADMITTED,
    ORGANISE_VIDEO,
    PARTIES,
    RECONSIDER,
    RECONSIDER_MINOR,
    RECUSAL,
    REQUEST,
    SUBMIT,
    SUBMIT_AGAIN,
    SURVEILLANCE,
    TELL_CONVICT,
    TRANSFER,
    VIDEO_NOTICE,
    WHICH_COUNCIL,
    hearing,
)
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed, base, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

OUTSIDE = {"o320.6.1.a.2", "o320.6.1.a.3", "o320.6.1.b.2", "o320.6.1.b.3"}
ENDINGS = {
    **dict.fromkeys(sorted(OUTSIDE), ("council_apparatus",)),
    "o320.10.3": ("institution", "council_apparatus"),
    **dict.fromkeys(("o502.17.2.1", "o502.17.2.2", "o502.17.2.3"), ("institution", "council_apparatus")),
}
"""The act knows no inadmissibility: a person ends a petition outside the council's power, or one that was due and in
whose place the convict applies (10(3)); or the sentence ends."""
OUTCOMES = {
    "o320.10.3": "own_application",
    "o502.17.2.1": "released",
    "o502.17.2.2": "sentence_deferred",
    "o502.17.2.3": "died",
}


@workflow.defn(name=Process.parole_petition.value)
class ParolePetition(CaseWorkflow[Facts]):
    """One petition for parole or for a lighter kind of sentence."""

    process = Process.parole_petition
    duties = DUTIES
    powers = Powers(endings=ENDINGS, told="council_apparatus")

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the petition's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Order 320, article by article."""
        if f.matter is None or f.unfit is not None:
            return
        yield from self.submission(f)
        if f.filed is not None and not outside(f):
            yield from self.consideration(f)
            yield from self.composition(f)
        yield from self.decision(f)
        yield from self.afterwards(f)

    def submission(self, f: Facts) -> Iterator[Owed]:
        """Articles 3, 10, 23: who submits and when; which council; the documents asked for; the bar."""
        if f.due_since is not None and not outside(f) and f.petitioner == "institution":
            yield (SUBMIT if f.last_considered is None else SUBMIT_AGAIN).since(f.due_since)
        if f.filed is None:
            return
        if f.petitioner == "institution":
            yield TELL_CONVICT.since(f.filed)
        if f.council is None:
            yield WHICH_COUNCIL.open_ended(f.filed)
        if f.petitioner != "institution":
            yield REQUEST.since(f.filed)
        if f.received is None and f.refused_on is not None:
            yield BAR.since(f.refused_on)

    def consideration(self, f: Facts) -> Iterator[Owed]:
        """Articles 11, 13, 15: the batch as target, two months as limit; 16-20: the hearing."""
        if f.received is None:
            return
        if f.result is None and f.admitted_on is None:
            yield CONSIDER.since(f.received)
            yield LIMIT.since(f.received)
            if f.minor and f.matter == PAROLE and f.last_considered is not None:
                yield CONSIDER_MINOR.since(f.last_considered)
        for s in f.sessions:
            if s.result is None and f.result is None and not s.moved:
                yield from self.session(f, s)
        if f.admitted_on is not None and f.result is None:
            held = f.session if f.session is not None and f.session.kind == "hearing" else None
            yield hearing(video=held is not None and held.form == "video", minor=f.minor).since(f.received)
            if f.matter == LABOUR:
                yield CONSENT_LABOUR.open_ended(f.admitted_on)
            if f.matter == HOME_ARREST:
                yield CONSENT_ARREST.open_ended(f.admitted_on)
                by_hearing = GUARANTEE.at_once(held.on).event_is("hearing_held") if held is not None else None
                yield by_hearing or GUARANTEE.open_ended(f.admitted_on)

    def session(self, f: Facts, s: Session) -> Iterator[Owed]:
        """What is owed before each session: articles 4(7), 11(4), 16(3)-(4), 17(4)-(5), 18."""
        yield MATERIALS.before(s.on, n=s.materials_n)
        if not f.council_kept:
            yield MP_NOTICE.before(s.on, n=s.n)
        if s.kind != "hearing":
            return
        video = s.form == "video"
        yield (VIDEO_NOTICE if video else HEARING_NOTICE).before(s.on, n=s.n)
        if video:
            yield ORGANISE_VIDEO.open_ended(f.admitted_on, n=s.n)
            yield SURVEILLANCE.open_ended(f.admitted_on, n=s.n)
        if f.interpreter:
            yield (INTERPRETER_VIDEO if video else INTERPRETER).open_ended(f.admitted_on, n=s.n)

    def composition(self, f: Facts) -> Iterator[Owed]:
        """Article 12: a recusal asked for, who leads, and another council when the quorum is lost."""
        for r in f.recusals:
            if f.result is None or r.decided:
                yield RECUSAL.open_ended(n=r.n)
        if f.transfer_since is not None and f.result is None:
            yield TRANSFER.open_ended(f.transfer_since)
        elif f.result is None and f.composition.chair in f.recused and self.nobody_leads(f):
            yield ACTING_ORDER.open_ended()

    def nobody_leads(self, f: Facts) -> bool:
        """12(3): the chair is recused and no order names who stands in."""
        return leader(f.composition, self.today(), recused=tuple(f.recused)).seat is None

    def decision(self, f: Facts) -> Iterator[Owed]:
        """Articles 11(5), 13(5), 22: issued, told, handed over, sent on; both terms run from the session."""
        for s in f.sessions:
            if s.result is None:
                continue
            yield ISSUE.since(s.on, n=s.n)
            yield (NOTIFY_ADMITTED if s.result == "admit_to_oral_hearing" else NOTIFY).since(s.on, n=s.n)
            if s.issued_on is not None:
                yield HAND_OVER.since(s.on, n=s.n)
                if s.result in GRANTED:
                    yield COPIES.at_once(s.issued_on)

    def afterwards(self, f: Facts) -> Iterator[Owed]:
        """Articles 21, 23: the appeal of each party from its own day; the bar; the next consideration."""
        if f.result != "refuse" or f.considered_on is None:
            return
        for n, party in enumerate(PARTIES, 1):
            if party in f.delivered:
                yield APPEAL.since(f.delivered[party], n=n)
        if not (f.matter == PAROLE and f.minor):
            yield BAR.since(f.considered_on, n=2)
        if f.matter == PAROLE and not outside(f) and f.next_case is None:
            yield from self.next_time(f, f.considered_on)

    def next_time(self, f: Facts, considered: date) -> Iterator[Owed]:
        """21(1): every three months for a minor; 23(2): every six, until six months or less are left."""
        if f.minor:
            yield RECONSIDER_MINOR.since(considered)
        else:
            _, on = eligibility.next_consideration(considered, minor=False)
            if f.sentence_ends is None or not eligibility.short_rest(on, f.sentence_ends):
                yield RECONSIDER.since(considered)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the petition stands."""
        if f.unfit is not None:
            return "not_accepted", f.unfit
        if f.result is not None:
            return ("refused", "o320.13.3.c") if f.result == "refuse" else ("granted", "o320.22.4")
        if (no := outside(f)) is not None:
            return "outside_power", no.rule
        if f.filed is None:
            return "due", "o320.10.2.1"
        if f.council is None:
            return "council_unknown", "o320.3.1"
        if f.received is None:
            return "barred", "o320.23.1.1"
        if f.transfer_since is not None:
            return "transfer", "o320.12.4.1"
        if f.admitted_on is not None:
            return "hearing", "o320.7.5"
        return "without_hearing", "o320.7.3"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Not accepted; granted and sent for execution; refused and brought again, or nothing more due; ended."""
        if f.unfit is not None:
            return "not_accepted", f.unfit
        if f.ended_ground:
            return OUTCOMES.get(f.ended_ground, "outside_power"), f.ended_ground
        if not all(f"{d}#{s.n}" in done for s in f.sessions if s.result for d in ("issue", "notify", "hand_over")):
            return None
        if f.copies_on is not None:
            return "granted", "o320.22.4"
        if any(f"appeal#{PARTIES.index(party) + 1}" not in f.windows_over for party in f.delivered):
            return None
        if f.next_case is not None:
            return "brought_again", "o320.23.1.1"
        if f.result == "refuse" and f.bar_over and f.matter != PAROLE:
            return "refused", "o320.23.1.1"
        return None

    def about(self, f: Facts, key: str) -> str:
        """Which session, whose recusal, whose month of appeal."""
        n = occurrence(key)
        match base(key):
            case _ if n is None:
                return ""
            case "recusal":
                return seats.IN_WORDS.get(f.recusals[n - 1].seat, "")
            case "appeal":
                return PARTIES[n - 1].replace("_", " ")
            case "bar":
                return ""
            case name:
                sent = name == "materials"
                s = next((s for s in reversed(f.sessions) if n == (s.materials_n if sent else s.n)), None)
                return "" if s is None else f"the {'hearing' if s.kind == 'hearing' else 'session'} of {in_words(s.on)}"

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of the Order besides completing a step."""
        return parole_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the Order refuses."""
        return parole_checks.check(f, act, key)

    def beginning(self, f: Facts) -> date | None:
        """Nothing is older than the day on which the petition was due or filed."""
        return f.due_since or f.filed

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act stands on."""
        return parole_checks.rule_of(act)

    def begun(self, f: Facts) -> Effects:
        """Say which council, tell it, and say why a petition waits."""
        return parole_told.begins(self.s, f)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The bar is over: the petition that waited is taken up, its terms run from this day; a window closes."""
        effects = Effects()
        match base(key):
            case "bar" if f.received is None:
                f.received, f.barred_until = day, None
                effects.because = "the six months of 23(1) are over"
                effects.happened("taken_up", "o320.23.1.1", first_day=day.isoformat())
            case "bar":
                f.bar_over = True
            case "appeal":
                f.windows_over.append(key)
        return effects

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        return parole_acts.apply(self.s, f, act, key, day)

    def hear(self, f: Facts, told: Told) -> Effects:
        """What other cases tell: the council who sits, the agenda; a review the danger risk; the prison the end."""
        return parole_told.hear(self.s, f, told)
