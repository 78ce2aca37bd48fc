"""What the acts in a petition change: Order 320, articles 10-23."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.council import MP, Composition
from models.ids import Process, related_case
from models.parole_petition import Facts, Session
from rules.council import eligibility, seats, voting
from rules.council.eligibility import PAROLE
from rules.council.hearing import NOTICE
from rules.council.routing import WOMEN
from workflows import parole_recusal, parole_sessions
from workflows.parole_agenda import convene, hard_limit
from workflows.parole_common import GRANTED, days_of, listed
from workflows.parole_told import case_of, meet_council, taken_in
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects


def apply(state: CaseState, f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    if act.act in OWN:
        OWN[act.act](state, f, act, day, effects)
    elif act.act == "end":
        f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        effects.happened("ended", f.ended_ground, day=day.isoformat())
        taken_off(state, f, day, effects)
    elif key is not None and act.act in ("complete", "correct"):
        done = DONE.get(base(key))
        if done is not None:
            done(state, f, act, key, day, effects)
    return effects


# ---------------------------------------------------------------------- before the session


def _composition(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.composition = Composition.from_codes(act.codes)
    effects.happened("composition_known", "o320.4.1", seats=sorted(f.composition.members))


def _schedule(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    convene(
        f,
        str(act.codes["kind"]),
        date.fromisoformat(str(act.codes["session_on"])),
        str(act.codes.get("format", "in_person")),
        act.by,
        effects,
        limit=hard_limit(state),
    )


def _submitted(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.programmes = bool(act.codes.get("rehabilitation_programmes"))
    f.danger = str(act.codes.get("danger_level") or f.danger)
    if f.minor and not act.codes.get("still_minor", True):
        f.minor = False
        f.council = effects.moves_to = WOMEN if f.woman else f.territorial
    f.petitioner, f.filed, f.received = "institution", day, day
    effects.because = "the petition was submitted"
    taken_in(state, f, day, effects)


def _which_council(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.council = effects.moves_to = str(act.codes["council"])
    effects.routed("o320.3.1", council=f.council, by="director_general")
    meet_council(state, f, day, effects)


def _materials(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.happened("materials_sent", "o320.11.4", step=key, documents=act.codes.get("documents"))


def _session_of(f: Facts, key: str) -> Session:
    return f.sessions[(occurrence(key) or 1) - 1]


def _hearing_notice(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    s = _session_of(f, key)
    s.told = days_of(act, "reached")
    if act.act == "correct":
        return
    effects.notify("hearing_set", "convict", NOTICE[s.form], key)
    admitting = next((a for a in f.sessions if a.result == voting.ADMIT), None)
    if admitting is not None and admitting.notified_on is None:
        admitting.notified_on = day
        effects.closes.append(f"notify#{admitting.n}")
        effects.happened("admission_told", "o320.13.5", step=f"notify#{admitting.n}", by=key)


def _surveillance(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _session_of(f, key).surveillance_warned = day


def _interpreter(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _session_of(f, key).interpreter_warned = day


def _consent(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.consent_on = day
    effects.happened("consented", "o320.20.2", step=key, day=day.isoformat())


def _agreed(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    _consent(state, f, act, "consent", day, effects)
    effects.closes.append("consent")


def _guarantee(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.guarantee_on = day
    effects.happened("guarantee_given", "o320.10.5.2", step=key, kind=act.codes.get("kind"))


# ---------------------------------------------------------------------- the session


def _opened(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    s = f.session
    assert s is not None
    s.opened, s.attending = True, listed(act, "attending")
    s.parties, s.specialists = listed(act, "parties"), listed(act, "specialists")
    absent = [seat for seat in seats.SEATS if seat not in s.attending]
    found = seats.leader(f.composition, day, recused=tuple(f.recused), absent=absent)
    s.leader = found.seat
    quorum = voting.quorum(s.attending, tuple(f.recused))
    effects.happened("session_opened", "o320.14.2.1", n=s.n, kind=s.kind, present=list(quorum.present),
                     absent=[x for x in absent if x not in f.recused], leads=s.leader)  # fmt: skip
    effects.happened("session_led", found.rule, seat=s.leader, leads_as=found.as_)
    effects.happened("apparatus_attends", "o320.9.3.1", n=s.n)
    if MP in s.attending:
        effects.happened("mp_attends", "o320.4.7.1", rests_on_mp=quorum.rests_on_mp)
    if quorum.rests_on_mp:
        effects.happened("quorum_rests_on_mp", "o320.4.7.3", n=s.n)
    if s.specialists:
        effects.happened("specialists_invited", "o320.16.2.2" if s.kind == "hearing" else "o320.15.2",
                         who=s.specialists)  # fmt: skip
    if s.kind == "hearing":
        _opened_hearing(f, s, effects)


def _opened_hearing(f: Facts, s: Session, effects: Effects) -> None:
    effects.happened("parties_attend", "o320.16.2.1", parties=s.parties)
    if f.minor:
        effects.happened("minor_assisted", "o320.18.7.2" if s.form == "video" else "o320.16.6", parties=s.parties)
    if "convict" not in s.parties:
        rule = "o320.16.5" if f.attendance_refused_on else "o320.16.4.1"
        effects.happened("without_convict", rule, refused=f.attendance_refused_on is not None)
    missing = s.specialists == [] and f.admitted_on is not None
    if not missing:
        effects.happened("specialists_do_not_stop", "o320.16.2.3", n=s.n)


def _vote(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    s = f.session
    assert s is not None
    s.votes = {**s.votes, str(act.codes["seat"]): str(act.codes["vote"])}
    rule = "o320.4.7.2" if act.codes["seat"] == MP else "o320.14.3"
    effects.happened("voted", rule, seat=act.codes["seat"], vote=act.codes["vote"])
    counted = parole_sessions.tally(f, s)
    if not counted.missing and counted.decided is None:
        effects.happened("no_majority", "o320.13.3.c", votes=dict(counted.votes), leading=list(counted.leading))
        s.votes, s.ballot, s.rounds = {}, list(counted.leading), s.rounds + 1


def _decided(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    s = f.session
    assert s is not None and f.matter is not None
    counted = parole_sessions.tally(f, s)
    s.result = counted.decided
    assert s.result is not None
    rule = "o320.14.4" if counted.tie else voting.rule_of_result(s.kind, f.matter, s.result)
    effects.decided(
        rule, s.result, matter=f.matter, council=f.council, session=s.n, kind=s.kind, votes=dict(counted.votes),
        tie=counted.tie, day=day.isoformat(),
    )  # fmt: skip
    effects.happened("voted_openly", "o320.14.2.2", votes=dict(counted.votes))
    effects.happened("decision_taken", "o320.7.1", day=day.isoformat())
    effects.happened("registered", "o320.9.2.d", council=f.council, matter=f.matter, result=s.result)
    if s.kind == "hearing" and listed(act, "dissents"):
        effects.happened("dissent", "o320.19.4", seats=listed(act, "dissents"))
    _order_kept(act, effects)
    if s.result == voting.ADMIT:
        f.admitted_on = day
        limit = hard_limit(state)
        effects.because = "the case is admitted to an oral hearing"
        effects.happened("admitted", "o320.7.5", limit=limit.isoformat() if limit else None,
                         days_left=(limit - day).days if limit else None)  # fmt: skip
        effects.notify("hearing_to_set", "council_chair", "o320.11.3.1")
        return
    f.result, f.considered_on = s.result, day
    taken_off(state, f, day, effects)
    effects.because = f"the council decided: {s.result.replace('_', ' ')}"
    if s.result in GRANTED:
        return
    if f.matter == PAROLE:
        by, on = eligibility.next_consideration(day, minor=f.minor)
        effects.happened("next_consideration", by, day=on.isoformat())


def _order_kept(act: Act, effects: Effects) -> None:
    """17(6): order at the hearing; making a person leave does not stop it."""
    if act.codes.get("persons_warned"):
        effects.happened("order_kept", "o320.17.6.1", warned=act.codes["persons_warned"])
    if act.codes.get("persons_removed"):
        effects.happened("person_removed", "o320.17.6.2", removed=act.codes["persons_removed"])
        effects.happened("hearing_went_on", "o320.17.6.3")


# ---------------------------------------------------------------------- after it


def _issued(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _session_of(f, key).issued_on = day
    effects.happened("decision_issued", "o320.22.2", step=key, criteria=act.codes.get("criteria"))
    for name, rule in (("recommend_programme", "o320.22.5"), ("recommend_conditions", "o320.22.6")):
        if act.codes.get(name):
            effects.happened("recommended", rule, what=name.removeprefix("recommend_"), to="agency")


def _notified(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _session_of(f, key).notified_on = day
    effects.notify("council_decided", "convict", "o320.11.5", key)


def _handed(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    if f.result is not None:
        f.delivered = {**f.delivered, **days_of(act, "delivered")}
    effects.happened("decision_delivered", "o320.22.3", step=key, parties=sorted(days_of(act, "delivered")))


def _delivered(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A party got the reasoned decision later than the others: its own month runs from its own day (23, second)."""
    f.delivered = {**f.delivered, **days_of(act, "delivered")}
    effects.happened("decision_delivered", "o320.22.3", parties=sorted(days_of(act, "delivered")))


