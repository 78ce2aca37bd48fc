"""What no try can bring in is set aside, seen by ops, stops nothing behind it, and can be sent again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert
from temporalio.service import RPCError, RPCStatusCode

from storage import outbox, worklists
from storage.outbox import SetAside
from storage.outbox_tables import Message
from tests.support.servers import House
from tests.workflows.tales import Tale, at


async def test_a_fact_that_never_arrives_is_set_aside_and_sent_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale = await Tale(house, "2026-06-01 09:00").open("2026-06-01 09:00")
    moment = at("2026-06-01 10:00")

    def queue(conn: Connection) -> None:
        base = {"kind": "tell", "target_case": tale.number, "target_process": "penitentiary_cycle", "at": moment}
        for n, fact in enumerate(("unknown_a", "unknown_b", "unknown_c")):
            conn.execute(insert(Message).values(
                id=f"M-aside-{n}", dedupe=f"aside-{n}", fact=fact, on_date=date(2026, 6, 1), codes={}, **base
            ))  # fmt: skip

    faults: dict[str, Exception] = {
        "unknown_a": RPCError("too large", RPCStatusCode.INVALID_ARGUMENT, b""),
        "unknown_b": ValueError("a state that does not hold"),
    }
    start = tale.gateway.start

    async def faulty(case: Any, told: Any = None) -> None:
        if told is not None and told.fact in faults:
            raise faults[told.fact]
        await start(case, told)

    async def aside(now: datetime) -> list[SetAside]:
        found = await tale.gateway.in_transaction(lambda conn: outbox.set_aside(conn, now))
        return [s for s in found if s.case == tale.number]

    await tale.gateway.in_transaction(queue)
    monkeypatch.setattr(tale.gateway, "start", faulty)
    while await tale.relay.messages():
        pass
    found = await aside(datetime.now(UTC))
    assert [(s.message, s.because) for s in found] == [("M-aside-0", "INVALID_ARGUMENT"), ("M-aside-1", "ValueError")]
    assert await tale.gateway.in_transaction(outbox.messages_waiting) == 0, "the third went by"

    faults.clear()
    for s in found:
        assert await tale.gateway.in_transaction(lambda conn, m=s.message: outbox.send_again(conn, m))  # type: ignore[misc]
    assert not await tale.gateway.in_transaction(lambda conn: outbox.send_again(conn, "M-none"))
    await tale.stage._relayed()
    assert await aside(datetime.now(UTC) + timedelta(hours=1)) == []
    view = await tale.gateway.in_transaction(lambda conn: worklists.case(conn, tale.number))
    assert view.closed is None
