"""A bad line between an installation and its PostgreSQL: cut, slow, silent, answers that are lost.

`python -m torture.distant PORT BEHIND SEED FOLDER` carries it in a process of its own; it does
nothing to anybody but while there is the file `bad` in the folder.
"""

import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from torture.ports import free_port
from torture.postgres import USER, Pair

# What may happen to a piece on its way to the server, and on its way back; how often. An act takes
# some hundred pieces.
_TO_SERVER = {"none": 2000, "slow": 10, "cut before": 3, "cut in the middle": 3, "silent": 2}
_TO_CLIENT = {"none": 2000, "slow": 10, "answer lost": 6, "answer cut": 3}
_CUTS = ("cut before", "silent", "answer lost")
_HALVES = ("cut in the middle", "answer cut")
_PIECE = 64 * 1024
_SLOW, _SILENT = 0.3, 4.0  # seconds at most
_PATIENCE = 20


class Line:
    """A line to a port of this machine. folder: has the file `bad`, and counts what was done."""

    def __init__(self, port: int, behind: int, chance: random.Random, folder: Path) -> None:
        self._port, self._behind, self._chance = port, behind, chance
        self._bad, self._told = folder / "bad", folder / "line.txt"

    def carry(self) -> None:
        """Let connections through until killed."""
        door = socket.create_server(("127.0.0.1", self._port), backlog=128)
        while True:
            inside, _address = door.accept()
            threading.Thread(target=self._connect, args=(inside,), daemon=True).start()

    def _connect(self, inside: socket.socket) -> None:
        server = ("127.0.0.1", self._behind)
        with inside, suppress(OSError), socket.create_connection(server) as outside:
            back = threading.Thread(target=self._bring, args=(outside, inside, _TO_CLIENT))
            back.start()
            self._bring(inside, outside, _TO_SERVER)
            back.join()

    def _bring(self, one: socket.socket, other: socket.socket, faults: dict[str, int]) -> None:
        """Bring what one says to the other until the line is over, for both."""
        with suppress(OSError):
            while (piece := one.recv(_PIECE)) and self._pass_on(piece, other, faults):
                pass
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, piece: bytes, to: socket.socket, faults: dict[str, int]) -> bool:
        """Pass on one piece; False when the line is over."""
        fault = self._fault(faults)
        if fault == "slow":
            time.sleep(self._chance.random() * _SLOW)
        if fault == "silent":
            time.sleep(self._chance.random() * _SILENT)
        if fault in _CUTS:
            return False
        to.sendall(piece[: len(piece) // 2] if fault in _HALVES else piece)
        return fault not in _HALVES

    def _fault(self, faults: dict[str, int]) -> str:
        if not self._bad.exists():
            return "none"
        (fault,) = self._chance.choices(list(faults), list(faults.values()))
        if fault != "none":
            with self._told.open("a") as told:
                told.write(f"{fault}\n")
        return fault


class Distant(Pair):
    """A server behind such a line. address: of the line's end here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._bad, self._told = folder / "bad", folder / "line.txt"
        port = free_port()
        words = [port, self.primary.port, random.randrange(10**9), folder]
        program = [sys.executable, "-m", "torture.distant", *map(str, words)]
        self._line = subprocess.Popen(program)
        self.address = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        _wait_for(port)

    def be_bad(self) -> None:
        self._bad.touch()

    def be_good(self) -> None:
        self._bad.unlink(missing_ok=True)

    @property
    def done(self) -> dict[str, int]:
        """What was done to the line, and how often."""
        return dict(Counter(self._told.read_text().splitlines() if self._told.exists() else ()))

    def remove(self, *, logs: Path) -> None:
        self._line.kill()
        self._line.wait()
        super().remove(logs=logs)


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise RuntimeError("the line to the database does not begin")


def main() -> None:
    port, behind, seed, folder = sys.argv[1:]
    Line(int(port), int(behind), random.Random(seed), Path(folder)).carry()


if __name__ == "__main__":
    main()
