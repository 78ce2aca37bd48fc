"""One rig for the tests of this folder: each leaves it whole and running."""

import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.robustness.rig import Rig


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def rig() -> AsyncIterator[Rig]:
    """All processes up."""
    with tempfile.TemporaryDirectory(prefix="vada-robust-") as folder:
        os.chmod(folder, 0o711)
        rig = Rig(Path(folder))
        try:
            await rig.start()
            yield rig
        finally:
            await rig.stop()
