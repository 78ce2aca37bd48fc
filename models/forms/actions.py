"""What is written down for an act that is not the completing of a step."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from models.base import Frozen

RULE_ID = r"^[a-z0-9]+(\.[a-z0-9]+)+$"
REASON = Field(default="", max_length=4000)


def _as_written(value: object) -> object:
    """An institution's number may be written as one."""
    return str(value) if type(value) is int else value


class Suspend(Frozen):
    """The carrying out of the plan stops on a ground of the law; `until`: the last day of a term ordered, if known."""

    ground: str = Field(pattern=RULE_ID)
    until: date | None = None
    reason: str = REASON


class Resume(Frozen):
    """The ground has gone (all of them, when none is named)."""

    ground: str | None = Field(default=None, pattern=RULE_ID)
    reason: str = REASON


class Extend(Frozen):
    """More time, where the law gives leave."""

    value: int = Field(ge=1)
    unit: Literal["working_day", "calendar_day", "week", "month", "year"] = "working_day"
    reason: str = Field(min_length=3, max_length=4000)


class Assign(Frozen):
    """A person is put in charge of a step."""

    to: str = Field(pattern=r"^S-[A-Za-z0-9_-]{1,60}$")
    reason: str = REASON


class Confirm(Frozen):
    """A head confirms that what was entered late was done in time."""

    reason: str = REASON


class Transfer(Frozen):
    """The person goes to another institution or bureau, with the file.

    `services`: whether the services of the plan are available there; with `none` the plan is suspended by the law.
    """

    to: Annotated[str, BeforeValidator(_as_written)] = Field(pattern=r"^[A-Za-z0-9-]{1,20}$")
    services: Literal["all", "some", "none"] = "all"
    reason: str = REASON


class End(Frozen):
    """The case ends on a ground of the law.

    `despite_later_entries`: the day stands although something is recorded as done after it; those entries are wrong.
    """

    ground: str = Field(pattern=RULE_ID)
    despite_later_entries: bool | None = None
    reason: str = REASON


class Vote(Frozen):
    """A member's open vote on the working version (art. 14(6))."""

    vote: Literal["for", "against"]
    reason: str = REASON


class Refuse(Frozen):
    """The convict refuses the assessment, the plan or one of its services (arts. 8(13), 14(9))."""

    what: Literal["assessment", "plan", "service"]
    reason: str = REASON


class Consent(Frozen):
    """The convict comes to agree after refusing (art. 14(9))."""

    reason: str = REASON


ACTIONS: dict[str, type[Frozen]] = {
    "suspend": Suspend,
    "resume": Resume,
    "extend": Extend,
    "assign": Assign,
    "confirm": Confirm,
    "transfer": Transfer,
    "end": End,
    "vote": Vote,
    "refuse": Refuse,
    "consent": Consent,
}
"""The content of each act other than `complete` and `correct`."""
