"""What Order 320 refuses in a petition, each with its article and the way on."""

from datetime import date

from models.acts import Act, Refusal
from models.council import MP
from models.parole_petition import Facts
from rules.bodies import Count
from rules.council import seats, voting
from rules.council.eligibility import PAROLE
from rules.council.hearing import uninvited, untold_of_admission, untold_of_decision
from rules.council.routing import may_take_over
from rules.terms.dates import local_date
from workflows import parole_decided, parole_sessions
from workflows.parole_common import days_of, no, said
from workflows.parole_duties import APPARATUS, LEADERS, PARTIES
from workflows.steps.duty import base, occurrence
from workflows.steps.voice import day as in_words

CORRECTABLE = ("hearing_notice", "surveillance_warning", "interpreter", "consent", "guarantee", "hand_over")
"""Entries of days and papers that may have been wrong; what the council decided is not among them."""
MEMBERS = ("council_member", *LEADERS)
VOTERS = (*MEMBERS, "mp")
ASKING = ("interested_party", *PARTIES)

ACTS: dict[str, tuple[str, ...]] = {
    "composition": (*APPARATUS, "director_general"),
    "schedule": LEADERS,
    "open_session": LEADERS,
    "vote": VOTERS,
    "recuse": (*VOTERS, *ASKING),
    "recusal_vote": VOTERS,
    "circumstance": ("institution", *APPARATUS),
    "refuse": ("convict", *APPARATUS, *LEADERS),
    "give_information": (*ASKING, "petitioner", "close_relative"),
    "remark": ("hearing_participant", *ASKING, *VOTERS, "specialist", "interpreter"),
    "appeal": (*ASKING, *APPARATUS),
    "apply_again": ("convict", "defender", "legal_representative", *APPARATUS),
    "consent": ("convict", *APPARATUS),
    "deliver": APPARATUS,
}

RULE_OF_ACT = {
    "composition": "o320.4.1",
    "schedule": "o320.8.3.b",
    "open_session": "o320.8.3.c",
    "vote": "o320.14.3",
    "recuse": "o320.12.1.4",
    "recusal_vote": "o320.12.2.2",
    "circumstance": "o320.6.1.a.2",
    "refuse": "o320.16.5",
    "give_information": "o320.11.2",
    "remark": "o320.19.3",
    "appeal": "o320.23bis.1",
    "apply_again": "o320.23.1.4",
    "consent": "o320.20.2",
    "deliver": "o320.22.3",
}


def rule_of(act: Act) -> str | None:
    """The article that an act of the process's own stands on."""
    return RULE_OF_ACT.get(act.act)


def check(f: Facts, act: Act, key: str | None) -> Refusal | None:
    """What the law forbids now."""
    day = act.on or local_date(act.at)
    if (ahead := _in_the_future(act)) is not None:
        return ahead
    match act.act:
        case "complete" if key is not None:
            return _recused_leads(f, act, key) or _complete(f, act, key, day)
        case "correct" if key is not None and base(key) in CORRECTABLE:
            return _complete(f, act, key, day)
        case "correct":
            return no(
                None,
                "What the council did is not corrected in the case",
                f"Record the new fact, or a new decision; corrected are: {', '.join(CORRECTABLE)}",
            )
        case "end" if act.codes.get("ground") == "o320.10.3" and f.filed is not None:
            return no("o320.10.3", "A petition that was received goes on", "Let the council consider it")
        case "composition":
            return _composition(act)
        case "schedule":
            return parole_sessions.check_schedule(f, act, day)
        case "open_session":
            return parole_sessions.check_open(f, act, day)
        case "vote":
            return parole_sessions.check_vote(f, act, day)
        case "recuse":
            return _recuse(f, act, day)
        case "recusal_vote":
            return _recusal_vote(f, act, day)
        case "circumstance" if not set(act.codes) - {"came_of_age", "moved"} and not (
            act.codes.get("came_of_age") or act.codes.get("moved")
        ):
            return no("o320.6.1.a.2", "Nothing has changed", "Say what: danger_level, life_sentence, came_of_age, ...")
        case "refuse" if f.session is None or f.session.kind != "hearing" or f.session.result is not None:
            return no("o320.16.5", "No hearing is set that could be refused", "Set the hearing first")
        case "give_information" if f.result is not None:
            return no("o320.11.2", "The decision is taken; information is given before it", "Bring it to the court, or "
                      "to the next consideration")  # fmt: skip
        case "remark" if not any(s.kind == "hearing" and s.result for s in f.sessions):
            return no("o320.19.3", "There are no minutes of an oral hearing yet", "Remark on them once they are closed")
        case "appeal":
            return parole_decided.appeal(f, act)
        case "apply_again":
            return parole_decided.apply_again(f, act, day)
        case "consent" if f.admitted_on is None or f.matter == PAROLE or f.result is not None:
            return no(
                "o320.20.2",
                "No consent is asked for here: it is for a lighter kind of sentence, once the case is admitted to a "
                "hearing and until the decision",
                "Give it when the case is admitted",
            )
        case "deliver":
            s = parole_decided.decisive(f)
            if s is None or s.issued_on is None:
                return no("o320.22.3", "No final decision is issued that could be handed over", "Issue it first")
            return parole_decided.handed(f, act, s.n)
    return None


