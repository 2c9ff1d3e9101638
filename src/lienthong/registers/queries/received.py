"""What came on paper or by mail: how, and whether the same document is here already (A7)."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from lienthong.directory.queries import with_inherited
from lienthong.documents import queries as documents
from lienthong.documents.rules.relations import canonical_reference
from lienthong.documents.types import Road
from lienthong.exchange import queries as exchange
from lienthong.registers.models import Entry, Received
from lienthong.registers.queries.books import card_of
from lienthong.registers.types import (
    Direction,
    EntryCard,
    EntryState,
    KnownHere,
    ReceivedCard,
)


def known_here(
    *,
    agency_id: UUID,
    digests: Collection[str],
    author: str,
    author_id: UUID | None,
    reference_code: str,
    year: int,
) -> KnownHere | None:
    """Return what an agency has of this document already, by whatever road; None for nothing.

    The line of its book, else the delivery that waits for acceptance. Alike are documents with one
    of the files, and those of one author, number, notation and year. Seven statements at most.
    """
    sought = documents.Sought(
        author, author_id, canonical_reference(reference_code), year, tuple(digests)
    )
    found = documents.documents_alike(sought, agency_id=agency_id)
    if not found:
        return None
    entry = line_of_documents(found, agency_id=agency_id)
    if entry is not None:
        card = card_of(entry)
        return KnownHere(card, card.delivery_id, card.version_id)
    waiting = exchange.waiting_of_documents(found, recipient_id=agency_id)
    return KnownHere(None, waiting.id, waiting.version_id) if waiting else None


def line_of_documents(document_ids: Collection[UUID], *, agency_id: UUID) -> Entry | None:
    """Return the incoming line of an agency about one of these documents, or that was; or None.

    Two statements.
    """
    lines = Entry.objects.select_related("register").filter(
        register__agency_id__in=with_inherited(agency_id),
        register__direction=Direction.INCOMING,
        state=EntryState.ENTERED,
    )
    about = lines.filter(version__document_id__in=document_ids).order_by("-pk").first()
    return about or lines.filter(received__document_id__in=document_ids).order_by("-pk").first()


def received_card(entry_id: UUID) -> ReceivedCard | None:
    """Return how a line came that nobody delivered by the exchange; None for all others.

    One statement.
    """
    row = Received.objects.select_related("entry").filter(pk=entry_id).first()
    return _card(row) if row else None


def line_received_as(document_id: UUID, *, agency_id: UUID) -> EntryCard | None:
    """Return the line under which an agency entered this document on paper or by mail, or None.

    Voided ones too. Two statements.
    """
    own = Q(register__agency_id__in=with_inherited(agency_id)) | Q(incoming__agency_id=agency_id)
    rows = Entry.objects.select_related("register").filter(own, received__document_id=document_id)
    entry = rows.first()
    return card_of(entry) if entry else None


def _card(row: Received) -> ReceivedCard:
    return ReceivedCard(
        row.pk,
        row.document_id,
        Road(row.road),
        row.arrived_on,
        entered_by=row.entry.entered_by,
        urged_on=row.urged_on,
    )
