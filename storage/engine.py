"""The engine: a pool that waits its turn, drops broken connections, and writes JSON with dates in it."""

import json
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Engine, create_engine


def _plain(value: Any) -> Any:
    """A date, instant, length, set or enumerated code as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    raise TypeError(f"a {type(value).__name__} cannot be stored as JSON")


def dumps(value: Any) -> str:
    """JSON as the record stores it."""
    return json.dumps(value, default=_plain, ensure_ascii=False)


def engine(
    url: str,
    *,
    pool_size: int = 5,
    max_overflow: int = 0,
    wait: float = 30.0,
    statement_timeout_ms: int | None = None,
    pre_ping: bool = False,
) -> Engine:
    """An engine for `url` (postgresql://...).

    A caller waits `wait` seconds for a free connection. A connection found broken is thrown away with all its
    elders, so after a restart of the database one call may fail and the next works; where a person would see
    even that one failure (the console), `pre_ping` asks first and costs one more round trip.
    The text of an error never holds the values of its statement: they may be personal data.
    """
    options = "-c timezone=UTC"
    if statement_timeout_ms is not None:
        options += f" -c statement_timeout={statement_timeout_ms}"
    plain = url.replace("postgresql://", "postgresql+psycopg2://", 1)
    return create_engine(
        plain,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_timeout=wait,
        pool_pre_ping=pre_ping,
        executemany_mode="values_plus_batch",
        json_serializer=dumps,
        hide_parameters=True,
        connect_args={"connect_timeout": 2, "options": options, "application_name": "vada"},
    )
