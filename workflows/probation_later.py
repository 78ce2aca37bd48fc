"""What moves, stops and ends a probation case: articles 26 and 30, and what other cases tell it."""

from datetime import date

from models.acts import Act, Told
from models.probation_cycle import Facts, Pause, PlanFacts
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.probation_levels import routes
from workflows.steps.effects import Effects


def exchange(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """30(8): the last form, and what the officer picks, goes to another agency."""
    effects.happened(
        "handed_over",
        "o502.30.8",
        what="annex-01",
        to=str(act.codes["to"]),
        documents=act.codes.get("documents", []),
    )


def transfer(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """30(1): the file goes with the convict; the services are those of the new territory, where article 21 may call for
    somebody else than before: from this day on, for a transfer restarts nothing."""
    before = know.row(f)
    f.services = [str(s) for s in (act.codes.get("services") or [])]  # type: ignore[union-attr]
    for paper in ("doc-probation-personal-file", "doc-case-file"):
        effects.happened("handed_over", "o502.30.1", what=paper, to=str(act.codes["to"]))
    for role in know.assigned(f):
        f.moved.append(day)
        f.moved_roles.append(role)
    if know.row(f).specialist not in (None, before.specialist):
        f.called_on = day
    routes(f, before.row, effects)
    if not f.services and all(n.about != "specialist_not_served" for n in effects.notices):
        effects.notify("specialist_not_served", d.HEAD, "o502.30.1")


def succeeded(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """The head names who goes on in place of a specialist of the bureau before."""
    put_in_charge(f.moved_roles[int(key.split("#")[1]) - 1], act, effects)


def end(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """30(2): an ending is recorded."""
    _ended(f, str(act.codes["ground"]), day, effects)


def _ended(f: Facts, ground: str, day: date, effects: Effects) -> None:
    """30(2): release and death end the case; deferral and a stay abroad without an end terminate the plan."""
    if ground in ("o502.30.2.1", "o502.30.2.4"):
        f.ended_ground, f.ended_on = ground, day
    else:
        f.away_ground = ground
    effects.happened("ended", ground, day=day.isoformat())
    effects.because = "the plan was terminated" if know.in_force(f) else "the case has come to its end"
    if know.in_force(f):
        f.plan.terminated_on = day
        f.terminated.append(day)
        f.archived.append(day)
        effects.happened("plan_terminated", ground, day=day.isoformat())
    for pause in f.pauses:
        pause.ended_on = pause.ended_on or day


def come_back(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """The deferral or the stay abroad is over: a review, then a new plan (28, and the reading of 30(2))."""
    effects.happened("came_back", f.away_ground or "o502.30.2.3", day=day.isoformat())
    f.away_ground = None
    if f.assessed_on is not None:
        f.back_on = day
    if f.plan.presented_on is not None:
        f.plan = PlanFacts()
        f.cycle += 1
        effects.new_cycle = True
        effects.happened("cycle_started", "o502.24.1", number=f.cycle)


def suspended(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A ground begins; the officer is asked for a record (30(4))."""
    given = act.codes.get("expected_end") or act.codes.get("return_on")
    f.pauses.append(
        Pause(
            ground=str(act.codes["ground"]),
            since=day,
            expected_end=date.fromisoformat(str(given)) if given else None,
        )
    )


def pause(f: Facts, ground: str, since: date) -> None:
    """A ground of the whole bureau stops the plan in force; the officer is asked for a record of each (30(4))."""
    if know.in_force(f) and not any(p.ground == ground and p.ended_on is None for p in f.pauses):
        f.pauses.append(Pause(ground=ground, since=since))


def resumed(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """A ground has gone (26(2))."""
    named = act.codes.get("ground")
    for pause in f.pauses:
        if pause.ended_on is None and named in (None, pause.ground):
            pause.ended_on = day


def pause_recorded(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """The record may say when the end is expected."""
    if act.codes.get("expected_end"):
        f.pauses[int(key.split("#")[1]) - 1].expected_end = date.fromisoformat(str(act.codes["expected_end"]))


def hear(f: Facts, told: Told) -> Effects:
    """A fact of another case of the same person."""
    effects = Effects()
    match told.fact:
        case "released_on_parole" if f.registered is None:
            f.told_on, f.status = told.on, "released_on_parole"
            f.adult_woman = bool(told.codes.get("adult_woman", f.adult_woman))
            if told.codes.get("half_of_sentence_on"):
                f.half_of_sentence_on = date.fromisoformat(str(told.codes["half_of_sentence_on"]))
            effects.happened("arrived", "o502.30.8", day=told.on.isoformat())
        case "released_on_parole":
            effects.happened("arrived", "o502.30.8", day=told.on.isoformat())
        case "suspended":
            pause(f, str(told.codes.get("ground")), told.on)
        case "resumed":
            for held in f.pauses:
                if held.ground == told.codes.get("ground"):
                    held.ended_on = held.ended_on or told.on
        case "died" | "released":
            if f.ended_ground is None:
                _ended(f, "o502.30.2.4" if told.fact == "died" else "o502.30.2.1", told.on, effects)
    return effects


def put_in_charge(role: str, act: Act, effects: Effects) -> None:
    """Whoever the document names holds the role from now on."""
    if act.codes.get("to"):
        effects.assign[role] = str(act.codes["to"])
