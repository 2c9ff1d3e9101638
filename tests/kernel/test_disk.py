"""Small files are whole under their name, for their owner alone."""

import stat

import pytest

from lienthong.kernel import disk


def test_a_small_file_is_replaced_whole_and_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "head.json"
    disk.put_in_place(path, b"one")
    disk.put_in_place(path, b"two")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["head.json"]


def test_a_replacement_that_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "head.json"
    disk.put_in_place(path, b"one")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "flush", full)
    with pytest.raises(OSError, match="No space"):
        disk.put_in_place(path, b"two")
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["head.json"]


def test_every_wait_for_the_disk_is_counted(tmp_path):
    before = disk.counters.flushes
    disk.put_in_place(tmp_path / "a", b"")
    disk.flush_folder(tmp_path)
    assert disk.counters.flushes == before + 2
