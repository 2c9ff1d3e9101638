"""The folders of content in tests: each is made when something is looked for in it.

The product makes all 256 when it begins. Making and removing them took longer than most tests that
keep a file. The tests of the store itself (`all_folders`), and programs, have them all.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from lienthong.blobs.adapters import folder
from lienthong.blobs.adapters.folder import FolderStore

_prepare, _open, _locked = FolderStore._prepare, FolderStore.open, folder._locked


def make_when_needed() -> None:
    FolderStore._prepare = _prepare_one
    FolderStore.open = _open_in_its_folder
    folder._locked = _locked_when_made


@contextmanager
def all_at_once() -> Iterator[None]:
    """Within, the store is as the product has it."""
    FolderStore._prepare, FolderStore.open, folder._locked = _prepare, _open, _locked
    yield
    make_when_needed()


def _prepare_one(store: FolderStore) -> None:
    store._root.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make(store._root / "00")  # a root without any is a disk that is away


def _open_in_its_folder(store: FolderStore, name: str) -> BinaryIO:
    _make(store._root / name[:2])
    return _open(store, name)


def _locked_when_made(one: Path) -> AbstractContextManager[None]:
    _make(one)
    return _locked(one)


def _make(one: Path) -> None:
    with suppress(FileExistsError, FileNotFoundError):
        one.mkdir(mode=0o700)
