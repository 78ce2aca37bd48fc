"""The ways by which a notice leaves: a folder of letters, or a mail server.

A channel sends once and says what came of it. Who may send, when to try again, and that nothing is told twice
is kept by the outbox; the message id, made from the notice's id, lets a mail server see a repeat.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from pathlib import Path
from re import fullmatch, sub
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

from models.notices import Delivery, NoticeToSend, Rendered


class NotSent(Exception):
    """A notice did not leave. `reason` names neither the reader nor the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(NotSent):
    """It may leave another time: nobody answers, or the other side asks to wait."""


class Refused(NotSent):
    """It will not leave as it is: the address or the message was refused."""


class Channel(Protocol):
    """A way out. `at` is the instant of sending; a channel reads no clock."""

    name: str

    def send(self, notice: NoticeToSend, rendered: Rendered, at: datetime) -> Delivery:
        """Send, and return the proof; `TryLater` or `Refused` when it did not leave."""
        ...


def stem(notice_id: str) -> str:
    """A name for files and message ids: readable, safe, and different for different ids."""
    plain = sub(r"[^A-Za-z0-9_-]+", "-", notice_id).strip("-")[:80] or "notice"
    return f"{plain}.{sha256(notice_id.encode()).hexdigest()[:16]}"


def message_id(notice_id: str, sender: str) -> str:
    """The Message-ID of a notice: the same in every attempt."""
    return f"<{stem(notice_id)}@{parseaddr(sender)[1].rpartition('@')[2] or 'vada'}>"


