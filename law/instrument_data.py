"""The instrument that the service ships with, read once at import."""

from typing import Any

from law.reading import load_yaml

DEVELOPMENT: Any = load_yaml("instruments/development.yaml")
"""The content of instruments/development.yaml, which is not the ministry's annex and says so."""
