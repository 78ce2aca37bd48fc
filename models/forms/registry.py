"""Forms by their id, and reading a document into its form with errors that say what to mend."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from models.base import Frozen
from models.forms import annex_01, annex_02, plan
from models.forms.actions import ACTIONS

FORMS: dict[str, type[Frozen]] = {
    "annex-01": annex_01.Conclusion,
    "annex-01-part-1": annex_01.Part1,
    "annex-01-part-2": annex_01.Part2,
    "annex-01-part-3": annex_01.Part3,
    "annex-01-part-4": annex_01.Part4,
    "annex-02": annex_02.Annex02,
    "annex-03": plan.Annex03,
    "annex-04": plan.Annex04,
    "annex-08": plan.Annex08,
    "doc-team-order": plan.TeamOrder,
    "doc-minutes": plan.Minutes,
    "doc-case-file": plan.CaseFile,
    "intake-dates": plan.IntakeDates,
    "doc-short-term-strategy": plan.Strategy,
    "doc-psych-assessment": plan.PsychAssessment,
    "plan-signatures": plan.Signatures,
    "plan-adoption": plan.Adoption,
    "director-decision": plan.DirectorDecision,
    "note": plan.Note,
    **{f"act-{name}": model for name, model in ACTIONS.items()},
}
"""Annexes and documents carry their catalogue ids; what the act gives no form has a plain name of ours."""

OWN_FORM_OF_STEP = {"sign": "plan-signatures", "adopt": "plan-adoption", "approve": "director-decision"}
"""The form of a step for which the act names none, or names the plan itself."""


class BadDocument(ValueError):
    """A document that does not fit its form; the message says which field and what to do."""


def form_of_step(key: str, form: str | None) -> str:
    """The form in which the step with this key is recorded."""
    return OWN_FORM_OF_STEP.get(key.split("#")[0], form or "note")


def read(form: str, content: Mapping[str, Any]) -> Frozen:
    """Read `content` as `form`; raise `BadDocument` with every fault named."""
    model = FORMS.get(form)
    if model is None:
        raise BadDocument(f"There is no form '{form}'. Known forms: {', '.join(sorted(FORMS))}")
    given = {k: v for k, v in content.items() if k != "form"} if form.startswith("act-") else dict(content)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise BadDocument(f"{form}: {faults(error)}") from None


def faults(error: ValidationError) -> str:
    """Every fault of a validation as one readable sentence."""
    said = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"]) or "the document"
        said.append(
            {
                "missing": f"the field '{where}' is missing",
                "extra_forbidden": f"the field '{where}' does not belong to this form",
            }.get(fault["type"], f"'{where}': {fault['msg'].removeprefix('Value error, ')}")
        )
    return "; ".join(said)
