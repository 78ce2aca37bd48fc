"""`vada law coverage`: which rules of the acts the service keeps, and by which code and tests. It needs no server."""

from typing import Annotated

import typer

from starter.law_commands import JsonFlag, fail, show_json


def coverage(
    act: Annotated[str | None, typer.Option(help="Rules of one act: o502, o70, dr2, o320, ags.")] = None,
    article: Annotated[str | None, typer.Option(help="Rules of one article, like 8 or '8(3)'.")] = None,
    missing: Annotated[bool, typer.Option("--missing", help="List only the rules that are missing.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Which rules are implemented (a marked test passed and ran them), not software, or missing."""
    from rules import catalogue
    from rules.coverage import Status, Totals, report

    acts = tuple(dict.fromkeys(info.id for info in catalogue.acts()))
    if act is not None and act not in acts:
        fail(f"--act {act!r} is not known: choose one of {', '.join(acts)}", as_json)
    found = report(act, article)
    if article is not None and not found.rules:
        fail(f"--article {article!r} is no article of {act or 'any act'}; `vada law list` shows the rules", as_json)
    listed = [r for r in found.rules if not missing or r.status is Status.missing]
    if as_json:
        body = found.model_dump(mode="json")
        body["rules"] = [r.model_dump(mode="json") for r in listed]
        show_json(body)
        return

    def line(name: str, t: Totals) -> str:
        return f"{name:<26} {t.rules:>5} {t.implemented:>12} {t.not_software:>13} {t.missing:>8}"

    if missing or article is not None:
        for r in listed:
            told = r.reason or ", ".join(r.code) or ("only its term is counted" if r.counted else "")
            typer.echo(f"{r.id:<18} {r.status:<13} {r.kind:<12} {catalogue.cite(r.id):<32} {told}".rstrip())
        typer.echo("")
    typer.echo(f"{'':<26} {'rules':>5} {'implemented':>12} {'not software':>13} {'missing':>8}")
    for a in found.acts:
        typer.echo(line(a.id, a.totals))
        for part in a.parts if len(a.parts) > 1 else ():
            typer.echo(line(f"  {part.part}", part.totals))
        for one in a.articles if act is not None else ():
            typer.echo(line(f"    {one.article}", one.totals))
    typer.echo(line("all", found.totals))
