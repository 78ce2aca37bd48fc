"""The parts of a cycle as days, for orientation: the clocks that bind are those of the steps (article 3(k))."""

from datetime import date

from models.base import Frozen
from models.levels import Level
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.routing import meeting_week
from rules.terms.calendar import WorkCalendar
from rules.terms.counting import count

CYCLE, ASSESSMENT, LEVELS = "o502.3.k.1", "o502.3.k.2", "o502.8.1"


class Mark(Frozen):
    """A day of the cycle to be shown. It is no term: nobody is reminded of it and nobody is late."""

    rule: str
    day: date
    what: str


@cites("o502.3.k.1", "o502.3.k.2")
def marks(day0: date, calendar: WorkCalendar, serious_harm: Level | None = None) -> tuple[Mark, ...]:
    """The end of the weeks of assessment and the mark at which a cycle is over as a rule, from its day 0.

    With high serious-harm risk the team drafts the plan within the weeks of assessment already (8(11)).
    """
    weeks = rule(ASSESSMENT).values
    ends = f"weeks {weeks['from_week']}-{weeks['to_week']} of assessment end"
    if serious_harm is not None and meeting_week(serious_harm) <= weeks["to_week"]:
        ends += "; with high risk the plan is drafted in the last of them"
    length = rule(CYCLE).duration
    assert length is not None
    return (
        Mark(rule=ASSESSMENT, day=count(ASSESSMENT, day0, calendar).raw_end, what=ends),
        Mark(
            rule=CYCLE,
            day=count(CYCLE, day0, calendar).raw_end,
            what=f"{length.value} {length.unit.value}s, which a cycle takes as a rule",
        ),
    )
