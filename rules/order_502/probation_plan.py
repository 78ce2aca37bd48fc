"""The plan of chapter III: its length, its programmes, its end, and what may be recommended after (arts. 24-30)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, Protocol

from models.base import Frozen
from rules.catalogue import cite, rule
from rules.citing import cites

Direction = Literal["focused_on_criminal_behaviour", "linked_with_criminal_behaviour", "personal_and_social_skills"]

_DIRECTIONS: dict[str, str] = {
    "focused_on_criminal_behaviour": "o502.25.1.a",
    "linked_with_criminal_behaviour": "o502.25.1.b",
    "personal_and_social_skills": "o502.25.1.c",
}

STAGES_BEFORE_RETURN = 2
"""'Several stages' of 27(3): the text has no number; the reading takes the least that is more than one."""


class Verdict(Frozen):
    """Whether the law allows it; if not, by which rule and why."""

    allowed: bool
    rule: str
    reason: str = ""


class ProgrammeLike(Protocol):
    """What the rules ask of a programme."""

    @property
    def direction(self) -> str: ...
    @property
    def mandatory(self) -> bool | None: ...
    @property
    def provider(self) -> str: ...


@cites("o502.24.2")
def plan_length(months: int) -> Verdict:
    """At most 6 months from the day on which the plan is made known."""
    most = rule("o502.24.2").duration
    assert most is not None
    if months > most.value:
        reason = f"A plan of {months} months is longer than the {most.value} months of {cite('o502.24.2')}"
        return Verdict(allowed=False, rule="o502.24.2", reason=reason)
    return Verdict(allowed=True, rule="o502.24.2")


@cites(*_DIRECTIONS.values())
def is_mandatory(direction: str, chosen: bool | None) -> bool | Verdict:
    """Whether a programme is mandatory: by the text when it is focused on criminal behaviour, else as the team
    chose. A choice against the text, or none, is refused."""
    by = _DIRECTIONS[direction]
    may = rule(by).values["mandatory"]
    if may == ["yes"]:
        if chosen is False:
            reason = f"A programme {direction.replace('_', ' ')} is mandatory for the convict ({cite(by)})"
            return Verdict(allowed=False, rule=by, reason=reason)
        return True
    if chosen is None:
        reason = f"A programme {direction.replace('_', ' ')} is mandatory or voluntary: the team chooses ({cite(by)})"
        return Verdict(allowed=False, rule=by, reason=reason)
    return chosen


@cites("o502.25.2")
def may_provide(role: str) -> Verdict:
    """A provider is a social worker or a psychologist, never the probation officer."""
    if role in ("agency_social_worker", "agency_psychologist"):
        return Verdict(allowed=True, rule="o502.25.2")
    return Verdict(
        allowed=False,
        rule="o502.25.2",
        reason=f"'{role}' provides no programme: a provider is a social worker or a psychologist",
    )


@cites("o502.23.1.4", "o502.24.3", "o502.25.2")
def programmes(planned: Sequence[ProgrammeLike]) -> list[str] | Verdict:
    """Each programme as `provider:mandatory` or `provider:voluntary`, or what the law forbids in one of them."""
    found: list[str] = []
    for programme in planned:
        provider = may_provide(programme.provider)
        if not provider.allowed:
            return provider
        mandatory = is_mandatory(programme.direction, programme.mandatory)
        if isinstance(mandatory, Verdict):
            return mandatory
        found.append(f"{programme.provider}:{'mandatory' if mandatory else 'voluntary'}")
    return found


@cites("o502.24.5.2")
def goes_on(mandatory: bool, signed: bool, consented: bool) -> bool:
    """Whether a programme is carried out: a mandatory one whatever the signature, a voluntary one after a refused
    signature only with the convict's own yes."""
    return mandatory or signed or consented


@cites("o502.27.2", "o502.27.3.1")
def supervised_by(providers_of_mandatory: Collection[str], *, other_measures: bool) -> tuple[bool, tuple[str, ...]]:
    """After the plan: whether the officer supervises (it had educational or informational measures), and which
    providers do (they included the convict in a mandatory programme). Both may run side by side."""
    return other_measures, tuple(sorted(set(providers_of_mandatory)))


@cites("o502.27.3.3")
def may_return(entries: int) -> bool:
    """Whether the specialist may propose that the case goes back to the officer: after several stages."""
    return entries >= STAGES_BEFORE_RETURN


@cites("o502.30.2.1", "o502.30.2.2", "o502.30.2.3", "o502.30.2.4")
def outcome_of(ground: str, *, return_on: date | None = None) -> Literal["suspended", "terminated"]:
    """What a ground of 30(2) does to the plan: a stay abroad with a day of return suspends, all else terminates."""
    values = rule(ground).values
    if "outcome" in values:
        found: Literal["suspended", "terminated"] = values["outcome"]
        return found
    name = "outcome_if_temporary" if return_on is not None else "outcome_if_no_return_date"
    named: Literal["suspended", "terminated"] = values[name]
    return named


@cites("o502.29.1", "o502.29.2", "o502.29.3")
def may_recommend(
    serious_harm: str | None, reoffending: str | None, *, active_in_all: bool, aims_reached: bool
) -> Verdict:
    """Whether mitigation may be recommended: both levels low at a review, active in everything, aims reached."""
    values = rule("o502.29.1").values
    if serious_harm not in values["shr"] or reoffending not in values["reoffending_probability"]:
        return Verdict(allowed=False, rule="o502.29.1", reason="The review does not show both risks low")
    if not active_in_all:
        return Verdict(
            allowed=False, rule="o502.29.2", reason="The convict was not active in every programme of the plan"
        )
    if not aims_reached:
        return Verdict(allowed=False, rule="o502.29.3", reason="The aims of the plan are not reached")
    return Verdict(allowed=True, rule="o502.29.1")


@cites("o502.29.5")
def lighter_reporting() -> tuple[str, ...]:
    """The intervals of reporting that may be recommended, as `2_week` and `1_month`."""
    return tuple(f"{x['value']}_{x['unit']}" for x in rule("o502.29.5").values["reporting_once_in"])


@cites("o502.29.6")
def may_lift(half_passed_on: date | None, today: date) -> Verdict:
    """Whether lifting may be recommended: after half of the sentence, counted in days, has passed."""
    if half_passed_on is None:
        return Verdict(
            allowed=False, rule="o502.29.6", reason="The day on which half of the sentence has passed is not known"
        )
    if today < half_passed_on:
        return Verdict(
            allowed=False, rule="o502.29.6", reason=f"Half of the sentence has passed only on {half_passed_on}"
        )
    return Verdict(allowed=True, rule="o502.29.6")


@cites("o502.29.6")
def half_of_sentence(begins: date, ends: date) -> date:
    """The day by which the part of the sentence that the article names has passed, counted in days."""
    part = rule("o502.29.6").values["part_of_sentence_passed_min"]
    days = (ends - begins).days
    return date.fromordinal(begins.toordinal() + -int(-days * part // 1))
