"""What the case manager does as leader of the team (art. 10(5)), and the preparation for release (art. 17(7))."""

from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.forms.plan import TEXT, Role

Led = Literal["first_information", "member_information", "tasks", "plan_oversight"]


class Lead(Frozen):
    """One thing done in leading: information collected, tasks given out, the carrying out of the plan looked after.

    `members` are those who gave information or got a task; what it was stands in `notes`.
    """

    what: Led
    members: tuple[Role, ...] = ()
    notes: str = TEXT


class PrepareRelease(Frozen):
    """Cooperation with other agencies while the convict is prepared for release; the first opens the preparation."""

    agencies: tuple[str, ...] = Field(min_length=1, max_length=20)
    notes: str = TEXT


class Presentation(Frozen):
    """The plan was presented to the convict (art. 14(7)); what the convict said to it (art. 4(1)(k.a))."""

    form: Literal["plan-presentation"] = "plan-presentation"
    views: str = TEXT


ACTIONS: dict[str, type[Frozen]] = {"lead": Lead, "prepare_release": PrepareRelease}
FORMS: dict[str, type[Frozen]] = {"plan-presentation": Presentation}
