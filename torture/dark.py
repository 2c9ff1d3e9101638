"""The whole machine goes dark: what nobody has flushed is gone, and the machine comes back.

A library that is loaded before everything (`dark.c`) keeps aside what was flushed, and nothing
else. When all processes are dead, the folder of the installation, and that of PostgreSQL, are made
anew of it: as the strictest disk may leave them, or with a part of what it had not been asked for.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NoReturn

from torture import postgres

if TYPE_CHECKING:
    from torture.harness import Harness

MISSING = "no C compiler or no /dev/shm: what keeps aside what was flushed cannot be built"
MEMORY = Path("/dev/shm")
_PRELOAD, _OF, _KEPT, _FROM = "LD_PRELOAD", "DARK_OF", "DARK_KEPT", "DARK_FROM"
_FOLDER, _FILE = 4, 8  # DT_DIR, DT_REG
_BLOCK = 4096
_SERVER_OPTIONS = "-c jit=off -c listen_addresses=127.0.0.1"


def load_before() -> bool:
    """Begin this program anew with the library before it, the installation in memory.

    False without a compiler, or without a folder in memory.
    """
    if _OF in os.environ:
        return True
    compiler = shutil.which("cc")
    if compiler is not None and MEMORY.is_dir():
        _begin_anew(compiler)
    return False


def _begin_anew(compiler: str) -> NoReturn:
    folder = own_folder()
    home = os.environ["LIENTHONG_HOME"]
    shutil.copytree(home, folder / "home")
    (folder / "kept").mkdir()
    environment = {
        _PRELOAD: str(built(folder, compiler)),
        _FROM: home,
        _OF: str(folder / "home"),
        _KEPT: str(folder / "kept"),
        "LIENTHONG_HOME": str(folder / "home"),
    }
    os.execve(sys.executable, sys.orig_argv, os.environ | environment)


def own_folder() -> Path:
    """Make a folder in memory, where the numbers of files do not come back."""
    folder = Path(mkdtemp(prefix="torture-dark-", dir=MEMORY))
    folder.chmod(0o711)
    return folder


def built(folder: Path, compiler: str) -> Path:
    """Build the library in a folder; return where it is."""
    source, library = Path(__file__).with_name("dark.c"), folder / "dark.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def leave() -> None:
    """Bring the installation back to where it came from, and leave nothing in memory."""
    home = Path(os.environ[_FROM])
    shutil.rmtree(home)
    shutil.copytree(os.environ[_OF], home)
    shutil.rmtree(Path(os.environ[_OF]).parent)


@dataclass(slots=True)
class Entry:
    """What a name of a folder stands for."""

    number: int
    is_folder: bool


Names = dict[str, Entry]


@dataclass
class Disk:
    """A folder, and beside it what of it was flushed. Nothing may run in it while it is asked."""

    of: Path
    kept: Path
    _chance: random.Random | None = None
    _live: dict[int, Path] = field(default_factory=dict)
    _lost: int = 0

    def settle(self) -> None:
        """Take all that is there for flushed, as it is on a machine that has run for long."""
        shutil.rmtree(self.kept)
        self.kept.mkdir()
        _owned_as(self.kept, self.of)
        for path in [self.of, *self.of.rglob("*")]:
            number = path.stat().st_ino
            if path.is_dir():
                kept = self.kept / f"folder-{number}"
                kept.write_bytes(b"".join(_told(_names_now(path))))
            else:
                kept = self.kept / f"file-{number}"
                shutil.copyfile(path, kept)
            shutil.copystat(path, kept)
            _owned_as(kept, self.of)

    def go_dark(self, chance: random.Random | None) -> int:
        """Make the folder anew of what was flushed; return how much had not been."""
        fresh = self.of.with_name(f"{self.of.name}-fresh")
        lost = self.leave(fresh, chance)
        shutil.rmtree(self.of)
        fresh.rename(self.of)
        self.settle()
        return lost

    def leave(self, to: Path, chance: random.Random | None) -> int:
        """Make what is left of the folder in the dark; return how many names and contents differ.

        chance: with it some blocks of files and some names are there that were not flushed.
        """
        self._live, self._lost, self._chance = _by_number(self.of), 0, chance
        self._make_folder(to, self.of.stat().st_ino)
        return self._lost

    def _make_folder(self, to: Path, number: int) -> None:
        to.mkdir(mode=0o700)
        _owned_as(to, self.of)
        kept = self.kept / f"folder-{number}"
        for name, entry in self._names(number).items():
            if entry.is_folder:
                self._make_folder(to / name, entry.number)
            else:
                self._make_file(to / name, entry.number)
        if kept.exists():  # else its name was flushed, and it never was
            shutil.copystat(kept, to)

    def _names(self, number: int) -> Names:
        kept, live = self.kept / f"folder-{number}", self._live.get(number)
        names = _read(kept.read_bytes()) if kept.exists() else {}
        now = _names_now(live) if live else names
        new = {name: entry for name, entry in now.items() if names.get(name) != entry}
        # One that was changed for another stays until that is flushed: they go in one step.
        old = {name for name in names.keys() - now.keys() if names[name].number not in self._live}
        self._lost += len(new) + len(old)
        if self._chance is not None:
            names |= {name: new[name] for name in self._some(new)}
            names = {name: names[name] for name in names.keys() - set(self._some(old))}
        return names

    def _some(self, names: Collection[str]) -> list[str]:
        """Choose about half of them, the same whenever the chance is the same."""
        assert self._chance is not None
        return [name for name in sorted(names) if self._chance.random() < 0.5]

    def _make_file(self, to: Path, number: int) -> None:
        kept, live = self.kept / f"file-{number}", self._live.get(number)
        content = kept.read_bytes() if kept.exists() else b""
        now = live.read_bytes() if live else content
        self._lost += now != content
        to.write_bytes(content if self._chance is None else _torn(content, now, self._chance))
        to.chmod(0o600)
        _owned_as(to, self.of)
        if kept.exists():
            shutil.copystat(kept, to)


def _torn(content: bytes, now: bytes, chance: random.Random) -> bytes:
    """Mix the blocks of what was flushed with those of what was not; the length is of one."""
    if content == now:
        return content
    made = bytearray(chance.choice([content, now]))
    for at in range(0, len(made), _BLOCK):
        source = chance.choice([content, now])
        piece = source[at : at + _BLOCK]
        size = min(_BLOCK, len(made) - at)
        made[at : at + size] = piece[:size].ljust(size, b"\0")
    return bytes(made)


def _names_now(folder: Path) -> Names:
    with os.scandir(folder) as found:
        return {one.name: Entry(one.inode(), one.is_dir(follow_symlinks=False)) for one in found}


def _told(names: Names) -> Iterator[bytes]:
    for name, entry in names.items():
        kind = _FOLDER if entry.is_folder else _FILE
        yield f"{entry.number} {kind} {name}\0".encode()


def _read(told: bytes) -> Names:
    names: Names = {}
    for line in told.decode().split("\0")[:-1]:
        number, kind, name = line.split(" ", 2)
        if int(kind) not in {_FOLDER, _FILE}:
            raise ValueError(f"{name}: neither a file nor a folder")
        names[name] = Entry(int(number), int(kind) == _FOLDER)
    return names


def _by_number(folder: Path) -> dict[int, Path]:
    return {path.lstat().st_ino: path for path in [folder, *folder.rglob("*")]}


def _owned_as(path: Path, other: Path) -> None:
    if os.getuid() == 0:
        found = other.stat()
        os.chown(path, found.st_uid, found.st_gid)


class Dim(postgres.Pair):
    """A PostgreSQL in memory that waits for its disk, and whose machine can go dark."""

    @classmethod
    def with_tables_of(cls, address: str) -> "Dim":
        """Make one, with the tables of another database."""
        made = cls(postgres.own_folder(below=MEMORY))
        postgres.with_tables(address, f"postgresql://{postgres.USER}@{made.primary.place}/postgres")
        made.lose_power_later()
        return made

    def lose_power_later(self) -> None:
        """Begin it anew with the library before it."""
        server, library = self.primary, self.folder / "dark.so"
        server.stop()
        shutil.copyfile(os.environ[_PRELOAD], library)
        library.chmod(0o755)
        self.disk = Disk(server.folder, self.folder / "kept")
        self.disk.kept.mkdir()
        self.disk.settle()
        server.options = _SERVER_OPTIONS
        server.environment = {
            _PRELOAD: str(library),
            _OF: str(server.folder),
            _KEPT: str(self.disk.kept),
        }
        server.start()


class Machine:
    """All that an installation runs on: it goes dark, and comes back."""

    def __init__(self, harness: "Harness", chance: random.Random) -> None:
        self._harness, self._chance = harness, chance
        self._disk = Disk(Path(os.environ[_OF]), Path(os.environ[_KEPT]))
        self._disk.settle()
        self.times, self.lost = 0, 0

    def go_dark(self, *, keeps_some: bool | None = None) -> None:
        """keeps_some: as of a disk; every second time when it is not said."""
        dim = self._harness.databases
        keeps_some = self.times % 2 == 1 if keeps_some is None else keeps_some
        chance = self._chance if keeps_some else None
        self._harness.family.cut("web", "worker")
        if isinstance(dim, Dim):
            dim.primary.kill()
            self.lost += dim.disk.go_dark(chance)
            (dim.primary.folder / "postmaster.pid").unlink(missing_ok=True)  # of no process now
        self.lost += self._disk.go_dark(chance)
        if isinstance(dim, Dim):
            dim.primary.start()
        self.times += 1
