"""The codes of the papers of Order 320: seats, choices, days. What the criteria say in words stays in PostgreSQL."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms import council as forms
from models.forms import council_acts as acts
from models.forms import council_life as life
from rules.catalogue import rule
from rules.citing import cites
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument

HEADINGS = {
    "crime": "o320.13.1.a",
    "conduct": "o320.13.1.b",
    "past": "o320.13.1.c",
    "family": "o320.13.1.d",
    "personality": "o320.13.1.e",
}
"""The five criteria of 13(1) and the heading of the decision under which each stands."""

WORDS = {
    "form", "reason", "reasons", "notes", "text", "place", "proceedings", "subject", "petition_content",
    "others", "asked_of", "how", "language", "number", "criteria", "minor", "woman", "dissents",
}  # fmt: skip
"""Fields that hold words; they never travel."""


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of a paper of Order 320, or None when the form is not one of its own."""
    match document:
        case forms.Decision():
            return _decision(document)
        case forms.MinutesHearing():
            return {**_plain(document, {"council", "time", "chair"}), "chair": document.chair,
                    "dissents": sorted(document.dissents)}  # fmt: skip
        case forms.Petition() | acts.ApplyAgain():
            return _plain(document) | ({"number": document.number} if document.number else {})
        case acts.Composition():
            return _composition(document)
        case acts.Recuse():
            return _plain(document) | {"reasoned": bool(document.reason.strip())}
        case forms.DocumentRequest():
            return {}
    if type(document) in _OURS:
        return _plain(document)
    return None


_OURS = {*forms.FORMS.values(), *acts.ACTIONS.values(), *life.FORMS.values(), *life.ACTIONS.values()}


def _plain(document: Frozen, without: set[str] = frozenset()) -> Codes:  # type: ignore[assignment]
    """Every field that holds no words."""
    given = document.model_dump(mode="json")
    return {k: v for k, v in given.items() if k not in WORDS | without and v is not None}


def _composition(document: acts.Composition) -> Codes:
    return {
        "since": {s: t.since.isoformat() for s, t in document.members.items()},
        "until": {s: t.until.isoformat() for s, t in document.members.items()},
        "by_age": list(document.by_age),
        "chair": document.chair,
        "acting": document.acting_chair,
    }


@cites("o320.22.2", "o320.13.2")
def _decision(document: forms.Decision) -> Codes:
    """The result, and that each heading was written; points of attention are those of the act."""
    for heading in HEADINGS:
        _HEADING[heading](getattr(document.criteria, heading))
    if document.minor is not None:
        _minor(document.minor)
    if document.woman is not None:
        _woman(document.woman)
    return {
        "result": document.result,
        "criteria": list(HEADINGS),
        "minor": document.minor is not None,
        "woman": document.woman is not None,
        "recommend_programme": document.recommend_programme,
        "recommend_conditions": document.recommend_conditions,
    }


def _looked_at(rule_id: str, criterion: forms.Criterion) -> None:
    known = rule(rule_id).values["attention_to"]
    unknown = [p for p in criterion.looked_at if p not in known]
    if unknown:
        raise NotAllowed(rule_id, f"'{unknown[0]}' is no point of attention of this criterion: {', '.join(known)}")


@cites("o320.13.1.a")
def _crime(criterion: forms.Criterion) -> None:
    _looked_at("o320.13.1.a", criterion)


@cites("o320.13.1.b")
def _conduct(criterion: forms.Criterion) -> None:
    _looked_at("o320.13.1.b", criterion)


@cites("o320.13.1.c")
def _past(criterion: forms.Criterion) -> None:
    _looked_at("o320.13.1.c", criterion)


@cites("o320.13.1.d")
def _family(criterion: forms.Criterion) -> None:
    _looked_at("o320.13.1.d", criterion)


@cites("o320.13.1.e")
def _personality(criterion: forms.Criterion) -> None:
    _looked_at("o320.13.1.e", criterion)


@cites("o320.21.2")
def _minor(criterion: forms.Criterion) -> None:
    _looked_at("o320.21.2", criterion)


@cites("o320.21.3")
def _woman(criterion: forms.Criterion) -> None:
    _looked_at("o320.21.3", criterion)


_HEADING = {"crime": _crime, "conduct": _conduct, "past": _past, "family": _family, "personality": _personality}
