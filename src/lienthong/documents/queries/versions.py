"""Versions, with what belongs to them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from lienthong.directory import queries as directory
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.models import (
    Attachment,
    DocumentIdentifier,
    RecipientBlock,
    RecipientBlockLine,
    Rendition,
    Version,
)
from lienthong.documents.queries.reading import readable
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.recipient_block import unpacked
from lienthong.documents.types import (
    AttachmentCard,
    LegalValue,
    OtherVersion,
    RecipientLine,
    RecipientLineCard,
    RecipientRole,
    RenditionCard,
    Road,
    Urgency,
    VersionCard,
    Viewer,
)
from lienthong.tables.places import place, places
from lienthong.tables.questions import question


def cards(rows: "QuerySet[Version]") -> list[VersionCard]:
    """Return the cards of the versions of a query, in its order: one statement."""
    return [card_of_row(row) for row in with_worth(rows).values_list(*CARD)]


def with_worth(rows: "QuerySet[Version]") -> "QuerySet[Any]":
    """Add what each version is worth, for the values of `CARD`."""
    own = Rendition.objects.filter(version=OuterRef("pk"), content=OuterRef("content"))
    first = Subquery(own.order_by("received_at", "pk").values("legal_value")[:1])
    return rows.annotate(worth=first)


# What a card is made of; no instance is made of a row, since lists have many.
CARD = (
    *("id", "document_id", "document__issuer_id", "document__issuer__name", "reference_code"),
    *("issued_on", "kind", "subject", "urgency", "content_id", "content_name", "page_count"),
    *("signer_name", "signer_position", "signer_authority", "due_on", "signed_at", "worth"),
    *("concern", "period"),
    *(f"document__reception__{name}" for name in ("agency_id", "author", "author_agency_id")),
)


@question
def _of_ids() -> "QuerySet[Version, tuple[Any, ...]]":
    """Asked in every act about a document."""
    rows = Version.objects.filter(pk__in=places("ids", UUID))
    return with_worth(rows).values_list(*CARD)


def card_of_row(values: Sequence[Any]) -> VersionCard:
    """Return the card of the values of `CARD`. No statement."""
    row = dict(zip(CARD, values, strict=True))
    kind, worth = row["kind"], row["worth"] or LegalValue.UNDETERMINED
    return VersionCard(
        id=row["id"],
        document_id=row["document_id"],
        issuer_id=row["document__issuer_id"],
        issuer_name=row["document__reception__author"] or row["document__issuer__name"],
        reference_code=row["reference_code"],
        issued_on=row["issued_on"],
        kind=kind,
        kind_name=kind_name(kind),
        subject=row["subject"],
        urgency=Urgency(row["urgency"]),
        content_digest=row["content_id"],
        content_name=row["content_name"],
        page_count=row["page_count"],
        signer_name=row["signer_name"],
        signer_position=row["signer_position"],
        signer_authority=row["signer_authority"],
        due_on=row["due_on"],
        signed_at=row["signed_at"],
        legal_value=LegalValue(worth),
        received_by=row["document__reception__agency_id"],
        author_id=row["document__reception__author_agency_id"],
        concern=row["concern"],
        period=row["period"],
    )


def version_card(version_id: UUID) -> VersionCard:
    """Return one version, whoever asks: for acts that have their own right to it. One statement.

    Raises UnknownDocument.
    """
    found = version_cards([version_id])
    if not found:
        raise UnknownDocument
    return found[version_id]


def visible_version(version_id: UUID, viewer: Viewer) -> VersionCard:
    """Return one version for a page. One statement.

    Raises UnknownDocument, also when it exists and the viewer may not know of it.
    """
    found = cards(Version.objects.filter(readable(viewer), pk=version_id))
    if not found:
        raise UnknownDocument
    return found[0]


def version_cards(version_ids: Iterable[UUID]) -> dict[UUID, VersionCard]:
    """Return the versions that exist among the ids. One statement."""
    return {row[0]: card_of_row(row) for row in _of_ids.all(ids=set(version_ids))}


def latest_version_id(document_id: UUID) -> UUID:
    """Return the version that holds now. One statement. Raises UnknownDocument."""
    found = Version.objects.filter(document_id=document_id).order_by("-ordinal")
    newest = found.values_list("pk", flat=True).first()
    if newest is None:
        raise UnknownDocument
    return newest


def issued_under(
    issuer_id: UUID, number: int | None, suffix: str, notation: str
) -> list[VersionCard]:
    """Return the newest versions of an agency's documents of a number, the last year's first.

    One statement.
    """
    newer = Version.objects.filter(document=OuterRef("document"), ordinal__gt=OuterRef("ordinal"))
    rows = Version.objects.filter(
        ~Exists(newer),
        document__issuer=issuer_id,
        document__number=number,
        document__number_suffix=suffix,
        document__notation=notation,
    )
    return cards(rows.order_by("-document__year", "-pk"))


def issued_as(
    issuer_id: UUID, reference: str, *, first: date = date.min, last: date = date.max
) -> list[VersionCard]:
    """Return an agency's versions of exactly this number and notation, the newest first.

    first, last: the days of issue between which they lie, both included. One statement, along the
    index of numbers: no words are looked for.
    """
    rows = _of_reference.all(issuer=issuer_id, reference=reference, first=first, last=last)
    return [card_of_row(row) for row in rows]


def visible_as(
    named: Collection[tuple[UUID, str]], viewer: Viewer
) -> dict[tuple[UUID, str], list[tuple[date, UUID]]]:
    """Return (issuer, number and notation) → days and versions that the viewer may see.

    The newest first. One statement; none without names.
    """
    if not named:
        return {}
    rows = Version.objects.filter(
        readable(viewer),
        document__issuer__in={issuer for issuer, _reference in named},
        reference_code__in={reference for _issuer, reference in named},
    ).order_by("-pk")
    found: dict[tuple[UUID, str], list[tuple[date, UUID]]] = {}
    for issuer, reference, day, pk in rows.values_list(
        "document__issuer", "reference_code", "issued_on", "pk"
    ):
        found.setdefault((issuer, reference), []).append((day, pk))
    return found


@question
def _of_reference() -> "QuerySet[Version, tuple[Any, ...]]":
    """Asked of every document that comes as a package."""
    rows = Version.objects.filter(
        document__issuer=place("issuer"),
        reference_code=place("reference"),
        issued_on__gte=place("first"),
        issued_on__lte=place("last"),
    )
    return with_worth(rows).order_by("-pk").values_list(*CARD)


def named_by_issuer(issuer_id: UUID, ids: Collection[str]) -> VersionCard | None:
    """Return the newest version of the document that its issuer's system calls so, or None.

    ids: the spellings of one id. One statement.
    """
    rows = Version.objects.filter(document__issuer=issuer_id, document__foreign_id__in=ids)
    return next(iter(cards(rows.order_by("-ordinal")[:1])), None)


def versions_of(document_id: UUID) -> list[OtherVersion]:
    """Return every time that a document was issued, the first one first. One statement."""
    rows = Version.objects.filter(document_id=document_id).order_by("ordinal")
    return [
        OtherVersion(*row)
        for row in rows.values_list(
            "ordinal", "pk", "document_id", "reference_code", "issued_on", "created_at"
        )
    ]


def identifier_of(document_id: UUID) -> str:
    """Return the identifier by law of a document that was issued here, else "". One statement."""
    found = DocumentIdentifier.objects.filter(pk=document_id).values_list("text", flat=True)
    return found.first() or ""


def attachments_of(version_id: UUID) -> list[AttachmentCard]:
    """Return the files sent with a version, in their order. One statement."""
    return attachments_of_versions([version_id])


def attachments_of_versions(version_ids: Iterable[UUID]) -> list[AttachmentCard]:
    """Return the files sent with versions, each version's in their order. One statement."""
    return [
        AttachmentCard(
            version_id=row.version_id,
            position=row.position,
            name=row.name,
            media_type=row.media_type,
            description=row.description,
            digest=row.content_id,
        )
        for row in _attached.all(ids=set(version_ids))
    ]


