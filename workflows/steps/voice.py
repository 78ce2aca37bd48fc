"""What a case says of itself to those who watch it: current details, summaries, search attributes.

Words come from the catalogue and are not part of history; no person is in them.
"""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from law.policy import POLICY
from models.case import CaseState, StepState
from models.ids import Process
from models.step_keys import cycle_of, occurrence
from models.visibility import (
    ATTRIBUTES,
    CASE_TYPE,
    ESCALATION_LEVEL,
    INSTITUTION,
    NEXT_DEADLINE,
    OVERDUE_STEPS,
    STAGE,
    Attribute,
)
from rules import catalogue
from rules.terms.dates import TBILISI


def _key(attribute: Attribute) -> SearchAttributeKey[Any]:
    match attribute.type:
        case "Keyword":
            return SearchAttributeKey.for_keyword(attribute.name)
        case "Int":
            return SearchAttributeKey.for_int(attribute.name)
        case _:
            return SearchAttributeKey.for_datetime(attribute.name)


NOTHING: Mapping[str, str] = {}

_KEYS = {a.name: _key(a) for a in ATTRIBUTES}

KNOWN = frozenset(a.id for a in catalogue.actors())

HEADS_TITLES = {
    "head_of_division": "head of the division",
    "head_of_department": "head of the department",
    "head_of_service": "head of the service",
    "system": "service itself",
}

RUNGS = {0: "nobody yet", 1: "the head of division", 2: "the head of department", 3: "the head of service"}


def day(value: date) -> str:
    """9 March 2026."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """9 March 2026 09:00, in Tbilisi."""
    local = value.astimezone(TBILISI)
    return f"{day(local.date())} {local:%H:%M}"


def cited(rule_id: str) -> str:
    """Order 502 art. 8(3)."""
    return catalogue.cite(rule_id)


def actor(role: str) -> str:
    """The actor's title in English."""
    return HEADS_TITLES.get(role) or catalogue.actor(role).en if role in KNOWN or role in HEADS_TITLES else role


def title(role: str) -> str:
    """The actor's title without what the catalogue adds in brackets."""
    return actor(role).split(" (")[0]


def paper(step: StepState) -> str:
    """The paper that a step asks for, in the words of its act; empty where it asks for none."""
    if step.form is None:
        return ""
    by = catalogue.rule(step.rule)
    name = step.form.removeprefix(f"{by.act}.")
    with contextlib.suppress(catalogue.UnknownName):
        return catalogue.form(name, by.act, by.part).en
    return name.removeprefix("doc-").replace("-", " ")


def next_words(step: StepState) -> str:
    """What happens next by itself if nobody acts."""
    if step.alarm is None:
        return "every head has been told" if step.overdue else "no clock runs"
    when = moment(step.alarm.at)
    match step.alarm.kind:
        case "opens":
            return f"opens on {when}"
        case "reminder":
            return f"reminder on {when}"
        case "expected":
            return f"its expected day ({POLICY.words.en}) is said to have passed on {when}"
        case "overdue" if step.period:
            return f"ends by itself on {when}"
        case "overdue":
            return f"overdue from {when}"
        case _:
            return f"goes to {RUNGS[step.alarm.level]} on {when}"


def _who(step: StepState) -> str:
    cycle = cycle_of(step.key)
    return f"**{title(step.actor)}**" + (f" (cycle {cycle})" if cycle > 1 else "")


def _until(step: StepState) -> str:
    """Until when, how late, and what comes next."""
    until = f"Until **{day(step.due)}**" if step.due else "No term in the law"
    if step.expected:
        until += f"; expected by {day(step.expected)} ({POLICY.words.en})"
    if step.stopped:
        until = "Clock stopped by a suspension"
    late = " — **OVERDUE**" if step.overdue else ""
    told = f", told: {RUNGS[step.level]}" if step.level else ""
    return f"{until}{late}{told}; next: {next_words(step)}"


