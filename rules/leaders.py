"""Who answers for a body, or for a worker whom the act leaves unnamed."""

_LEADERS = {
    "team": "case_manager",
    "team/probation_cycle": "probation_officer",
    "prison_social_worker": "case_manager",
    "prison_social_worker/administrator_plan": "case_administrator",
    "council": "council_chair",
}
"""The case manager leads the team and sees that it meets (Order 502 art. 10(5)), in chapter III the probation officer
(23(8)); the institution's social worker of 17(5) is whoever holds the case; the chair leads the council (Order 320 art.
8(1))."""


def leader(actor: str, process: str) -> str:
    """The role whose post answers for `actor` in a case of the process; the actor itself when it is a post."""
    return _LEADERS.get(f"{actor}/{process}") or _LEADERS.get(actor, actor)
