"""The levels of a convict of the Agency, at the first assessment and at every review, and where they send the case."""

from datetime import date

from models.acts import Act
from models.levels import Level
from models.probation_cycle import Facts
from rules.order_502.probation_routing import Row
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.effects import Effects


def level(value: object) -> Level:
    """A level out of an act's codes."""
    if value == "low" or value == "medium" or value == "high":
        return value
    raise ValueError(f"'{value}' is no level")


def numbers(value: object) -> list[int]:
    """A list of numbers out of an act's codes."""
    return [int(v) for v in value] if isinstance(value, list) else []


def routes(f: Facts, before: Row, effects: Effects) -> None:
    """Say where article 21 sends the case, when that has changed."""
    way = know.row(f)
    if way.rule is None or way.row is before:
        return
    effects.routed(way.rule, **way.facts, row=way.row.value)
    if way.row is Row.officer_low and not know.assigned(f):
        effects.routed("o502.21.3.b.1", part_three="not_filled_in")
    if way.calls_for is not None:
        effects.notify("specialist_not_served", d.OFFICER, "o502.21.3.a")
        effects.notify("specialist_not_served", d.HEAD, "o502.21.3.a")


def screened(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """Part I: the level, and through which questions it is high (21(3)-(4), 21(10))."""
    before = know.row(f).row
    f.screened_on, f.serious_harm = day, level(act.codes["serious_harm"])
    through: object = act.codes.get("through")
    f.through = "q1_7" if through == "q1_7" else "q8_10" if through == "q8_10" else None
    f.marked = numbers(act.codes.get("marked"))
    effects.scored("o502.7.3", score="serious_harm", level=f.serious_harm, points=act.codes.get("serious_harm_points"))
    effects.because = f"serious-harm risk is {f.serious_harm}"
    routes(f, before, effects)


def rated(f: Facts, act: Act, day: date, effects: Effects) -> None:
    """Part II: the static level (7(10)), which 21(3)-(4) and 21(10) call 'statistical'."""
    before = know.row(f).row
    f.static_on, f.static = day, level(act.codes["static"])
    effects.scored("o502.7.10", score="static", level=f.static, points=act.codes.get("static_points"))
    effects.because = f"the static level is {f.static}"
    routes(f, before, effects)
