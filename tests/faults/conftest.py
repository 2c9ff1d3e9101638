"""One served installation for all tests of what hits it from outside and below."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.gate import Gate
from tests.faults.site import SET_UP, Site
from tests.scratch import Scratch

_DISK = "size=96m"  # what the installation, its log and some uploads need


@pytest.fixture(scope="session")
def _disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder on a small disk of its own, where this user may mount one."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", _DISK, "lienthong-test", str(folder)]
    is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    yield folder
    if is_mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="session")
def _served_site(session_scratch: Scratch, _disk: Path) -> Iterator[Site]:
    shutil.copytree(session_scratch.home, _disk, dirs_exist_ok=True)
    gate = Gate(session_scratch.database)
    scratch = Scratch(_disk, gate.address)
    prepared = scratch.start(SET_UP)  # while the server starts
    site = Site(scratch, gate)
    site.told = json.loads(scratch.finish(prepared).splitlines()[-1])
    site.answers()
    yield site
    site.kill()
    site.holds()  # after all of it
    scratch.end()
    gate.close()


@pytest.fixture
def errors_expected() -> None:
    """For a test in which something below fails, which the log of the server tells."""


@pytest.fixture
def site(_served_site: Site, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The server; after each test it answers as before, and its log tells of no error."""
    before = len(_served_site.problems())
    yield _served_site
    assert _served_site.call("GET", "/healthz")[0].status == 200
    assert _served_site.call("GET", "/api/v1/kinds", _served_site.token)[0].status == 200
    if "errors_expected" in request.fixturenames:
        return
    problems = _served_site.problems()[before:]
    assert not problems, "\n".join(problems)[:4000]
