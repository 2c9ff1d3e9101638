"""What lies on the disk, and a disk whose flushes are counted or made longer."""

import shutil
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

SLOW_MS = 4.0  # a flush of an honest disk


@dataclass(slots=True)
class Flushes:
    """Counts the flushes of a server's processes, each `longer_ms` longer than the disk needs.

    library: preloaded; None where there is no compiler, then nothing is counted or slow.
    """

    library: Path | None
    counter: Path
    longer_ms: float = 0.0

    def environment(self) -> dict[str, str]:
        """Return what a server has to be started with."""
        if self.library is None:
            return {}
        if not self.counter.exists():  # others may have it mapped
            self.counter.write_bytes(bytes(8))
            self.counter.chmod(0o666)
        return {
            "LD_PRELOAD": str(self.library),
            "BENCH_FLUSHES": str(self.counter),
            "BENCH_FLUSH_MS": str(self.longer_ms),
        }

    @property
    def count(self) -> int:
        return struct.unpack("Q", self.counter.read_bytes())[0] if self.counter.exists() else 0


def built_library(folder: Path) -> Path | None:
    """Compile what is preloaded; None without a compiler."""
    compiler, library = shutil.which("cc"), folder / "flushes.so"
    if compiler is None:
        print("No C compiler: flushes are not counted, no slow disk (apt-get install gcc)")
        return None
    source = Path(__file__).parent / "flushes.c"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def size_on_disk(*places: Path | None) -> int:
    """Return bytes of all files as the disk counts them, a file with several names once."""
    seen: dict[tuple[int, int], int] = {}
    for path in (path for place in places if place for path in place.rglob("*")):
        try:
            found = path.lstat()
        except OSError:
            continue
        seen[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(seen.values())
