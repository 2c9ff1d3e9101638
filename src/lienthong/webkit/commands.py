"""What commands of all packages have in common: refusals in words, exit code, progress."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from lienthong.kernel.refusals import Refusal
from lienthong.webkit.wording import parts_of

# Exit codes: what has to change before it is asked again; what another installation refused; and
# nobody there.
WRONG, REFUSED, AWAY = 2, 10, 20
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
        raise WrongUse(in_words(refusal)) from refusal


def in_words(refusal: Refusal) -> str:
    """Return the line that tells a refusal: its code, what is wrong, why, what to do."""
    parts = parts_of(refusal)
    said = " ".join(filter(None, (parts.sentence, parts.cause, parts.next_step)))
    return f"{refusal.code}: {said}"


@contextmanager
def calling_elsewhere(
    stderr: OutputWrapper,
    *,
    refused: type[Exception],
    away: type[Exception],
    told: Callable[[Any], tuple[object, int]],
) -> Iterator[None]:
    """Tell how a call of another installation ended: JSON on stderr, and the exit code.

    refused, away: what its client raises. told: the words of a refusal, and its exit code.
    Raises SystemExit, with AWAY when nobody answered; WrongUse for files and values of ours.
    """
    try:
        yield
    except refused as refusal:
        words, code = told(refusal)
        stderr.write(json.dumps(words, ensure_ascii=False))
        raise SystemExit(code) from refusal
    except away as gone:
        stderr.write(str(gone))
        raise SystemExit(AWAY) from gone
    except BrokenPipeError:
        raise  # who reads our lines has seen enough; the command's end knows it
    except (OSError, ValueError) as wrong:
        raise WrongUse(str(wrong)) from wrong


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
