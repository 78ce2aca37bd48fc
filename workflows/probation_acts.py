"""What the acts of the probation cycle change in the assessment: articles 20-21, and what comes up at any time."""

from collections.abc import Callable, Mapping
from datetime import date

from models.acts import Act
from models.case import StepState
from models.probation_cycle import Facts, Track
from models.terms import Duration, Unit
from rules.order_502.probation_fields import second_need
from rules.order_502.probation_routing import SERVICE_OF
from rules.terms.dates import local_date
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows import probation_later as later
from workflows import probation_plan_acts as plan_acts
from workflows import probation_women_acts as women_acts
from workflows.probation_corrections import corrected
from workflows.probation_later import hear, pause
from workflows.probation_levels import level, numbers, rated, routes, screened
from workflows.probation_plan_acts import plan_completed
from workflows.steps.duty import base
from workflows.steps.effects import Effects

__all__ = ["apply", "hear", "noted", "pause", "plan_completed"]

ROLE_OF = d.ROLE_OF


def apply(f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects, before, assessed = Effects(), know.row(f), f.assessed_on
    own = ACTS.get(act.act)
    if own is not None:
        own(f, act, day, effects)
    elif key is not None:
        done = DONE.get(base(key)) or plan_acts.DONE.get(base(key))
        if done is not None:
            done(f, act, key, day, effects)
    if act.act == "correct":
        corrected(f, before, local_date(act.at), effects)
    _assessed(f, assessed, effects)
    return effects


def _assessed(f: Facts, before: date | None, effects: Effects) -> None:
    """23(4): the assessment is completed by the last of all who fill it in; the first year of 28(2) begins."""
    if f.assessed_on is not None:
        return
    f.assessed_on = know.completed_on(f)
    if f.assessed_on is None or f.assessed_on == before:
        return
    effects.happened("assessment_completed", "o502.23.4", day=f.assessed_on.isoformat())
    team = know.members(f)
    if team:
        effects.happened("team_formed", "o502.23.2", members=list(team))
    else:
        effects.happened("officer_alone", "o502.19.3")


def _intake(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.registered = date.fromisoformat(str(act.codes["registered_on"]))
    if isinstance(act.codes.get("services"), list):
        f.services = [str(s) for s in act.codes["services"]]  # type: ignore[union-attr]
    if act.codes.get("half_of_sentence_on"):
        f.half_of_sentence_on = date.fromisoformat(str(act.codes["half_of_sentence_on"]))
    if act.codes.get("adult_woman") is not None:
        f.adult_woman = bool(act.codes["adult_woman"])


def _arrived(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """30(8): the convict comes from another agency, with the last risk and needs form; day 0 of the clocks. Where
    nothing is said of the services of the territory, it has both, as at an opening."""
    f.services = f.services or sorted(SERVICE_OF.values())
    _intake(f, act, key, day, effects)
    if act.act == "correct":
        return
    if act.codes.get("bureau"):
        effects.moves_to = str(act.codes["bureau"])
    effects.happened("handed_over", "o502.30.8", what="annex-01", to=d.OFFICER)


def _screened(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    screened(f, act, day, effects)


def _rated(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    rated(f, act, day, effects)


def _fields(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.fields_on = day
    f.fields_marked = sorted({*numbers(act.codes.get("medium")), *numbers(act.codes.get("high"))})
    _dynamic(f, act, effects)


def _dynamic(f: Facts, act: Act, effects: Effects) -> None:
    """7(11): the level of part III, once every field has points."""
    if act.codes.get("dynamic"):
        f.dynamic = level(act.codes["dynamic"])
        effects.scored("o502.7.11", score="dynamic", level=f.dynamic, points=act.codes.get("dynamic_points"))


def _asked(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    role, way = ROLE_OF[base(key).removeprefix("ask_")], know.row(f)
    if way.assigned_by is not None and role not in f.tracks:
        f.tracks[role] = Track(rule=way.assigned_by, asked_on=day)
    effects.notify("specialist_requested", d.HEAD, way.rule or "o502.21.3.c.1")


def _assigned(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    _given(f, ROLE_OF[base(key).removeprefix("assign_")], act, day, effects)


def _given(f: Facts, role: str, act: Act, day: date, effects: Effects) -> None:
    """The case is given to a specialist: the term of the assessment begins."""
    track = f.tracks[role]
    track.assigned_on = day
    later.put_in_charge(role, act, effects)
    effects.decided(track.rule, "specialist_assigned", specialist=role)
    if track.second:
        rule = "o502.21.7.3" if role == d.PSYCHOLOGIST else "o502.21.13.3"
        effects.notify("second_specialist_assigned", d.OFFICER, rule)
        effects.happened("told", rule, to=d.OFFICER, what="second_specialist_assigned")
    if role == d.WORKER and not track.second and f.marked:
        effects.happened("prompted", "o502.21.7.1", to=role, questions=list(f.marked))
    if role == d.PSYCHOLOGIST and not track.second and f.fields_marked:
        need = second_need(d.PSYCHOLOGIST, f.fields_marked, f.fields_marked)
        if need.shown:
            effects.happened("prompted", need.rule, to=role, fields=list(need.fields))
    if role in know.assigned(f) and f.women_on and role not in f.women_assigned:
        f.women_assigned[role] = day


def _appointed(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    rule = next(x.rule for x in d.APPOINT.values() if x.key == base(key))
    effects.notify("first_meeting_agreed", "probation_convict", rule)


def _assessed_by(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    role = ROLE_OF[base(key).split("_")[1]]
    track = f.tracks[role]
    track.assessed_on = day
    if not track.second:
        need = second_need(
            d.specialist(role),
            numbers(act.codes.get("high")),
            numbers(act.codes.get("medium")),
        )
        if need.shown:
            effects.happened("prompted", need.rule, to=role, fields=list(need.fields))
    effects.because = "the assessment of the specialist is done"
    _dynamic(f, act, effects)


def _answered(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    role = ROLE_OF[base(key).removeprefix("answer_")]
    _extended(f, role, int(str(act.codes["value"])), day, effects)
    effects.extends = (
        f"assess_{d.SHORT[role]}",
        Duration(value=int(str(act.codes["value"])), unit=Unit.working_day),
    )


def _extended(f: Facts, role: str, days: int, day: date, effects: Effects) -> None:
    f.tracks[role].extended_on = day
    rule = d.ANSWERED_BY[role][1]
    effects.decided(rule, "extended", days=days)
    effects.because = f"extended by {days} working_day(s)"
    effects.notify("extension_granted", role, rule)


# ------------------------------------------------------------------ acts of the chapter's own


def _meet(f: Facts, act: Act, day: date, effects: Effects) -> None:
    track = f.tracks[act.by]
    visit = act.codes.get("kind") == "home_visit"
    (track.visits if visit else track.meetings).append(day)
    if act.by == d.PSYCHOLOGIST:
        rule = "o502.21.11.2" if not track.second else "o502.21.9.2"
    elif visit:
        rule = "o502.21.15.3" if track.second else "o502.21.5.3"
    else:
        rule = "o502.21.15.2" if track.second else "o502.21.5.2"
    effects.happened("met", rule, by=act.by, kind=str(act.codes.get("kind", "meeting")), day=day.isoformat())


def _ask_extension(f: Facts, act: Act, day: date, effects: Effects) -> None:
    track = f.tracks[act.by]
    track.extension_asked_on, track.extension_asked = day, int(str(act.codes["value"]))
    rule = d.ANSWERED_BY[act.by][0]
    effects.happened("extension_asked", rule, by=act.by, days=track.extension_asked)
    effects.notify("extension_asked", d.HEAD, rule)


def _ask_specialist(f: Facts, act: Act, day: date, effects: Effects) -> None:
    other = d.PSYCHOLOGIST if act.by == d.WORKER else d.WORKER
    rule = "o502.21.7" if act.by == d.WORKER else "o502.21.13"
    fields = numbers(act.codes.get("fields"))
    f.tracks[other] = Track(rule=f"{rule}.2", second=True, asked_on=day, fields=fields)
    effects.happened("specialist_asked", f"{rule}.1", by=act.by, specialist=other, fields=fields)
    effects.notify("specialist_requested", d.HEAD, f"{rule}.1")


def _assign_elsewhere(f: Facts, act: Act, day: date, effects: Effects) -> None:
    role = str(act.codes["specialist"])
    before = know.row(f).row
    f.services = sorted({*f.services, "social_worker" if role == d.WORKER else "psychologist"})
    effects.decided("o502.21.3.a", "specialist_from_elsewhere", specialist=role)
    f.assessed_on = None
    routes(f, before, effects)
    f.tracks[role] = Track(rule=know.row(f).assigned_by or "o502.21.3.a", asked_on=day, elsewhere=True)
    _given(f, role, act, day, effects)
    effects.because = "a specialist was assigned from elsewhere"


def _refuse(f: Facts, act: Act, day: date, effects: Effects) -> None:
    if act.codes.get("what") == "home_visit":
        f.tracks[d.WORKER].visit_refused = True
        effects.happened("refused", "o502.21.15.3", what="home_visit")
        return
    n = int(str(act.codes["programme"]))
    f.plan.consented = [x for x in f.plan.consented if x != n]
    f.plan.dropped = sorted({*f.plan.dropped, n})
    effects.happened("refused", "o502.24.5.2", what="programme", programme=n)


def _consent(f: Facts, act: Act, day: date, effects: Effects) -> None:
    n = int(str(act.codes["programme"]))
    f.plan.consented = sorted({*f.plan.consented, n})
    effects.happened("consented", "o502.24.5.2", programme=n, day=day.isoformat())


def _prepare_release(f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.releases.append(day)
    effects.happened("release_prepared", "o502.30.7", day=day.isoformat())


def _call_meeting(f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.extra.append(day)
    effects.happened("meeting_called", "o502.23.6", by=act.by)


def _difficulty(f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.difficulties.append(day)
    effects.happened("difficulty_found", "o502.25.3.2", by=act.by)
    effects.notify("programme_difficulty", d.OFFICER, "o502.25.3.2")


def noted(f: Facts, act: Act, key: str | None, day: date, steps: Mapping[str, StepState]) -> Effects:
    """A suspension and its end; the head's `extend` answers the request for it."""
    effects = Effects()
    if act.act == "suspend":
        later.suspended(f, act, day, effects)
    elif act.act == "resume":
        later.resumed(f, act, day, effects)
    elif act.act == "extend" and key is not None:
        role = ROLE_OF[base(key).split("_")[1]]
        _extended(f, role, int(str(act.codes["value"])), day, effects)
        if f"answer_{d.SHORT[role]}" in steps:
            effects.closes.append(f"answer_{d.SHORT[role]}")
    return effects


ACTS: dict[str, Callable[[Facts, Act, date, Effects], None]] = {
    "meet": _meet,
    "ask_extension": _ask_extension,
    "ask_specialist": _ask_specialist,
    "assign_elsewhere": _assign_elsewhere,
    "refuse": _refuse,
    "consent": _consent,
    "prepare_release": _prepare_release,
    "call_meeting": _call_meeting,
    "report_difficulty": _difficulty,
    "exchange": later.exchange,
    "transfer": later.transfer,
    "end": later.end,
    "come_back": later.come_back,
    **plan_acts.ACTS,
}

DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "intake": _intake,
    "arrival": _arrived,
    "screening": _screened,
    "static": _rated,
    "fields": _fields,
    **women_acts.DONE,
    **{f"ask_{short}": _asked for short in ROLE_OF},
    **{f"assign_{short}": _assigned for short in ROLE_OF},
    **{x.key: _appointed for x in d.APPOINT.values()},
    **{f"assess_{short}": _assessed_by for short in ROLE_OF},
    **{f"second_{short}": _assessed_by for short in ROLE_OF},
    **{f"answer_{short}": _answered for short in ROLE_OF},
    "suspension_record": later.pause_recorded,
    "succeed": later.succeeded,
}
