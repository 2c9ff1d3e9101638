"""What a killed process was writing beside the keys does not stay: there are secrets in it."""

import os
import signal
import stat
from datetime import timedelta

import pytest

from lienthong.blobs import master_keys
from lienthong.hooks.adapters.keyfiles import KeyFiles
from lienthong.kernel import clock, disk
from lienthong.ledger.adapters.keyfile import KeyFile
from lienthong.operation import services
from lienthong.signatures.adapters.paper_key import PaperKey

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def home(settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path
    settings.LIENTHONG_CONTENT_KEYS = ""
    settings.LIENTHONG_CONTENT_KEYS_FILE = tmp_path / "elsewhere" / "master"
    return tmp_path


def killed(write, monkeypatch) -> None:
    """Do it in a process that is killed while it waits for the disk to have a file."""

    def die(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        try:
            monkeypatch.setattr(disk, "flush", die)
            write()
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def left(home) -> int:
    return sum(path.is_file() for path in home.rglob(".*"))


def test_what_a_killed_process_was_writing_beside_the_keys_goes_by_its_age(home, monkeypatch):
    ledger, hooks, papers = KeyFile(home), KeyFiles(home), PaperKey(home)
    writes = [
        ledger.make,
        lambda: ledger.keep_head(b"{}"),
        hooks.make,
        lambda: papers.certificate,
        master_keys.master_keys,
    ]
    for count, write in enumerate(writes, start=1):
        killed(write, monkeypatch)
        assert left(home) == count
    ledger.make()
    hooks.make()
    kept = {path for path in home.rglob("*") if path.is_file() and path.name[0] != "."}
    assert papers.certificate
    assert master_keys.master_keys()

    assert services.clear_unfinished_keys(now=clock.now()) == 0
    assert left(home) == len(writes)
    later = clock.now() + timedelta(days=2)
    assert services.clear_unfinished_keys(now=later) == len(writes)
    assert left(home) == 0
    assert all(path.exists() for path in kept)
    assert services.clear_unfinished_keys(now=later) == 0


def test_the_public_half_of_a_key_is_there_although_who_made_it_was_killed(home):
    KeyFile(home).make()
    public = KeyFile(home).public_key
    file = KeyFile(home).public_path
    assert file.read_bytes() == public.pem
    file.unlink()
    assert KeyFile(home).public_key == public
    assert file.read_bytes() == public.pem
