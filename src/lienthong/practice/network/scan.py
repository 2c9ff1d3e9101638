"""A paper that was scanned: lines of writing and a red seal, the same for the same words."""

import hashlib
import io
import math

import pikepdf

_WIDTH, _HEIGHT = 210, 297  # a millimetre a dot
_PAPER, _INK, _SEAL = b"\xfd\xfc\xf8", b"\x38\x38\x40", b"\xc8\x20\x28"
_SEAL_AT, _RADIUS = (150, 225), 18


def scanned(words: str) -> bytes:
    """Return a PDF of one page that is a picture; no letter of it can be read by a program."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    picture = pikepdf.Stream(
        made,
        _picture(words),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=_WIDTH,
        Height=_HEIGHT,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=picture))
    page.Contents = made.make_stream(b"595 0 0 842 0 0 cm /Im1 Do")
    target = io.BytesIO()
    made.save(target, deterministic_id=True)
    return target.getvalue()


def _picture(words: str) -> bytes:
    lengths = hashlib.sha256(words.encode()).digest()
    rows = bytearray()
    for y in range(_HEIGHT):
        line, is_written = divmod(y - 40, 7)
        ends = 40 + lengths[line % 32] % 140 if 0 <= line < 20 and is_written < 2 else 0
        for x in range(_WIDTH):
            rows += _SEAL if _is_seal(x, y) else _INK if 25 <= x < ends else _PAPER
    return bytes(rows)


def _is_seal(x: int, y: int) -> bool:
    distance = math.hypot(x - _SEAL_AT[0], y - _SEAL_AT[1])
    return abs(distance - _RADIUS) < 1.2 or abs(distance - _RADIUS + 5) < 0.7
