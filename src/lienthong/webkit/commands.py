"""What commands of all packages have in common: refusals in words, and their exit code."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from lienthong.kernel.refusals import Refusal
from lienthong.webkit.wording import parts_of

WRONG = 2  # the exit code of what has to change before it is asked again


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
