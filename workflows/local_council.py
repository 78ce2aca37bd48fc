"""A local council: Order 320, articles 3-5, 8, 9 and 14. Its members, their year, its chair, its sessions.

There is one case for each council, for ever. Members are seats: ids and codes, never a name or a birth date.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.ids import Process
from models.local_council import Facts, State
from rules.council import seats
from workflows import council_acts, council_checks
from workflows.council_duties import (
    APPOINT,
    CHAIR_ORDER,
    DUTIES,
    ELECT,
    EXPERIENCE,
    MP_NOTICE,
    QUARTER,
    QUORUM,
    RELEASE,
    RENEW,
    SITTING,
    STATISTICS,
    TERM,
)
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Owed, base, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words


@workflow.defn(name=Process.local_council.value)
class LocalCouncil(CaseWorkflow[Facts]):
    """One of the six councils."""

    process = Process.local_council
    duties = DUTIES
    powers = Powers(endings={"o320.5.i": ("director_general",)}, told="council_apparatus")

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the council's terms until it is liquidated; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Order 320, article by article."""
        if f.council is None:
            return
        yield from self.members(f)
        yield from self.chair(f)
        yield from self.sessions(f)
        yield from self.apparatus(f)

    def members(self, f: Facts) -> Iterator[Owed]:
        """Articles 4, 5, 14(2): five seats, a year each, grounds of release, the quorum of the coming month."""
        for n, seat in enumerate(f.vacancies, 1):
            if n not in f.filled:
                yield APPOINT[seat].open_ended(n=n)
        for term in f.terms:
            if not term.ended:
                yield TERM.since(term.since, n=term.n)
                yield RENEW.since(term.since, n=term.n)
        for r in f.removals:
            yield RELEASE[r.ground].open_ended(r.on, n=r.n)
        missing = seats.special_experience_missing(f.council or "", f.composition.members)
        if missing is not None:
            yield EXPERIENCE[missing].open_ended(f.opened)
        by = seats.quorum_warning(f.composition) or f.short_since
        if by is not None:
            yield QUORUM.at_once(by, n=f.version)

    def chair(self, f: Facts) -> Iterator[Owed]:
        """Article 8(1)-(2): a chair from the members, elected by the council, appointed by order."""
        if f.composition.chair is not None:
            return
        if f.candidate is not None:
            yield CHAIR_ORDER.open_ended(f.opened, n=f.elections)
        elif self.sitting(f) >= seats.LEAST:
            yield ELECT.open_ended(f.opened, n=f.elections)

    def sitting(self, f: Facts) -> int:
        """How many members are in office today."""
        return len(seats.in_office(f.composition, self.today()))

    def sessions(self, f: Facts) -> Iterator[Owed]:
        """Articles 4(7), 8(3), 9(2)-(3): the Member of Parliament is told; who came is recorded."""
        for s in f.sittings:
            yield MP_NOTICE.before(s.on, n=s.n)
            yield SITTING.at_once(s.on, n=s.n)

    def apparatus(self, f: Facts) -> Iterator[Owed]:
        """Article 9(2)(e): statistics of each quarter, when it has ended; no lateness is computed."""
        if f.quarter_since is not None:
            yield QUARTER.since(f.quarter_since, n=f.quarters)
        for n in f.statistics_due:
            yield STATISTICS.open_ended(n=n)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Whether the council can sit."""
        if self.sitting(f) < seats.LEAST:
            return "without_quorum", "o320.14.2.1"
        if f.composition.chair is None:
            return "without_chair", "o320.8.1.1"
        return "at_work", "o320.1.1.1"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """5(i): the council is liquidated or reorganised."""
        return ("liquidated", f.ended_ground) if f.ended_ground else None

    def begun(self, f: Facts) -> Effects:
        """Say which council it is."""
        effects = Effects()
        if f.council is not None:
            council_acts.opened(f, effects)
        return effects

    def about(self, f: Facts, key: str) -> str:
        """The seat whose term, vacancy or release it is; the session."""
        n = occurrence(key) or 0
        match base(key):
            case "term" | "renew":
                seat = next((t.seat for t in f.terms if t.n == n), "")
            case "appoint":
                seat = f.vacancies[n - 1]
            case "release":
                seat = next((r.seat for r in f.removals if r.n == n), "")
            case "mp_notice" | "sitting":
                return next((f"the session of {in_words(s.on)}" for s in f.sittings if s.n == n), "")
            case _:
                return ""
        return seats.IN_WORDS.get(seat, "")

    def acts(self) -> dict[str, tuple[str, ...]]:
        """The words of the Order besides completing a step."""
        return council_checks.ACTS

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """What the Order refuses."""
        return council_checks.check(f, act, key)

    def beginning(self, f: Facts) -> date | None:
        """A council brought in has members of before; nothing is older than their appointments."""
        return min((t.since for t in f.terms), default=f.opened)

    def rule_of_act(self, act: Act) -> str | None:
        """The article that an act stands on."""
        return council_checks.RULE_OF_ACT.get(act.act)

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """A member's year is over: the seat is empty by itself (5(d), reading A); a quarter has ended."""
        effects = Effects()
        match base(key):
            case "term":
                council_acts.term_over(f, occurrence(key) or 0, day, effects)
            case "quarter":
                council_acts.quarter_over(f, day, effects)
                # Councils that ran before continued only when Temporal asked for it; their histories replay so.
                effects.new_cycle = workflow.patched("council-renewed-by-quarter")
        return effects

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        return council_acts.apply(f, act, key, day)

    def hear(self, f: Facts, told: Told) -> Effects:
        """A petition has come in, or has left."""
        return council_acts.hear(f, told)
