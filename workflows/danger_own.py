"""What the acts of a danger-risk review besides completing a step change."""

from collections.abc import Callable, Iterable
from datetime import date

from models.acts import Act
from models.danger_review import Cycle, Facts
from models.terms import Interval
from rules.danger.edition import Edition
from rules.danger.periods import early_allowed, end_of_term, periodic_rule, return_term_later, stays_outside
from rules.danger.team import after_recusal, recusal_rule
from workflows.danger_level import in_force
from workflows.danger_sitting import come_to, nobody_leads
from workflows.steps.duty import base
from workflows.steps.effects import Effects

Own = Callable[[Facts, Edition, Act, date, Effects, tuple[str, ...]], None]


def start(f: Facts, e: Edition, why: str, day: date, x: Effects) -> None:
    """An assessment begins: the group's work is called for (article 7)."""
    if f.now.decided_on is not None:
        f.cycle, x.new_cycle = f.cycle + 1, True
        x.happened("cycle_started", e.rule("periodic"), number=f.cycle)
        x.because = "a new assessment began before the last one was carried out"
    f.now = Cycle(started_on=day, start=why, head=f.now.head, deputy=f.now.deputy)
    x.routed(e.rule("reassess_procedure") if f.last_kind else e.rule("group"), start=why)


def being_asked(f: Facts) -> bool:
    """Whether the director has asked the convict, who has not answered."""
    return f.now.asked_on is not None and f.now.consents is None


def order_made(f: Facts, day: date, x: Effects) -> None:
    """The order under 15(1) is there: what was temporary until it ends."""
    f.now.ordered_on = day
    if f.temporary_on:
        f.temporary_on, f.temporary_used = None, False
    x.because = "the order was made"


def closing(open_keys: Iterable[str], *names: str) -> list[str]:
    """The open steps of these duties."""
    return [key for key in open_keys if base(key) in names]


def answered(f: Facts, e: Edition, consents: bool, day: date, x: Effects) -> None:
    """The convict's answer to the low-risk institution: to the director's question, or for a placement without it."""
    if not being_asked(f):
        f.consented_on = day if consents else None
        x.happened("consented" if consents else "refused", e.rule("consent"), what="low_risk", day=day.isoformat())
        return
    f.now.consents = consents
    if consents:
        x.happened("consented", e.rule("consent"), day=day.isoformat())
        assert f.now.decided_on is not None
        in_force(f, e, "low", f.now.decided_on, x)
    else:
        f.now.refused_on = day
        x.happened("refused", e.rule("return"), what="low_risk")
        x.notify("danger_consent_refused", e.director, e.rule("return"))


