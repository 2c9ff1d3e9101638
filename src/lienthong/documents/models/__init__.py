"""The tables of documents: an identity, its versions, the bytes that arrived, who may see."""

from lienthong.documents.models.documents import (
    Attachment,
    Document,
    DocumentIdentifier,
    Policy,
    ReadingRight,
    RecipientBlock,
    RecipientBlockLine,
    Relation,
    Rendition,
    Version,
)
from lienthong.documents.models.received import Reception

__all__ = [
    "Attachment",
    "Document",
    "DocumentIdentifier",
    "Policy",
    "ReadingRight",
    "Reception",
    "RecipientBlock",
    "RecipientBlockLine",
    "Relation",
    "Rendition",
    "Version",
]
