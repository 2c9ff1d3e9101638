"""What cannot be restored is refused before anything is written; what is kept follows the rule."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.operation import errors, services
from lienthong.operation.rules import Manifest, ManifestWrong, Part, kept, read_manifest
from lienthong.operation.services import pool

checking = import_module("lienthong.operation.services.check_backup")
NAME = "20261122T010000Z"
CONTENT = b"content of a document"


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """A folder of backups with one generation that names one content."""
    generation = tmp_path / "generations" / NAME
    (generation / "database").mkdir(parents=True)
    digest = sha256(CONTENT).hexdigest()
    (tmp_path / "contents" / digest[:2]).mkdir(parents=True)
    (tmp_path / "contents" / digest[:2] / digest).write_bytes(CONTENT)
    line = {"name": digest, "sha256": digest, "size": len(CONTENT)}
    (generation / "contents.jsonl").write_text(json.dumps(line) + "\n")
    (tmp_path / "seals.jsonl").touch()
    manifest(generation, installation=settings.LIENTHONG_INSTALLATION, database=connection.vendor)
    return tmp_path


@pytest.mark.django_db
def test_a_backup_among_the_contents_themselves_is_refused(settings):
    with pytest.raises(errors.BackupFolderUnusable):
        services.back_up(Path(settings.LIENTHONG_HOME) / "blobs" / "backup", clock=clock.now)


def manifest(generation: Path, **facts) -> None:
    part = pool.part_of(generation / "contents.jsonl", generation)
    told = {
        "program": "0.1.0",
        "installation": "a",
        "database": "sqlite",
        "started_at": "2026-11-22T01:00:00+00:00",
        "steps": ("jobs.0001_initial",),
        "parts": (part,),
        "contents": 1,
        "content_bytes": len(CONTENT),
    }
    (generation / "manifest.json").write_bytes(Manifest(**{**told, **facts}).written())


def refused(folder: Path) -> str:
    with pytest.raises(Refusal) as refusal:
        services.restore(folder, unsigned=True, now=clock.now(), say=lambda _step: None)
    return refusal.value.code


@pytest.mark.django_db(transaction=True)
def test_an_installation_with_data_is_not_overwritten(folder):
    assert refused(folder) == "operation.installation-not-empty"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"installation": "other.example.vn"}, "operation.backup-of-another"),
        ({"database": "oracle"}, "operation.backup-of-another"),
        ({"steps": ("jobs.0999_of_tomorrow",)}, "operation.database-newer"),
    ],
    ids=["installation", "database", "program"],
)
def test_a_backup_of_something_else_is_refused(folder, settings, facts, code):
    told = {"installation": settings.LIENTHONG_INSTALLATION, "database": connection.vendor}
    manifest(folder / "generations" / NAME, **{**told, **facts})
    assert refused(folder) == code


@pytest.mark.django_db(transaction=True)
def test_no_backup_and_a_manifest_that_is_none_are_told_apart(folder, tmp_path):
    (folder / "generations" / NAME / "manifest.json").write_text("{}")
    assert refused(folder) == "operation.backup-unreadable"
    assert refused(tmp_path / "elsewhere") == "operation.backup-not-found"


def test_every_changed_missing_or_foreign_file_is_found(folder):
    source = checking.opened(folder, folder / "generations" / NAME, unsigned=True)

    def check(*, without_damaged=False):
        return checking.check_all(
            source, left_out=folder / "left-out.txt", without_damaged=without_damaged
        )

    assert check() == frozenset()
    assert not (folder / "left-out.txt").exists()
    content = next(path for path in (folder / "contents").rglob("*") if path.is_file())
    content.write_bytes(CONTENT[:-1] + b"T")
    for _what in ("changed", "missing"):
        with pytest.raises(errors.ContentsDamaged) as refusal:
            check()
        assert refusal.value.facts["first"] == content.name
        assert check(without_damaged=True) == {content.name}
        assert (folder / "left-out.txt").read_text() == f"{content.name}\n"
        content.unlink(missing_ok=True)
    (source.generation / "contents.jsonl").write_text("")
    damaged(lambda: check(without_damaged=True))
    damaged(lambda: checking.below(source.generation, Part("../../seals.jsonl", "", 0)))
    damaged(lambda: pool.place(folder, "../../etc/passwd"))


def damaged(act) -> None:
    with pytest.raises(errors.BackupDamaged):
        act()


def test_a_content_with_other_bytes_is_not_taken_into_a_backup(tmp_path):
    digest = sha256(CONTENT).hexdigest()
    part = Part(digest, digest, len(CONTENT))
    (tmp_path / "contents").mkdir()
    other = tmp_path / "other"
    other.write_bytes(CONTENT.upper())
    damaged(lambda: pool.keep(tmp_path, part, lambda _name: other.open("rb")))
    assert not [path for path in (tmp_path / "contents").rglob("*") if path.is_file()]


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"format": 2}', b"\xff", b"null"])
def test_what_is_no_manifest_is_said(text):
    with pytest.raises(ManifestWrong):
        read_manifest(text)


def test_contents_that_no_kept_generation_names_go_and_the_others_stay(tmp_path):
    names = [f"{n:02x}{'0' * 62}" for n in range(0, 256, 5)]
    for name in names:
        path = pool.place(tmp_path, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    lists = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for at, path in enumerate(lists):
        lines = [{"name": name, "sha256": "", "size": 0} for name in names[at::3]]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert pool.remove_unnamed(tmp_path, lists) == len(names[2::3])
    left = {path.name for path in (tmp_path / "contents").rglob("*") if path.is_file()}
    assert left == set(names) - set(names[2::3])


def test_the_last_of_days_weeks_and_months_is_kept_and_always_the_newest():
    newest = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    made = [newest - timedelta(hours=12 * n) for n in range(300)]
    found = kept(made, rule="3d,2w,2m")
    assert newest in found
    days = sorted({clock.local_day(one) for one in found}, reverse=True)
    told = "2026-11-22 2026-11-21 2026-11-20 2026-11-15 2026-10-31"
    assert [str(day) for day in days] == told.split()
    assert kept(made, rule="0d") == {newest}


def test_a_backup_of_the_same_second_gets_a_name_of_its_own(tmp_path):
    moment = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    made = import_module("lienthong.operation.services.back_up")
    (tmp_path / "20261122T010000Z").mkdir()
    assert made._free_name(tmp_path, moment) == "20261122T010001Z"