def _voted(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now, seat, kind = f.now, str(act.codes["seat"]), str(act.codes["kind"])
    now.votes = {**now.votes, seat: kind}
    x.happened("voted", e.rule("majority"), seat=seat, kind=kind, round=now.round)
    result = come_to(f, now.votes)
    if result.result == "vote_again":
        x.decided(result.rule, "vote_again", votes=result.counts, round=now.round)
        now.round, now.votes = now.round + 1, {}


def _recused(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now, seat, place = f.now, str(act.codes["seat"]), str(act.codes.get("place", "main"))
    out = [*now.recused.get(seat, []), place]
    now.recused, now.recused_on = {**now.recused, seat: out}, day
    x.happened("recused", recusal_rule(e, str(act.codes.get("ground"))), seat=seat, place=place,
               known_on=act.codes.get("known_on"))  # fmt: skip
    x.happened("self_recusal", e.rule("recuse"), seat=seat, by=act.by)
    x.happened("sits_without", e.rule("without_member"), seat=seat)
    if e.has("put_off") and "reserve" not in now.present.get(seat, []):
        x.happened("put_off", e.rule("put_off"), seat=seat)
        x.happened("others_go_on", e.rule("others_go_on"))
    if nobody_leads(f):
        x.notify("danger_team_short", e.director, e.rule("new_head" if e.has("new_head") else "head_recused"))
    elif place == "main" and seat == now.head and now.session_on:
        x.happened("deputy_leads", e.rule("head_recused"), seat=now.deputy)
    if after_recusal(e, out) == "flag_director":
        x.notify("danger_team_short", e.director, e.rule("second_reserve" if e.has("second_reserve") else "put_off"))
    if after_recusal(e, out) == "reserve" and "reserve" in now.present.get(seat, []):
        x.happened("reserve_sits", e.rule("reserve_sits"), seat=seat)


def _recusal_found(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    rule = e.rule("recusal_breach") if e.has("recusal_breach") else e.rule("recuse")
    x.happened("recusal_missed", rule, seat=act.codes.get("seat"), place=act.codes.get("place"))
    x.notify("danger_recusal_missed", e.director, rule)


def _heard(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("heard", e.rule("hear"), considering=act.codes.get("considering"))


def _invited(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("invited", e.rule("head_invites"), who=act.codes.get("who"))
    x.happened("advises", e.rule("advisory"), who=act.codes.get("who"))


def _requested(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("materials_requested", e.rule("request_materials"))
    if act.codes.get("electronic"):
        x.happened("received_electronically", e.rule("receive_electronically"))


def _mdt_asked(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.mdt_asked_on = day
    x.closes += closing(steps, "ask_mdt")
    x.routed(e.rule("mdt_source"), to="sentence_planning_mdt")


def _received(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    """The director's terms run from the receipt; the question to a low-risk convict from an earlier day of learning."""
    received, learned = act.codes.get("received_on"), act.codes.get("learned_on")
    f.now.handed_on = date.fromisoformat(str(received)) if received else f.now.handed_on
    f.now.seen_on = date.fromisoformat(str(learned)) if learned else f.now.seen_on
    x.happened("decision_received", e.rule("order"), received_on=received, learned_on=learned)
    x.because = "the day on which the director got the decision was recorded"


def _signed(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.unsigned = [s for s in f.unsigned if s != act.codes["seat"]]
    x.happened("minutes_signed", e.rule("minutes_signed"), seat=act.codes["seat"], signatures_missing=f.unsigned)


def _consented(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.closes += closing(steps, "consent")
    answered(f, e, act.act == "consent", day, x)


def _withdrawn(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("consent_withdrawn", e.rule("consent"))
    x.notify("danger_consent_withdrawn", "institution_director", e.rule("consent"))


def _appealed(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.appealed = [*f.appealed, f.served_for]
    late = f.served_on is None and (f.appeal_over is None or day >= f.appeal_over)
    x.happened("appealed", e.rule("appeal_to"), to=act.codes.get("to"), late=late, decision=f.served_for)
    if f.stayed:
        x.happened("for_a_lawyer", e.rule("appeal"), about="an appeal by one who stays")


def _file_asked(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.file_asked = [*f.file_asked, day]


def petitioned(f: Facts, e: Edition, ground: str, day: date, x: Effects) -> None:
    """The director turns to the team with the circumstances: the assessment starts without waiting for its term."""
    rule = early_allowed(e, f.last_kind, ground)
    assert rule is not None
    if f.now.start == "newcomer":
        f.now.start = "petition"
    x.decided(e.rule("petition"), "petitioned", ground=ground)
    x.happened("circumstances_stated", e.rule("petition_says"))
    x.routed(rule, start="petition", ground=ground)
    if f.now.started_on is None or f.now.decided_on is not None:
        start(f, e, "petition", day, x)


def _petitioned(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    petitioned(f, e, str(act.codes.get("ground")), day, x)
    if e.has("petition_annex"):
        x.happened("annex_attached", e.rule("petition_annex"))


def _informed(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.informed = [*f.informed, day]
    x.happened("informed", e.rule("informed"), by=act.by, ground=act.codes.get("ground"))


def _applied(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.applied = [*f.applied, day]
    x.happened("applied", e.rule("application"))


def in_place_of_the_order(f: Facts) -> bool:
    """Whether the transfer of 15(7) is the order on a decision that the director has: a refused one goes back first."""
    return f.now.handed_on is not None and f.now.ordered_on is None and f.now.refused_on is None


def _overridden(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.override_to = str(act.codes["to"])
    x.decided(e.rule("override"), "overridden", to=f.override_to)
    x.happened("ground_chosen", e.rule("override_grounds"), ground=act.codes.get("ground"))
    x.happened("rights_kept", e.rule("override_rights"), of=f.now.kind or f.level)
    if in_place_of_the_order(f):
        x.closes += closing(steps, "order")
        if f.now.kind == "low" and f.now.consents is None and f.now.decided_on:
            in_force(f, e, "low", f.now.decided_on, x)
        order_made(f, day, x)
    to = act.codes.get("institution")
    if to:
        x.moves_to = str(to)


def _temporarily(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.temporary_on, f.temporary_used = day, True
    x.decided(e.rule("temporary"), "temporary_transfer", ground=act.codes.get("ground"))
    x.happened("regime_of_place", e.rule("temporary_regime"), type="closed")
    if f.now.started_on is None:
        start(f, e, "temporary", day, x)


def _outside(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    moved(f, e, str(act.codes["place"]), day, x)


def moved(f: Facts, e: Edition, place: str, day: date, x: Effects) -> None:
    """The convict was taken elsewhere: on the order, to where the dates stand, or back from there."""
    rule = stays_outside(e, place)
    if rule is not None:
        f.away, f.away_since = place, f.away_since or day
        x.happened("placed_outside", rule, place=place)
        x.because = "the convict is placed where the dates of the rule do not run"
    elif f.away is not None:
        came_back(f, e, day, x)
    if f.now.ordered_on and not f.now.stays and rule is None:
        f.now.moved_on, f.now.goes_to = day, None


def _back(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    came_back(f, e, day, x)
    if act.codes.get("institution"):
        x.moves_to = str(act.codes["institution"])


def came_back(f: Facts, e: Edition, day: date, x: Effects) -> None:
    """Back from there. Order 70 does not hold meanwhile: what would have been due then is due at once."""
    if f.away_since is not None and f.away_since < day and not e.has("returned"):
        f.stood = [*f.stood, Interval(start=f.away_since, end=day)]
    f.away = f.away_since = None
    x.happened("returned", e.rule("returned") if e.has("returned") else e.rule("not_covered"), day=day.isoformat())
    if e.has("returned"):
        f.back_on = day
        matter = f"reassess_{f.last_kind}"
        periodic = f.last_kind is not None and periodic_rule(e, f.last_kind)
        end = end_of_term(e, matter, f.last_on) if periodic and f.last_on else None
        if return_term_later(e, day, end):
            x.happened("term_stretched", e.rule("returned"), periodic_end=str(end))
        if f.now.started_on is None:
            start(f, e, "returned", day, x)


def _juvenile(f: Facts, e: Edition, act: Act, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.juvenile, f.juvenile_on = str(act.codes["ground"]), day
    x.routed(e.rule(f"left_juvenile_{f.juvenile}"), destinations=e.values("left_juvenile_adult")["destinations"])


OWN: dict[str, Own] = {
    "vote": _voted,
    "recuse": _recused,
    "recusal_found": _recusal_found,
    "hear": _heard,
    "invite": _invited,
    "request_materials": _requested,
    "request_mdt": _mdt_asked,
    "decision_received": _received,
    "consent": _consented,
    "refuse": _consented,
    "sign": _signed,
    "withdraw_consent": _withdrawn,
    "appeal": _appealed,
    "request_file": _file_asked,
    "petition": _petitioned,
    "inform": _informed,
    "apply": _applied,
    "override": _overridden,
    "transfer_temporarily": _temporarily,
    "placed_outside": _outside,
    "returned": _back,
    "left_juvenile": _juvenile,
}