class _Letter(EmailPolicy):
    """SMTP's policy, with the subject folded inside its encoded words: the library's own folding loses a space."""

    def fold(self, name: str, value: Any) -> str:
        """One header as it is sent."""
        if name != "Subject" or str(value).isascii():
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same in bytes."""
        if name != "Subject" or str(value).isascii():
            return super().fold_binary(name, value)
        return self.fold(name, value).encode("ascii")


LETTER = _Letter(linesep="\r\n")


def letter(notice: NoticeToSend, rendered: Rendered, sender: str, at: datetime) -> EmailMessage:
    """The notice as a plain-text message in UTF-8, marked as sent by a machine (RFC 3834)."""
    found = EmailMessage(policy=LETTER)
    try:
        found["From"] = sender
        found["To"] = notice.to_address
    except (ValueError, IndexError) as error:
        raise Refused("the address of the reader or of the sender is not an address") from error
    found["Subject"] = rendered.subject
    found["Date"] = format_datetime(at)
    found["Message-ID"] = message_id(notice.id, sender)
    found["Auto-Submitted"] = "auto-generated"
    found["X-Auto-Response-Suppress"] = "All"
    found.set_content(rendered.text, charset="utf-8", cte="base64")
    found["Content-Language"] = notice.language
    return found


class FileChannel:
    """One letter a file, in a folder. The same notice again is the same delivery: the first letter stays.

    A letter is written aside and linked to its name when it is whole, so a letter that is seen is complete.
    """

    name = "file"

    def __init__(self, folder: Path, sender: str = "vada@localhost") -> None:
        self._folder = folder
        self._sender = sender

    def send(self, notice: NoticeToSend, rendered: Rendered, at: datetime) -> Delivery:
        """Write the letter, unless it is there already."""
        final = self._folder / f"{stem(notice.id)}.eml"
        content = letter(notice, rendered, self._sender, at).as_bytes()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not final.exists():
                self._write(final, content)
            return self._delivery(final)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise TryLater(f"the letter could not be written: {why}") from error

    def _write(self, final: Path, content: bytes) -> None:
        aside = final.with_name(f".{final.stem}.{uuid4().hex}.tmp")
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, final)
        except OSError:
            if not final.exists():
                raise
        finally:
            aside.unlink(missing_ok=True)
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        for left in final.parent.glob(f".{final.stem}.*.tmp"):
            left.unlink(missing_ok=True)

    def _delivery(self, final: Path) -> Delivery:
        content = final.read_bytes()
        found = message_from_bytes(content, policy=SMTP)
        return Delivery(
            channel=self.name,
            address=str(found["To"]),
            message_id=str(found["Message-ID"]),
            proof=f"{final.name} sha256:{sha256(content).hexdigest()}",
            at=found["Date"].datetime,
        )


class BadMailUrl(ValueError):
    """The address of the mail server does not read as one."""


class SmtpChannel:
    """A mail server: smtp://[user:password@]host[:port], smtps://..., with ?starttls=1 and ?timeout=seconds.

    With `starttls` nothing is sent in clear when the server does not offer it. A server that does not let us
    in at all (greeting, TLS, login) is trouble of the service and not of the notice: `TryLater`, whatever its
    code. After that a 5xx is `Refused` and everything else `TryLater`.
    """

    name = "smtp"

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        try:
            port = parts.port
            self._timeout = float(asked.pop("timeout", ["10"])[-1])
        except ValueError as error:
            raise BadMailUrl("the port or the timeout of the mail server is not a number") from error
        self._starttls = asked.pop("starttls", ["0"])[-1] in ("1", "true", "yes")
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or asked or self._timeout <= 0:
            raise BadMailUrl(
                "write the mail server as smtp://host:port or smtps://host:port, "
                "with user:password@ before the host and ?starttls=1&timeout=10 after the port where needed"
            )
        if parts.scheme == "smtps" and self._starttls:
            raise BadMailUrl("smtps:// is encrypted from the start: leave out starttls")
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = port or (465 if self._tls else 587 if self._starttls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._envelope_sender = parseaddr(sender)[1]

    def send(self, notice: NoticeToSend, rendered: Rendered, at: datetime) -> Delivery:
        """Hand the letter to the server and return what it answered."""
        if not fullmatch(r"[!-?A-~]+@[!-?A-~]+", notice.to_address):
            raise Refused("the reader's address is not an e-mail address")
        message = letter(notice, rendered, self._sender, at)
        with self._server() as server:
            answer = self._hand_over(server, notice.to_address, message.as_bytes())
        return Delivery(
            channel=self.name,
            address=notice.to_address,
            message_id=str(message["Message-ID"]),
            proof=answer,
            at=at,
        )

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        server: smtplib.SMTP | None = None
        try:
            server = self._let_in()
            yield server
        except NotSent:
            raise
        except (smtplib.SMTPException, OSError) as error:
            raise TryLater(self._why(error)) from error
        finally:
            if server is not None:
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()

    def _let_in(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=context)
            if self._tls
            else smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        )
        try:
            server.ehlo_or_helo_if_needed()
            if self._starttls:
                server.starttls(context=context)
                server.ehlo()
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, address: str, message: bytes) -> str:
        _taken("the sender", address, server.mail(self._envelope_sender))
        _taken("the reader's address", address, server.rcpt(address))
        try:
            return _taken("the message", address, server.data(message))
        except smtplib.SMTPDataError as error:
            return _taken("the message", address, (error.smtp_code, error.smtp_error))

    def _why(self, error: Exception) -> str:
        if isinstance(error, smtplib.SMTPResponseException):
            return f"the mail server does not let us in: {error.smtp_code} ({type(error).__name__})"
        return f"the mail server cannot be used: {type(error).__name__}"


def _taken(what: str, address: str, reply: tuple[int, bytes | str]) -> str:
    code, said = reply
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    answer = f"{code} {' '.join(words.split())}".replace(address, "(address)")[:200]
    if code >= 500:
        raise Refused(f"the mail server refused {what}: {answer}")
    if code not in (250, 251):
        raise TryLater(f"the mail server did not take {what}: {answer}")
    return answer


def channel_for(smtp_url: str | None, folder: Path, sender: str) -> Channel:
    """The mail server when there is one, else the folder."""
    return SmtpChannel(smtp_url, sender) if smtp_url else FileChannel(folder, sender)
