"""Who may see which paper of a convict of the Agency (articles 22(1), 30(6))."""

from collections.abc import Sequence

from models.base import Frozen
from models.probation_cycle import Facts
from rules.catalogue import UnknownName, form
from rules.citing import cites
from rules.order_502.access import Access
from rules.order_502.case_file import Given, P, in_the_file, latest
from rules.order_502.probation_team import case_manager

BY, EXCHANGE = "o502.30.6", "o502.30.8"

FOR_ASSIGNING = ("doc-specialist-request", "doc-extension-request")
"""What the head of the division sees: the request and what is needed to decide it (21), never the forms."""

OWN_OF_CONVICT = ("annex-12",)
"""The plan and its changes are made known to the convict (24(4), 24(7)); nothing else is."""

GUESTS = ("thematic_expert", "invited_specialist")

ON_PAPER = {
    "pro-ask_extension": "doc-extension-request",
    "pro-ask_specialist": "doc-specialist-request",
    "plan-introduction": "annex-12",
    "plan-change": "annex-12",
}
"""Papers of ours that belong to one that the chapter names: whoever sees that one sees them."""


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


def on_paper(kept_as: str | None) -> str:
    """The chapter's form of a stored document; papers without one are the case file's."""
    found = ON_PAPER.get(kept_as or "", kept_as or "doc-case-file")
    try:
        form(found, "o502", "o502-b")
    except UnknownName:
        return "doc-case-file"
    return found


@cites(BY)
def reader(
    kept_as: str | None, role: str | None, f: Facts, *, works_with: bool = False, own_document: bool = False
) -> Access:
    """Whether a member of staff may read a document of a probation case.

    `works_with`: it is this person who has the role in the case, not another of the bureau (23(2)). The specialist
    is in the team from the assignment until the case goes back to the officer; the supervisor from the invitation on.
    """
    if role is None:
        return Access(allowed=False, rule=BY, reason="open only to people with a role in the case")
    if own_document:
        return Access(allowed=True, rule=BY, reason=f"{role} filled it in")
    if role == case_manager() and not works_with:
        return Access(allowed=False, rule=BY, reason="another probation officer has this case")
    track = f.tracks.get(role)
    said = may_see_probation(
        on_paper(kept_as),
        role,
        in_team=works_with and track is not None and track.assigned_on is not None and role not in f.plan.returns,
        is_supervisor=f.plan.disagreed_on is not None,
    )
    return Access(allowed=said.allowed, rule=said.rule, reason=said.reason)


@cites(BY)
def on_request(papers: Sequence[P], requester: str) -> tuple[Given, ...]:
    """What is given to the convict who asks: the own plan and its changes. To a representative the article gives
    nothing; a refusal goes to a lawyer."""
    answer = []
    for paper in latest(in_the_file(papers)):
        role = "probation_convict" if requester == "convict" else requester
        seen = may_see_probation(on_paper(paper.form), role)
        answer.append(
            Given(
                document=paper.id, form=paper.form or "note", allowed=seen.allowed, rule=seen.rule, reason=seen.reason
            )
        )
    return tuple(answer)
