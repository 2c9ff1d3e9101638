"""The bare view of P6 does what it is measured for: what it answers 201 is checked and on disk."""

import asyncio
import hashlib
import sqlite3
from contextlib import closing, nullcontext
from dataclasses import replace

import pytest
from bench.disks import Flushes
from bench.letters import letter, unlike_others
from bench.peers.bare import BareRoad, BareServer
from tests.printing.builders import a_numbered_letter

from lienthong.printing.letters import print_letter

pytestmark = [pytest.mark.once, pytest.mark.slow]
LETTER = b"%PDF-1.7\n" + bytes(5_000)


def test_a_bare_view_keeps_what_it_has_checked_and_nothing_else(tmp_path):
    server = BareServer(tmp_path / "bare", LETTER, Flushes(None, tmp_path / "flushes"), 1)
    with server.served() as address:
        road = BareRoad(server, address)
        one, other = road.senders[:2]

        async def send():
            first = await road.send(0, 5)
            road.senders[0] = replace(one, sign=other.sign)  # signs with a key that is not its own
            with pytest.raises(RuntimeError, match="401"):
                await road.send(0, 5)
            await road.close()
            return first

        sent = asyncio.run(send())
    with closing(sqlite3.connect(server.folder / "bare.sqlite3")) as opened:
        kept = opened.execute("SELECT sender, digest FROM document").fetchall()
        counts = [
            opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("delivery", "record")
        ]
    content = unlike_others(LETTER, one.code, sent.number)
    assert kept == [(one.code, hashlib.sha256(content).digest())]
    assert counts == [5, 1]
    (file,) = (server.folder / "files").iterdir()
    assert file.read_bytes() == content


def test_a_bare_view_that_reads_accepts_no_secret_letter(tmp_path):
    secret = print_letter(a_numbered_letter(circulation="MẬT"))
    for name, content, is_accepted in (("open", letter(), True), ("secret", secret, False)):
        flushes = Flushes(None, tmp_path / "flushes")
        server = BareServer(tmp_path / name, content, flushes, 1, reads=True)
        with server.served() as address:
            road = BareRoad(server, address)

            async def send(road=road):
                try:
                    await road.send(0, 5)
                finally:
                    await road.close()

            with nullcontext() if is_accepted else pytest.raises(RuntimeError, match="422"):
                asyncio.run(send())
