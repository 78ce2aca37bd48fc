"""The codes of the documents of chapter II of Order 502: levels, points, choices."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms.administrator import Annex09, DirectorAgreement
from models.forms.annex_01 import Conclusion, Part1, Part2, Part3, Part4
from models.forms.annex_02 import Annex02
from models.forms.plan import (
    Adoption,
    Annex04,
    Annex05,
    Annex08,
    DirectorDecision,
    IntakeDates,
    Measure,
    Minutes,
    ServicesReview,
    Signatures,
    TeamOrder,
)
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.errors import NotAllowed
from rules.order_502.administrator import refused_but_planned
from rules.order_502.flags import instant_psychologist
from rules.order_502.instrument import Instrument
from rules.order_502.probation_codes import part_three, whole
from rules.order_502.probation_routing import high_through
from rules.order_502.scoring import dynamic_score, reoffending, serious_harm, static_score
from rules.order_502.women import score_women

NEEDS_EARLIER = {
    "annex-01-part-3": ("annex-01-part-3",),
    "annex-01-part-4": ("annex-01-part-2", "annex-01-part-3"),
}
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
            found: Codes = {
                "serious_harm": harm.level,
                "serious_harm_points": str(harm.points),
                "instant": referral.needed,
            }
            marked = sorted(set(document.high) & set(rule("o502.21.10.1").values["high_through_questions"]))
            if marked:
                found["marked"] = marked
            if harm.level == "high":
                found["through"] = high_through(document.points, document.high, rule("o502.7.4.c").values["min"])
            return found
        case Part2():
            static = static_score(document.points, instrument)
            return {"static": static.level, "static_points": str(static.points)}
        case Part3():
            return part_three(document, earlier.get("annex-01-part-3"), instrument)
        case Part4():
            return _final(document, earlier, instrument)
        case Conclusion():
            return {"outcome": document.outcome}
        case Annex02():
            return _women(document)
        case Annex04():
            told: Codes = {"months": plan_months(document), "measures": len(document.measures)}
            marks = {"priority": in_priority(document), "recommendations": recommended(document)}
            return {**told, **{k: n for k, n in marks.items() if n}}
        case Annex05():
            return {"follows": document.follows}
        case ServicesReview():
            return {"decision": document.decision}
        case Annex08():
            return _administrator(document)
        case Annex09():
            return {"results": len(document.results)}
        case IntakeDates():
            return {
                "placed": document.placed_in_institution.isoformat(),
                "left_cell": document.left_classification_cell.isoformat(),
            }
        case TeamOrder():
            return {"members": list(document.members)}
        case Minutes():
            return _minutes(document)
        case Signatures():
            return {"convict": document.convict, "case_manager": document.case_manager}
        case Adoption():
            return {"casting": document.casting} if document.casting else {}
        case DirectorDecision() | DirectorAgreement():
            return {"decision": document.decision}
        case _:
            return None


def _final(document: Part4, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument) -> Codes:
    """Part IV: agreement of all who were there (10(6)), and the level by the summed points (7(12))."""
    agreed = document.agreed and "disagree" not in document.positions.values()
    codes: Codes = {"agreed": agreed}
    if document.positions:
        codes["positions"] = dict(document.positions)
    two, three = (_points(earlier.get(f"annex-01-part-{n}")) for n in (2, 3))
    static = {b.block for b in instrument.part("static")}
    two |= {n: p for n, p in document.points.items() if n in static}
    three |= {n: p for n, p in document.points.items() if n not in static}
    total = reoffending(
        static_score(two, instrument) if two else None,
        dynamic_score(three, instrument) if whole(three, instrument) else None,
    )
    if agreed and total is not None:
        codes |= {"reoffending": total.level, "reoffending_points": str(total.points)}
    return codes


def _points(content: Mapping[str, Any] | None) -> dict[int, int]:
    """The points of a filed part by block."""
    return {int(k): int(v) for k, v in (content or {}).get("points", {}).items()}


def _minutes(document: Minutes) -> Codes:
    """Who was there; in chapter III also who came besides, who had told, what was discussed (23)."""
    listed: dict[str, tuple[str, ...]] = {
        "invited": document.invited,
        "informed_by": document.informed_by,
        "discussed": document.discussed,
    }
    told: Codes = {"present": list(document.present), **{k: list(v) for k, v in listed.items() if v}}
    return told | ({"new_plan": document.new_plan} if document.new_plan is not None else {})


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


@cites("o502.14.4")
def in_priority(document: Annex04) -> int:
    """How many services have priority (14(4)); they stand first in the plan, the others after them."""
    marked = [m.priority is not None for m in document.measures]
    if marked != sorted(marked, reverse=True):
        raise NotAllowed(
            "o502.14.4",
            "A service with priority stands below one without: list first what lowers reoffending probability or "
            "serves resocialisation",
        )
    return sum(marked)


@cites("o502.14.5")
def recommended(document: Annex04) -> int:
    """How many recommendations the team discussed (14(5)): each is in the list of services, or it is said why not."""
    services = {m.service.casefold() for m in document.measures}
    missing = sum(r.taken and r.service.casefold() not in services for r in document.discussed)
    unsaid = sum(not r.taken and not r.reason.strip() for r in document.discussed)
    if missing or unsaid:
        raise NotAllowed(
            "o502.14.5",
            f"{missing} recommendation(s) taken are not in the list of services, {unsaid} not taken lack a reason: "
            "complete the list, or say why not",
        )
    return len(document.discussed)


def _administrator(document: Annex08) -> Codes:
    """Article 13(2): at most 12 months; a service that the convict refused is recorded and left out of the plan."""
    months = administrator_months(document)
    if clash := refused_but_planned(document):
        raise NotAllowed(
            "o502.13.2.1",
            f"{len(clash)} service(s) of the plan are among those that the convict refused; leave them out: "
            "services are set by agreement",
        )
    return {
        "months": months,
        "measures": len(document.measures),
        "refused_services": len(document.refused_services),
        "new_plan": document.new_plan,
    }


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
