"""Who holds the case by its risk levels (articles 8(7)-8(11) and 10(1))."""

from enum import StrEnum
from typing import Literal

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.scoring import Level

Holder = Literal["case_manager", "case_administrator"]


class Route(StrEnum):
    """The five ways of a case after the screening and the static part."""

    administrator = "administrator"
    reasoned_choice = "reasoned_choice"
    case_manager_medium = "case_manager_medium"
    case_manager_high = "case_manager_high"
    undetermined = "undetermined"


class Routing(Frozen):
    """The route: the rule that decides it, all that it sets going, the facts, whether part III is due."""

    route: Route
    rule: str | None
    rules: tuple[str, ...]
    facts: dict[str, str]
    holder: Holder | None
    dynamic: bool | None


class BadChoice(ValueError):
    """A choice of 8(8) that the act does not give, or one without reasons."""


class Choice(Frozen):
    """The case manager's reasoned choice of 8(8)."""

    holder: Holder
    psychologist: bool
    rule: str = "o502.8.8.2"


@cites(
    *("o502.8.7.1", "o502.8.7.2", "o502.8.8.1", "o502.8.9.1", "o502.8.9.2", "o502.8.9.3"),
    *("o502.8.10.b.1", "o502.8.10.b.2"),
)
def route(serious_harm: Level, static: Level | None) -> Routing:
    """The route by the serious-harm level and, where the risk is low, by the static level."""
    facts: dict[str, str] = {"serious_harm": serious_harm}
    if static is not None:
        facts["static"] = static
    if serious_harm in rule("o502.8.10.b.1").values["shr"]:
        rules = ("o502.8.10.b.1", "o502.8.10.b.2", "o502.8.10.a.1", "o502.8.10.a.2")
        return _to(Route.case_manager_high, "o502.8.10.b.1", rules, facts, True)
    if serious_harm in rule("o502.8.9.3").values["shr"]:
        rules = ("o502.8.9.3", "o502.8.9.1", "o502.8.9.2", "o502.8.9.4")
        return _to(Route.case_manager_medium, "o502.8.9.3", rules, facts, True)
    if static is None:
        return Routing(route=Route.undetermined, rule=None, rules=(), facts=facts, holder=None, dynamic=None)
    if static in rule("o502.8.7.2").values["static"]:
        return _to(Route.administrator, "o502.8.7.2", ("o502.8.7.2", "o502.8.7.1"), facts, False)
    return Routing(
        route=Route.reasoned_choice,
        rule="o502.8.8.1",
        rules=("o502.8.8.1", "o502.8.8.2"),
        facts=facts,
        holder=None,
        dynamic=True,
    )


@cites("o502.8.8.2")
def reasoned_choice(outcome: str, *, with_reasons: bool) -> Choice:
    """Who holds the case after the dynamic factors are analysed: a choice with reasons, never a score."""
    outcomes = rule("o502.8.8.2").values["outcomes"]
    if outcome not in outcomes:
        raise BadChoice(f"'{outcome}' is no outcome of 8(8): choose one of {', '.join(outcomes)}")
    if not with_reasons:
        raise BadChoice("8(8) needs reasons in the concluding comment of Annex 1: write them and send again")
    return Choice(
        holder="case_administrator" if outcome == "case_administrator" else "case_manager",
        psychologist=outcome == "case_manager_with_psychologist",
    )


@cites("o502.10.1.1")
def team_needed(routing: Routing, holder: Holder | None = None) -> bool:
    """Whether a team is needed: dynamic factors are assessed and the case manager keeps the case.

    After a reasoned choice `holder` says who was chosen; before it there is no team yet.
    """
    return bool(routing.dynamic) and (holder or routing.holder) == "case_manager"


@cites("o502.8.11.1", "o502.8.11.2")
def meeting_rule(serious_harm: Level) -> str:
    """The rule that sets the week of the team's meeting: 8(11), week 6 with high risk, else week 7."""
    return "o502.8.11.2" if serious_harm in rule("o502.8.11.2").values["shr"] else "o502.8.11.1"


def meeting_week(serious_harm: Level) -> int:
    """The week of the team's meeting."""
    return int(rule(meeting_rule(serious_harm)).values["to_week"])


def _to(way: Route, by: str, rules: tuple[str, ...], facts: dict[str, str], dynamic: bool) -> Routing:
    holder: Holder = rule(by).values["holder"]
    return Routing(route=way, rule=by, rules=rules, facts=facts, holder=holder, dynamic=dynamic)
