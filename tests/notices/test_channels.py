"""Letters leave whole, once, and say why when they do not."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notices.channels import (
    BadMailUrl,
    FileChannel,
    Refused,
    SmtpChannel,
    TryLater,
    channel_for,
    letter,
    message_id,
)
from notices.render import render
from tests.notices.sample import AT, notice

SENDER = "Vada <vada@example.ge>"
NOTICE = notice("step_opened", id="penitentiary_cycle/PEN-2026-000001:o502.8.3:opened")
RENDERED = render(NOTICE)


class Post:
    """A mail server that keeps what it gets, or answers as it is told."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.rcpt_answer = ""
        self.data_answer = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data_answer:
            return self.data_answer
        self.got.append(envelope.content)
        return "250 2.0.0 queued as 4711"


def free_port() -> int:
    with closing(socket.socket()) as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture
def post() -> Iterator[tuple[Post, str]]:
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield handler, f"smtp://127.0.0.1:{controller.port}?timeout=5"
    controller.stop()


def read(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def check_letter(found: EmailMessage) -> None:
    assert found["Subject"] == RENDERED.subject
    assert "ვალდებულება" in str(found["Subject"])
    assert found.get_content().replace("\r\n", "\n") == RENDERED.text
    assert found.get_content_type() == "text/plain"
    assert found.get_content_charset() == "utf-8"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Message-ID"] == message_id(NOTICE.id, SENDER)
    assert found["Content-Language"] == "ka"
    assert found["To"] == "nino@example.ge"


def test_a_mail_server_gets_a_georgian_letter_whole(post: tuple[Post, str]) -> None:
    handler, url = post
    delivery = SmtpChannel(url, SENDER).send(NOTICE, RENDERED, AT)
    assert len(handler.got) == 1
    check_letter(read(handler.got[0]))
    assert delivery.channel == "smtp"
    assert delivery.proof == "250 2.0.0 queued as 4711"
    assert delivery.message_id == message_id(NOTICE.id, SENDER)
    assert delivery.at == AT


@pytest.mark.parametrize("shift", range(12))
def test_a_long_georgian_subject_keeps_every_space(shift: int) -> None:
    """Wherever the line is folded; the library's own folding loses the space behind what is plain ASCII."""
    said = f"{'ა' * shift} ახალი ვალდებულება საქმეზე PEN-2026-900016, ბოლო დღე: 2026 წლის 15 დეკემბერი"
    sent = letter(NOTICE, RENDERED.model_copy(update={"subject": said.strip()}), SENDER, AT).as_bytes()
    assert max(len(line) for line in sent.split(b"\r\n") if b"=?utf-8?" in line) <= 78
    assert read(sent)["Subject"] == said.strip()


def test_the_message_id_comes_from_the_notice_alone() -> None:
    assert message_id("a", SENDER) == message_id("a", SENDER)
    assert message_id("a", SENDER) != message_id("b", SENDER)
    assert message_id("a/b", SENDER) != message_id("a-b", SENDER)
    assert message_id("ვადა <x>\r\n", SENDER).isascii()
    assert message_id("a", SENDER).endswith("@example.ge>")


def test_nobody_at_the_port_is_for_later() -> None:
    with pytest.raises(TryLater):
        SmtpChannel(f"smtp://127.0.0.1:{free_port()}?timeout=2", SENDER).send(NOTICE, RENDERED, AT)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("550 no such reader", Refused),
        ("554 not here", Refused),
        ("451 later", TryLater),
        ("452 full", TryLater),
    ],
)
@pytest.mark.parametrize("where", ["rcpt_answer", "data_answer"])
def test_the_servers_answer_decides(post: tuple[Post, str], where: str, answer: str, outcome: type[Exception]) -> None:
    handler, url = post
    setattr(handler, where, answer)
    with pytest.raises(outcome, match=answer):
        SmtpChannel(url, SENDER).send(NOTICE, RENDERED, AT)
    assert handler.got == []


def test_a_reason_does_not_repeat_the_address(post: tuple[Post, str]) -> None:
    handler, url = post
    handler.rcpt_answer = "550 <nino@example.ge> is unknown"
    with pytest.raises(Refused) as caught:
        SmtpChannel(url, SENDER).send(NOTICE, RENDERED, AT)
    assert "nino" not in caught.value.reason


def test_nothing_is_sent_in_clear_when_tls_was_asked_for(post: tuple[Post, str]) -> None:
    handler, url = post
    with pytest.raises(TryLater):
        SmtpChannel(url + "&starttls=1", SENDER).send(NOTICE, RENDERED, AT)
    assert handler.got == []


