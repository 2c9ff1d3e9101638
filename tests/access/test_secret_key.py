"""A lost secret key is said, and what it closed is found and put in order (issue 3, 4)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from tests.access.builders import NOW, a_post, an_account, an_agency
from tests.access.test_guarded_sign_in import an_app_of, sign_in, words

from lienthong.access import queries, services
from lienthong.access.models import Account, SecretKeyMark
from lienthong.access.queries.secret_key import fingerprint
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.ledger.models import Record
from lienthong.operation import queries as operation

pytestmark = pytest.mark.django_db
LOST = "operation.secret-key-changed"


@pytest.fixture
def account():
    return an_account(a_post(an_agency(), Role.CLERK))


def told(now=NOW) -> list[str]:
    return [one.code for one in operation.findings(now=now) if one.code == LOST]


def test_another_key_is_said_until_the_old_one_is_back(settings):
    services.know_secret_key(now=NOW)
    services.know_secret_key(now=clock.now())
    assert queries.secret_key_since() == NOW
    assert told() == []
    kept, settings.SECRET_KEY = settings.SECRET_KEY, "made anew in silence"
    services.know_secret_key(now=clock.now())
    assert told() == [LOST]
    settings.SECRET_KEY = kept
    assert told() == []


def test_the_key_that_was_accepted_last_is_the_one_that_counts(settings):
    for days, key in enumerate(("the first", "made anew", "made anew once more")):
        settings.SECRET_KEY = key
        at = NOW + timedelta(days=days)
        SecretKeyMark.objects.create(fingerprint=fingerprint(), known_at=at)
        assert queries.secret_key_since() == at
        assert not queries.is_secret_key_another()


def test_before_the_first_start_there_is_nothing_to_say():
    assert not queries.is_secret_key_another()
    assert told() == []


def test_a_code_that_cannot_be_checked_is_a_refusal_and_signs_nobody_in(client, account, settings):
    an_app_of(Account.objects.get())
    settings.SECRET_KEY = "made anew in silence"
    assert sign_in(client)["Location"] == "/dang-nhap/xac-thuc/"
    answer = client.post("/dang-nhap/xac-thuc/", {"code": "123456"})
    assert answer.status_code == 409
    assert "access.factor-closed" in words(answer)
    assert client.get("/tai-khoan/").status_code == 302


def test_accepting_the_new_key_takes_off_what_nobody_can_use_and_tells_the_owner(
    client, account, settings
):
    services.know_secret_key(now=NOW)
    an_app_of(Account.objects.get())
    assert services.accept_secret_key(now=NOW) == 0
    settings.SECRET_KEY = "made anew in silence"
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("secretkey", "show", stdout=StringIO(), stderr=errors)
    assert ended.value.code == 1
    assert LOST in errors.getvalue()

    output = StringIO()
    call_command("secretkey", "accept", stdout=output)

    assert output.getvalue() == "factors-taken-off\t1\n"
    assert Record.objects.filter(act="access.factors-forgotten").count() == 1
    assert told(clock.now()) == []
    call_command("secretkey", "show", stdout=output)
    assert sign_in(client)["Location"] == "/"


def test_factors_made_under_the_present_key_stay(client, account, settings):
    settings.SECRET_KEY = "made anew in silence"
    an_app_of(Account.objects.get())
    assert services.accept_secret_key(now=NOW) == 0
    assert sign_in(client)["Location"] == "/dang-nhap/xac-thuc/"
