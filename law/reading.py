"""Reads YAML of the law folder, and YAML given as text."""

from collections.abc import Sequence
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
            line = f"line {event.start_mark.line + 1}: " if event.start_mark else ""
            if isinstance(event, yaml.AliasEvent):
                raise Unreadable(f"{line}YAML aliases (*name) are refused: write the value out")
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise Unreadable(f"{line}nested too deep: at most {DEEPEST} levels are read")
        _check_keys(yaml.compose(text, Loader=_Loader))
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise Unreadable(f"{where}{getattr(wrong, 'problem', None) or wrong}") from None


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line of a YAML text on which the value at `path` stands, or the innermost on the way there that it has."""
    node = yaml.compose(text, Loader=_Loader)
    line = None
    for part in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if getattr(pair[0], "value", None) == str(part)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = (node.value[part], node.value[part])
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _check_keys(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                line = f"line {key.start_mark.line + 1}: "
                if key.tag == "tag:yaml.org,2002:bool":
                    raise Unreadable(f"{line}the key {key.value} is read as true or false: put it in quotes")
                if key.value in seen:
                    raise Unreadable(f"{line}{key.value} stands twice; write it once")
                seen.add(key.value)
            _check_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_keys(item)
