"""The papers of the case administrator: Annex 9 and the director's agreement (art. 13)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from models.base import Frozen
from models.forms.annex_01 import Part1
from models.forms.plan import TEXT, Annex08


class Result(Frozen):
    """What became of one service of the plan."""

    service: str = Field(min_length=2, max_length=500)
    result: Literal["done", "partly", "not_done"]
    notes: str = Field(default="", max_length=4000)


class Annex09(Frozen):
    """Monitoring of the administrator's individual plan (art. 13(3))."""

    form: Literal["annex-09"] = "annex-09"
    results: tuple[Result, ...] = ()
    summary: str = TEXT


class DirectorAgreement(Frozen):
    """The director agrees with the administrator's plan or returns it with remarks (art. 13(5))."""

    form: Literal["director-agreement"] = "director-agreement"
    decision: Literal["agreed", "returned"] = "agreed"
    remarks: str = Field(default="", max_length=4000)

    @model_validator(mode="after")
    def _returned_with_remarks(self) -> Self:
        if self.decision == "returned" and not self.remarks.strip():
            raise ValueError("a plan is returned with remarks: say what the case administrator should change")
        return self


FORMS: dict[str, type[Frozen]] = {
    "annex-09": Annex09,
    "director-agreement": DirectorAgreement,
}

ACTIONS: dict[str, type[Frozen]] = {
    "screen": Part1,
    "reassess": Annex08,
    "monitor": Annex09,
}
"""Own acts of the process: a new screening of serious harm (13(7)); early reassessment or monitoring (13(6))."""
