"""A real PostgreSQL for the session, one migrated template, and a fresh database for each test."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Connection, Engine

from models.register import sample_register
from ops.postgres import EmbeddedPostgres
from storage import cases, migrate, register
from storage.engine import engine as make_engine
from tests.storage import samples

_NUMBER = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The server, with the template `vada_migrated`."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), fsync=False)
    server.start()
    migrate.upgrade(server.create_database("vada_migrated"))
    yield server
    server.stop()


@pytest.fixture
def url(postgres: EmbeddedPostgres) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    name = f"vada_{next(_NUMBER)}"
    yield postgres.create_database(name, template="vada_migrated")
    postgres.drop_database(name)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on the fresh database."""
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def house(engine: Engine) -> Engine:
    """The database with the staff of institution 5 and one case, of which nothing has happened yet."""
    with engine.begin() as conn:
        register.load(conn, sample_register(["5"]), at=samples.AT)
        cases.create(conn, samples.new_case())
    return engine


@pytest.fixture
def conn(house: Engine) -> Iterator[Connection]:
    """One transaction on it."""
    with house.begin() as connection:
        yield connection