DAYS = ("reached", "told", "delivered", "signed_on", "given_on", "told_on", "delivered_on")
"""Where the papers of a petition say when something happened: nothing has happened after today."""


def _in_the_future(act: Act) -> Refusal | None:
    today = local_date(act.at)
    for name in DAYS:
        given = act.codes.get(name)
        for on in given.values() if isinstance(given, dict) else (given,):
            if isinstance(on, str) and date.fromisoformat(on) > today:
                return no(
                    rule_of(act),
                    f"{in_words(date.fromisoformat(on))} ({name}) lies in the future: today is {in_words(today)}",
                    "Give the day on which it happened, or enter it when it has happened",
                )
    return None


def _recused_leads(f: Facts, act: Act, key: str) -> Refusal | None:
    """12(2)-(3): who is recused, or whose recusal is being decided, does not perform the duties of the chair here."""
    seat = {"council_chair": f.composition.chair, "acting_chair": f.composition.acting}.get(act.by)
    asked = [r.seat for r in f.recusals if not r.decided]
    concerned = seat in f.recused or (base(key) == "recusal" and seat in asked)
    if not concerned or base(key) not in ("consider", "hear", "issue", "recusal"):
        return None
    rule = "o320.12.3.1" if act.by == "council_chair" else "o320.12.3.2"
    return no(
        rule,
        f"The seat '{seat}' takes no part in this case",
        "Let the one who leads now do it, or the apparatus record what the others did",
    )


def _complete(f: Facts, act: Act, key: str, day: date) -> Refusal | None:
    n = occurrence(key)
    match base(key):
        case "consider" | "hear" as kind:
            return parole_sessions.check_minutes(f, act, kind, day)
        case "consider_minor":
            return no("o320.21.1", "It is done by the session itself", "Close the minutes of the session")
        case "which_council" if why := may_take_over(str(act.codes.get("council")), ""):
            return no("o320.3.1", why[0].upper() + why[1:], "Choose one of the six")
        case "transfer" if why := may_take_over(str(act.codes.get("council")), f.council or ""):
            return no("o320.12.4.2", why[0].upper() + why[1:], "Choose another council")
        case "acting_order":
            return _acting_order(f, act, day)
        case "recusal" if n is not None:
            return _recusal_decided(f, n, day)
        case "hearing_notice" if n is not None:
            return said(uninvited(f.sessions[n - 1].form, days_of(act, "reached"), f.petitioner, minor=f.minor))
        case "notify" if n is not None:
            untold = untold_of_admission if f.sessions[n - 1].result == voting.ADMIT else untold_of_decision
            return said(untold(days_of(act, "told"), f.petitioner))
        case "issue" if n is not None:
            return parole_decided.issue(f, act, n)
        case "hand_over" if n is not None:
            return parole_decided.handed(f, act, n)
        case "submit" | "reconsider" as kind:
            return parole_decided.institutions(f, act, kind, day)
        case "mp_notice" if act.codes.get("delivered_on", day.isoformat()) != day.isoformat():
            return no(
                "o320.4.7.4",
                "The notice counts by the day on which it was delivered, where that is known",
                "Give that day as the day on which it was done (done_on)",
            )
    return None


