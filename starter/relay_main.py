"""The relay as a process of its own: `python -m starter.relay_main`."""

import asyncio
import signal
import sys

from notices.channels import channel_for
from ops import log
from ops.connection import connect
from ops.errors import OpsError
from ops.process import exit_now
from ops.settings import Settings
from starter.gateway import Gateway
from starter.instrument import instrument_of
from starter.relay import Relay
from storage.engine import engine


async def main() -> None:
    """Connect, say `ready`, relay until SIGTERM or SIGINT."""
    settings = Settings.from_environment()
    log.configure(settings)
    client = await connect(settings, identity="vada-relay")
    gateway = Gateway(
        client,
        engine(settings.require_database(), pool_size=4),
        instrument_of(settings),
        task_queue=settings.task_queue,
    )
    channel = channel_for(settings.mail_url, settings.mail_dir, settings.mail_from)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await Relay(gateway, channel).run(stop)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except (OpsError, ValueError) as fault:
        sys.stderr.write(f"{fault}\n")
        exit_now(2)
    exit_now(0)
