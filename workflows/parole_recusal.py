"""Recusal in a petition, who leads then, and the way to another council (Order 320 art. 12)."""

from datetime import date

from models.acts import Act
from models.case import CaseState
from models.council import Composition
from models.parole_petition import Facts, Recusal
from rules.council import seats, voting
from rules.council.routing import MINORS, WOMEN
from workflows.parole_checks import VOTERS, recusal_count
from workflows.parole_told import meet_council
from workflows.steps.duty import occurrence
from workflows.steps.effects import Effects


def recuse(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A member declares self-recusal, which takes effect at once; a party asks for a recusal (12(1)-(2))."""
    seat = str(act.codes["seat"])
    if act.by in VOTERS:
        rule = voting.self_recusal(str(act.codes.get("ground", "doubt")))
        f.recused = {**f.recused, seat: rule}
        effects.happened("recused", rule, seat=seat)
        effects.happened("recusal_granted", "o320.12.2.1", seat=seat)
        _after_recusal(f, day, effects)
        return
    f.recusals.append(Recusal(n=len(f.recusals) + 1, seat=seat))
    effects.happened("recusal_requested", "o320.12.1.4", seat=seat, by=act.by)


def vote_on_recusal(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A vote on a recusal that was asked for."""
    open_ = next(r for r in f.recusals if not r.decided)
    open_.votes = {**open_.votes, str(act.codes["seat"]): str(act.codes["vote"])}
    effects.happened("recusal_voted", "o320.12.2.4", seat=act.codes["seat"], vote=act.codes["vote"])


def decided(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """12(2): the majority of the votes given; on a tie the one who leads, or the oldest."""
    n = occurrence(key) or 1
    counted = recusal_count(f, n, day)
    r = f.recusals[n - 1]
    r.decided = True
    rule = "o320.12.2.3"
    if counted.tie:
        rule = "o320.12.2.6" if r.seat in (f.composition.chair, f.composition.acting) else "o320.12.2.5"
    effects.decided(rule, "recused" if counted.decided == "for" else "not_recused", seat=r.seat)
    if counted.decided == "for":
        f.recused = {**f.recused, r.seat: "o320.12.1.4"}
        _after_recusal(f, day, effects)


def _after_recusal(f: Facts, day: date, effects: Effects) -> None:
    """12(3)-(4): who leads now; whether the case goes to another council. A vote that a recused member gave falls."""
    s = f.session
    if s is not None and s.result is None:
        s.votes = {seat: vote for seat, vote in s.votes.items() if seat not in f.recused}
    if voting.lost_by_recusal(f.composition, tuple(f.recused), day):
        f.transfer_since = day
        if s is not None and s.result is None:
            s.moved = True
        effects.because = "so many members are recused that the council has no quorum"
        effects.happened("quorum_lost", "o320.12.4.1", recused=sorted(f.recused))
        return
    found = seats.leader(f.composition, day, recused=tuple(f.recused))
    if f.composition.chair in f.recused:
        effects.happened("leader_changed", found.rule, seat=found.seat, leads_as=found.as_)
    if s is not None and s.opened and s.result is None:
        s.leader = found.seat


def transferred(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """12(4): the Director General gives the case to another council; the clocks go on."""
    was, f.council = f.council, str(act.codes["council"])
    effects.routed("o320.12.4.2", council=f.council, from_council=was)
    if (f.minor and f.council != MINORS) or (f.woman and not f.minor and f.council != WOMEN):
        effects.happened("special_experience_warning", "o320.4.9.1" if f.minor else "o320.4.9.2", council=f.council)
    f.transfer_since, f.recused, f.recusals = None, {}, [r for r in f.recusals if r.decided]
    f.composition = Composition()
    effects.moves_to = f.council
    effects.because = "the case went to another council"
    meet_council(state, f, day, effects)


def acting(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """12(3): an order names who performs the duties of the chair."""
    f.composition.acting = str(act.codes["seat"])
    if f.session is not None and f.session.opened and f.session.result is None:
        f.session.leader = f.composition.acting
