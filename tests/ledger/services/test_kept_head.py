"""The newest signed head lies beside the key: what does not lead to it is never signed."""

import json
from datetime import timedelta

import pytest
from tests.ledger.builders import NOW, changed_by_hand, recorded, the_clerk
from tests.ledger.services.auditing.audited import forged, without_published_heads

from lienthong.ledger import queries, services
from lienthong.ledger.adapters.keyfile import KeyFile
from lienthong.ledger.errors import KeptHeadUnreadable, LedgerHeld
from lienthong.ledger.models import Epoch, Head, Placement, Record, ShownHead, Waiting
from lienthong.ledger.services.own_heads import own_head

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def path(settings):
    return settings.LIENTHONG_HOME / "keys" / "ledger.head.json"


@pytest.fixture
def six(path):
    """Six records with a head after each, the last one published."""
    for n in range(6):
        recorded(after=n)
        services.sequence(now=NOW + timedelta(seconds=n))
    services.publish_head(now=NOW)
    return path


def test_each_head_is_kept_before_it_is_in_the_tables(six):
    kept = json.loads(six.read_bytes())
    newest = Head.objects.get(size=6)
    assert queries.head_latest().signed.statement == bytes(newest.statement)
    assert kept["format"] == "lienthong-published-head/1"
    services.show_head(kept, now=LATER)
    assert services.kept_head_problem() == ""


def test_a_forged_tree_is_not_signed_though_no_head_in_the_tables_contradicts_it(six):
    forged()
    recorded(after=99)
    assert services.kept_head_problem() == "ledger.held"
    for _again in range(2):
        with pytest.raises(LedgerHeld):
            services.sequence(now=LATER)
    assert Waiting.objects.count() == 1
    assert not Head.objects.filter(size__gt=2).exists()
    assert ShownHead.objects.get().size == 6
    assert "ledger.held" in queries.health(LATER).problems


def test_an_epoch_declared_over_the_kept_head_is_the_way_on(six):
    forged()
    recorded(after=99)
    with pytest.raises(LedgerHeld):
        services.sequence(now=LATER)
    head = json.loads(six.read_bytes())
    services.open_epoch(head, reason="r", actor=the_clerk(), now=LATER)
    assert services.sequence(now=LATER) == 2
    assert Epoch.objects.get(number=2).kept_size == 2
    assert services.kept_head_problem() == ""


def test_tables_that_a_restore_set_back_are_held_without_anybody_showing_a_head(six):
    without_published_heads()
    changed_by_hand("DELETE FROM ledger_head WHERE size > 4")
    changed_by_hand('DELETE FROM ledger_placement WHERE "index" > 3')
    changed_by_hand("UPDATE ledger_epoch SET size = 4")
    lost = Record.objects.filter(placement__isnull=True).values_list("pk", flat=True)
    assert len(lost) == 2
    with pytest.raises(LedgerHeld):
        services.show_kept_head(now=LATER)
    recorded(after=99)
    with pytest.raises(LedgerHeld):
        services.sequence(now=LATER)
    assert Placement.objects.count() == 4


def test_what_is_not_signed_by_our_key_stops_the_signing_too(six):
    kept = json.loads(six.read_bytes())
    six.write_text(json.dumps(kept | {"signature": "A" * 86 + "=="}))
    recorded(after=99)
    assert services.kept_head_problem() == "ledger.kept-head-unreadable"
    with pytest.raises(KeptHeadUnreadable):
        services.sequence(now=LATER)
    assert Waiting.objects.count() == 1


def test_an_older_head_after_a_power_cut_holds_nothing_up(six):
    older = six.read_bytes()
    recorded(after=50)
    services.sequence(now=LATER)
    six.write_bytes(older)
    recorded(after=99)
    assert services.sequence(now=LATER) == 1
    assert json.loads(six.read_bytes())["statement"] != json.loads(older)["statement"]


def test_a_first_head_after_an_upgrade_is_kept_and_nothing_is_held(six):
    six.unlink()
    recorded(after=99)
    assert services.sequence(now=LATER) == 1
    assert six.exists()


class SlowKey(KeyFile):
    """While it signs its first head, another sequencer places one more record and signs."""

    is_first = True

    def sign(self, statement: bytes) -> bytes:
        if SlowKey.is_first:
            SlowKey.is_first = False
            recorded(after=100)
            services.sequence(now=LATER)
        return super().sign(statement)


def test_of_two_who_sign_at_one_moment_the_newer_head_is_kept(six, settings):
    settings.LIENTHONG_LEDGER_KEY = f"{__name__}.{SlowKey.__name__}"
    recorded(after=99)
    services.sequence(now=LATER)
    assert {7, 8} <= set(Head.objects.values_list("size", flat=True))
    assert own_head(json.loads(six.read_bytes())).says["size"] == 8
