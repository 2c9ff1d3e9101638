"""What the public has: every read keeps to what is shown, whoever asks."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.types import LegalValue, RelationKind
from lienthong.kernel.sorting import name_key
from lienthong.kernel.wording import noop as _
from lienthong.portal.errors import NotPublic
from lienthong.portal.models import PublicDocument, PublicFile
from lienthong.portal.types import (
    PUBLIC,
    PublicCard,
    PublicFileCard,
    PublicFilters,
    PublicRelation,
    PublicState,
    SubjectArea,
)
from lienthong.search import queries as search
from lienthong.search.types import SearchKind

# Of what was found by words, how much filters look at: the latest.
_MOST_FOUND = 2_000
_WORDS = {
    RelationKind.ANSWERS: _("trả lời"),
    RelationKind.RECALLS: _("thu hồi"),
    RelationKind.UPDATES: _("cập nhật"),
    RelationKind.REPLACES: _("thay thế"),
    RelationKind.MENTIONS: _("nhắc đến"),
    RelationKind.COPIES: _("sao từ"),
}


def card_of(row: PublicDocument) -> PublicCard:
    """Return the card of a row. No statement."""
    return PublicCard(
        id=row.pk,
        document_id=row.document_id,
        version_id=row.version_id,
        agency_id=row.agency_id,
        agency_name=row.agency_name,
        ordinal=row.ordinal,
        identifier=row.identifier,
        reference_code=row.reference_code,
        issued_on=row.issued_on,
        kind=row.kind,
        kind_name=kind_name(row.kind),
        subject=row.subject,
        area=SubjectArea(row.area),
        signer_name=row.signer_name,
        signer_position=row.signer_position,
        effective_on=row.effective_on,
        ends_on=row.ends_on,
        note=row.note,
        legal_value=LegalValue(row.legal_value),
        page_count=row.page_count,
        published_at=row.published_at,
        changed_at=row.changed_at,
        state=PublicState(row.state),
        taken_down_at=row.taken_down_at,
        reason=row.reason,
        digest=row.digest,
    )


def _shown() -> "QuerySet[PublicDocument]":
    return PublicDocument.objects.filter(state=PublicState.SHOWN)


def public_page(filters: PublicFilters, *, skipped: int, limit: int) -> list[PublicCard]:
    """Return public documents, the newest first. Two statements at most."""
    rows = _within(filters).order_by("-published_at", "-pk")
    return [card_of(row) for row in rows[skipped : skipped + limit]]


def count_public(filters: PublicFilters) -> int:
    """Return how many public documents there are; of those found by words the 2,000 latest count.

    Two statements at most.
    """
    return _within(filters).count()


def _within(filters: PublicFilters) -> "QuerySet[PublicDocument]":
    rows = _shown()
    if filters.words:
        readers = [(PUBLIC,)]
        found = search.find(SearchKind.VERSION, filters.words, readers=readers, limit=_MOST_FOUND)
        rows = rows.filter(version__in=found)
    wanted = {
        "agency": filters.agency_id,
        "kind": filters.kind or None,
        "year": filters.year,
        "area": filters.area or None,
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None})


def choices() -> tuple[Sequence[tuple[UUID, str]], Sequence[str], Sequence[int]]:
    """Return the agencies (id, name as today), kinds and years that public documents have.

    All rows are looked through once after something was published or taken down, then a process
    keeps what it saw. Two statements, four then.
    """
    newest = _shown().order_by("-published_at", "-pk").values_list("pk", flat=True).first()
    return _choices(newest, _shown().count())


@lru_cache(maxsize=2)
def _choices(
    _newest: UUID | None, _count: int
) -> tuple[Sequence[tuple[UUID, str]], Sequence[str], Sequence[int]]:
    found = set(_shown().order_by().values_list("agency", "kind", "year").distinct())
    named = directory.agencies({agency for agency, _kind, _year in found}).values()
    return (
        sorted(((one.id, one.name) for one in named), key=lambda one: name_key(one[1])),
        sorted({kind for _agency, kind, _year in found}),
        sorted({year for _agency, _kind, year in found}, reverse=True),
    )


def public_document(public_id: UUID) -> PublicCard:
    """Return a document that the public has or had. Raises NotPublic. One statement."""
    row = PublicDocument.objects.filter(pk=public_id).first()
    if row is None:
        raise NotPublic()
    return card_of(row)


def public_of(document_id: UUID) -> PublicCard | None:
    """Return what the public has, or had, of a document; None for nothing. One statement."""
    row = PublicDocument.objects.filter(document=document_id).first()
    return card_of(row) if row else None


def public_among(document_ids: Collection[UUID]) -> dict[UUID, PublicCard]:
    """Return what is shown of these documents. One statement; none for no documents."""
    if not document_ids:
        return {}
    return {row.document_id: card_of(row) for row in _shown().filter(document__in=document_ids)}


def files_of(public_id: UUID) -> list[PublicFileCard]:
    """Return all files that were ever given out, newest version first. One statement."""
    rows = PublicFile.objects.filter(public=public_id).order_by("-ordinal", "position")
    return [_file(row) for row in rows]


def _file(row: PublicFile) -> PublicFileCard:
    return PublicFileCard(
        version_id=row.version_id,
        ordinal=row.ordinal,
        position=row.position,
        name=row.name,
        media_type=row.media_type,
        digest=row.content_id,
        size=row.size,
    )


def shown_file(public_id: UUID, ordinal: int, position: int) -> PublicFileCard:
    """Return a file that everybody may have now. Raises NotPublic. One statement."""
    row = PublicFile.objects.filter(
        public=public_id, ordinal=ordinal, position=position, public__state=PublicState.SHOWN
    ).first()
    if row is None:
        raise NotPublic()
    return _file(row)


def relations_of(card: PublicCard) -> tuple[list[PublicRelation], bool]:
    """Return how a public document stands to other public ones; and whether its issuer replaced it.

    What is not public is not named; that something replaced it is told all the same, for it no
    longer holds. Two statements.
    """
    links = documents.links_with(card.document_id)
    ends = {end for link in links for end in (link.source_id, link.target_id)}
    others = public_among(ends - {card.document_id})
    is_replaced = any(ends_it(link, card.document_id, card.agency_id) for link in links)
    found: dict[tuple[str, UUID, bool], PublicRelation] = {}
    for link in links:
        from_other = link.target_id == card.document_id
        other = others.get(link.source_id if from_other else link.target_id)
        if other is not None:
            word = _WORDS[link.kind]
            is_ended = ends_it(link, card.document_id, card.agency_id)
            found[word, other.id, from_other] = PublicRelation(word, other, from_other, is_ended)
    return list(found.values()), is_replaced


def ends_it(link: documents.Link, document_id: UUID, issuer_id: UUID) -> bool:
    """Say whether by this link the issuer of a document put another in its place, or took it back.

    What somebody else writes about it ends nothing.
    """
    is_ending = link.kind in (RelationKind.REPLACES, RelationKind.RECALLS)
    return is_ending and (link.target_id, link.source_issuer_id) == (document_id, issuer_id)


def replaced_among(cards: Iterable[PublicCard]) -> set[UUID]:
    """Return which public documents their issuer replaced or recalled by another. One statement."""
    issuers = {one.document_id: one.agency_id for one in cards}
    return {target for target, issuer in documents.ended_by(issuers) if issuers[target] == issuer}


def addresses(*, after: int, limit: int) -> list[tuple[UUID, datetime]]:
    """Return ids and last changes of what is shown, oldest first, from behind a place on.

    One statement.
    """
    rows = _shown().order_by("published_at", "pk").values_list("pk", "changed_at")
    return list(rows[after : after + limit])
