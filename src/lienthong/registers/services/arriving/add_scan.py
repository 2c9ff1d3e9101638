"""The scan of a paper that is in the book already: it goes to that line, without a number."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.documents.types import LegalValue, Road
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.registers import errors, queries
from lienthong.registers.models import Entry
from lienthong.registers.services.arriving._received_files import (
    Seen,
    admitted,
    examined,
)
from lienthong.registers.types import (
    SHEET_NAME,
    Direction,
    EntryCard,
    EntryState,
    NewReceived,
    ReceivedFile,
)


def add_scan(*, entry_id: UUID, file: ReceivedFile, actor: Actor, now: datetime) -> EntryCard:
    """Add the scan of a paper to its line: a paper that was only entered gets it as its file.

    The scan of a paper whose electronic document is in the book stays beside that document, as its
    receiver's own. The same file again changes nothing. Raises NotAllowed, EntryNotFound, ScanThere
    where the line has another file of the paper already, ReceivedFileRefused, and of blobs what
    opening and admitting an upload raises.
    """
    access.require(actor, "registers.accept", agency_id=actor.agency_id)
    entry = _line(entry_id, actor)
    seen = examined(_declared(entry, now), file, actor, now=now)
    with transaction.atomic():
        entry = _line(entry_id, actor, is_locked=True)
        assert entry.version_id is not None
        version = document_queries.version_card(entry.version_id)
        if version.content_digest == seen.digest:
            return queries.card_of(entry)
        if version.received_by is None:
            _beside(entry, seen, actor, now=now)
        elif version.content_name != SHEET_NAME:
            raise errors.ScanThere(number=entry.number)
        else:
            kept = documents.keep_scan(
                version_id=version.id,
                agency_id=version.received_by,
                digest=admitted(seen, actor, now=now),
                name=seen.file.name,
                page_count=seen.examination.page_count if seen.examination else 0,
                legal_value=LegalValue.SCAN,
                now=now,
            )
            entry.version_id = kept.id
            entry.save(update_fields=["version"])
        return queries.card_of(entry)


def _beside(entry: Entry, seen: Seen, actor: Actor, *, now: datetime) -> None:
    assert entry.version_id is not None
    documents.add_rendition(
        version_id=entry.version_id,
        digest=admitted(seen, actor, now=now),
        road=Road.PAPER,
        agency_id=actor.own_agency,
        legal_value=LegalValue.SCAN,
        is_scan=True,
        now=now,
    )


def _line(entry_id: UUID, actor: Actor, *, is_locked: bool = False) -> Entry:
    rows = Entry.objects.select_related("register").filter(
        pk=entry_id,
        incoming__agency_id=actor.own_agency,
        register__direction=Direction.INCOMING,
        state=EntryState.ENTERED,
        version__isnull=False,
    )
    entry = (rows.select_for_update(of=("self",)) if is_locked else rows).first()
    if entry is None:
        raise errors.EntryNotFound()
    return entry


def _declared(entry: Entry, now: datetime) -> NewReceived:
    return NewReceived(
        Road.PAPER, entry.author, entry.document_on, entry.subject, arrived_on=local_day(now)
    )
