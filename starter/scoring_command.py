"""Reads a filled form and scores it, for `vada score`."""

from pathlib import Path
from typing import Any

import typer

from rules.catalogue import Unreadable, parse_yaml
from rules.order_502 import flags, instrument, routing, scoring, women

FORMS = ("annex-01", "annex-02")
LARGEST_FILE = 1_000_000
FLAGS = ("self_harm_or_suicide", "mental_health", "addiction")


class BadForm(ValueError):
    """A file that cannot be scored; the message says what to do."""


def score_form(form: str, file: Path, instrument_file: Path | None) -> dict[str, Any]:
    """The scores of a form as plain values, with the instrument's notice."""
    if form not in FORMS:
        raise BadForm(f"'{form}' is not scored: choose one of {', '.join(FORMS)}")
    content = _mapping(_read(file), str(file))
    try:
        if form == "annex-02":
            return _women(content, _instrument(instrument_file))
        return _risk(content, _instrument(instrument_file))
    except scoring.BadScore as bad:
        raise BadForm(f"{file}: {bad}") from None


def _risk(content: dict[str, Any], used: instrument.Instrument) -> dict[str, Any]:
    _known(content, {"form", "part_1", "part_2", "part_3"}, "the form")
    parts = {n: _mapping(content[f"part_{n}"], f"part_{n}") for n in (1, 2, 3) if content.get(f"part_{n}")}
    if not parts:
        raise BadForm("the form has no part_1, part_2 or part_3: give at least one, each with `points`")
    for n, part in parts.items():
        _known(part, {"form", "points", *(("high", *FLAGS) if n == 1 else ())}, f"part_{n}")
    harm = scoring.serious_harm(_points(parts[1], 1), used) if 1 in parts else None
    static = scoring.static_score(_points(parts[2], 2), used) if 2 in parts else None
    dynamic = scoring.dynamic_score(_points(parts[3], 3), used) if 3 in parts else None
    again = scoring.reoffending(static, dynamic)
    instant = _instant(parts[1]) if 1 in parts else None
    way = routing.route(harm.level, static.level if static else None) if harm else None
    return {
        "form": "annex-01",
        "instrument": used.id,
        "notice": dict(used.notice),
        "serious_harm": harm.model_dump(mode="json") if harm else None,
        "static": static.model_dump(mode="json") if static else None,
        "dynamic": dynamic.model_dump(mode="json") if dynamic else None,
        "reoffending": again.model_dump(mode="json") if again else None,
        "instant_psychologist": instant.model_dump(mode="json") if instant else None,
        "route": way.model_dump(mode="json") if way else None,
    }


def _women(content: dict[str, Any], used: instrument.Instrument) -> dict[str, Any]:
    _known(content, {"form", *women.PARTS}, "the form")
    sums = []
    for part in women.PARTS:
        given = content.get(part)
        if not isinstance(given, list):
            raise BadForm(f"{part} needs a list of four block sums, like [0, 6, 12, 24]")
        sums.append(given)
    scored = women.score_women(sums[0], sums[1])
    services = {
        "information": scored.information,
        "programme": scored.programme,
        "psychological_service": scored.psychological_service,
    }
    return {
        "form": "annex-02",
        "notice": dict(used.notice),
        "domestic_violence": scored.domestic_violence.model_dump(mode="json"),
        "violence_against_women": scored.violence_against_women.model_dump(mode="json"),
        "outcomes": {name: service.given for name, service in services.items()},
        "explanations": {name: service.explanation for name, service in services.items()},
        "rules": list(scored.rules),
    }


def print_scores(result: dict[str, Any]) -> None:
    """The scores for a reader, the notice first."""
    for words in result["notice"].values():
        typer.echo(f"! {words}")
    if result["form"] == "annex-02":
        for part in women.PARTS:
            typer.echo(f"{part:<24} {result[part]['sum']:>4}   blocks {result[part]['blocks']}")
        for name, given in result["outcomes"].items():
            typer.echo(f"{name:<24} {'yes' if given else 'no':>4}   {result['explanations'][name]}")
        return
    for name in ("serious_harm", "static", "dynamic", "reoffending"):
        score = result[name]
        if score is None:
            typer.echo(f"{name:<14}    -  not scored, a part is missing")
            continue
        typer.echo(f"{name:<14} {score['points']:>4}  {score['level']:<7} {score['explanation']}")
    instant = result["instant_psychologist"]
    if instant is not None:
        typer.echo(f"psychologist at once: {'yes' if instant['needed'] else 'no'}   {instant['explanation']}")
    if result["route"] is not None:
        typer.echo(f"route: {result['route']['route']}   {', '.join(result['route']['rules'])}")


def _instant(part: dict[str, Any]) -> flags.InstantReferral:
    high = part.get("high") or []
    if not isinstance(high, list):
        raise BadForm("part_1: `high` is a list of item numbers, like [8]")
    ticked = {name: part.get(name, False) for name in FLAGS}
    for name, value in ticked.items():
        if not isinstance(value, bool):
            raise BadForm(f"part_1: `{name}` is true or false, not {value!r}")
    return flags.instant_psychologist(high, **ticked)


def _points(part: dict[str, Any], number: int) -> dict[int | str, int]:
    points = part.get("points")
    if not isinstance(points, dict):
        raise BadForm(f"part_{number} needs `points`: a number and its points, like {{1: 0, 2: 5}}")
    return points


def _instrument(file: Path | None) -> instrument.Instrument:
    if file is None:
        return instrument.development_instrument()
    try:
        return instrument.load_instrument(_text(file))
    except instrument.BadInstrument as bad:
        raise BadForm(f"{file}: {bad}") from None


def _read(file: Path) -> Any:
    try:
        return parse_yaml(_text(file))
    except Unreadable as bad:
        raise BadForm(f"{file}: {bad}") from None


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise BadForm(f"{file} is larger than {LARGEST_FILE} bytes: give one form")
        return file.read_text(encoding="utf-8")
    except OSError as gone:
        raise BadForm(f"{file} cannot be read: {gone.strerror}. Give the path of a YAML or JSON file") from None
    except UnicodeDecodeError:
        raise BadForm(f"{file} is not UTF-8 text: give a YAML or JSON file") from None


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadForm(f"{what} must hold fields and their values, not {type(value).__name__}")
    return value


def _known(given: dict[str, Any], fields: set[str], what: str) -> None:
    strange = sorted(str(key) for key in given if key not in fields)
    if strange:
        known = ", ".join(sorted(fields))
        raise BadForm(f"{what} has no field {', '.join(strange)}: its fields are {known}")
