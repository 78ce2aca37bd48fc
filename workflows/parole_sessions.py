"""Sessions on a petition: when one may be set, opened, voted at and closed (Order 320 arts. 4, 7, 11-20)."""

from datetime import date, timedelta

from models.acts import Act, Refusal
from models.council import MP
from models.parole_petition import Facts, Session
from rules.bodies import Count
from rules.catalogue import rule
from rules.council import seats, voting
from rules.council.eligibility import PAROLE
from rules.council.hearing import NOTICE, unassisted
from workflows.parole_common import GRANTED, listed, mapped, no, outside, said
from workflows.steps.voice import day as in_words

KIND = {"consider": "without_hearing", "hear": "hearing"}


def check_schedule(f: Facts, act: Act, day: date) -> Refusal | None:
    """8(3), 11(3): the chair sets the session, once the petition is before a council and may be considered."""
    on, kind = date.fromisoformat(str(act.codes["session_on"])), str(act.codes["kind"])
    form = str(act.codes.get("format", "in_person"))
    standing = _standing(f) or leads(f, act, on, absent=None)
    if standing is not None:
        return standing
    if on < day:
        return no("o320.8.3.a", f"{in_words(on)} is past", "Set a day from today on")
    if kind == "hearing":
        return _schedule_hearing(f, on, day, form)
    if f.admitted_on is not None:
        return no("o320.7.5", "The case is admitted to an oral hearing", "Set a hearing (kind: hearing)")
    if form == "video":
        return no("o320.15.1", "A session without oral hearing is held with the members alone", "format: in_person")
    return None


def _schedule_hearing(f: Facts, on: date, day: date, form: str) -> Refusal | None:
    if f.admitted_on is None:
        return no(
            "o320.7.5",
            "The council has not admitted the case to an oral hearing",
            "Consider it without oral hearing first",
        )
    if form == "video" and not f.video:
        return no(
            "o320.18.10",
            "The institution has no equipment for video",
            "Hold the hearing in person under article 17 (format: in_person)",
        )
    notice = _days(NOTICE[form])  # the least; days off and declared days are reckoned at the gateway, which knows them
    if on - timedelta(days=notice) < day:
        return no(
            NOTICE[form],
            f"The parties are told at least {notice} days before the hearing; for {in_words(on)} that day is past",
            f"Set it on {in_words(day + timedelta(days=notice))} or later",
        )
    return None


def _standing(f: Facts) -> Refusal | None:
    """What keeps any session from being set or opened."""
    if f.result is not None:
        return no("o320.7.1", "The council has taken its decision", "See the timeline of the case")
    if (why := outside(f)) is not None:
        return no(why.rule, why.because, why.way_on)
    if f.filed is None:
        return no("o320.10.1", "No petition has been submitted", "Let the institution submit it (step 'submit')")
    if f.council is None:
        return no(
            "o320.3.1",
            "No council is given for the municipality of the institution",
            "Let the Director General say which council takes it (step 'which_council')",
        )
    if f.received is None:
        first = in_words(f.barred_until) if f.barred_until else "the end of the six months"
        return no(
            "o320.23.1.1",
            f"The same matter was refused; it may be examined again from {first}",
            f"The petition is kept; set the session on {first} or later",
        )
    if f.transfer_since is not None:
        return no(
            "o320.12.4.1",
            "So many members are recused that this council has no quorum",
            "Let the Director General give the case to another council (step 'transfer')",
        )
    if not f.composition.members:
        return no(
            "o320.4.1",
            "Nobody is known to sit in this council",
            "Open the case of the council, or enter its composition (act 'composition')",
        )
    return None


def leads(f: Facts, act: Act, on: date, absent: list[str] | None) -> Refusal | None:
    """8(3)-(4), 12(3): whether the one who acts leads; who is absent is known only when the session is opened."""
    chair = f.composition.chair
    if absent is None:
        away: tuple[str, ...] = (chair,) if chair is not None and act.by == "acting_chair" else ()
    else:
        away = tuple(absent)
    found = seats.leader(f.composition, on, recused=tuple(f.recused), absent=away)
    if found.seat is None:
        return no(
            found.rule,
            "The chair is away or recused and no order of the Director General names who stands in",
            "Get the order (a composition with acting_chair, or the step 'acting_order'); no session opens without one",
        )
    if act.by == found.as_:
        return None
    return no(
        found.rule,
        f"In this case the {str(found.as_).replace('_', ' ')} leads (seat '{found.seat}')",
        f"Let the {str(found.as_).replace('_', ' ')} do it",
    )


