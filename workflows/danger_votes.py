"""What articles 12 and 13 (later rule 13 and 14) refuse in the session of a review: votes, quorum, recusal."""

from models.acts import Act, Refusal
from models.danger_review import Facts
from rules.bodies import BadVote
from rules.danger.edition import Edition
from rules.danger.voting import has_vote, quorum
from workflows.danger_sitting import come_to, nobody_leads, sits

TEAM = ("risk_team_member", "risk_team_reserve", "risk_team_head", "risk_team_deputy_head")
HEADS = ("risk_team_head", "risk_team_deputy_head")


def no(rule: str, because: str, way_on: str) -> Refusal:
    """A refusal."""
    return Refusal(rule=rule, because=because, way_on=way_on)


def consider(f: Facts, e: Edition, act: Act) -> Refusal | None:
    present = act.codes.get("present") or {}
    assert isinstance(present, dict)
    return seats_known(e, [*present, *(str(act.codes[k]) for k in ("head", "deputy") if act.codes.get(k))])


def seats_known(e: Edition, seats: list[str]) -> Refusal | None:
    strange = [s for s in seats if s not in e.seats]
    if strange:
        return no(
            e.rule("seats"),
            f"The team has no seat '{strange[0]}'",
            f"Its seats are: {', '.join(e.seats)}",
        )
    return None


def _open(f: Facts, e: Edition) -> Refusal | None:
    """Whether there is a session in which this case can be decided."""
    if f.now.security_on is None or f.now.sent_on is None:
        return no(
            e.rule("consider"),
            "The team considers both sets of materials, and not both are in",
            "Wait for the data form and the security form",
        )
    if f.now.decided_on is not None:
        return no(e.rule("consider"), "The kind is decided", "A new vote needs a returned decision or a reassessment")
    if f.now.session_on is None:
        return no(
            e.rule("consider"),
            "The case has not been put to a session",
            "Complete the step 'consider' with who is present, or put it on the agenda of the team's session",
        )
    return None


def chaired(f: Facts, e: Edition) -> Refusal:
    return no(
        e.rule("new_head") if e.has("new_head") else e.rule("head_recused"),
        "Neither the head nor the deputy can chair this case",
        "The director names another by order (step 'new_head')" if nobody_leads(f) else "Let one of them attend",
    )


def vote(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not has_vote(act.by):
        return no(e.rule("advisory"), "An invited person advises and is never counted", "Let the members vote")
    seat = str(act.codes.get("seat"))
    found = seats_known(e, [seat]) or _open(f, e)
    if found is not None:
        return found
    place = sits(f).seats.get(seat)
    out = f.now.recused.get(seat, [])
    mine = "reserve" if act.by == "risk_team_reserve" else "main"
    if place == "second_reserve" and act.by in ("risk_team_member", "risk_team_reserve"):
        mine = place
    if mine in out and mine != place:
        return no(
            e.rule("without_member"),
            f"The {mine} member of the seat '{seat}' is recused in this case",
            "The reserve of the same unit votes in that place",
        )
    if place is None:
        return no(e.rule("quorum"), f"Nobody sits in the seat '{seat}'", "Let its main or reserve member attend")
    if mine == "reserve" and place == "main":
        return no(
            e.rule("quorum"),
            f"The main member of the seat '{seat}' sits, so the reserve has no vote",
            "Each seat has one voter",
        )
    if mine != place and place != "main":
        return no(
            e.rule("reserve_sits"),
            f"In the seat '{seat}' the {place.replace('_', ' ')} sits in this case",
            "Let that member vote, as risk_team_reserve",
        )
    if act.by in HEADS:
        chair = {"risk_team_head": f.now.head, "risk_team_deputy_head": f.now.deputy}[act.by]
        if seat not in (chair, f.now.named):
            return no(e.rule("head_leads"), f"That member's own seat is '{chair}'", "Vote for that seat")
    if seat in f.now.votes:
        return no(e.rule("majority"), f"The seat '{seat}' has voted in this round", "Nobody votes twice")
    return None


def decide(f: Facts, e: Edition, act: Act) -> Refusal | None:
    found = _open(f, e)
    if found is not None:
        return found
    sitting = sits(f)
    if not quorum(e, sitting):
        return no(
            e.rule("quorum"),
            f"Nobody sits in: {', '.join(sitting.empty)}; the team decides with all five seats filled",
            "Call the reserve member of the same unit, or put the case off",
        )
    if sitting.chair is None:
        return chaired(f, e)
    positions = act.codes.get("positions") or {}
    assert isinstance(positions, dict)
    if positions and f.now.votes and positions != f.now.votes:
        return no(e.rule("minutes"), "The minutes state other positions than were voted", "Let them say what was voted")
    try:
        result = come_to(f, {**positions, **f.now.votes})
    except BadVote as wrong:
        return no(e.rule("majority"), f"The positions do not hold: {wrong}", "Mend the minutes")
    if result.result == "incomplete":
        missing = [s for s in e.seats if s not in {**positions, **f.now.votes}]
        return no(result.rule, f"Not voted yet: {', '.join(missing)}", "Every seat votes; nobody abstains")
    if result.result == "vote_again":
        return no(
            result.rule,
            "No kind has more than half of the seats",
            "The team votes again; the service breaks no tie and sets no kind",
        )
    said = act.codes.get("kind")
    if said is not None and said != result.kind:
        return no(result.rule, f"The votes decided '{result.kind}', not '{said}'", "Let the minutes say the decision")
    return None


def recuse(f: Facts, e: Edition, act: Act) -> Refusal | None:
    seat, place = str(act.codes.get("seat")), str(act.codes.get("place"))
    found = seats_known(e, [seat])
    if found is not None:
        return found
    if f.now.decided_on is not None:
        return no(e.rule("recuse"), "The kind is decided", "Record it as found later: act 'recusal_found'")
    if place in f.now.recused.get(seat, []):
        return no(e.rule("recuse"), "That member is recused already", "Nothing more is needed of that member")
    if seat in f.now.votes:
        return no(e.rule("recuse"), "That seat has voted", "Record it as found later: act 'recusal_found'")
    return None


def hear(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not e.has("hear"):
        return no(e.rule("no_hearing"), "Order 70 decides without an oral hearing", "Ask for materials instead")
    return _open(f, e)


def sign(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """The minutes are signed once by each who took part (Order 70: by the head alone)."""
    if act.codes.get("seat") in f.unsigned:
        return None
    waiting = ", ".join(f.unsigned)
    return no(
        e.rule("minutes_signed"),
        f"No signature of the seat '{act.codes.get('seat')}' is missing under the minutes",
        f"Missing are: {waiting}" if waiting else "Nothing is left to sign",
    )


def new_head(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """The order of 14(4) names members of the team: their seats, and none whose main member is recused here."""
    named = [str(act.codes[k]) for k in ("head", "deputy") if act.codes.get(k)]
    found = seats_known(e, named)
    if found is not None:
        return found
    out = [seat for seat in named if "main" in f.now.recused.get(seat, [])]
    if out:
        rule = e.rule("new_head" if e.has("new_head") else "team")
        return no(rule, f"The member of the seat '{out[0]}' is recused in this case", "Name another seat")
    return None
