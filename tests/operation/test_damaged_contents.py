"""One bad file stops no backup: it is named, mended if that is possible, and all else is kept."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.blobs.builders import A_PDF, MONDAY_9AM, OFFICE, admitted

from lienthong.blobs import services as blobs
from lienthong.blobs.places import content_store
from lienthong.kernel import clock
from lienthong.operation import queries
from lienthong.operation.models import Backup
from lienthong.operation.rules import read_manifest
from lienthong.operation.services import pool
from lienthong.operation.services.back_up import BackupMade, back_up
from lienthong.operation.services.look_again import LONGEST, look_again
from lienthong.operation.types import Severity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    content_store()
    return settings.LIENTHONG_HOME


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "backups"


def kept_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def made(folder: Path) -> BackupMade:
    return back_up(folder, clock=clock.now)


def manifest_of(backup: BackupMade):
    return read_manifest((Path(backup.card.folder) / "manifest.json").read_bytes())


def found() -> dict[str, Severity]:
    return {one.code: one.severity for one in queries.findings(now=clock.now())}


def test_one_damaged_content_is_named_and_everything_else_is_in_the_backup(home, folder):
    admitted(A_PDF)
    [bad] = kept_in(home / "blobs")
    blobs.store(b"%PDF-1.4 a healthy one", agency_ids=[OFFICE], now=MONDAY_9AM)
    spoil(bad)
    for _night in range(2):
        backup = made(folder)
        assert (backup.damaged, backup.lost, backup.is_whole) == ((bad.name,), (), False)
        assert manifest_of(backup).damaged == (bad.name,)
    [healthy] = kept_in(folder / "contents")
    assert healthy.name != bad.name
    assert found()["operation.backup-not-whole"] == Severity.ERROR
    assert Backup.objects.latest("finished_at").named == [bad.name]


def test_a_lost_file_is_named_and_one_destroyed_by_right_is_not(home, folder, monkeypatch):
    lost, destroyed = admitted(b"%PDF-1.7 lost"), admitted(b"%PDF-1.7 destroyed")
    for path in kept_in(home / "blobs"):
        path.unlink()
    keep = pool.keep

    def keep_while_somebody_destroys(*facts):
        blobs.end_custody([destroyed.digest], reason="disposed", now=MONDAY_9AM)
        blobs.destroy_unheld(now=MONDAY_9AM + timedelta(hours=1))
        return keep(*facts)

    monkeypatch.setattr(pool, "keep", keep_while_somebody_destroys)
    backup = made(folder)
    assert [name.partition("-")[0] for name in backup.lost] == [lost.digest]
    assert len(manifest_of(backup).missing) == 2


def test_a_copy_that_went_bad_is_made_anew_and_people_hear_of_it(home, folder):
    admitted(A_PDF)
    made(folder)
    [copy] = kept_in(folder / "contents")
    whole = copy.read_bytes()
    spoil(copy)
    backup = made(folder)
    assert (backup.mended, backup.is_whole) == ((copy.name,), True)
    assert copy.read_bytes() == whole
    assert found()["operation.backup-mended"] == Severity.WARNING
    assert made(folder).mended == ()


def test_a_copy_that_cannot_be_made_anew_is_set_aside_and_named_until_the_file_is_back(
    home, folder
):
    admitted(A_PDF)
    made(folder)
    [copy] = kept_in(folder / "contents")
    [file] = kept_in(home / "blobs")
    whole = file.read_bytes()
    spoil(copy)
    spoil(file)
    for _night in range(2):
        assert made(folder).damaged == (copy.name,)
        assert [path.name for path in kept_in(folder / "damaged")] == [copy.name]
    file.write_bytes(whole)
    assert made(folder).is_whole
    assert copy.read_bytes() == whole
    assert kept_in(folder / "damaged") == []


def test_every_copy_is_read_again_within_thirty_backups(home, folder, monkeypatch):
    for number in range(45):
        admitted(b"%%PDF-1.7 number %d" % number)
    listed = Path(made(folder).card.folder) / "contents.jsonl"
    (folder / "looked-at").unlink()
    read, mend = [], pool.mend

    def mend_and_tell(folder, content, source):
        read.append(content.path)
        return mend(folder, content, source)

    monkeypatch.setattr(pool, "mend", mend_and_tell)
    for night in range(30):
        before = len(read)
        look_again(folder, listed, known=(), clock=clock.now)
        assert len(read) - before <= 2, night
    assert set(read) == {path.name for path in kept_in(folder / "contents")}


def test_the_look_ends_in_time_and_the_next_one_goes_on(home, folder):
    for number in range(3):
        admitted(b"%%PDF-1.7 number %d" % number)
    backup = made(folder)
    listed = Path(backup.card.folder) / "contents.jsonl"
    names = [json.loads(line)["name"] for line in listed.read_text().splitlines()]
    moments = iter([clock.now(), clock.now() + LONGEST * 2])
    assert look_again(folder, listed, known=(), clock=lambda: next(moments)).size == 0
    before = (folder / "looked-at").read_text()
    look_again(folder, listed, known=(), clock=clock.now)
    after = (folder / "looked-at").read_text()
    assert names.index(after) == (names.index(before) + 1) % 3
