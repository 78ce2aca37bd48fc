"""What the papers of a danger-risk review must say before they are taken: who, where, since when, and why."""

from collections.abc import Callable
from datetime import date

from models.acts import Act, Refusal
from models.danger_review import Facts
from rules.danger.edition import Edition, edition
from rules.terms.dates import local_date
from workflows.danger_sitting import nobody_leads
from workflows.danger_votes import chaired, no
from workflows.steps.duty import base
from workflows.steps.voice import day as in_words

DAYS = {
    "list_received_on": "security_list",
    "received_on": "send_decision",
    "learned_on": "ask_consent",
    "copy_received_on": "order",
    "known_on": "recuse",
    "circumstances_on": "petition_says",
}
"""Days that a paper names of what has happened, each with the matter it is about."""


def check(f: Facts, act: Act, key: str | None) -> Refusal | None:
    """What is missing in the paper of an act, or cannot be."""
    e = edition(f.edition)
    found = SAYS.get(base(key) if act.act == "complete" and key is not None else act.act)
    return _days(f, e, act) or (found(f, e, act) if found else None)


def _days(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """A paper names no day in the future, and none before what it answers."""
    earliest = {
        "list_received_on": act.on or local_date(act.at),
        "received_on": f.now.decided_on,
        "learned_on": f.now.decided_on,
    }
    for name, matter in DAYS.items():
        said = act.codes.get(name)
        if said is None:
            continue
        on, first = date.fromisoformat(str(said)), earliest.get(name)
        if on > local_date(act.at):
            return no(e.rule(matter), f"'{name}' lies in the future: {in_words(on)}", "Give the day when it has come")
        if first is not None and on < first:
            return no(
                e.rule(matter),
                f"'{name}' ({in_words(on)}) is before what it follows, {in_words(first)}",
                "Give the day on which it really happened",
            )
    return None


def _order(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not act.codes.get("stays") and not act.codes.get("institution"):
        return no(
            e.rule("choice"),
            "The order does not say where the convict will serve",
            "Name the institution, or say that the convict stays (stays)",
        )
    return None


def _told(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not act.codes.get("petitions", True) or act.codes.get("described") or f.now.start == "petition":
        return None
    return no(
        e.rule("petition_says"),
        "The director turns to the team without describing the circumstances",
        "Describe them in the answer (circumstances), or answer that there is no petition (petitions: false)",
    )


def _led(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if not (act.codes.get("head") or f.now.head):
        return no(
            e.rule("head_leads"),
            "It is not said who leads the session",
            "Name the seat of the team's head (head), or put the case on the agenda of the team's session",
        )
    return None


def _vote(f: Facts, e: Edition, act: Act) -> Refusal | None:
    return chaired(f, e) if nobody_leads(f) else None


SAYS: dict[str, Callable[[Facts, Edition, Act], Refusal | None]] = {
    "order": _order,
    "answer": _told,
    "consider": _led,
    "vote": _vote,
}
"""Step or act → what its paper must say."""
