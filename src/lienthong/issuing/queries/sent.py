"""What an agency sent, whoever brought it: its pages, its software, by package."""

from datetime import datetime
from uuid import UUID

from lienthong.documents import queries as documents
from lienthong.documents.types import Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import DispatchNotFound
from lienthong.exchange.types import SentFilter
from lienthong.issuing.types import SentRow
from lienthong.kernel.text import clean_line, fold

_MOST_WORDS = 12


def sent(
    viewer: Viewer,
    *,
    text: str = "",
    year: int | None = None,
    before: UUID | None = None,
    limit: int,
) -> list[SentRow]:
    """Return a page of the sendings of a viewer's agency, the newest first, from `before` on.

    text: number, notation, subject, kind, issuer or signer, with or without tones; year: of the
    sending. Only for those who see the whole agency, others get none; an heir's are those of whom
    it inherited from, too. Three statements, one more to go on, one for words, and one for each
    agency that is inherited from. Raises DispatchNotFound for a `before` that it did not send.
    """
    if not viewer.sees_whole_agency:
        return []
    found = exchange.sent(
        sender_id=viewer.agency_id,
        before=_place(before, viewer.agency_id),
        limit=limit,
        wanted=_with_words(text, year, viewer),
    )
    versions = documents.version_cards({one.version_id for one in found})
    return [
        SentRow(
            dispatch_id=one.id,
            version_id=one.version_id,
            number=versions[one.version_id].reference_code,
            dated=versions[one.version_id].issued_on,
            subject=versions[one.version_id].subject,
            signer_name=versions[one.version_id].signer_name,
            sent_at=one.admitted_at,
            sent_by=one.admitted_by,
        )
        for one in found
    ]


def _with_words(text: str, year: int | None, viewer: Viewer) -> SentFilter:
    """Few documents with these words are asked for by their ids, of many each line is read."""
    if not clean_line(text):
        return SentFilter(year=year)
    few = documents.few_versions_with(text, viewer=viewer)
    if few is not None:
        return SentFilter(versions=few, year=year)
    return SentFilter(words=tuple(fold(text).split()[:_MOST_WORDS]), year=year)


def _place(dispatch_id: UUID | None, agency_id: UUID) -> tuple[datetime, UUID] | None:
    if dispatch_id is None:
        return None
    found = exchange.dispatch_card(dispatch_id)
    if not exchange.is_sender(found, agency_id):
        raise DispatchNotFound()
    return found.admitted_at, found.id
