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


def test_the_names_of_new_folders_are_flushed_in_what_they_lie_in(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(disk, "flush_folder", flushed.append)
    disk.make_folder(tmp_path / "keys" / "hooks")
    assert sorted(flushed) == [tmp_path, tmp_path / "keys"]
    assert stat.S_IMODE((tmp_path / "keys" / "hooks").stat().st_mode) == 0o700
    # Who made it may have died before the flush.
    flushed.clear()
    disk.make_folder(tmp_path / "keys")
    assert flushed == [tmp_path]


def test_of_two_who_make_a_file_the_first_one_stays(tmp_path):
    path = tmp_path / "key"
    assert disk.put_if_new(path, b"one")
    assert not disk.put_if_new(path, b"two")
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


def test_what_is_being_written_is_known_by_its_name(tmp_path):
    for name in (".hidden", ".gitignore.txt", "key", f"key.{'0' * 32}", f".key.{'0' * 31}"):
        (tmp_path / name).touch()
    (tmp_path / f".key.{'0' * 32}").touch()
    assert [one.name for one in disk.unfinished(tmp_path)] == [f".key.{'0' * 32}"]
