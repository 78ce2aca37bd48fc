"""Reads YAML of the law folder, and YAML given as text."""

from pathlib import Path
from typing import Any

import yaml

_LAW = Path(__file__).resolve().parent
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


DEEPEST = 20
"""Levels of nesting that a given text may have."""


class Unreadable(ValueError):
    """A text that is not the YAML or JSON it should be."""


def load_yaml(name: str) -> Any:
    """The content of one file of the law folder."""
    return yaml.load((_LAW / name).read_bytes(), Loader=_Loader)


def parse_yaml(text: str) -> Any:
    """The content of a YAML (or JSON) text; aliases, twice the same key and great depth are refused."""
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                raise Unreadable("the file uses YAML aliases (*name), which are refused: write the value out")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise Unreadable(f"the file is nested too deep: at most {DEEPEST} levels are read")
        _refuse_twice(yaml.compose(text, Loader=_Loader))
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise Unreadable(f"{where}{getattr(wrong, 'problem', None) or wrong}") from None


def _refuse_twice(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise Unreadable(f"line {key.start_mark.line + 1}: {key.value} stands twice; write it once")
                seen.add(key.value)
            _refuse_twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_twice(item)
