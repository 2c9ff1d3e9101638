from datetime import timedelta

import pytest
from tests.ledger.builders import (
    NOW,
    a_lost_head,
    a_receipt,
    recorded,
    shown,
    the_clerk,
    the_document,
)

from lienthong.ledger import services
from lienthong.ledger.errors import HeadNotOurs, LedgerHeld, NothingLost, ReasonMissing
from lienthong.ledger.models import Epoch, Placement, Record, ShownHead
from lienthong.ledger.rules.canonical import read_json
from lienthong.ledger.rules.checks.receipts import verify_receipt

pytestmark = pytest.mark.django_db


def a_restore(*, published: int = 4, kept: int = 1) -> dict:
    """Return a head that the world has, and tables that hold fewer records."""
    for n in range(kept):
        recorded(after=n)
        services.sequence(now=NOW + timedelta(seconds=n))
    return a_lost_head(published, after=60)


def declare(head, **changes):
    facts = {"reason": "Khôi phục bản sao lưu", "actor": the_clerk(), "now": NOW}
    return services.open_epoch(head, **{**facts, **changes})


def test_a_restore_behind_a_published_head_opens_an_epoch_that_says_what_was_lost():
    """A declared epoch names the old head and the lost range."""
    head = a_restore(published=4, kept=1)
    waiting = recorded(after=9)
    ref = declare(head)
    said = read_json(bytes(Record.objects.get(pk=ref.id).leaf))
    assert said["epoch"] == 2
    assert (said["dimensions"]["lost_from"], said["dimensions"]["lost_until"]) == (1, 4)
    assert services.sequence(now=NOW) == 2
    placed = Placement.objects.filter(record__in=[ref.id, waiting.id])
    assert set(placed.values_list("epoch", "index")) == {(2, 0), (2, 1)}
    assert Epoch.objects.get(number=2).reason == "Khôi phục bản sao lưu"


def test_receipts_of_both_epochs_hold():
    head = a_restore()
    old = Placement.objects.get(index=0).record
    declare(head)
    new = recorded(after=9)
    services.sequence(now=NOW)
    for ref in (old, new):
        steps = verify_receipt(
            a_receipt(ref),
            public_key_pem=services.ensure_key().pem,
            document=the_document(),
        )
        assert all(step.ok for step in steps)
        assert steps[-1].code == "head.signed"


def test_a_shown_head_ahead_of_the_tables_stops_the_sequencer_until_an_epoch_is_declared():
    head = a_restore()
    recorded(after=9)
    for _again in range(2):
        with pytest.raises(LedgerHeld):
            services.show_head(head, now=NOW)
    with pytest.raises(LedgerHeld):
        services.sequence(now=NOW)
    assert Placement.objects.count() == 1
    declare(head)
    assert services.sequence(now=NOW) == 2
    services.show_head(head, now=NOW)
    assert ShownHead.objects.get().settled_at == NOW


def test_what_grew_since_the_restore_is_told_from_what_was_lost():
    """Five new records hide the loss by size; the root gives it away."""
    head = a_restore(published=4, kept=2)
    for n in range(5):
        recorded(after=100 + n)
    services.sequence(now=NOW + timedelta(minutes=5))
    with pytest.raises(LedgerHeld):
        services.show_head(head, now=NOW)
    said = read_json(bytes(Record.objects.get(pk=declare(head).id).leaf))["dimensions"]
    assert (said["lost_from"], said["lost_until"], said["closed_size"]) == (2, 4, 7)


def test_a_lost_epoch_is_passed_over_and_the_new_one_has_a_higher_number():
    recorded()
    services.sequence(now=NOW)
    declare(a_lost_head(3, epoch=2))
    opened = Epoch.objects.get(closed_at__isnull=True)
    assert (opened.number, opened.predecessor_epoch, opened.kept_size) == (3, 2, 0)


def test_an_epoch_is_not_opened_when_nothing_was_lost():
    recorded()
    services.sequence(now=NOW)
    head = shown()
    services.show_head(head, now=NOW)
    recorded(after=1)
    services.sequence(now=NOW)
    with pytest.raises(NothingLost):
        declare(head)
    assert Epoch.objects.get().closed_at is None
    assert not ShownHead.objects.exists()


@pytest.mark.parametrize("member", ["statement", "signature"])
def test_a_head_that_our_key_did_not_sign_binds_nobody(member):
    head = a_restore()
    head[member] = head[member][:-6] + ("AAAA==" if member == "signature" else "AAAAAA")
    for act in (lambda: services.show_head(head, now=NOW), lambda: declare(head)):
        with pytest.raises(HeadNotOurs):
            act()
    assert not ShownHead.objects.exists()


@pytest.mark.parametrize("value", [None, {}, [], {"format": "lienthong-published-head/1"}])
def test_what_is_no_head_is_refused(value):
    recorded()
    with pytest.raises(HeadNotOurs):
        services.show_head(value, now=NOW)


def test_an_epoch_needs_a_reason():
    with pytest.raises(ReasonMissing):
        declare(a_restore(), reason="  ")


@pytest.mark.parametrize(("size", "epoch"), [(3, 2**31), (3, 2**53 - 1), (0, 1), (3, 0)], ids=str)
def test_a_head_of_our_key_that_no_table_could_hold_is_none_of_ours(size, epoch):
    """The column of an epoch takes 31 bits on PostgreSQL: more would break the act, not refuse."""
    recorded()
    services.sequence(now=NOW)
    head = a_lost_head(size, epoch=epoch)
    for act in (lambda: services.show_head(head, now=NOW), lambda: declare(head)):
        with pytest.raises(HeadNotOurs):
            act()
    assert not ShownHead.objects.exists()
