"""The codes of the documents of chapter IV of Order 502: results, choices, counts, never words.

What the chapter asks of a form's fields is refused here under its own rule.
"""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms import former as forms
from models.forms import former_acts as acts
from models.forms.annex_01 import Part2, Part3
from rules.catalogue import rule
from rules.citing import cites
from rules.errors import NotAllowed
from rules.order_502.former_services import KINDS, OTHER, for_family, kind_rule, meets_criteria
from rules.order_502.instrument import Instrument
from rules.order_502.scoring import dynamic_score, reoffending, static_score

NEEDS_EARLIER: dict[str, tuple[str, ...]] = {"former-assessment": ("annex-01-part-2", "annex-01-part-3")}


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of a document of chapter IV; None when it is none. Raises NotAllowed."""
    match document:
        case forms.ContactRecord():
            return _contact(document)
        case forms.Annex17() | forms.Annex20():
            return closing_form(document)
        case forms.Annex18():
            return service_plan(document)
        case forms.Annex19():
            return monitoring(document)
        case forms.Annex21():
            return psychological_state(document)
        case forms.Annex22():
            return psychologist_month(document)
        case forms.Annex23():
            return psychologist_closing(document)
        case forms.Annex24():
            return consultation(document)
        case forms.ConsentChoice():
            return consent(document)
        case forms.Assignment():
            return {"to": document.to} if document.to else {}
        case forms.HeadDecision():
            return {"decision": document.decision}
        case forms.Assessment():
            return _assessment(document, earlier, instrument)
        case forms.Summary():
            return {"outcome": document.outcome, "reassess": document.reassess}
        case forms.YearlyReview():
            return {"plan": document.plan}
        case forms.ExtensionDecision():
            return extension(document)
        case forms.ClosingNotice():
            return _given({"ground": document.ground, "closing_on": _iso(document.closing_on)})
        case forms.Certificate():
            return {"found": document.found}
        case forms.Identification():
            return {"identified": document.identified}
        case forms.ReceivedForm():
            return _given(
                {"exists": document.exists, "dated": _iso(document.dated), "lacks": list(document.lacks) or None}
            )
        case forms.Outside():
            return {"service": _kind(document.service)}
        case forms.DiscussionMinutes():
            return minutes(document)
        case forms.Annex15() | forms.PresenceProof():
            return {}
        case _:
            return _of_act(document)


def _of_act(document: Frozen) -> Codes | None:
    match document:
        case acts.ExpectRelease():
            return {"expected_on": document.expected_on.isoformat()}
        case acts.SetStatus():
            return _status(document)
        case acts.Ascertain() | acts.Retract():
            return _given(document.model_dump(mode="json", exclude={"reason"}))
        case acts.GiveService():
            return service(document)
        case acts.InviteSpecialist() | acts.Warn() | acts.Discuss():
            return {}
        case acts.ShareDocuments():
            return {"documents": len(document.documents)}
        case acts.AskForm():
            return _given({"source": document.source, "lacks": list(document.lacks) or None})
        case acts.EndOnGround():
            return _given({"ground": document.ground, "closing_form": document.closing_form})
        case _:
            return None


def _given(codes: Codes) -> Codes:
    return {k: v for k, v in codes.items() if v is not None}


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _kind(kind: str) -> str:
    if kind_rule(kind) is None:
        known = ", ".join((*KINDS, OTHER))
        raise NotAllowed("o502.38.1", f"The programme has no service '{kind}'. Its services are: {known}")
    return kind


def _contact(document: forms.ContactRecord) -> Codes:
    return _given(
        {
            "way": document.way,
            "result": document.result,
            "extra": document.extra,
            "meeting_on": _iso(document.meeting_on),
            "topics": len(set(document.topics)),
            "instead_of": _iso(document.instead_of) if isinstance(document, forms.Annex16) else None,
        }
    )


@cites("o502.35")
def _status(document: acts.SetStatus) -> Codes:
    known = rule("o502.35").values["statuses"]
    if document.to not in known:
        raise NotAllowed("o502.35", f"There is no such status. The statuses are: {', '.join(known)}")
    return {"to": document.to}


@cites("o502.36.1.1", "o502.36.1.2")
def service_plan(document: forms.Annex18) -> Codes:
    """Annex 18: each measure answers a need found in the assessment."""
    if any(m.block is None and m.women_block is None for m in document.measures):
        raise NotAllowed(
            "o502.36.1.1", "Tie each measure to the block of Annex 1 (or of Annex 2) whose need it answers"
        )
    return {
        "measures": len(document.measures),
        "months": document.months,
        "beneficiary": document.signed_by_beneficiary,
        "case_manager": document.signed_by_case_manager,
    }


@cites("o502.37.2.g")
def closing_form(document: forms.Annex17 | forms.Annex20) -> Codes:
    """Annexes 17 and 20 name the ground; that of 37(2)(g) also the reason that lies with the beneficiary."""
    if document.ground == "o502.37.2.g":
        _filled("o502.37.2.g", document, ("reason",))
    return {"ground": document.ground}


@cites("o502.36.4.2", "o502.36.5.2")
def monitoring(document: forms.Annex19) -> Codes:
    """Annex 19: results, risks, protective factors and the response to them; or that the person was not reached."""
    shown = {"reached": rule("o502.36.4.2").values["fields"], "failed": ("response",), "entered_in_error": ()}
    _filled("o502.36.4.2", document, shown[document.contact])
    return {"way": document.way, "contact": document.contact, "not_done": document.not_done}


def _filled(rule_id: str, document: Frozen, fields: Any) -> None:
    empty = [f for f in fields if getattr(document, f) in (None, "", ()) or not str(getattr(document, f)).strip()]
    if empty:
        raise NotAllowed(rule_id, f"The form must show: {', '.join(empty)}. Fill in what is missing")


@cites("o502.39.2.3")
def psychological_state(document: forms.Annex21) -> Codes:
    """Annex 21, confirmed by the psychologist's signature."""
    if not document.signed:
        raise NotAllowed("o502.39.2.3", "Annex 21 is not signed. The psychologist confirms it by signature")
    return _given(
        {
            "need": document.need_found,
            "consents": document.consents,
            "beyond": document.beyond_competence,
            "first_meeting_on": _iso(document.first_meeting_on),
            "noted": bool(document.note.strip())
            and (document.first_meeting_on is not None or document.no_meeting_held),
        }
    )


