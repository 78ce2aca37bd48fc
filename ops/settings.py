"""Everything that can be set from outside, read once from the environment and checked at once.

`VADA_*` is ours; how to reach Temporal is Temporal's own standard (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TLS,
API key, a profile file) and is read by `ops.connection`. There is no default secret.
"""

import difflib
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ops.errors import OpsError

_PORT = "a port number from 1 to 65535"

VARIABLES: dict[str, tuple[str, str]] = {
    "VADA_DATA_DIR": ("data_dir", "the folder that keeps the databases, mail and logs (./var)"),
    "VADA_DATABASE_URL": ("database_url", "a URL like postgresql+psycopg2://user@host/vada; none = embedded"),
    "VADA_TEMPORAL_PORT": ("temporal_port", f"{_PORT} (7233), for the embedded Temporal"),
    "VADA_UI_PORT": ("ui_port", f"{_PORT} (8233), for the embedded Temporal's Web UI"),
    "VADA_CODEC_ENDPOINT": ("codec_endpoint", "a URL of the codec server, for the Web UI"),
    "VADA_SMTP_URL": (
        "smtp_url",
        "a URL like smtp://user:password@host:587; none = files in the data folder",
    ),
    "VADA_MAIL_FROM": ("mail_from", "the sender's address of notices (vada@localhost)"),
    "VADA_INSTRUMENT": ("instrument", "an existing file: the risk assessment instrument in use"),
    "VADA_TASK_QUEUE": ("task_queue", "the name of Temporal's task queue (vada)"),
    "VADA_CACHED_CASES": ("cached_cases", "a number from 10: how many open cases a worker keeps in memory (1000)"),
    "VADA_LOG_LEVEL": ("log_level", "DEBUG, INFO, WARNING or ERROR (INFO)"),
    "VADA_LOG_FORMAT": ("log_format", "json or console; none = console on a terminal, else json"),
    "DEMO": ("demo", "1 or 0: whether an empty database is given the sample caseload (1)"),
}
"""Each variable, its field, and what it must be. `.env.example` and the compose file are tested against it.
"""


class Smtp(BaseModel):
    """Where notices are handed over for delivery."""

    model_config = ConfigDict(frozen=True)

    host: str
    port: int
    user: str | None
    password: str | None = Field(repr=False)
    tls: Literal["none", "starttls", "implicit"]


class Settings(BaseModel):
    """The settings of one process."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(default=Path("var"), validate_default=True)
    database_url: str | None = Field(default=None, repr=False)
    temporal_port: int = Field(default=7233, ge=1, le=65535)
    ui_port: int = Field(default=8233, ge=1, le=65535)
    temporal_address: str | None = None
    """Found in `run.json` by `with_running`; None leaves it to Temporal's own configuration."""
    codec_endpoint: str | None = None
    smtp_url: str | None = Field(default=None, repr=False)
    mail_from: str = "vada@localhost"
    instrument: Path | None = None
    task_queue: str = Field(default="vada", pattern=r"^[A-Za-z0-9._-]{1,100}$")
    cached_cases: int = Field(default=1000, ge=10)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] | None = None
    demo: bool = True

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is None:
            return None
        scheme, _, rest = value.partition("://")
        if scheme not in ("postgresql", "postgresql+psycopg2", "postgres") or not rest:
            raise ValueError("not a PostgreSQL URL")
        return f"postgresql+psycopg2://{rest}"

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: str | None) -> str | None:
        if value is not None:
            _parse_smtp(value)
        return value

    @field_validator("mail_from")
    @classmethod
    def _address(cls, value: str) -> str:
        if "@" not in value or any(c in value for c in "\r\n"):
            raise ValueError("not an address")
        return value

    @field_validator("instrument")
    @classmethod
    def _file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("no such file")
        return value.absolute() if value else None

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read the environment, or raise `OpsError` with a sentence that names the variable and what it must
        be."""
        env = os.environ if environ is None else environ
        _refuse_misspelt(env)
        given = {field: env[name] for name, (field, _) in VARIABLES.items() if env.get(name, "").strip()}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise OpsError("\n".join(_sentences(error))) from None

    @property
    def smtp(self) -> Smtp | None:
        """The mail server, or None: notices are then files in `mail_dir`."""
        return None if self.smtp_url is None else _parse_smtp(self.smtp_url)

    @property
    def mail_url(self) -> str | None:
        """The mail server as `notices.channels` reads it: smtp or smtps, with ?starttls=1 where it is wanted."""
        smtp = self.smtp
        if smtp is None:
            return None
        user = f"{quote(smtp.user, safe='')}:{quote(smtp.password or '', safe='')}@" if smtp.user else ""
        scheme = "smtps" if smtp.tls == "implicit" else "smtp"
        return f"{scheme}://{user}{smtp.host}:{smtp.port}{'?starttls=1' if smtp.tls == 'starttls' else ''}"

    @property
    def mail_dir(self) -> Path:
        """Where notices are written while no mail server is set."""
        return self.data_dir / "mail"

    @property
    def log_dir(self) -> Path:
        """Where each process started by `vada up` writes."""
        return self.data_dir / "log"

    @property
    def level(self) -> int:
        """`log_level` as the number that `logging` uses."""
        return logging.getLevelNamesMapping()[self.log_level]

    def require_database(self) -> str:
        """The database's URL, or `OpsError` when nothing was set and nothing runs."""
        if self.database_url is None:
            raise OpsError(NOT_RUNNING)
        return self.database_url

    def with_running(self) -> Self:
        """Fill in what was not set from the Vada that runs on this data folder; `OpsError` when none does."""
        from ops import running

        return self.model_copy(update=running.missing(self))


NOT_RUNNING = (
    "Vada is not running here: start it with `make run`, or set VADA_DATABASE_URL and TEMPORAL_ADDRESS. "
    "(Looked in the data folder; VADA_DATA_DIR names another.)"
)


def _parse_smtp(url: str) -> Smtp:
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps", "smtp+starttls") or not parts.hostname:
        raise ValueError("not a mail URL")
    implicit = parts.scheme == "smtps"
    starttls = parts.scheme == "smtp+starttls" or (parts.username is not None and not implicit)
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587 if starttls else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls="implicit" if implicit else "starttls" if starttls else "none",
    )


def _sentences(error: ValidationError) -> list[str]:
    """One sentence a wrong variable. The value is not repeated: it may hold a password."""
    by_field: dict[Any, tuple[str, str]] = {f: (name, must) for name, (f, must) in VARIABLES.items()}
    wrong = dict.fromkeys(problem["loc"][0] for problem in error.errors())
    return [f"{by_field[f][0]} is not usable: it must be {by_field[f][1]}." for f in wrong]


def _refuse_misspelt(env: Mapping[str, str]) -> None:
    """A setting that was misspelt would silently not apply: say so instead."""
    for name in env:
        if name.startswith("VADA_") and name not in VARIABLES:
            near = difflib.get_close_matches(name, [v for v in VARIABLES if v != "DEMO"], n=1, cutoff=0.85)
            if near:
                raise OpsError(f"{name} is not a setting of Vada. Did you mean {near[0]}?")
