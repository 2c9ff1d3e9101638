"""Content at rest: nothing in clear, keys per content, master keys that change, and disposal."""

import hashlib
import io
import logging
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from tests.blobs.builders import (
    A_PDF,
    HEALTH,
    MONDAY_9AM,
    OFFICE,
    a_clerk,
    admitted,
    digests_in,
    files_in,
    received,
)

from lienthong.blobs import errors, keyring, places, queries, services
from lienthong.blobs.master_keys import master_keys
from lienthong.blobs.models import Blob, Custody, Holders, Seal, Upload
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY_9AM + timedelta(hours=1)
# Keys tell their age by the machine's clock.
IN_TIME = clock.now() + timedelta(days=1)
MUCH_LATER = MONDAY_9AM + timedelta(days=3)
WORDS = A_PDF + b"words that must not lie on a disk " * 3_000


def codes() -> set[str]:
    return {each.code for each in queries.health().problems}


def test_nothing_lies_in_clear_in_quarantine_or_among_the_blobs(home):
    received(WORDS)
    [waiting] = files_in(home)
    assert b"words that" not in waiting.read_bytes()
    card = admitted(WORDS)
    services.store(WORDS + b"own", agency_ids=[OFFICE], now=MONDAY_9AM)
    assert all(b"words that" not in path.read_bytes() for path in files_in(home))
    with queries.open_content(card.digest) as source:
        source.seek(len(A_PDF))
        assert source.read(5) == b"words"


def test_the_master_key_is_made_once_for_the_owner_only_and_is_not_in_the_database(home):
    admitted()
    path = home / "keys" / "content_keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ring = master_keys()
    assert ring.keys[ring.current] not in bytes(Seal.objects.get().wrapped)
    assert ring.keys[ring.current].hex() not in repr(ring)
    assert queries.health().problems == ()


def test_disposal_destroys_the_key_so_that_a_copy_of_the_file_is_worthless(home):
    card = admitted()
    [path] = files_in(home)
    copy, name = path.read_bytes(), path.name
    services.end_custody([card.digest], reason="disposed", now=LATER)
    assert services.destroy_unheld(now=LATER) == 1
    assert not Seal.objects.exists()

    # The file comes back from a backup and somebody makes the row live again by hand.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(copy)
    file_id = name.partition("-")[2]
    Blob.objects.filter(pk=card.digest).update(destroyed_at=None, file_id=file_id)
    with pytest.raises(errors.ContentKeyLost):
        queries.open_content(card.digest)


def test_a_refused_and_an_expired_upload_lose_their_keys():
    refused, _waiting = received(b"%PDF-1.7 a"), received(b"%PDF-1.7 b")
    services.refuse_upload(refused.id, code="test.refused", now=LATER)
    assert Seal.objects.count() == 1
    services.expire_uploads(now=MONDAY_9AM + timedelta(days=8))
    assert not Seal.objects.exists()


def test_the_second_of_two_uploads_of_one_content_leaves_no_key_of_its_own():
    admitted()
    admitted(holders=(HEALTH,))
    assert Seal.objects.count() == Blob.objects.count() == 1


def test_content_is_readable_while_master_keys_change_and_the_old_one_goes_last():
    first = admitted(b"%PDF-1.7 first")
    waiting = received(b"%PDF-1.7 waiting")
    old = master_keys().current
    new = services.rotate_master_key()
    second = admitted(b"%PDF-1.7 second")
    assert queries.masters_in_use() == sorted([old, new])
    assert queries.open_content(first.digest).read() == b"%PDF-1.7 first"
    with pytest.raises(errors.MasterKeyInUse):
        services.forget_master_key(old, now=IN_TIME)
    assert codes() == {"blobs.master-key-old"}

    assert services.rewrap_keys() == 2
    assert services.rewrap_keys() == 0
    with pytest.raises(errors.MasterKeyInUse):
        services.forget_master_key(new, now=IN_TIME)
    services.forget_master_key(old, now=IN_TIME)
    assert list(master_keys().keys) == [new]
    for card, words in ((first, b"first"), (second, b"second")):
        assert queries.open_content(card.digest).read() == b"%PDF-1.7 " + words
    assert queries.open_upload(waiting.id, actor=a_clerk()).read() == b"%PDF-1.7 waiting"
    with pytest.raises(errors.MasterKeyMissing):
        services.forget_master_key(old, now=IN_TIME)


def test_a_rewrapping_that_stops_goes_on_where_it_was(monkeypatch):
    for number in range(5):
        admitted(b"%%PDF-1.7 %d" % number)
    services.rotate_master_key()
    monkeypatch.setattr("lienthong.blobs.services.rotate_keys.BATCH", 2)
    wrap, left = keyring.Keyring.wrap, iter(range(3))

    def wrap_thrice(ring, key, *, digest):
        next(left)
        return wrap(ring, key, digest=digest)

    with monkeypatch.context() as patched:
        patched.setattr(keyring.Keyring, "wrap", wrap_thrice)
        with pytest.raises(StopIteration):
            services.rewrap_keys()
    assert services.rewrap_keys() == 3
    assert len(queries.masters_in_use()) == 1


