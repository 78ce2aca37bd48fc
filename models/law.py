"""The catalogue of the law as values: an act, a rule of it, who and what the rule names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from models.base import Frozen
from models.terms import Bound, Duration, Unit


class Named(Frozen):
    """An actor or an event, with the words of the act."""

    id: str
    en: str
    ka: str | None = None
    act: str
    part: str


class FormInfo(Frozen):
    """An annex, form or document that an act names; who fills it in and who may see it by that act."""

    id: str
    en: str
    ka: str | None = None
    act: str
    part: str
    filled_by: tuple[str, ...] = ()
    cited_in: tuple[str, ...] = ()
    content: str = ""
    visible_to: tuple[str, ...] = ()
    note: str | None = None


class ActInfo(Frozen):
    """An act of the catalogue. `in_force_from` is None where our copy of the act does not show it."""

    id: str
    part: str
    title: Mapping[str, str]
    short: Mapping[str, str]
    adopted: date | None = None
    in_force_from: date | None = None
    covers: str | None = None
    replaces: str | None = None
    issued_by: Mapping[str, str] | None = None
    legal_basis: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class DatedTerm(BaseModel):
    """The length of a term from the day it took force (None: from the beginning of the act)."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: date | None = Field(default=None, alias="from")
    value: int
    unit: Unit
    bound: Bound

    @property
    def duration(self) -> Duration:
        """The length alone."""
        return Duration(value=self.value, unit=self.unit, bound=self.bound)


class Rule(Frozen):
    """One operative rule: who must do what, until when, from which event, on which form."""

    id: str
    act: str
    part: str
    article: str
    process: str
    kind: str
    trigger: str | None = None
    actor: str | None = None
    duty: str
    terms: tuple[DatedTerm, ...] = ()
    forms: tuple[str, ...] = ()
    values: Mapping[str, Any] = Field(default_factory=dict)
    reading: str | None = None
    breach: str | None = None

    def term_on(self, day: date) -> DatedTerm | None:
        """The edition of the term in force on `day`; before the first one, the first one."""
        if not self.terms:
            return None
        in_force = [t for t in self.terms if t.from_ is None or t.from_ <= day]
        return in_force[-1] if in_force else self.terms[0]

    @property
    def duration(self) -> Duration | None:
        """The length in the newest edition."""
        return self.terms[-1].duration if self.terms else None
