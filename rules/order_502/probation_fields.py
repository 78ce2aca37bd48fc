"""Who fills in which fields of part III, and how a specialist comes to see that another is needed (article 21)."""

from collections.abc import Collection

from models.base import Frozen
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502.probation_routing import PSYCHOLOGIST, SOCIAL_WORKER, Specialist

FIRST_SOCIAL_WORKER, FIRST_PSYCHOLOGIST, OFFICER = "o502.21.5.1", "o502.21.11.3", "o502.21.2.2"


class FieldsAnswer(Frozen):
    """Whether these fields may be filled in so; if not, by which rule and why."""

    allowed: bool
    rule: str
    reason: str = ""


@cites(FIRST_SOCIAL_WORKER, FIRST_PSYCHOLOGIST, OFFICER)
def fields_of(by_rule: str) -> tuple[int, ...]:
    """The fields that the rule gives to its specialist: all fourteen to the social worker, ten to the psychologist,
    four to the officer beside the psychologist."""
    return tuple(rule(by_rule).values["fields"])


def all_fields() -> tuple[int, ...]:
    """Every dynamic field of Annex 1 (3-16)."""
    return fields_of(FIRST_SOCIAL_WORKER)


@cites(FIRST_SOCIAL_WORKER, FIRST_PSYCHOLOGIST, OFFICER)
def own_fields(by_rule: str, given: Collection[int]) -> FieldsAnswer:
    """Whether `given` are just the fields that the rule gives to its specialist: none of another's, none missing."""
    wanted = set(fields_of(by_rule))
    strange = sorted(set(given) - wanted)
    if strange:
        return FieldsAnswer(
            allowed=False,
            rule=by_rule,
            reason=f"Field {_listed(strange)} is not for this specialist: {cite(by_rule)} gives {_listed(wanted)}",
        )
    missing = sorted(wanted - set(given))
    if missing:
        return FieldsAnswer(
            allowed=False, rule=by_rule, reason=f"Field {_listed(missing)} is not filled in ({cite(by_rule)})"
        )
    return FieldsAnswer(allowed=True, rule=by_rule)


def _listed(fields: Collection[int]) -> str:
    return ", ".join(str(f) for f in sorted(fields))


class SecondNeed(Frozen):
    """Whether the marked fields point to a second specialist: a prompt, never an order."""

    shown: bool
    rule: str
    fields: tuple[int, ...]
    specialist: Specialist


@cites("o502.21.9.1", "o502.21.15.1")
def second_need(first: Specialist, high: Collection[int], medium: Collection[int] = ()) -> SecondNeed:
    """Whether the fields marked high (for a social worker also medium) by the first specialist point to the other."""
    by = "o502.21.9.1" if first == SOCIAL_WORKER else "o502.21.15.1"
    values = rule(by).values
    marked = {*(high if "high" in values["level"] else ()), *(medium if "medium" in values["level"] else ())}
    fields = tuple(sorted(marked & set(values["fields"])))
    other = PSYCHOLOGIST if first == SOCIAL_WORKER else SOCIAL_WORKER
    return SecondNeed(shown=bool(fields), rule=by, fields=fields, specialist=other)


@cites("o502.21.5.2", "o502.21.5.3", "o502.21.11.2")
def meetings_counted(first: Specialist, meetings: int, home_visits: int) -> tuple[int, int]:
    """How many meetings count, and how many are needed: of the home visits at most one, and only the social
    worker's."""
    if first == PSYCHOLOGIST:
        return meetings, int(rule("o502.21.11.2").values["meetings_min"])
    most = int(rule("o502.21.5.3").values["home_visits_counted_as_meetings_max"])
    return meetings + min(home_visits, most), int(rule("o502.21.5.2").values["meetings_min"])
