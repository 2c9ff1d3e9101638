"""The bad line before PostgreSQL: what of a statement and of its answer comes over it."""

import random
import socket
import threading
from contextlib import suppress

import pytest
from torture.distant import Line
from torture.ports import free_port

pytestmark = pytest.mark.once


class Always(random.Random):
    """Does the same to every piece to which that can be done, and waits for nothing."""

    fault = "none"

    def choices(self, population, *_weights, **_more):
        return [self.fault if self.fault in population else "none"]

    def random(self):
        return 0.0


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """A line to a server that says again what it hears; its chance, and what was heard."""
    folder, heard, chance = tmp_path_factory.mktemp("line"), [], Always()
    door = socket.create_server(("127.0.0.1", 0))

    def answer():
        while True:
            asked, _address = door.accept()
            with asked, suppress(OSError):
                said = asked.recv(100)
                heard.append(said)
                asked.sendall(said)
                asked.recv(100)

    threading.Thread(target=answer, daemon=True).start()
    port = free_port()
    carried = Line(port, door.getsockname()[1], chance, folder)
    threading.Thread(target=carried.carry, daemon=True).start()
    (folder / "bad").touch()
    return port, chance, heard, folder


def asked(port: int) -> bytes:
    """Say a word over the line and return what comes back before it is over."""
    with connected(port) as one, suppress(OSError):
        one.sendall(b"said")
        return one.recv(100)
    return b""


def connected(port: int) -> socket.socket:
    for _try in range(500):
        with suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        threading.Event().wait(0.02)
    raise AssertionError("nobody carries the line")


@pytest.mark.parametrize(
    ("fault", "comes", "returns"),
    [
        ("none", b"said", {b"said"}),
        ("slow", b"said", {b"said"}),
        ("cut before", b"", {b""}),
        ("cut in the middle", b"sa", {b"", b"sa"}),  # the server may be quicker than the cut
        ("silent", b"", {b""}),
        ("answer lost", b"said", {b""}),
        ("answer cut", b"said", {b"sa"}),
    ],
)
def test_what_comes_over_a_bad_line(line, fault, comes, returns):
    port, chance, heard, folder = line
    chance.fault = fault
    before = len(heard)
    assert asked(port) in returns
    waited = threading.Event()
    while len(heard) == before:  # the server has its say after the line is over
        waited.wait(0.01)
    assert heard[before] == comes
    told = (folder / "line.txt").read_text() if (folder / "line.txt").exists() else ""
    assert (fault in told.splitlines()) == (fault != "none")


def test_a_line_that_is_good_does_nothing_to_anybody(line):
    port, chance, _heard, folder = line
    chance.fault = "cut before"
    (folder / "bad").unlink()
    assert asked(port) == b"said"
