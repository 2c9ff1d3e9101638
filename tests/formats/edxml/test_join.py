"""A package taken apart and put together again is the very same bytes, or says that it is not."""

import base64
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.edxml import strategies
from tests.formats.edxml.builders import (
    SAMPLES,
    MemorySink,
    attachment,
    document,
    read,
    sample,
    written,
)

from lienthong.formats.edxml import Skeleton, holes_from_json, join_package, split_package
from lienthong.formats.edxml.errors import AttachmentNotText, JoinDiffers

LONG = bytes(range(256)) * 300


def split(data: bytes) -> tuple[Skeleton, MemorySink]:
    sink = MemorySink()
    return split_package(io.BytesIO(data), sink=sink), sink


def joined(skeleton: Skeleton, sink: MemorySink) -> bytes:
    return b"".join(join_package(skeleton, lambda hole: sink.open(hole.key)))


def in_lines(data: bytes, *, width: int, separator: str, lead: str = "", tail: str = "") -> str:
    text = base64.b64encode(data).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return lead + separator.join(lines) + tail


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.edxml")), ids=lambda path: path.name)
def test_every_sample_is_put_together_exactly(path):
    sink = MemorySink()
    skeleton = split_package(path, sink=sink)

    assert skeleton.is_exact
    assert joined(skeleton, sink) == path.read_bytes()


def test_the_skeleton_holds_no_content_and_the_holes_say_which_one_stood_there():
    skeleton, sink = split(sample("edoc-new.edxml"))

    assert base64.b64encode(sink.contents["0"]) not in skeleton.data
    assert [hole.key for hole in skeleton.holes] == ["0", "1"]
    assert skeleton.holes[0].size == 613
    assert sink.contents["1"].startswith(b"PK")  # the zip as it came, not the file inside
    assert skeleton.holes[1].size == len(sink.contents["1"])


@pytest.mark.parametrize("length", [1, 2, 3, 57, 114, 115, 76_800])
@pytest.mark.parametrize(
    "layout",
    [
        {"width": 10**9, "separator": ""},
        {"width": 10**9, "separator": "", "lead": "\n  ", "tail": "\n"},
        {"width": 76, "separator": "\r\n"},
        {"width": 76, "separator": "\r\n", "tail": "\r\n"},
        {"width": 64, "separator": "\n      ", "lead": "\n      ", "tail": "\n    "},
    ],
)
def test_the_line_breaks_of_other_writers_come_back(layout, length):
    data = document(attachments=attachment(in_lines(LONG[:length], **layout)))
    skeleton, sink = split(data)

    assert sink.contents["0"] == LONG[:length]
    assert skeleton.is_exact
    assert joined(skeleton, sink) == data


@pytest.mark.parametrize(
    "text",
    [
        in_lines(LONG, width=76, separator="\r\n").replace("\r\n", "\n", 5),
        in_lines(LONG, width=75, separator="\n"),
        in_lines(LONG, width=76, separator="&#xD;\n"),
        base64.b64encode(b"ab").decode().rstrip("="),
        "QR==",
        "<![CDATA[YWI=]]>",
        "\r\n<![CDATA[YW]]><![CDATA[I]]>=\r\n",
        "YW<!-- > --><?a b?>I=",
        "&#89;&#x57;I&#061;&#x9;",
    ],
    ids=[
        *("mixed", "odd width", "references", "unpadded", "spare bits"),
        *("CDATA", "two of them", "a comment", "letters as references"),
    ],
)
def test_what_cannot_be_put_together_exactly_is_read_but_says_so(text):
    skeleton, sink = split(document(attachments=attachment(text)))

    assert sink.contents["0"] in (LONG, b"ab", b"A")
    assert not skeleton.is_exact
    with pytest.raises(JoinDiffers):
        joined(skeleton, sink)


def test_a_content_that_was_changed_afterwards_is_noticed():
    skeleton, sink = split(sample("edoc-new.edxml"))
    sink.contents["0"] = b"x" + sink.contents["0"][1:]

    with pytest.raises(JoinDiffers):
        joined(skeleton, sink)


def test_the_holes_survive_being_stored_as_text():
    skeleton, sink = split(
        document(attachments=attachment(in_lines(LONG, width=76, separator="\n")))
    )
    stored = replace(skeleton, holes=holes_from_json(skeleton.holes_as_json()))

    assert stored == skeleton
    assert joined(stored, sink) == joined(skeleton, sink)


def test_contents_outside_the_list_of_attachments_come_back_too():
    data = document(
        "<Subject>a<ContentTransferEncoded>QUJD</ContentTransferEncoded></Subject>",
        attachments=attachment() + "<ContentTransferEncoded />",
    )
    skeleton, sink = split(data)

    assert joined(skeleton, sink) == data
    unknown = [one.element for one in read(data).findings if "unknown" in one.code]
    assert "edXML/AttachmentEncoded/ContentTransferEncoded" in unknown


@settings(max_examples=60, deadline=None)
@given(strategies.packages_with_files())
def test_any_package_of_ours_is_put_together_exactly(drawn):
    data = written(*drawn)
    skeleton, sink = split(data)

    assert skeleton.is_exact
    assert joined(skeleton, sink) == data


@settings(max_examples=100, deadline=None)
@given(st.text("QUJD=\n\r \t&#;x", max_size=60))
def test_any_text_of_a_content_is_exact_or_says_that_it_is_not(text):
    data = document(attachments=attachment(text))
    try:
        skeleton, sink = split(data)
    except AttachmentNotText:
        return
    assert not skeleton.is_exact or joined(skeleton, sink) == data


def test_markup_inside_a_content_is_refused():
    with pytest.raises(AttachmentNotText) as refusal:
        split(document(attachments=attachment("QUJD<a />QUJD")))
    path = "edXML/AttachmentEncoded/Attachment/ContentTransferEncoded"
    assert refusal.value.facts["element"] == path
