"""The sample caseload: `python -m starter.samples`. Made-up staff and some 235 made-up cases, on an empty database.

Stopped in the middle, it goes on where it was: a case is opened once, an act is played once.
"""

import asyncio
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, or_, select
from sqlalchemy.exc import OperationalError
from temporalio.service import RPCError

from models.register import sample_register
from ops import log
from ops.connection import connect
from ops.errors import OpsError
from ops.process import exit_now
from ops.settings import Settings
from rules.terms.dates import local_date
from starter.gateway import Gateway, NewAct
from starter.instrument import instrument_of
from starter.sample_data import INSTITUTIONS, PREFIX, Sample, caseload
from starter.sample_others import PREFIXES, others, registers
from starter.session import AT_ONCE, paced
from storage import register
from storage.engine import engine
from storage.tables import Case, Document

OPENS_WITHIN, LOOK_EVERY = 60.0, 0.2
EVERY = 25


class Loader:
    """Brings the caseload in, counts, and says how far it is."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._began = time.monotonic()
        self._said = 0
        self.opened: Counter[str] = Counter()
        self.there = 0
        self.acts: Counter[str] = Counter()

    async def load(self) -> bool:
        """True when the caseload is there; False when the database holds cases of somebody's own."""
        ground = await self._gateway.in_transaction(_ground)
        if ground is None:
            say("The database is not empty: no samples are loaded into it.")
            return False
        base, self._known, self._settled = ground
        if not any(number.startswith(PREFIXES) for number in self._known):
            await self._gateway.in_transaction(_staffed)
        samples = (*caseload(base), *others(base))
        self._total = len(samples)
        missing = [s for s in samples if s.number not in self._known]
        self.there = self._total - len(missing)
        await paced(missing, self._open)
        await self._opened_all()
        await paced((s for s in samples if s.acts), self._play, a_second=100)
        seconds = time.monotonic() - self._began
        made = sum(self.opened.values())
        if made or self.acts:
            groups = ", ".join(f"{n} {group}" for group, n in self.opened.items())
            say(f"{made} made-up cases opened in {seconds:.0f} s ({groups}); {self.acts['taken']} acts played.")
        else:
            say(f"The sample caseload is there: {self.there} cases.")
        return True

    async def _open(self, sample: Sample) -> None:
        made = await self._gateway.open_case(
            sample.process, sample.intake, by="samples", synthetic=True, state=sample.state or None
        )
        if made:
            self.opened[sample.group] += 1
        else:
            self.there += 1
        done = sum(self.opened.values()) + self.there
        if done // EVERY > self._said:
            self._said = done // EVERY
            seconds = time.monotonic() - self._began
            say(f"{done} of {self._total} cases, {sum(self.opened.values()) / seconds:.0f} a second")

    async def _opened_all(self) -> None:
        """Wait until the started cases have opened themselves: before, they know of no step."""
        for _ in range(int(OPENS_WITHIN / LOOK_EVERY)):
            left = await self._gateway.in_transaction(_not_opened)
            if left == 0:
                return
            await asyncio.sleep(LOOK_EVERY)
        say(f"{left} cases have not opened yet: see that the worker runs; they open when it does.")

    async def _play(self, sample: Sample) -> None:
        for a in sample.acts:
            if a.id in self._settled:
                continue
            staff = f"S-{str(sample.intake['institution']).zfill(2)}-{a.by}"
            new = NewAct(act=a.act, by=a.by, staff=staff, step=a.step, done_on=a.done_on, document=a.document, id=a.id)
            outcome = await self._gateway.act(sample.number, new)
            self.acts["taken" if outcome.accepted else "not taken"] += 1
            if outcome.refusal is not None:
                say(f"{sample.number}: {outcome.refusal.sentence()}")
            if not outcome.accepted:
                return


Ground = tuple[date, frozenset[str], frozenset[str]]


def _ground(conn: Connection) -> Ground | None:
    """The day the caseload stands on, the cases that are open, the documents that are settled. None: not ours."""
    mine = _mine()
    first = conn.execute(select(func.min(Case.received_at)).where(mine)).scalar_one()
    if first is None:
        cases = conn.execute(select(func.count()).select_from(Case)).scalar_one()
        strangers = [i for i in register.institutions(conn) if "სინთეზური" not in i.name_ka]
        if cases or strangers:
            return None
    opened = conn.execute(select(Case.number).where(mine, Case.opened_at.is_not(None))).scalars()
    settled = conn.execute(
        select(Document.id).where(Document.case.startswith(PREFIX), Document.state.in_(("settled", "refused")))
    ).scalars()
    return local_date(first or datetime.now(UTC)), frozenset(opened), frozenset(settled)


def _mine() -> ColumnElement[bool]:
    """The cases that are opened here; those which they set going follow by themselves."""
    return or_(*(Case.number.startswith(prefix) for prefix in (PREFIX, *PREFIXES)))


def _staffed(conn: Connection) -> None:
    """Made-up people for every house; a house of two kinds keeps the name of its prison."""
    for people in (*registers(), sample_register(INSTITUTIONS)):
        register.load(conn, people, at=datetime.now(UTC), by="samples")


def _not_opened(conn: Connection) -> int:
    query = select(func.count()).select_from(Case).where(_mine(), Case.opened_at.is_(None))
    return int(conn.execute(query).scalar_one())


def say(sentence: str) -> None:
    """A line that `vada up` shows."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


async def main() -> int:
    """Connect and load; 0 when the caseload is there or not wanted."""
    settings = Settings.from_environment().with_running()
    log.configure(settings)
    made = engine(settings.require_database(), pool_size=AT_ONCE + 2)
    client = await connect(settings, identity="vada-samples", patience=timedelta(seconds=30))
    try:
        await Loader(Gateway(client, made, instrument_of(settings), task_queue=settings.task_queue)).load()
    except* (OperationalError, RPCError) as away:
        say(f"A server went away ({type(away.exceptions[0]).__name__}); the next start goes on from here.")
        return_code = 3
    else:
        return_code = 0
    finally:
        made.dispose()
    return return_code


if __name__ == "__main__":
    try:
        exit_now(asyncio.run(main()))
    except OpsError as fault:
        say(str(fault))
        exit_now(3)
