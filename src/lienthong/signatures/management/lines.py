"""What the commands of signatures have in common: files in, refusals in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.template.defaultfilters import filesizeformat

from lienthong.kernel.refusals import Refusal
from lienthong.signatures.errors import ListTooLarge
from lienthong.signatures.rules import LARGEST_LISTS
from lienthong.webkit.wording import fill

WRONG = 2  # the exit code of what has to change before it is asked again


def file_of(path: Path | None) -> bytes:
    """Return what a file holds, b"" without one. Raises CommandError, ListTooLarge."""
    if path is None:
        return b""
    try:
        if path.stat().st_size > LARGEST_LISTS:
            raise ListTooLarge(largest=filesizeformat(LARGEST_LISTS))
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=WRONG) from error


@contextmanager
def told_as_errors() -> Iterator[None]:
    """Tell a refusal as errors of commands are told: its code, what is wrong, what to do."""
    try:
        yield
    except Refusal as refusal:
        said = fill(f"{refusal.sentence} {refusal.cause} {refusal.next_step}", refusal.facts)
        raise CommandError(f"{refusal.code}: {said}", returncode=WRONG) from refusal
