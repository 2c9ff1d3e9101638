"""One function that says what a file is, or refuses it in words."""

import io
import os
import time
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pypdfium2

from lienthong.formats.pdf.errors import (
    EmptyFile,
    EncryptedPdf,
    NotAPdf,
    TooLarge,
    TooManyPages,
    TruncatedPdf,
    UnreadablePdf,
)
from lienthong.formats.pdf.fields import field_texts
from lienthong.formats.pdf.structure import read_structure
from lienthong.formats.pdf.text import PDFIUM, read_page_text
from lienthong.formats.pdf.types import PageText, PdfFacts, PdfLimits
from lienthong.kernel.refusals import Refusal

_HEAD = 1_024  # the sign of a PDF stands within these bytes (ISO 32000-1, note 13 of Annex H)
_TAIL = 2_048
ORDINARY = PdfLimits()


def read_pdf(source: Path | BinaryIO, *, limits: PdfLimits = ORDINARY) -> PdfFacts:
    """Return the facts and the text of a PDF; the source is only read, and left open if it was.

    Raises NotAPdf, EmptyFile, TruncatedPdf, EncryptedPdf, UnreadablePdf, TooManyPages, TooLarge.
    Active content and restrictions are facts here; documents refuses files for them.
    """
    if isinstance(source, Path):
        with source.open("rb") as opened:
            return read_pdf(opened, limits=limits)
    _require_whole(source, limits=limits)
    try:
        with pikepdf.open(source) as document:
            return _facts(source, document, limits=limits)
    except Refusal:
        raise
    except pikepdf.PasswordError as error:
        raise EncryptedPdf from error
    except Exception as error:
        # Both readers raise many kinds of error for broken files; to a caller they are one.
        raise UnreadablePdf from error


def _require_whole(source: BinaryIO, *, limits: PdfLimits) -> None:
    size = source.seek(0, os.SEEK_END)
    if size == 0:
        raise EmptyFile
    source.seek(0)
    if b"%PDF-" not in source.read(_HEAD):
        raise NotAPdf
    if size > limits.max_bytes:
        raise TooLarge
    source.seek(max(0, size - _TAIL))
    if b"%%EOF" not in source.read(_TAIL):
        raise TruncatedPdf
    source.seek(0)


def _facts(source: BinaryIO, document: pikepdf.Pdf, *, limits: PdfLimits) -> PdfFacts:
    count = len(document.pages)
    if count == 0:
        raise UnreadablePdf
    if count > limits.max_pages:
        raise TooManyPages(pages=count, limit=limits.max_pages)
    structure = read_structure(document, limits=limits)
    sizes, pages = _texts(source, document, limits=limits)
    return PdfFacts(
        page_count=count,
        version=document.pdf_version,
        is_encrypted=document.is_encrypted,
        is_repaired=bool(document.get_warnings()),
        active_content=structure.active_content,
        embedded_files=structure.embedded_files,
        has_form_fields=structure.has_form_fields,
        signed_fields=structure.signed_fields,
        empty_signature_fields=structure.empty_signature_fields,
        producer=structure.producer,
        page_sizes=sizes,
        pages=pages,
        is_scan=bool(pages) and all(page.is_image and not page.lines for page in pages),
        text_is_partial=len(pages) < count,
    )


def _texts(
    source: BinaryIO, document: pikepdf.Pdf, *, limits: PdfLimits
) -> tuple[tuple[tuple[float, float], ...], tuple[PageText, ...]]:
    until = time.monotonic() + limits.seconds
    pages: list[PageText] = []
    with PDFIUM:
        opened = pypdfium2.PdfDocument(for_pdfium(source))
        try:
            sizes = tuple(opened.get_page_size(n) for n in range(len(opened)))
            for index in _chosen(len(sizes), limits=limits):
                if time.monotonic() > until:
                    break
                page = opened[index]
                pages.append(
                    read_page_text(
                        page,
                        number=index + 1,
                        fields=field_texts(document.pages[index]),
                        max_characters=limits.max_characters,
                        only_where=limits.lines_where,
                    )
                )
                page.close()
        finally:
            opened.close()
    return sizes, tuple(pages)


def for_pdfium(source: BinaryIO) -> BinaryIO | bytes:
    """What is in memory needs no question for each piece of it."""
    if isinstance(source, io.BytesIO):
        return source.getvalue()
    return io.BufferedReader(_OwnPlace(source))


class _OwnPlace(io.RawIOBase):
    """A second view of a file with a position of its own: both readers move theirs as they like."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source, self._position = source, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_CUR:
            offset, whence = self._position + offset, os.SEEK_SET
        self._position = self._source.seek(offset, whence)
        return self._position

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        self._source.seek(self._position)
        piece = self._source.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)


def _chosen(count: int, *, limits: PdfLimits) -> list[int]:
    if count <= limits.text_pages:
        return list(range(count))
    ends = min(limits.text_ends, limits.text_pages // 2)
    return [*range(ends), *range(count - ends, count)]
