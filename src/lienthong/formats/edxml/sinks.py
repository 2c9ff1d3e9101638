"""Where attachments go while a package is read."""

import shutil
from pathlib import Path
from typing import BinaryIO, Protocol


class ContentSink(Protocol):
    """Where attachments go while a package is read; keys are short, safe and unique a package."""

    def create(self, key: str) -> BinaryIO:
        """Open a new content for writing; the reader closes it."""

    def open(self, key: str) -> BinaryIO:
        """Open what was written under a key, from its beginning."""


class FolderSink:
    """A sink in a folder of its own, which must exist; the caller removes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, key: str) -> BinaryIO:
        """Open a new file; raises FileExistsError when the folder holds another package."""
        return (self._folder / key).open("xb")

    def open(self, key: str) -> BinaryIO:
        """Open a written file for reading."""
        return (self._folder / key).open("rb")

    def remove(self) -> None:
        """Remove the folder with all that is in it."""
        shutil.rmtree(self._folder)
