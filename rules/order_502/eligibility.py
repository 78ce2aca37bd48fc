"""Whom the rule covers, and how long a plan may be (articles 1(2), 5(a), 9(1), 14(1), 22(1))."""

from datetime import date
from typing import Literal

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.terms.calendar import WorkCalendar
from rules.terms.counting import count
from rules.terms.dates import months_after

ADULT_YEARS = 18
"""The age of majority (Civil Code); Order 502 says "adult" and gives no number."""


class Eligibility(Frozen):
    """The answer: whether, by which rule, and why in one sentence."""

    allowed: bool
    rule: str
    reason: str


def is_adult(born: date, on: date) -> bool:
    """Whether a person born on `born` is of age on `on` (the birthday counts)."""
    return months_after(born, 12 * ADULT_YEARS) <= on


@cites("o502.3.a")
def beneficiary(
    who: Literal["convict", "conditionally_sentenced", "former_prisoner"], born: date, on: date
) -> Eligibility:
    """Whether a person is a beneficiary: an adult convict, a conditionally sentenced person or a former prisoner."""
    if who == "convict" and not is_adult(born, on):
        return Eligibility(allowed=False, rule="o502.3.a", reason=f"not yet {ADULT_YEARS} on {on}")
    return Eligibility(allowed=True, rule="o502.3.a", reason=f"a beneficiary: {who.replace('_', ' ')}")


@cites("o502.5.a", "o502.1.2")
def case_management(status: Literal["convict", "accused"], born: date, on: date) -> Eligibility:
    """Whether a person in an institution may be included: adult convicts may, the accused may not."""
    if status == "accused":
        return Eligibility(
            allowed=False,
            rule="o502.1.2",
            reason="an accused person gets psychological service only, no case management",
        )
    covered = beneficiary("convict", born, on)
    if not covered.allowed:
        return Eligibility(allowed=False, rule="o502.5.a", reason=covered.reason)
    return Eligibility(allowed=True, rule="o502.5.a", reason="an adult convict")


@cites("o502.18")
def agency_case_management(born: date, on: date) -> Eligibility:
    """Whether chapter III covers a convict of the Agency: every adult on the register of a bureau, whatever the legal
    status."""
    if not is_adult(born, on):
        return Eligibility(allowed=False, rule="o502.18", reason=f"not yet {ADULT_YEARS} on {on}")
    return Eligibility(allowed=True, rule="o502.18", reason="an adult convict of the Agency")


@cites("o502.9.1", "o502.22.1")
def women_questionnaire(
    sex: Literal["female", "male"], born: date, on: date, *, chapter: Literal["II", "III"] = "II"
) -> Eligibility:
    """Whether Annex 2 may be filled in: only for adult women convicts, at any risk level and on any route."""
    by = "o502.9.1" if chapter == "II" else "o502.22.1"
    if sex != "female":
        return Eligibility(allowed=False, rule=by, reason="the questionnaire is for women convicts only")
    if not is_adult(born, on):
        return Eligibility(allowed=False, rule=by, reason=f"not yet {ADULT_YEARS} on {on}")
    return Eligibility(allowed=True, rule=by, reason="an adult woman convict")


@cites("o502.14.1")
def plan_length(approved: date, planned_end: date, calendar: WorkCalendar) -> Eligibility:
    """Whether a plan may run until `planned_end`: at most 6 months from the director's approval."""
    latest = count("o502.14.1", approved, calendar).raw_end
    length = rule("o502.14.1").duration
    assert length is not None
    months = f"{length.value} {length.unit.value}s"
    if planned_end < approved:
        return Eligibility(allowed=False, rule="o502.14.1", reason="the plan ends before its approval")
    if planned_end > latest:
        return Eligibility(
            allowed=False,
            rule="o502.14.1",
            reason=f"the plan runs to {planned_end}, beyond {latest} ({months} from approval on {approved})",
        )
    return Eligibility(allowed=True, rule="o502.14.1", reason=f"within {months} of the approval of {approved}")
