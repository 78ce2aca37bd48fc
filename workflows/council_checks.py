"""What Order 320 refuses in a council's own life, each with its article and the way on."""

from datetime import date

from models.acts import Act, Refusal
from models.local_council import Facts
from rules.council import seats
from rules.terms.dates import local_date
from workflows.council_duties import DG, MEMBERS
from workflows.parole_common import listed, mapped, no, said
from workflows.parole_duties import APPARATUS, LEADERS
from workflows.steps.duty import base, occurrence
from workflows.steps.voice import day as in_words

ACTS: dict[str, tuple[str, ...]] = {
    "removal_ground": (*APPARATUS, DG, *LEADERS),
    "acting_order": (DG,),
    "convene": LEADERS,
    "council_matter": (*MEMBERS, *APPARATUS),
}
RULE_OF_ACT = {
    "removal_ground": "o320.5",
    "acting_order": "o320.8.4",
    "convene": "o320.8.3.b",
    "council_matter": "o320.8.5.a",
}


def check(f: Facts, act: Act, key: str | None) -> Refusal | None:
    """What the law forbids now."""
    day = act.on or local_date(act.at)
    match act.act:
        case "complete" if key is not None:
            return _complete(f, act, key, day)
        case "correct":
            return no(None, "An order is not corrected but made anew", "Record the new order")
        case "removal_ground":
            return _ground(f, act, day)
        case "acting_order":
            return _acting(f, act, day)
        case "convene":
            return _convene(f, act, day)
    return None


def _complete(f: Facts, act: Act, key: str, day: date) -> Refusal | None:
    n = occurrence(key) or 1
    match base(key):
        case "appoint" | "renew":
            wanted = f.vacancies[n - 1] if base(key) == "appoint" else next(t.seat for t in f.terms if t.n == n)
            return _appointment(act, wanted)
        case "release":
            r = next(r for r in f.removals if r.n == n)
            if act.codes.get("seat") != r.seat:
                return no(r.ground, f"The ground arose for the seat '{r.seat}'", f"seat: {r.seat}")
        case "quorum" | "experience" as what:
            return no(
                "o320.14.2.1" if what == "quorum" else "o320.4.9.1",
                "It is met by appointing members, not by a note",
                "Complete 'appoint' or 'renew' with the order",
            )
        case "elect_chair":
            return _election(f, act, day)
        case "chair_order" if act.codes.get("seat") != f.candidate:
            return no("o320.8.1.2", f"The council proposed the seat '{f.candidate}'", "Appoint the one proposed")
        case "sitting":
            return _attendance(f, act, n)
    return None


def _appointment(act: Act, wanted: str) -> Refusal | None:
    seat = str(act.codes.get("seat"))
    if seat in seats.SEATS and seat != wanted:
        return no(seats.SEATS[wanted], f"This step fills the seat '{wanted}'", f"seat: {wanted}")
    given = act.codes.get("proposed_by")
    return said(
        seats.appointment(
            seat,
            suitable=bool(act.codes.get("suitable", True)),
            human_rights="human_rights" in listed(act, "experience"),
            proposed_by=str(given) if given else None,
        )
    )


def _election(f: Facts, act: Act, day: date) -> Refusal | None:
    votes = mapped(act, "votes")
    if "mp" in (*votes, *votes.values()):
        return no("o320.8.2", "The chair is elected by the members; the Member of Parliament is none", "Leave 'mp' out")
    for seat in (*votes, *votes.values()):
        if (unseated := seats.why_not_in_office(f.composition, seat, day)) is not None:
            return said(unseated)
    if seats.elected(votes) is None:
        return no(
            "o320.8.2",
            "No candidate has the majority of the attending members, and there is no chair to break a tie",
            "Vote again",
        )
    return None


def _attendance(f: Facts, act: Act, n: int) -> Refusal | None:
    s = next(s for s in f.sittings if s.n == n)
    expected = set(seats.in_office(f.composition, s.on))
    named = [x for name in ("attended", "recused_throughout", "absent_with_good_reason", "missed")
             for x in listed(act, name) if x != "mp"]  # fmt: skip
    if set(named) != expected or len(named) != len(set(named)):
        return no(
            "o320.5.f",
            "Each member is entered once: attended, recused, absent with good reason, or missed",
            f"The members on {in_words(s.on)} are: {', '.join(sorted(expected))}",
        )
    return None


def _ground(f: Facts, act: Act, day: date) -> Refusal | None:
    seat, ground = str(act.codes.get("seat")), str(act.codes.get("ground"))
    if ground == "o320.5.d":
        return no(ground, "A term of office ends by itself on its last day", "Nothing is to be recorded")
    if seat not in f.composition.members:
        return said(seats.why_not_in_office(f.composition, seat, day)) or no(
            "o320.5", f"The seat '{seat}' is vacant", "Nothing is to be recorded"
        )
    if act.codes.get("duty") and ground != "o320.5.h":
        return no("o320.5.h", "A duty of 8(6) that is not met is the ground of 5(h)", "ground: o320.5.h")
    if ground == "o320.5.f" and not seats.three_missed(f.attendance.get(seat, [])):
        return no(
            ground,
            f"The member of the seat '{seat}' has not missed {seats.MISSED_IN_A_ROW} sessions in a row without good "
            "reason",
            "The service counts them from the records of the sessions",
        )
    return None


def _acting(f: Facts, act: Act, day: date) -> Refusal | None:
    seat = str(act.codes.get("seat"))
    if seat == f.composition.chair:
        return no("o320.8.4", "The chair cannot stand in for the chair", "Name another member")
    return said(seats.why_not_in_office(f.composition, seat, day))


def _convene(f: Facts, act: Act, day: date) -> Refusal | None:
    on = date.fromisoformat(str(act.codes.get("session_on")))
    if on < day:
        return no("o320.8.3.a", f"{in_words(on)} is past", "Set a day from today on")
    sitting = seats.in_office(f.composition, on)
    if len(sitting) < seats.LEAST:
        return no(
            "o320.14.2.1",
            f"On {in_words(on)} {len(sitting)} members are in office; a session needs at least {seats.LEAST}",
            "Let the Director General appoint members before that day",
        )
    lead = seats.leader(
        f.composition,
        on,
        recused=(),
        absent=(f.composition.chair,) if act.by != "council_chair" else (),  # type: ignore[arg-type]
    )
    if lead.seat is None or act.by != lead.as_:
        return no(
            lead.rule,
            "The chair convenes; in the chair's absence the member whom the Director General's order names",
            "Let that one convene, or record the order (act 'acting_order')",
        )
    strange = sorted(set(listed(act, "agenda")) - set(f.petitions))
    if strange:
        return no("o320.3.1", f"{', '.join(strange)}: not before this council", "Only its own petitions are heard here")
    return None
