"""The JSON Schema of a process's stories: its intake, its acts, and the documents that its steps ask for."""

from collections import defaultdict
from typing import Any

from pydantic.json_schema import models_json_schema

from models.forms.registry import OWN_FORM_OF_RULE, actions, forms_of
from models.ids import PREFIX, Process
from rules import catalogue
from starter.opening import INTAKES
from starter.scenario import NAMES, Scenario, StoryAct

_FROM_ANOTHER = "A case of this process is opened by a fact from another case: begin the story with that one."


def processes() -> tuple[str, ...]:
    """A line for each process: its name, the letters of its numbers, and whether a story begins with it."""
    told = {p: "" if p in INTAKES else "  (opened by another case; its acts and documents)" for p in Process}
    return tuple(f"{p.value:<22} {PREFIX[p]}-2026-000001{told[p]}" for p in Process)


def schema(process: Process) -> dict[str, Any]:
    """The JSON Schema of a process's stories.

    `acts` holds the fields of each act other than `complete` and `correct`, `documents` the forms of its steps, each
    with the rules that ask for it. Both point into `$defs`.
    """
    acts, forms = actions(process), forms_of(process)
    intake = INTAKES.get(process)
    models = dict.fromkeys([*acts.values(), *forms.values(), *([intake] if intake else [])])
    refs, defined = models_json_schema([(m, "validation") for m in models], ref_template="#/$defs/{model}")
    asked = _asked_by(process)
    for name in (intake.__name__ if intake else "", "PersonIntake"):
        _leave_out(defined.get("$defs", {}).get(name, {}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Stories of {process.value}",
        "type": "object",
        "required": [k for k, f in Scenario.model_fields.items() if f.is_required()],
        "additionalProperties": False,
        "properties": {
            "scenario": {"type": "string"},
            "process": {"const": process.value},
            "now": {"type": "string", "description": "YYYY-MM-DD HH:MM in Asia/Tbilisi: the clock when the case opens"},
            "until": {"type": "string", "description": "YYYY-MM-DD HH:MM: where the story stops"},
            "calendar": {
                "type": "object",
                "additionalProperties": False,
                "properties": {k: _days(w) for k, w in (("days_off", "made non-working"), ("days_on", "made working"))},
            },
            "case": refs[intake, "validation"] if intake else {"description": _FROM_ANOTHER},
            "beside": {
                "description": "other cases that are open when the story begins, each with its own intake",
                "type": "array",
                "items": {"type": "object", "required": ["process", "case"]},
            },
            "acts": {"type": "array", "items": _act(sorted({*acts, "complete", "correct"}))},
            "expect": {
                "type": "array",
                "items": {"type": "object"},
                "description": "an event with the fields that it must have, or `never`: an event that must not come",
            },
            "rules": {"type": "array", "items": {"type": "string"}, "description": "the rules that the story proves"},
        },
        "acts": {name: refs[model, "validation"] for name, model in acts.items()},
        "documents": {
            name: {**({"asked_by": asked[name]} if name in asked else {}), **refs[model, "validation"]}
            for name, model in forms.items()
        },
        "$defs": defined.get("$defs", {}),
    }


def _leave_out(part: dict[str, Any]) -> None:
    """What a story need not say is not asked for: it gets a made-up name, and a number of its year."""
    if "required" in part:
        part["required"] = [name for name in part["required"] if name not in (*NAMES, "number")]


def _days(what: str) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "format": "date"}, "description": f"days {what}"}


def _act(names: list[str]) -> dict[str, Any]:
    required = [k for k, f in StoryAct.model_fields.items() if f.is_required()]
    return {
        "type": "object",
        "required": required,
        "description": "besides these: the fields of the act, see `acts`",
        "properties": {
            "at": {"type": "string", "description": "YYYY-MM-DD HH:MM in Asia/Tbilisi"},
            "act": {"anyOf": [{"enum": names}, {"type": "string", "description": "an act of another case here"}]},
            "rule": {"type": "string", "description": "the step that is meant: any rule that put it there"},
            "step": {"type": "string", "description": "or its key, as the timeline shows it"},
            "case": {"type": "string", "description": "the case meant, when the rule does not tell"},
            "by": {
                "anyOf": [
                    {"type": "string", "description": "an actor of the catalogue"},
                    {
                        "type": "object",
                        "required": ["actor"],
                        "properties": {"actor": {"type": "string"}, "person": {"type": "string"}},
                    },
                ]
            },
            "done_on": {"type": "string", "format": "date", "description": "the day it was done, when entered later"},
            "document": {"type": "object", "description": "the form, with its `form`; see `documents`"},
        },
    }


def _asked_by(process: Process) -> dict[str, list[str]]:
    """For each form, the rules of the process that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for rule in catalogue.rules():
        if rule.process == process.value:
            own = OWN_FORM_OF_RULE.get(rule.id)
            for form in (own,) if own else rule.forms:
                found[form].append(rule.id)
    return found
