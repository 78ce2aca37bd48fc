"""What the acts of the penitentiary cycle change, and what articles 8-14 of Order 502 refuse."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.ids import Process, related_case
from models.levels import Level
from models.penitentiary_cycle import Facts
from rules.order_502.routing import Route, Routing, route
from rules.order_502.team import Tally, members, psychologist_is_member, tally
from workflows.steps.effects import Effects
from workflows.steps.voice import actor, cited
from workflows.steps.voice import day as in_words

TEAM = ("case_manager", "case_administrator", "legal_regime_officer", "psychologist")
CONVICT_RECORDED_BY = ("case_manager", "convict")

ACTS: dict[str, tuple[str, ...]] = {
    "vote": TEAM,
    "refuse": CONVICT_RECORDED_BY,
    "consent": CONVICT_RECORDED_BY,
}
"""The process's own acts: a member votes on the draft; the convict refuses or consents (recorded for him)."""


def check(f: Facts, act: Act, key: str | None, way: Route) -> Refusal | None:
    """What the law forbids now."""
    if act.act == "vote":
        return _check_vote(f, act)
    if act.act == "refuse":
        return _check_refuse(f, act)
    if act.act == "consent" and f.plan_refused_on is None and f.service_refused_on is None:
        return Refusal(
            rule="o502.14.9.3",
            because="The convict has refused nothing that this could take back",
            way_on="Record the signature by completing the step of article 14(8)",
        )
    if act.act == "correct" and key is not None:
        return _check_correct(f, key)
    if act.act != "complete" or key is None:
        return None
    match key.split("#")[0]:
        case "meeting" if f.team_on is None:
            return Refusal(
                rule="o502.10.1.2",
                because="There is no team: the director has not created it by order",
                way_on="Let the director record the order first",
            )
        case "part_iv" if f.disagreed_on and f.supervisor_on is None and act.codes.get("agreed"):
            return Refusal(
                rule="o502.10.7.1",
                because="The team did not agree on the results",
                way_on="Invite the professional supervisor; the results are then settled by consensus",
            )
        case "adopt":
            return _check_adopt(f, act)
        case "sign" if not (act.codes.get("convict") and act.codes.get("case_manager")):
            return Refusal(
                rule="o502.14.8.1",
                because="The plan needs the signatures of the case manager and of the convict",
                way_on="Enter both, or record that the convict refuses (act 'refuse')",
            )
        case "submit" if f.signed_on is None:
            return Refusal(
                rule="o502.14.8.2",
                because="The plan is unsigned; only a plan signed by both goes to the director",
                way_on="Complete the step of article 14(8) first, or record the refusal under 14(9)",
            )
    return None


WOMEN_RULES = ("women", "o502.9.1", "o502.9.2")
DYNAMIC_RULES = ("dynamic", "o502.8.8.1", "o502.8.9.1", "o502.8.9.2", "o502.8.10.b.1", "o502.8.10.b.2", "o502.7.1.b.b")


def not_owed(f: Facts, name: str) -> Refusal | None:
    """Why the law does not ask for a step here."""
    if name in WOMEN_RULES and not f.adult_woman:
        return Refusal(
            rule="o502.9.1",
            because="The screening questionnaire is filled in only for adult women convicts",
            way_on="Nothing is to be filled in here; if the sex or birth date is wrong in the register, correct it",
        )
    if name in DYNAMIC_RULES and way(f) is Route.administrator:
        return Refusal(
            rule="o502.8.7.1",
            because="With low serious harm and a low or medium static level the dynamic part is not filled in",
            way_on="Hand the case to the case administrator (8(7))",
        )
    return None


def _check_vote(f: Facts, act: Act) -> Refusal | None:
    if f.team_on is None:
        return Refusal(
            rule="o502.10.1.2",
            because="There is no team: the director has not created it by order",
            way_on="Let the director record the order first",
        )
    if act.by not in f.team:
        return Refusal(
            rule="o502.10.2",
            because=f"The {actor(act.by)} is not a member of this team",
            way_on=f"Members who vote: {', '.join(actor(m) for m in f.team)}",
        )
    if f.drafted_on is None or f.adopted_on is not None:
        return Refusal(
            rule="o502.14.6.1",
            because="There is no working version of the plan to vote on",
            way_on="Draw up the working version first",
        )
    if act.by in f.votes:
        return Refusal(
            rule="o502.14.6.1",
            because=f"The {actor(act.by)} has already voted on this version",
            way_on="Correct a wrong entry, or draw up another version",
        )
    return None


