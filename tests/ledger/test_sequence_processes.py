"""Sequencers in processes of their own over one SQLite file; threads on PostgreSQL do the same."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lienthong.ledger.rules import merkle

PREPARE = """
import django
django.setup()
from django.core.management import call_command
from tests.ledger.builders import a_dispatch, recorded

call_command("migrate", "ledger", verbosity=0)
for n in range(60):
    recorded(a_dispatch(0), after=n % 7)
"""

SEQUENCE = """
import sys
from pathlib import Path
import django
django.setup()
from lienthong.ledger import services
from tests.ledger.builders import NOW

while not Path(sys.argv[1]).exists():
    services.sequence(now=NOW, limit=1)
while services.sequence(now=NOW, limit=1):
    pass
"""


def start(home, program):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_DATABASE": "",
        "LIENTHONG_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path]),
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, str(home / "stop")],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process):
    _out, problems = process.communicate(timeout=120)
    assert process.returncode == 0, problems


@pytest.mark.slow
def test_of_two_sequencing_processes_one_is_killed_and_every_record_is_placed_once(tmp_path):
    finish(start(tmp_path, PREPARE))
    killed, other = start(tmp_path, SEQUENCE), start(tmp_path, SEQUENCE)
    while not (tmp_path / "keys" / "ledger.pem").exists():  # one has placed and is about to sign
        assert killed.poll() is None or other.poll() is None
        time.sleep(0.005)
    killed.kill()
    killed.communicate()
    (tmp_path / "stop").touch()
    finish(other)

    database = sqlite3.connect(tmp_path / "lienthong.sqlite3")
    placed = database.execute(
        'select p."index", r.leaf_hash from ledger_placement p'
        " join ledger_record r on r.id = p.record_id order by 1"
    ).fetchall()
    assert [index for index, _hash in placed] == list(range(60))
    hashes = [leaf_hash for _index, leaf_hash in placed]
    assert len(set(hashes)) == 60
    heads = database.execute("select size, root from ledger_head order by size").fetchall()
    assert heads[-1][0] == 60
    assert all(root == merkle.tree_root(hashes[:size]) for size, root in heads)
