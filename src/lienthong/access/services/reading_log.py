"""The log of reading: who saw which document, how and when; beside the ledger, for a while."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction

from lienthong.access.models import Reading
from lienthong.access.types import ReadingWay
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.tables.pruning import delete_in_pieces
from lienthong.tables.rows import Rows

# Reads of one day that this process has written already; the oldest are forgotten first.
REMEMBERED = 20_000

_written: "OrderedDict[tuple[date, UUID, str], None]" = OrderedDict()
_lock = Lock()
_READINGS = Rows(
    Reading, "id", "way", "version_id", "reference", "part", "what", ignore_conflicts=True
)


@dataclass(frozen=True, slots=True)
class Read:
    """What was seen. version_id: None for a list as a whole, which `reference` then names.

    reference: number and notation, never more. part: "" the document itself, else which file.
    """

    way: ReadingWay
    version_id: UUID | None = None
    reference: str = ""
    part: str = ""

    @property
    def what(self) -> str:
        """By what "once a day" is counted."""
        named = str(self.version_id) if self.version_id else self.reference[:40]
        return f"{self.way} {named} {self.part}"[:64].strip()


def note_reading(read: Read, *, actor: Actor, now: datetime) -> None:
    """Log that somebody sees a document, before it is shown: what cannot be logged is not shown.

    One row for a reader, a document, a part and a way on one day, at its first time; a repetition
    costs no statement in a process that knows of it, else one that changes nothing.
    """
    note_readings([read], actor=actor, now=now)


def note_readings(reads: Iterable[Read], *, actor: Actor, now: datetime) -> None:
    """Log that somebody sees several documents, as `note_reading` does, in bulk."""
    reader, day = _reader(actor), local_day(now)
    keys = {(day, reader, read.what): read for read in reads}
    fresh = {key: read for key, read in keys.items() if not _is_known(key)}
    if not fresh:
        return
    _READINGS.insert(
        (_row(read) for read in fresh.values()),
        read_on=day,
        read_at=now,
        reader_id=reader,
        person_id=actor.person_id,
        person_name=actor.name[:100],
        # A system has a name and no post.
        title=clean_line(actor.title)[:200] if actor.title != actor.name else "",
        agency_id=actor.own_agency,
        glass_id=actor.glass_id,
        acting_id=actor.acting_id,
    )
    transaction.on_commit(lambda: _remember_all(fresh))


def prune_readings(*, now: datetime) -> int:
    """Delete what is older than the retention (LIENTHONG_READING_LOG_DAYS); return how many."""
    last = local_day(now) - timedelta(days=settings.LIENTHONG_READING_LOG_DAYS)
    return delete_in_pieces(Reading.objects.filter(read_on__lt=last).order_by("read_on"))


def _reader(actor: Actor) -> UUID:
    """Whose eyes: a post; a post behind one broken glass; or a system for one of its agencies.

    Each has lines of its own: what was read by a second glass is told of that one, too.
    """
    if actor.glass_id is not None:
        return uuid5(actor.glass_id, str(actor.post_id))
    if actor.post_id is not None:
        return actor.post_id
    return uuid5(actor.account_id or NAMESPACE_URL, f"{actor.reference} {actor.agency_id}")


def _row(read: Read) -> tuple[object, ...]:
    """Return the values of a row, in the order of `_READINGS`."""
    reference = clean_line(read.reference)[:120]
    return uuid7(), read.way, read.version_id, reference, read.part[:64], read.what


def _is_known(key: tuple[date, UUID, str]) -> bool:
    with _lock:
        if key not in _written:
            return False
        _written.move_to_end(key)
        return True


def _remember_all(keys: Iterable[tuple[date, UUID, str]]) -> None:
    with _lock:
        for key in keys:
            _written[key] = None
        while len(_written) > REMEMBERED:
            _written.popitem(last=False)
