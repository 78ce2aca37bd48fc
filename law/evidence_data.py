"""What the test run has proved (`evidence.json`), and what no software can do (`not-software.yaml`)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from law.reading import load_yaml
from models.base import Frozen

EVIDENCE_FILE = Path(__file__).resolve().parent / "evidence.json"


class Proof(Frozen):
    """One test that passed and ran code under a rule. `kind` is function, step, event, notice or refusal."""

    test: str
    code: str
    kind: str


class Evidence(Frozen):
    """What a test run proved. `complete` says that the whole suite ran; only then may it replace what was accepted.

    `counted` are rules of which a marked test only counted the term, `unearned` are marks under which nothing ran;
    neither makes a rule implemented.
    """

    complete: bool = False
    rules: Mapping[str, tuple[Proof, ...]] = Field(default_factory=dict)
    counted: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    unearned: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    def text(self) -> str:
        """The same evidence always as the same text, one proof a line."""
        head = f'{{\n"complete": {json.dumps(self.complete)}'
        proofs = _block("rules", {r: [p.model_dump() for p in found] for r, found in self.rules.items()})
        names = [_block("counted", self.counted), _block("unearned", self.unearned)]
        return ",\n".join([head, proofs, *names]) + "\n}\n"


class NotSoftware(Frozen):
    """A rule that people carry out alone, and why no software can."""

    rule: str
    reason: str


def read_evidence(path: Path) -> Evidence:
    """The evidence in a file that a test run or `Evidence.text` wrote."""
    return Evidence.model_validate_json(path.read_bytes())


def read_not_software(body: Any) -> tuple[NotSoftware, ...]:
    """The rules of the groups, in the order of the file; a rule that stands twice is refused."""
    found = [NotSoftware(rule=rule, reason=group["reason"]) for group in body for rule in group["rules"]]
    ids = [n.rule for n in found]
    twice = sorted({rule for rule in ids if ids.count(rule) > 1})
    if twice:
        raise ValueError(f"law/not-software.yaml: {', '.join(twice)} stands twice")
    return tuple(found)


def _block(name: str, found: Mapping[str, Any]) -> str:
    rules = []
    for rule, items in sorted(found.items()):
        lines = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in items)
        rules.append(f" {json.dumps(rule)}: [\n{lines}\n ]")
    return f"{json.dumps(name)}: {{" + ("\n" + ",\n".join(rules) + "\n}" if rules else "}")


EVIDENCE = read_evidence(EVIDENCE_FILE)
NOT_SOFTWARE = read_not_software(load_yaml("not-software.yaml"))
