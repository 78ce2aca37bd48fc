"""The relay is killed in the middle of sending: no letter goes out twice, and none is forgotten."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from ops.ports import free_port
from storage import queued_notices
from tests.robustness.rig import Rig

pytestmark = pytest.mark.slow


class SlowMail:
    """A mail server that takes a while over each letter and counts them by Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        line = next(x for x in envelope.content.split(b"\r\n") if x.lower().startswith(b"message-id:"))
        self.taken[line.decode()] += 1
        await asyncio.sleep(0.1)
        return "250 taken"


async def test_relay_is_killed_in_the_middle_of_sending(rig: Rig) -> None:
    await rig.relay().drain()  # what earlier tests have left
    numbers: list[str] = []
    mail = SlowMail()
    server = Controller(mail, hostname="127.0.0.1", port=free_port())
    server.start()
    smtp = f"smtp://127.0.0.1:{server.port}"
    try:
        for _ in range(2):
            numbers += await rig.open_cases(3)
            before = mail.taken.total()
            relay = await rig.run("relay", "-m", "starter.relay_main", VADA_SMTP_URL=smtp)
            await rig.until(lambda n=before + 3: _more(mail, n), "letters go out", 20)  # type: ignore[misc]
            await rig.kill(relay)
            await _forget(rig)
        numbers += await rig.open_cases(1)
        await rig.run("relay", "-m", "starter.relay_main", VADA_SMTP_URL=smtp)
        await rig.until(lambda: _none_waiting(rig, numbers), "every notice is accounted for", 40)
        await asyncio.to_thread(rig.children["relay"].stop)
    finally:
        server.stop()
    assert max(mail.taken.values()) == 1, "a letter went out twice"
    states = Counter(r.state for r in await rig.rows('SELECT state FROM notices WHERE "case" = ANY(:n)', n=numbers))
    assert set(states) <= {"delivered", "unconfirmed"}, states
    sent = await rig.rows(
        "SELECT data->>'proof' AS proof FROM timeline WHERE \"case\" = ANY(:n) AND event = 'notice_sent'", n=numbers
    )
    assert len(sent) == states["delivered"] == len({s.proof for s in sent})
    assert mail.taken.total() <= states.total()


async def test_notice_that_nobody_had_begun_to_send_goes_out_later(rig: Rig) -> None:
    """A relay claims many at once; those that it had not come to when it died were certainly not sent."""
    await rig.relay().drain()
    numbers = await rig.open_cases(1)
    claimed = await asyncio.to_thread(queued_notices.claim, rig.pool, datetime.now(UTC))
    assert claimed
    await _forget(rig)
    rows = await rig.rows('SELECT state FROM notices WHERE "case" = ANY(:n)', n=numbers)
    assert {r.state for r in rows} == {"queued"}


async def _more(mail: SlowMail, than: int) -> bool:
    return mail.taken.total() >= than


async def _forget(rig: Rig) -> None:
    """What the relay does ten minutes after another died."""
    later = datetime.now(UTC) + timedelta(minutes=1)
    await rig.gateway.in_transaction(lambda conn: queued_notices.unconfirm(conn, later))


async def _none_waiting(rig: Rig, numbers: list[str]) -> bool:
    rows = await rig.rows(
        "SELECT id FROM notices WHERE \"case\" = ANY(:n) AND state IN ('queued', 'sending')", n=numbers
    )
    return not rows
