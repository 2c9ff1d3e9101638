"""Small PDF files written by hand, so that the lab needs nothing to make them."""

from io import BytesIO

_PLAIN = "Van ban thu nghiem lien thong"
# Draws the letter A where the text says Ậ: what is read of the file counts, not its beauty.
_STAMP_MAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def "
    "1 begincodespacerange <00> <FF> endcodespacerange "
    "3 beginbfchar <4D> <004D> <41> <1EAC> <54> <0054> endbfchar endcmap end end"
)


def a_pdf(words: str = _PLAIN, *, is_stamped: bool = False, filling: int = 0) -> bytes:
    """Return a PDF of one page. words: in ASCII. filling: bytes that make it larger.

    is_stamped: the stamp of a state secret stands alone under the head of the page.
    Source of the stamp: Decree 30/2020/NĐ-CP, Appendix I, box 10a.
    """
    drawn = f"BT /F1 12 Tf 72 560 Td ({words}) Tj ET"
    if is_stamped:
        drawn += " BT /F2 14 Tf 90 720 Td (MAT) Tj ET"
    stamp = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/ToUnicode 7 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        _stream(drawn.encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stamp.encode(),
        _stream(_STAMP_MAP.encode()),
    ]
    if filling:
        objects.append(_stream(_noise(filling)))
    return _file(objects)


def _noise(size: int) -> bytes:
    """Bytes that no packing makes smaller by much, the same each time."""
    from random import Random  # noqa: PLC0415  # only large packages need it

    return Random(size).randbytes(size)  # noqa: S311  # filling, not a secret


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    target, places = BytesIO(), []
    target.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    begin = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    target.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    target.write(b"trailer\n<</Root 1 0 R/Size %d>>\n" % (len(objects) + 1))
    target.write(b"startxref\n%d\n%%%%EOF\n" % begin)
    return target.getvalue()
