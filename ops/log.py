"""Logging: structlog on top of the standard library, JSON or console, and no personal data.

Our own entries carry ids, codes, dates and counts; any other text is withheld. From other libraries' messages
Georgian text, personal numbers and mail addresses are cut out, and of an exception only its type and its
place are written: a database's message quotes the row.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

from ops.settings import Settings

Event = MutableMapping[str, Any]
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_CODE = re.compile(r"[A-Za-z0-9_.:/@+\-]{1,200}")
_PERSONAL = re.compile(
    "[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]+(?:[\\s\\-]+[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]+)*"
    r"|(?<!\d)\d{11}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_WITHHELD = "[withheld]"
_OURS = ("timestamp", "level", "logger", "event", "exception")


def drop_on_replay(_logger: Any, _method: str, event: Event) -> Event:
    """A workflow that replays its history has logged it before."""
    workflow = sys.modules.get("temporalio.workflow")
    if workflow is not None and workflow.in_workflow() and workflow.unsafe.is_replaying():
        raise structlog.DropEvent
    return event


def add_identity(_logger: Any, _method: str, event: Event) -> Event:
    """Name the workflow or the activity that speaks, by ids alone."""
    workflow = sys.modules.get("temporalio.workflow")
    activity = sys.modules.get("temporalio.activity")
    if workflow is not None and workflow.in_workflow():
        info = workflow.info()
        event.setdefault("workflow_id", info.workflow_id)
        event.setdefault("run_id", info.run_id)
        event.setdefault("workflow_time", workflow.now())
        update = workflow.current_update_info()
        if update is not None:
            event.setdefault("update_id", update.id)
    elif activity is not None and activity.in_activity():
        task = activity.info()
        event.setdefault("workflow_id", task.workflow_id)
        event.setdefault("activity", task.activity_type)
        event.setdefault("attempt", task.attempt)
    return event


def place_of_exception(_logger: Any, _method: str, event: Event) -> Event:
    """Write an exception's types and places, never its words."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if isinstance(found, tuple) and found[0] is not None:
        event["exception"] = _describe(found)
    return event


def _describe(info: _ExcInfo) -> str:
    error: BaseException | None = info[1]
    told: list[str] = []
    while error is not None and len(told) < 5:
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        places = " > ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
        told.append(f"{type(error).__module__}.{type(error).__qualname__} at {places or 'unknown'}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " <- ".join(told)


def codes_only(_logger: Any, _method: str, event: Event) -> Event:
    """Withhold every value that is not a code, a number or a moment."""
    for key, value in event.items():
        if key not in _OURS and not key.startswith("_"):
            event[key] = _code(value)
    return event


def _code(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return _code(value.value)
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case str():
            return value if _CODE.fullmatch(value) and not _PERSONAL.search(value) else _WITHHELD
        case list() | tuple() | set() | frozenset():
            return [_code(item) for item in value]
        case _:
            return _WITHHELD


def cut_personal(_logger: Any, _method: str, event: Event) -> Event:
    """Cut what looks like a person out of the message itself."""
    event["event"] = _PERSONAL.sub(_WITHHELD, str(event.get("event", "")))
    return event


def configure(settings: Settings, *, stream: TextIO | None = None) -> None:
    """Set up logging for this process, once. All goes to stderr, also from the standard library's loggers."""
    out = stream or sys.stderr
    shared: list[Any] = [
        drop_on_replay,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_identity,
        place_of_exception,
        cut_personal,
    ]
    console = settings.log_format == "console" or (settings.log_format is None and out.isatty())
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=out.isatty())
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            codes_only,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=()), codes_only],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level)
    for noisy in ("sqlalchemy", "alembic", "asyncio"):
        logging.getLogger(noisy).setLevel(max(settings.level, logging.WARNING))
