"""Containers written as a stream, and read without trusting them."""

import io
import struct
import zipfile
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.formats.asic.layout import (
    MANIFEST,
    MEDIA_TYPE,
    NotAContainer,
    Part,
    is_name,
    read_manifest,
    write_manifest,
)
from lienthong.formats.asic.reading import Container
from lienthong.formats.asic.writing import AsicWriter, TooLarge

pytestmark = pytest.mark.once


def written(files: dict[str, bytes], **facts) -> bytes:
    writer = AsicWriter(**facts)
    for name, content in files.items():
        writer.add(name, content, media_type="text/plain")
    writer.finish(lambda manifest: {"META-INF/signature.p7s": sha256(manifest).digest()})
    content = b"".join(writer.pieces())
    assert len(content) == writer.size
    return content


@settings(max_examples=20, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=6))
def test_what_is_written_is_what_any_zip_program_reads(contents):
    files = {f"tep-{n}.bin": one for n, one in enumerate(contents)}
    content = written(files)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert opened.namelist()[0] == "mimetype"
        assert opened.read("mimetype") == MEDIA_TYPE.encode()
        assert {name: opened.read(name) for name in files} == files
    found = Container(io.BytesIO(content))
    _data, parts = found.manifest()
    assert parts == [Part(name, "text/plain", sha256(one).digest()) for name, one in files.items()]
    assert all(found.digest_of(part.name) == part.digest for part in parts)


def test_a_stream_reader_finds_the_type_where_the_standard_says():
    content = written({"a.txt": b"x"})
    assert content[30:38] == b"mimetype"
    assert content[38 : 38 + len(MEDIA_TYPE)] == MEDIA_TYPE.encode()


def test_a_large_file_is_never_in_memory():
    class Large(io.RawIOBase):
        """Three megabytes that count what is asked of them at once."""

        left, most = 3 * 1024 * 1024, 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            Large.most = max(Large.most, size)
            given_now = min(size, self.left)
            self.left -= given_now
            return bytes(given_now)

    writer = AsicWriter()
    writer.add("lon.bin", Large, media_type="application/octet-stream")
    writer.finish(lambda _manifest: {})
    assert sum(map(len, writer.pieces())) == writer.size
    assert Large.most <= 256 * 1024


def test_a_file_that_changes_while_it_is_given_away_breaks_the_stream():
    versions = iter([b"first", b"other"])
    writer = AsicWriter()
    writer.add("a.txt", lambda: io.BytesIO(next(versions)), media_type="text/plain")
    writer.finish(lambda _manifest: {})
    with pytest.raises(OSError, match="changed"):
        list(writer.pieces())


def test_what_does_not_fit_is_refused_before_a_byte_is_given_away():
    with pytest.raises(TooLarge):
        written({"a.txt": bytes(1_000_000)}, largest=1_000_000)


@pytest.mark.parametrize(
    "name",
    ["", "../x", "a/../b", "/x", "a//b", "văn-bản.pdf", "a b", ".x", "x/.y", "x" * 121, "a\\b"],
)
def test_names_that_lead_elsewhere_are_no_names(name):
    assert not is_name(name)
    with pytest.raises(ValueError, match="no name"):
        AsicWriter().add(name, b"", media_type="text/plain")


@pytest.mark.parametrize("name", ["META-INF/x.xml", "mimetype", "a.txt"])
def test_names_that_are_taken_are_refused(name):
    writer = AsicWriter()
    writer.add("a.txt", b"", media_type="text/plain")
    with pytest.raises(ValueError, match="no name"):
        writer.add(name, b"", media_type="text/plain")


MANY = write_manifest([Part("a", "x", b"1" * 32)] * 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no XML"),
        (b"<a/>", "no manifest"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (MANY, "twice"),
        (write_manifest([Part("../a", "x", b"")]), "unknown way"),
        (MANY.replace(b"xmlenc#sha256", b"xmldsig#sha1"), "unknown way"),
        (MANY.replace(b"MTEx", b"%%%%"), "base64"),
    ],
)
def test_a_manifest_of_another_form_is_none(data, said):
    with pytest.raises(NotAContainer, match=said):
        read_manifest(data)


def a_zip(*entries: tuple[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries:
            made.writestr(name, content)
    return out


def test_a_zip_of_another_form_is_no_container():
    kind = ("mimetype", MEDIA_TYPE.encode())
    for entries in ([], [("a", b"")], [("mimetype", b"text/plain")], [kind, ("../a", b"")]):
        with pytest.raises(NotAContainer):
            Container(a_zip(*entries))
    with pytest.raises(NotAContainer, match=MANIFEST):
        Container(a_zip(kind)).manifest()


def test_a_file_that_is_compressed_is_not_read():
    """A few kilobytes could stand for more bytes than a day is long enough to read."""
    out = a_zip(("mimetype", MEDIA_TYPE.encode()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", bytes(1_000_000))
    with pytest.raises(NotAContainer, match=r"a\.txt is compressed"):
        Container(out)


def test_files_of_more_bytes_than_a_container_can_have_are_not_read():
    out = a_zip(("mimetype", MEDIA_TYPE.encode()), ("a.txt", b"a"), ("b.txt", b"b"))
    content = bytearray(out.getvalue())
    for name in (b"a.txt", b"b.txt"):
        # The sizes as the directory at the end has them, before the name.
        at = content.rindex(name) - 26
        assert content[at : at + 8] == struct.pack("<II", 1, 1)
        content[at : at + 8] = struct.pack("<II", 2**31 + 1, 2**31 + 1)
    with pytest.raises(NotAContainer, match="4 GiB"):
        Container(io.BytesIO(bytes(content)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900), st.integers(1, 255))
def test_no_changed_byte_makes_the_reader_fall(at, change):
    content = bytearray(written({"a.txt": b"some text", "b.txt": b"more"}))
    content[at % len(content)] ^= change
    try:
        found = Container(io.BytesIO(bytes(content)))
        for part in found.manifest()[1]:
            found.digest_of(part.name)
    except NotAContainer:
        return
