"""Forms by their id, and reading a document into its form with errors that say what to mend."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from models.base import Frozen
from models.forms import (
    administrator,
    annex_01,
    annex_02,
    council,
    council_acts,
    council_life,
    danger,
    danger_acts,
    danger_bodies,
    former,
    former_acts,
    leading,
    plan,
    probation,
    psychology,
)
from models.forms.actions import ACTIONS, RULE_ID
from models.ids import PREFIX, Process

ACTIONS_OF: dict[Process, dict[str, type[Frozen]]] = {
    Process.administrator_plan: administrator.ACTIONS,
    Process.probation_cycle: probation.ACTIONS,
    Process.psychology_service: psychology.ACTIONS,
    Process.penitentiary_cycle: {"monitor": plan.Annex05, "reassess": plan.Reassess, **leading.ACTIONS},
    Process.danger_review: danger_acts.ACTIONS,
    Process.risk_team: danger_bodies.TEAM_ACTIONS,
    Process.data_group: danger_bodies.GROUP_ACTIONS,
    Process.parole_petition: council_acts.ACTIONS,
    Process.local_council: council_life.ACTIONS,
    Process.former_prisoner_case: former_acts.ACTIONS,
}
"""Acts that mean something of their own in one process, besides those of all (`ACTIONS`)."""


def action_form(process: Process, act: str) -> str | None:
    """The form in which an act other than complete and correct is kept; None when nobody knows the act."""
    if act in ACTIONS_OF.get(process, {}):
        return f"{PREFIX[process].lower()}-{act}"
    return f"act-{act}" if act in ACTIONS else None


def actions(process: Process) -> dict[str, type[Frozen]]:
    """The contents of every act of a process other than complete and correct."""
    return {**ACTIONS, **ACTIONS_OF.get(process, {})}


_OF_ACTIONS = {
    **{f"act-{name}": model for name, model in ACTIONS.items()},
    **{f"{PREFIX[p].lower()}-{name}": model for p, acts in ACTIONS_OF.items() for name, model in acts.items()},
}

_SHARED: dict[str, type[Frozen]] = {
    "annex-01": annex_01.Conclusion,
    "annex-01-part-1": annex_01.Part1,
    "annex-01-part-2": annex_01.Part2,
    "annex-01-part-3": annex_01.Part3,
    "annex-01-part-4": annex_01.Part4,
    "annex-02": annex_02.Annex02,
    "annex-03": plan.Annex03,
    "annex-04": plan.Annex04,
    "annex-05": plan.Annex05,
    "annex-08": plan.Annex08,
    "doc-team-order": plan.TeamOrder,
    "doc-minutes": plan.Minutes,
    "doc-case-file": plan.CaseFile,
    "intake-dates": plan.IntakeDates,
    "doc-short-term-strategy": plan.Strategy,
    "doc-psych-assessment": plan.PsychAssessment,
    "doc-summary-report": plan.SummaryReport,
    "services-review": plan.ServicesReview,
    "plan-signatures": plan.Signatures,
    "plan-adoption": plan.Adoption,
    "director-decision": plan.DirectorDecision,
    "note": plan.Note,
}
"""The assessment, the plan and the file: forms that the processes of Order 502 have in common."""

_FORMS_OF: dict[Process, dict[str, type[Frozen]]] = {
    Process.penitentiary_cycle: {**_SHARED, **leading.FORMS},
    Process.administrator_plan: {**_SHARED, **administrator.FORMS},
    Process.psychology_service: {**_SHARED, **psychology.FORMS},
    Process.probation_cycle: {**_SHARED, **probation.FORMS},
    Process.former_prisoner_case: {**_SHARED, **former.FORMS},
    Process.danger_review: danger.FORMS,
    Process.risk_team: danger_bodies.FORMS,
    Process.data_group: danger_bodies.FORMS,
    Process.parole_petition: council.FORMS,
    Process.local_council: {**council.FORMS, **council_life.FORMS},
}

FORMS: dict[str, type[Frozen]] = {
    **_SHARED,
    **leading.FORMS,
    **administrator.FORMS,
    **probation.FORMS,
    **psychology.FORMS,
    **danger.FORMS,
    **danger_bodies.FORMS,
    **council.FORMS,
    **council_life.FORMS,
    **former.FORMS,
    **_OF_ACTIONS,
}
"""Annexes and documents carry their catalogue ids; what the act gives no form has a plain name of ours. The forms of
acts other than Order 502 are called with the act before them (`o320.annex-01`): there the same number is another form.
"""

OWN_FORM_OF_RULE = {
    "o502.14.7": "plan-presentation",
    "o502.14.8.1": "plan-signatures",
    "o502.14.6.1": "plan-adoption",
    "o502.8.15": "director-decision",
    "o502.13.5": "director-agreement",
    **probation.OWN_FORM_OF_RULE,
}
"""The form of a step for which the act names none, or names the plan itself, by the step's rule."""


def forms_of(process: Process) -> dict[str, type[Frozen]]:
    """The forms in which steps of a process are recorded."""
    return {"note": plan.Note, **_FORMS_OF[process]}


class BadDocument(ValueError):
    """A document that does not fit its form; the message says which field and what to do. `rule` asks for the field."""

    def __init__(self, message: str, rule: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule


def form_of_step(rule: str, form: str | None) -> str:
    """The form in which a step standing on `rule` is recorded; `form` is the one that the act names."""
    return OWN_FORM_OF_RULE.get(rule, form or "note")


def as_said(form: str | None, said: str) -> str:
    """The form that a document means when it says `said`: an annex is called without its act by those who fill it."""
    return form if form is not None and form.endswith(f".{said}") else said


def is_action(form: str | None) -> bool:
    """Whether the form is that of an act other than complete and correct."""
    return form in _OF_ACTIONS


def read(form: str, content: Mapping[str, Any]) -> Frozen:
    """Read `content` as `form`; raise `BadDocument` with every fault named."""
    model = FORMS.get(form)
    if model is None:
        raise BadDocument(f"There is no form '{form}'. Known forms: {', '.join(sorted(FORMS))}")
    given = {k: v for k, v in content.items() if k != "form"} if is_action(form) else dict(content)
    try:
        return model.model_validate(given)
    except ValidationError as error:
        asked = council.RULE_OF_FIELD.get(form, {})
        rules = (asked.get(str(part)) for part in reversed(error.errors()[0]["loc"]))
        raise BadDocument(f"{form}: {faults(error)}", next((r for r in rules if r is not None), None)) from None


_PATTERNS = {RULE_ID: "'{}' must be a rule id, like o502.15.1.a: see `vada law list`"}
"""What a value must be that does not fit a pattern which nobody should have to read."""


def faults(error: ValidationError) -> str:
    """Every fault of a validation as one readable sentence."""
    said = []
    for fault in error.errors():
        where = ".".join(str(part) for part in fault["loc"]) or "the document"
        said.append(
            {
                "missing": f"the field '{where}' is missing",
                "literal_error": f"'{where}' must be true: without it nothing is recorded"
                if fault.get("ctx", {}).get("expected") == "True"
                else None,
                "extra_forbidden": f"the field '{where}' does not belong to this form",
                "string_pattern_mismatch": _PATTERNS.get(fault.get("ctx", {}).get("pattern", ""), "").format(where),
            }.get(fault["type"])
            or f"'{where}': {fault['msg'].removeprefix('Value error, ')}"
        )
    return "; ".join(said)
