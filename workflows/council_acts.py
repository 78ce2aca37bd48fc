"""What the acts in a council's own life change: Order 320, articles 4, 5, 8, 9."""

from collections.abc import Callable
from datetime import date, timedelta

from models.acts import Act, Told
from models.council import Member
from models.ids import Process
from models.local_council import Facts, Removal, Sitting, Term
from rules.catalogue import rule
from rules.council import seats
from rules.council.routing import RULE_OF
from rules.terms.dates import months_after
from workflows.parole_common import listed, mapped
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects

MARKS = {"attended": "present", "recused_throughout": "recused", "absent_with_good_reason": "absent_good",
         "missed": "absent_bad"}  # fmt: skip


def opened(f: Facts, effects: Effects) -> None:
    """The council as it was entered: its terms, its vacancies, its chair."""
    effects.happened("council", RULE_OF[str(f.council)], council=f.council)
    effects.happened("permanent_body", "o320.1.1.1", council=f.council)
    for seat, member in f.composition.members.items():
        effects.happened("member", seats.SEATS[seat], seat=seat, until=member.until.isoformat())
    for seat in f.vacancies:
        effects.happened("vacant", seats.SEATS[seat], seat=seat)


def apply(f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    if act.act in OWN:
        OWN[act.act](f, act, day, effects)
    elif act.act == "end":
        f.ended_ground = str(act.codes["ground"])
        effects.happened("ended", f.ended_ground, day=day.isoformat())
    elif key is not None and act.act == "complete" and base(key) in DONE:
        DONE[base(key)](f, act, key, day, effects)
    return effects


def changed(f: Facts, day: date, effects: Effects, because: str) -> None:
    """The composition is another: the forecast is made anew and the pending petitions hear who sits."""
    f.version += 1
    f.short_since = day if seats.quorum_until(f.composition) is None else None
    effects.because = because
    for number in f.petitions:
        effects.inform(number, Process.parole_petition.value, "composition", day, f.composition.to_codes())


def _emptied(f: Facts, seat: str, day: date) -> None:
    f.composition.members = {s: m for s, m in f.composition.members.items() if s != seat}
    f.composition.released = {**f.composition.released, seat: day}
    f.composition.by_age = [s for s in f.composition.by_age if s != seat]
    _no_office(f, seat)


def _no_office(f: Facts, seat: str) -> None:
    """8(1): the chair holds the post as long as the own membership runs; so does the one who stands in."""
    if f.candidate == seat:
        f.candidate, f.elections = None, f.elections + 1
    if f.composition.chair == seat:
        f.composition.chair, f.elections = None, f.elections + 1
    if f.composition.acting == seat:
        f.composition.acting = None


def term_over(f: Facts, n: int, day: date, effects: Effects) -> None:
    """5(d), reading A: the member's power ends by itself on the last day; the order records it."""
    term = next(t for t in f.terms if t.n == n)
    member = f.composition.members.get(term.seat)
    if member is None or member.since != term.since:
        return
    _no_office(f, term.seat)
    effects.happened("term_ended", "o320.5.d", seat=term.seat, last_day=member.until.isoformat())
    effects.notify("member_ending", "council_apparatus", "o320.5.d")
    changed(f, day, effects, "a member's year is over")


def quarter_over(f: Facts, day: date, effects: Effects) -> None:
    """A calendar quarter has ended; its statistics are opened, the next one runs."""
    f.statistics_due = [*f.statistics_due, f.quarters]
    length = rule("o320.9.2.e").duration
    assert f.quarter_since is not None and length is not None
    f.quarter_since = months_after(f.quarter_since + timedelta(days=1), length.value) - timedelta(days=1)
    f.quarters += 1
    effects.happened("quarter_ended", "o320.9.2.e", last_day=f.quarter_since.isoformat())


def _appointed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    seat = str(act.codes["seat"])
    n = occurrence(key) or 1
    if base(key) == "appoint":
        f.filled = [*f.filled, n]
    else:
        next(t for t in f.terms if t.n == n).ended = True
    earlier = int(str(act.codes.get("earlier_terms", 0)))
    staff = act.codes.get("staff")
    was_chair = f.composition.chair == seat
    if seat in f.composition.members:
        _emptied(f, seat, day)
    f.composition.members = {
        **f.composition.members,
        seat: Member(
            since=day,
            until=seats.term_end(day),
            staff=str(staff) if staff else None,
            experience=listed(act, "experience"),
            terms=earlier + 1,
        ),
    }
    f.composition.released = {s: on for s, on in f.composition.released.items() if s != seat}
    younger = listed(act, "older_than")
    order = [s for s in f.composition.by_age if s != seat]
    at = min((order.index(s) for s in younger if s in order), default=len(order))
    f.composition.by_age = [*order[:at], seat, *order[at:]]
    f.terms.append(Term(n=len(f.terms) + 1, seat=seat, since=day))
    effects.happened("appointed", seats.APPOINTED_BY[seat], seat=seat, until=seats.term_end(day).isoformat())
    effects.happened("qualities_confirmed", "o320.4.8.1", seat=seat)
    number = seats.appointment_note(earlier)
    if number is not None:
        effects.happened("again", "o320.4.11.2", seat=seat, term=number)
    if was_chair:
        effects.happened("chair_ended", "o320.8.1.2", seat=seat, because="a new term needs a new election")
    changed(f, day, effects, "a member was appointed")


def _released(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    r = next(r for r in f.removals if r.n == occurrence(key))
    effects.decided("o320.5", "released", seat=r.seat, ground=r.ground)
    if r.seat in f.composition.members:
        _vacated(f, r.seat, day)
        changed(f, day, effects, "a member was released")


def _vacated(f: Facts, seat: str, day: date) -> None:
    _emptied(f, seat, day)
    f.vacancies = [*f.vacancies, seat]
    for t in f.terms:
        if t.seat == seat:
            t.ended = True


def _ground(f: Facts, act: Act, day: date, effects: Effects) -> None:
    seat, ground = str(act.codes["seat"]), str(act.codes["ground"])
    f.removals.append(Removal(n=len(f.removals) + 1, seat=seat, ground=ground, on=day))
    effects.happened("removal_ground", ground, seat=seat)
    if act.codes.get("duty"):
        effects.happened("duty_not_met", str(act.codes["duty"]), seat=seat)
    effects.notify("member_ending", "council_apparatus", ground)
    if ground in seats.AT_ONCE:
        _vacated(f, seat, day)
        changed(f, day, effects, "a seat is empty")


def _acting(f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.composition.acting = str(act.codes["seat"])
    effects.happened("acting_chair", "o320.8.4", seat=f.composition.acting)
    changed(f, day, effects, "the Director General named who stands in for the chair")


def _elected(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.candidate = seats.elected(mapped(act, "votes"))
    effects.decided("o320.8.2", "candidate", seat=f.candidate)


def _chair(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.composition.chair, f.candidate = str(act.codes["seat"]), None
    effects.happened("chair", "o320.8.1.2", seat=f.composition.chair)
    changed(f, day, effects, "the chair was appointed")


def _convened(f: Facts, act: Act, day: date, effects: Effects) -> None:
    on, agenda = date.fromisoformat(str(act.codes["session_on"])), listed(act, "agenda")
    kind, form = str(act.codes["kind"]), str(act.codes.get("format", "in_person"))
    n = len(f.sittings) + 1
    f.sittings.append(Sitting(n=n, kind=kind, on=on, agenda=agenda))
    effects.happened("convened", "o320.8.3.b", n=n, day=on.isoformat(), petitions=len(agenda))
    effects.happened("number_of_sessions", "o320.14.1", sessions=n, pending=len(f.petitions))
    for number in agenda:
        effects.inform(
            number,
            Process.parole_petition.value,
            "session_set",
            day,
            {"kind": kind, "session_on": on.isoformat(), "format": form, "by": act.by},
        )


def _sat(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.happened("attendance", "o320.9.3.1", step=key, attended=len(listed(act, "attended")))
    effects.happened("led", "o320.8.3.c", step=key)
    for name, mark in MARKS.items():
        for seat in listed(act, name):
            if seat in seats.SEATS:
                f.attendance = {**f.attendance, seat: [*f.attendance.get(seat, []), mark]}
    for seat, marks in f.attendance.items():
        known = any(r.seat == seat and r.ground == "o320.5.f" for r in f.removals)
        if seats.three_missed(marks) and seat in f.composition.members and not known:
            effects.happened("removal_ground", "o320.5.f", seat=seat)
            f.removals.append(Removal(n=len(f.removals) + 1, seat=seat, ground="o320.5.f", on=day))


def _matter(f: Facts, act: Act, day: date, effects: Effects) -> None:
    rule = {"matter": "o320.8.5.a", "task": "o320.9.2.c"}.get(str(act.codes.get("kind")), "o320.8.5.c")
    effects.happened("council_matter", rule, kind=act.codes.get("kind"), by=act.by)


def _statistics(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.happened("statistics_handed_over", "o320.9.2.e", step=key, quarter=act.codes.get("quarter"))


def hear(f: Facts, told: Told) -> Effects:
    """A petition has come in (it hears who sits), or has left."""
    effects = Effects()
    number = str(told.codes.get("case"))
    if told.fact == "petition_received":
        f.petitions = sorted({*f.petitions, number})
        effects.happened("petition", "o320.9.1", case=number)
        effects.inform(number, Process.parole_petition.value, "composition", told.on, f.composition.to_codes())
    elif told.fact == "petition_closed":
        f.petitions = [p for p in f.petitions if p != number]
        effects.happened("petition_closed", "o320.9.2.d", case=number)
    return effects


OWN: dict[str, Callable[[Facts, Act, date, Effects], None]] = {
    "removal_ground": _ground,
    "acting_order": _acting,
    "convene": _convened,
    "council_matter": _matter,
}
DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "appoint": _appointed,
    "renew": _appointed,
    "release": _released,
    "elect_chair": _elected,
    "chair_order": _chair,
    "sitting": _sat,
    "statistics": _statistics,
}
