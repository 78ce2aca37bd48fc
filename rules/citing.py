"""Ties a function to the rules that it implements, and reports which rules have run."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from law.catalogue import rule

P = ParamSpec("P")
R = TypeVar("R")

Recorder = Callable[[tuple[str, ...], str], None]

REGISTRY: dict[str, list[str]] = {}
"""Rule id → the functions that implement it, as "module:qualname"."""

recorder: Recorder | None = None
"""Set by a test run that measures which rules ran; called with the rule ids and the function's name."""


def cites(*rule_ids: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the function under each rule; an id that the catalogue lacks fails at import."""
    if not rule_ids:
        raise ValueError("cites() needs at least one rule id")
    for rule_id in rule_ids:
        rule(rule_id)

    def tie(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}:{function.__qualname__}"
        for rule_id in rule_ids:
            REGISTRY.setdefault(rule_id, []).append(name)

        @wraps(function)
        def cited(*args: P.args, **kwargs: P.kwargs) -> R:
            if recorder is not None:
                recorder(rule_ids, name)
            return function(*args, **kwargs)

        return cited

    return tie


def ran(rule_id: str, name: str) -> None:
    """Report a rule that a general function applied by its data (the counting of a term)."""
    if recorder is not None:
        recorder((rule_id,), name)
