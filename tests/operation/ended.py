"""What begins before a backup and ends after it, for processes of their own."""

import sys
from datetime import date, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from tests.access.builders import PASSWORD, a_post, an_account
from tests.blobs.builders import MONDAY_9AM, OFFICE
from tests.systems.builders import a_signing_key, a_system, an_agency

from lienthong.access import services as access
from lienthong.access.models import Account
from lienthong.blobs import services as blobs
from lienthong.blobs.models import Blob, Custody, Holders
from lienthong.directory import services as directory
from lienthong.directory.models import Post
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.models import ClearValues, Erasure
from lienthong.ledger.types import Act
from lienthong.systems import services as systems
from lienthong.systems.models import Grant, Key, System

NOW = MONDAY_9AM
LATER = NOW + timedelta(hours=1)
STAYS = b"%PDF-1.7 stays"


def begin() -> None:
    """A system with a key, a person with account, factor and post, contents, and a record."""
    agency = an_agency()
    system = a_system(agency, now=clock.now() - timedelta(days=1))
    a_signing_key(system, now=clock.now() - timedelta(days=1))
    post = a_post(agency)
    account = an_account(post, "se.dong")
    other = an_account(a_post(agency), "se.doi")
    Authenticator.objects.create(user_id=other.id, type="totp", data={"secret": "sealed"})
    assert account.username != other.username
    for content in (b"%PDF-1.7 to be destroyed", STAYS):
        blobs.store(content, agency_ids=[OFFICE], now=NOW)
    with transaction.atomic():
        act = Act(name="test.done", private={"subject": "secret", "kept": "open"})
        ledger.record(act, actor=Actor.installation(), at=NOW)


def end() -> None:
    """Everything of `begin` ends, but for one content."""
    actor = Actor.installation()
    key = Key.objects.get()
    systems.revoke_key(system_id=key.system_id, key_id=key.key_id, actor=actor, now=LATER)
    grant = Grant.objects.get()
    day = clock.local_day(LATER)
    systems.withdraw_agency(
        system_id=grant.system_id, agency_id=grant.agency_id, last_day=day, actor=actor, now=LATER
    )
    systems.close_system(system_id=key.system_id, actor=actor, now=LATER)
    closed = Account.objects.get(username="se.dong")
    access.close_account(username=closed.username)
    changed = Account.objects.get(username="se.doi")
    access.set_password(username=changed.username, password=f"{PASSWORD}-moi")
    Authenticator.objects.filter(user=changed).delete()
    directory.end_post(post_id=Post.objects.get(person=closed.person_id).pk, on=day)
    of_office = Holders.objects.filter(agencies=OFFICE.hex).values("blob")
    doomed = Blob.objects.exclude(size=len(STAYS)).get(pk__in=of_office)
    blobs.end_custody([doomed.pk], reason="disposed", now=LATER)
    blobs.destroy_unheld(now=LATER)
    record_id = _record()
    ledger.erase(
        record_id, names=["subject"], reason="r", office="Sở Nội vụ", actor=actor, now=LATER
    )


def has_ended() -> None:
    """Raise AssertionError with the first thing of `begin` that came back."""
    key, system, grant = Key.objects.get(), System.objects.get(), Grant.objects.get()
    assert key.revoked_at == LATER
    assert (system.state, str(grant.valid_to)) == ("closed", str(clock.local_day(LATER)))
    closed = Account.objects.get(username="se.dong")
    assert not closed.is_active
    assert isinstance(Post.objects.get(person=closed.person_id).valid_to, date)
    changed = Account.objects.get(username="se.doi")
    assert not changed.check_password(PASSWORD)
    assert not changed.has_usable_password()
    assert not Authenticator.objects.filter(user=changed).exists()
    doomed = Blob.objects.filter(destroyed_at__isnull=False).get()
    assert not Custody.objects.filter(blob=doomed, ended_at__isnull=True).exists()
    assert not Holders.objects.filter(blob=doomed).exists()
    [erased] = Erasure.objects.all()
    assert (erased.record_id, erased.name, erased.erased_at) == (_record(), "subject", LATER)
    assert b"secret" not in bytes(ClearValues.objects.get(pk=erased.record_id).by_key)
    sys.stdout.write("has ended\n")


def _record() -> UUID:
    return ClearValues.objects.get(record__act="test.done").pk
