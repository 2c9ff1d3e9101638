"""Reading what is enclosed in a certificate, without trusting it."""

import io
from pathlib import Path

import pikepdf

# Far above any certificate: some receipts of some kilobytes each.
LARGEST_ENCLOSED = 16 * 1024 * 1024
MOST_ENCLOSED = 200


def enclosed_files(pdf: Path) -> dict[str, bytes]:
    """Return the files inside a PDF by name, those beyond the limits left out.

    Raises ValueError for what is no readable PDF.
    """
    found: dict[str, bytes] = {}
    try:
        with pikepdf.open(io.BytesIO(pdf.read_bytes())) as document:
            for name in list(document.attachments)[:MOST_ENCLOSED]:
                content = document.attachments[name].get_file().read_bytes()
                if len(content) <= LARGEST_ENCLOSED:
                    found[name] = content
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise ValueError("not a readable PDF") from error
    return found
