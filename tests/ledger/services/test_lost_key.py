"""The ledger's key is lost for good: a new one, a declared epoch, and every old receipt holds."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.ledger.builders import NOW, a_receipt, recorded, the_document

from lienthong.ledger import queries, services
from lienthong.ledger.errors import (
    KeyIsThere,
    KeyLost,
    KeyNotPublic,
    KeyOfAnother,
    LedgerHeld,
    NotVouched,
)
from lienthong.ledger.models import Epoch, Placement
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.ledger.rules.checks.stored_rows import Finding
from lienthong.ledger.rules.given.published import head_json
from lienthong.ledger.rules.signed.cms import Anchors
from lienthong.ledger.rules.signed.keys import load_key
from lienthong.ledger.services.audit import audit
from lienthong.ledger.services.keys import store_in_use

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Keys of this test alone: a lost one stays believed in its folder."""
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()


@pytest.fixture
def old(settings):
    """A record, its receipt, the public key as the world has it; then the key file is gone."""
    ref = recorded()
    services.sequence(now=NOW)
    services.publish_head(now=NOW)
    given = ref, a_receipt(ref), services.ensure_key().pem
    lose_the_keys(settings)
    return given


def lose_the_keys(settings) -> None:
    """The folder is gone, and the processes that had read the key have ended."""
    keys = settings.LIENTHONG_HOME / "keys"
    for path in keys.glob("ledger*"):
        path.unlink()
    vars(store_in_use()).pop("_pair", None)


def holds(receipt, pem: bytes) -> bool:
    steps = verify_receipt(receipt, public_key_pem=pem, document=the_document())
    return all(step.ok for step in steps)


def declare(**options: str) -> None:
    call_command("ledger", "epoch", reason="Mất khóa", stdout=StringIO(), **options)


def found() -> list[str]:
    pem = services.ensure_key().pem
    walked = audit(public_key_pem=pem, anchors=Anchors(), now=LATER)
    codes = [one.code for one in walked if isinstance(one, Finding)]
    return [code for code in codes if code != "blob.missing"]  # records of documents without any


def test_with_a_new_key_and_an_epoch_the_ledger_goes_on_and_old_receipts_are_given_again(old):
    ref, receipt, published = old
    with pytest.raises(KeyLost):
        services.ensure_key()
    made = services.replace_lost_key(published)
    assert made.pem.endswith(published)
    assert services.kept_head_problem() == "ledger.epoch-needed"
    new = recorded(after=60)
    with pytest.raises(LedgerHeld):
        services.sequence(now=LATER)
    assert not Placement.objects.filter(record_id=new.id).exists()

    declare()
    assert services.kept_head_problem() == ""
    assert services.sequence(now=LATER) == 2
    epoch = Epoch.objects.get(closed_at__isnull=True)
    assert (epoch.kept_size, epoch.predecessor_size) == (1, 1), "nothing was lost but the key"
    pem = services.ensure_key().pem
    for each in (receipt, a_receipt(ref), a_receipt(new)):
        assert holds(each, pem)
    assert holds(receipt, published), "who kept the old key checks the old receipt as before"
    assert not holds(a_receipt(new), published)
    assert found() == []
    with pytest.raises(CommandError, match=r"ledger\.nothing-lost"):
        declare()


def test_what_the_lost_key_vouched_for_is_believed_and_nothing_of_a_stranger(settings):
    recorded()
    services.sequence(now=NOW)
    line = services.vouch("manifest", "ab" * 32, at=NOW)
    published = services.ensure_key().pem
    lose_the_keys(settings)
    services.replace_lost_key(published)
    assert services.require_vouched(line, name="manifest", digest="ab" * 32) == NOW
    with pytest.raises(NotVouched):
        services.require_vouched(line, name="manifest", digest="cd" * 32)


def test_a_key_is_made_anew_only_where_it_is_lost_and_for_the_ledger_that_it_signed(
    old, settings, tmp_path
):
    _ref, _receipt, published = old
    with pytest.raises(KeyNotPublic):
        services.replace_lost_key(b"khong phai khoa")
    other = tmp_path / "other"
    other.mkdir()
    ours = settings.LIENTHONG_HOME
    settings.LIENTHONG_HOME = other
    store_in_use().make()
    stranger = store_in_use().public_key.pem
    settings.LIENTHONG_HOME = ours
    with pytest.raises(KeyOfAnother):
        services.replace_lost_key(stranger)
    services.replace_lost_key(published)
    with pytest.raises(KeyIsThere):
        services.replace_lost_key(published)


def test_a_key_that_is_lost_twice_leaves_three_that_are_believed(old, settings):
    ref, _receipt, published = old
    services.replace_lost_key(published)
    declare()
    services.sequence(now=LATER)
    second = services.ensure_key().pem
    lose_the_keys(settings)
    services.replace_lost_key(second)
    declare()
    assert len(load_key(services.ensure_key().pem).keys) == 3
    assert holds(a_receipt(ref), services.ensure_key().pem)
    assert Epoch.objects.count() == 3


def test_the_command_makes_the_key_and_opens_the_epoch_over_a_published_head(old, tmp_path):
    """Asked again it refuses, with exit code 2."""
    kept = json.dumps(head_json(queries.published_latest()))
    key, head = tmp_path / "khoa-cong-khai.pem", tmp_path / "dau-so.json"
    key.write_bytes(old[2])
    head.write_text(kept)
    out = StringIO()
    call_command("ledger", "newkey", published=key, stdout=out)
    assert out.getvalue().strip() == services.ensure_key().key_id
    declare(head=str(head))
    for again in (lambda: call_command("ledger", "newkey", published=key), declare):
        with pytest.raises(CommandError) as told:
            again()
        assert told.value.returncode == 2


def test_in_an_installation_that_signed_nothing_the_key_is_made_before_a_restore(settings):
    """A restore then checks the backup's signature with the key that was given out."""
    services.ensure_key()
    published = services.ensure_key().pem
    lose_the_keys(settings)
    services.replace_lost_key(published)
    assert set(load_key(published).keys) < set(load_key(services.ensure_key().pem).keys)
    recorded()
    assert services.sequence(now=NOW) == 1
