"""Only what this installation wrote is restored, and no older file brings back what ended."""

import json
from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal
from lienthong.ledger import services as ledger
from lienthong.ledger.errors import InstallationChanged, KeyLost
from lienthong.ledger.models import Head
from lienthong.ledger.types import Act
from lienthong.operation import queries
from lienthong.operation.services import signed_lines
from lienthong.operation.services.back_up import back_up
from lienthong.operation.services.check_backup import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.fixture
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    return settings.LIENTHONG_HOME


@pytest.fixture
def generation(home, tmp_path) -> Path:
    return Path(back_up(tmp_path / "backups", clock=clock.now).card.folder)


def refused(generation: Path, *, unsigned: bool = False) -> str:
    with pytest.raises(Refusal) as refusal:
        opened(generation.parent.parent, generation, unsigned=unsigned)
    return refusal.value.code


def test_a_backup_as_it_was_written_is_taken(generation):
    source = opened(generation.parent.parent, generation, unsigned=False)
    assert source.manifest.contents == 0


def test_a_changed_manifest_is_refused_also_where_unsigned_ones_are_taken(generation):
    manifest = generation / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"contents": 0', b'"contents": 1'))
    assert refused(generation) == "ledger.not-vouched"
    assert refused(generation, unsigned=True) == "ledger.not-vouched"


def test_a_signature_that_was_taken_away_is_missed_unless_somebody_vouches(generation):
    (generation / "manifest.signed").unlink()
    assert refused(generation) == "operation.backup-not-signed"
    assert opened(generation.parent.parent, generation, unsigned=True)


def test_the_signature_of_another_file_is_none(generation):
    line = (generation.parent.parent / "seals.jsonl").read_text().splitlines()[-1]
    (generation / "manifest.signed").write_text(json.dumps(json.loads(line)["signed"]))
    assert refused(generation) == "ledger.not-vouched"


@pytest.mark.parametrize("name", ["seals.jsonl", "erasures.jsonl"])
def test_what_ended_does_not_come_back_by_an_older_or_changed_file(generation, name):
    folder = generation.parent.parent
    older = (folder / name).read_bytes()
    newer = Path(back_up(folder, clock=lambda: clock.now() + timedelta(seconds=1)).card.folder)
    (folder / name).write_bytes(older)
    assert refused(newer) == "operation.backup-rolled-back"
    (folder / name).write_bytes(b'{"kind": "values"}\n' + older)
    assert refused(newer) == "ledger.not-vouched"
    (folder / name).write_bytes(b"")
    assert refused(newer) == "ledger.not-vouched"
    (folder / name).unlink()
    assert refused(newer) == "operation.backup-damaged"


def test_the_key_of_another_installation_does_not_do(generation, home):
    for path in (home / "keys").glob("ledger*"):
        path.unlink()
    keys = import_module("lienthong.ledger.services.keys")
    keys._store.cache_clear()
    assert refused(generation) == "ledger.key-lost"
    assert not list((home / "keys").glob("ledger*"))
    ledger.ensure_key()
    assert refused(generation) == "ledger.not-vouched"


def test_no_backup_is_made_under_a_name_that_is_not_the_ledgers(home, tmp_path, settings):
    with transaction.atomic():
        ledger.record(Act(name="test.done"), actor=Actor.installation(), at=clock.now())
    settings.LIENTHONG_INSTALLATION = "ten.khac"
    with pytest.raises(InstallationChanged):
        back_up(tmp_path / "backups", clock=clock.now)
    assert not list((tmp_path / "backups").glob("generations/*"))
    settings.LIENTHONG_INSTALLATION = "lienthong.local"
    assert back_up(tmp_path / "backups", clock=clock.now).is_whole


def test_a_backup_is_made_without_the_ledgers_key_and_that_is_told(home, tmp_path, monkeypatch):
    def lost(*_facts, **_more):
        raise KeyLost

    monkeypatch.setattr(ledger, "vouch", lost)
    assert not Head.objects.exists()
    made = back_up(tmp_path / "backups", clock=clock.now)
    assert (made.is_signed, made.is_whole) == (False, False)
    codes = {one.code for one in queries.findings(now=clock.now())}
    assert "operation.backup-not-signed" in codes
    assert list(signed_lines.read(tmp_path / "backups" / "erasures.jsonl")) == []


def test_the_command_says_of_an_unsigned_backup_only_that_it_is_unsigned(
    home, tmp_path, monkeypatch
):
    def said() -> str:
        stderr = StringIO()
        with suppress(SystemExit):
            call_command(
                "backup", str(tmp_path / "backups"), quiet=True, stdout=StringIO(), stderr=stderr
            )
        return stderr.getvalue()

    assert said() == ""

    def lost(*_facts, **_more):
        raise KeyLost

    monkeypatch.setattr(ledger, "vouch", lost)
    assert said() == "unsigned\tkeys/ledger.pem\n"


def test_a_backup_is_taken_by_the_public_key_that_was_given_out_though_the_key_is_lost(
    generation, home
):
    published = ledger.ensure_key().pem
    for path in (home / "keys").glob("ledger*"):
        path.unlink()
    import_module("lienthong.ledger.services.keys")._store.cache_clear()
    ledger.replace_lost_key(published)
    assert opened(generation.parent.parent, generation, unsigned=False).manifest.contents == 0
    manifest = generation / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"contents": 0', b'"contents": 1'))
    assert refused(generation) == "ledger.not-vouched"
