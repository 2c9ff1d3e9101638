"""What the commands of access have in common: lines out, agencies by code, refusals in words."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.management.base import CommandError

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.kernel.refusals import Refusal
from lienthong.webkit.wording import fill

WRONG = 2  # the exit code of what has to change before it is asked again


def line(facts: Mapping[str, object], *, as_json: bool) -> str:
    """Return facts as one line: JSON, or their values between tabs, "-" for what is empty."""
    if as_json:
        return json.dumps(dict(facts), ensure_ascii=False, default=str)
    return "\t".join(str(value) if value else "-" for value in facts.values())


def agency_with(code: str) -> AgencyCard:
    """Return the agency of a code. Raises CommandError."""
    found = directory.agency_by_code(code)
    if found is None:
        raise CommandError(f"no agency has the code {code}", returncode=WRONG)
    return found


@contextmanager
def told_as_errors() -> Iterator[None]:
    """Tell a refusal as errors of commands are told: its code, what is wrong, what to do."""
    try:
        yield
    except Refusal as refusal:
        said = fill(f"{refusal.sentence} {refusal.cause} {refusal.next_step}", refusal.facts)
        raise CommandError(f"{refusal.code}: {said}", returncode=WRONG) from refusal
