"""The codes of the documents of psychological service (article 12): days and choices, never a finding."""

from collections.abc import Mapping
from typing import Any

from models.acts import Codes
from models.base import Frozen
from models.forms.plan import PsychAssessment
from models.forms.psychology import Annex06, Annex07
from rules.order_502.instrument import Instrument


def codes(
    form: str, document: Frozen, earlier: Mapping[str, Mapping[str, Any]], instrument: Instrument
) -> Codes | None:
    """The codes of the assessment and of Annexes 6 and 7; None for what has none or is another module's."""
    match document:
        case Annex06():
            return {
                "ends": document.ends.isoformat(),
                "mode": document.mode,
                "convict_took_part": document.convict_took_part,
                "discussed": document.discussed,
            }
        case Annex07():
            return {"carried_out": document.carried_out, "further_need": document.further_need}
        case PsychAssessment():
            return {"consultation_record": document.consultation_record}
        case _:
            return None
