"""Migrations make what the tables say, and a broken connection is thrown away."""

import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ops.postgres import EmbeddedPostgres
from storage import migrate
from storage.engine import dumps
from storage.engine import engine as make_engine
from storage.schema import metadata


def test_migrations_and_tables_agree(engine: Engine) -> None:
    with engine.connect() as conn:
        assert compare_metadata(MigrationContext.configure(conn), metadata) == []


def test_upgrade_is_quick_and_can_be_repeated(postgres: EmbeddedPostgres) -> None:
    url = postgres.create_database("empty")
    assert migrate.current(url) is None
    start = time.perf_counter()
    migrate.upgrade(url)
    migrate.upgrade(url)
    assert time.perf_counter() - start < 2
    assert migrate.current(url) == migrate.newest() is not None
    postgres.drop_database("empty")


@pytest.mark.parametrize("pre_ping", [False, True])
def test_broken_connection_is_thrown_away(url: str, pre_ping: bool) -> None:
    ours, other = make_engine(url, pool_size=1, pre_ping=pre_ping), make_engine(url)
    with ours.connect() as conn:
        pid = conn.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with other.begin() as conn:
        conn.execute(text("SELECT pg_terminate_backend(:pid, 1000)"), {"pid": pid})
    if not pre_ping:
        with pytest.raises(OperationalError), ours.connect() as conn:
            conn.execute(text("SELECT 1"))
    with ours.connect() as conn:
        assert conn.execute(text("SELECT 1")).scalar_one() == 1
    ours.dispose()
    other.dispose()


def test_pool_waits_and_says_when_it_waited_long_enough(url: str) -> None:
    ours = make_engine(url, pool_size=1, wait=0.05)
    with ours.connect(), pytest.raises(PoolTimeout), ours.connect():
        pass
    ours.dispose()


def test_long_statement_is_stopped(url: str) -> None:
    ours = make_engine(url, statement_timeout_ms=50)
    with pytest.raises(OperationalError, match="statement timeout"), ours.connect() as conn:
        conn.execute(text("SELECT pg_sleep(5)"))
    ours.dispose()


def test_error_does_not_tell_the_values_of_its_statement(engine: Engine) -> None:
    with pytest.raises(DataError) as failed, engine.connect() as conn:
        conn.execute(text("SELECT :name, 1 / 0"), {"name": "ნიმუში"})
    assert "ნიმუში" not in str(failed.value)


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be stored"):
        dumps({"x": object()})
