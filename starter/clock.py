"""The legal clock of a process: the real one in service, the story's in a scenario."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is in law, and how far that is from the machine's time."""

    def now(self) -> datetime:
        """The legal instant, in UTC."""

    def shift(self) -> timedelta:
        """What a case opened now must add to Temporal's clock."""


class ServiceClock:
    """The real time."""

    def now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

    def shift(self) -> timedelta:
        """Nothing: in service the case's clock is Temporal's."""
        return timedelta(0)


class StoryClock:
    """A clock that the scenario player sets."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The story's moment."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Move on; a story never goes back."""
        self._now = max(self._now, moment.astimezone(UTC))

    def shift(self) -> timedelta:
        """From the machine's time to the story's."""
        return self._now - datetime.now(UTC)
