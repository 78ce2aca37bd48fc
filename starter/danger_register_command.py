"""`vada danger register`: the register of the team's decisions (Order 70 art. 12(9), its order's article 4-1(2))."""

from datetime import date
from typing import Annotated

import typer

from starter import output
from starter.output import BAD_INPUT, REFUSED, JsonFlag, Speaking, Stop

danger_app = typer.Typer(help="Danger-risk reviews.", no_args_is_help=True)


@danger_app.command("register")
def register(
    viewer: Annotated[str, typer.Option("--as", metavar="STAFF|ROLE", help="Who looks: a staff id, or a role.")],
    edition: Annotated[str, typer.Option(help="Of which rule: o70 or dr2.")] = "o70",
    electronic_from: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Sessions before that day stand by surname; without it all by session."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """The registered decisions: by surname before the electronic register, after it by session and order of decisions.

    Each keeps the number that its registration gave it. For whom the rule lets read it: the registry and the team.
    """
    with Speaking(as_json):
        from rules.danger.disclosure import reader
        from rules.danger.edition import BOTH
        from rules.danger.edition import edition as edition_of
        from rules.danger.registering import Entry, register_order
        from starter import session
        from storage.danger_register import registered, waiting

        if edition not in [e.id for e in BOTH]:
            raise Stop(BAD_INPUT, f"There is no edition {edition!r}: it is o70 or dr2.")
        live = output.a_day(electronic_from, "--electronic-from") or date.min
        e = edition_of(edition)
        with session.reading() as conn:
            roles = [h.role for h in session.hats(conn, viewer)] if viewer.startswith("S-") else [viewer]
            seen = [reader(e, f"{e.id}.decision-register", r) for r in roles]
            if not any(r.allowed or role == e.registry for r, role in zip(seen, roles, strict=True)):
                why = seen[0] if seen else reader(e, f"{e.id}.decision-register", None)
                raise Stop(REFUSED, f"The register is closed to you: {why.reason} [{why.rule}].")
            rows, left = registered(conn, edition), waiting(conn, edition)
        entries = {
            n: Entry(review=str(n), session_on=r.session_on, nth=n, surname=r.surname) for n, r in enumerate(rows)
        }
        ordered = [rows[int(entry.review)] for _, entry in register_order(entries.values(), live)]
        if as_json:
            kept = [r.model_dump(mode="json") | ({"kind": None} if r.index_only else {}) for r in ordered]
            output.show_json({"edition": edition, "decisions": kept, "waiting": left})
            return
        output.table(
            (r.number, r.session_on, "" if r.nth is None else f"no. {r.nth}", f"{r.surname} {r.first_name}",
             "index entry" if r.index_only else r.kind, r.review)
            for r in ordered
        )  # fmt: skip
        typer.echo(f"{len(ordered)} registered; {left} not yet")
