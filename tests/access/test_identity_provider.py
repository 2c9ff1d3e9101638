"""Sign-in by the province's identity provider: known people only, by subject or mailbox."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from tests.access.builders import NOW, a_post, an_account, an_actor, an_agency
from tests.access.provider import Provider, provider

from lienthong.access import services
from lienthong.access.errors import SubjectTaken, UnknownSubject
from lienthong.access.models import Account
from lienthong.config.environment import Environment
from lienthong.config.provider import oidc_settings
from lienthong.directory.types import Role

WHOLE_SITE = True
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _connected(settings, address):
    Provider.who, Provider.asked = {}, []
    given = {"oidc_url": address, "oidc_name": "SSO Đồng Nai", "oidc_client": "lienthong"}
    settings.SOCIALACCOUNT_PROVIDERS = oidc_settings(Environment(**given, oidc_secret="bi-mat"))


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def post(agency):
    post = a_post(agency, email="an@dongnai.example.vn")
    an_account(post)
    return post


def come_back(client, *, code: str = "ma-dung", **who: object):
    """Go to the provider and come back as whoever it says."""
    Provider.who = {"sub": "can-bo-001", **who}
    there = client.get("/dang-nhap/nguon/tinh/")
    asked = parse_qs(urlsplit(there["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    state = asked["state"][0]
    return client.get("/dang-nhap/nguon/tinh/ve/", {"code": code, "state": state})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_button_is_there_only_with_a_provider(client, settings):
    assert "Đăng nhập bằng SSO Đồng Nai" in client.get("/dang-nhap/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "SSO" not in client.get("/dang-nhap/").content.decode()


def test_a_linked_subject_signs_in_whatever_mailbox_the_provider_knows(client, agency, post):
    administrator = an_actor(agency, Role.ADMINISTRATOR)
    for _ in range(2):
        services.link_subject(
            person_id=post.person_id, subject="can-bo-001", actor=administrator, now=NOW
        )
    assert services.subject_of(post.person_id) == "can-bo-001"
    assert come_back(client, email="khac@example.com", email_verified=False).status_code == 302
    assert is_in(client)
    assert Account.objects.count() == 1


def test_a_verified_official_mailbox_signs_in_and_is_linked_from_then_on(client, post):
    come_back(client, email="AN@dongnai.example.vn", email_verified=True)
    assert is_in(client)
    assert SocialAccount.objects.get().uid == "can-bo-001"
    client.post("/dang-xuat/")
    come_back(client, sub="nguoi-khac", email="an@dongnai.example.vn", email_verified=True)
    assert not is_in(client)


@pytest.mark.parametrize(
    "who",
    [
        {"email": "an@dongnai.example.vn", "email_verified": False},
        {"email": "an@dongnai.example.vn"},
        {"email": "an@dongnai.example.vn", "email_verified": "true"},
        {"email": "la@dongnai.example.vn", "email_verified": True},
        {},
    ],
    ids=["unverified", "silent", "not a truth", "unknown", "no mailbox"],
)
def test_nobody_else_is_let_in_and_nobody_is_created(client, post, who):
    answer = come_back(client, **who)
    assert not is_in(client)
    page = client.get(answer["Location"])
    assert page.status_code == 403
    assert "chưa gắn với tài khoản nào" in page.content.decode()
    assert Account.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(client, post):
    services.close_account(username="vanthu.stp")
    come_back(client, email="an@dongnai.example.vn", email_verified=True)
    assert not is_in(client)


def test_a_wrong_code_or_a_foreign_state_says_only_that_it_failed(client, post):
    answer = come_back(client, code="ma-sai", email="an@dongnai.example.vn", email_verified=True)
    assert "không xác nhận được bạn là ai" in client.get(answer["Location"]).content.decode()
    answer = client.get("/dang-nhap/nguon/tinh/ve/", {"code": "ma-dung", "state": "la"})
    assert "không xác nhận được bạn là ai" in client.get(answer["Location"]).content.decode()
    assert not is_in(client)


def test_who_is_signed_in_cannot_be_given_another_identity(client, post):
    client.force_login(Account.objects.get())
    come_back(client, email="an@dongnai.example.vn", email_verified=True)
    assert not SocialAccount.objects.exists()


def test_a_subject_belongs_to_one_account(agency, post):
    administrator = an_actor(agency, Role.ADMINISTRATOR)
    other = a_post(agency)
    an_account(other, "khac.stp")
    facts = {"actor": administrator, "now": NOW}
    services.link_subject(person_id=post.person_id, subject="can-bo-001", **facts)
    with pytest.raises(SubjectTaken):
        services.link_subject(person_id=other.person_id, subject="can-bo-001", **facts)
    with pytest.raises(UnknownSubject):
        services.link_subject(person_id=other.person_id, subject=" ", **facts)
