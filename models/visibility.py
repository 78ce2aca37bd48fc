"""What Temporal's lists can be filtered by: plain data, shared by the workflows that set it and ops that
register it.

Readable to everyone who may open the Web UI, encrypted nowhere: codes, dates and counts alone.
PostgreSQL and SQLite visibility give ten Keyword, three Datetime and three Int attributes a namespace: spend
them deliberately.
"""

from enum import IntEnum
from typing import Literal, NamedTuple

AttributeType = Literal["Keyword", "Datetime", "Int"]


class Attribute(NamedTuple):
    """The name of a search attribute and its type, as Temporal spells them."""

    name: str
    type: AttributeType


CASE_TYPE = Attribute("CaseType", "Keyword")
"""The process (`models.ids.Process`)."""

STAGE = Attribute("Stage", "Keyword")
"""The stage's code. A stage that waits for a director's act begins with `STAGE_OF_DIRECTOR`."""

INSTITUTION = Attribute("Institution", "Keyword")
"""The code of the penitentiary institution or probation bureau."""

NEXT_DEADLINE = Attribute("NextDeadline", "Datetime")
"""The earliest due moment of the open steps; unset while nothing is owed."""

OVERDUE_STEPS = Attribute("OverdueSteps", "Int")
"""How many open steps are past their term."""

ESCALATION_LEVEL = Attribute("EscalationLevel", "Int")
"""The highest rung reached by an open step (`Escalation`)."""

ATTRIBUTES: tuple[Attribute, ...] = (
    CASE_TYPE,
    STAGE,
    INSTITUTION,
    NEXT_DEADLINE,
    OVERDUE_STEPS,
    ESCALATION_LEVEL,
)

STAGE_OF_DIRECTOR = "director"


class Escalation(IntEnum):
    """Whom the ladder has told, as `EscalationLevel` shows it."""

    nobody = 0
    head_of_holder = 1
    head_of_department = 2
    head_of_service = 3
