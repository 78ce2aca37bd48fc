"""What a petition says at its opening and what other cases tell it (Order 320; the person's other cases)."""

from datetime import date

from models.acts import Act, Codes, Told
from models.case import CaseState
from models.council import Composition
from models.ids import Process
from models.parole_petition import Facts
from rules.council import eligibility
from rules.council.eligibility import PAROLE
from rules.council.routing import RULE_OF
from workflows.parole_agenda import convene, hard_limit
from workflows.parole_common import outside, unfit
from workflows.parole_sessions import check_schedule
from workflows.steps.effects import Effects


def begins(state: CaseState, f: Facts) -> Effects:
    """Which council and by which rule; what the petition waits for."""
    effects = Effects()
    if f.matter is None:
        return effects
    if (why := unfit(f)) is not None:
        effects.happened(
            "act_refused", why.rule, act="petition", by=f.petitioner, because=why.because, way_on=why.way_on
        )
    elif f.filed is not None:
        taken_in(state, f, f.filed, effects)
    elif (no := outside(f)) is not None:
        effects.happened("outside_power", no.rule)
    return effects


def taken_in(state: CaseState, f: Facts, day: date, effects: Effects) -> None:
    """A petition is received: its council is fixed for good, the bar and the council's power are looked at."""
    assert f.matter is not None and f.filed is not None
    effects.happened("petition_received", "o320.10.1", matter=f.matter, by=f.petitioner, day=f.filed.isoformat())
    if f.council is not None:
        effects.routed(RULE_OF[f.council], council=f.council)
        if not (f.minor or f.woman):
            effects.happened("not_taken_by_others", "o320.3.2", council=f.council)
    if (no := outside(f)) is not None:
        effects.happened("outside_power", no.rule, because=no.because, way_on=no.way_on)
    if f.sentence_ends is not None:
        short = eligibility.short_rest(f.filed, f.sentence_ends)
        found = eligibility.first_examination(
            f.matter, f.refused_on, f.filed, f.sentence_ends, minor=f.minor, special=f.special
        )
        if short and f.matter == PAROLE and f.petitioner == "convict":
            effects.happened("application", "o320.23.2.3" if f.refused_on else "o320.10.3", rest="short")
        if f.refused_on is not None and found.allowed:
            effects.happened("bar_does_not_hold", found.rule)
        if not found.allowed:
            f.received, f.barred_until = None, found.first_day
            effects.happened(
                "act_refused", found.rule, act="examine", by=f.petitioner, because=found.because, way_on=found.way_on,
                first_day=found.first_day.isoformat() if found.first_day else None,
            )  # fmt: skip
    if f.matter != PAROLE:
        effects.happened("petitioner", "o320.10.4.1", by=f.petitioner)
    meet_council(state, f, day, effects)


def meet_council(state: CaseState, f: Facts, day: date, effects: Effects) -> None:
    """The council's own case, where it is kept, hears of the petition and says who sits."""
    if f.council is not None and f.council_kept:
        effects.inform_place(
            f.council,
            Process.local_council.value,
            "petition_received",
            day,
            {"case": state.case, "matter": f.matter},
        )


def hear(state: CaseState, f: Facts, told: Told) -> Effects:
    """A fact from another case."""
    effects = Effects()
    match told.fact:
        case "composition":
            f.composition = Composition.from_codes(told.codes)
            effects.happened("composition_known", "o320.4.1", seats=sorted(f.composition.members))
            effects.because = "the council's composition has changed"
        case "session_set":
            _set(state, f, told, effects)
        case "brought_again":
            _brought(f, told)
            taken_in(state, f, told.on, effects)
        case "danger_level" if told.codes.get("level") != f.danger:
            f.danger = str(told.codes.get("level", f.danger))
            found = eligibility.power(str(f.matter), f.danger, f.life)
            effects.because = "the danger risk has changed"
            effects.happened("circumstance", found.rule, within_power=found.allowed)
            effects.notify("circumstance_changed", "council_apparatus", found.rule)
        case "released" | "ended":
            if f.result not in ("grant", "grant_parole"):
                f.ended_ground, f.ended_on = str(told.codes.get("ground", "o502.17.2.1")), told.on
                effects.happened("ended", f.ended_ground, day=told.on.isoformat())
    return effects


def _set(state: CaseState, f: Facts, told: Told, effects: Effects) -> None:
    """The council's chair has put the petition on the agenda of a session; one that cannot be heard then says why."""
    act = Act(document=told.id, act="schedule", by=str(told.codes["by"]), at=told.at, on=told.on, codes=told.codes)
    no = check_schedule(f, act, told.on)
    if no is not None:
        effects.happened(
            "act_refused", no.rule or "o320.8.3.b", act="schedule", by=act.by, because=no.because, way_on=no.way_on
        )
        return
    convene(
        f,
        str(told.codes["kind"]),
        date.fromisoformat(str(told.codes["session_on"])),
        str(told.codes.get("format", "in_person")),
        act.by,
        effects,
        limit=hard_limit(state),
    )


def case_of(f: Facts, act: Act, by: str, *, minor: bool) -> Codes:
    """What the next consideration of a refused matter begins with."""
    assert f.sentence_ends is not None and f.considered_on is not None
    return {
        "matter": f.matter,
        "petitioner": by,
        "minor": minor,
        "woman": f.woman,
        "council": "minors" if minor else ("women" if f.woman else f.territorial),
        "territorial": f.territorial,
        "council_kept": f.council_kept,
        "danger": str(act.codes.get("danger_level") or f.danger),
        "life": f.life,
        "sentence_ends": f.sentence_ends.isoformat(),
        "refused_on": f.considered_on.isoformat(),
        "special": bool(act.codes.get("special_circumstance")),
        "programmes": bool(act.codes.get("rehabilitation_programmes")),
        "interpreter": f.interpreter,
        "video": f.video,
        "probation_case": f.probation_case,
        "probation_bureau": f.probation_bureau,
        **({} if f.council_kept else f.composition.to_codes()),
    }


def _brought(f: Facts, told: Told) -> None:
    c = told.codes
    f.matter, f.petitioner = str(c["matter"]), str(c["petitioner"])
    f.minor, f.woman, f.life = bool(c["minor"]), bool(c["woman"]), bool(c["life"])
    f.council = str(c["council"]) if c.get("council") else None
    f.territorial = str(c["territorial"]) if c.get("territorial") else None
    f.council_kept, f.danger = bool(c["council_kept"]), str(c["danger"])
    f.sentence_ends = date.fromisoformat(str(c["sentence_ends"]))
    f.refused_on = f.last_considered = date.fromisoformat(str(c["refused_on"]))
    f.special, f.programmes = bool(c["special"]), bool(c["programmes"])
    f.interpreter, f.video = bool(c["interpreter"]), bool(c["video"])
    f.probation_case = str(c["probation_case"]) if c.get("probation_case") else None
    f.probation_bureau = str(c["probation_bureau"]) if c.get("probation_bureau") else None
    f.filed = f.received = told.on
    if not f.council_kept:
        f.composition = Composition.from_codes(c)
