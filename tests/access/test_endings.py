"""What ended for accounts ends again after older tables came back (decision 0033)."""

import pytest
from allauth.mfa.models import Authenticator
from tests.access.builders import NOW, PASSWORD, a_post, an_account, an_agency
from tests.access.test_acting import granted

from lienthong.access import queries, services
from lienthong.access.models import Account, Acting
from lienthong.access.services import endings
from lienthong.directory.types import Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    card = an_account(a_post(an_agency()))
    row = Account.objects.get(pk=card.id)
    Authenticator.objects.create(user=row, type="totp", data={"secret": "sealed"})
    return row


def now_on_file() -> list[dict]:
    return list(endings.ended_lines())


def test_what_did_not_change_since_the_backup_stays(account):
    assert endings.end_again(now_on_file(), now=NOW) == 0
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert Authenticator.objects.filter(user=account).exists()


def test_a_password_changed_since_makes_the_old_one_unusable_and_ends_sessions(account):
    old, serial = account.password, account.session_serial
    services.set_password(username=account.username, password=f"{PASSWORD}-moi")
    lines = now_on_file()
    Account.objects.update(password=old)
    assert endings.end_again(lines, now=NOW) == 1
    account.refresh_from_db()
    assert not account.has_usable_password()
    assert account.session_serial > serial
    assert account.is_active


def test_sessions_that_were_ended_since_are_ended_again_without_a_word(account):
    services.end_sessions(account.pk)
    lines = now_on_file()
    Account.objects.update(session_serial=0)
    assert endings.end_again(lines, now=NOW) == 0
    account.refresh_from_db()
    assert account.session_serial > lines[0]["serial"]


def test_a_factor_that_was_lost_since_does_not_count_again(account):
    Authenticator.objects.all().delete()
    lines = now_on_file()
    Authenticator.objects.create(user=account, type="totp", data={"secret": "sealed"})
    Authenticator.objects.create(
        user=account, type="recovery_codes", data={"seed": "s", "used_mask": 0}
    )
    assert endings.end_again(lines, now=NOW) == 1
    assert not Authenticator.objects.exists()


def test_recovery_codes_that_were_used_up_in_part_are_still_the_same(account):
    codes = Authenticator.objects.create(
        user=account, type="recovery_codes", data={"seed": "s", "used_mask": 3}
    )
    lines = now_on_file()
    codes.data = {"seed": "s", "used_mask": 0}
    codes.save()
    assert endings.end_again(lines, now=NOW) == 0


def test_an_acting_that_was_ended_early_ends_again():
    agency = an_agency()
    head, deputy = a_post(agency, Role.LEADER), a_post(agency, Role.OFFICER)
    acting = granted(head, deputy)
    services.end_acting(acting_id=acting.id, reason="r", actor=queries.actor_in(head), now=NOW)
    lines = now_on_file()
    assert set(lines[-1]) == {"what", "id", "on"}
    ended_on = Acting.objects.get().ended_on
    Acting.objects.update(ended_on=None, ended_by="", end_reason="")
    assert endings.end_again(lines, now=NOW) == 1
    assert endings.end_again(lines, now=NOW) == 0
    row = Acting.objects.get()
    assert (row.ended_on, row.ended_by) == (ended_on, Actor.installation().reference)


def test_accounts_and_actings_that_are_not_here_are_passed_over(account):
    lines = [line | {"id": str(uuid7())} for line in now_on_file()]
    assert endings.end_again(lines, now=NOW) == 0
