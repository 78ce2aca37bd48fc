"""The catalogue, as the rooms that may not read `law` themselves see it."""

import re

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
    if lang == "en":
        return f"{short} art. {found.article}"
    article = _POINT.sub(lambda point: f"({_LETTERS[ord(point[1]) - ord('a')]})", found.article)
    return f"{short}, მუხლი {article}"


_POINT = re.compile(r"\(([a-z])\)")
_LETTERS = "აბგდევზთიკლმნოპჟრსტუფქღყშჩ"
"""The catalogue counts an act's points in Latin letters, the act in Georgian ones: its 3(k) is point ლ, not კ."""
