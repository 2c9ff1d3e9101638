"""Sequencers in processes of their own over one SQLite file; threads on PostgreSQL do the same."""

import sqlite3
import time

import pytest

from lienthong.ledger.rules.tree import merkle

PREPARE = """
from tests.ledger.builders import a_dispatch, recorded

for n in range(60):
    recorded(a_dispatch(0), after=n % 7)
"""

SEQUENCE = """
import sys
from pathlib import Path
from lienthong.ledger import services
from tests.ledger.builders import NOW

while not Path(sys.argv[1]).exists():
    services.sequence(now=NOW, limit=1)
while services.sequence(now=NOW, limit=1):
    pass
"""


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db
def test_of_two_sequencing_processes_one_is_killed_and_every_record_is_placed_once(scratch):
    scratch.run(PREPARE)
    stop = scratch.home / "stop"
    killed, other = scratch.start(SEQUENCE, stop), scratch.start(SEQUENCE, stop)
    while not (scratch.home / "keys" / "ledger.pem").exists():  # one is about to sign
        assert killed.poll() is None or other.poll() is None
        time.sleep(0.005)
    killed.kill()
    killed.communicate()
    stop.touch()
    scratch.finish(other)

    database = sqlite3.connect(scratch.home / "lienthong.sqlite3")
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