def check_open(f: Facts, act: Act, day: date) -> Refusal | None:
    """Who is there, is it enough, and was everything done that must come before (4(7), 14(2), 15-18)."""
    s = f.session
    standing = _standing(f)
    if standing is not None:
        return standing
    if s is None or s.result is not None:
        return no("o320.8.3.b", "No session is set", "Let the chair convene one (act 'schedule')")
    if s.opened:
        return no("o320.8.3.c", "The session is open", "Record the votes and close its minutes")
    if day != s.on:
        return no(
            "o320.8.3.a",
            f"The session is set for {in_words(s.on)}, not for {in_words(day)}",
            "Open it on its day, or convene it for another",
        )
    attending = listed(act, "attending")
    for seat in attending:
        if (unseated := seats.why_not_in_office(f.composition, seat, day)) is not None:
            return said(unseated)
    found = voting.quorum(attending, tuple(f.recused))
    if not found.reached:
        return no(
            "o320.14.2.1",
            f"{len(found.present)} take part in this case; a session is competent with at least {seats.LEAST}",
            "Hold it another day with more members (act 'schedule'); absence moves no case to another council",
        )
    absent = [seat for seat in seats.SEATS if seat not in attending]
    if (lead := leads(f, act, day, absent)) is not None:
        return lead
    if listed(act, "specialists") and not act.codes.get("specialists_by_decision"):
        return no(
            "o320.16.2.2" if s.kind == "hearing" else "o320.15.2",
            "A person with special knowledge is invited by decision of the council, not by the chair alone",
            "Record the council's decision (specialists_by_decision: true)",
        )
    return _check_open_hearing(f, act, s) if s.kind == "hearing" else _check_open_closed(act)


def _check_open_closed(act: Act) -> Refusal | None:
    if listed(act, "parties"):
        return no("o320.7.3", "Without oral hearing no interested party is there", "Leave the parties out")
    return None


def _check_open_hearing(f: Facts, act: Act, s: Session) -> Refusal | None:
    video = s.form == "video"
    notice = NOTICE[s.form]
    latest = s.on - timedelta(days=_days(notice))
    late = sorted(p for p, on in s.told.items() if on > latest)
    if not s.told or late:
        who = f"The notice reached the {', '.join(late)} after {in_words(latest)}" if late else "Nobody was told of it"
        return no(
            notice,
            f"{who}; the parties are told at least {_days(notice)} days before the hearing",
            "Set the hearing on a later day and tell them in time",
        )
    parties = listed(act, "parties")
    if (alone := unassisted(parties, minor=f.minor, video=video)) is not None:
        return said(alone)
    if f.interpreter and s.interpreter_warned is None:
        return no(
            "o320.17.5.2",
            "The interpreter has not signed the warning",
            "Record annex 1 (step 'interpreter'); translation does not start before",
        )
    if video and s.surveillance_warned is None:
        return no(
            "o320.18.6.2",
            "The convict and the defender were not warned that the institution may watch",
            "Record the warning (step 'surveillance_warning')",
        )
    return None


def check_vote(f: Facts, act: Act, day: date) -> Refusal | None:
    """12, 14: one open vote for each who attends and is not recused, for what is open at this session."""
    seat, choice = str(act.codes.get("seat")), str(act.codes.get("vote"))
    unseated = seats.why_not_in_office(f.composition, seat, day)
    if unseated is not None:
        return said(unseated)
    if (anothers := seats.own_seat(f.composition, seat, act.by, act.staff)) is not None:
        return said(anothers)
    s = f.session
    if seat in f.recused and s is not None:
        return said(voting.may_vote(f.composition, day, seat, attending=(seat,), recused=(seat,), votes=()))
    pending = next((r for r in f.recusals if not r.decided), None)
    if pending is not None:
        return no(
            "o320.12.2.2",
            f"The recusal of the seat '{pending.seat}' is not decided",
            "Vote on it first (act 'recusal_vote') and complete the step 'recusal'",
        )
    if f.transfer_since is not None:
        return _standing(f)
    if s is None or not s.opened or s.result is not None:
        return no("o320.7.1", "No session is open in this case", "Let the one who leads open it (act 'open_session')")
    if day != s.on:
        return no("o320.7.1", f"The council votes at its session, on {in_words(s.on)}", "Give that day (done_on)")
    if (closed := voting.not_open(s.kind, str(f.matter), choice)) is not None:
        return said(closed)
    if choice not in s.ballot:
        return no(
            "o320.13.3.c", "The vote is taken again between the leading choices", f"They are: {', '.join(s.ballot)}"
        )
    mine = voting.may_vote(
        f.composition, day, seat, attending=s.attending, recused=tuple(f.recused), votes=tuple(s.votes)
    )
    if mine is not None:
        return said(mine)
    if choice in GRANTED:
        return said(
            voting.grant_barred(str(f.matter), consent=f.consent_on is not None, guarantee=f.guarantee_on is not None)
        )
    return None


