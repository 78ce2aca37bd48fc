"""The codes of the documents of chapter II of Order 502: levels, points, choices."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms.annex_01 import Conclusion, Part1, Part2, Part3, Part4
from models.forms.annex_02 import Annex02
from models.forms.plan import (
    Adoption,
    Annex04,
    Annex08,
    DirectorDecision,
    IntakeDates,
    Measure,
    Minutes,
    Signatures,
    TeamOrder,
)
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.errors import NotAllowed
from rules.order_502.flags import instant_psychologist
from rules.order_502.instrument import Instrument
from rules.order_502.scoring import dynamic_score, reoffending, serious_harm, static_score
from rules.order_502.women import score_women

NEEDS_EARLIER = {"annex-01-part-4": ("annex-01-part-2", "annex-01-part-3")}
"""Forms whose codes rest on documents filed before them."""


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of a document of chapter II; None when it has none. Raises BadScore or NotAllowed."""
    match document:
        case Part1():
            harm = serious_harm(document.points, instrument)
            referral = instant_psychologist(
                document.high,
                self_harm_or_suicide=document.self_harm_or_suicide,
                mental_health=document.mental_health,
                addiction=document.addiction,
            )
            return {
                "serious_harm": harm.level,
                "serious_harm_points": str(harm.points),
                "instant": referral.needed,
            }
        case Part2():
            static = static_score(document.points, instrument)
            return {"static": static.level, "static_points": str(static.points)}
        case Part3():
            dynamic = dynamic_score(document.points, instrument)
            return {"dynamic": dynamic.level, "dynamic_points": str(dynamic.points)}
        case Part4():
            return _final(document, earlier, instrument)
        case Conclusion():
            return {"outcome": document.outcome}
        case Annex02():
            return _women(document)
        case Annex04():
            return {"months": plan_months(document), "measures": len(document.measures)}
        case Annex08():
            return {"months": administrator_months(document), "measures": len(document.measures)}
        case IntakeDates():
            return {
                "placed": document.placed_in_institution.isoformat(),
                "left_cell": document.left_classification_cell.isoformat(),
            }
        case TeamOrder():
            return {"members": list(document.members)}
        case Minutes():
            return {"present": list(document.present)}
        case Signatures():
            return {"convict": document.convict, "case_manager": document.case_manager}
        case Adoption():
            return {"casting": document.casting} if document.casting else {}
        case DirectorDecision():
            return {"decision": document.decision}
        case _:
            return None


def _final(document: Part4, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument) -> Codes:
    """Part IV: agreement of all who were there (10(6)), and the level by the summed points (7(12))."""
    agreed = document.agreed and "disagree" not in document.positions.values()
    codes: Codes = {"agreed": agreed}
    two, three = earlier.get("annex-01-part-2"), earlier.get("annex-01-part-3")
    total = reoffending(
        static_score(Part2.model_validate(two).points, instrument) if two else None,
        dynamic_score(Part3.model_validate(three).points, instrument) if three else None,
    )
    if agreed and total is not None:
        codes |= {"reoffending": total.level, "reoffending_points": str(total.points)}
    return codes


def _women(document: Annex02) -> Codes:
    score = score_women(document.domestic_violence, document.violence_against_women)
    services = [name for name in ("information", "programme", "psychological_service") if getattr(score, name).given]
    return {
        "services": services,
        "domestic_violence": score.domestic_violence.sum,
        "violence_against_women": score.violence_against_women.sum,
    }


@cites("o502.14.1", "o502.14.2")
def plan_months(document: Annex04) -> int:
    """The plan's length; at most that of art. 14(1), each measure tied to a need (14(2))."""
    return _at_most("o502.14.1", document.months, document.measures)


@cites("o502.13.2.2")
def administrator_months(document: Annex08) -> int:
    """The administrator's plan's length; at most that of art. 13(2)."""
    return _at_most("o502.13.2.2", document.months, document.measures)


def _at_most(rule_id: str, months: int, measures: tuple[Measure, ...]) -> int:
    cap = rule(rule_id).duration
    assert cap is not None
    if months > cap.value:
        raise NotAllowed(
            rule_id,
            f"A plan of {months} months is longer than the {cap.value} months of {cite(rule_id)}; shorten it",
        )
    return months
