"""How the bytes of a file stand in a package: the client library decides by the file's name."""

from enum import StrEnum

# Extensions whose bytes the client library puts in as they are, and the content type it writes.
_PLAIN_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/doc",
    "docx": "application/docx",
    "xsl": "application/xsl",
    "xslx": "application/xslx",
    "zip": "application/zip",
}
ZIP_TYPE = "application/zip"


class StoredForm(StrEnum):
    """How the bytes of an attachment stand in the base64 text."""

    PLAIN = "plain"
    ZIPPED = "zipped"  # a zip with exactly one entry


def stored_form(*, name: str, content_type: str) -> StoredForm:
    """Return how an attachment's bytes are stored, by the rule of the client library's reader.

    `X.ZIP` is an exception: the library's writer stores it plain and its reader unzips it; the
    file that the sender meant is the zip itself.
    """
    is_zip_file = extension_of(name).lower() == "zip"
    if content_type in ("", ZIP_TYPE) and not is_zip_file:
        return StoredForm.ZIPPED
    return StoredForm.PLAIN


def content_type_for(name: str) -> str:
    """Return the content type that the client library writes for a file of this name."""
    return _PLAIN_TYPES.get(extension_of(name).lower(), ZIP_TYPE)


def extension_of(name: str) -> str:
    """Return what follows the last dot of a name, or ""."""
    return name.rpartition(".")[2] if "." in name else ""
