"""What the acts of a danger-risk review change: the steps that are completed, article by article."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.danger_review import DangerKind, Facts
from rules.danger.disclosure import minutes_secret
from rules.danger.edition import Edition, edition
from rules.danger.periods import newcomer
from rules.danger.voting import minutes_signed_by
from workflows import danger_after, danger_own
from workflows.danger_duties import PARTS
from workflows.danger_level import in_force, tell_level
from workflows.danger_own import closing
from workflows.danger_sitting import come_to, sits
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects

Done = Callable[[Facts, Edition, Act, str, date, Effects, tuple[str, ...]], None]


def apply(f: Facts, act: Act, key: str | None, day: date, open_keys: tuple[str, ...]) -> Effects:
    """Change the facts; collect what else follows. `open_keys` are the steps open now."""
    effects, e = Effects(), edition(f.edition)
    if act.act == "end":
        f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        effects.happened("ended", f.ended_ground, day=day.isoformat())
    elif act.act == "complete" and key is not None:
        done = DONE.get(base(key))
        if done is not None:
            done(f, e, act, key, day, effects, open_keys)
    elif act.act == "transfer":
        danger_own.moved(f, e, str(act.codes["to"]), day, effects)
    elif act.act == "correct" and key is not None:
        _corrected(f, act, base(key), day)
    else:
        own = danger_own.OWN.get(act.act)
        if own is not None:
            own(f, e, act, day, effects, open_keys)
    return effects


def _corrected(f: Facts, act: Act, name: str, day: date) -> None:
    """The day (or the secrecy) that a corrected paper says instead."""
    match name:
        case "security":
            f.now.security_on, f.now.secret = day, bool(act.codes.get("secret"))
        case "send_decision":
            f.now.handed_on = day
        case "notify":
            f.served_on = day
        case "newcomer_place":
            copy = act.codes.get("copy_received_on")
            f.placed_on = date.fromisoformat(str(copy)) if copy else day


def begun(f: Facts) -> Effects:
    """At the opening: the level in force as it was brought, and whether the convict is newly arrived."""
    effects, e = Effects(), edition(f.edition)
    new = newcomer(e, f.sentenced_on, f.last_on)
    if new is not None:
        effects.routed(new.rule, newcomer=new.new, looked_back_to=new.looked_back_to.isoformat())
    if f.away is not None:
        effects.happened("placed_outside", e.rule("returned"), place=f.away)
    if f.level and f.level_since:
        effects.happened(
            "danger_level", e.rule(f.level), kind=f.level, since=f.level_since.isoformat(), edition=e.id, brought=True
        )
        tell_level(e, f.level, f.level_since, effects)
    return effects


# ---------------------------------------------------------------------- data, security


def _selected(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.selected_on = day


def _part(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now = f.now
    given = [str(p) for p in (act.codes.get("parts") or [])]  # type: ignore[union-attr]
    mine = {name: part for part, name in PARTS.items()}.get(base(key))
    now.parts = sorted({*now.parts, *([mine] if mine else ["all"]), *(given if mine else [])})
    if now.selected_on is None:
        now.selected_on = day
        x.closes += closing(steps, "select")
    if mine is None or set(PARTS) <= set(now.parts):
        now.filled_on = day
        x.closes += [k for k in closing(steps, *PARTS.values()) if k != key]


def _mdt(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("handed_over", e.rule("mdt_gives"), what="mdt-information", to="primary_group")


def _sealed(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.sealed_on = day
    x.happened("sealed", e.rule("stamp"), pages=act.codes.get("pages", 1))


def _presented(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.presented_on = day


def sent(f: Facts, e: Edition, day: date, x: Effects, steps: tuple[str, ...], list_on: date | None = None) -> None:
    """The forms are with the team and the list with security."""
    f.now.sent_on, f.now.list_on = day, list_on
    x.closes += closing(steps, "give_info", "newcomer_info")
    x.happened("handed_over", e.rule("security_list"), what="security-list", to="security_main_division_head")
    x.because = "the information is with the team"


def _sent(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    on = act.codes.get("list_received_on")
    sent(f, e, day, x, tuple(k for k in steps if k != key), date.fromisoformat(str(on)) if on else None)


def _info_given(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    """The director gives the team the information itself: whatever of the group's steps was open is done by it."""
    if f.now.decided_on is not None:
        danger_own.start(f, e, "periodic", day, x)
    now = f.now
    now.started_on = now.started_on or day
    now.selected_on = now.filled_on = now.sealed_on = now.presented_on = day
    now.parts = sorted({*now.parts, "all"})
    x.closes += closing(steps, "select", "data", *PARTS.values(), "seal", "present", "send")
    sent(f, e, day, x, tuple(k for k in steps if k != key))
    x.routed(e.rule("reassess_procedure"), start=now.start or "periodic")