@cites("o502.39.4.2")
def psychologist_month(document: forms.Annex22) -> Codes:
    """Annex 22: the work done and the measures planned."""
    _filled("o502.39.4.2", document, rule("o502.39.4.2").values["fields"])
    return {}


@cites("o502.39.7.a", "o502.39.7.b", "o502.39.7.c", "o502.39.7.d", "o502.39.7.e", "o502.39.8.1")
def psychologist_closing(document: forms.Annex23) -> Codes:
    """Annex 23: its five fields on every ground, and the signature."""
    for letter in "abcde":
        _filled(f"o502.39.7.{letter}", document, (rule(f"o502.39.7.{letter}").values["field"],))
    if not document.signed:
        raise NotAllowed("o502.39.8.1", "Annex 23 is not signed. The psychologist confirms it by signature")
    return {"ground": document.ground}


@cites("o502.40.3.2")
def consultation(document: forms.Annex24) -> Codes:
    """Annex 24: the problem, the consultation, other help (which may be none)."""
    _filled("o502.40.3.2", document, ("legal_problem", "consultation_given"))
    return {"beyond": document.beyond_competence, "psychologist_consulted": document.psychologist_consulted}


@cites("o502.33.2.4", "o502.32.8.3")
def consent(document: forms.ConsentChoice) -> Codes:
    """Annex 25: general, for one service, refused, or withdrawn for the future."""
    if document.choice == "one_service" and document.service is None:
        raise NotAllowed("o502.32.8.3", "A consent for one service names it. Give the `service`")
    return _given({"choice": document.choice, "service": _kind(document.service) if document.service else None})


@cites("o502.33.3.2", "o502.42.1.1")
def _assessment(document: forms.Assessment, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument) -> Codes:
    """The level by article 7, summed anew from the static and the dynamic points; the period, the note, the reason."""
    two, three = earlier.get("annex-01-part-2"), earlier.get("annex-01-part-3")
    total = reoffending(
        static_score(Part2.model_validate(two).points, instrument) if two else None,
        dynamic_score(Part3.model_validate(three).points, instrument) if three else None,
    )
    return _given(
        {
            "reoffending": total.level if total else None,
            "reoffending_points": str(total.points) if total else None,
            "noted": bool(document.work_from and document.work_to and document.note.strip()),
            "excused": bool(document.without_home_visit.strip()),
            "changed": document.changed,
        }
    )


@cites("o502.36.6.2")
def extension(document: forms.ExtensionDecision) -> Codes:
    """Beyond two years: the beneficiary's wish and the need, at most one year in all."""
    if not (document.beneficiary_wishes and document.need):
        missing = "wish" if document.need else "need"
        raise NotAllowed("o502.36.6.2", f"Work goes on beyond two years only with the beneficiary's {missing}; show it")
    length = rule("o502.36.6.2").duration
    assert length is not None
    most = 12 * length.value
    if document.months > most:
        raise NotAllowed("o502.36.6.2", f"The work goes on for at most {most} months more; ask for that or less")
    return {"months": document.months}


@cites("o502.38.1", "o502.38.2")
def service(document: acts.GiveService) -> Codes:
    """A service of article 38: of a known kind, its criteria met, and for a family member with a reason."""
    no = for_family(document.to, helps_beneficiary=document.helps_beneficiary) or meets_criteria(
        _kind(document.service), met=document.criteria_met
    )
    if no is not None and no.rule is not None:
        raise NotAllowed(no.rule, f"{no.because}. {no.way_on}")
    return {"service": document.service, "to": document.to, "outside": document.outside}


MINUTES = "abcdef"


@cites(*(f"o502.41.2.{x}" for x in MINUTES), "o502.41.2")
def minutes(document: forms.DiscussionMinutes) -> Codes:
    """The six items that minutes of a discussion show at least."""
    for letter in MINUTES:
        _filled(f"o502.41.2.{letter}", document, (rule(f"o502.41.2.{letter}").values["field"],))
    return {"attendees": len(document.attendees)}
