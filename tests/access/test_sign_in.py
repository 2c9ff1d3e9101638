from datetime import date

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from tests.access.builders import PASSWORD, a_post, an_account, an_agency

from lienthong.access import services
from lienthong.access.models import Account
from lienthong.directory import services as directory
from lienthong.directory.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SIGN_IN = "/dang-nhap/"


@pytest.fixture
def post():
    return a_post(an_agency(), email="an@dongnai.example.vn")


@pytest.fixture
def account(post):
    return an_account(post)


def sign_in(client, login="vanthu.stp", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def words(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("login", ["vanthu.stp", "VANTHU.STP", " An@dongnai.example.vn "])
def test_a_person_signs_in_by_name_or_mailbox_and_acts_from_the_post(client, account, login):
    response = sign_in(client, login)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/toi/").json() == {"title": "Văn thư", "role": "clerk", "posts": 1}
    assert Account.objects.get().last_login is not None


def test_the_page_speaks_vietnamese_and_offers_no_sign_up(client):
    page = words(client.get(SIGN_IN))
    for label in ("Tên đăng nhập hoặc thư công vụ", "Mật khẩu", "Đăng nhập"):
        assert label in page
    assert "Password" not in page
    assert "signup" not in page


def test_no_page_is_open_to_strangers_but_the_public_ones(client):
    response = client.get("/toi/?trang=2")
    assert response["Location"] == "/dang-nhap/?next=/toi/%3Ftrang%3D2"
    assert client.post("/toi/").status_code == 302
    assert words(client.get("/cong-khai/")) == "actor: None"


def test_after_sign_in_the_page_asked_for_is_shown_and_never_another_site(client, account):
    assert 'value="/toi/"' in words(client.get(f"{SIGN_IN}?next=/toi/"))
    assert sign_in(client, next="/toi/")["Location"] == "/toi/"
    client.logout()
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        assert sign_in(client, next=elsewhere)["Location"] == "/"
        client.logout()


def test_wrong_password_unknown_name_and_closed_account_get_one_answer(client, account):
    def said(**facts):
        cache.clear()
        response = sign_in(client, **facts)
        assert response.status_code == 200
        assert "_auth_user_id" not in client.session
        return words(response).split("<form")[1].split('name="login"')[0].split("csrf")[0]

    wrong = said(password="sai-mat-khau")
    unknown = said(login="khong.co.ai")
    mailbox = said(login="khong.co@dongnai.example.vn")
    services.close_account(username="vanthu.stp")
    closed = said()
    assert wrong == unknown == mailbox == closed
    page = words(sign_in(client))
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in page
    assert PASSWORD not in page


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client, account):
    for _ in range(5):
        sign_in(client, password="sai-mat-khau")
    response = sign_in(client)
    assert "Đã nhập sai quá nhiều lần" in words(response)
    assert "_auth_user_id" not in client.session


def test_the_session_gets_a_new_id_at_sign_in_and_ends_with_the_browser(client, account):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert client.session.get_expire_at_browser_close()


def test_closing_an_account_or_a_new_password_ends_its_sessions(client, account):
    sign_in(client)
    services.set_password(username="vanthu.stp", password="mot-mat-khau-khac")
    assert client.get("/toi/").status_code == 302
    sign_in(client, password="mot-mat-khau-khac")
    assert client.get("/toi/").status_code == 200
    services.close_account(username="vanthu.stp")
    assert client.get("/toi/").status_code == 302


def test_signing_out_is_a_form_and_ends_the_session(client, account):
    sign_in(client)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.get("/toi/").status_code == 200
    assert client.post("/dang-xuat/")["Location"] == SIGN_IN
    assert client.get("/toi/").status_code == 302


def test_who_is_signed_in_already_is_sent_on(client, account):
    sign_in(client)
    assert client.get(f"{SIGN_IN}?next=/toi/")["Location"] == "/toi/"


def test_a_part_of_a_page_asked_for_without_a_session_loads_the_whole_sign_in(client):
    here = "http://testserver/van-ban/?trang=2"
    response = client.get("/toi/", headers={"HX-Request": "true", "HX-Current-URL": here})
    assert response.status_code == 204
    assert response["HX-Redirect"] == "/dang-nhap/?next=%2Fvan-ban%2F%3Ftrang%3D2"


def test_the_actor_of_a_request_costs_one_statement(client, account, django_assert_num_queries):
    sign_in(client)
    with django_assert_num_queries(3):  # session, account, posts
        client.get("/toi/")


def test_too_many_attempts_from_one_address_get_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        sign_in(client)
    response = sign_in(client)
    assert response.status_code == 429
    assert "Thử lại sau" in words(response)


def test_posts_of_another_day_open_nothing(client):
    post = a_post(an_agency(), valid_to=date(2020, 1, 1))
    an_account(post)
    assert sign_in(client)["Location"] == "/"
    response = client.get("/toi/", follow=True)
    assert "Chưa có vị trí công tác" in words(response)
    assert "Đăng xuất" in words(response)


@pytest.fixture
def two_posts(post, account):
    office = an_agency("Văn phòng UBND tỉnh", "H19.30")
    return post, a_post(office, Role.LEADER, person_id=post.person_id, title="Chánh Văn phòng")


def test_between_two_posts_the_person_chooses_and_nothing_is_guessed(client, two_posts):
    sign_in(client)
    asked = client.get("/toi/?a=1")
    assert asked["Location"] == "/vi-tri/?next=%2Ftoi%2F%3Fa%3D1"
    page = words(client.get(asked["Location"]))
    for post in two_posts:
        assert f'value="{post.id}"' in page
    assert "Chánh Văn phòng · Văn phòng UBND tỉnh" in page
    chosen = client.post("/vi-tri/", {"post": str(two_posts[1].id), "next": "/toi/?a=1"})
    assert chosen["Location"] == "/toi/?a=1"
    assert client.get("/toi/").json() == {"title": "Chánh Văn phòng", "role": "leader", "posts": 2}


def test_an_act_without_a_chosen_post_is_not_done(client, two_posts):
    sign_in(client)
    assert client.post("/toi/")["Location"] == "/vi-tri/"


def test_changing_the_post_renews_the_session_id_and_stays_on_this_site(client, two_posts):
    sign_in(client)
    before = client.session.session_key
    response = client.post(
        "/vi-tri/", {"post": str(two_posts[0].id), "next": "https://example.com/"}
    )
    assert response["Location"] == "/"
    assert client.session.session_key != before


def test_a_session_that_changed_its_post_or_password_is_still_told_to_its_owner(client, two_posts):
    """Else whoever signed in with somebody's password would be out of sight after one click."""
    sign_in(client)
    client.post("/vi-tri/", {"post": str(two_posts[0].id)})
    assert _listed() == [client.session.session_key]

    facts = {"password": "mot-mat-khau-khac", "again": "mot-mat-khau-khac"}
    changed = client.post("/tai-khoan/mat-khau/", {"current": PASSWORD, **facts})
    assert changed.status_code == 302
    assert _listed() == [client.session.session_key]


def _listed() -> list[str]:
    """The ids of the sessions that the page of the account shows."""
    account = Account.objects.get()
    return [line.session_key for line in UserSession.objects.purge_and_list(account)]


def test_a_post_of_somebody_else_is_not_to_be_chosen(client, two_posts):
    other = a_post(an_agency("Sở Y tế", "H19.6"))
    sign_in(client)
    for wrong in (str(other.id), "", "x"):
        assert client.post("/vi-tri/", {"post": wrong}).status_code == 404
    assert client.get("/toi/").status_code == 302


def test_a_chosen_post_that_has_ended_leaves_the_other_one(client, two_posts):
    sign_in(client)
    client.post("/vi-tri/", {"post": str(two_posts[1].id)})
    directory.end_post(post_id=two_posts[1].id, on=date(2020, 1, 1))
    assert client.get("/toi/").json()["title"] == "Văn thư"


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/van-ban-den/?trang=2", "/van-ban-den/%3Ftrang%3D2"),
        ("https://elsewhere.example/van-ban-den/", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_an_act_without_a_session_leads_back_to_its_page_and_not_into_the_act(client, page, back):
    response = client.post("/vi-tri/", {"post": "x"}, headers={"Referer": page})

    assert response["Location"] == f"/dang-nhap/?next={back}"
    assert "Phiên làm việc đã hết." not in client.get(response["Location"]).content.decode()


def test_htmx_on_a_page_that_is_no_address_is_sent_to_sign_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://["}

    response = client.get("/toi/", headers=headers)

    assert response["HX-Redirect"] == "/dang-nhap/?next=%2F"


def test_no_cache_keeps_what_a_signed_in_person_saw(client, account):
    sign_in(client)

    assert client.get("/toi/")["Cache-Control"] == "private, no-store"
    assert client.get("/khong-co/")["Cache-Control"] == "private, no-store"
