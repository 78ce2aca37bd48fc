"""The data folder: made for its owner alone, and usable before anything is started on it."""

import os
from pathlib import Path

from ops.errors import OpsError


def make_data_dir(folder: Path) -> None:
    """Make the folder if need be, or raise `OpsError` when we may not write there.

    Root lets others pass through it, not look into it: PostgreSQL, which refuses root, lives inside.
    """
    try:
        folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OpsError(f"{folder} cannot be the data folder ({error.strerror}): {_CHOOSE}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        owner = folder.stat().st_uid
        raise OpsError(
            f"{folder} belongs to another OS user (number {owner}) and we may not write there. Start Vada as that "
            f"user, or {_CHOOSE}"
        )


_CHOOSE = "choose another with VADA_DATA_DIR=..."
