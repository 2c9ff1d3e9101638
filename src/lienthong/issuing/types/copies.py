"""Copies of documents as plain values (Decree 30/2020/NĐ-CP, Articles 25 to 27)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.documents.rules.copies import Carrier
from lienthong.documents.types import RecipientLine


@dataclass(frozen=True, slots=True)
class CopiedDocument:
    """The document that is copied, as it calls itself.

    version_id: None for a paper that is not in the system. kind: a code; kind_name: as printed.
    """

    version_id: UUID | None
    issuer: str
    reference_code: str
    issued_on: date
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What is filled in to have a copy made (Decree 30/2020/NĐ-CP, Articles 25 and 27).

    form: kind of copy. source, target: what the original and the copy stand on. version_id: the
    original where it is in the system, otherwise `written` says what it is. place: where a copy on
    paper is dated. signer_position, signer_authority: the lines over the name on paper.
    """

    form: str
    source: Carrier
    target: Carrier
    version_id: UUID | None = None
    written: CopiedDocument | None = None
    signer_post_id: UUID | None = None
    signer_position: str = ""
    signer_authority: str = ""
    place: str = ""
    slip: str = ""
    recipients: tuple[RecipientLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyCard:
    """What a draft is a copy of, and on what it stands."""

    original: CopiedDocument
    source: Carrier
    target: Carrier
    place: str
