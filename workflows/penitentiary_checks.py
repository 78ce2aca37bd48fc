"""What articles 8-14 of Order 502 refuse in the penitentiary cycle, each with its article and the way on."""

from datetime import date

from models.acts import Act, Refusal
from models.penitentiary_cycle import Facts
from rules.order_502.leading import refusable
from rules.order_502.routing import Route, Routing, route
from rules.order_502.team import Tally, psychologist_is_member, tally
from rules.terms.dates import local_date
from workflows import penitentiary_leading as leading
from workflows.penitentiary_later import as_level
from workflows.steps.duty import base, cycle_of
from workflows.steps.voice import actor
from workflows.steps.voice import day as in_words

TEAM = ("case_manager", "case_administrator", "legal_regime_officer", "psychologist")
CONVICT_RECORDED_BY = ("case_manager", "convict")

ACTS: dict[str, tuple[str, ...]] = {
    "vote": TEAM,
    "refuse": CONVICT_RECORDED_BY,
    "consent": CONVICT_RECORDED_BY,
    "monitor": ("case_manager",),
    "reassess": ("case_manager",),
    **leading.ACTS,
}
"""The process's own acts: a member votes on the draft; the convict refuses or consents (recorded for him); the case
manager monitors or reassesses early (14(11))."""


def rule_of(act: Act) -> str | None:
    """The article that an act stands on; a director who would vote is told of the team's independence (4(1)(j))."""
    match act.act:
        case "vote":
            return "o502.4.1.j" if act.by == "director" else "o502.14.6.1"
        case "refuse":
            return refusable(str(act.codes.get("what")))
        case "consent":
            return "o502.14.9.3"
        case "monitor" | "reassess":
            return "o502.14.11"
        case "lead" | "prepare_release":
            return leading.rule_of(act)
        case _:
            return None


def check(f: Facts, act: Act, key: str | None, way: Route) -> Refusal | None:
    """What the law forbids now."""
    if f.ended_ground is not None:
        return _check_ended(f, act)
    if act.act in ("monitor", "reassess"):
        return _check_early(f, act)
    if act.act in leading.ACTS:
        return leading.check(f, act)
    if act.act == "vote":
        return _check_vote(f, act)
    if act.act == "refuse":
        return _check_refuse(f, act)
    if act.act == "consent" and (f.plan_refused_on or f.service_refused_on):
        return _not_before(act, f.plan_refused_on or f.service_refused_on, "o502.14.9.3", "the refusal")
    if act.act == "consent":
        return Refusal(
            rule="o502.14.9.3",
            because="The convict has refused nothing that this could take back",
            way_on="Record the signature by completing the step of article 14(8)",
        )
    if act.act == "correct" and key is not None:
        return _check_correct(f, key)
    if act.act != "complete" or key is None:
        return None
    for what, name, rule in ANSWERS.get(base(key), ()):
        if early := _not_before(act, getattr(f, what), rule, name):
            return early
    match base(key):
        case "dynamic" if "dynamic" not in act.codes:
            return Refusal(
                rule="o502.7.1.b.b",
                because="Part III is filled in whole here: some of its blocks have no points",
                way_on="Give points to every block, 0 where there is no need",
            )
        case "reassess":
            return Refusal(
                rule="o502.16.1",
                because="A reassessment is done when the team has agreed on part IV of the new cycle",
                way_on="Begin it with the act 'reassess' (or the monitoring); this step is then completed by itself",
            )
        case "meeting" if f.team_on is None:
            return _no_team()
        case "meeting" if not team_stands(f):
            return Refusal(
                rule="o502.10.1.2",
                because="The psychologist is needed in the team and has no seat in it by the director's order",
                way_on="Let the director record the new order first",
            )
        case "part_iv" if act.codes.get("agreed") and (missing := _unassessed(f)):
            return Refusal(
                rule="o502.10.6",
                because=f"Part IV sums up parts II and III, and {missing} of this cycle is not filled in",
                way_on="Fill it in first; what has not changed is taken over from the last version",
            )
        case "part_iv" if f.disagreed_on and f.supervisor_on is None and act.codes.get("agreed"):
            return Refusal(
                rule="o502.10.7.1",
                because="The team did not agree on the results",
                way_on="Invite the professional supervisor; the results are then settled by consensus",
            )
        case "conclusion" if f.serious_harm != "low" and act.codes.get("outcome") == "case_administrator":
            return Refusal(
                rule="o502.8.9.3",
                because="With medium serious harm the case stays with the case manager",
                way_on="Choose case_manager or case_manager_with_psychologist",
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


ANSWERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "hand_over": (
        ("screened_on", "the screening", "o502.8.7.2"),
        ("static_on", "the static part", "o502.8.7.2"),
    ),
    "dynamic": (("screened_on", "the screening", "o502.7.1.b.b"),),
    "conclusion": (("dynamic_on", "the dynamic part", "o502.12.2.a"),),
    "meeting": (("team_on", "the order on the team", "o502.10.1.2"),),
    "part_iv": (("met_on", "the team's meeting", "o502.10.6"),),
    "draft": (("met_on", "the team's meeting", "o502.8.11.3"),),
    "submit": (("signed_on", "the signatures", "o502.14.8.2"),),
    "inform_director": (("plan_refused_on", "the refusal", "o502.14.9.2"),),
}
"""Steps whose term counts from day 0 of the weeks and which answer something later: what, its name, the rule."""


