"""The relay: sends what has left a case and was not sent yet. Facts for other cases, unanswered documents, notices.

It can be stopped at any moment: whatever it was doing is done again, save a notice to a person, which is never sent
twice. One that it had in hand when it died is marked *unconfirmed* and shown to ops.
"""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError
from temporalio.service import RPCError, RPCStatusCode

from models.record import Event
from notices.channels import Channel, Refused, TryLater
from notices.render import BadNotice, render
from starter import letters
from starter.gateway import Gateway
from storage import cases, documents, lines, outbox, queued_notices
from storage.errors import StorageError
from storage.outbox import OutMessage
from storage.queued_notices import OutNotice

log = structlog.get_logger(__name__)

PAUSE = timedelta(milliseconds=500)
"""Between two looks at the outbox while nothing waits."""

UNANSWERED_AFTER = timedelta(seconds=20)
"""A document that its case has not answered by then is sent again: longer than a person waits at the gateway."""

HEARD_OF = timedelta(minutes=10)
"""A notice in hand for longer belonged to a relay that died."""

NEVER = (RPCStatusCode.INVALID_ARGUMENT,)
"""Answers of Temporal that do not change however often it is asked."""

AGAIN = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""Waits between tries; the last one repeats."""


class Relay:
    """Empties the outbox through the gateway's client and one channel for notices."""

    def __init__(self, gateway: Gateway, channel: Channel, *, link_base: str | None = None) -> None:
        self._gateway = gateway
        self._channel = channel
        self._link_base = link_base

    async def run(self, stop: asyncio.Event) -> None:
        """Go round until told to stop. A fault of a server is waited out."""
        while not stop.is_set():
            try:
                await self._forget_the_dead()
                sent = await self.round()
            except (DBAPIError, RPCError, OSError) as fault:
                log.warning("relay waits for a server", fault=type(fault).__name__)
                sent = 0
                await asyncio.sleep(2)
            if not sent:
                try:
                    await asyncio.wait_for(stop.wait(), PAUSE.total_seconds())
                except TimeoutError:
                    continue

    async def round(self, *, unanswered_after: timedelta = UNANSWERED_AFTER) -> int:
        """Send what waits now; how much it was."""
        return await self.messages() + await self.unanswered(unanswered_after) + await self.notices()

    async def drain(self) -> int:
        """Go round until nothing waits (stories, tests). Facts may bring further facts."""
        total = 0
        while sent := await self.round():
            total += sent
        return total

    # ------------------------------------------------------------------ facts and starts

    async def messages(self) -> int:
        """Starts of cases and facts for them, each case's own in their order."""
        now = datetime.now(UTC)
        claimed = await asyncio.to_thread(outbox.claim_messages, self._gateway.engine, now)
        for message in claimed:
            try:
                await self._send(message)
            except DBAPIError:
                raise
            except (ValueError, TypeError, LookupError, StorageError) as fault:
                await self._set_aside(message, type(fault).__name__)
                continue
            except RPCError as fault:
                if fault.status in NEVER:
                    await self._set_aside(message, fault.status.name)
                    continue
                kind, again = fault.status.name, now + _wait(message.attempts)
                await self._gateway.in_transaction(
                    lambda conn, m=message, k=kind, a=again: outbox.message_failed(conn, m.id, k, a)  # type: ignore[misc]
                )
                continue
            await self._gateway.in_transaction(
                lambda conn, m=message: outbox.message_sent(conn, m.id, datetime.now(UTC))  # type: ignore[misc]
            )
        return len(claimed)

    async def _set_aside(self, message: OutMessage, kind: str) -> None:
        """What no try can bring in is kept for ops and stops nothing behind it."""
        log.error("message set aside", message=message.id, to=message.case, fact=message.fact, fault=kind)
        await self._gateway.in_transaction(
            lambda conn: outbox.message_set_aside(conn, message, kind, datetime.now(UTC))
        )

    async def _send(self, message: OutMessage) -> None:
        """A fact opens its case when it is not open yet; a closed case is not opened again."""
        stored = await self._gateway.in_transaction(lambda conn: cases.intake(conn, message.case))
        await self._gateway.start(stored, message.told() if message.kind == "tell" else None)

    # ------------------------------------------------------------------ documents without an answer

    async def unanswered(self, after: timedelta) -> int:
        """Send again, under the same id, every act whose case has not answered."""
        before = datetime.now(UTC) - after
        waiting = await self._gateway.in_transaction(lambda conn: documents.unsettled(conn, before))
        for one in waiting:
            await self._gateway.in_transaction(
                lambda conn, d=one.act.document: documents.sending(conn, d, datetime.now(UTC))  # type: ignore[misc]
            )
            await self._gateway.deliver(one.workflow_id, one.act, one.workflow_id.split("/", 1)[1])
        return len(waiting)

    # ------------------------------------------------------------------ notices

    async def _forget_the_dead(self) -> None:
        before = datetime.now(UTC) - HEARD_OF
        lost = await self._gateway.in_transaction(lambda conn: queued_notices.unconfirm(conn, before))
        if lost:
            log.warning("notices that nobody can confirm", count=len(lost))

    async def notices(self) -> int:
        """Deliver what is queued, each once; keep the letter before it goes and the proof after."""
        claimed = await asyncio.to_thread(queued_notices.claim, self._gateway.engine, datetime.now(UTC))
        for notice in claimed:
            await asyncio.to_thread(self._deliver, notice)
        return len(claimed)

    def _deliver(self, notice: OutNotice) -> None:
        now = datetime.now(UTC)
        engine = self._gateway.engine
        try:
            with engine.begin() as conn:
                letter = letters.letter(conn, notice)
                if self._link_base:
                    letter = letter.model_copy(
                        update={"facts": {**letter.facts, "link": f"{self._link_base}/{notice.case}"}}
                    )
                rendered = render(letter)
                queued_notices.prepared(
                    conn, notice.id, channel=self._channel.name, address=letter.to_address,
                    language=letter.language, subject=rendered.subject, body=rendered.text,
                )  # fmt: skip
            delivery = self._channel.send(letter, rendered, now)
        except TryLater as trouble:
            with engine.begin() as conn:
                queued_notices.retry_later(conn, notice.id, trouble.reason, now + _wait(notice.attempts))
            return
        except (letters.NoReader, Refused, BadNotice) as trouble:
            with engine.begin() as conn:
                queued_notices.give_up(conn, notice.id, str(trouble))
                self._line(conn, notice, "notice_failed", {"because": type(trouble).__name__})
            return
        with engine.begin() as conn:
            if queued_notices.delivered(conn, notice.id, at=delivery.at, proof=delivery.proof):
                self._line(conn, notice, "notice_sent", {"proof": delivery.message_id, "channel": delivery.channel})

    def _line(self, conn, notice: OutNotice, event: str, data: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
        to = notice.to_staff or ("convict" if notice.to_person else None)
        lines.add(
            conn,
            notice.case,
            self._gateway.clock.now(),
            Event(
                event=event,
                rule=notice.rule,
                step=notice.step,
                data={"to": notice.to_role, "staff": to, "about": notice.about, **data},
            ),
        )


def _wait(attempts: int) -> timedelta:
    return AGAIN[min(max(attempts, 1), len(AGAIN)) - 1]
