"""Each test has an installation folder of its own."""

from pathlib import Path

import pytest

from lienthong.blobs import files


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def counters(home) -> files.Counters:
    """The counters of flushes and copies, from zero, with folders and master key made before."""
    from lienthong.blobs.master_keys import master_keys
    from lienthong.blobs.places import content_store

    content_store()
    master_keys()
    files.counters.flushes = files.counters.copies = 0
    return files.counters
