"""Who assesses a convict of the Agency: the matrix of article 21, and the women's questionnaire of article 22."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.scoring import Level

Specialist = Literal["agency_social_worker", "agency_psychologist"]
Through = Literal["q1_7", "q8_10"]

SOCIAL_WORKER: Specialist = "agency_social_worker"
PSYCHOLOGIST: Specialist = "agency_psychologist"

SERVICE_OF: Mapping[Specialist, str] = {SOCIAL_WORKER: "social_worker", PSYCHOLOGIST: "psychologist"}
"""The service of a territory behind each specialist."""


class Row(StrEnum):
    """The rows of article 21, one for every mix of levels."""

    undetermined = "undetermined"
    officer_no_service = "officer_no_service"
    officer_low = "officer_low"
    low_high = "low_high"
    medium = "medium"
    high_q1_7 = "high_q1_7"
    high_q1_7_static_high = "high_q1_7_static_high"
    high_q8_10 = "high_q8_10"


class ProbationRouting(Frozen):
    """The row, the rule that decides it, the rule by which the head assigns, the specialist, whether it is urgent.

    `calls_for` is the specialist whom the levels call for in a territory that has none (21(3)(a)): nobody is asked,
    the officer and the head are told.
    """

    row: Row
    rule: str | None = None
    assigned_by: str | None = None
    specialist: Specialist | None = None
    immediate: bool = False
    calls_for: Specialist | None = None
    facts: dict[str, str] = Field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether the levels found so far decide a row."""
        return self.row is not Row.undetermined

    @property
    def part_three(self) -> bool:
        """Whether dynamic factors are assessed on this row."""
        return self.specialist is not None


_ROWS: tuple[tuple[Row, str, str], ...] = (
    (Row.low_high, "o502.21.3.c.1", "o502.21.3.c.2"),
    (Row.medium, "o502.21.3.d.1", "o502.21.3.d.2"),
    (Row.high_q1_7, "o502.21.4.1", "o502.21.4.2"),
    (Row.high_q8_10, "o502.21.10.1", "o502.21.10.3"),
    (Row.high_q1_7_static_high, "o502.21.10.2", "o502.21.10.3"),
)


@cites("o502.21.4.1", "o502.21.10.1")
def high_through(points: Mapping[int, int | float | Decimal], marked_high: Iterable[int], high_from: int) -> Through:
    """Which questions made a high serious-harm risk high (`high_from`: the least points of that level).

    Through 8-10 when the officer marked one of them high, when their points alone reach the level, or when it
    would not be reached without them; else through 1-7. When both groups are high, the urgent row wins.
    """
    urgent = set(rule("o502.21.10.1").values["high_through_questions"])
    others = set(rule("o502.21.4.1").values["high_through_questions"])
    if urgent & set(marked_high):
        return "q8_10"
    by_urgent = sum((Decimal(str(p)) for q, p in points.items() if int(q) in urgent), Decimal(0))
    by_others = sum((Decimal(str(p)) for q, p in points.items() if int(q) in others), Decimal(0))
    return "q8_10" if by_urgent >= high_from or by_others < high_from else "q1_7"


@cites(
    *("o502.21.3.a", "o502.21.3.b.1", "o502.21.3.b.2", "o502.21.3.c.1", "o502.21.3.c.2"),
    *("o502.21.3.d.1", "o502.21.3.d.2", "o502.21.4.1", "o502.21.4.2"),
    *("o502.21.10.1", "o502.21.10.2", "o502.21.10.3"),
)
def probation_route(
    serious_harm: Level | None, through: Through | None, static: Level | None, services: Collection[str]
) -> ProbationRouting:
    """The row of article 21 for the levels known so far, in a territory with these services."""
    row = _row(serious_harm, through, static)
    if row is Row.undetermined:
        return ProbationRouting(row=row)
    facts = {"serious_harm": str(serious_harm)}
    if through is not None:
        facts["high_through"] = through
    if static is not None:
        facts["static"] = static
    if row is Row.officer_low:
        return ProbationRouting(row=row, rule="o502.21.3.b.2", facts=facts)
    by, assigned_by = next((by, assigned) for name, by, assigned in _ROWS if name is row)
    values = rule(by).values
    specialist: Specialist = values["specialist"]
    nobody = rule("o502.21.3.a").values["territory"]
    if all((name in services) is there for name, there in nobody.items()):
        return ProbationRouting(
            row=Row.officer_no_service,
            rule="o502.21.3.a",
            calls_for=specialist,
            facts={**facts, "services": "none"},
        )
    return ProbationRouting(
        row=row,
        rule=by,
        assigned_by=assigned_by,
        specialist=specialist,
        immediate=bool(values.get("immediate")),
        facts=facts,
    )


def _row(serious_harm: Level | None, through: Through | None, static: Level | None) -> Row:
    if serious_harm is None:
        return Row.undetermined
    if serious_harm in rule("o502.21.3.d.1").values["shr"]:
        return Row.medium
    if serious_harm in rule("o502.21.10.1").values["shr"] and through == "q8_10":
        return Row.high_q8_10
    if static is None:
        return Row.undetermined
    if serious_harm in rule("o502.21.10.2").values["shr"]:
        return Row.high_q1_7_static_high if static in rule("o502.21.10.2").values["static"] else Row.high_q1_7
    return Row.low_high if static in rule("o502.21.3.c.1").values["static"] else Row.officer_low


class WomenServices(Frozen):
    """What the points of Annex 2 lead to: who gives what, by which rule."""

    information: bool
    social_worker: bool
    psychologist: bool


@cites("o502.22.7", "o502.22.8.a.1", "o502.22.8.a.2", "o502.22.8.b.1", "o502.22.8.c")
def women_services(services: Collection[str]) -> WomenServices:
    """The services by their codes: the officer informs (22(8)(a)), the social worker includes (b), the psychologist
    serves (c); the last comes beside the others."""
    return WomenServices(
        information="information" in services,
        social_worker="programme" in services,
        psychologist="psychological_service" in services,
    )
