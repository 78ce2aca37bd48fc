"""Whether a story came out as it says it should."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from models.base import Frozen
from models.views import StepView
from rules.terms.dates import TBILISI


class Verdict(Frozen):
    """How many expectations were met, and each that was not, with the nearest that happened."""

    met: int
    failed: tuple[dict[str, Any], ...] = ()


def judge(
    expected: Iterable[Mapping[str, Any]],
    timeline: Iterable[Mapping[str, Any]],
    steps: Mapping[str, Iterable[StepView]],
) -> Verdict:
    """Check every expectation: an event that must be there, or (`never`) must not."""
    lines = list(timeline)
    rules = {(case, s.key): s.rules for case, many in steps.items() for s in many}
    met = 0
    failed: list[dict[str, Any]] = []
    for wish in expected:
        never = wish.get("never")
        if never is not None:
            besides = {k: v for k, v in wish.items() if k != "never"}
            unwanted = {"event": never, **besides} if isinstance(never, str) else {**never, **besides}
            seen = [line for line in lines if matches(unwanted, line, rules)]
            if seen:
                failed.append({"expected": plain(wish), "but": seen[0]})
            else:
                met += 1
        elif any(matches(wish, line, rules) for line in lines):
            met += 1
        else:
            near = [x for x in lines if matches({k: wish[k] for k in ("event", "rule") if k in wish}, x, rules)]
            failed.append({"expected": plain(wish), "nearest": near[:3] or "nothing like it happened"})
    return Verdict(met=met, failed=tuple(failed))


def matches(wish: Mapping[str, Any], line: Mapping[str, Any], rules: Mapping[tuple[str, str], tuple[str, ...]]) -> bool:
    """Whether a line of the timeline has everything that is wished of it; a step answers to all its rules."""
    for key, wanted in wish.items():
        got = line.get(key)
        if key == "rule":
            also = rules.get((str(line.get("case")), str(line.get("step"))), ())
            if wanted != got and wanted not in also and wanted not in line.get("rules", ()):
                return False
        elif key == "at":
            if not same_moment(wanted, str(got)):
                return False
        elif not same(plain(wanted), plain(got)):
            return False
    return True


def same_moment(wanted: Any, got: str) -> bool:
    """The same instant, in Tbilisi where no offset is written; a date alone means that day."""
    if isinstance(wanted, date) and not isinstance(wanted, datetime):
        return got.startswith(wanted.isoformat())
    try:
        moment = wanted if isinstance(wanted, datetime) else datetime.fromisoformat(str(wanted))
    except ValueError:
        return False
    moment = moment.replace(tzinfo=TBILISI) if moment.tzinfo is None else moment
    return moment == datetime.fromisoformat(got)


def same(wanted: Any, got: Any) -> bool:
    """Equal; of mappings, what is wished is there; dates compare as they are written, and numbers too: 8 is "8"."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(same(v, got.get(k)) for k, v in wanted.items())
    if type(wanted) is int and isinstance(got, str):
        return str(wanted) == got
    return bool(wanted == got)


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value
