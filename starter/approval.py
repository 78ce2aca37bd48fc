"""What a command that moves many cases shares: how far it is, the approval, and waiting until the cases have it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import typer
from sqlalchemy import Engine

from starter.output import BAD_INPUT, SERVER_AWAY, Stop
from storage import facts
from storage.running_terms import database_now, older_work

QUIET = timedelta(seconds=2)
"""For so long nothing is said of how far it is."""

PATIENCE = timedelta(minutes=10)

STRAGGLERS = timedelta(seconds=15)
"""How long work that began before a change is waited for; the record's own calls end within two seconds."""


@contextmanager
def progress(what: str, of: int | None = None) -> Iterator[Callable[[int], None]]:
    """Say on the error stream how far it is, from two seconds on and then every two seconds."""
    began = said = time.monotonic()

    def told(n: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - began < QUIET.total_seconds() or now - said < QUIET.total_seconds():
            return
        said = now
        typer.echo(f"{what}: {n}{f' of {of}' if of is not None else ''} ...", err=True)

    yield told


def approve(question: str, yes: bool) -> bool:
    """Whether it may be done: said beforehand, or answered on a terminal. Elsewhere nothing is done without --yes."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise Stop(BAD_INPUT, "Nothing was changed. Repeat it with --yes to do it, or with --preview to look only.")
    return typer.confirm(question, default=False, err=True)


def wait_until_heard(engine: Engine, cause: str) -> int:
    """Wait until every case that was told has taken it in; how many."""
    until = time.monotonic() + PATIENCE.total_seconds()
    with progress("cases that have taken it in") as told:
        while True:
            with engine.begin() as conn:
                heard, of = facts.heard_of(conn, cause)
            if heard >= of:
                return of
            if time.monotonic() > until:
                raise Stop(
                    SERVER_AWAY,
                    f"{heard} of {of} cases have taken it in so far. The rest is queued and is brought to them: see "
                    "that worker and relay run.",
                    heard=heard,
                    of=of,
                )
            told(heard)
            time.sleep(0.2)


def wait_for_stragglers(engine: Engine) -> None:
    """Wait until all work that began before now has ended: it may have seen the world as it was before."""
    until = time.monotonic() + STRAGGLERS.total_seconds()
    with engine.begin() as conn:
        now = database_now(conn)
    while time.monotonic() < until:
        with engine.begin() as conn:
            if not older_work(conn, now):
                return
        time.sleep(0.1)
