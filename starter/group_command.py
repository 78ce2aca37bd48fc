"""`vada group`: a whole institution brought to its data group and taken through to submission."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from starter import output
from starter.output import REFUSED, JsonFlag, Speaking

if TYPE_CHECKING:
    from starter.gateway import Gateway
    from starter.group_load import Convict

group_app = typer.Typer(help="Data groups of danger-risk reviews.", no_args_is_help=True)


@group_app.command("import")
def import_group(
    group: Annotated[str, typer.Argument(help="The number of the group's case, GRP-...")],
    file: Annotated[Path, typer.Argument(help="A CSV file, UTF-8, with a line of column names.")],
    submit: Annotated[
        bool, typer.Option("--submit/--no-submit", help="Also fill in, seal and present to the director.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Open the reviews of a file, put them on the group's list and let the group select them, in its order.

    Columns: number, first_name, last_name, sex, birth_date, sentenced_on; if known personal_number, received_on,
    last_assessed_on, last_kind, flags; and any field of the data form. The same command again goes on where it was.
    """
    with Speaking(as_json):
        from starter import session
        from starter.group_load import GroupLoad, read

        rows = read(file)

        async def work(gateway: "Gateway") -> "list[Convict]":
            return await GroupLoad(gateway, group, rows, _shown).run(submit=submit)

        refused = session.with_gateway(work)
        report = {"rows": len(rows), "refused": [{"line": r.line, "because": r.because} for r in refused]}
        if as_json:
            output.show_json(report)
        else:
            for r in refused:
                typer.echo(f"line {r.line:>4}  {r.number:<16} {r.because}")
            typer.echo(f"{len(rows)} rows, {len(refused)} refused.")
        if refused:
            raise typer.Exit(REFUSED)


def _shown(what: str, done: int, of: int) -> None:
    """Progress, every fiftieth and the last."""
    if done % 50 == 0 or done == of:
        typer.echo(f"  {what}: {done} of {of}", err=True)