def _composition(act: Act) -> Refusal | None:
    since = act.codes.get("since")
    given = list(since) if isinstance(since, dict) else []
    for seat in (*given, act.codes.get("chair"), act.codes.get("acting")):
        if seat is not None and (seat not in seats.SEATS or seat not in given):
            return no(
                "o320.4.1", f"'{seat}' is no filled seat of a council", f"The seats are: {', '.join(seats.SEATS)}"
            )
    return None


def _acting_order(f: Facts, act: Act, day: date) -> Refusal | None:
    seat = str(act.codes.get("seat"))
    unseated = seats.why_not_in_office(f.composition, seat, day)
    if unseated is not None:
        return said(unseated)
    if seat in f.recused or seat == f.composition.chair:
        return no("o320.8.4", f"The seat '{seat}' cannot stand in: recused, or the chair's own", "Name another member")
    return None


# ---------------------------------------------------------------------- recusal


def _recuse(f: Facts, act: Act, day: date) -> Refusal | None:
    seat = str(act.codes.get("seat"))
    rule = "o320.12.1.1" if act.by in VOTERS else "o320.12.1.4"
    if f.result is not None:
        return no(rule, "The council has taken its decision in the case", "A party may appeal to the court (23)")
    if seat == MP and act.by != MP:
        return no(
            rule,
            "Article 12 speaks of members of the council; the Member of Parliament is none",
            "The Member of Parliament may withdraw (act 'recuse', seat: mp), and then has no vote in the case",
        )
    if act.by not in VOTERS and act.codes.get("reasoned") is False:  # acts of before say nothing of it
        return no(rule, "An application for recusal gives its reasons", "State them (reason: ...)")
    if act.by in VOTERS and (anothers := seats.own_seat(f.composition, seat, act.by, act.staff, rule)) is not None:
        return said(anothers)
    if (unseated := seats.why_not_in_office(f.composition, seat, day)) is not None:
        return said(unseated)
    if seat in f.recused:
        return no(rule, f"The member of the seat '{seat}' is recused already", "Nothing more is to be done")
    if any(r.seat == seat and not r.decided for r in f.recusals):
        return no(rule, f"The recusal of '{seat}' is being decided", "Vote on it (act 'recusal_vote')")
    return None


def _recusal_vote(f: Facts, act: Act, day: date) -> Refusal | None:
    open_ = next((r for r in f.recusals if not r.decided), None)
    seat = str(act.codes.get("seat"))
    if open_ is None:
        return no("o320.12.2.2", "Nobody's recusal is asked for", "A party asks for it with the act 'recuse'")
    if seat == open_.seat:
        return no(
            "o320.12.2.2",
            "The member concerned does not take part in this vote",
            "The other members decide; the member may declare self-recusal",
        )
    if seat in f.recused:
        return no("o320.12.2.1", f"The seat '{seat}' is recused from this case", "The other members decide")
    if seat in open_.votes:
        return no("o320.14.3", f"'{seat}' has already voted: each has one vote", "A vote once given stands")
    if (anothers := seats.own_seat(f.composition, seat, act.by, act.staff)) is not None:
        return said(anothers)
    return said(seats.why_not_in_office(f.composition, seat, day))


def _recusal_decided(f: Facts, n: int, day: date) -> Refusal | None:
    if not f.recusals[n - 1].votes:
        return no("o320.12.2.3", "Nobody has voted on the recusal", "Record the votes (act 'recusal_vote')")
    if recusal_count(f, n, day).decided is None:
        return no(
            "o320.12.2.5", "The votes are equal and the one whose vote decides has not voted", "Record that vote too"
        )
    return None


def recusal_count(f: Facts, n: int, day: date) -> Count:
    """The votes on a recusal so far."""
    r = f.recusals[n - 1]
    return voting.recusal(f.composition, day, r.seat, r.votes, tuple(f.recused))
