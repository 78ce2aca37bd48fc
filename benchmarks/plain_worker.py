"""The worker of `benchmarks.plain`, with the same pool, threads and sandbox as ours."""

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text
from temporalio import activity
from temporalio.worker import Worker

from benchmarks.plain import Plain, Step
from ops.connection import connect
from ops.process import exit_now
from ops.settings import Settings
from storage.engine import engine
from workflows.sandbox import runner

THREADS = 16
TABLE = """
CREATE TABLE IF NOT EXISTS plain_forms (id text PRIMARY KEY, "case" text, content jsonb, at timestamptz DEFAULT now());
CREATE TABLE IF NOT EXISTS plain_outbox (id text PRIMARY KEY, "case" text, body jsonb, at timestamptz DEFAULT now());
"""
FORM = text('INSERT INTO plain_forms (id, "case", content) VALUES (:id, :case, :content) ON CONFLICT DO NOTHING')
OUTBOX = text('INSERT INTO plain_outbox (id, "case", body) VALUES (:id, :case, :body) ON CONFLICT DO NOTHING')


async def main() -> None:
    """Connect, poll, say `ready`, stop on SIGTERM."""
    settings = Settings.from_environment()
    client = await connect(settings, identity="plain-worker")
    pool = engine(settings.require_database(), pool_size=THREADS)

    @activity.defn(name="insert")
    def insert(step: Step) -> int:
        with pool.begin() as conn:
            return conn.execute(FORM, {"id": step.document, "case": step.case, "content": step.form}).rowcount

    worker = Worker(
        client,
        task_queue=settings.task_queue,
        workflows=[Plain],
        activities=[insert],
        activity_executor=ThreadPoolExecutor(THREADS),
        max_concurrent_activities=THREADS,
        workflow_runner=runner(),
        identity="plain-worker",
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with worker:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
    exit_now(0)
