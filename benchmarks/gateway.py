"""How long a person waits for a step, and how many steps a second: ours against plain Temporal and plain SQL.

    python -m benchmarks.gateway            # about four minutes; --quick for one; --json for programs

Four ways of taking the same step, each in turn inside every round, in one run on the same servers (PostgreSQL with
fsync, Temporal's dev server in memory, each workflow's worker a process of its own):

- `gateway`   ours, whole: form stored with its audit entry, Update validated, consequence recorded (document filed,
              step closed, next one opened and dated, notices, timeline, audit), answer back, document settled;
- `ordinary`  an Update with one ordinary activity that inserts one row, the form in the payload;
- `bare`      an Update with no activity and no row;
- `sql`       the form and an outbox row inserted in one transaction from Python, no Temporal.

The step is Annex 3, the behaviour questionnaire, which article 11(2) asks for again each time it is filled in.
Each caller acts on cases of its own, one step after another.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, text
from temporalio.client import Client

from benchmarks.plain import Plain, Step
from benchmarks.plain_worker import FORM, OUTBOX, TABLE
from models.register import sample_register
from ops.connection import connect
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess, exit_now
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from rules.terms.dates import local_date
from starter.gateway import Gateway, NewAct
from storage import register as register_of_posts
from storage.engine import engine
from storage.migrate import upgrade

ROOT = Path(__file__).resolve().parent.parent
WAYS = ("gateway", "ordinary", "bare", "sql")
WORDS = "მსჯავრდებულის ქცევა დაკვირვების პერიოდში მშვიდი იყო; დღის განრიგს იცავს, კონფლიქტი არ ჰქონია. " * 3
AIM_P50, AIM_RATE = 0.65, 1.4


class Sample(NamedTuple):
    """One way, measured for some seconds at some callers."""

    rate: float
    p50: float
    p99: float
    steps: int
    cpu: dict[str, float]
    """CPU milliseconds a step, by process."""


Act = Callable[[int], Awaitable[None]]


class Bench:
    """The servers, the workers and the cases."""

    def __init__(self, folder: Path, cases: int) -> None:
        self.cases = cases
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder / "pg", fsync=True)
        self.temporal = TemporalServer(folder / "temporal", port=0, ui_port=None, in_memory=True)
        self.children: list[ChildProcess] = []
        self.count = itertools.count()
        self.done: dict[int, int] = {}
        self.pids: dict[str, int] = {"client": os.getpid()}

    async def start(self) -> None:
        """Servers up, workers ready, cases open."""
        url = self.postgres.start()
        upgrade(url)
        address = await self.temporal.start()
        settings = Settings(database_url=url, temporal_address=address)
        self.client: Client = await connect(settings, identity="benchmark")
        self.pool: Engine = engine(url, pool_size=32)
        with self.pool.begin() as conn:
            conn.execute(text(TABLE))
            register_of_posts.load(conn, sample_register(["8"]), at=datetime.now(UTC), by="benchmark")
        for name, command in (("worker", ["worker.py"]), ("plain worker", ["-m", "benchmarks.plain_worker"])):
            child = ChildProcess(
                name,
                [sys.executable, *command],
                log=self.folder / f"{name}.log",
                cwd=ROOT,
                env={
                    **os.environ,
                    "VADA_DATABASE_URL": url,
                    "TEMPORAL_ADDRESS": address,
                    "VADA_TASK_QUEUE": "vada" if name == "worker" else "plain",
                    "VADA_LOG_LEVEL": "WARNING",
                },
            )
            child.start()
            self.children.append(child)
            await asyncio.to_thread(child.wait_for_line, "ready", 30)
            self.pids[name] = child.pid or 0
        self.pids["temporal"] = self.temporal.pid or 0
        self.gateway = Gateway(self.client, self.pool, development_instrument())
        await self._open()

    async def stop(self) -> None:
        """Everything down."""
        for child in self.children:
            await asyncio.to_thread(child.stop)
        await self.temporal.stop()
        await asyncio.to_thread(self.postgres.stop)

    def number(self, n: int) -> str:
        """The nth case."""
        return f"PEN-2026-{n:06d}"

    async def _open(self) -> None:
        today = local_date(datetime.now(UTC))
        person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1988-05-14"}
        turns = asyncio.Semaphore(8)

        async def one(n: int) -> None:
            async with turns:
                await self.gateway.open_case(
                    "penitentiary_cycle",
                    {
                        "number": self.number(n),
                        "person": person,
                        "institution": 8,
                        "placed_in_institution": today.isoformat(),
                        "left_classification_cell": today.isoformat(),
                    },
                    synthetic=True,
                )
                await self.client.start_workflow("plain", id=f"plain/{n}", task_queue="plain")

        await asyncio.gather(*(one(n) for n in range(self.cases)))
        opened = text("SELECT count(*) FROM cases WHERE opened_at IS NOT NULL")
        while await self.gateway.in_transaction(lambda conn: conn.execute(opened).scalar_one()) < self.cases:  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def way(self, name: str) -> Act:
        """The step taken in that way, on the nth case."""
        return {"gateway": self._gateway, "ordinary": self._ordinary, "bare": self._bare, "sql": self._sql}[name]

    async def _gateway(self, n: int) -> None:
        outcome = await self.gateway.act(
            self.number(n),
            NewAct(
                act="complete",
                by="legal_regime_officer",
                step="o502.11.2" if self.done.get(n) else "o502.8.6",
                document={"form": "annex-03", "observations": WORDS},
            ),
        )
        if not outcome.accepted:
            raise RuntimeError(f"not accepted: {outcome.refusal or 'no answer'}")
        self.done[n] = self.done.get(n, 0) + 1

    def _plain(self, n: int) -> Step:
        return Step(document=f"D-{next(self.count)}", case=self.number(n), form=json.dumps({"observations": WORDS}))

    async def _ordinary(self, n: int) -> None:
        step = self._plain(n)
        await self.client.get_workflow_handle(f"plain/{n}").execute_update(Plain.ordinary, step, id=step.document)

    async def _bare(self, n: int) -> None:
        step = self._plain(n)
        await self.client.get_workflow_handle(f"plain/{n}").execute_update(Plain.bare, step, id=step.document)

    async def _sql(self, n: int) -> None:
        step = self._plain(n)

        def both() -> None:
            with self.pool.begin() as conn:
                conn.execute(FORM, {"id": step.document, "case": step.case, "content": step.form})
                conn.execute(OUTBOX, {"id": step.document, "case": step.case, "body": '{"told": "case"}'})

        await asyncio.to_thread(both)

    async def measure(self, name: str, callers: int, seconds: float) -> Sample:
        """Let so many callers work for so long."""
        act = self.way(name)
        share = self.cases // callers
        took: list[float] = []
        cpu = self._cpu()
        began = time.perf_counter()
        until = began + seconds

        async def caller(me: int) -> None:
            for turn in itertools.count():
                start = time.perf_counter()
                if start >= until:
                    return
                await act(me * share + turn % share)
                took.append(time.perf_counter() - start)

        await asyncio.gather(*(caller(me) for me in range(callers)))
        lasted = time.perf_counter() - began
        spent = {who: (now - cpu[who]) * 1000 / len(took) for who, now in self._cpu().items()}
        took.sort()
        return Sample(
            rate=len(took) / lasted,
            p50=statistics.median(took) * 1000,
            p99=took[min(len(took) - 1, int(len(took) * 0.99))] * 1000,
            steps=len(took),
            cpu=spent,
        )

    def _cpu(self) -> dict[str, float]:
        """Seconds of CPU so far, by process (Linux)."""
        tick = os.sysconf("SC_CLK_TCK")
        found = {}
        for who, pid in self.pids.items():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                found[who] = (int(fields[11]) + int(fields[12])) / tick
            except OSError:
                found[who] = 0.0
        found["postgres"] = 0.0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.postgres.pid:
                    found["postgres"] += (int(fields[11]) + int(fields[12])) / tick
        return found


async def run(bench: Bench, callers: Sequence[int], rounds: int, seconds: float, say: Callable[[str], None]) -> Any:
    """Every way in turn at every number of callers, round after round."""
    await bench.start()
    say(f"{bench.cases} cases are open")
    for name in WAYS:
        await bench.measure(name, 4, 1.0)
    found: dict[tuple[int, str], list[Sample]] = {}
    for turn in range(rounds):
        for many in callers:
            order = WAYS[turn % len(WAYS) :] + WAYS[: turn % len(WAYS)]
            for name in order:
                sample = await bench.measure(name, many, seconds)
                found.setdefault((many, name), []).append(sample)
                say(f"round {turn + 1}, {many:2} callers, {name:8} {sample.rate:7.1f}/s p50 {sample.p50:6.1f} ms")
    return {
        many: {name: _median(found[many, name]) for name in WAYS} | {"ratios": _ratios(found, many)} for many in callers
    }


def _median(samples: Sequence[Sample]) -> dict[str, Any]:
    return {
        "rate": round(statistics.median(s.rate for s in samples), 1),
        "p50_ms": round(statistics.median(s.p50 for s in samples), 2),
        "p99_ms": round(statistics.median(s.p99 for s in samples), 1),
        "rate_min_max": [round(min(s.rate for s in samples), 1), round(max(s.rate for s in samples), 1)],
        "steps": sum(s.steps for s in samples),
        "cpu_ms": {who: round(statistics.median(s.cpu[who] for s in samples), 1) for who in samples[0].cpu},
    }


def _ratios(found: dict[tuple[int, str], list[Sample]], many: int) -> dict[str, float]:
    """Ours by each of the others, round by round, then the median: what shook the machine shook both."""
    ratios = {}
    for name in WAYS[1:]:
        pairs = list(zip(found[many, "gateway"], found[many, name], strict=True))
        ratios[f"p50_by_{name}"] = round(statistics.median(ours.p50 / its.p50 for ours, its in pairs), 2)
        ratios[f"rate_by_{name}"] = round(statistics.median(ours.rate / its.rate for ours, its in pairs), 2)
    return ratios


def table(found: dict[int, dict[str, Any]]) -> str:
    """The result as a person reads it."""
    lines = ["callers  way        steps/s   p50 ms   p99 ms   CPU ms a step (client, worker, Temporal, PostgreSQL)"]
    for many, ways in found.items():
        for name in WAYS:
            w = ways[name]
            ms = w["cpu_ms"]
            worker = ms["worker" if name == "gateway" else "plain worker"]
            cpu = f"{ms['client']:.1f}, {worker:.1f}, {ms['temporal']:.1f}, {ms['postgres']:.1f}"
            lines.append(f"{many:7}  {name:9} {w['rate']:8.1f} {w['p50_ms']:8.2f} {w['p99_ms']:8.1f}   {cpu}")
    lines.append("")
    for many, ways in found.items():
        r = ways["ratios"]
        lines.append(
            f"{many:2} callers: ours by the ordinary-activity Update: p50 {r['p50_by_ordinary']:.2f}, "
            f"rate {r['rate_by_ordinary']:.2f}; by the bare Update: p50 {r['p50_by_bare']:.2f}, "
            f"rate {r['rate_by_bare']:.2f}"
        )
    if 1 in found:
        r = found[1]["ratios"]
        met = r["p50_by_ordinary"] <= AIM_P50 and r["rate_by_ordinary"] >= AIM_RATE
        lines.append(
            f"Aim at one caller (p50 at most {AIM_P50}, rate at least {AIM_RATE}): {'met' if met else 'MISSED'}"
        )
    return "\n".join(lines)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="each way, each number of callers, each round")
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--cases", type=int, default=128, help="open cases; each caller has its share")
    parser.add_argument("--quick", action="store_true", help="two rounds of two seconds")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.cases < max(*given.callers, 4):
        parser.error("as many cases as callers at least")
    rounds, seconds = (2, 2.0) if given.quick else (given.rounds, given.seconds)

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="vada-bench-") as folder:
        os.chmod(folder, 0o711)

        async def all_of_it() -> Any:
            bench = Bench(Path(folder), given.cases)
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
            try:
                return await run(bench, given.callers, rounds, seconds, say)
            finally:
                await bench.stop()

        found = asyncio.run(all_of_it())
    print(json.dumps(found, indent=1) if given.json else table(found), flush=True)
    exit_now(0)


if __name__ == "__main__":
    main()
