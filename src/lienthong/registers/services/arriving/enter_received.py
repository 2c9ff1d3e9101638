"""Entering what came on paper or by mail: the same book, the next number (B4)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.blobs.types import Prepared
from lienthong.directory import queries as directory
from lienthong.directory.types import UNLISTED
from lienthong.documents import services as documents
from lienthong.documents.errors import DueTooFar, FieldMissing
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import (
    AttachedFile,
    LegalValue,
    Road,
    VersionCard,
    VersionFacts,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.kernel.working_days import is_within_reach
from lienthong.printing.received import print_received_sheet
from lienthong.printing.types import ReceivedSheet
from lienthong.registers import errors, queries
from lienthong.registers.events import ReceivedEntered
from lienthong.registers.models import Entry, Received
from lienthong.registers.services.arriving._opening import hand_to_leader
from lienthong.registers.services.arriving._received_files import (
    Seen,
    admitted,
    look_at,
    worth_of,
)
from lienthong.registers.services.books._lines import hold_book, write_line
from lienthong.registers.types import (
    SHEET_NAME,
    Direction,
    EntryCard,
    EntryFacts,
    EntryState,
    NewReceived,
)
from lienthong.signatures import services as signatures


def enter_received(*, received: NewReceived, key: str, actor: Actor, now: datetime) -> EntryCard:
    """Take what came on paper or by mail into the incoming book, with the next number.

    One transaction: number and line, the document with its files (a sheet stands for a paper that
    is not scanned), who may read it, the leader's turn. No status goes to anybody, for nobody
    delivered it. The same key gives the same line. What is here already is not entered again.
    Raises NotAllowed, AlreadyEntered, WaitsByExchange, ArrivedInFuture, ArrivedBeforeWritten,
    ReceivedFileRefused, NumberKeyDiffers; of documents SecretDocument, DateInFuture, FieldMissing,
    FieldTooLong and DueTooFar; of blobs what opening and admitting an upload raises.
    Source: Decree 30/2020/NĐ-CP, Articles 21 and 22.
    """
    access.require(actor, "registers.accept", agency_id=actor.agency_id)
    received = _tidy(received)
    _require_sensible(received, now)
    if earlier := _entered_before(key, received, actor):
        return _told(earlier, received.road, key, actor, now)
    main, attached = look_at(received, actor, now=now)
    with _sheet(received, main, actor, now=now) as sheet, transaction.atomic():
        hold_book(
            agency_id=actor.own_agency, direction=Direction.INCOMING, year=local_day(now).year
        )
        # Who pressed twice waited for the book, and finds the line now.
        if earlier := _entered_before(key, received, actor):
            return _told(earlier, received.road, key, actor, now)
        _require_new(received, main, actor)
        version = _keep(received, main, attached, sheet, actor=actor, now=now)
        entry = _write(received, version, key=key, actor=actor, now=now)
        return _told(entry, received.road, key, actor, now)


def _tidy(received: NewReceived) -> NewReceived:
    author = clean_line(received.author)
    if received.author_id is not None:
        author = directory.agency(received.author_id).name
    return replace(
        received,
        author=author,
        reference_code=canonical_reference(received.reference_code),
        subject=clean_line(received.subject),
        signer_name=clean_line(received.signer_name),
        note=clean_line(received.note)[:500],
        kind=clean_line(received.kind),
    )


def _require_sensible(received: NewReceived, now: datetime) -> None:
    today = local_day(now)
    if not received.author:
        raise FieldMissing(field=_("tác giả"))
    if received.arrived_on > today:
        raise errors.ArrivedInFuture(arrived_on=f"{received.arrived_on:%d/%m/%Y}")
    if received.arrived_on < received.document_on <= today:
        raise errors.ArrivedBeforeWritten(
            arrived_on=f"{received.arrived_on:%d/%m/%Y}",
            document_on=f"{received.document_on:%d/%m/%Y}",
        )
    if received.due_on is not None and not is_within_reach(received.due_on, today=today):
        raise DueTooFar(due_on=f"{received.due_on:%d/%m/%Y}")


def _entered_before(key: str, received: NewReceived, actor: Actor) -> Entry | None:
    """Return the line of this key; a repetition may come when another year has begun.

    Who went back in the browser and typed the next letter over the last one is told: else the
    number of the last would stand on the next, which is in no book. Raises NumberKeyDiffers.
    """
    rows = Entry.objects.select_related("register").filter(
        register__agency_id=actor.own_agency,
        register__direction=Direction.INCOMING,
        key=_key(key),
    )
    earlier = rows.first()
    if earlier is not None and not _is_about(earlier, received):
        raise errors.NumberKeyDiffers(key=key)
    return earlier


def _is_about(entry: Entry, received: NewReceived) -> bool:
    said = (received.reference_code, received.document_on, received.subject[:500])
    kept = (canonical_reference(entry.reference_code), entry.document_on, entry.subject)
    return said == kept


def _key(key: str) -> str:
    return f"received:{key}"[:100]


def _told(entry: Entry, road: Road, key: str, actor: Actor, now: datetime) -> EntryCard:
    announce(ReceivedEntered(entry.pk, actor.own_agency, key, road, now))
    return queries.card_of(entry)


def _sheet(
    received: NewReceived, main: Seen | None, actor: Actor, *, now: datetime
) -> AbstractContextManager[Prepared | None]:
    if main is not None:
        return nullcontext()
    sheet = ReceivedSheet(
        agency=directory.agency(actor.own_agency).name,
        author=received.author,
        reference=received.reference_code,
        dated=f"{received.document_on:%d/%m/%Y}",
        kind=kind_name(received.kind),
        subject=received.subject,
        signer=received.signer_name,
        arrived=f"{received.arrived_on:%d/%m/%Y}",
        pages=str(received.page_count or ""),
        copies=str(received.copies or ""),
        entered_by=actor.name,
    )
    return blobs.prepared(print_received_sheet(sheet), now=now)


def _require_new(received: NewReceived, main: Seen | None, actor: Actor) -> None:
    known = queries.known_here(
        agency_id=actor.own_agency,
        digests=[main.digest] if main else [],
        author=received.author,
        author_id=received.author_id,
        reference_code=received.reference_code,
        year=received.document_on.year,
    )
    if known is None:
        return
    if known.entry is not None:
        raise errors.AlreadyEntered(
            number=known.entry.number_text,
            day=f"{local_day(known.entry.entered_at):%d/%m/%Y}",
            entry_id=known.entry.id,
        )
    raise errors.WaitsByExchange(
        reference=received.reference_code or received.subject, delivery_id=known.delivery_id
    )


def _keep(
    received: NewReceived,
    main: Seen | None,
    attached: Sequence[Seen],
    sheet: Prepared | None,
    *,
    actor: Actor,
    now: datetime,
) -> VersionCard:
    digest, name, value, pages = "", SHEET_NAME, LegalValue.SCAN, received.page_count
    examination = main.examination if main else None
    if main is not None:
        digest, name = admitted(main, actor, now=now), main.file.name
        value = worth_of(main)
        pages = (examination.page_count if examination else 0) or received.page_count
    elif sheet is not None:
        digest = blobs.store_prepared(sheet, agency_ids=[actor.own_agency], now=now).digest
    version = documents.keep_received(
        facts=VersionFacts(
            issuer_id=UNLISTED,
            number=None,
            number_suffix="",
            notation=received.reference_code,
            issued_on=received.document_on,
            kind=received.kind,
            subject=received.subject,
            content_digest=digest,
            content_name=name,
            page_count=pages,
            urgency=received.urgency,
            signer_name=received.signer_name,
            due_on=received.due_on,
            secrecy=received.secrecy,
            attachments=tuple(
                AttachedFile(one.file.name, admitted(one, actor, now=now), one.file.media_type)
                for one in attached
            ),
        ),
        author=received.author[:200],
        author_id=received.author_id,
        agency_id=actor.own_agency,
        road=received.road,
        legal_value=value,
        is_scan=received.road == Road.PAPER,
        now=now,
    )
    if examination is not None and examination.verdict is not None:
        signatures.keep_verdict(examination.verdict)
    return version


def _write(
    received: NewReceived, version: VersionCard, *, key: str, actor: Actor, now: datetime
) -> Entry:
    entry = write_line(
        agency_id=actor.own_agency,
        direction=Direction.INCOMING,
        year=local_day(now).year,
        key=_key(key),
        facts=EntryFacts(
            author=version.issuer_name,
            reference_code=version.reference_code,
            document_on=version.issued_on,
            kind=version.kind_name,
            subject=version.subject[:500],
            signer=version.signer_name,
            copies=received.copies,
            note=received.note,
        ),
        state=EntryState.ENTERED,
        version_id=version.id,
        actor=actor,
        now=now,
    )
    Received.objects.create(
        entry=entry,
        document_id=version.document_id,
        road=received.road,
        arrived_on=received.arrived_on,
    )
    hand_to_leader(entry, version, agency_id=actor.own_agency, actor=actor, now=now)
    return entry
