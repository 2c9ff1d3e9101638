"""What a package says of its document, as documents takes it."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from lienthong.documents.types import AttachedFile, RecipientLine, VersionFacts
from lienthong.formats.edxml.types import DocumentPackage, OtherInfo, SignerInfo
from lienthong.gateways import rules
from lienthong.gateways.services.packages._files import Examined

# Told from the bytes when they are kept; checking the fields needs none.
NOT_KEPT_YET: Mapping[str, str] = MappingProxyType({})
_LONGEST_DESCRIPTION = 500


def facts_of(
    package: DocumentPackage,
    heading: rules.Heading,
    files: Examined,
    *,
    issuer_id: UUID,
    organisations: tuple[RecipientLine, ...],
    media_types: Mapping[str, str] = NOT_KEPT_YET,
) -> VersionFacts:
    """Return the fields of the document; media_types: of its kept files, by digest."""
    signer, other = package.signer or SignerInfo(), package.other or OtherInfo()
    return VersionFacts(
        issuer_id=issuer_id,
        number=heading.number,
        number_suffix=heading.suffix,
        notation=heading.notation,
        issued_on=heading.issued_on,
        kind=heading.kind,
        subject=heading.subject,
        content_digest=files.main.digest,
        content_name=files.main.file_name,
        page_count=files.page_count or other.pages or 0,
        urgency=rules.urgency(package),
        signer_name=signer.full_name,
        signer_position=signer.position,
        signer_authority=signer.competence,
        due_on=package.due.on if package.due else None,
        circulation=other.sphere,
        foreign_id=package.document_id,
        recipients=(*organisations, *rules.place_lines(package)),
        attachments=tuple(
            AttachedFile(
                one.file_name,
                one.digest,
                media_types.get(one.digest, ""),
                one.description[:_LONGEST_DESCRIPTION],
            )
            for one in files.others
        ),
        relations=rules.relations(package),
    )
