"""What chapter III of Order 502 refuses in the assessment, each with its article and the way on (articles 20-22)."""

from collections.abc import Mapping
from datetime import date

from models.acts import Act, Refusal
from models.case import StepState
from models.probation_cycle import Facts
from rules.catalogue import cite
from rules.order_502.probation_fields import (
    FIRST_PSYCHOLOGIST,
    FIRST_SOCIAL_WORKER,
    OFFICER,
    all_fields,
    meetings_counted,
    own_fields,
    second_need,
)
from rules.terms.dates import local_date
from workflows import probation_corrections as corrections
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows import probation_plan_checks as plan_checks
from workflows import probation_time_checks as time
from workflows.probation_levels import numbers
from workflows.steps.duty import base
from workflows.steps.voice import actor
from workflows.steps.voice import day as in_words

RECORDERS = (d.OFFICER, *d.SPECIALISTS, "probation_convict")

ACTS: dict[str, tuple[str, ...]] = {
    "meet": d.SPECIALISTS,
    "ask_extension": d.SPECIALISTS,
    "ask_specialist": d.SPECIALISTS,
    "assign_elsewhere": (d.HEAD,),
    "refuse": RECORDERS,
    "consent": RECORDERS,
    "deliver": (*d.SPECIALISTS, d.PROVIDER),
    "change_plan": (*d.SPECIALISTS, d.PROVIDER, d.TEAM),
    "report_difficulty": (*d.SPECIALISTS, d.PROVIDER),
    "supervise": (d.OFFICER, *d.SPECIALISTS, d.PROVIDER),
    "call_meeting": (d.OFFICER,),
    "prepare_release": (d.OFFICER, *d.SPECIALISTS),
    "come_back": (d.OFFICER,),
    "exchange": (d.OFFICER,),
}
"""The process's own acts and who may do them; what the convict says is recorded by whoever hears it."""

RULES = {
    "assign_elsewhere": "o502.21.3.a",
    "consent": "o502.24.5.2",
    "deliver": "o502.25.4",
    "change_plan": "o502.24.7.1",
    "report_difficulty": "o502.25.3.2",
    "supervise": "o502.27.3.2",
    "call_meeting": "o502.23.8.a",
    "prepare_release": "o502.30.7",
    "come_back": "o502.30.2.3",
    "exchange": "o502.30.8",
}


def rule_of(act: Act) -> str | None:
    """The article that an act stands on."""
    match act.act:
        case "meet":
            return "o502.21.11.2" if act.by == d.PSYCHOLOGIST else "o502.21.5.2"
        case "ask_extension":
            return d.ANSWERED_BY.get(act.by, ("o502.21.5.4", ""))[0]
        case "ask_specialist":
            return "o502.21.13.1" if act.by == d.PSYCHOLOGIST else "o502.21.7.1"
        case "refuse":
            return "o502.21.15.3" if act.codes.get("what") == "home_visit" else "o502.24.5.2"
        case _:
            return RULES.get(act.act)


def check(
    f: Facts, act: Act, key: str | None, step: StepState | None, due: Mapping[str, date | None]
) -> Refusal | None:
    """What the law forbids now. `step` is the open step meant; `due` the last day of each running assessment."""
    if f.registered is None and act.act not in ("complete", "assign"):
        return Refusal(
            rule="o502.30.8",
            because="The convict has not been put on the register here yet",
            way_on="Complete the step of the arrival first",
        )
    match act.act:
        case "meet":
            return _check_meet(f, act)
        case "ask_extension":
            return time.ask(f, act, due)
        case "extend" if key is not None:
            return time.extend(f, act, key, due)
        case "ask_specialist":
            return _check_specialist(f, act)
        case "assign_elsewhere":
            return _check_elsewhere(f, act)
        case "suspend":
            return time.suspend(f, act)
        case "transfer" if act.codes.get("file_sent") is False:
            return Refusal(
                rule="o502.30.1",
                because="The personal file and the documents of the process go with the convict",
                way_on="Send them and record the transfer then",
            )
        case "end" if f.away_ground and act.codes.get("ground") in ("o502.30.2.2", "o502.30.2.3"):
            return Refusal(
                rule=f.away_ground,
                because="The plan is terminated already",
                way_on="Record when the ground is gone with the act 'come_back'",
            )
        case "come_back" if f.away_ground is None:
            return Refusal(
                rule="o502.30.2.3",
                because="The convict is not away",
                way_on="A suspension is ended with the act 'resume'",
            )
        case "refuse" if act.codes.get("what") == "home_visit":
            return _check_visit_refused(f)
        case "correct" if key is not None:
            return corrections.check(f, act, key)
        case "complete" if key is not None:
            return _complete(f, act, key, step) or plan_checks.complete(f, act, key)
        case _:
            return plan_checks.check(f, act)


