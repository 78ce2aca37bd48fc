"""What follows the team's decision in a danger-risk review: consent, order, notice; and what begins another one."""

from datetime import date

from models.acts import Act
from models.danger_review import Cycle, Facts
from rules.danger.disclosure import with_the_order, with_the_question
from rules.danger.edition import Edition
from rules.danger.placement import place_of
from workflows import danger_own
from workflows.danger_own import answered as take_answer
from workflows.options import LATER_RULE_DUTIES, patched
from workflows.steps.duty import occurrence
from workflows.steps.effects import Effects

# ---------------------------------------------------------------------- after the decision


def decision_sent(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.handed_on = day
    x.notify("danger_decision_sent", e.director, e.rule("send_decision"))


def registry_sent(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    n = occurrence(key) or 0
    f.to_send = [k for k in f.to_send if k != n]
    f.to_register = [*f.to_register, n]


def registered(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    n = occurrence(key) or 0
    f.to_register = [k for k in f.to_register if k != n]
    x.happened("registered", e.rule("registered"), decision=n, index_only=n in f.secret)


def noted(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.to_note = [k for k in f.to_note if k != (occurrence(key) or 0)]


def asked(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.asked_on = day
    x.closes += danger_own.closing(steps, "consent_target")
    given = with_the_question(e, secret=f.now.minutes_secret)
    x.happened("disclosed", e.rule("ask_consent"), what=given, to="convict")
    x.notify("danger_consent_asked", "convict", e.rule("ask_consent"))


def answered(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    take_answer(f, e, bool(act.codes.get("consents", True)), day, x)


def given_back(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now = f.now
    now.returned_on = day
    now.decided_on = now.handed_on = now.asked_on = now.consents = now.refused_on = now.kind = None
    now.votes, now.round = {}, now.round + 1
    if patched(LATER_RULE_DUTIES):
        now.session_on = None
    x.because = "the convict refused the low-risk institution; the decision went back to the team"
    x.decided(e.rule("return"), "returned_to_team")


def ordered(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now = f.now
    assert now.kind is not None
    place, rule = place_of(e, now.kind)
    stays = now.stays = bool(act.codes.get("stays"))
    on = act.codes.get("transfer_on")
    now.moved_on = date.fromisoformat(str(on)) if on and not stays else None
    x.decided(e.rule("order"), "stays" if stays else "transferred", type=place, placed_by=rule)
    x.routed(rule, type=place)
    if act.codes.get("nearest_is"):
        x.happened("advised", e.rule("nearest"), nearest=act.codes["nearest_is"], chosen=act.codes.get("institution"))
    f.override_to = None
    danger_own.order_made(f, day, x)
    to = act.codes.get("institution")
    if to and not stays:
        if now.moved_on is None or now.moved_on <= day:
            x.moves_to = str(to)
        else:
            now.goes_to = str(to)


def served(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    low = f.now.kind == "low" and f.now.asked_on is not None
    given = with_the_order(e, secret=f.now.minutes_secret, low=low)
    x.happened("disclosed", e.rule("notify"), what=given, to="convict")
    x.notify("danger_order_served", "convict", e.rule("notify"))
    f.served_on, f.served_for, f.appeal_over = day, f.assessments, None
    f.stayed, x.moves_to = f.now.stays, f.now.goes_to
    f.cycle += 1
    f.now = Cycle(head=f.now.head, deputy=f.now.deputy)
    if f.back_on:
        danger_own.start(f, e, "returned", day, x)
    f.temporary_used = False
    x.new_cycle = True
    x.happened("cycle_started", e.rule("periodic"), number=f.cycle)
    x.because = "the assessment was carried out"


def file_given(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.file_given = max(f.file_given, occurrence(key) or 0)
    if act.codes.get("refused"):
        x.decided(e.rule("file"), "refused")
        return
    x.happened("disclosed", e.rule("file"), what="case_materials", to="convict",
               held_back=act.codes.get("held_back") or [])  # fmt: skip


# ---------------------------------------------------------------------- reassessment, newcomers, temporary


def told_director(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.answered = max(f.answered, occurrence(key) or 0)
    petitions = bool(act.codes.get("petitions", True))
    x.decided(e.rule("informed"), "petitions" if petitions else "does_not_petition")
    if petitions and (act.codes.get("described") or f.now.started_on is None):
        danger_own.petitioned(f, e, str(act.codes.get("ground") or "behaviour"), day, x)


def passed_on(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.passed_on = max(f.passed_on, occurrence(key) or 0)
    if f.now.started_on is None:
        danger_own.start(f, e, "application", day, x)


def newcomer_placed(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    copy = act.codes.get("copy_received_on")
    f.placed_on, f.consented_on = date.fromisoformat(str(copy)) if copy else day, None
    x.decided(e.rule("newcomer_placed" if f.newcomer else "newcomer_assessed"), "placed", type=act.codes.get("type"))
    if act.codes.get("institution"):
        x.moves_to = str(act.codes["institution"])


def newcomer_received(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    on = act.codes.get("received_on")
    f.received_on = date.fromisoformat(str(on)) if on else day
    danger_own.start(f, e, "newcomer", f.received_on, x)


def temporary_back(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.temporary_over = None
    x.decided(e.rule("temporary"), "returned_from_temporary")


def juvenile_left(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    assert f.juvenile is not None
    x.decided(e.rule(f"left_juvenile_{f.juvenile}"), str(act.codes.get("type") or "semi_open"))
    x.happened("rights_of_place", e.rule("left_juvenile_rights"))
    f.juvenile = f.juvenile_on = f.consented_on = None
