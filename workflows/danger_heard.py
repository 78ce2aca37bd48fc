"""What time and other cases bring to a danger-risk review: periods that end, sessions told by the team's case."""

from datetime import date

from models.acts import Told
from models.danger_review import Facts
from rules.danger.edition import edition
from workflows import danger_acts, danger_own
from workflows.steps.duty import base
from workflows.steps.effects import Effects


def elapsed(f: Facts, key: str, day: date) -> Effects:
    """A period is over: the soft term of the decision, the appeal, the planning mark, the temporary transfer."""
    x, e = Effects(), edition(f.edition)
    match base(key):
        case "decide":
            f.now.departed_on = day
            x.happened("departed_from_rule", e.rule("decide"))
            x.notify("danger_departed", "risk_team_head", e.rule("decide"))
        case "appeal_window":
            x.happened("appeal_over", e.rule("appeal_window"), decision=f.served_for)
            f.served_on, f.appeal_over = None, day
        case "plan_ahead":
            x.happened("planning_warning", e.rule("give_info"), policy=True)
            x.notify("danger_plan_ahead", "institution_director", e.rule("give_info"))
            f.now.overtaken = f.now.decided_on is not None
            if f.now.started_on is None:
                danger_own.start(f, e, "periodic", day, x)
        case "consent_target":
            x.happened("target_passed", e.rule("ask_consent"), decided_on=str(f.now.decided_on))
        case "temporary":
            f.temporary_over = day
            x.happened("temporary_expired", e.rule("temporary"))
            x.notify("danger_temporary_expired", e.director, e.rule("temporary"))
            x.because = "the temporary transfer has run out"
    return x


def hear(f: Facts, told: Told, steps: tuple[str, ...]) -> Effects:
    """The group selected the convict; the team has him on its agenda; he was moved; the sentence ended."""
    x, e, now = Effects(), edition(f.edition), f.now
    match told.fact:
        case "selected":
            now.selected_on = told.on
            now.started_on = now.started_on or told.on
            x.happened("selected", e.rule("select"), order=told.codes.get("order"), batch=told.codes.get("batch"))
            x.closes += danger_own.closing(steps, "select")
        case "session":
            if now.security_on is None or now.sent_on is None or now.decided_on is not None:
                x.happened("not_ready", e.rule("consider"), because="the materials are not both in, or it is decided")
            else:
                danger_acts.in_session(f, e, told.on, dict(told.codes), x)
                x.closes += danger_own.closing(steps, "consider")
        case "ended" | "released" if f.ended_ground is None:
            f.ended_ground, f.ended_on = ("o70.1" if e.id == "o70" else "dr2.1.s1"), told.on
            x.happened("ended", f.ended_ground, day=told.on.isoformat())
        case "transferred":
            danger_own.moved(f, e, str(told.codes.get("to")), told.on, x)
        case _:
            pass
    return x
