"""What ended for connected systems ends again after older tables came back (decision 0033)."""

from datetime import timedelta

import pytest
from tests.systems.builders import NOW, a_signing_key, a_system, an_agency

from lienthong.blobs import services as blobs
from lienthong.blobs.errors import ContentKeyLost
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger import queries as ledger
from lienthong.systems import services
from lienthong.systems.models import Delegation, Grant, Key, System
from lienthong.systems.services import endings

pytestmark = pytest.mark.django_db
ACTOR = Actor.installation()
HOUR = timedelta(hours=1)


def test_a_key_that_was_rotated_since_ends_when_it_ended_and_no_later():
    system = a_system(an_agency())
    old = a_signing_key(system)
    services.rotate_key(system_id=system.id, key_id=old.key_id, overlap=HOUR, actor=ACTOR, now=NOW)
    lines = list(endings.ended_lines())
    ended_at = Key.objects.get(key_id=old.key_id).valid_to
    for came_back in (None, ended_at + HOUR):
        Key.objects.filter(key_id=old.key_id).update(valid_to=came_back)
        assert endings.end_again(lines, now=NOW) == 1
        assert Key.objects.get(key_id=old.key_id).valid_to == ended_at
    assert endings.end_again(lines, now=NOW) == 0


def test_a_grant_ends_when_it_ended_and_no_later():
    agency = an_agency()
    system = a_system(agency)
    last_day = NOW.date()
    facts = {"system_id": system.id, "agency_id": agency.id, "actor": ACTOR, "now": NOW}
    services.withdraw_agency(last_day=last_day, **facts)
    lines = list(endings.ended_lines())
    for came_back in (None, last_day + timedelta(days=5)):
        Grant.objects.update(valid_to=came_back)
        assert endings.end_again(lines, now=NOW) == 1
        assert Grant.objects.get().valid_to == last_day
    assert endings.end_again(lines, now=NOW) == 0


def test_a_paused_system_is_paused_again_and_a_closed_one_is_not_opened_by_it():
    paused, closed = a_system(), a_system()
    services.pause_system(system_id=paused.id, actor=ACTOR, now=NOW)
    services.pause_system(system_id=closed.id, actor=ACTOR, now=NOW)
    lines = list(endings.ended_lines())
    System.objects.filter(pk=paused.id).update(state="active")
    services.close_system(system_id=closed.id, actor=ACTOR, now=NOW)
    assert endings.end_again(lines, now=NOW) == 1
    states = dict(System.objects.values_list("pk", "state"))
    assert states == {paused.id: "paused", closed.id: "closed"}
    acts = [line.act for line in ledger.records_of_subject(paused.id)]
    assert acts.count("systems.system-paused") == 2


def test_a_delegation_that_ended_ends_again_and_a_revoked_secret_cannot_be_read():
    system = a_system()
    facts = {"system_id": system.id, "actor": ACTOR, "now": NOW}
    services.delegate_code(code="H19.5", **facts)
    made = services.make_shared_secret(**facts)
    services.end_delegation(code="H19.5", **facts)
    services.revoke_key(key_id=made.card.key_id, **facts)
    lines = list(endings.ended_lines())
    Delegation.objects.update(ended_at=None)
    Key.objects.update(revoked_at=None)
    assert endings.end_again(lines, now=NOW + HOUR) == 2
    assert Delegation.objects.get().ended_at == NOW
    row = Key.objects.get()
    assert row.revoked_at == NOW
    with pytest.raises(ContentKeyLost):
        blobs.open_words(bytes(row.sealed), owner_id=row.pk)


def test_keys_systems_and_grants_that_are_not_here_are_passed_over():
    agency = an_agency()
    system = a_system(agency)
    key = a_signing_key(system)
    services.revoke_key(system_id=system.id, key_id=key.key_id, actor=ACTOR, now=NOW)
    services.withdraw_agency(
        system_id=system.id, agency_id=agency.id, last_day=NOW.date(), actor=ACTOR, now=NOW
    )
    services.close_system(system_id=system.id, actor=ACTOR, now=NOW)
    lines = list(endings.ended_lines())
    assert len(lines) == 3
    for line in lines:
        foreign = {name: str(uuid7()) for name in ("id", "system", "agency") if name in line}
        assert foreign
        assert endings.end_again([line | foreign], now=NOW) == 0
