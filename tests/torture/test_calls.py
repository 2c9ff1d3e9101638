"""The library that ends a process at its n-th call to the system (`torture/calls.c`)."""

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from torture import calls

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]
# Ends a child at each moment of a transaction in turn, and tells what is there afterwards.
PROGRAM = """
import json, os, sqlite3, sys
from pathlib import Path
from torture.calls import Calls, load_before

folder = Path(sys.argv[1])
load_before(folder) or sys.exit("no library")
calls, found = Calls(), []

def opened():
    base = sqlite3.connect(folder / "base", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    return base

opened().execute("CREATE TABLE said (word TEXT)")

def act(moment):
    calls.be("web")
    base = opened()
    calls.end_at("web", moment)
    base.execute("INSERT INTO said VALUES (?)", ["x" * 9000])
    (folder / "told").write_text("committed")
    calls.spare("web")

for moment in range(1, 200):
    child = os.fork()
    if not child:
        act(moment)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    base = opened()
    told = folder / "told"
    found.append({
        "ended": ended,
        "whole": base.execute("PRAGMA integrity_check").fetchone()[0],
        "rows": base.execute("DELETE FROM said").rowcount,
        "told": told.read_text() if told.exists() else "",
    })
    told.unlink(missing_ok=True)
    if not ended:
        break
print(json.dumps(found))
"""


# Keeps a process that writes three times, as PostgreSQL keeps those that work for clients.
KEEPER = """
import os, sys
file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
os.write(file, b"own")
child = os.fork()
if not child:
    for _time in range(3):
        os.write(file, b"1234")
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.fixture
def found(tmp_path):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    environment.pop("LD_PRELOAD", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, tmp_path],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "no library" in done.stderr:
        pytest.skip(calls.MISSING)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_process_ends_at_each_moment_of_a_transaction_and_in_the_middle_of_a_write(found):
    *died, alive = found
    assert {one["ended"] for one in died} == {-9}
    assert (alive["ended"], alive["rows"], alive["told"]) == (0, 1, "committed")
    assert len(died) > 10
    assert {one["whole"] for one in found} == {"ok"}
    # Before the commit nothing is there, after it all; nothing is told before.
    assert [one["rows"] for one in found] == sorted(one["rows"] for one in found)
    assert {one["rows"] for one in died} == {0, 1}
    assert all(one["rows"] for one in found if one["told"])
    assert "comm" in {one["told"] for one in died}


def test_what_a_server_has_started_ends_in_the_middle_of_a_write_and_the_server_does_not(tmp_path):
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip(calls.MISSING)
    shared, written = tmp_path / "shared", tmp_path / "written"
    place, fourth = 2, 4  # before and within the first write, before and within the second
    shared.write_bytes(bytes(4096))
    with shared.open("r+b") as counts:
        counts.seek(place * struct.calcsize("2l"))
        counts.write(struct.pack("2l", 0, fourth))
    environment = {
        **os.environ,
        "LD_PRELOAD": str(calls.built(tmp_path, compiler)),
        "CALLS_SHARED": str(shared),
        "CALLS_PLACE": str(place),
    }
    keeper = subprocess.run(
        [sys.executable, "-c", KEEPER, written],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(keeper.stdout) == -signal.SIGKILL
    assert written.read_bytes() == b"own" + b"1234" + b"12"
