"""Plugins of the whole suite."""

from importlib.util import find_spec

pytest_plugins = [p for p in ("tests.support.evidence", "tests.support.servers") if find_spec(p)]
