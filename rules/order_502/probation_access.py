"""Who may see which paper of a convict of the Agency (articles 22(1), 30(6))."""

from models.base import Frozen
from rules.catalogue import UnknownName, form
from rules.citing import cites
from rules.order_502.probation_team import case_manager

BY = "o502.30.6"

FOR_ASSIGNING = ("doc-specialist-request", "doc-extension-request")
"""What the head of the division sees: the request and what is needed to decide it (21), never the forms."""

OWN_OF_CONVICT = ("annex-12",)
"""The plan and its changes are made known to the convict (24(4), 24(7)); nothing else is."""

GUESTS = ("thematic_expert", "invited_specialist")


class ProbationAccess(Frozen):
    """The answer; `for_lawyer` says that a refusal to the convict goes to a lawyer (the data law may go further)."""

    allowed: bool
    rule: str
    reason: str
    for_lawyer: bool = False


@cites(BY)
def may_see_probation(
    document: str, role: str, *, in_team: bool = False, is_supervisor: bool = False, receives_file: bool = False
) -> ProbationAccess:
    """Whether `role` may see `document` of a probation case.

    `in_team`: assigned to this case and not yet at the end of the own work; `is_supervisor`: invited to this case;
    `receives_file`: of the bureau or agency to which it has been handed over (30(1), 30(8)). Where there is no team
    the officer counts as the team.
    """
    try:
        form(document, "o502", "o502-b")
    except UnknownName:
        return _no(f"{document} is no paper of chapter III")
    if role == "probation_convict":
        if document in OWN_OF_CONVICT:
            return _yes("the own plan and its changes are made known to the convict")
        return ProbationAccess(
            allowed=False, rule=BY, reason="the convict is shown the own plan and nothing else", for_lawyer=True
        )
    if role in GUESTS:
        return _no("guests hear and advise; they see no document")
    if role == "resocialisation_division_head":
        if document in FOR_ASSIGNING:
            return _yes("the request that the head decides")
        return _no("the head sees requests, not the forms")
    if role == "professional_supervisor":
        return _yes("the supervisor of this case") if is_supervisor else _no("a supervisor sees a case when invited")
    if receives_file:
        return _yes("the case was handed over here")
    if role == case_manager():
        return _yes("the probation officer leads the team, and is it where there is none")
    return _yes("a member of the team") if in_team else _no("open only to the team and the professional supervisor")


def _yes(reason: str) -> ProbationAccess:
    return ProbationAccess(allowed=True, rule=BY, reason=reason)


def _no(reason: str) -> ProbationAccess:
    return ProbationAccess(allowed=False, rule=BY, reason=reason)