def tally(f: Facts, s: Session) -> Count:
    """The votes of the open session."""
    voters = voting.quorum(s.attending, tuple(f.recused)).present
    return voting.decide(s.votes, voters, s.ballot, s.leader)


def check_minutes(f: Facts, act: Act, kind: str, day: date) -> Refusal | None:
    """13(6), 19: the minutes say what was voted; a decision that does not exist cannot be recorded."""
    s = f.session
    field = "o320.13.6.2" if kind == "consider" else "o320.19.1"
    if s is None or not s.opened or s.result is not None or s.kind != KIND[kind]:
        return no("o320.7.1", "No such session is open", "Convene it and open it (acts 'schedule', 'open_session')")
    if day != s.on:
        return no("o320.7.1", f"The decision is taken at the session, on {in_words(s.on)}", "Give that day (done_on)")
    if not voting.quorum(s.attending, tuple(f.recused)).reached or f.transfer_since is not None:
        return no("o320.14.2.1", "The session has lost its quorum in this case", "Hold it another day, or transfer it")
    if any(not r.decided for r in f.recusals):
        return no("o320.12.2.2", "A recusal is not decided", "Complete the step 'recusal' first")
    counted = tally(f, s)
    if counted.missing:
        return no(
            "o320.14.2.2",
            f"These have not voted: {', '.join(counted.missing)}; nobody abstains",
            "Record their votes; a missing vote leaves the case undecided",
        )
    if counted.decided is None:
        return no("o320.13.3.c", f"No decision exists: {counted.explanation}", "Vote again between the leading choices")
    if mapped(act, "votes") != s.votes:
        return no(field, "The minutes do not show the votes as they were given", f"They are: {_said(s.votes)}")
    result = str(act.codes.get("final_decision"))
    if result != counted.decided:
        return no(
            "o320.14.4" if counted.tie else "o320.14.2.2",
            f"The council decided '{counted.decided}' ({counted.explanation}), not '{result}'",
            "Record the decision that the votes make",
        )
    return _check_grounds(f, act, s, result) or (_check_hearing_minutes(f, act, s) if kind == "hear" else None)


def _check_grounds(f: Facts, act: Act, s: Session, result: str) -> Refusal | None:
    admits = result == voting.ADMIT and f.matter == PAROLE
    if admits and not act.codes.get("information_needed_from_convict"):
        return no(
            "o320.13.3.b",
            "Parole goes to an oral hearing only when information is needed directly from the convict",
            "State it in the minutes (information_needed_from_convict: true), or vote again",
        )
    if f.special and s.kind == "without_hearing":
        exists = act.codes.get("special_circumstance_exists")
        if exists is None:
            return no(
                "o320.23.1.3",
                "The applicant stated a special circumstance; the council says whether it exists",
                "State it in the minutes (special_circumstance_exists)",
            )
        if not exists and result != voting.REFUSE:
            return no(
                "o320.23.1.1", "Without a special circumstance the bar of six months holds", "Only refuse is open"
            )
    return None


def _check_hearing_minutes(f: Facts, act: Act, s: Session) -> Refusal | None:
    members = {seat for seat in s.attending if seat != MP}
    if act.codes.get("chair") != s.leader:
        return no("o320.19.1.d", f"The seat '{s.leader}' led this hearing", "Name it in the minutes (chair)")
    if set(listed(act, "members")) | {str(s.leader)} != members:
        return no("o320.19.1.d", "The minutes do not name the members who took part", f"They are: {_and(members)}")
    if set(listed(act, "parties")) != set(s.parties):
        return no("o320.19.1.d", "The minutes do not name the parties who took part", f"They are: {_and(s.parties)}")
    strangers = sorted(set(listed(act, "dissents")) - members)
    if strangers:
        return no(
            "o320.19.4",
            f"'{strangers[0]}' is no member who took part; only members put a dissenting opinion into the minutes",
            "Leave it out, or keep it as a remark (act 'remark')",
        )
    return None


def _days(rule_id: str) -> int:
    term = rule(rule_id).duration
    assert term is not None
    return term.value


def _and(names: object) -> str:
    return ", ".join(sorted(names)) or "nobody"  # type: ignore[call-overload]


def _said(votes: dict[str, str]) -> str:
    return ", ".join(f"{seat}: {vote}" for seat, vote in votes.items())
