"""The codes of the papers of chapter III: choices, lengths, who provides what. Words stay in the document."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms.annex_01 import Part2, Part3
from models.forms.probation import (
    Annex12,
    Annex13,
    Annex14,
    Appointment,
    AskExtension,
    AskSpecialist,
    Assignment,
    ChangePlan,
    Exchange,
    ExtensionDecision,
    Introduction,
    Mitigation,
    Registration,
    Review,
    SpecialistRequest,
    Suspend,
    SuspensionRecord,
    Transfer,
    YesOrNo,
)
from rules.catalogue import cite
from rules.citing import cites
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument
from rules.order_502.probation_plan import Verdict as PlanVerdict
from rules.order_502.probation_plan import is_mandatory, may_provide, plan_length, programmes
from rules.order_502.scoring import dynamic_score, reoffending, static_score

Earlier = Mapping[str, Mapping[str, Any]]

NEEDS_EARLIER = {"review": ("annex-01-part-2", "annex-01-part-3")}
"""Forms whose codes rest on documents filed before them."""


def codes(form: str, document: Frozen, earlier: Earlier, instrument: Instrument) -> Codes | None:
    """The codes of a paper of chapter III; None when it is none."""
    match document:
        case Registration():
            return _without_words(document, "reason")
        case SpecialistRequest():
            return _without_words(document, "reason")
        case Assignment() | ExtensionDecision():
            return _without_words(document, "reason")
        case Appointment():
            return _without_words(document, "at")
        case Annex12():
            return _plan(document)
        case Introduction():
            return {
                "jointly": document.jointly,
                "alone_explained": bool(document.alone_because.strip()),
                "signed": document.signed,
                "refusal_explained": bool(document.refusal_reason.strip()),
            }
        case Annex14() | Annex13() | SuspensionRecord():
            return _without_words(document, "notes")
        case YesOrNo() | Mitigation():
            return _without_words(document, "reason")
        case Review():
            return _reviewed(document, earlier, instrument)
        case ChangePlan():
            return _changed(document)
        case AskExtension() | AskSpecialist() | Suspend() | Transfer() | Exchange():
            return _without_words(document, "reason")
        case _:
            return None


def _without_words(document: Frozen, *words: str) -> Codes:
    given = document.model_dump(mode="json", exclude={"form", *words})
    return {k: v for k, v in given.items() if v is not None}


@cites("o502.24.2", "o502.25.2")
def _plan(document: Annex12) -> Codes:
    """Length and programmes of the plan; a plan that the law does not allow is refused with its article."""
    length = plan_length(document.months)
    if not length.allowed:
        raise NotAllowed(length.rule, f"{length.reason}; shorten it")
    found = programmes(document.programmes)
    if isinstance(found, PlanVerdict):
        raise NotAllowed(found.rule, f"{found.reason}; change the plan")
    coded: Codes = {"months": document.months, "programmes": found, "measures": [str(m) for m in document.measures]}
    if document.positions is not None:
        coded["positions"] = dict(document.positions)
    return coded


@cites("o502.24.2", "o502.25.2")
def _changed(document: ChangePlan) -> Codes:
    """A change of the plan; it never takes the plan beyond 6 months."""
    coded: Codes = {"what": document.what}
    if document.months is not None:
        length = plan_length(document.months)
        if not length.allowed:
            raise NotAllowed(length.rule, f"{length.reason}; a change never moves the end beyond it")
        coded["months"] = document.months
    if document.programme is not None:
        coded["programme"] = document.programme
    if document.mandatory is not None:
        coded["mandatory"] = document.mandatory
    if document.added is not None:
        provider = may_provide(document.added.provider)
        if not provider.allowed:
            raise NotAllowed(provider.rule, provider.reason)
        mandatory = is_mandatory(document.added.direction, document.added.mandatory)
        if isinstance(mandatory, PlanVerdict):
            raise NotAllowed(mandatory.rule, mandatory.reason)
        coded["added"] = f"{document.added.provider}:{'mandatory' if mandatory else 'voluntary'}"
    return coded


def _reviewed(document: Review, earlier: Earlier, instrument: Instrument) -> Codes:
    """7(12) at a review: the level by the summed points, where both parts are there."""
    coded: Codes = {"changed": document.changed}
    two, three = earlier.get("annex-01-part-2"), earlier.get("annex-01-part-3")
    total = reoffending(
        static_score(Part2.model_validate(two).points, instrument) if two else None,
        dynamic_score(three["points"], instrument) if three and whole(three["points"], instrument) else None,
    )
    if total is not None:
        coded |= {"reoffending": total.level, "reoffending_points": str(total.points)}
    return coded


def whole(points: Mapping[Any, Any], instrument: Instrument) -> bool:
    """Whether every dynamic field has points."""
    return {int(k) for k in points} >= {b.block for b in instrument.part("dynamic")}


@cites("o502.21.5.1", "o502.21.11.3", "o502.21.2.2")
def part_three(document: Part3, earlier: Mapping[str, Any] | None, instrument: Instrument) -> Codes:
    """Part III, whole or a specialist's own fields: which fields, which are marked, and, once every field has points
    (those filed before included), the level of 7(11)."""
    coded: Codes = {}
    known = {b.block for b in instrument.part("dynamic")}
    if not whole(document.points, instrument):
        coded["fields"] = sorted(document.points)
    together = {**{int(k): v for k, v in (earlier or {}).get("points", {}).items()}, **document.points}
    if whole(together, instrument):
        score = dynamic_score(together, instrument)
        coded |= {"dynamic": score.level, "dynamic_points": str(score.points)}
    else:
        dynamic_score({**dict.fromkeys(known, 0), **document.points}, instrument)
    for name, marked in (("medium", document.medium), ("high", document.high)):
        if strange := sorted(set(marked) - known):
            raise NotAllowed(
                "o502.7.11", f"{name} names field {strange[0]}, which is not dynamic ({cite('o502.7.11')})"
            )
        if marked:
            coded[name] = sorted(set(marked))
    if document.not_asked_because.strip():
        coded["not_asked"] = True
    return coded
