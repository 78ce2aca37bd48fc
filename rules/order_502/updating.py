"""A reassessment updates the last assessment form (article 16(2)): a new dated version that starts from the old one."""

from collections.abc import Mapping
from typing import Any

from rules.citing import cites

UPDATED = ("annex-01-part-1", "annex-01-part-2", "annex-01-part-3")
"""The parts of the assessment form that are brought up to date."""


@cites("o502.16.2.1")
def updated(form: str, content: Mapping[str, Any], last: Mapping[str, Any] | None) -> dict[str, Any]:
    """The new version of a part: what is said now, and for the rest what the last version said.

    Points are taken over item by item; marks (`high`, `addiction`, ...) as they stood, where nothing is said of them.
    The comment is that of the new version alone. Without a last version, or for another form, `content` as it is.
    """
    if last is None or form not in UPDATED:
        return dict(content)
    points = {str(k): v for k, v in dict(last.get("points") or {}).items()}
    now = content.get("points")
    said = {str(k): v for k, v in now.items()} if isinstance(now, Mapping) else {}
    kept = {k: v for k, v in last.items() if k not in ("points", "comment")}
    if now is not None and not isinstance(now, Mapping):
        return {**kept, **content}
    return {**kept, **content, "points": {**points, **said}}
