"""What comes of a content in pieces is encrypted on the disk, and goes on where it broke."""

from pathlib import Path

import pytest

from lienthong.blobs.errors import ContentDamaged
from lienthong.blobs.keyring import Keyring, with_new_key
from lienthong.blobs.piecewise import Piecewise, size_of
from lienthong.blobs.sealing import SEGMENT

DIGEST = "ab" * 32
RING = with_new_key(None, key_id="k1")


@pytest.fixture
def path(tmp_path) -> Path:
    made = tmp_path / "part"
    made.touch()
    return made


def added(path: Path, *pieces: bytes, ring: Keyring = RING) -> int:
    with path.open("r+b") as file:
        content = Piecewise.opened(file, ring, digest=DIGEST)
        for piece in pieces:
            content.add(piece)
        content.flush()
        return content.size


def read(path: Path, ring: Keyring = RING) -> bytes:
    with path.open("r+b") as file:
        return b"".join(Piecewise.opened(file, ring, digest=DIGEST).pieces())


def come(path: Path) -> int:
    with path.open("rb") as file:
        return size_of(file)


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT])
def test_a_content_that_came_in_two_goes_is_read_whole(path, size):
    first, second = b"a" * size, b"b" * 100
    assert added(path, first) == come(path) == size
    assert added(path, second) == come(path) == size + 100
    assert read(path) == first + second


def test_what_is_taken_back_was_never_there(path):
    added(path, b"kept")
    with path.open("r+b") as file:
        content = Piecewise.opened(file, RING, digest=DIGEST)
        content.add(b"x" * (SEGMENT + 1))
        content.take_back()
        content.flush()
    assert come(path) == 4
    added(path, b" and more")
    assert read(path) == b"kept and more"


def test_frames_that_changed_places_are_found(path):
    frame = 4 + 12 + 3 + 16
    for piece in (b"one", b"two"):
        added(path, piece)
    kept = path.read_bytes()
    path.write_bytes(kept[: -2 * frame] + kept[-frame:] + kept[-2 * frame : -frame])
    with pytest.raises(ContentDamaged):
        read(path)


def test_after_a_change_of_keys_it_goes_on_and_without_its_key_it_begins_anew(path):
    added(path, b"one")
    both = with_new_key(RING, key_id="k2")
    assert added(path, b"two", ring=both) == 6
    assert added(path, b"anew", ring=with_new_key(None, key_id="k3")) == 4


def test_what_is_announced_otherwise_does_not_go_on_with_it(path):
    added(path, b"one")
    with path.open("r+b") as file:
        assert Piecewise.opened(file, RING, digest="cd" * 32).size == 0
