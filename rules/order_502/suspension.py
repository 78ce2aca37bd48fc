"""Which grounds of articles 15 and 26 may hold in a whole institution or bureau, and whose plans they stop there."""

from models.base import Frozen
from models.ids import Process
from rules.citing import cites
from rules.order_502.eligibility import Eligibility


class House(Frozen):
    """Where a ground may hold as a whole: whose plans it stops, who may record it, by which rule they go on."""

    processes: tuple[Process, ...]
    recorded_by: tuple[str, ...]
    resumed_by: str


INSTITUTION = House(
    processes=(Process.administrator_plan, Process.penitentiary_cycle, Process.psychology_service),
    recorded_by=("case_manager", "case_administrator", "director"),
    resumed_by="o502.15.2",
)
"""The processes with a plan that is carried out in an institution (articles 12, 13, 14). Article 15 names no decision
maker: whoever may record a ground for one case, and the director for the house."""

BUREAU = House(
    processes=(Process.probation_cycle,),
    recorded_by=("probation_officer", "resocialisation_division_head"),
    resumed_by="o502.26.2",
)
"""The Agency's cases (article 26). No decision maker is named there either: the officer, or the head for the bureau."""

WHOLE: dict[str, tuple[House, str]] = {
    "o502.15.1.c": (INSTITUTION, "the danger of an infection may concern a whole block or institution"),
    "o502.15.1.e": (INSTITUTION, "special conditions apply to every plan of the institution at once"),
    "o502.26.1.c": (BUREAU, "the danger of an infection may concern a whole bureau"),
}
"""The grounds that are conditions of a house; the others are facts about one convict."""


@cites("o502.15.1.c", "o502.15.1.e", "o502.26.1.c")
def covers_house(ground: str) -> Eligibility:
    """Whether the ground may suspend every plan of an institution or a bureau at once."""
    found = WHOLE.get(ground)
    if found is None:
        return Eligibility(allowed=False, rule=ground, reason="it is no ground that covers a whole institution")
    return Eligibility(allowed=True, rule=ground, reason=found[1])


def house_of(ground: str) -> House:
    """Where a ground that covers a house holds."""
    return WHOLE[ground][0]
