"""Each test has an installation folder of its own."""

from pathlib import Path

import pytest

from lienthong.blobs import files
from lienthong.kernel import disk


class Counted:
    """What this process has written and waited for since the test began."""

    def __init__(self) -> None:
        self._copies, self._flushes = files.counters.copies, disk.counters.flushes

    @property
    def copies(self) -> int:
        return files.counters.copies - self._copies

    @property
    def flushes(self) -> int:
        return disk.counters.flushes - self._flushes


@pytest.fixture(autouse=True)
def home(settings, tmp_path, all_folders) -> Path:
    settings.LIENTHONG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def counters(home) -> Counted:
    """Flushes and copies from zero, with folders and master key made before."""
    from lienthong.blobs.master_keys import master_keys
    from lienthong.blobs.places import content_store

    content_store()
    master_keys()
    return Counted()
