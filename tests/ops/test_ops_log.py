"""Logs: entries of ours, of libraries, of failures; none of them tells of a person."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import date

import pytest
import structlog

from ops import log
from ops.settings import Settings

NAME = "გიორგი ბერიძე"
NUMBER = "01008012345"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(Settings(log_format="json"), stream=stream)
    yield stream
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def entries(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_codes_pass_and_words_do_not(written: io.StringIO) -> None:
    structlog.get_logger("a").info(
        "step_closed",
        case="PEN-2026-000001",
        due=date(2026, 3, 2),
        n=3,
        who=NAME,
        note="he said so",
        pn=NUMBER,
    )
    (entry,) = entries(written)
    assert entry["event"] == "step_closed"
    assert (entry["case"], entry["due"], entry["n"]) == ("PEN-2026-000001", "2026-03-02", 3)
    assert (entry["who"], entry["note"], entry["pn"]) == ("[withheld]",) * 3
    assert entry["level"] == "info"


def test_a_librarys_message_loses_the_person(written: io.StringIO) -> None:
    logging.getLogger("library").warning("row %s of %s <%s> failed", NUMBER, NAME, "g.b@example.ge", extra={"x": NAME})
    text = written.getvalue()
    assert "failed" in text
    for personal in (NAME, NAME.split()[1], NUMBER, "example.ge"):
        assert personal not in text


def test_of_an_exception_only_type_and_place_are_told(written: io.StringIO) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise ValueError(f"duplicate key ({NUMBER})") from cause
    except ValueError:
        structlog.get_logger("a").exception("filing_failed")
        logging.getLogger("library").exception("failed")
    for entry in entries(written):
        told = str(entry["exception"])
        assert "builtins.ValueError at test_ops_log.py:" in told
        assert "builtins.KeyError" in told
    assert NUMBER not in written.getvalue()
    assert NAME not in written.getvalue()


def test_what_is_below_the_level_is_not_written(written: io.StringIO) -> None:
    structlog.get_logger("a").debug("detail")
    assert written.getvalue() == ""
