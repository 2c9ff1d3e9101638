"""How a package comes in does not change what is read."""

import io
from pathlib import Path

import pytest
from tests.formats.edxml.builders import (
    SAMPLES,
    MemorySink,
    attachment,
    document,
    read,
    sample,
)

from lienthong.formats.edxml import FolderSink, read_package, split_package
from lienthong.formats.edxml.errors import PackageError

WRAPPED = document(
    "<!-- a --><Subject><![CDATA[một]]></Subject><?x y?>",
    attachments=attachment("\r\n".join(["QUJD" * 19] * 40)),
)
MARKED = document(
    attachments=attachment("QUJD<![CDATA[ QUJDQUJD ]]>&#81;UJD<!-- a --><?b c?>QUI&#x3d;")
)


class Dribble(io.RawIOBase):
    """A stream that cannot be sought in and gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = io.BytesIO(data), step

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, self._step))


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    "data", [sample("edoc-replacement.edxml"), WRAPPED, MARKED], ids=["sample", "wrapped", "marked"]
)
def test_the_size_of_the_pieces_means_nothing(data, step):
    sink = MemorySink()
    whole = MemorySink()
    reading = read_package(Dribble(data, step), sink=sink)

    assert reading == read(data, sink=whole)
    assert sink.contents == whole.contents
    assert reading.skeleton.is_exact == (data is not MARKED)


def test_a_path_a_stream_and_a_split_give_the_same_skeleton():
    path = SAMPLES / "edoc-new.edxml"
    skeleton = read_package(path, sink=MemorySink()).skeleton

    assert read(path.read_bytes()).skeleton == skeleton
    assert split_package(path, sink=MemorySink()) == skeleton


def test_a_folder_takes_one_package_only(tmp_path: Path):
    path = SAMPLES / "edoc-new.edxml"
    read_package(path, sink=FolderSink(tmp_path))

    assert sorted(one.name for one in tmp_path.iterdir()) == ["0", "1", "1.file"]
    with pytest.raises(FileExistsError):
        read_package(path, sink=FolderSink(tmp_path))


def test_a_refused_package_writes_nothing_but_under_its_own_keys(tmp_path: Path):
    folder = tmp_path / "sink"
    folder.mkdir()
    data = document(attachments=attachment(name="../../x", content_id="../y") + attachment(None))

    with pytest.raises(PackageError):
        read_package(io.BytesIO(data), sink=FolderSink(folder))
    assert [one.name for one in tmp_path.iterdir()] == ["sink"]
    assert [one.name for one in folder.iterdir()] == ["0"]
