"""PostgreSQL refuses to run as root. Started by root, it runs as an ordinary OS user, and its files lie where
that user can reach them.

No permission of a folder that is not ours is ever changed. What the user cannot reach (a checkout or a
virtual environment below /root) is placed, or copied, below `/var/lib/vada`.
"""

import os
import pwd
import secrets
import shutil
import subprocess
from pathlib import Path

from ops.errors import OpsError
from ops.process import OsUser

OWN_USER = "vada-postgres"
_EXISTING = ("postgres", "nobody", "daemon")
BASES = (Path("/var/lib/vada"), Path("/var/tmp/vada-root"))


def is_root() -> bool:
    """Whether this process runs as root."""
    return os.geteuid() == 0


def choose_user() -> OsUser:
    """Our own system user, made if need be; where none can be made, one that exists."""
    found = _look_up(OWN_USER)
    if found is None and shutil.which("useradd"):
        subprocess.run(
            [
                "useradd",
                "--system",
                "--no-create-home",
                "--user-group",
                "--shell",
                "/usr/sbin/nologin",
                OWN_USER,
            ],
            capture_output=True,
            check=False,
        )
        found = _look_up(OWN_USER)
    for name in _EXISTING:
        found = found or _look_up(name)
    if found is None:
        raise OpsError(
            "PostgreSQL does not run as root, and no other OS user was found or could be made: "
            f"run `useradd --system {OWN_USER}`, or start Vada as an ordinary user."
        )
    return found


def _look_up(name: str) -> OsUser | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def owner_of(folder: Path) -> OsUser | None:
    """The ordinary OS user to whom a folder belongs; None for root and for users that are gone."""
    try:
        entry = pwd.getpwuid(folder.stat().st_uid)
    except (OSError, KeyError):
        return None
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def can(user: OsUser, how: str, path: Path) -> bool:
    """Ask the system itself: `how` is a test of test(1), such as -x or -r."""
    asked = subprocess.run(
        ["test", how, str(path)], user=user.uid, group=user.gid, extra_groups=[], cwd="/", check=False
    )
    return asked.returncode == 0


def own(user: OsUser, folder: Path) -> None:
    """Give a folder of ours, with all in it, to the user."""
    os.chown(folder, user.uid, user.gid)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent) / name, user.uid, user.gid, follow_symlinks=False)


def reachable_home(user: OsUser, data_dir: Path, bases: tuple[Path, ...] = BASES) -> Path:
    """The folder that holds the database's files: the data folder, or one of its own that the user can reach.

    Which one is noted in `postgres.location` inside the data folder, so that the next run finds it and a data
    folder that was deleted begins afresh.
    """
    note = data_dir / "postgres.location"
    if note.exists():
        home = Path(note.read_text(encoding="utf-8").strip())
        if not home.is_dir():
            raise OpsError(
                f"{note} says that the database lies in {home}, but it is gone. Put it back, or delete the note."
            )
        return home
    if can(user, "-x", data_dir):
        return data_dir
    if (data_dir / "postgres").exists():
        raise OpsError(
            f"The OS user {user.name}, as whom PostgreSQL runs, cannot reach {data_dir}. "
            "Move that folder to where others may pass (not below /root) and name it with VADA_DATA_DIR."
        )
    home = _base(user, bases) / f"data-{secrets.token_hex(4)}"
    home.mkdir(mode=0o711)
    (home / "belongs-to").write_text(f"{data_dir}\n", encoding="utf-8")
    note.write_text(f"{home}\n", encoding="utf-8")
    return home


def reachable_engine(user: OsUser, engine: Path, version: str, bases: tuple[Path, ...] = BASES) -> Path:
    """The folder of PostgreSQL's programs, or a copy of it that the user can run."""
    if _runs(user, engine):
        return engine
    copy = _base(user, bases) / f"engine-{version}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
        shutil.copytree(engine, draft, symlinks=True)
        for parent, folders, files in os.walk(draft):
            os.chmod(parent, 0o755)
            for name in files:
                path = Path(parent) / name
                if not path.is_symlink():
                    os.chmod(path, 0o755 if path.stat().st_mode & 0o100 else 0o644)
            folders.sort()
        os.replace(draft, copy)
    if not _runs(user, copy):
        raise OpsError(f"The OS user {user.name} cannot run PostgreSQL's programs, neither in {engine} nor in {copy}.")
    return copy


def _runs(user: OsUser, engine: Path) -> bool:
    if not can(user, "-x", engine / "bin" / "postgres"):
        return False
    shown = subprocess.run(
        [engine / "bin" / "postgres", "--version"],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return shown.returncode == 0


def _base(user: OsUser, bases: tuple[Path, ...]) -> Path:
    for base in bases:
        try:
            base.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError:
            continue
        state = base.stat()
        if state.st_uid == 0 and not state.st_mode & 0o022 and can(user, "-x", base):
            return base
    raise OpsError(f"No folder was found that the OS user {user.name} can reach: tried {', '.join(map(str, bases))}.")
