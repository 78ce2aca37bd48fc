"""Who may see which document of a case file (article 17(6))."""

from typing import Literal

from models.base import Frozen
from rules.catalogue import UnknownName, form, rule
from rules.citing import cites

Track = Literal["team", "administrator"]

CLOSED, ON_REQUEST = "o502.17.6.1", "o502.17.6.2"

TEAM_ROLES = ("case_manager", "case_administrator", "legal_regime_officer", "psychologist")
"""Who can sit in a team (10(2)); invited specialists advise and see nothing (10(4))."""

BY_FUNCTION = {
    "special_registration_officer": ("annex-01-part-2",),
    "director": ("annex-04", "annex-06", "annex-08", "doc-minutes", "doc-team-order"),
}
"""Roles outside the team whom the order puts to work on a document, and that document alone."""

REFERRED_PSYCHOLOGIST = ("annex-01-part-1", "annex-10")
"""What the psychologist sees when referred but not in a team, beside the own documents."""

PERSONS = ("convict", "official_representative")


class Access(Frozen):
    """The answer: whether, by which rule, and why in one sentence."""

    allowed: bool
    rule: str
    reason: str


@cites("o502.17.6.1", "o502.17.6.2", "o502.10.4")
def may_see(
    document: str,
    role: str,
    *,
    in_team: bool = False,
    is_supervisor: bool = False,
    track: Track = "team",
    referred_psychologist: bool = False,
    own_document: bool = False,
) -> Access:
    """Whether `role` may see `document` of the case.

    `in_team`: a member of this case's team; `is_supervisor`: the supervisor invited to this case;
    `own_document`: the person filled it in. The case manager leads the case from its first day, so counts as
    the team on the team's track.
    """
    try:
        form(document, "o502", "o502-a")
    except UnknownName:
        return _no(CLOSED, f"{document} is no document of chapter II")
    if role in PERSONS:
        return _person(document, role)
    if own_document:
        return _yes(CLOSED, f"{role} filled it in")
    if role == "professional_supervisor" or is_supervisor:
        if is_supervisor:
            return _yes(CLOSED, "the professional supervisor of this case")
        return _no(CLOSED, "a supervisor sees a case only when invited to it")
    if role in BY_FUNCTION:
        if document in BY_FUNCTION[role]:
            return _yes(CLOSED, f"{role} works on this document by the order")
        return _no(CLOSED, f"{role} sees only {', '.join(BY_FUNCTION[role])}")
    if _counts_as_team(role, in_team, track):
        return _yes(CLOSED, "the administrator counts as the team" if track == "administrator" else "a team member")
    if role == "psychologist" and referred_psychologist:
        if document in REFERRED_PSYCHOLOGIST:
            return _yes(CLOSED, "the psychologist to whom the convict is referred")
        return _no(CLOSED, f"a referred psychologist sees {' and '.join(REFERRED_PSYCHOLOGIST)} and own documents")
    return _no(CLOSED, "open only to the team members and the professional supervisor")


def _counts_as_team(role: str, in_team: bool, track: Track) -> bool:
    if track == "administrator":
        return role == "case_administrator"
    return role == "case_manager" or (in_team and role in TEAM_ROLES)


def _person(document: str, role: str) -> Access:
    annexes = rule(ON_REQUEST).values["annexes"]
    if document in {f"annex-{number:02d}" for number in annexes}:
        proof = ", with a document of authority" if role == "official_representative" else ""
        return _yes(ON_REQUEST, f"given on request{proof}; the request is logged")
    listed = ", ".join(str(number) for number in annexes)
    return _no(ON_REQUEST, f"only Annexes {listed} are given; the personal data law may go further, ask a lawyer")


def _yes(by: str, reason: str) -> Access:
    return Access(allowed=True, rule=by, reason=reason)


def _no(by: str, reason: str) -> Access:
    return Access(allowed=False, rule=by, reason=reason)