def _check_adopt(f: Facts, act: Act) -> Refusal | None:
    if not f.votes:
        return Refusal(
            rule="o502.14.6.1",
            because="Nobody has voted on the working version",
            way_on="Record the members' votes with the act 'vote'",
        )
    if counted(f).result == "tied" and (
        act.by != "case_manager" or act.codes.get("casting") not in ("adopt", "reject")
    ):
        return Refusal(
            rule="o502.14.6.2",
            because="The votes are equal; the case manager decides",
            way_on="Complete the step with casting: adopt or casting: reject",
        )
    return None


def _check_refuse(f: Facts, act: Act) -> Refusal | None:
    what = act.codes.get("what")
    if what not in ("assessment", "plan", "service"):
        return Refusal(
            rule="o502.4.1.k",
            because=f"'{what}' is nothing that can be refused",
            way_on="Say what: assessment (8(13)), plan or service (14(9))",
        )
    if what != "assessment" and f.presented_on is None:
        return Refusal(
            rule="o502.14.7",
            because="The plan has not been presented to the convict yet",
            way_on="Present it first; then record the refusal",
        )
    if what == "plan" and (f.plan_refused_on or f.approved_on):
        return Refusal(
            rule="o502.14.9.1",
            because="The plan is already refused, or already approved",
            way_on="See the timeline of the case",
        )
    return None


CORRECTABLE = ("intake", "screening", "static", "dynamic", "behaviour", "women", "part_iv", "conclusion", "team_order")


def _check_correct(f: Facts, key: str) -> Refusal | None:
    base = key.split("#")[0]
    if base not in CORRECTABLE:
        return Refusal(
            rule=None,
            because=f"'{key}' is not corrected but done again",
            way_on="Let the director return the plan, or record the new fact",
        )
    if f.approved_on or f.handed_over_on:
        return Refusal(
            rule="o502.8.15",
            because="What was assessed has been acted on: the plan is approved or the case handed over",
            way_on="Reassess early (article 14(11)); the old assessment stays as it was",
        )
    return None


def apply(case: str, f: Facts, act: Act, key: str | None, day: date) -> Effects:
    """Change the facts; collect what else follows."""
    effects = Effects()
    if act.act == "vote":
        f.votes = {**f.votes, act.by: str(act.codes.get("vote"))}
        effects.happened("voted", "o502.14.6.1", by=act.by, vote=act.codes.get("vote"))
    elif act.act == "refuse":
        _refused(f, act, day, effects)
    elif act.act == "consent":
        _consented(f, day, effects)
    elif act.act == "end":
        f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        effects.happened("ended", f.ended_ground, on=day.isoformat())
    elif key is not None:
        done = DONE.get(key.split("#")[0])
        if done is not None:
            done(case, f, act, day, effects)
    return effects


def routing(f: Facts) -> Routing | None:
    """The route of article 8 for the levels known so far; None before the screening."""
    return None if f.serious_harm is None else route(f.serious_harm, f.static)


def way(f: Facts) -> Route:
    """Where article 8 sends the case, as far as is known."""
    known = routing(f)
    return Route.undetermined if known is None else known.route


def counted(f: Facts) -> Tally:
    """The votes on the working version so far (14(6))."""
    return tally(f.votes, with_psychologist="psychologist" in f.team)


def level(value: object) -> Level:
    """A level out of an act's codes."""
    if value == "low" or value == "medium" or value == "high":
        return value
    raise ValueError(f"'{value}' is no level")


def _routes(f: Facts, before: Route, effects: Effects) -> None:
    """Say where the case goes, when that has changed."""
    now = routing(f)
    if now is None or now.rule is None or now.route is before:
        return
    effects.routed(now.rule, **now.facts, route=now.route.value)


