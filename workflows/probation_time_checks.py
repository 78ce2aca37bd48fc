"""What chapter III of Order 502 refuses of more time (21(5), 21(11)) and of suspensions (26, 30(2))."""

from collections.abc import Mapping
from datetime import date

from models.acts import Act, Refusal
from models.probation_cycle import Facts, Track
from rules.catalogue import cite, rule
from rules.order_502.probation_plan import outcome_of
from rules.terms.dates import local_date
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.duty import base
from workflows.steps.voice import actor
from workflows.steps.voice import day as in_words


def running(f: Facts, role: str) -> Track | None:
    """The assessment of a specialist that is under way."""
    track = f.tracks.get(role)
    return track if track is not None and track.assigned_on and track.assessed_on is None else None


def ask(f: Facts, act: Act, due: Mapping[str, date | None]) -> Refusal | None:
    """More time is asked for while the term runs, once, with the officer's agreement, at most what the act gives."""
    ask, grant = d.ANSWERED_BY[act.by]
    cap = rule(grant).duration
    assert cap is not None
    track, day = running(f, act.by), act.on or local_date(act.at)
    if track is None or track.second:
        return Refusal(
            rule=ask,
            because="More time is asked for the 12 working days of the first specialist, while they run",
            way_on="A second specialist has 7 working days and no additional term",
        )
    last = due.get(act.by)
    if last is not None and day > last:
        return Refusal(
            rule=ask,
            because=f"The term ended on {in_words(last)}; more time is asked while it runs",
            way_on="Finish as soon as possible; the delay stays on record with its reasons",
        )
    if track.extension_asked_on is not None:
        return Refusal(
            rule=grant, because="More time has been asked for already", way_on="It is given once; see the answer"
        )
    if int(str(act.codes["value"])) > cap.value:
        return Refusal(
            rule=grant,
            because=f"{act.codes['value']} working days are more than the {cap.value} of {cite(grant)}",
            way_on=f"Ask for at most {cap.value} working days",
        )
    if act.codes.get("officer_agrees") is not True:
        return Refusal(
            rule=ask,
            because="The probation officer has not agreed",
            way_on="Agree it with the officer first and record `officer_agrees: true`",
        )
    return None


def answer(role: str, act: Act) -> Refusal | None:
    """The head gives that many working days or fewer."""
    grant = d.ANSWERED_BY[role][1]
    cap, given = rule(grant).duration, act.codes.get("value")
    assert cap is not None
    if isinstance(given, int) and 0 < given <= cap.value:
        return None
    return Refusal(
        rule=grant,
        because=f"The additional term is at most {cap.value} working days",
        way_on="Give `value`: that many working days or fewer",
    )


def extend(f: Facts, act: Act, key: str, due: Mapping[str, date | None]) -> Refusal | None:
    """The head gives only what was asked for in time; the answer itself has no term."""
    role = d.WORKER if base(key).endswith("worker") else d.PSYCHOLOGIST
    track, last = f.tracks.get(role), due.get(role)
    if track is not None and track.extension_asked_on is not None:
        return None
    if last is not None and (act.on or local_date(act.at)) > last:
        return Refusal(
            rule=d.ANSWERED_BY[role][1],
            because=f"The term ended on {in_words(last)} and nobody had asked for more time",
            way_on="Do it as soon as possible; the delay stays on record with its reasons",
        )
    return Refusal(
        rule=d.ANSWERED_BY[role][0],
        because=f"The {actor(role)} has not asked for more time",
        way_on="Let the specialist ask, in agreement with the officer (act 'ask_extension')",
    )


CONDITIONS = {
    "o502.26.1.a.1": ("inpatient", "cannot_report"),
    "o502.26.1.b": ("permit",),
    "o502.26.1.d": ("permit", "temporary", "not_registered_there", "no_programmes_there"),
    "o502.30.2.2": ("permit",),
}
"""What must hold together for a ground; a condition said to be false refuses it."""


def suspend(f: Facts, act: Act) -> Refusal | None:
    """A plan in force, a ground that suspends, and all its conditions."""
    ground = str(act.codes.get("ground"))
    if not know.in_force(f):
        return Refusal(
            rule="o502.24.6",
            because="No plan is in force, so there is nothing whose carrying out could be suspended",
            way_on="The terms of the assessment run on; record the ground when the plan is in force",
        )
    if outcome_is_termination(ground, act):
        return Refusal(
            rule=ground,
            because="A stay abroad with no day of return terminates the plan",
            way_on="Give `return_on`, or record it with the act 'end'",
        )
    wrong = [name for name in CONDITIONS.get(ground, ()) if act.codes.get(name) is False]
    if wrong:
        return Refusal(
            rule=ground,
            because=f"{cite(ground)} needs all its conditions; not met: {', '.join(wrong).replace('_', ' ')}",
            way_on="Without them the plan goes on",
        )
    return None


def outcome_is_termination(ground: str, act: Act) -> bool:
    """Whether a ground of 30(2) terminates here rather than suspends."""
    if not ground.startswith("o502.30.2"):
        return False
    given = act.codes.get("return_on")
    return outcome_of(ground, return_on=date.fromisoformat(str(given)) if given else None) == "terminated"
