"""What a command works with: settings, database, gateway, and the person who acts, checked against the posts."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import typer
from sqlalchemy import Connection, Engine

from models.base import Frozen
from models.ids import BadCaseNumber, check_case_number
from models.register import HEADS
from models.views import CaseView
from ops.connection import connect
from ops.settings import Settings
from rules import catalogue
from rules.order_502 import scope
from rules.order_502.access import TEAM_ROLES
from rules.terms.dates import local_date
from starter import output
from starter.gateway import Gateway
from starter.instrument import instrument_of
from starter.output import BAD_INPUT, REFUSED, Stop
from storage import register, worklists
from storage.engine import engine

T = TypeVar("T")
X = TypeVar("X")

CASE_WORKERS = TEAM_ROLES
"""Who opens cases and looks into them, of the roles that a person may hold at once."""

STATEMENT_MS = 30_000
STARTS_A_SECOND, AT_ONCE = 25.0, 8
"""What a dev server takes: starts settle at about 30 a second."""


def today() -> date:
    """The legal day in Tbilisi."""
    return local_date(datetime.now(UTC))


# ------------------------------------------------------------------ servers


def settings_for_reading() -> Settings:
    """The settings; the database of the running Vada when none is set."""
    settings = Settings.from_environment()
    return settings if settings.database_url is not None else settings.with_running()


@contextmanager
def database() -> Iterator[Engine]:
    """The database alone: enough to look."""
    made = engine(settings_for_reading().require_database(), pool_size=2, statement_timeout_ms=STATEMENT_MS)
    try:
        yield made
    finally:
        made.dispose()


@contextmanager
def reading() -> Iterator[Connection]:
    """One transaction to look in."""
    with database() as made, made.begin() as conn:
        yield conn


def with_gateway(work: Callable[[Gateway], Awaitable[T]], *, keeps: bool = False) -> T:
    """Connect to the database and to Temporal, do the work, and return what it gives.

    `keeps`: the work is done also while Temporal is away; what it stores is brought in by the relay afterwards.
    """

    async def whole() -> T:
        settings = Settings.from_environment().with_running()
        made = engine(settings.require_database(), pool_size=AT_ONCE + 2, statement_timeout_ms=STATEMENT_MS)
        try:
            client = await connect(settings, identity="vada-cli", patience=timedelta(seconds=5), or_lazily=keeps)
            return await work(Gateway(client, made, instrument_of(settings), task_queue=settings.task_queue))
        finally:
            made.dispose()

    return asyncio.run(whole())


async def paced(
    work: Iterable[X], do: Callable[[X], Awaitable[None]], *, a_second: float = STARTS_A_SECOND, at_once: int = AT_ONCE
) -> None:
    """Do each piece of work, so many at once and at most so many a second; the first fault ends it."""
    pieces = iter(work)
    next_start = time.monotonic()

    async def hand() -> None:
        nonlocal next_start
        for piece in pieces:
            now = time.monotonic()
            wait, next_start = next_start - now, max(next_start, now) + 1 / a_second
            if wait > 0:
                await asyncio.sleep(wait)
            await do(piece)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(hand())


# ------------------------------------------------------------------ who acts


class Hat(Frozen):
    """A role in which a person may act, where, and in whose place when they stand in for somebody."""

    staff: str
    role: str
    institution: str | None = None
    in_place_of: str | None = None

    def words(self) -> str:
        """case_manager at institution 5."""
        where = f"at institution {self.institution}" if self.institution else "above all institutions"
        place = f", in place of {self.in_place_of}" if self.in_place_of else ""
        return f"{self.role} {where}{place}"


def hats(conn: Connection, staff: str, on: date | None = None) -> tuple[Hat, ...]:
    """The roles of a person today: the posts they hold, then those of people they stand in for."""
    day = on or today()
    register.staff(conn, staff)
    worn = [Hat(staff=staff, role=p.role, institution=p.institution) for p in register.posts_of(conn, staff, day)]
    for other in register.stands_in_for(conn, staff, day):
        worn += [
            Hat(staff=staff, role=p.role, institution=p.institution, in_place_of=other)
            for p in register.posts_of(conn, other, day)
        ]
    return tuple(worn)


def acting(
    conn: Connection, staff: str, institution: str | None, wanted: Sequence[str] = (), asked: str | None = None
) -> Hat:
    """In which role a person acts at an institution: the one asked for, else the wanted one, else the only one.

    `institution` None: in a case that lies nowhere yet, so any post of theirs will do.

    Raises `Stop` when no post of theirs fits, or when several do and it is not said which.
    """
    held = hats(conn, staff)
    fitting = [h for h in held if institution is None or h.institution in (None, institution)]
    listed = "; ".join(h.words() for h in held) or "none"
    if not fitting:
        raise Stop(
            REFUSED,
            f"{staff} holds no post today at institution {institution} (posts held: {listed}). "
            "Let somebody who works there do it, or enter the post in the register.",
            posts=[h.words() for h in held],
        )
    by_role = {h.role: h for h in reversed(fitting)}
    if asked is not None:
        if asked not in by_role:
            raise Stop(
                REFUSED,
                f"{staff} holds no post of {asked} at institution {institution} (posts held: {listed}). "
                f"Leave --role out, or name one of: {', '.join(sorted(by_role))}.",
                posts=[h.words() for h in held],
            )
        return by_role[asked]
    for role in wanted:
        if role in by_role:
            return by_role[role]
    if len(by_role) == 1:
        return next(iter(by_role.values()))
    raise Stop(
        BAD_INPUT, f"{staff} holds several posts there: say in which role with --role {' or '.join(sorted(by_role))}."
    )


_CASE_ROLES = (
    *TEAM_ROLES,
    *HEADS,
    "director",
    "special_registration_officer",
    "suicide_prevention_coordinator",
    "professional_supervisor",
)


def has_role_in(worn: Iterable[Hat], case: CaseView) -> bool:
    """Whether one of the roles is a role in this case: then the person's name is shown, else it is not."""
    roles = {*_CASE_ROLES, *(r.actor for r in catalogue.rules(process=case.process) if r.actor)}
    place = place_of(case)
    return any(h.role in roles and (place is None or h.institution in (None, place)) for h in worn)