def test_a_lost_master_key_is_told_and_never_replaced_by_itself(home):
    card = admitted()
    (home / "keys" / "content_keys").unlink()
    with pytest.raises(errors.MasterKeysLost):
        queries.open_content(card.digest)
    with pytest.raises(errors.MasterKeysLost):
        received()
    assert not (home / "keys" / "content_keys").exists()
    assert queries.health().is_broken
    assert codes() == {"blobs.master-keys-lost"}


def test_a_master_key_of_the_right_name_that_is_another_is_told(settings):
    card = admitted()
    settings.LIENTHONG_CONTENT_KEYS = f"{master_keys().current}:{'ab' * 32}"
    with pytest.raises(errors.MasterKeyWrong):
        queries.open_content(card.digest)
    assert "blobs.master-key-wrong" in codes()


def test_a_master_key_that_is_not_at_hand_is_told_by_its_name(settings):
    card = admitted()
    old = master_keys().current
    settings.LIENTHONG_CONTENT_KEYS = f"other:{'ab' * 32}"
    with pytest.raises(errors.MasterKeyMissing) as told:
        queries.open_content(card.digest)
    assert told.value.facts == {"key": old}
    with pytest.raises(errors.MasterKeysFromElsewhere):
        services.rotate_master_key()


@pytest.mark.parametrize("text", ["nonsense", "a:12", f"a:{'ab' * 32}\na:{'cd' * 32}", "a:" * 9])
def test_master_keys_that_cannot_be_read_are_told_and_not_shown(settings, text):
    settings.LIENTHONG_CONTENT_KEYS = text
    with pytest.raises(errors.MasterKeysUnreadable) as told:
        admitted()
    assert text not in str(told.value)
    assert codes() == {"blobs.master-keys-unreadable"}


def test_a_file_of_keys_that_others_may_read_is_told(home):
    admitted()
    (home / "keys" / "content_keys").chmod(0o644)
    assert codes() == {"blobs.master-keys-open"}
    assert not queries.health().is_broken


def a_clear_content(home, content: bytes) -> str:
    """Content as the first release kept it."""
    digest = hashlib.sha256(content).hexdigest()
    path = home / "blobs" / digest[:2] / digest[2:4] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (MONDAY_9AM.timestamp(),) * 2)  # the clock of the machine is not asked
    Blob.objects.create(
        digest=digest, size=len(content), media_type="application/pdf", stored_at=MONDAY_9AM
    )
    with transaction.atomic():
        services.give_custody([digest], [OFFICE], now=MONDAY_9AM)
    return digest


def test_clear_content_of_an_early_installation_is_readable_and_then_encrypted(home):
    digests = [a_clear_content(home, WORDS + bytes([n])) for n in range(3)]
    assert queries.open_content(digests[0]).read() == WORDS + b"\0"
    assert codes() == {"blobs.clear-content"}
    assert services.seal_clear_content(now=LATER) == 3
    assert services.seal_clear_content(now=LATER) == 0
    assert queries.open_content(digests[2]).read() == WORDS + b"\2"
    assert all(b"words" not in path.read_bytes() for path in files_in(home))
    assert len(files_in(home)) == Seal.objects.count() == 3
    assert services.sweep_strays(now=MUCH_LATER).contents == 0
    assert codes() == set()


def test_damaged_clear_content_stays_as_it_is_and_is_told(home, caplog):
    good, bad = a_clear_content(home, b"%PDF good"), a_clear_content(home, b"%PDF bad")
    (home / "blobs" / bad[:2] / bad[2:4] / bad).write_bytes(b"%PDF changed")
    with caplog.at_level(logging.ERROR):
        assert services.seal_clear_content(now=LATER) == 1
    assert bad in caplog.text
    assert queries.open_content(good).read() == b"%PDF good"
    assert Blob.objects.get(pk=bad).file_id is None
    assert not files_in(home / "workshop")


def test_a_clear_upload_of_an_early_installation_is_encrypted_when_it_is_admitted(home):
    upload = received(WORDS)
    path = places.quarantined(upload.id)
    path.write_bytes(WORDS)
    Seal.objects.all().delete()
    Upload.objects.update(is_sealed=False)
    assert queries.open_upload(upload.id, actor=a_clerk()).read() == WORDS
    services.admit(upload.id, agency_ids=[OFFICE], actor=a_clerk(), now=LATER)
    assert queries.open_content(upload.digest).read() == WORDS
    assert all(b"words" not in path.read_bytes() for path in files_in(home))