def _what(steps: Sequence[StepState], about: Mapping[str, str] = NOTHING) -> str:
    """What one rule asks for, on which papers, and which of several it is."""
    papers = dict.fromkeys(p for s in steps if (p := paper(s)))
    numbers = [str(n) for s in steps if (n := occurrence(s.key)) is not None]
    which = [f"no. {', '.join(numbers)}"] if len(set(numbers)) > 1 else []
    named = list(dict.fromkeys(about[s.key] for s in steps if s.key in about))
    said = "; ".join([cited(steps[0].rule), *papers, *(named or which)])
    return f"{catalogue.rule(steps[0].rule).duty} ({said})"


def step_line(step: StepState) -> str:
    """One step in plain words: what, of whom, by which article, on which paper, until when, what next."""
    return f"- {_who(step)}: {_what([step])} {_until(step)}"


def _lines(steps: Sequence[StepState], about: Mapping[str, str]) -> Iterator[str]:
    """The steps; those of one person with the same day and the same next thing under one head, like ones as one.

    What one rule asks for each of several by name (`about`: the members of a council, sessions) is said once for all.
    """
    each = Counter((_who(s), s.rule) for s in steps if s.key in about)
    together: dict[tuple[str, str], dict[str, list[StepState]]] = {}
    for s in steps:
        many = s.key in about and each[_who(s), s.rule] > 1
        together.setdefault((_who(s), "" if many else _until(s)), {}).setdefault(s.rule, []).append(s)
    for (who, until), by_rule in together.items():
        if not until:
            for found in by_rule.values():
                yield f"- {who}: {_what(found[:1])}"
                yield from (f"  - {about[s.key]}: {_until(s)}" for s in found)
        elif len(by_rule) == 1:
            yield f"- {who}: {_what(next(iter(by_rule.values())), about)} {until}"
        else:
            yield f"- {who}. {until}"
            yield from (f"  - {_what(found, about)}" for found in by_rule.values())


def details(process: Process, state: CaseState, about: Mapping[str, str] = NOTHING) -> str:
    """The current details of a case, as Markdown. `about`: by step, what it is for where its rule does not say."""
    lines = [f"### {state.case} — {process.value.replace('_', ' ')}", f"Stage: **{state.stage.replace('_', ' ')}**"]
    if state.synthetic:
        lines.append("*Synthetic sample case: no real person.*")
    if state.closed:
        lines.append(f"Closed: {state.closed.replace('_', ' ')}")
        return "\n\n".join(lines)
    for s in state.suspensions:
        if s.end is None:
            lines.append(f"Suspended since {day(s.start)} ({cited(s.ground)})")
    waiting = sorted(state.steps.values(), key=lambda s: (s.due or date.max, s.key))
    lines.append("Awaited:" if waiting else "Nothing is awaited.")
    return "\n\n".join(lines) + "\n\n" + "\n".join(_lines(waiting, about))


def timer_summary(step: StepState) -> str:
    """What the case's one timer waits for; goes into history, at most 200 bytes."""
    if step.alarm is None:
        return "waiting"
    rung = f" {step.alarm.level}" if step.alarm.kind == "escalate" else ""
    kind = "end" if step.period and step.alarm.kind == "overdue" else step.alarm.kind
    return f"{kind}{rung}: {step.key}, {step.actor}, {cited(step.rule)}"[:190]


def attributes(process: Process, state: CaseState) -> dict[str, Any]:
    """The search attributes of a case as it stands, by name; an unset one is None."""
    dues = [s.due for s in state.steps.values() if s.due and not s.overdue and not s.stopped]
    last = min(dues) if dues and state.closed is None else None
    return {
        CASE_TYPE.name: process.value,
        STAGE.name: state.stage,
        INSTITUTION.name: state.institution,
        OVERDUE_STEPS.name: sum(1 for s in state.steps.values() if s.overdue),
        ESCALATION_LEVEL.name: max((s.level for s in state.steps.values()), default=0),
        NEXT_DEADLINE.name: (datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=TBILISI) if last else None),
    }


def changed(
    process: Process, state: CaseState, before: dict[str, Any]
) -> tuple[list[SearchAttributeUpdate[Any]], dict[str, Any]]:
    """What to upsert: only what differs from what was said before, so that a quiet act costs no event."""
    now = attributes(process, state)
    updates: list[SearchAttributeUpdate[Any]] = []
    for name, value in now.items():
        if before.get(name) != value:
            key = _KEYS[name]
            updates.append(key.value_unset() if value is None else key.value_set(value))
    return updates, now
