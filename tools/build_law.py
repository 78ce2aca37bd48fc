"""Make `law/*.yaml` from the rule catalogues.

    python tools/build_law.py SOURCE_DIR      SOURCE_DIR holds the seven catalogue files

The Georgian quotations of the catalogues stay out: the article number leads to them in the act. Each rule's
`duration` becomes a dated term, so that an amendment adds a line and the old edition stays for its cases.
"""

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml

LAW = Path(__file__).resolve().parents[1] / "law"

SOURCES = {
    "o502-a": "order-502-part-a.yaml",
    "o502-b": "order-502-part-b.yaml",
    "o502-c": "order-502-part-c.yaml",
    "o70": "order-70-2015.yaml",
    "dr2": "danger-risk-successor.yaml",
    "o320": "order-320-2018.yaml",
    "ags": "agency-statute.yaml",
}

SHORT = {
    "o502": {"en": "Order 502", "ka": "ბრძანება №502"},
    "o70": {"en": "Order 70", "ka": "ბრძანება №70"},
    "dr2": {"en": "Danger-risk rule", "ka": "საშიშროების რისკის წესი"},
    "o320": {"en": "Order 320", "ka": "ბრძანება №320"},
    "ags": {"en": "Agency statute", "ka": "სააგენტოს დებულება"},
}

TERMS_IN_FORCE = {"o70": date(2015, 7, 31)}
"""Every article of Order 70 that holds a term bears the note of Order 83, published on 31 July 2015."""

RENAMED = [
    (r"terms-and-calendar\.md in this folder", "the package rules/terms"),
    (r"terms-and-calendar\.md", "the package rules/terms"),
    (r"danger-risk-successor\.yaml", "dr2.yaml"),
    (r"order-70-2015\.yaml", "o70.yaml"),
]
"""Names of the catalogues' own files, and what stands for them here."""


NUMBERS_IN_WORDS = {
    "o320.4.1": {"members": 5},
    "o320.5.f": {"missed_in_a_row": 3},
    "o320.14.2.1": {"least": 3},
}
"""Numbers that the catalogue gives in the words of a duty alone."""


def clean(value: Any) -> Any:
    """Dates inside free mappings as ISO text (they travel as JSON); file names as they are called here."""
    if isinstance(value, dict):
        return {str(k) if isinstance(k, int) else k: clean(v) for k, v in value.items()}
    if isinstance(value, list):
        return [clean(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        for pattern, name in RENAMED:
            value = re.sub(pattern, name, value)
    return value


def act_of(raw: dict[str, Any]) -> dict[str, Any]:
    """The head of a part file. No copy shows the day of publication, so force runs from the adoption."""
    act = {"id": raw["id"], "short": SHORT[raw["id"]], "title": raw["title"]}
    act["adopted"] = raw["adopted"]
    act["in_force_from"] = raw["adopted"]
    if "part" in raw:
        act["covers"] = raw["part"]
    for key in ("replaces", "issued_by", "legal_basis", "amended_by", "notes"):
        if key in raw:
            act[key] = raw[key]
    return {k: v if isinstance(v, date) else clean(v) for k, v in act.items()}


def rule_of(raw: dict[str, Any], force: date | None) -> dict[str, Any]:
    """One rule without its quotation, its duration as a dated term."""
    rule = {k: raw[k] for k in ("id", "article", "process", "kind", "trigger", "actor", "duty")}
    if raw["duration"]:
        rule["terms"] = [{"from": force, **raw["duration"]}]
    rule["forms"] = raw["forms"]
    values = raw.get("values") or NUMBERS_IN_WORDS.get(raw["id"])
    if values:
        rule["values"] = clean(values)
    rule["reading"] = clean(raw["reading"])
    rule["breach"] = clean(raw["breach"])
    return rule


def form_of(raw: dict[str, Any]) -> dict[str, Any]:
    """A form without the field lists, which belong to the forms' own models."""
    keys = ("id", "en", "ka", "filled_by", "cited_in", "content", "visible_to", "note")
    return dict(clean({k: raw[k] for k in keys if k in raw}))


def header(text: str) -> str:
    """The opening comment of a catalogue, which explains its ids and values."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if "acts/" not in line and "danger-editions" not in line:
            lines.append(clean(line.replace("Format: FORMAT.md. ", "")))
    return "\n".join(lines)


class Dumper(yaml.SafeDumper):
    """Indented lists, no aliases, so that a rule reads as a block."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def part_text(source: Path, part: str) -> str:
    """The text of `law/<part>.yaml`."""
    text = source.read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    act = act_of(raw["act"])
    adopted = raw["act"]["adopted"]
    force = TERMS_IN_FORCE.get(raw["act"]["id"], adopted)
    body = {
        "act": act,
        "actors": [clean(a) for a in raw["actors"]],
        "forms": [form_of(f) for f in raw["forms"]],
        "events": [clean(e) for e in raw["events"]],
        "rules": [rule_of(r, force) for r in raw["rules"]],
    }
    note = "# Made by tools/build_law.py. An amendment adds a line to the rule's terms; the old line stays."
    return f"{header(text)}\n{note}\n" + yaml.dump(body, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=118)


def main() -> int:
    """Write the files and say how many rules there are."""
    parser = argparse.ArgumentParser(description="Make law/*.yaml from the rule catalogues.")
    parser.add_argument("source_dir", type=Path, help="folder of the seven catalogue files")
    source_dir: Path = parser.parse_args().source_dir
    missing = [name for name in SOURCES.values() if not (source_dir / name).is_file()]
    if missing:
        parser.error(f"{source_dir} lacks {', '.join(missing)}")
    counts = {}
    for part, name in SOURCES.items():
        text = part_text(source_dir / name, part)
        (LAW / f"{part}.yaml").write_text(text, encoding="utf-8")
        counts[part] = len(yaml.load(text, Loader=yaml.CSafeLoader)["rules"])
    print(f"{sum(counts.values())} rules: " + ", ".join(f"{part} {n}" for part, n in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