def test_content_prepared_before_a_transaction_is_stored_in_it(home, counters):
    with services.prepared(io.BytesIO(WORDS), now=MONDAY_9AM) as ready:
        written = counters.copies
        card = services.store_prepared(ready, agency_ids=[OFFICE], now=MONDAY_9AM)
        assert counters.copies == written == 1
    assert queries.open_content(card.digest).read() == WORDS
    assert counters.flushes <= 2


def test_content_that_was_prepared_in_vain_leaves_nothing(home):
    with services.prepared(WORDS, now=MONDAY_9AM):
        pass
    assert not files_in(home)
    assert not Seal.objects.exists()


def test_a_damaged_file_is_told_as_such(home):
    card = admitted()
    [path] = files_in(home)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(errors.ContentDamaged), queries.open_content(card.digest) as source:
        source.read()


def test_wrapped_keys_can_be_copied_apart_and_taken_back(home):
    kept, destroyed = admitted(b"%PDF-1.7 kept"), admitted(b"%PDF-1.7 destroyed")
    older = list(Seal.objects.values_list("pk", flat=True))
    services.end_custody([destroyed.digest], reason="disposed", now=LATER)
    services.destroy_unheld(now=LATER)
    lines = list(services.seal_lines())
    assert len(lines) == 1

    Seal.objects.all().delete()
    assert services.take_seals(lines) == services.take_seals(lines) == 1
    assert queries.open_content(kept.digest).read() == b"%PDF-1.7 kept"
    assert len(older) == 2
    assert Seal.objects.count() == 1


def test_what_was_destroyed_is_destroyed_again_when_older_tables_and_files_came_back(home):
    card, clear = admitted(b"%PDF-1.7 sealed"), a_clear_content(home, b"%PDF clear")
    kept = admitted(b"%PDF-1.7 kept")
    rows = list(Blob.objects.filter(pk__in=[card.digest, clear]))
    files = {path: path.read_bytes() for path in files_in(home)}
    services.end_custody([card.digest, clear], reason="disposed", now=LATER)
    services.destroy_unheld(now=LATER)
    lines = list(services.destroyed_lines())
    for row in rows:
        row.save()
    for path, content in files.items():
        path.write_bytes(content)
    for held in Custody.objects.filter(blob__in=rows):
        Holders.objects.create(blob=held.blob, agencies=held.agency_id.hex, since=held.since)

    assert services.destroy_again(lines, now=clock.now()) == 2
    assert services.destroy_again(lines, now=clock.now()) == 0
    for digest in (card.digest, clear):
        with pytest.raises(errors.ContentDestroyed):
            queries.open_content(digest)
        assert queries.holders(digest) == set()
    assert digests_in(home / "blobs") == [kept.digest]
    assert {row.destroyed_at for row in Blob.objects.filter(pk__in=rows)} == {LATER}


def test_copies_of_files_can_be_verified_without_any_key(home):
    cards = [admitted(b"%%PDF-1.7 %d" % number) for number in range(3)]
    clear = a_clear_content(home, b"%PDF clear")
    found = queries.kept_files()
    assert [each.digest for each in found] == sorted([*(card.digest for card in cards), clear])
    for each in found:
        [path] = [path for path in files_in(home) if path.name == each.name]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == each.sealed_digest
        assert path.stat().st_size == each.sealed_size
    assert queries.kept_files(after=found[1].digest, limit=1) == [found[2]]


def test_the_command_shows_rotates_rewraps_and_forgets(capsys, monkeypatch):
    admitted()
    old = master_keys().current
    call_command("contentkey", "show")
    call_command("contentkey", "rotate")
    call_command("contentkey", "rewrap")
    with pytest.raises(CommandError, match=r"blobs\.master-key-too-fresh"):
        call_command("contentkey", "forget", old)
    monkeypatch.setattr(clock, "now", lambda: IN_TIME)
    call_command("contentkey", "forget", old)
    printed = capsys.readouterr().out.split("\n")
    assert printed[0] == f"in use\t{old}"
    assert printed[1] == master_keys().current != old
    assert printed[2] == "rewrapped\t1"
    with pytest.raises(CommandError, match=r"blobs\.master-key-missing"):
        call_command("contentkey", "forget", old)


def test_the_command_says_by_its_exit_code_that_content_cannot_be_opened(home, capsys):
    admitted()
    (home / "keys" / "content_keys").unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("contentkey", "show")
    assert ended.value.code == 1
    assert "blobs.master-keys-lost" in capsys.readouterr().err


def test_of_rotations_at_once_every_key_stays():
    admitted(A_PDF)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _n: services.rotate_master_key(), range(8)))
    assert len(set(made)) == 8
    assert set(made) <= set(master_keys().keys)
