"""Which ground of article 15 may hold in a whole institution, and whose plans it stops there."""

from models.ids import Process
from rules.citing import cites
from rules.order_502.eligibility import Eligibility

WHOLE_INSTITUTION = {
    "o502.15.1.c": "the danger of an infection may concern a whole block or institution",
    "o502.15.1.e": "special conditions apply to every plan of the institution at once",
}
"""The grounds that are conditions of a house; the others are facts about one convict."""

STOPPED = (Process.administrator_plan, Process.penitentiary_cycle, Process.psychology_service)
"""The processes with a plan that is carried out in an institution (articles 12, 13, 14)."""

RECORDED_BY = ("case_manager", "case_administrator", "director")
"""Article 15 names no decision maker: whoever may record a ground for one case, and the director for the house."""


@cites("o502.15.1.c", "o502.15.1.e")
def covers_institution(ground: str) -> Eligibility:
    """Whether the ground may suspend every plan of an institution at once."""
    reason = WHOLE_INSTITUTION.get(ground)
    if reason is None:
        return Eligibility(allowed=False, rule=ground, reason="it is no ground that covers a whole institution")
    return Eligibility(allowed=True, rule=ground, reason=reason)
