"""Bring a database to the newest shape of the record, or say which one it has."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.engine import engine

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(8232001)")


def _config(conn: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    return config


def upgrade(url: str) -> None:
    """Run every migration not yet run, in one transaction; two at once wait for each other."""
    at = engine(url, pool_size=1)
    try:
        with at.begin() as conn:
            conn.execute(_ONE_AT_A_TIME)
            command.upgrade(_config(conn), "head")
    finally:
        at.dispose()


def current(url: str) -> str | None:
    """The migration the database stands at; None when it is empty."""
    at = engine(url, pool_size=1)
    try:
        with at.connect() as conn:
            return MigrationContext.configure(conn).get_current_revision()
    finally:
        at.dispose()


def newest() -> str | None:
    """The migration this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()
