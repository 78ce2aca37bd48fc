"""The composition root of the worker: settings, database, client, activities, workflows; run until told to stop."""

import asyncio
import contextlib
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.record import Record
from ops import log
from ops.connection import connect
from ops.errors import OpsError
from ops.process import exit_now
from ops.settings import Settings
from starter.instrument import instrument_of
from storage.engine import engine
from workflows.registry import WORKFLOWS
from workflows.sandbox import runner

THREADS = 16
"""Consequences written at once: the size of the pool of connections too, so that none waits for the other."""


def build(client: Client, settings: Settings, *, cached: int | None = None) -> Worker:
    """The worker for `settings`, not yet running. Tests call the same function."""
    record = Record(engine(settings.require_database(), pool_size=THREADS), instrument_of(settings))
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=[record.record],
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="record"),
        max_concurrent_activities=THREADS,
        max_concurrent_local_activities=THREADS,
        max_cached_workflows=settings.cached_cases if cached is None else cached,
        workflow_runner=runner(),
        graceful_shutdown_timeout=timedelta(seconds=5),
        identity="vada-worker",
    )


async def main() -> None:
    """Connect, poll, say `ready`, and stop cleanly on SIGTERM or SIGINT."""
    settings = Settings.from_environment()
    log.configure(settings)
    client = await connect(settings, identity="vada-worker")
    worker = build(client, settings)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with worker:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(main())
    except (OpsError, ValueError) as fault:
        sys.stderr.write(f"{fault}\n")
        exit_now(2)
    exit_now(0)
