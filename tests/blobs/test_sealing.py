"""The form in which content lies on a disk: read anywhere, and no change goes unnoticed."""

import hashlib
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.blobs.errors import ContentDamaged
from lienthong.blobs.sealing import HEADER, SEGMENT, Sealer, new_key, opened, sealed_size

TAG = 16
KEY = bytes(range(32))
EDGES = [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 5]


def a_content(size: int) -> bytes:
    return (hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1))[:size]


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sealed(content: bytes, *, key: bytes = KEY, step: int = 10_000) -> bytes:
    sealer = Sealer(key)
    parts = [sealer.header]
    for start in range(0, len(content), step):
        parts += sealer.add(content[start : start + step])
    return b"".join([*parts, sealer.finish(digest_of(content))])


def read(file: bytes, content: bytes, *, key: bytes = KEY) -> bytes:
    return opened(io.BytesIO(file), key=key, digest=digest_of(content)).read()


@pytest.mark.parametrize("size", EDGES)
def test_what_was_sealed_is_read_again_and_its_length_is_known_before(size):
    content = a_content(size)
    file = sealed(content)
    assert len(file) == sealed_size(size)
    assert read(file, content) == content


@settings(max_examples=60, deadline=None)
@given(data=st.data(), size=st.sampled_from(EDGES))
def test_any_part_can_be_read_in_any_order(data, size):
    content = a_content(size)
    file = opened(io.BytesIO(sealed(content)), key=KEY, digest=digest_of(content))
    assert file.seek(0, io.SEEK_END) == size
    for _turn in range(4):
        start = data.draw(st.integers(0, size + 10))
        length = data.draw(st.integers(0, 2 * SEGMENT))
        assert file.seek(start) == start
        assert file.read(length) == content[start : start + length]


def test_reading_a_part_decrypts_only_what_it_touches():
    content = a_content(5 * SEGMENT)
    file = bytearray(sealed(content))
    file[HEADER + 4 * (SEGMENT + TAG)] ^= 1
    reader = opened(io.BytesIO(bytes(file)), key=KEY, digest=digest_of(content))
    assert reader.read(3 * SEGMENT) == content[: 3 * SEGMENT]
    with pytest.raises(ContentDamaged):
        reader.read()


@settings(max_examples=60, deadline=None)
@given(where=st.integers(0, sealed_size(SEGMENT + 5) - 1), bit=st.integers(0, 7))
def test_a_changed_bit_anywhere_is_noticed(where, bit):
    content = a_content(SEGMENT + 5)
    file = bytearray(sealed(content))
    file[where] ^= 1 << bit
    with pytest.raises(ContentDamaged):
        read(bytes(file), content)


def test_a_file_that_is_cut_even_between_segments_is_noticed():
    content = a_content(3 * SEGMENT)
    file = sealed(content)
    for left in (0, 5, HEADER, HEADER + 3, len(file) - SEGMENT - TAG, len(file) - 1):
        with pytest.raises(ContentDamaged):
            read(file[:left], content)


def test_segments_in_another_order_or_repeated_are_noticed():
    content = a_content(3 * SEGMENT)
    file, one = sealed(content), SEGMENT + TAG
    head, parts = file[:HEADER], [file[HEADER + n * one : HEADER + (n + 1) * one] for n in range(3)]
    for order in ([1, 0, 2], [0, 0, 2], [0, 1, 2, 2], [0, 2]):
        with pytest.raises(ContentDamaged):
            read(head + b"".join(parts[n] for n in order), content)


def test_a_segment_of_another_file_under_the_same_key_is_noticed():
    content = a_content(2 * SEGMENT)
    file, other = sealed(content), sealed(content)
    with pytest.raises(ContentDamaged):
        read(file[: HEADER + SEGMENT + TAG] + other[HEADER + SEGMENT + TAG :], content)


def test_another_key_and_another_digest_do_not_open_it():
    content = a_content(100)
    with pytest.raises(ContentDamaged):
        read(sealed(content), content, key=new_key())
    with pytest.raises(ContentDamaged):
        read(sealed(content), b"other content")


def test_the_same_content_never_lies_the_same_twice_and_shows_nothing_of_itself():
    content = b"LT" * SEGMENT
    assert sealed(content) != sealed(content)
    assert content[:64] not in sealed(content)


def test_no_position_before_the_beginning():
    reader = opened(io.BytesIO(sealed(b"abc")), key=KEY, digest=digest_of(b"abc"))
    with pytest.raises(ValueError, match="negative"):
        reader.seek(-4, io.SEEK_END)
