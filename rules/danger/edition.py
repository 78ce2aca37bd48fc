"""The two editions as one value: where they differ in a number or a name, the difference is here and is data.

Code asks an edition for the rule of a matter (`edition.rule("decide")`), never for a rule id. A matter that an edition
does not know has no rule there; a step that only one edition has is an `if edition.has(...)`.
"""

from datetime import date
from functools import cache
from typing import Any, Literal

from models.base import Frozen
from models.terms import Duration
from rules import catalogue
from rules.citing import cites
from rules.danger.matters import MATTERS

EditionId = Literal["o70", "dr2"]
Kind = Literal["low", "medium", "increased", "high"]


class Edition(Frozen):
    """One edition of the rule."""

    id: EditionId

    def has(self, matter: str) -> bool:
        """Whether this edition has a rule of the matter."""
        return bool(MATTERS[matter][self._column])

    def rules(self, *matters: str) -> tuple[str, ...]:
        """The rules of the matters in this edition, those it has."""
        return tuple(r for m in matters for r in MATTERS[m][self._column].split())

    def rule(self, matter: str) -> str:
        """The first rule of a matter; LookupError when this edition has none."""
        found = self.rules(matter)
        if not found:
            raise LookupError(f"{self.id} has no rule on '{matter}'")
        return found[0]

    def values(self, matter: str) -> dict[str, Any]:
        """The numbers and names that the rule of a matter gives."""
        return dict(catalogue.rule(self.rule(matter)).values)

    def term(self, matter: str) -> Duration:
        """The term of the rule of a matter."""
        found = catalogue.rule(self.rule(matter)).duration
        if found is None:
            raise LookupError(f"{self.rule(matter)} gives no term")
        return found

    def actor(self, matter: str) -> str:
        """Whom the rule of a matter names."""
        return str(catalogue.rule(self.rule(matter)).actor)

    @property
    def _column(self) -> int:
        return 0 if self.id == "o70" else 1

    @property
    def director(self) -> str:
        """Who decides on the transfer: the department's director, later the General Director."""
        return self.actor("order")

    @property
    def secretariat(self) -> str:
        """Who serves the team and keeps its minutes."""
        return self.actor("minutes_kept")

    @property
    def registry(self) -> str:
        """Who registers the decisions."""
        return self.actor("registered")

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats of the team."""
        return tuple(self.values("seats")["seats"])

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of danger risk, from the lowest."""
        return tuple(self.values("kinds")["kinds"])

    @property
    def data_form(self) -> str:
        """The primary data form, by its qualified id (its number differs by edition)."""
        return "o70.annex-02" if self.id == "o70" else "dr2.annex-01"

    @property
    def security_form(self) -> str:
        """The security form, by its qualified id."""
        return "o70.annex-03" if self.id == "o70" else "dr2.annex-02"


@cache
def edition(name: str) -> Edition:
    """The edition of that id."""
    return Edition.model_validate({"id": name})


BOTH: tuple[Edition, ...] = (edition("o70"), edition("dr2"))


@cites("o70.ord6")
def edition_on(day: date, later_from: date | None) -> Edition:
    """The edition in force on a day. `later_from` is the day on which the later rule took force, where it is known.

    Raises LookupError before Order 70 was in force, and where the day of the later rule is not known.
    """
    first = catalogue.act_info("o70").in_force_from
    if first is not None and day < first:
        raise LookupError(f"no rule on danger risk was in force on {day.isoformat()}; Order 70 began on {first}")
    if later_from is None:
        raise LookupError("the day on which the later rule took force is not known here; name the edition")
    return edition("dr2" if day >= later_from else "o70")
