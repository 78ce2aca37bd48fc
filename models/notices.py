"""A notice on its way to a reader, what it reads like, and the proof that it left."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from models.base import Frozen

Language = Literal["ka", "en"]

Fact = date | bool | int | str | dict[str, str] | None
"""One thing a notice says: a date, a number, a code, or words that the caller has resolved. Words that differ
by language come as {"en": ..., "ka": ...}."""


class NoticeToSend(Frozen):
    """A notice with its reader. `id` is unique for the same fact told to the same reader: every attempt to
    send it bears the same message id. `reader_name` is the reader's own, and no notice says any other."""

    id: str = Field(min_length=1)
    about: str
    language: Language
    to_address: str
    reader_name: str = ""
    facts: dict[str, Fact] = Field(default_factory=dict)


class Rendered(Frozen):
    """What the reader reads."""

    subject: str
    text: str


class Delivery(Frozen):
    """Proof that a notice left: by which channel, to which address, under which message id, what the other
    side said, and when."""

    channel: str
    address: str
    message_id: str
    proof: str
    at: datetime
