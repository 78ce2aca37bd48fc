"""The catalogue, as the rooms that may not read `law` themselves see it."""

from law.catalogue import (
    UnknownName,
    UnknownRule,
    act_info,
    actor,
    actors,
    acts,
    event,
    form,
    form_ids,
    rule,
    rules,
)
from law.reading import Unreadable, line_of, parse_yaml

__all__ = [
    "UnknownName",
    "UnknownRule",
    "Unreadable",
    "act_info",
    "actor",
    "actors",
    "acts",
    "cite",
    "event",
    "form",
    "form_ids",
    "line_of",
    "parse_yaml",
    "rule",
    "rules",
]


def cite(rule_id: str, lang: str = "en") -> str:
    """The article of a rule as it is cited: "Order 502 art. 8(3)"."""
    found = rule(rule_id)
    short = act_info(found.act).short[lang]
    if not found.article[0].isdigit():
        return f"{short}, {found.article}"
    return f"{short} art. {found.article}" if lang == "en" else f"{short}, მუხლი {found.article}"
