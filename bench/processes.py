"""What the processes of a server cost: seconds of the processor and memory, from /proc."""

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
LOOKS_EACH = 0.5  # seconds between two looks at the memory


def cpu_seconds(roots: Iterable[int]) -> float:
    """Return seconds of these processes, their children and those of them that have ended."""
    return sum(_cpu(pid) for root in roots for pid in _family(root))


class Memory:
    """Looks at the memory of some servers while something is measured; `peak` is in bytes.

    What several processes share is counted once (proportional set size), and only what is in use
    at the same time is added up.
    """

    def __init__(self, roots: list[int]) -> None:
        self._roots, self._end, self.peak = roots, threading.Event(), 0
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._looking.join()

    def _look(self) -> None:
        while True:
            used = sum(_memory(pid) for root in self._roots for pid in _family(root))
            self.peak = max(self.peak, used)
            if self._end.wait(LOOKS_EACH):
                return


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _cpu(pid: int) -> float:
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(word) for word in words[11:15]) / _TICKS


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
