"""Every read of the portal: what was asked, what everybody may see, whose bytes these are."""

from lienthong.portal.queries.checking import known_copies
from lienthong.portal.queries.clearances import clearances_of
from lienthong.portal.queries.published import (
    addresses,
    choices,
    count_public,
    files_of,
    public_among,
    public_document,
    public_of,
    public_page,
    relations_of,
    replaced_among,
    shown_file,
)

__all__ = [
    "addresses",
    "choices",
    "clearances_of",
    "count_public",
    "files_of",
    "known_copies",
    "public_among",
    "public_document",
    "public_of",
    "public_page",
    "relations_of",
    "replaced_among",
    "shown_file",
]
