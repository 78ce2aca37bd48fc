"""`vada council statistics`: the quarterly statistics of the local councils (Order 320 art. 9(2)(e))."""

import csv
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from starter.output import BAD_INPUT, JsonFlag, Speaking, Stop

council_app = typer.Typer(help="The local councils of Order 320.", no_args_is_help=True)

HIDDEN = "·"
"""Where a number would show too small a group."""


@council_app.command("statistics")
def statistics(
    quarter: Annotated[str | None, typer.Option("--quarter", help="Like 2026-Q1; the last one that ended.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for the unit that publishes them.")] = False,
    synthetic: Annotated[bool, typer.Option("--synthetic", help="Count sample cases too (DEMO).")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Decisions by council, matter and result, the time taken, and how many missed which term. Counts only."""
    with Speaking(as_json):
        from rules.council.statistics import TERMS, BadQuarter, quarter_before, table
        from rules.council.statistics import quarter as days_of
        from rules.terms.dates import local_date, start_of_day
        from starter.session import reading
        from storage.council_decisions import decided

        name = quarter or quarter_before(local_date(datetime.now(UTC)))
        try:
            first, after = days_of(name)
        except BadQuarter as fault:
            raise Stop(BAD_INPUT, str(fault)) from None
        with reading() as conn:
            lines = table(decided(conn, start_of_day(first), start_of_day(after), synthetic=synthetic))
        if as_json:
            typer.echo(_json(name, [x.model_dump(mode="json") for x in lines]))
            return
        heads = ["quarter", "council", "matter", "result", "decisions", "median_days",
                 *(f"missed_{t}" for t in TERMS)]  # fmt: skip
        rows = [
            [name, x.council, x.matter, x.result, _n(x.decisions), _n(x.median_days), *(_n(x.missed[t]) for t in TERMS)]
            for x in lines
        ]
        if as_csv:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerows([heads, *rows])
            return
        widths = [max(len(str(r[i])) for r in (heads, *rows)) for i in range(len(heads))]
        for row in (heads, *rows):
            typer.echo("  ".join(str(v).ljust(w) for v, w in zip(row, widths, strict=True)).rstrip())
        typer.echo(f"\n{len(lines)} group(s); {HIDDEN}: a group too small to be shown")


def _n(value: int | None) -> str:
    return HIDDEN if value is None else str(value)


def _json(name: str, lines: list[dict[str, object]]) -> str:
    import json

    return json.dumps({"quarter": name, "lines": lines}, ensure_ascii=False, indent=2)
