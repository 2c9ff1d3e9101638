"""Giấy chứng nhận gửi, nhận văn bản điện tử: what the ledger proves, on one page."""

import io
from collections.abc import Sequence

import pikepdf
import segno
from django.utils.safestring import mark_safe

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import CertificateForm, EnclosedFile

# The page has room for so many; of more the first and the last are printed.
MOST_EVENTS = 7
# Tried in this order: the size of the letters, and the longest text in characters.
SIZES = (("", 1_000), ("small", 1_000), ("small", 160))


def print_certificate(form: CertificateForm, *, enclosed: Sequence[EnclosedFile] = ()) -> bytes:
    """Return the certificate as PDF/A-3 (A4, one page), with the proofs enclosed as files.

    What does not fit is set smaller, and then long texts are cut; the enclosed files are whole.
    """
    made = b""
    for size, longest in SIZES:
        made = _printed(form, enclosed, size=size, longest=longest)
        with pikepdf.open(io.BytesIO(made)) as document:
            if len(document.pages) == 1:
                break
    return made


def _printed(
    form: CertificateForm, enclosed: Sequence[EnclosedFile], *, size: str, longest: int
) -> bytes:
    code = segno.make(form.check_address, error="m", micro=False)
    return render_pdf(
        "certificate.html",
        {
            "form": form,
            "size": size,
            "longest": longest,
            "events": shown_events(form),
            "is_shortened": len(form.events) > MOST_EVENTS,
            "digest": grouped(form.digest),
            "leaf_hash": grouped(form.leaf_hash),
            "root": grouped(form.root),
            # Our own drawing of black and white fields; it holds no text of anybody.
            "code": mark_safe(code.svg_inline(scale=3, border=1)),
        },
        enclosed=enclosed,
    )


def shown_events(form: CertificateForm) -> list[tuple[int, object]]:
    """Return the events that fit, numbered as they happened: the first and the last ones."""
    numbered = list(enumerate(form.events, 1))
    if len(numbered) <= MOST_EVENTS:
        return list(numbered)
    return [*numbered[:2], *numbered[-(MOST_EVENTS - 2) :]]


def grouped(digest: str) -> str:
    """Return a hexadecimal digest in groups of four, as people read it aloud."""
    return " ".join(digest[n : n + 4] for n in range(0, len(digest), 4))