@question
def _attached() -> "QuerySet[Attachment]":
    rows = Attachment.objects.filter(version_id__in=places("ids", UUID))
    return rows.order_by("version_id", "position")


def recipient_lines_of(version_id: UUID) -> list[RecipientLineCard]:
    """Return the recipients block as it stands on the document (A13). Three statements at most."""
    lines = _block(version_id)
    named = directory.agencies({line.agency_id for line in lines if line.agency_id})
    return [
        RecipientLineCard(
            position=position,
            text=line.text,
            role=line.role,
            agency_id=line.agency_id,
            agency_name=named[line.agency_id].name if line.agency_id else "",
            group_id=line.group_id,
        )
        for position, line in enumerate(lines, start=1)
    ]


def _block(version_id: UUID) -> list[RecipientLine]:
    """Early documents have a row a line."""
    kept = RecipientBlock.objects.filter(pk=version_id).values_list("lines", flat=True).first()
    if kept is not None:
        return unpacked(bytes(kept))
    rows = RecipientBlockLine.objects.filter(version_id=version_id).order_by("position")
    return [
        RecipientLine(text, RecipientRole(role), agency_id, group_id)
        for text, role, agency_id, group_id in rows.values_list(
            "text", "role", "agency_id", "group_id"
        )
    ]


def renditions_of(version_id: UUID, *, agency_id: UUID) -> list[RenditionCard]:
    """Return the bytes of a version that an agency may call its own, oldest first. One statement.

    Those that it brought in itself, and the file as it was issued; never another agency's scan.
    """
    rows = Rendition.objects.filter(version_id=version_id).order_by("received_at", "pk")
    issued = rows.filter(content=F("version__content"), agency=F("version__document__issuer"))
    mine = rows.filter(agency_id=agency_id)
    return [
        RenditionCard(
            id=row.id,
            version_id=row.version_id,
            digest=row.content_id,
            road=Road(row.road),
            agency_id=row.agency_id,
            legal_value=LegalValue(row.legal_value),
            received_at=row.received_at,
        )
        for row in mine | issued
    ]


def content_digests(version_id: UUID) -> list[str]:
    """Return the digests of a version's file and attachments, in their order. Two statements.

    Raises UnknownDocument.
    """
    main = Version.objects.filter(pk=version_id).values_list("content_id", flat=True).first()
    if main is None:
        raise UnknownDocument
    attached = Attachment.objects.filter(version_id=version_id).order_by("position")
    return [main, *attached.values_list("content_id", flat=True)]