def _complete(f: Facts, act: Act, key: str, step: StepState | None) -> Refusal | None:
    name, short = base(key), base(key).split("_")[-1]
    if name == "arrival":
        return corrections.registration(f, act)
    if name == "fields" or name == "review_fields":
        return _fields(OFFICER, act)
    if name.startswith("assess_"):
        role = d.WORKER if short == "worker" else d.PSYCHOLOGIST
        by = FIRST_SOCIAL_WORKER if role == d.WORKER else FIRST_PSYCHOLOGIST
        return _fields(by, act) or _enough_meetings(f, role, act) or _asked_for_other(f, role, act)
    if name.startswith("second_"):
        return _second(f, d.WORKER if short == "worker" else d.PSYCHOLOGIST, act)
    if name.startswith("review_") and short in d.SHORT.values():
        role = d.WORKER if short == "worker" else d.PSYCHOLOGIST
        if f.tracks[role].second:
            return None
        return _fields(FIRST_SOCIAL_WORKER if role == d.WORKER else FIRST_PSYCHOLOGIST, act)
    if name.startswith(("assign_", "women_assign_")):
        return _right_specialist(act, d.WORKER if short == "worker" else d.PSYCHOLOGIST, step)
    if name.startswith("answer_"):
        return time.answer(d.WORKER if short == "worker" else d.PSYCHOLOGIST, act)
    return None


def _given(act: Act) -> list[int]:
    """The fields that a part III fills in; all of them when the codes name none."""
    return numbers(act.codes["fields"]) if "fields" in act.codes else list(all_fields())


def _fields(by: str, act: Act) -> Refusal | None:
    answer = own_fields(by, _given(act))
    if answer.allowed:
        return None
    return Refusal(
        rule=answer.rule,
        because=answer.reason,
        way_on="Fill in the fields that the article gives to you, and leave the others to whom they are given",
    )


def _enough_meetings(f: Facts, role: str, act: Act) -> Refusal | None:
    track = f.tracks[role]
    day = act.on or local_date(act.at)
    held, visits = ([x for x in days if x <= day] for days in (track.meetings, track.visits))
    counted, needed = meetings_counted(d.specialist(role), len(held), len(visits))
    if counted >= needed:
        return None
    by = "o502.21.5.2" if role == d.WORKER else "o502.21.11.2"
    return Refusal(
        rule=by,
        because=f"{counted} of at least {needed} meetings with the convict has been held by then ({cite(by)})",
        way_on="Hold the meetings and record each with the act 'meet'; at most one home visit counts",
    )


def _asked_for_other(f: Facts, role: str, act: Act) -> Refusal | None:
    need = second_need(
        d.specialist(role),
        numbers(act.codes.get("high")),
        numbers(act.codes.get("medium")),
    )
    if not need.shown or need.specialist in f.tracks or act.codes.get("not_asked"):
        return None
    return Refusal(
        rule=need.rule,
        because=f"Field {', '.join(map(str, need.fields))} may show a need for the {actor(need.specialist)}",
        way_on="Ask the head for one (act 'ask_specialist'), or write in `not_asked_because` why not",
    )