def test_a_login_that_fails_is_our_trouble_and_not_the_notices(post: tuple[Post, str]) -> None:
    handler, url = post
    with pytest.raises(TryLater) as caught:
        SmtpChannel(url.replace("//", "//vada:p%40ss@"), SENDER).send(NOTICE, RENDERED, AT)
    assert "p@ss" not in str(caught.value)
    assert handler.got == []


@pytest.mark.parametrize("answer", [b"554 go away\r\n", b"", b"220 hello\r\n"])
def test_a_server_that_does_not_let_us_in_is_for_later(answer: bytes) -> None:
    listening = socket.create_server(("127.0.0.1", 0))

    def once() -> None:
        peer, _ = listening.accept()
        with peer:
            peer.sendall(answer)

    thread = Thread(target=once)
    thread.start()
    with pytest.raises(TryLater):
        SmtpChannel(f"smtp://127.0.0.1:{listening.getsockname()[1]}?timeout=2", SENDER).send(NOTICE, RENDERED, AT)
    thread.join()
    listening.close()


def test_a_silent_server_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, pytest.raises(TryLater):
        SmtpChannel(f"smtp://127.0.0.1:{listening.getsockname()[1]}?timeout=0.2", SENDER).send(NOTICE, RENDERED, AT)


@pytest.mark.parametrize("address", ["", "PEN-2026-000001", "a@b\r\nBcc: c@d", "ნინო@example.ge", "a b@c"])
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        SmtpChannel("smtp://127.0.0.1:1", SENDER).send(notice("reminder", to=address), RENDERED, AT)


@pytest.mark.parametrize(
    "url",
    [
        "http://mail",
        "smtp://",
        "smtp://mail:port",
        "smtp://mail?tls=1",
        "smtps://mail?starttls=1",
        "smtp://m?timeout=x",
    ],
)
def test_a_bad_url_is_refused_at_once(url: str) -> None:
    with pytest.raises(BadMailUrl):
        SmtpChannel(url, SENDER)


def test_the_channel_follows_the_settings(tmp_path: Path) -> None:
    assert channel_for(None, tmp_path, SENDER).name == "file"
    assert channel_for("smtp://mail:1025", tmp_path, SENDER).name == "smtp"


def test_a_file_holds_the_letter(tmp_path: Path) -> None:
    delivery = FileChannel(tmp_path / "out", SENDER).send(NOTICE, RENDERED, AT)
    (path,) = (tmp_path / "out").iterdir()
    assert path.suffix == ".eml"
    check_letter(read(path.read_bytes()))
    assert delivery.proof.startswith(path.name)
    assert delivery.at == AT
    assert delivery.address == "nino@example.ge"


def test_the_same_notice_twice_is_one_letter_and_one_delivery(tmp_path: Path) -> None:
    channel = FileChannel(tmp_path, SENDER)
    first = channel.send(NOTICE, RENDERED, AT)
    again = channel.send(NOTICE, RENDERED, AT.replace(hour=20))
    assert first == again
    assert len(list(tmp_path.iterdir())) == 1
    channel.send(notice("reminder", id="another"), RENDERED, AT)
    assert len(list(tmp_path.iterdir())) == 2


def test_many_at_once_write_one_letter(tmp_path: Path) -> None:
    found = []
    threads = [
        Thread(target=lambda: found.append(FileChannel(tmp_path, SENDER).send(NOTICE, RENDERED, AT))) for _ in range(8)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(found) == 8
    assert len({d.proof for d in found}) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_reader_without_mail_gets_a_letter_too(tmp_path: Path) -> None:
    told = notice("plan_presented", to="PEN-2026-000001")
    delivery = FileChannel(tmp_path, SENDER).send(told, render(told), AT)
    assert delivery.address == "PEN-2026-000001"


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TryLater):
        FileChannel(tmp_path / "file", SENDER).send(NOTICE, RENDERED, AT)


KILLED = """
import os, signal, sys
from pathlib import Path
import notices.channels as channels
from tests.notices.sample import AT, notice
from notices.render import render
told = notice("step_opened", id="killed")
setattr(channels.os, sys.argv[2], lambda *a: os.kill(os.getpid(), signal.SIGKILL))
channels.FileChannel(Path(sys.argv[1])).send(told, render(told), AT)
"""


@pytest.mark.parametrize("moment", ["fsync", "link"])
def test_a_kill_in_the_middle_leaves_no_half_letter(tmp_path: Path, moment: str) -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("*.eml")) == []
    assert len(list(tmp_path.iterdir())) == 1
    told = notice("step_opened", id="killed")
    FileChannel(tmp_path).send(told, render(told), AT)
    (path,) = tmp_path.iterdir()
    assert read(path.read_bytes())["Subject"] == render(told).subject
