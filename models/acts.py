"""What goes into a case and what comes back: acts (may be refused), facts (have happened), answers.

Only ids, codes and dates: no name, no free text. The words of a document stay in PostgreSQL.
"""

from datetime import date, datetime

from pydantic import Field

from models.base import Frozen

Code = str | int | bool | None
Codes = dict[str, Code | list[str] | list[int] | dict[str, str]]


class Act(Frozen):
    """What a person does to a case; the argument of the Update `act`.

    `document` is the id of the stored document and of the Update; `step` is a step's key or any rule of it;
    `at` the legal instant of the entry, `on` the day the thing was done (a day in Tbilisi), when another.
    """

    document: str
    act: str
    by: str
    staff: str | None = None
    step: str | None = None
    form: str | None = None
    at: datetime
    on: date | None = None
    codes: Codes = Field(default_factory=dict)


class Told(Frozen):
    """A fact that has happened, told to a case by another case or by a register; the argument of the Signal `tell`."""

    id: str
    fact: str
    on: date
    at: datetime
    source: str | None = None
    codes: Codes = Field(default_factory=dict)


class Owing(Frozen):
    """One step that is owed, as an answer shows it."""

    step: str
    rule: str
    actor: str
    due: date | None = None


class Answer(Frozen):
    """The state of the case after an act: what was closed, what is newly owed, where the case stands."""

    stage: str
    done: str | None = None
    late: bool | None = None
    opened: tuple[Owing, ...] = ()
    closed: str | None = None


class Refusal(Frozen):
    """Why an act was not accepted: the rule, one sentence, and what to do instead."""

    rule: str | None
    because: str
    way_on: str

    def sentence(self) -> str:
        """The refusal as a person reads it."""
        cited = f" [{self.rule}]" if self.rule else ""
        return f"{self.because}{cited}. {self.way_on}"


REFUSED = "vada.refused"
"""The `type` of the ApplicationError that carries a Refusal; Temporal matches failures by this name."""

MISMATCH = "vada.mismatch"
"""The `type` of the failure when the stored document does not say what the act claims."""

TROUBLE = "vada.trouble"
"""The `type` of the failure when our own code failed inside a handler; the case lives on."""
