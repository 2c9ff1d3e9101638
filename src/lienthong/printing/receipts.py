"""Biên nhận: a receipt of one page that people can read and check."""

import segno
from django.utils.safestring import mark_safe

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import ReceiptForm


def print_receipt(receipt: ReceiptForm) -> bytes:
    """Return the receipt as PDF (A4), with the digest in groups of four and a QR code."""
    code = segno.make(receipt.check_address, error="m", micro=False)
    return render_pdf(
        "receipt.html",
        {
            "receipt": receipt,
            "digest": grouped(receipt.digest),
            # Our own drawing of black and white fields; it holds no text of anybody.
            "code": mark_safe(code.svg_inline(scale=3, border=2)),
        },
    )


def grouped(digest: str) -> str:
    """Return a hexadecimal digest in groups of four, as people read it aloud."""
    return " ".join(digest[n : n + 4] for n in range(0, len(digest), 4))
