"""Reading what is enclosed in a certificate, without trusting it."""

import io
import zlib
from pathlib import Path

import pikepdf

# Far above any certificate: some receipts of some kilobytes each.
LARGEST_ENCLOSED = 16 * 1024 * 1024
MOST_ENCLOSED = 200


def enclosed_files(pdf: Path) -> dict[str, bytes]:
    """Return the files inside a PDF by name; left out is what is too large or packed oddly.

    Memory does not grow with what an enclosed file claims to unpack to. Raises ValueError for what
    is no readable PDF.
    """
    found: dict[str, bytes] = {}
    try:
        with pikepdf.open(io.BytesIO(pdf.read_bytes())) as document:
            for name in list(document.attachments)[:MOST_ENCLOSED]:
                content = _unpacked(document.attachments[name].get_file().obj)
                if content is not None:
                    found[name] = content
    except (
        *(pikepdf.PdfError, zlib.error),
        *(ValueError, TypeError, KeyError, AttributeError, RuntimeError),
    ) as error:
        raise ValueError("not a readable PDF") from error
    return found


def _unpacked(stream: pikepdf.Object) -> bytes | None:
    """Return a file as it was put in; None for one that is too large or not simply deflated."""
    packed, ways = stream.read_raw_bytes(), stream.get("/Filter", [])
    names = [str(one) for one in ([ways] if isinstance(ways, pikepdf.Name) else list(ways))]
    if names not in ([], ["/FlateDecode"]) or stream.get("/DecodeParms") is not None:
        return None
    content = zlib.decompressobj().decompress(packed, LARGEST_ENCLOSED + 1) if names else packed
    return content if len(content) <= LARGEST_ENCLOSED else None
