from uuid import uuid4

import pytest
from tests.access.builders import NOW, PASSWORD, a_post, an_account, an_agency, the_hash

from lienthong.access import queries, services
from lienthong.access.errors import (
    AccountExists,
    PasswordWeak,
    UnknownAccount,
    UsernameShape,
    UsernameTaken,
)
from lienthong.access.models import Account
from lienthong.directory.errors import UnknownPerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return a_post(an_agency(), email="an@dongnai.example.vn")


def test_an_account_is_opened_once_with_a_password_that_is_not_kept(post):
    first = services.open_account(
        person_id=post.person_id, username=" VanThu.STP ", password=PASSWORD, now=NOW
    )
    row = Account.objects.get()
    assert (first.username, row.created_at) == ("vanthu.stp", NOW)
    assert row.password.startswith("argon2$argon2id$")
    assert PASSWORD not in row.password
    assert an_account(post) == first
    assert Account.objects.count() == 1


def test_opening_again_does_not_change_the_password(post):
    an_account(post)
    services.open_account(
        person_id=post.person_id, username="vanthu.stp", password="mot-mat-khau-khac", now=NOW
    )
    assert Account.objects.get().check_password(PASSWORD)


def test_a_person_has_one_account_and_a_name_one_person(post):
    an_account(post)
    with pytest.raises(AccountExists):
        an_account(post, "vanthu2.stp")
    other = a_post(an_agency("Sở Y tế", "H19.6"))
    with pytest.raises(UsernameTaken):
        an_account(other)
    with pytest.raises(UnknownPerson):
        services.open_account(person_id=uuid4(), username="ai.do", password=the_hash(), now=NOW)
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "username", ["", "ab", "văn.thư", "van thu", ".vanthu", "x" * 81, "a@b.vn"]
)
def test_a_name_that_nobody_can_type_safely_is_refused(post, username):
    with pytest.raises(UsernameShape):
        an_account(post, username)


@pytest.mark.parametrize("password", ["", "ngan", "1234567890", "password123"])
def test_a_weak_password_is_refused_and_opens_nothing(post, password):
    with pytest.raises(PasswordWeak) as caught:
        services.open_account(
            person_id=post.person_id, username="vanthu.stp", password=password, now=NOW
        )
    assert caught.value.cause % caught.value.facts
    assert not Account.objects.exists()


def test_an_account_is_closed_and_opened_again_and_never_deleted(post):
    an_account(post)
    services.close_account(username="VanThu.stp")
    assert not queries.account_named("vanthu.stp").is_active
    services.reopen_account(username="vanthu.stp")
    assert queries.account_of(post.person_id).is_active


def test_an_unknown_account_is_said():
    for act in (services.close_account, services.reopen_account):
        with pytest.raises(UnknownAccount):
            act(username="ai.do")
    with pytest.raises(UnknownAccount):
        services.set_password(username="ai.do", password=PASSWORD)


def test_a_new_password_replaces_the_old_one(post):
    an_account(post)
    services.set_password(username="vanthu.stp", password="mot-mat-khau-khac")
    row = Account.objects.get()
    assert row.check_password("mot-mat-khau-khac")
    assert not row.check_password(PASSWORD)
