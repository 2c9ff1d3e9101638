"""The files that commands of signatures take."""

from pathlib import Path

from lienthong.kernel.wording import Measure
from lienthong.signatures.errors import ListTooLarge
from lienthong.signatures.rules import LARGEST_LISTS
from lienthong.webkit.commands import unusable


def file_of(path: Path | None) -> bytes:
    """Return what a file holds, b"" without one. Raises WrongUse, ListTooLarge."""
    if path is None:
        return b""
    try:
        if path.stat().st_size > LARGEST_LISTS:
            raise ListTooLarge(largest=Measure(LARGEST_LISTS / 1024 / 1024))
        return path.read_bytes()
    except OSError as error:
        raise unusable(path, error) from error
