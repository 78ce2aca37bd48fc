"""Keeping a set of services running: started in order, restarted when they fall, stopped in the reverse
order."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Protocol

from ops.errors import OpsError
from ops.postgres import EmbeddedPostgres
from ops.process import ChildProcess, ProcessId, identify
from ops.temporal_server import TemporalServer

_LOOK_EVERY = 0.3
_LONGEST_PAUSE = 30.0
_STABLE_AFTER = 60.0


class Service(Protocol):
    """Anything that runs as a process of its own."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def pid(self) -> int | None:
        """Its pid while it runs."""

    async def start(self) -> None:
        """Start it and return when it is ready; `OpsError` when it does not become so."""

    async def stop(self) -> None:
        """Stop it and return when it has ended."""


class PostgresService:
    """The embedded PostgreSQL as a service."""

    name = "PostgreSQL"

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.server = server

    @property
    def pid(self) -> int | None:
        """The server's pid."""
        return self.server.pid

    async def start(self) -> None:
        """Start in a thread: it waits."""
        await asyncio.to_thread(self.server.start)

    async def stop(self) -> None:
        """Stop in a thread: it waits."""
        await asyncio.to_thread(self.server.stop)


class TemporalService:
    """Temporal's dev server as a service."""

    name = "Temporal"

    def __init__(self, server: TemporalServer) -> None:
        self.server = server

    @property
    def pid(self) -> int | None:
        """The server's pid."""
        return self.server.pid

    async def start(self) -> None:
        """Start the server."""
        await self.server.start()

    async def stop(self) -> None:
        """Stop the server."""
        await self.server.stop()


class ChildService:
    """One of our own programs, which prints `ready` when it is."""

    def __init__(self, child: ChildProcess, *, ready_within: float = 60.0, grace: float = 6.0) -> None:
        self.name = child.name
        self.child = child
        self._ready_within = ready_within
        self._grace = grace

    @property
    def pid(self) -> int | None:
        """The program's pid."""
        return self.child.pid

    async def start(self) -> None:
        """Start it and wait for its word."""
        self.child.start()
        await asyncio.to_thread(self.child.wait_for_line, "ready", self._ready_within)

    async def stop(self) -> None:
        """Ask it to finish what it does, then end it."""
        await asyncio.to_thread(self.child.stop, grace=self._grace)


class Supervisor:
    """Starts services, restarts the fallen with growing pauses, and stops all of them."""

    def __init__(self, *, say: Callable[[str], None], changed: Callable[[], None] = lambda: None) -> None:
        self._say = say
        self._changed = changed
        self._groups: list[tuple[Service, ...]] = []
        self._watchers: list[asyncio.Task[None]] = []

    async def start(self, *services: Service) -> None:
        """Start these at the same time, after those of earlier calls, and keep them running."""
        self._groups.append(services)
        starting = [asyncio.create_task(service.start()) for service in services]
        try:
            await asyncio.gather(*starting)
        except BaseException:
            for task in starting:
                task.cancel()
            await asyncio.gather(*starting, return_exceptions=True)
            raise
        self._changed()
        self._watchers += [asyncio.create_task(self._keep(service)) for service in services]

    async def stop(self) -> None:
        """Stop everything, last started first. What does not stop does not keep the others from it."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        for group in reversed(self._groups):
            await asyncio.gather(*(service.stop() for service in group), return_exceptions=True)

    def processes(self) -> dict[str, ProcessId]:
        """What runs now."""
        services = (service for group in self._groups for service in group)
        return {service.name: identify(service.pid) for service in services if service.pid is not None}

    async def _keep(self, service: Service) -> None:
        pause, since = 0.5, time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            if service.pid is not None:
                if time.monotonic() - since > _STABLE_AFTER:
                    pause = 0.5
                continue
            self._say(f"The {service.name} stopped by itself; starting it again in {pause:g} s.")
            await asyncio.sleep(pause)
            pause, since = min(pause * 2, _LONGEST_PAUSE), time.monotonic()
            try:
                await service.start()
            except OpsError as error:
                self._say(str(error))
                with contextlib.suppress(OpsError):
                    await service.stop()
                continue
            self._say(f"The {service.name} runs again.")
            self._changed()
