"""The team of chapter III: who is in it, how it agrees, when it meets again (article 23)."""

from collections.abc import Collection, Mapping

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.probation_routing import SERVICE_OF

GUESTS = ("professional_supervisor",)
"""Who attends beside the guests of 23(7): the supervisor, called when needed."""


@cites("o502.23.2", "o502.19.3")
def probation_members(specialists: Collection[str]) -> tuple[str, ...]:
    """The members: the officer and every specialist assigned; nobody when none is (the officer works alone)."""
    values = rule("o502.23.2").values
    sitting = tuple(s for s in values["at_least_one_of"] if s in specialists)
    return (*values["always"], *sitting) if sitting else ()


@cites("o502.19.2")
def case_manager() -> str:
    """The case manager of the Agency's convicts: the probation officer, whoever does the main work."""
    return rule("o502.19.2").actor or "probation_officer"


@cites("o502.23.3")
def team_possible(services: Collection[str]) -> bool:
    """Whether the territory has the service of a social worker or of a psychologist."""
    return any(service in services for service in SERVICE_OF.values())


class Meeting(Frozen):
    """Whether a meeting holds as it was minuted; if not, by which rule and why."""

    holds: bool
    rule: str = "o502.23.2"
    reason: str = ""


@cites("o502.23.2", "o502.23.7.1", "o502.23.7.2", "o502.23.8.a", "o502.23.8.c")
def meeting_holds(
    members: Collection[str], present: Collection[str], invited: Collection[str], informed_by: Collection[str]
) -> Meeting:
    """The officer and a specialist are there; who is not has told what he or she knows; guests are of 23(7)."""
    may_come = {*rule("o502.23.7.2").values["may_attend"], *GUESTS}
    strangers = sorted((set(invited) - may_come) | (set(present) - set(members) - may_come))
    if strangers:
        return Meeting(
            holds=False,
            rule="o502.23.7.2",
            reason=f"{_named(strangers)} is neither a member nor a guest whom the article names",
        )
    leader = rule("o502.23.8.a").actor
    if leader not in present:
        return Meeting(holds=False, rule="o502.23.8.a", reason="The probation officer leads the team and was not there")
    if not set(present) & (set(members) - {leader}):
        return Meeting(holds=False, reason="A team is the probation officer and at least one specialist of the case")
    unheard = sorted(set(members) - set(present) - set(informed_by))
    if unheard:
        return Meeting(
            holds=False,
            rule="o502.23.8.c",
            reason=f"Nothing was collected from {_named(unheard)}, a member who was not there",
        )
    return Meeting(holds=True)


class TeamAgreement(Frozen):
    """Whether all members agree."""

    agreed: bool
    against: tuple[str, ...]
    silent: tuple[str, ...]


@cites("o502.23.9.1", "o502.23.1.3")
def all_agree(members: Collection[str], positions: Mapping[str, str]) -> TeamAgreement:
    """Whether every member agrees: no majority and no casting vote here. Guests advise and do not count."""
    against = tuple(m for m in members if positions.get(m) == "disagree")
    silent = tuple(m for m in members if m not in positions)
    return TeamAgreement(agreed=not against and not silent, against=against, silent=silent)


@cites("o502.23.5.1", "o502.23.5.3")
def meets_after_plan(months: int) -> bool:
    """Whether a plan of this length is followed by a meeting in any case (5 months or longer), not only if needs are
    found."""
    return months >= int(rule("o502.23.5.1").values["plan_months_min"])


def _named(roles: Collection[str]) -> str:
    return ", ".join(role.replace("_", " ") for role in roles)
