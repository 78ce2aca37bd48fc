"""What open cases cost a worker's memory, and what opening one costs its processor.

    python -m benchmarks.memory                       # 5,000 open cases, all of them cached; some minutes
    python -m benchmarks.memory --cases 1500 --cached 1000 --json

Cases are opened through the gateway on real servers, by one worker process, as staff open them. The memory is what the
operating system counts as resident for the worker (VmRSS), before the first case and with all of them open.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from models.register import sample_register
from ops.connection import connect
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess, exit_now
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from rules.terms.dates import local_date
from starter.gateway import Gateway
from storage import register as register_of_posts
from storage.engine import engine
from storage.migrate import upgrade

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 16
TICK = os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    """Resident memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} is gone")


def processor(pid: int) -> float:
    """Processor time that a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


async def measure(folder: Path, cases: int, cached: int) -> dict[str, Any]:
    """Servers, one worker, so many open cases."""
    postgres = EmbeddedPostgres(folder / "pg", fsync=False)
    temporal = TemporalServer(folder / "temporal", port=0, ui_port=None, in_memory=True)
    url = postgres.start()
    upgrade(url)
    address = await temporal.start()
    worker = ChildProcess(
        "worker",
        [sys.executable, str(ROOT / "worker.py")],
        log=folder / "worker.log",
        cwd=ROOT,
        env={
            **os.environ,
            "VADA_DATABASE_URL": url,
            "TEMPORAL_ADDRESS": address,
            "VADA_LOG_LEVEL": "WARNING",
            "VADA_CACHED_CASES": str(cached),
        },
    )
    try:
        client = await connect(Settings(database_url=url, temporal_address=address), identity="benchmark")
        await register(client)
        pool = engine(url, pool_size=AT_ONCE)
        with pool.begin() as conn:
            register_of_posts.load(conn, sample_register(["8"]), at=datetime.now(UTC), by="benchmark")
        worker.start()
        await asyncio.to_thread(worker.wait_for_line, "ready", 30)
        gateway = Gateway(client, pool, development_instrument())
        pid = worker.pid or 0
        await _open(gateway, 0, AT_ONCE)
        empty, used, began = resident(pid), processor(pid), time.monotonic()
        await _open(gateway, AT_ONCE, AT_ONCE + cases)
        full, seconds = resident(pid), time.monotonic() - began
        return {
            "cases": cases,
            "cached": cached,
            "worker_mb_before": round(empty),
            "worker_mb_after": round(full),
            "mb_a_case": round((full - empty) / min(cases, max(1, cached - AT_ONCE)), 3),
            "worker_cpu_ms_an_opened_case": round((processor(pid) - used) / cases * 1000, 1),
            "opened_a_second": round(cases / seconds, 1),
            "temporal_mb": round(resident(temporal.pid or 0)),
        }
    finally:
        worker.stop()
        await temporal.stop()
        postgres.stop()


async def _open(gateway: Gateway, first: int, last: int) -> None:
    today = local_date(datetime.now(UTC)).isoformat()
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": "1988-05-14"}
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> None:
        async with turns:
            given = {
                "number": f"PEN-2026-{n:06d}",
                "person": person,
                "institution": 8,
                "placed_in_institution": today,
                "left_classification_cell": today,
            }
            await gateway.open_case("penitentiary_cycle", given, synthetic=True)

    await asyncio.gather(*(one(n) for n in range(first, last)))
    opened = text("SELECT count(*) FROM cases WHERE opened_at IS NOT NULL")
    while await gateway.in_transaction(lambda conn: conn.execute(opened).scalar_one()) < last:  # noqa: ASYNC110
        await asyncio.sleep(0.1)


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--cached", type=int, default=6000, help="the worker's cache of cases (VADA_CACHED_CASES)")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vada-bench-") as folder:
        found = asyncio.run(measure(Path(folder), given.cases, given.cached))
    if given.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(f"{name.replace('_', ' '):30} {value}" for name, value in found.items()))
    sys.stdout.flush()
    exit_now(0)


if __name__ == "__main__":
    main()
