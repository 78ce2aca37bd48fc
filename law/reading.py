"""Reads YAML of the law folder, and YAML given as text."""

from pathlib import Path
from typing import Any

import yaml

_LAW = Path(__file__).resolve().parent
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(ValueError):
    """A text that is not the YAML or JSON it should be."""


def load_yaml(name: str) -> Any:
    """The content of one file of the law folder."""
    return yaml.load((_LAW / name).read_bytes(), Loader=_Loader)


def parse_yaml(text: str) -> Any:
    """The content of a YAML (or JSON) text; aliases are refused, and an error names the line."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Loader)):
            raise Unreadable("the file uses YAML aliases (*name), which are refused: write the value out")
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise Unreadable(f"{where}{getattr(wrong, 'problem', None) or wrong}") from None
