"""Psychological service: who submits the plan, who may write a characteristic, who asks how (article 12)."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.eligibility import Eligibility, is_adult
from rules.terms.dates import days_after, months_after

DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12

OWN_REQUEST = ("convict", "accused", "case_manager", "psychologist")
"""Who asks for a consultation without a form; the psychologist writes down what the person asked for."""

OTHERS = (
    "other_specialist", "case_administrator", "legal_regime_officer", "special_registration_officer",
    "suicide_prevention_coordinator", "doctor", "invited_specialist", "professional_supervisor", "director",
)  # fmt: skip
"""Specialists who ask by Annex 10; the case administrator is one of them."""

FOR_EVERYBODY = ("o502.12.1", "o502.12.5", "o502.12.6", "o502.12.12", "o502.12.13.1", "o502.12.13.2")
"""What article 12 gives to those who are not in case management."""


@cites("o502.1.2")
def psychological_service(born: date, on: date) -> Eligibility:
    """Whether a person in an institution may be given the service under this order: adults, accused or convicted."""
    if not is_adult(born, on):
        return Eligibility(allowed=False, rule="o502.1.2", reason=f"not yet of age on {on}")
    return Eligibility(allowed=True, rule="o502.1.2", reason="an adult accused or convicted person")


@cites("o502.8.10.a.2")
def after_a_week_of_work(started: date) -> date:
    """The first day on which the short-term strategy may be discussed: no latest one is set."""
    length = rule("o502.8.10.a.2").duration
    assert length is not None
    return days_after(started, DAYS_OF_A_WEEK * length.value)


@cites("o502.12.14")
def open_to(rule_ids: Iterable[str], *, in_case_management: bool) -> Eligibility:
    """Whether a duty or act under these rules is open to the person.

    Those who are not in case management keep what names accused persons or all convicts; the tracks by weeks and the
    approval of the plan as part of the individual plan are for case management alone.
    """
    if in_case_management or any(r in FOR_EVERYBODY for r in rule_ids):
        return Eligibility(allowed=True, rule="o502.12.14", reason="article 12 gives it to this person")
    return Eligibility(
        allowed=False,
        rule="o502.12.14",
        reason="for a person who is not in case management the order on registers and personal files says how",
    )


@cites("o502.12.2.e", "o502.12.4.2")
def submitter(track: Literal["instant", "high_risk", "planned", "general"], holder: str) -> tuple[str, str]:
    """Who submits the plan to the director, and the rule: the psychologist on the instant track, else the holder."""
    if track == "instant":
        return "psychologist", "o502.12.4.2"
    return holder, "o502.12.2.e"


@cites("o502.12.2.e")
def outlasts(plan_ends: date | None, individual_plan_ends: date | None) -> bool:
    """Whether the plan is set to end after the individual plan that it is part of: a warning, never a bar."""
    return plan_ends is not None and individual_plan_ends is not None and plan_ends > individual_plan_ends


@cites("o502.12.12")
def characteristic(requested: date, *, working: bool, ended: date | None) -> Eligibility:
    """Whether one psychologist fills in the own form for a characteristic asked for on `requested`.

    `working` now with the convict, or the work ended on `ended` not more than the rule's year before the request: the
    same date a year earlier still counts. A bar is not moved to a working day.
    """
    by = "o502.12.12"
    if working:
        return Eligibility(allowed=True, rule=by, reason="works with the convict now")
    if ended is None:
        return Eligibility(allowed=False, rule=by, reason="the psychologist has not worked with the convict")
    length = rule(by).duration
    assert length is not None
    earliest = months_after(requested, -MONTHS_OF_A_YEAR * length.value)
    if ended < earliest:
        return Eligibility(
            allowed=False,
            rule=by,
            reason=f"the work ended on {ended}, more than {length.value} year before the request of {requested}",
        )
    return Eligibility(allowed=True, rule=by, reason=f"the work ended on {ended}, within the year before the request")


@cites("o502.12.13.1", "o502.12.13.2")
def request(role: str) -> Literal["own", "annex-10"] | None:
    """How `role` approaches the psychologist: without a form, by Annex 10, or not at all."""
    if role in OWN_REQUEST:
        return "own"
    return "annex-10" if role in OTHERS else None


@cites("o502.12.6")
def passes_on(holder: str, *, in_case_management: bool) -> str:
    """Who takes a referral to another specialist on: the holder of the case, else a social worker of the place."""
    return holder if in_case_management else "prison_social_worker"