def _copies(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """The grant goes out for execution: the prison case ends by its article, the agency's opens."""
    f.copies_on = day
    effects.happened("sent_for_execution", "o320.22.4", to=["institution", "agency"])
    effects.inform_every(Process.penitentiary_cycle.value, "released", day, {"ground": "o502.17.2.1"})
    if f.matter == PAROLE:
        given = act.codes.get("probation_case") or f.probation_case
        number = str(given or related_case(state.case, Process.probation_cycle))
        effects.inform(number, Process.probation_cycle.value, "released_on_parole", day, {
            "ground": "o320.22.4", "adult_woman": f.woman and not f.minor,
        }, place=f.probation_bureau)  # fmt: skip
    effects.inform_every(Process.danger_review.value, "released", day, {"ground": "o502.17.2.1"})
    effects.inform_every(Process.parole_petition.value, "released", day, {"ground": "o502.17.2.1"})


def _again(state: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _new_case(state, f, act, day, "institution", effects)


def _apply_again(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    effects.happened("applied_again", "o320.23.1.4", by=act.by)
    _new_case(state, f, act, day, str(act.codes.get("petitioner", "convict")), effects)


def _new_case(state: CaseState, f: Facts, act: Act, day: date, by: str, effects: Effects) -> None:
    """The next consideration is a case of its own, which this petition opens."""
    f.next_case = str(act.codes["number"])
    minor = f.minor and bool(act.codes.get("still_minor", True))
    effects.because = "the matter was brought again"
    effects.happened("next_petition", "o320.23.2.1", case=f.next_case)
    told = case_of(f, act, by, minor=minor)
    effects.inform(
        f.next_case, Process.parole_petition.value, "brought_again", day, told, place=str(told["council"] or "none")
    )


def _circumstance(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.danger = str(act.codes.get("danger_level") or f.danger)
    f.life = bool(act.codes.get("life_sentence", f.life))
    if act.codes.get("sentence_ends_on"):
        f.sentence_ends = date.fromisoformat(str(act.codes["sentence_ends_on"]))
    found = eligibility.power(str(f.matter), f.danger, f.life)
    effects.because = "a circumstance of the convict has changed"
    effects.happened("circumstance", found.rule, within_power=found.allowed)
    if act.codes.get("came_of_age") and f.minor:
        f.minor = f.result is not None  # an interval that began for a minor stays one of three months
        effects.happened("council_kept", "o320.3.1", council=f.council, because="came_of_age")
    f.video = bool(act.codes.get("video_equipment", f.video))
    if act.codes.get("moved"):
        f.moved = True
        effects.happened("council_kept", "o320.3.1", council=f.council, because="moved")
    effects.notify("circumstance_changed", "council_apparatus", found.rule)


def _refused_to_attend(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.attendance_refused_on = day
    effects.happened("refused", "o320.16.5", what="hearing")


def _information(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    rule = "o320.10.4.2" if f.matter != PAROLE else "o320.11.2"
    effects.happened("information_given", rule, by=act.by, documents=act.codes.get("documents"))


def _remark(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    effects.happened("remark_on_minutes", "o320.19.3", by=act.by)


def _appealed(state: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.appealed = [*f.appealed, str(act.codes["party"])]
    effects.happened("appealed", "o320.23bis.1", party=act.codes["party"])


def taken_off(state: CaseState, f: Facts, day: date, effects: Effects) -> None:
    """The council hears that the case leaves its agenda."""
    if f.council is not None and f.council_kept:
        effects.inform_place(f.council, Process.local_council.value, "petition_closed", day, {"case": state.case})


Own = Callable[[CaseState, Facts, Act, date, Effects], None]
Done = Callable[[CaseState, Facts, Act, str, date, Effects], None]

OWN: dict[str, Own] = {
    "composition": _composition,
    "schedule": _schedule,
    "open_session": _opened,
    "vote": _vote,
    "recuse": parole_recusal.recuse,
    "recusal_vote": parole_recusal.vote_on_recusal,
    "circumstance": _circumstance,
    "refuse": _refused_to_attend,
    "give_information": _information,
    "remark": _remark,
    "appeal": _appealed,
    "apply_again": _apply_again,
    "consent": _agreed,
    "deliver": _delivered,
}
DONE: dict[str, Done] = {
    "submit": _submitted,
    "which_council": _which_council,
    "materials": _materials,
    "hearing_notice": _hearing_notice,
    "surveillance_warning": _surveillance,
    "interpreter": _interpreter,
    "consent": _consent,
    "guarantee": _guarantee,
    "recusal": parole_recusal.decided,
    "transfer": parole_recusal.transferred,
    "acting_order": parole_recusal.acting,
    "consider": _decided,
    "hear": _decided,
    "issue": _issued,
    "notify": _notified,
    "hand_over": _handed,
    "copies": _copies,
    "reconsider": _again,
}
