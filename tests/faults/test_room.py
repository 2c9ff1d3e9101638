"""PostgreSQL's own disk is full, which an installation sees by trying alone."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.scratch import Scratch
from torture.postgres import USER, Server, own_folder, programs

_MAKE = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
_ASK = """
import json
from lienthong.kernel import clock
from lienthong.operation import queries
ready = queries.readiness(now=clock.now())
found = queries.findings(now=clock.now())
print(json.dumps([ready.problems, [one.code for one in found if one.severity == "error"]]))
"""


@pytest.fixture
def server(scratch: Scratch) -> Iterator[Server]:
    """A PostgreSQL of its own on a small disk of its own."""
    if not scratch.database:
        pytest.skip("SQLite lies on the disk of the installation")
    if programs() is None:
        pytest.skip("PostgreSQL's programs are not here; to enable this test: install them")
    folder = own_folder(below=Path("/tmp"))  # that of this run is for us alone
    mount = ["mount", "-t", "tmpfs", "-o", "size=128m", "lienthong-test", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        shutil.rmtree(folder)
        pytest.skip("needs a small disk; to enable this test: run it as root")
    shutil.chown(folder, "postgres", "postgres")
    made = Server(folder / "one")
    try:
        yield made.make()
    finally:
        made.kill()
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def _full(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        file.write(bytes(shutil.disk_usage(folder).free))
    yield
    filler.unlink()


@pytest.mark.slow
def test_a_full_disk_of_postgresql_takes_it_out_of_service_until_there_is_room(scratch, server):
    below = Scratch(scratch.home, f"postgresql://{USER}@{server.place}/postgres")
    below.run(_MAKE)

    def told() -> tuple[list[str], list[str]]:
        problems, errors = json.loads(below.run(_ASK))
        return problems, [one for one in errors if one == "operation.disk-full"]

    assert told() == ([], [])
    assert server.say("SELECT count(*) FROM pg_ls_tmpdir()") == [(0,)]
    with _full(server.folder.parent):
        assert told() == (["operation.disk-full"], ["operation.disk-full"])
    assert told() == ([], [])
    # Who keeps the server may allow less than what is tried.
    server.say(f"ALTER ROLE {USER} SET temp_file_limit TO '64kB'")
    assert told() == ([], [])
