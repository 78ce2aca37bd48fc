"""The case administrator's plan: services by agreement, and the way back to a case manager (article 13)."""

from models.forms.plan import Annex08
from models.levels import Level
from rules.catalogue import rule
from rules.citing import cites


@cites("o502.13.2.1")
def refused_but_planned(plan: Annex08) -> tuple[str, ...]:
    """The services that the convict refused and that the plan names all the same; there should be none."""
    refused = {_same(service) for service in plan.refused_services}
    return tuple(m.service for m in plan.measures if _same(m.service) in refused)


@cites("o502.13.7")
def goes_back(serious_harm: Level) -> bool:
    """Whether serious harm of this level sends the case back to a case manager."""
    return serious_harm in rule("o502.13.7").values["shr"]


def _same(service: str) -> str:
    """A service's name, however it is spaced or capitalised."""
    return " ".join(service.casefold().split())
