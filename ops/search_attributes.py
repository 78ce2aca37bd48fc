"""Search attributes: registered at every start, and the links that use them.

The Web UI keeps saved views in one browser; a link serves everybody. SQL visibility knows no ORDER BY: a link
asks for a range, the worklists (from our own database) are in order.
"""

import asyncio
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

from models.ids import Process
from models.visibility import ATTRIBUTES, STAGE_OF_DIRECTOR, AttributeType, Escalation
from ops.errors import OpsError

_TYPES: dict[AttributeType, IndexedValueType.ValueType] = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Int": IndexedValueType.INDEXED_VALUE_TYPE_INT,
}
KEYS: tuple[SearchAttributeKey[str] | SearchAttributeKey[datetime] | SearchAttributeKey[int], ...] = tuple(
    SearchAttributeKey.for_keyword(a.name)
    if a.type == "Keyword"
    else SearchAttributeKey.for_datetime(a.name)
    if a.type == "Datetime"
    else SearchAttributeKey.for_int(a.name)
    for a in ATTRIBUTES
)
"""The typed keys, in the order of `models.visibility.ATTRIBUTES`, the one list."""

_WITHOUT_OPERATOR = (RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED)
_VISIBLE_WITHIN = 15.0


async def register(client: Client) -> tuple[str, ...]:
    """Add what the namespace lacks, wait until it is usable, and return the names that were added."""
    try:
        missing = await _missing(client)
        if missing:
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
            )
    except RPCError as error:
        if error.status in _WITHOUT_OPERATOR:
            wanted = ", ".join(f"{a.name} {a.type}" for a in ATTRIBUTES)
            raise OpsError(
                "This Temporal does not let us register search attributes. Register them yourself (in "
                "Temporal "
                f"Cloud: the namespace's settings), then start again: {wanted}."
            ) from error
        raise
    until = time.monotonic() + _VISIBLE_WITHIN
    while missing and await _missing(client):
        if time.monotonic() > until:
            raise OpsError("Temporal took the search attributes but does not show them: look into its log.")
        await asyncio.sleep(0.1)
    return tuple(missing)


async def _missing(client: Client) -> dict[str, IndexedValueType.ValueType]:
    shown = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    for attribute in ATTRIBUTES:
        there = shown.custom_attributes.get(attribute.name)
        if there is not None and there != _TYPES[attribute.type]:
            raise OpsError(
                f"Temporal's namespace {client.namespace} has a search attribute {attribute.name} of "
                "another type "
                f"than {attribute.type}. Remove it there, or use a namespace of Vada's own "
                "(TEMPORAL_NAMESPACE)."
            )
    return {a.name: _TYPES[a.type] for a in ATTRIBUTES if a.name not in shown.custom_attributes}


class Link(NamedTuple):
    """A question, the query that answers it, and the address that shows the answer."""

    question: str
    query: str
    url: str


def links(
    ui_base: str,
    namespace: str,
    *,
    now: datetime,
    institutions: Iterable[str] = (),
    stages: Iterable[str] = (),
) -> tuple[Link, ...]:
    """The usual questions as Web UI links. `institutions` and `stages` are codes: one link each."""
    open_ = "ExecutionStatus = 'Running'"
    asked: list[tuple[str, str]] = [
        ("Overdue now", f"{open_} AND OverdueSteps > 0"),
        *((f"Due within {days} days", f"{open_} AND {_due(now, days)}") for days in (3, 7)),
        (
            "Escalated to the head of the service",
            f"{open_} AND EscalationLevel >= {Escalation.head_of_service:d}",
        ),
        ("Waiting for the director", f"{open_} AND Stage STARTS_WITH '{STAGE_OF_DIRECTOR}'"),
        ("Workflow tasks that keep failing", f"{open_} AND TemporalReportedProblems IS NOT NULL"),
        *((f"Open: {p.value.replace('_', ' ')}", f"{open_} AND CaseType = {_text(p.value)}") for p in Process),
        *((f"Institution {code}", f"{open_} AND Institution = {_text(code)}") for code in institutions),
        *((f"Stage {code}", f"{open_} AND Stage = {_text(code)}") for code in stages),
    ]
    return tuple(Link(question, query, _url(ui_base, namespace, query)) for question, query in asked)


def _due(now: datetime, days: int) -> str:
    start = now.astimezone(UTC)
    return f"NextDeadline BETWEEN {_moment(start)} AND {_moment(start + timedelta(days=days))}"


def _moment(at: datetime) -> str:
    return f"'{at:%Y-%m-%dT%H:%M:%SZ}'"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _url(base: str, namespace: str, query: str) -> str:
    asked = urlencode({"query": query}, quote_via=quote)
    return f"{base.rstrip('/')}/namespaces/{quote(namespace, safe='')}/workflows?{asked}"
