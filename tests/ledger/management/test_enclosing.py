"""What is enclosed in a PDF that anybody may have made."""

import tracemalloc
from pathlib import Path

import pikepdf
import pytest

from lienthong.ledger.management.enclosing import LARGEST_ENCLOSED, enclosed_files


def a_pdf(path: Path, **enclosed: bytes) -> Path:
    """A PDF with files inside, each deflated as our own certificates have them."""
    made = pikepdf.new()
    made.add_blank_page()
    for name, content in enclosed.items():
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)
    made.save(path, compress_streams=True)
    return path


def test_what_is_enclosed_is_read_as_it_was_put_in(tmp_path):
    files = {"bien-nhan.json": b"{}" * 5_000, "trong": b""}
    assert enclosed_files(a_pdf(tmp_path / "a.pdf", **files)) == files


def test_what_grows_too_large_is_left_out_and_takes_no_memory(tmp_path):
    bomb = b"\0" * (LARGEST_ENCLOSED * 5)
    pdf = a_pdf(tmp_path / "a.pdf", bomb=bomb, small=b"x" * 2_000)
    del bomb
    assert pdf.stat().st_size < 1024 * 1024
    tracemalloc.start()
    try:
        assert enclosed_files(pdf) == {"small": b"x" * 2_000}
        assert tracemalloc.get_traced_memory()[1] < LARGEST_ENCLOSED * 3
    finally:
        tracemalloc.stop()


def test_what_is_packed_in_another_way_is_left_out(tmp_path):
    pdf = a_pdf(tmp_path / "a.pdf", hexadecimal=b"", small=b"x")
    with pikepdf.open(pdf, allow_overwriting_input=True) as made:
        odd = made.attachments["hexadecimal"].get_file().obj
        odd.write(b"7878>", filter=pikepdf.Name.ASCIIHexDecode)
        made.save(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert enclosed_files(pdf) == {"small": b"x"}


def test_what_is_damaged_is_no_readable_pdf(tmp_path):
    pdf = a_pdf(tmp_path / "a.pdf", small=b"x")
    with pikepdf.open(pdf, allow_overwriting_input=True) as made:
        odd = made.attachments["small"].get_file().obj
        odd.write(b"no zlib", filter=pikepdf.Name.FlateDecode)
        made.save(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(ValueError, match="not a readable PDF"):
        enclosed_files(pdf)
