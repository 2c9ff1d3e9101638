"""Passkeys in a real browser, with a virtual authenticator: added, and used to sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from tests.access.builders import PASSWORD, a_post, an_account, an_agency

from lienthong.directory.types import Role

WHOLE_SITE = True
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    yield opened
    context.close()


def test_a_passkey_is_added_signs_in_alone(page, live_server):
    an_account(a_post(an_agency(), Role.ADMINISTRATOR), "hoa")
    address = live_server.url.replace("127.0.0.1", "localhost")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/dang-nhap/")
    page.fill("[name=login]", "hoa")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/tai-khoan/xac-thuc/khoa/them/")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.fill("[name=name]", "Máy bàn")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/ma-khoi-phuc/")
    assert page.locator(".codes li").count() == 10
    page.context.clear_cookies()

    page.goto(f"{address}/dang-nhap/")
    page.click("#passkey_login")
    page.wait_for_url(f"{address}/")
    assert page.locator("text=Nguyễn Văn An").count()
    page.goto(f"{address}/tai-khoan/xac-thuc/khoa/")
    assert page.locator("text=Máy bàn").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
