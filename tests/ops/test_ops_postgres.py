"""The embedded PostgreSQL, for real: killed, half made, taken, out of reach."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from ops import unprivileged
from ops.errors import OpsError
from ops.postgres import EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="vada-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    postgres = EmbeddedPostgres(folder, fsync=False)
    postgres.start()
    yield postgres
    postgres.stop()


def ask(url: str, command: str) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(url.replace("+psycopg2", ""))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(command)
            return list(cursor.fetchall()) if cursor.description else []


def test_it_is_a_real_postgres_that_sorts_and_stores_georgian(server: EmbeddedPostgres) -> None:
    url = server.url()
    assert ask(url, "SHOW server_encoding") == [("UTF8",)]
    assert ask(url, "SHOW timezone") == [("UTC",)]
    ask(url, "CREATE TABLE letters (letter text); INSERT INTO letters VALUES ('ჰ'), ('ა'), ('ვ')")
    assert ask(url, "SELECT letter FROM letters ORDER BY letter") == [("ა",), ("ვ",), ("ჰ",)]


def test_a_database_can_be_made_from_a_template(server: EmbeddedPostgres) -> None:
    ask(server.url(), "CREATE TABLE marks (n int); INSERT INTO marks VALUES (7)")
    copy = server.create_database("case's copy", template="vada")
    assert ask(server.url("case's copy"), "SELECT n FROM marks") == [(7,)]
    assert copy == server.url("case's copy")
    server.drop_database("case's copy")
    with pytest.raises(psycopg2.OperationalError):
        ask(copy, "SELECT 1")


def test_it_keeps_what_was_committed_through_a_kill_and_a_restart(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    server.start()
    ask(server.url(), "CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.pid is not None:
        time.sleep(0.01)
    server.start()
    assert ask(server.url(), "SELECT count(*) FROM kept") == [(1000,)]
    server.stop()
    assert server.pid is None
    server.start()
    assert ask(server.url(), "SELECT count(*) FROM kept") == [(1000,)]
    server.stop()


def test_a_server_left_by_a_killed_run_is_ended_first(folder: Path, server: EmbeddedPostgres) -> None:
    left = server.pid
    server._lock.release()  # as the system does when the holder is killed
    said: list[str] = []
    second = EmbeddedPostgres(folder, fsync=False, say=said.append)
    second.start()
    try:
        assert f"process {left}" in said[0]
        assert second.pid not in (None, left)
        assert ask(second.url(), "SELECT 1") == [(1,)]
    finally:
        second.stop()


def test_a_second_run_on_the_folder_is_refused(folder: Path, server: EmbeddedPostgres) -> None:
    with pytest.raises(OpsError, match=f"in use by another run of Vada .process {os.getpid()}"):
        EmbeddedPostgres(folder).start()
    assert ask(server.url(), "SELECT 1") == [(1,)]


def test_a_half_made_folder_is_set_aside(folder: Path) -> None:
    half = folder / "postgres"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    said: list[str] = []
    postgres = EmbeddedPostgres(folder, fsync=False, say=said.append)
    postgres.start()
    postgres.stop()
    assert "only half made" in said[0]
    assert len(list(folder.glob("postgres.half-made-*"))) == 1


def test_another_versions_folder_is_refused(folder: Path) -> None:
    made = folder / "postgres"
    made.mkdir()
    (made / "PG_VERSION").write_text("17\n")
    (made / "vada-complete").touch()
    if unprivileged.is_root():
        unprivileged.own(unprivileged.choose_user(), made)
    with pytest.raises(OpsError, match="was made by PostgreSQL 17, installed is 18"):
        EmbeddedPostgres(folder).start()


def test_no_row_and_no_statement_reaches_the_log(server: EmbeddedPostgres) -> None:
    ask(server.url(), "CREATE TABLE people (personal_number text PRIMARY KEY)")
    insert = "INSERT INTO people VALUES ('01008012345')"
    ask(server.url(), insert)
    with pytest.raises(psycopg2.errors.UniqueViolation):
        ask(server.url(), insert)
    written = server.log.read_text()
    assert "duplicate key" in written
    assert "01008012345" not in written


def test_a_long_path_still_gets_its_socket(folder: Path) -> None:
    deep = folder / ("x" * 90)
    deep.mkdir(mode=0o711)
    postgres = EmbeddedPostgres(deep, fsync=False)
    url = postgres.start()
    try:
        assert "x" * 90 not in url
        assert ask(url, "SELECT 1") == [(1,)]
    finally:
        postgres.stop()
        shutil.rmtree(postgres._sockets, ignore_errors=True)


@pytest.mark.skipif(not unprivileged.is_root(), reason="only root has to step down to another user")
def test_root_places_the_database_where_its_user_can_reach_it(folder: Path) -> None:
    closed = folder / "home-of-root"
    closed.mkdir(mode=0o700)
    base = folder / "base"
    said: list[str] = []
    postgres = EmbeddedPostgres(closed / "var", fsync=False, say=said.append, bases=(base,))
    try:
        assert ask(postgres.start(), "SELECT 1") == [(1,)]
        assert postgres.cluster.is_relative_to(base)
        assert closed.stat().st_mode & 0o777 == 0o700
        first = postgres.cluster
        postgres.stop()
        postgres.start()
        assert postgres.cluster == first
    finally:
        postgres.stop()