def _security(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.security_on, f.now.secret = day, bool(act.codes.get("secret"))
    if f.now.secret:
        x.happened("secret_indexed", e.rule("secret"))


def _members(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.members_on = day


# ---------------------------------------------------------------------- session and decision


def in_session(f: Facts, e: Edition, day: date, codes: dict[str, object], x: Effects) -> None:
    """Who is there by seat, who leads; nothing said means all main members."""
    now = f.now
    said = codes.get("present")
    given = {s: str(p).split("+") for s, p in said.items()} if isinstance(said, dict) else {}
    now.present = given or {seat: ["main"] for seat in e.seats}
    now.head, now.deputy = str(codes.get("head", now.head)), str(codes.get("deputy", now.deputy))
    now.session_on, now.votes = day, {}
    if not codes.get("open_session"):
        x.happened("session_closed", e.rule("closed_session"))
    x.happened("session_opened", e.rule("consider"), present=len(sits(f).seats), day=day.isoformat())


def _considered(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    in_session(f, e, day, dict(act.codes), x)


def kind_of(value: object) -> DangerKind:
    """A kind out of what was voted."""
    if value == "low" or value == "medium" or value == "increased" or value == "high":
        return value
    raise ValueError(f"'{value}' is no kind of danger risk")


def _decided(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    now = f.now
    positions = act.codes.get("positions") or {}
    assert isinstance(positions, dict)
    now.votes = {**positions, **now.votes}
    result = come_to(f, now.votes)
    kind = kind_of(result.kind)
    again = now.returned_on is not None
    now.kind, now.decided_on, now.returned_on = kind, day, None
    now.decisions += 1
    sitting = sits(f)
    cleared = bool(act.codes.get("cleared")) or not e.has("secret_minutes")
    now.minutes_secret = minutes_secret(e, secret_information=now.secret, cleared=cleared)
    x.closes += [k for k in closing(steps, "decide", "decide_again", "reassess", "returned", "temporary_reassess",
                                    "plan_ahead", "depart_reason", "consider") if k != key]  # fmt: skip
    x.decided(
        result.rule, kind, votes=result.counts, by_chair=result.by_chair, chair=sitting.chair,
        round=now.round, again=again, day=day.isoformat(), number=f.assessments + 1,
        nth=act.codes.get("order_number"),
    )  # fmt: skip
    if e.has("open_vote"):
        x.happened("voted_openly", e.rule("open_vote"), round=now.round)
    signed = act.codes.get("signed_by")
    f.unsigned = [s for s in minutes_signed_by(e, sitting) if not isinstance(signed, list) or s not in signed]
    x.happened("minutes_kept", e.rule("minutes"), secret=now.minutes_secret, signatures_missing=f.unsigned,
               order_number=act.codes.get("order_number"))  # fmt: skip
    f.assessments += 1
    if now.minutes_secret:
        f.secret.append(f.assessments)
        x.happened("minutes_secret", e.rule("secret_minutes"))
    f.last_on, f.last_kind, f.back_on = day, kind, None
    for queue in (f.to_send, f.to_note):
        queue.append(f.assessments)
    if kind == "low":
        if again:
            x.happened("warned", e.rule("consent"), because="low risk again: without consent no place is lawful")
    else:
        in_force(f, e, kind, day, x)
    x.because = f"the team decided: {kind}"


def _reason(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    x.happened("reason_given", e.rule("decide"))


def _seat_of(e: Edition, key: str) -> str | None:
    n = occurrence(key)
    return e.seats[n - 1] if n else None


def _contacted(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    seat = _seat_of(e, key)
    if seat:
        f.now.present[seat] = sorted({*f.now.present.get(seat, []), "reserve"})
        x.happened("reserve_sits", e.rule("reserve_sits"), seat=seat)


def _second(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    seat = _seat_of(e, key)
    if seat:
        f.now.second = sorted({*f.now.second, seat})
        x.decided(e.rule("second_reserve"), "second_reserve_appointed", seat=seat)


def _team_changed(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    """The director has changed the team by order: a new main member sits in the seat."""
    seat = _seat_of(e, key)
    if seat:
        f.now.recused.pop(seat, None)
        f.now.present[seat] = ["main"]
    x.decided(e.rule("team"), "team_changed", seat=seat)


def _new_head(f: Facts, e: Edition, act: Act, key: str, day: date, x: Effects, steps: tuple[str, ...]) -> None:
    f.now.named = str(act.codes["head"])
    x.decided(e.rule("new_head" if e.has("new_head") else "team"), "head_named", seat=f.now.named)


DONE: dict[str, Done] = {
    "select": _selected,
    **dict.fromkeys((*PARTS.values(), "data"), _part),
    "mdt_info": _mdt,
    "seal": _sealed,
    "present": _presented,
    "send": _sent,
    "give_info": _info_given,
    "newcomer_info": _info_given,
    "security": _security,
    "members": _members,
    "consider": _considered,
    "decide": _decided,
    "decide_again": _decided,
    "temporary_reassess": _decided,
    "depart_reason": _reason,
    "contact": _contacted,
    "second": _second,
    "change_team": _team_changed,
    "new_head": _new_head,
    "send_decision": danger_after.decision_sent,
    "to_registry": danger_after.registry_sent,
    "register": danger_after.registered,
    "case_register": danger_after.noted,
    "ask_consent": danger_after.asked,
    "consent": danger_after.answered,
    "give_back": danger_after.given_back,
    "order": danger_after.ordered,
    "notify": danger_after.served,
    "give_file": danger_after.file_given,
    "answer": danger_after.told_director,
    "pass_on": danger_after.passed_on,
    "newcomer_place": danger_after.newcomer_placed,
    "newcomer_follow": danger_after.newcomer_placed,
    "newcomer_send": danger_after.newcomer_received,
    "temporary_return": danger_after.temporary_back,
    "juvenile": danger_after.juvenile_left,
}
"""What completing each step changes. The steps of the periodic term itself are fulfilled by the decision."""