def _unassessed(f: Facts) -> str | None:
    """The part of the assessment form that is still missing in this cycle, unless the convict refuses it (8(13))."""
    if f.assessment_refused_on is not None:
        return None
    return "part II" if f.static_on is None else "part III" if f.dynamic_on is None else None


def team_stands(f: Facts) -> bool:
    """Whether the team, of this cycle or an earlier one, can meet: a psychologist who is needed sits in it (10(2))."""
    if f.team_on is None:
        return False
    called_in = f.conclusion == "case_manager_with_psychologist"
    needed = f.serious_harm is not None and psychologist_is_member(as_level(f.serious_harm), called_in=called_in)
    return not needed or "psychologist" in f.team


def _no_team() -> Refusal:
    return Refusal(
        rule="o502.10.1.2",
        because="There is no team: the director has not created it by order",
        way_on="Let the director record the order first",
    )


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


def _check_ended(f: Facts, act: Act) -> Refusal | None:
    """After the termination only what article 17 still asks for is done."""
    if act.act in ("complete", "confirm", "assign"):
        return None
    return Refusal(
        rule=f.ended_ground,
        because="The plan was terminated; only the summary report and the hand-over of the file are left",
        way_on="Complete the steps of article 17(3) and 17(5)",
    )


def _check_early(f: Facts, act: Act) -> Refusal | None:
    """Article 14(11): only a running plan is monitored, and only an assessment that is there is renewed."""
    if f.handed_over_on is not None:
        return Refusal(
            rule="o502.13.6",
            because="The case is with the administrator, who monitors and reassesses on Annexes 9 and 8",
            way_on="Let the case administrator do it in the administrator's case",
        )
    if act.act == "monitor":
        if f.running is None or f.running.monitored_on is not None:
            return Refusal(
                rule="o502.14.11",
                because="No plan is being carried out that could be monitored",
                way_on="Monitor when a plan has been approved",
            )
        if f.running.completed_on is not None:
            return Refusal(
                rule="o502.14.10",
                because="The plan is completed; its monitoring is owed and no longer early",
                way_on="Complete the step of article 14(10) with annex-05",
            )
        if act.codes.get("follows") != "reassessment":
            return _not_before(act, f.running.approved_on, "o502.14.11", "the approval")
    if f.approved_on is None and f.plan_refused_on is None:
        return Refusal(
            rule="o502.14.11",
            because="The assessment of this cycle is still under way",
            way_on="Finish it; a part that was wrong is corrected with the act 'correct'",
        )
    return _not_before(act, f.approved_on or f.plan_refused_on, "o502.14.11", "what it follows")


def _check_vote(f: Facts, act: Act) -> Refusal | None:
    if f.team_on is None:
        return _no_team()
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
            way_on="Adopt or reject this version; another one is voted on anew",
        )
    return _not_before(act, f.drafted_on, "o502.14.6.1", "the working version")


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
    if refusable(str(what)) is None:
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
    if what != "assessment" and (early := _not_before(act, f.presented_on, "o502.14.9.1", "the presentation")):
        return early
    if what == "plan" and f.plan_refused_on:
        return Refusal(
            rule="o502.14.9.1",
            because="The plan is already refused",
            way_on="Record the consent when it is given (act 'consent')",
        )
    if what == "plan" and f.approved_on:
        return Refusal(
            rule="o502.14.9.1",
            because="The plan is approved and is being carried out",
            way_on="Record the refusal of a service (what: service), or reassess early where the plan no longer serves",
        )
    return None


def _not_before(act: Act, what: date | None, rule: str, name: str) -> Refusal | None:
    """An act cannot be older than what it answers."""
    done_on = act.on or local_date(act.at)
    if what is None or done_on >= what:
        return None
    return Refusal(
        rule=rule,
        because=f"{in_words(done_on)} is before {name}, {in_words(what)}",
        way_on="Give the day on which it really happened",
    )


ANYTIME = ("behaviour", "behaviour_again", "women")
"""Steps that belong to no cycle and to no plan: no later form brings them up to date, so they are put right as such."""

CORRECTABLE = ("intake", "screening", "static", "dynamic", "part_iv", "conclusion", "team_order", *ANYTIME)


def _check_correct(f: Facts, key: str) -> Refusal | None:
    if base(key) not in CORRECTABLE:
        return Refusal(
            rule=None,
            because=f"'{key}' is not corrected but done again",
            way_on="Let the director return the plan, or record the new fact",
        )
    if base(key) in ANYTIME:
        return None
    if f.cycle != cycle_of(key):
        return Refusal(
            rule="o502.16.2.1",
            because=f"'{key}' belongs to an earlier cycle; the form has been brought up to date since",
            way_on="Correct the newest version, or say it in the reassessment",
        )
    if f.approved_on or f.handed_over_on:
        return Refusal(
            rule="o502.8.15",
            because="What was assessed has been acted on: the plan is approved or the case handed over",
            way_on="Reassess early (article 14(11)); the old assessment stays as it was",
        )
    return None


def routing(f: Facts) -> Routing | None:
    """The route of article 8 for the levels known so far; None before the screening."""
    return None if f.serious_harm is None else route(f.serious_harm, f.static)


def way(f: Facts) -> Route:
    """Where article 8 sends the case, as far as is known."""
    known = routing(f)
    if known is None:
        return Route.undetermined
    kept = f.cycle > 1 and f.conclusion in ("case_manager", "case_manager_with_psychologist")
    if known.route is Route.administrator and kept:
        return Route.reasoned_choice
    return known.route


def counted(f: Facts) -> Tally:
    """The votes on the working version so far (14(6))."""
    return tally(f.votes, with_psychologist="psychologist" in f.team)
