"""The leading of the team (10(5)), the release prepared with others (17(7)), what a convict may refuse (4(1)(k))."""

from collections.abc import Collection, Mapping
from typing import Any

from models.acts import Codes, Refusal
from models.base import Frozen
from models.forms.leading import Lead, Led, PrepareRelease, Presentation
from rules.citing import cites
from rules.order_502.instrument import Instrument

LED: dict[str, str] = {
    "first_information": "o502.10.5.a",
    "member_information": "o502.10.5.c",
    "tasks": "o502.10.5.d",
    "plan_oversight": "o502.10.5.e",
}
RELEASE = "o502.17.7"
REFUSABLE = {"assessment": "o502.8.13", "plan": "o502.14.9.1", "service": "o502.14.9.1"}


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of these papers; None of others. Names of agencies and all notes stay in the document."""
    match document:
        case Lead():
            return {"what": document.what, "members": list(document.members)}
        case PrepareRelease():
            return {"agencies": len(document.agencies)}
        case Presentation():
            return {"views": bool(document.views.strip())}
        case _:
            return None


@cites("o502.10.5.a", "o502.10.5.c", "o502.10.5.d", "o502.10.5.e")
def may_lead(what: Led, members: Collection[str], team: Collection[str], *, plan_approved: bool) -> Refusal | None:
    """Why the case manager cannot have done this as leader now: no such members, or no plan that runs."""
    by = LED[what]
    if what in ("member_information", "tasks"):
        strangers = sorted(set(members) - set(team))
        if not team or not members or strangers:
            because = "There is no team yet" if not team else "No member of the team is named"
            if team and strangers:
                because = f"{', '.join(strangers)}: not of this team"
            return Refusal(rule=by, because=because, way_on=f"Name its members: {', '.join(team) or 'none so far'}")
    if what == "plan_oversight" and not plan_approved:
        return Refusal(
            rule=by,
            because="No plan is being carried out that could be looked after",
            way_on="Record it when the director has approved the plan",
        )
    return None


@cites("o502.17.7")
def may_prepare(by: str, *, holder: str, opened: bool) -> Refusal | None:
    """Whether this specialist may record cooperation: the holder of the case opens the preparation, others join."""
    if opened or by == holder:
        return None
    return Refusal(
        rule=RELEASE,
        because="The preparation for release has not been opened",
        way_on=f"Let the {holder.replace('_', ' ')}, who holds the case, record it first",
    )


@cites("o502.4.1.k")
def refusable(what: str) -> str | None:
    """The rule under which the convict may refuse it; None when it is nothing that can be refused.

    Case management is voluntary, and articles 1-17 set no sanction: a refusal closes nothing and is told to nobody
    but those who go on working with the convict.
    """
    return REFUSABLE.get(what)
