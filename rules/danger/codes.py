"""The codes of the papers of a danger-risk review: parts, seats, kinds, days, types. Never words."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms import danger, danger_acts
from models.forms.danger_data import PrimaryData, parts_filled
from models.forms.danger_security import SecurityInformation
from rules.danger.items import check_items
from rules.danger.placement import nearest_first
from rules.order_502.instrument import Instrument


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of a paper of a review; None when it is not one."""
    match document:
        case PrimaryData():
            if form.startswith("o70."):
                check_items(document.model_dump())
            return {"parts": parts_filled(document), "source": document.source}
        case SecurityInformation():
            return {"secret": document.secret, "signed": document.signed_by_head}
        case danger.Sealing():
            return {"sealed": document.all_pages_sealed, "pages": document.pages}
        case danger.SecurityList():
            return _given(list_received_on=document.list_received_on)
        case danger.SessionList():
            return _given(
                present=_lists(document.present) or None,
                head=document.head,
                deputy=document.deputy,
                open_session=document.open_session or None,
            )
        case danger.SessionMinutes():
            return _given(
                positions=dict(document.positions) or None,
                kind=document.kind,
                order_number=document.order_number,
                signed_by=list(document.signed_by) or None,
                cleared=document.cleared or None,
            )
        case danger_acts.DecisionReceived():
            return _given(received_on=document.received_on, learned_on=document.learned_on)
        case danger.LowRiskConsent():
            whole = document.consents and document.study_or_work and document.rehabilitation
            return _given(consents=document.consents, whole=whole, person=document.person)
        case danger.TransferOrder():
            return _given(
                institution=document.institution,
                type=document.type,
                stays=document.stays or None,
                transfer_on=document.transfer_on,
                nearest_is=next(iter(nearest_first(document.distances)), None),
                copy_received_on=document.copy_received_on,
            )
        case danger.Reception():
            return _given(received_on=document.received_on)
        case danger.NewHead():
            return _given(head=document.head, deputy=document.deputy)
        case danger.FileGiven():
            reasoned = bool(document.reason.strip())
            return {"held_back": sorted(document.held_back), "refused": document.refused, "reasoned": reasoned}
        case danger.OnPetition():
            described = bool(document.circumstances.strip())
            return {"petitions": document.petitions, "ground": document.ground, "described": described}
        case danger_acts.Recuse():
            return _given(seat=document.seat, place=document.place, ground=document.ground, known_on=document.known_on)
        case danger_acts.RequestMaterials():
            return {"electronic": document.electronic}
        case danger_acts.Consent():
            whole = document.study_or_work and document.rehabilitation
            return _given(whole=whole, person=document.person)
        case danger_acts.Petition():
            return _given(
                ground=document.ground,
                circumstances_on=document.circumstances_on,
                annex=document.annex_attached,
            )
        case danger_acts.Inform():
            return {"ground": document.ground}
        case _:
            return None


def _lists(present: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Seat → places, as one code: `main` or `main+reserve`."""
    return {seat: "+".join(places) for seat, places in present.items()}


def _given(**values: Any) -> Codes:
    """What was said; days as they are written."""
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in values.items() if v is not None}
