"""Whatever bytes come, the answer is a package or a refusal."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.formats.edxml.builders import SAMPLES, MemorySink, document, read, written

from lienthong.formats.edxml import Limits
from lienthong.formats.edxml.errors import PackageError

FUZZ = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
SAMPLE_BYTES = [path.read_bytes() for path in sorted(SAMPLES.glob("*.edxml"))]
PIECES = [
    b"<", b">", b"/>", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"<!DOCTYPE a>",
    b"&", b"&#0;", b"&lt;", b'"', b"'", b"\x00", b"\xff", b"\xef\xbb\xbf", b"=", b" ", b":", b"PK",
    b"<edXML:ContentTransferEncoded>", b"</edXML:ContentTransferEncoded>", b"<Signature>",
    b"<StatusCode>", b"<Attachment>", b"</Attachment>", b"xmlns:a='", b"2024/13/45", b"-1", b"cid:",
]  # fmt: skip


def read_or_refuse(data: bytes) -> None:
    sink = MemorySink()
    try:
        reading = read(data, sink=sink, limits=Limits(findings=20))
    except PackageError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.sentence % refusal.facts
        return
    assert len(reading.findings) <= 20
    for one in reading.findings:
        assert one.sentence % one.places
    try:
        again = written(reading.package, sink.contents)
    except PackageError:
        return
    assert read(again).package == reading.package


@st.composite
def damaged_samples(draw):
    data = bytearray(draw(st.sampled_from(SAMPLE_BYTES)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 2, 10, 100]))
        data[at : at + length] = draw(st.sampled_from(PIECES) | st.binary(max_size=5))
    return bytes(data)


@FUZZ
@given(st.binary(max_size=300))
def test_random_bytes_are_refused(data):
    read_or_refuse(data)


@FUZZ
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=5), max_size=30).map(b"".join))
def test_random_pieces_of_markup_are_read_or_refused(data):
    read_or_refuse(data)
    read_or_refuse(document().replace(b"<Attachment>", data + b"<Attachment>", 1))


@FUZZ
@given(damaged_samples())
def test_damaged_samples_are_read_or_refused(data):
    read_or_refuse(data)


@FUZZ
@given(st.sampled_from(SAMPLE_BYTES), st.floats(0, 1))
def test_samples_that_were_cut_are_refused(data, share):
    read_or_refuse(data[: int(len(data) * share)])