def _intake(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.placed = date.fromisoformat(str(act.codes["placed"]))
    f.left_cell = date.fromisoformat(str(act.codes["left_cell"]))


def _screened(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    before = way(f)
    f.screened_on, f.serious_harm = day, level(act.codes["serious_harm"])
    f.instant = bool(act.codes.get("instant"))
    effects.scored("o502.7.3", score="serious_harm", level=f.serious_harm, points=act.codes.get("serious_harm_points"))
    effects.because = f"serious-harm risk is {f.serious_harm}"
    _routes(f, before, effects)
    psychology = related_case(case, Process.psychology_service)
    if f.instant:
        effects.routed("o502.12.3", items="8-10")
        effects.inform(psychology, Process.psychology_service, "instant", day, {"left_cell": f.left_cell.isoformat()})
        effects.notify("psychologist_referred", "psychologist", "o502.12.3")
    if f.serious_harm == "high":
        effects.inform(psychology, Process.psychology_service, "high_risk", day, {"left_cell": f.left_cell.isoformat()})
        effects.notify("psychologist_referred", "psychologist", "o502.8.10.a.1")


def _static(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    before = way(f)
    f.static_on, f.static = day, level(act.codes["static"])
    effects.scored("o502.7.10", score="static", level=f.static, points=act.codes.get("static_points"))
    effects.because = f"the static level is {f.static}"
    _routes(f, before, effects)


def _dynamic(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.dynamic_on, f.dynamic = day, level(act.codes["dynamic"])
    effects.scored("o502.7.11", score="dynamic", level=f.dynamic, points=act.codes.get("dynamic_points"))


def _behaviour(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.behaviour = [*f.behaviour, day] if act.act == "complete" else [*f.behaviour[:-1], day]
    holder = "case_administrator" if f.handed_over_on else "case_manager"
    effects.happened("handed_over", "o502.11.1.2", what="annex-03", to=holder)


def _women(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    services = [str(s) for s in (act.codes.get("services") or [])]  # type: ignore[union-attr]
    f.women_on, f.women_services = day, services
    effects.scored(
        "o502.9.6",
        score="women_questionnaire",
        domestic_violence=act.codes.get("domestic_violence"),
        violence_against_women=act.codes.get("violence_against_women"),
    )
    rules = {
        "information": "o502.9.8.a",
        "programme": "o502.9.8.b",
        "psychological_service": "o502.9.8.c",
    }
    for service in services:
        effects.routed(rules[service], service=service)
    if "psychological_service" in services:
        effects.inform(
            related_case(case, Process.psychology_service),
            Process.psychology_service,
            "instant",
            day,
            {"left_cell": f.left_cell.isoformat()},
        )
        effects.notify("psychologist_referred", "psychologist", "o502.9.8.c")


def _concluded(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.conclusion = str(act.codes["outcome"])
    rule = "o502.8.8.2" if f.serious_harm == "low" else "o502.8.9.4"
    effects.decided(rule, f.conclusion)
    effects.because = f"the case manager concluded: {f.conclusion.replace('_', ' ')}"
    if f.conclusion == "case_manager_with_psychologist":
        effects.inform(
            related_case(case, Process.psychology_service),
            Process.psychology_service,
            "planned",
            day,
            {"left_cell": f.left_cell.isoformat()},
        )
        effects.notify("psychologist_referred", "psychologist", "o502.12.2.a")


def _handed_over(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.handed_over_on = day
    effects.because = "the case was handed to the case administrator"
    rule = "o502.8.7.2" if f.conclusion is None else "o502.8.8.2"
    effects.happened("handed_over", rule, to="case_administrator")
    effects.inform(related_case(case, Process.administrator_plan), Process.administrator_plan, "handed_over", day)
    effects.notify("case_handed_over", "case_administrator", rule)


def _team_ordered(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    given = [str(m) for m in (act.codes.get("members") or [])]  # type: ignore[union-attr]
    called_in = f.conclusion == "case_manager_with_psychologist" or "psychologist" in given
    psychologist = psychologist_is_member(level(f.serious_harm), called_in=called_in)
    f.team_on, f.team = day, list(members(with_psychologist=psychologist))
    effects.decided("o502.10.1.2", "team_created", members=f.team)


def _met(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.met_on = day
    effects.happened("team_met", "o502.8.11.2" if f.serious_harm == "high" else "o502.8.11.1", on=day.isoformat())


def _part_iv(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    if not act.codes.get("agreed"):
        f.disagreed_on = f.disagreed_on or day
        effects.keeps_open = True
        effects.decided("o502.10.7.1", "results_not_agreed")
        effects.notify("supervisor_invited", "professional_supervisor", "o502.10.7.1")
        return
    f.agreed_on = day
    total = act.codes.get("reoffending")
    f.reoffending = level(total) if total else None
    rule = "o502.10.7.2" if f.disagreed_on else "o502.10.6"
    effects.decided(rule, "results_agreed")
    if f.reoffending is not None:
        effects.scored(
            "o502.7.12", score="reoffending", level=f.reoffending, points=act.codes.get("reoffending_points")
        )


def _supervisor(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.supervisor_on = day


def _drafted(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.drafted_on, f.votes = day, {}
    f.plan_months = int(str(act.codes.get("months", f.plan_months)))


def _voted_down(f: Facts) -> None:
    f.version += 1
    f.returned_on = f.drafted_on
    f.drafted_on, f.votes, f.adopted_on = None, {}, None


def _adopted(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    result = counted(f)
    if result.result == "tied":
        adopted, rule = act.codes.get("casting") == "adopt", "o502.14.6.2"
    else:
        adopted, rule = result.result == "adopted", "o502.14.6.1"
    effects.decided(
        rule,
        "adopted" if adopted else "rejected",
        votes_for=result.votes_for,
        votes_against=result.votes_against,
    )
    if adopted:
        f.adopted_on = day
    else:
        _voted_down(f)
        effects.because = "the team did not adopt this version"


def _presented(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.presented_on = day
    effects.notify("plan_presented", "convict", "o502.14.7")


def _signed(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.signed_on = day


def _submitted(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.submitted_on = day
    effects.notify("plan_submitted", "director", "o502.14.8.2")


def _informed(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.director_informed_on = day
    effects.notify("plan_refused", "director", "o502.14.9.2")


def _offered_again(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.plan_refused_on = f.motivated_until = None
    f.presented_on = f.signed_on = f.submitted_on = None
    f.offer += 1
    effects.because = "three months of motivation are over; the plan is offered again"


def _director(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    if act.codes.get("decision", "approved") == "approved":
        f.approved_on = day
        effects.decided("o502.8.15", "approved")
        effects.notify("plan_approved", "case_manager", "o502.8.15")
        return
    effects.decided("o502.8.15", "returned")
    effects.because = "the director returned the plan to the team"
    effects.notify("plan_returned", "case_manager", "o502.8.15")
    f.version += 1
    f.offer += 1
    f.returned_on = day
    f.votes = {}
    f.drafted_on = f.adopted_on = f.presented_on = f.signed_on = f.submitted_on = None


def _carried_out(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.carried_out_on = day


def _refused(f: Facts, act: Act, day: date, effects: Effects) -> None:
    match act.codes.get("what"):
        case "assessment":
            f.assessment_refused_on = day
            effects.happened("refused", "o502.8.13", what="assessment")
        case "plan":
            f.plan_refused_on = day
            f.refusals += 1
            f.signed_on = f.submitted_on = None
            effects.because = f"the convict refused the plan on {in_words(day)} ({cited('o502.14.9.1')})"
            effects.happened("refused", "o502.14.9.1", what="plan")
        case _:
            f.service_refused_on = day
            effects.happened("refused", "o502.14.9.1", what="service")


def _consented(f: Facts, day: date, effects: Effects) -> None:
    if f.plan_refused_on is not None:
        f.plan_refused_on = f.motivated_until = None
    f.service_refused_on = None
    effects.because = "the convict has come to agree"
    effects.happened("consented", "o502.14.9.3", on=day.isoformat())


DONE: dict[str, Callable[[str, Facts, Act, date, Effects], None]] = {
    "intake": _intake,
    "screening": _screened,
    "static": _static,
    "dynamic": _dynamic,
    "behaviour": _behaviour,
    "behaviour_again": _behaviour,
    "women": _women,
    "conclusion": _concluded,
    "hand_over": _handed_over,
    "team_order": _team_ordered,
    "meeting": _met,
    "part_iv": _part_iv,
    "supervisor": _supervisor,
    "draft": _drafted,
    "adopt": _adopted,
    "present": _presented,
    "sign": _signed,
    "submit": _submitted,
    "inform_director": _informed,
    "offer_again": _offered_again,
    "approve": _director,
    "carry_out": _carried_out,
}
