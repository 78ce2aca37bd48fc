"""The rule catalogue, read once at import.

Ids of forms, actors and events repeat from act to act (each act has its own annex 1). Without `act` the first
act that knows the id answers, in the order of `PARTS`.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

from law.reading import load_yaml
from models.law import ActInfo, FormInfo, Named, Rule

PARTS = ("o502-a", "o502-b", "o502-c", "o70", "dr2", "o320", "ags")


class UnknownRule(LookupError):
    """A rule id that no act of the catalogue has."""


class UnknownName(LookupError):
    """An actor, form, event or act that the catalogue does not have."""


def _read() -> tuple[dict[str, ActInfo], dict[str, Rule], list[Named], list[FormInfo], list[Named]]:
    acts: dict[str, ActInfo] = {}
    found: dict[str, Rule] = {}
    who: list[Named] = []
    papers: list[FormInfo] = []
    happenings: list[Named] = []
    for part in PARTS:
        body = load_yaml(f"{part}.yaml")
        act = body["act"]["id"]
        acts[part] = ActInfo(part=part, **body["act"])
        who += [Named(act=act, part=part, **a) for a in body["actors"]]
        papers += [FormInfo(act=act, part=part, **f) for f in body["forms"]]
        happenings += [Named(act=act, part=part, **e) for e in body["events"]]
        for raw in body["rules"]:
            if raw["id"] in found:
                raise ValueError(f"law/{part}.yaml: the rule id {raw['id']} stands twice in the catalogue")
            found[raw["id"]] = Rule(act=act, part=part, **raw)
    return acts, found, who, papers, happenings


_ACTS, _RULES, _ACTORS, _FORMS, _EVENTS = _read()

_Item = TypeVar("_Item", Named, FormInfo)


def _pick(kind: str, items: Iterable[_Item], name: str, act: str | None, part: str | None) -> _Item:
    known: list[str] = []
    for item in items:
        if (act is None or item.act == act) and (part is None or item.part == part):
            if item.id == name:
                return item
            known.append(item.id)
    raise UnknownName(f"'{name}' is no {kind} of {part or act or 'the catalogue'}{_near(name, known)}")


def _near(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=4, cutoff=0.6)
    return f"; near it: {', '.join(close)}" if close else ""


def rule(rule_id: str) -> Rule:
    """The rule of that id, or `UnknownRule` with the ids near it."""
    try:
        return _RULES[rule_id]
    except KeyError:
        under = sorted(r for r in _RULES if r.startswith(f"{rule_id}."))
        hint = f"; it has parts: {', '.join(under[:6])}" if under else _near(rule_id, _RULES)
        raise UnknownRule(f"'{rule_id}' is no rule of the catalogue{hint}") from None


def rules(act: str | None = None, process: str | None = None, part: str | None = None) -> tuple[Rule, ...]:
    """The rules in the order of the acts; all, or those of an act, a process, a part file."""
    return tuple(
        r
        for r in _RULES.values()
        if (act is None or r.act == act)
        and (process is None or r.process == process)
        and (part is None or r.part == part)
    )


def actor(actor_id: str, act: str | None = None) -> Named:
    """Who acts under an act."""
    return _pick("actor", _ACTORS, actor_id, act, None)


def actors(act: str | None = None) -> tuple[Named, ...]:
    """Everyone named, once an id (or all of one act)."""
    seen: dict[str, Named] = {}
    for a in _ACTORS:
        if act is None or a.act == act:
            seen.setdefault(a.id, a)
    return tuple(seen.values())


def form(form_id: str, act: str | None = None, part: str | None = None) -> FormInfo:
    """An annex or document; `part` chooses between the chapters of Order 502, which see one paper each."""
    return _pick("form", _FORMS, form_id, act, part)


def form_ids(act: str | None = None) -> tuple[str, ...]:
    """The ids of all forms, each once."""
    return tuple(dict.fromkeys(f.id for f in _FORMS if act is None or f.act == act))


def event(event_id: str, act: str | None = None) -> Named:
    """An event that starts a clock or changes a state."""
    return _pick("event", _EVENTS, event_id, act, None)


def acts() -> tuple[ActInfo, ...]:
    """The heads of the part files (Order 502 has three)."""
    return tuple(_ACTS.values())


def act_info(act: str) -> ActInfo:
    """The head of the first part of an act."""
    for info in _ACTS.values():
        if info.id == act:
            return info
    known = ", ".join(dict.fromkeys(a.id for a in acts()))
    raise UnknownName(f"'{act}' is no act of the catalogue; there are {known}")
