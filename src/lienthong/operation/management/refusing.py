"""How commands of operation say a refusal: code and sentences, exit code 2."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.utils.translation import gettext

from lienthong.kernel.refusals import Refusal


@contextmanager
def refusals_said() -> Iterator[None]:
    """Turn a refusal inside into the message of a command that ends with 2."""
    try:
        yield
    except Refusal as refusal:
        parts = (refusal.sentence, refusal.cause, refusal.next_step)
        said = " ".join(gettext(part) % refusal.facts for part in parts if part)
        raise CommandError(f"{refusal.code}: {said}", returncode=2) from refusal
