"""What the case in prison tells psychological service (article 12 of Order 502), and what follows from it."""

from datetime import date

from models.acts import Told
from models.ids import PREFIX, Process
from models.psychology_service import Facts
from workflows.psychology_acts import opened, warn
from workflows.steps.effects import Effects
from workflows.steps.voice import cited
from workflows.steps.voice import day as in_words


def hear(f: Facts, told: Told) -> Effects:
    """What the case in prison tells. A fact that nobody knows changes nothing."""
    effects = Effects()
    if told.codes.get("left_cell"):
        f.left_cell = date.fromisoformat(str(told.codes["left_cell"]))
    match told.fact:
        case "instant" | "high_risk" | "planned":
            if told.source is not None and told.source.startswith(PREFIX[Process.administrator_plan]):
                f.holder = "case_administrator"
            opened(f, told.fact, told.on, effects)
        case "withdrawn":
            _withdrawn(f, str(told.codes["way"]), told, effects)
        case "left_cell_corrected":
            for way in f.ways:
                way.day0 = f.left_cell
        case "team_created":
            f.in_team = True
        case "team_meeting":
            _met(f, told, effects)
        case "handed_over":
            f.holder, f.in_team = "case_administrator", False
            effects.because = "the case was handed to the case administrator"
        case "handed_back":
            f.holder = "case_manager"
            effects.because = "the case went back to the case manager"
        case "cycle_started":
            _next_cycle(f, told, effects)
        case "plan_approved":
            _individual_plan(f, told, effects)
        case "suspended" if told.codes.get("ground"):
            effects.suspends.append((str(told.codes["ground"]), told.on))
        case "resumed":
            ground = told.codes.get("ground")
            effects.resumes.append((str(ground) if ground else None, told.on))
        case "ended":
            f.ended_ground, f.ended_on = str(told.codes.get("ground")), told.on
    return effects


WAYS = {"instant": "o502.12.3", "high_risk": "o502.8.10.a.1", "planned": "o502.12.2.a"}


def _withdrawn(f: Facts, way: str, told: Told, effects: Effects) -> None:
    """What a referral stood on was corrected: nothing more is owed on that way, unless it has been assessed already.
    The case stays, and waits for another referral."""
    gone = [w for w in f.ways if w.kind == way and w.cycle == f.cycle and w.assessed_on is None]
    if not gone:
        return
    f.ways = [w for w in f.ways if w not in gone]
    f.withdrawn = [*f.withdrawn, *gone]
    effects.because = f"the referral was taken back on {in_words(told.on)}: what it stood on was corrected"
    effects.happened("referral_withdrawn", WAYS[way], way=way, day=told.on.isoformat())


def _met(f: Facts, told: Told, effects: Effects) -> None:
    """12(2)(b), 12(8): the duty to attend follows the meeting; what was not prepared for it cannot be presented."""
    f.met_on = told.on
    effects.because = f"the team met on {in_words(told.on)} ({cited('o502.12.2.b')})"
    if not in_the_case(f):
        return
    if told.codes.get("psychologist_present") and f.attended_on is None:
        f.attended_on = told.on
        effects.because = f"the minutes say that the psychologist was at the meeting of {in_words(told.on)}"
        effects.happened("attended", "o502.12.2.b", day=told.on.isoformat())
    if f.recommended_on is None:
        effects.happened("not_presented", "o502.12.8", what="doc-recommendations", meeting=told.on.isoformat())


def in_the_case(f: Facts) -> bool:
    """Whether the psychologist takes part in the running cycle's team: by decision, by high harm, or as a member."""
    ways = {w.kind for w in f.ways if w.cycle == f.cycle}
    with_team = f.in_case_management and f.holder == "case_manager"
    return with_team and (f.in_team or bool(ways & {"planned", "high_risk"}))


def _next_cycle(f: Facts, told: Told, effects: Effects) -> None:
    """12(2)(f): a later cycle has its own weeks; whether there is need shows itself in it."""
    number = int(str(told.codes["number"]))
    if number <= f.cycle:
        return
    f.cycle = number
    f.left_cell = date.fromisoformat(str(told.codes.get("day0") or told.on.isoformat()))
    f.in_team, f.meeting_week_over = False, False
    f.recommended_on = f.attended_on = f.met_on = None
    effects.because = "the next cycle of case management began"
    effects.happened("cycle_started", "o502.12.2.f", number=f.cycle)
    effects.new_cycle = True


def _individual_plan(f: Facts, told: Told, effects: Effects) -> None:
    ends = told.codes.get("ends")
    f.individual_plan_ends = date.fromisoformat(str(ends)) if ends else None
    for plan in f.plans:
        if plan.completed_on is None and not plan.dropped:
            warn(f, plan, effects)
