"""The closed lists of documents, and documents as plain values."""

from lienthong.documents.types.cards import (
    AttachmentCard,
    OtherVersion,
    Page,
    RecipientLineCard,
    RelationLine,
    RenditionCard,
    SearchFilters,
    VersionCard,
    VersionPage,
    Viewer,
)
from lienthong.documents.types.facts import (
    AttachedFile,
    RecipientLine,
    RelationFacts,
    VersionFacts,
    VersionRef,
    written_reference,
)
from lienthong.documents.types.findings import (
    Declared,
    Examination,
    Examined,
    Finding,
    LegalStanding,
)
from lienthong.documents.types.policies import (
    PolicyCard,
    Scope,
)
from lienthong.documents.types.words import (
    FindingLevel,
    Grant,
    LegalValue,
    RecipientRole,
    RelationKind,
    Road,
    Urgency,
)

__all__ = [
    "AttachedFile",
    "AttachmentCard",
    "Declared",
    "Examination",
    "Examined",
    "Finding",
    "FindingLevel",
    "Grant",
    "LegalStanding",
    "LegalValue",
    "OtherVersion",
    "Page",
    "PolicyCard",
    "RecipientLine",
    "RecipientLineCard",
    "RecipientRole",
    "RelationFacts",
    "RelationKind",
    "RelationLine",
    "RenditionCard",
    "Road",
    "Scope",
    "SearchFilters",
    "Urgency",
    "VersionCard",
    "VersionFacts",
    "VersionPage",
    "VersionRef",
    "Viewer",
    "written_reference",
]
