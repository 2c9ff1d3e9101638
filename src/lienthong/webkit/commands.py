"""What commands of all packages have in common: refusals in words, exit code, progress."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from lienthong.kernel.refusals import Refusal
from lienthong.webkit.wording import parts_of

WRONG = 2  # the exit code of what has to change before it is asked again
PATIENCE = 5.0  # seconds that a person waits without a word


class WrongUse(CommandError):
    """What was given cannot be used (a file, a code, a missing word); said, and ends with WRONG."""

    def __init__(self, said: object) -> None:
        super().__init__(str(said), returncode=WRONG)


@contextmanager
def told_as_errors() -> Iterator[None]:
    """Tell a refusal as errors of commands are told: its code, what is wrong, what to do."""
    try:
        yield
    except Refusal as refusal:
        parts = parts_of(refusal)
        said = " ".join(filter(None, (parts.sentence, parts.cause, parts.next_step)))
        raise WrongUse(f"{refusal.code}: {said}") from refusal


class Progress:
    """A `kernel.progress.Tell` for people: a line every few seconds, and one where a step ends.

    write: takes a line; beside what the command prints, never into it. What is over sooner than
    anybody waits says nothing of its middle.
    """

    def __init__(
        self, write: Callable[[str], object], *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._write, self._seconds = write, seconds
        self._told_at = seconds()

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        is_over = done == total
        if is_over or self._seconds() - self._told_at >= PATIENCE:
            self._told_at = self._seconds()
            self._write(f"{step}: {done}" if total is None else f"{step}: {done}/{total}")
