"""No page of sign-in, of second factors or of administration says anything in English."""

import re

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.test import Client
from tests.access.builders import PASSWORD, a_post, an_account, an_agency

from lienthong.access.web.account_adapter import AccountAdapter
from lienthong.access.web.factor_adapter import FactorAdapter
from lienthong.access.web.provider_adapter import ProviderAdapter
from lienthong.directory.types import Role

pytestmark = pytest.mark.once
WHOLE_SITE = True
# Words of English that no Vietnamese page has by chance.
ENGLISH = re.compile(
    r"\b(the|your|you|password|enter|code|please|required|invalid|account|key|sign|this|field|"
    r"must|with|incorrect|email|user|name|again|current|new|not)\b",
    re.IGNORECASE,
)
COMMON = {"password": "1234567890", "again": "1234567890"}
PAGES = [
    "/tai-khoan/",
    "/tai-khoan/mat-khau/",
    "/tai-khoan/da-xem/",
    "/tai-khoan/can-xac-thuc/",
    "/tai-khoan/xac-thuc/",
    "/tai-khoan/xac-thuc/ung-dung/",
    "/tai-khoan/xac-thuc/khoa/",
    "/tai-khoan/xac-thuc/khoa/them/",
    "/vi-tri/",
    "/quan-tri/",
    "/quan-tri/nguoi-moi/",
    "/quan-tri/nhat-ky-doc/",
    "/ky-thay/",
    "/pha-kinh/",
]


def said(response) -> str:
    """What a person reads on a page, without names of people and things."""
    page = response.content.decode()
    page = re.sub(r"(?s)<(script|style|code)\b.*?</\1>|<head>.*?</head>", " ", page)
    page = re.sub(r'(?s)<form[^>]*class="language.*?</form>', " ", page)
    words = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"English|Passkey|JavaScript|USB|PIN|\(sub\)", " ", words)


def english_in(response) -> list[str]:
    return sorted({found[0].lower() for found in ENGLISH.finditer(said(response))})


@pytest.fixture
def administrator(db) -> Client:
    post = a_post(an_agency(), Role.ADMINISTRATOR, email="hoa@dongnai.example.vn")
    an_account(post, "hoa")
    client = Client()
    client.post("/dang-nhap/", {"login": "hoa", "password": PASSWORD})
    client.post("/xac-nhan/", {"password": PASSWORD})
    return client


def test_every_page_of_access_speaks_vietnamese(administrator):
    wrong = {}
    for page in PAGES:
        response = administrator.get(page)
        assert response.status_code == 200, page
        if english_in(response):
            wrong[page] = english_in(response)
    assert wrong == {}


@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("/tai-khoan/mat-khau/", {}),
        ("/tai-khoan/mat-khau/", {"current": "x", "password": "a", "again": "b"}),
        ("/tai-khoan/mat-khau/", {"current": PASSWORD, "password": "1", "again": "1"}),
        (
            "/tai-khoan/mat-khau/",
            {"current": PASSWORD, "password": "0123456789", "again": "0123456789"},
        ),
        ("/tai-khoan/xac-thuc/ung-dung/", {}),
        ("/tai-khoan/xac-thuc/ung-dung/", {"code": "x"}),
        ("/tai-khoan/xac-thuc/khoa/them/", {}),
        ("/tai-khoan/xac-thuc/khoa/them/", {"name": "a", "credential": "{}"}),
        ("/quan-tri/nguoi-moi/", {}),
        ("/quan-tri/nguoi-moi/", {"email": "x", "valid_from": "x", "role": "x"}),
        ("/ky-thay/", {}),
        ("/xac-nhan/", {}),
        ("/xac-nhan/", {"password": "sai"}),
    ],
)
def test_every_error_of_a_form_is_vietnamese(administrator, page, facts):
    response = administrator.post(page, facts)
    assert response.status_code == 200
    assert english_in(response) == []
    assert "error" in response.content.decode() or "notice" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "facts"),
    [
        ("/dang-nhap/", {}),
        ("/dang-nhap/", {"login": "ai", "password": "sai"}),
        ("/quen-mat-khau/", {}),
        ("/dang-nhap/khong-co-tai-khoan/", None),
        ("/dang-nhap/khong-xac-thuc-duoc/", None),
        ("/mat-khau/khong-co-lien-ket-nhu-the/", None),
    ],
)
def test_strangers_read_vietnamese_too(client, page, facts):
    accept = {"Accept": "text/html"}
    answer = client.get(page, headers=accept) if facts is None else client.post(page, facts)
    assert english_in(answer) == []


def test_no_message_of_allauth_is_left_in_english():
    theirs = {**DefaultMFAAdapter.error_messages, **DefaultSocialAccountAdapter.error_messages}
    ours = {**FactorAdapter.error_messages, **ProviderAdapter.error_messages}
    assert [name for name in theirs if str(ours[name]) == str(theirs[name])] == []
    met = ("too_many_login_attempts", "username_password_mismatch", "incorrect_password")
    assert not [name for name in met if ENGLISH.search(str(AccountAdapter.error_messages[name]))]