def place_of(case: CaseView) -> str | None:
    """Where a case lies, as far as it turns on who works there: one that another agency handed over (502 art. 30(8))
    lies nowhere until an officer of some bureau registers it there."""
    return None if (case.process, case.stage) == ("probation_cycle", "arrival") else case.institution


# ------------------------------------------------------------------ what is meant


def case_of(conn: Connection, number: str) -> CaseView:
    """The case; a `Stop` that says how a number reads when it is none."""
    try:
        check_case_number(number)
    except BadCaseNumber as wrong:
        raise Stop(BAD_INPUT, f"{wrong}.") from None
    return worklists.case(conn, number)


def works_here(conn: Connection, institution: str) -> None:
    """Refuse an institution that the register of posts does not know: nobody there would be told of anything."""
    known = {i.number: i for i in register.institutions(conn)}
    if not known:
        raise Stop(
            BAD_INPUT,
            "The register of posts is empty, so nobody would be told of a term. Load it: `vada register load FILE`.",
        )
    if institution not in known:
        listed = ", ".join(sorted(known, key=lambda number: (len(number), number)))
        raise Stop(
            BAD_INPUT,
            f"Institution {institution} is not in the register (it has {listed}). "
            "Correct the number, or load the register with that institution.",
        )
    if known[institution].kind == "bureau":
        on = today()
        held = [role for role in scope.SERVICES if register.staff_for(conn, role, institution, on)]
        if not (area := scope.in_area(held)).allowed:
            said = f"Note: {area.reason} ({output.cited(area.rule)}); article 21(3) says what is done then."
            typer.echo(said, err=True)
        return
    if not known[institution].case_management:
        raise Stop(REFUSED, f"Institution {institution} keeps no cases under Order 502, as the register says.")
