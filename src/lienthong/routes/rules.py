"""Decisions about routes without a database: addresses, code trees, pauses."""

import json
import re
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from lienthong.directory.errors import CodeShape
from lienthong.directory.rules.codes import whole_code
from lienthong.routes.errors import (
    LetterSizeShape,
    MailboxShape,
    MailServerShape,
    RouteAddressShape,
    SlugShape,
    TreeShape,
)
from lienthong.vxp.rules import codes_above

ALL = "*"
# How long something is carried before its sender is told that it did not arrive.
GIVES_UP_AFTER = timedelta(days=7)
# How often the other side may turn one thing down before that is its last word.
MOST_TURNED_DOWN = 3
# How often a call with one thing may break while the other side answers everything else.
MOST_CUT_OFF = 10
# How long a route reaches nobody before others carry what waits for it, and what is sent then.
DEAD_AFTER = timedelta(minutes=30)
# How long after its time something is given up where nobody answers: longer than a route rests.
TRIED_ONCE_MORE = timedelta(minutes=15)
# How often a package of theirs is looked at that cannot be understood yet.
MOST_LOOKED_AT = 10
# How long after the other side heard how a package fared it is told again, if it lists it still.
TAKEN_AGAIN, TURNED_DOWN_AGAIN = timedelta(hours=1), timedelta(days=7)
POLL = timedelta(seconds=30)
# How often the other side's list of agencies is read, and at most where somebody whom it did not
# have sends something.
LIST, LIST_AGAIN = timedelta(hours=1), timedelta(minutes=1)
# How often the server of a route of mail is asked without a letter.
ASK_MAIL = timedelta(minutes=10)
# Bytes of one letter where the operator says nothing: what most servers take.
LARGEST_LETTER, _LEAST_LETTER, _MOST_LETTER = 20_000_000, 100_000, 200_000_000
_LONGEST_ADDRESS = 300
_MAILBOX = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}")
REFERENCE = re.compile(r"lt\.([0-9a-f]{32})")
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")
_TREE = re.compile(r"[A-Z0-9][A-Z0-9.]{0,34}")
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)


def clean_slug(text: str) -> str:
    """Return a short name as it is kept. Raises SlugShape."""
    slug = text.strip()
    if not _SLUG.fullmatch(slug):
        raise SlugShape
    return slug


def clean_address(text: str, *, networks: tuple[str, ...]) -> str:
    """Return an address as it is kept. Raises RouteAddressShape.

    https; http too where private networks are named, and then only there.
    """
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_port_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        raise RouteAddressShape from error
    is_well_formed = (
        is_port_fine
        and parts.scheme in ({"https", "http"} if networks else {"https"})
        and parts.hostname
        and "@" not in parts.netloc
        and not parts.query
        and not parts.fragment
        and len(address) <= _LONGEST_ADDRESS
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )
    if not is_well_formed:
        raise RouteAddressShape
    return address


def clean_mail_server(text: str, *, networks: tuple[str, ...]) -> str:
    """Return the address of a mail server as it is kept. Raises MailServerShape.

    smtps (TLS), smtp (STARTTLS); smtp+clear only where private networks are named.
    """
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        is_port_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        raise MailServerShape from error
    schemes = {"smtps", "smtp"} | ({"smtp+clear"} if networks else set())
    is_plain = address.isascii() and address.isprintable() and " " not in address
    is_bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    is_known = parts.scheme in schemes and bool(parts.hostname) and is_port_fine
    if not (is_plain and is_bare and is_known and len(address) <= _LONGEST_ADDRESS):
        raise MailServerShape
    return address


def clean_mailbox(text: str) -> str:
    """Return a mailbox as letters are sent to it. Raises MailboxShape."""
    address = text.strip().lower()
    if not _MAILBOX.fullmatch(address) or ".." in address or len(address) > 254:
        raise MailboxShape(address=address[:80])
    return address


def clean_letter_size(size: int) -> int:
    """Return the most bytes of a letter; 0 is the ordinary. Raises LetterSizeShape."""
    largest = size or LARGEST_LETTER
    if not _LEAST_LETTER <= largest <= _MOST_LETTER:
        raise LetterSizeShape
    return largest


def reference_of(about: UUID) -> str:
    """Return what names a letter at every server: that of a delivery, or of a line asked about."""
    return f"lt.{about.hex}"


def about_in(reference: str) -> UUID | None:
    """Return what a letter is about by whose reference these words hold; None for no letter."""
    found = REFERENCE.search(reference)
    return UUID(found.group(1)) if found else None


def clean_trees(codes: Iterable[str]) -> tuple[str, ...]:
    """Return code trees as they are kept, each once; "*" alone is all. Raises TreeShape."""
    kept = list(dict.fromkeys(whole_code(one.strip()) for one in codes if one.strip()))
    for one in kept:
        if one != ALL and not _TREE.fullmatch(one):
            raise TreeShape(code=one[:40])
    return (ALL,) if ALL in kept else tuple(kept)


def covers(trees: Iterable[str], code: str) -> bool:
    """Return whether a whole code lies in one of these trees, its root included.

    What has the form of no code lies in none but "*".
    """
    wanted = set(trees)
    if ALL in wanted or code in wanted:
        return True
    try:
        return not wanted.isdisjoint(codes_above(code))
    except CodeShape:
        return False


def is_ours(ours: Iterable[str], theirs: Iterable[str], code: str) -> bool:
    """Return whether a code lies in a tree of ours, and in none of theirs that is within it.

    Where ours is "*" nothing was said.
    """
    named = [one for one in ours if one != ALL and covers([one], code)]
    within = [one for one in theirs if one != ALL and covers([one], code)]
    return any(not any(one != tree and covers([tree], one) for one in within) for tree in named)


def is_receipt_of(content: str, *, record: str, about: Collection[str]) -> bool:
    """Return whether a receipt is that of this record, and says so of one of these subjects.

    Its signatures are looked at by who has the key (docs/reference/receipt.md).
    """
    try:
        receipt = json.loads(content)
        leaf = _leaf(receipt["record"])
        subjects = {*leaf["subjects"].values()}
        if receipt.get("item"):
            subjects.add(_leaf(receipt["item"])["key"])
        return bool(leaf["record"] == record and subjects & set(filter(None, about)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def _leaf(part: Mapping[str, Any]) -> dict[str, Any]:
    found = json.loads(b64decode(part["leaf"], validate=True))
    return found if isinstance(found, dict) else {}


def route_pause(failures: int) -> timedelta:
    """Return how long a route is left alone after so many failures in a row: 5 s … 10 min."""
    return min(_FIRST_PAUSE * float(2 ** min(failures - 1, 10)), _LONGEST_PAUSE)


def is_dead(unreached_since: datetime | None, *, now: datetime) -> bool:
    """Return whether a route has reached nobody for so long that others are asked instead."""
    return unreached_since is not None and unreached_since <= now - DEAD_AFTER


def parcel_pause(attempts: int) -> timedelta:
    """Return how long one thing waits after it was turned down so often: 1 min, 8 min … 6 h."""
    return min(_FIRST_WAIT * float(8 ** min(attempts - 1, 5)), _LONGEST_WAIT)