def _second(f: Facts, role: str, act: Act) -> Refusal | None:
    track = f.tracks[role]
    by = "o502.21.9.2" if role == d.PSYCHOLOGIST else "o502.21.15.2"
    missing = sorted(set(track.fields) - set(_given(act)))
    if missing:
        return Refusal(
            rule=by,
            because=f"Field {', '.join(map(str, missing))} gave the need and is not filled in",
            way_on="Fill in the fields for which you were called in; the first version is kept",
        )
    if role == d.WORKER and not track.visits and not track.visit_refused:
        return Refusal(
            rule="o502.21.15.3",
            because="Neither a visit to the family nor the convict's refusal of it is recorded",
            way_on="Record the visit (act 'meet', kind home_visit, consent) or the refusal (act 'refuse', home_visit)",
        )
    return None


def _right_specialist(act: Act, role: str, step: StepState | None) -> Refusal | None:
    named = act.codes.get("specialist")
    if named is None or named == role or step is None:
        return None
    return Refusal(
        rule=step.rule,
        because=f"{cite(step.rule)} gives this case to the {actor(role)}, not to the {actor(str(named))}",
        way_on=f"Assign a {actor(role)}; specialists are not swapped",
    )


def _check_meet(f: Facts, act: Act) -> Refusal | None:
    by = rule_of(act) or "o502.21.5.2"
    track, day = time.running(f, act.by), act.on or local_date(act.at)
    if track is None or track.assigned_on is None or day < track.assigned_on:
        return Refusal(
            rule=by,
            because=f"No assessment of the {actor(act.by)} is under way on {in_words(day)}",
            way_on="Meetings count from the day on which the head gave the case",
        )
    if act.codes.get("kind") != "home_visit":
        return None
    if act.by == d.PSYCHOLOGIST:
        return Refusal(
            rule="o502.21.11.2",
            because="The psychologist meets the convict; no visit to the family is provided for",
            way_on="Record a meeting, or let the social worker visit the family with the convict's consent",
        )
    if act.codes.get("consent") is not True or (not track.second and act.codes.get("needed") is not True):
        return Refusal(
            rule="o502.21.15.3" if track.second else "o502.21.5.3",
            because="A visit to the family needs the convict's recorded consent and, here, a recorded need",
            way_on="Ask the convict, and record `consent: true` and `needed: true`; without it hold a meeting",
        )
    return None


def _check_visit_refused(f: Facts) -> Refusal | None:
    track = time.running(f, d.WORKER)
    if track is not None and track.second:
        return None
    return Refusal(
        rule="o502.21.15.3",
        because="No visit to the family is asked of a second social worker now",
        way_on="Elsewhere nothing follows from a refused visit; hold a meeting",
    )


def _check_specialist(f: Facts, act: Act) -> Refusal | None:
    by = rule_of(act) or "o502.21.7.1"
    other = d.PSYCHOLOGIST if act.by == d.WORKER else d.WORKER
    track = time.running(f, act.by)
    if track is None or track.second:
        return Refusal(
            rule=by,
            because="Another specialist is asked for by the first one, during the own assessment",
            way_on="After the assessment the need goes to the team (article 23(6))",
        )
    if other in f.tracks:
        return Refusal(
            rule=by, because=f"The {actor(other)} is in the case already", way_on="Work together in the team"
        )
    return None


def _check_elsewhere(f: Facts, act: Act) -> Refusal | None:
    way, named = know.row(f), str(act.codes["specialist"])
    if way.calls_for is None:
        return Refusal(
            rule="o502.21.3.a",
            because="No specialist is called for here whom the territory lacks",
            way_on="Parts I and II show whom the levels call for; where the territory has a service, the officer asks",
        )
    if named != way.calls_for:
        return Refusal(
            rule="o502.21.3.a",
            because=f"The levels call for the {actor(way.calls_for)}, not for the {actor(named)}",
            way_on=f"Assign a {actor(way.calls_for)}; specialists are not swapped",
        )
    return None
