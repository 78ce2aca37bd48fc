"""The service's own policy of reminding and escalating (`policy.yaml`), which is not law; read at import."""

from collections.abc import Mapping
from datetime import date, time
from typing import Literal

from pydantic import Field

from law.reading import load_yaml
from models.base import Frozen
from models.terms import Duration


class Hours(Frozen):
    """When people are told things."""

    from_: time = Field(alias="from")
    to: time


class LengthClass(Frozen):
    """The ladder of the terms up to a length (None: all longer ones)."""

    up_to_days: int | None
    reminders_before: tuple[int, ...]
    rungs_after: Mapping[int, int]


class NoTerm(Frozen):
    """The reminders of a step without a term."""

    reminders_after: tuple[int, ...]


class Words(Frozen):
    """A phrase in both languages."""

    en: str
    ka: str


class RolePolicy(Frozen):
    """The lowest level that stands above a role."""

    lowest_level: int


class DangerPolicy(Frozen):
    """Danger-risk reviews: how long before the end of a periodic term the planning warning comes, by edition, and
    the day from which a review that names no edition runs under the later rule."""

    plan_weeks: Mapping[str, int]
    later_rule_from: date


class CouncilPolicy(Frozen):
    """How far ahead a council's quorum is looked at; the smallest group that statistics show."""

    quorum_ahead_months: int
    small_group: int


class Policy(Frozen):
    """The whole policy."""

    kind: Literal["policy"]
    working_hours: Hours
    classes: Mapping[str, LengthClass]
    no_term: NoTerm
    terms: Mapping[str, Duration]
    words: Words
    roles: Mapping[str, RolePolicy]
    council: CouncilPolicy
    danger: DangerPolicy


POLICY = Policy(**load_yaml("policy.yaml"))
