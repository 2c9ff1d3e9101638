"""Sign-in that cannot be used against others, sessions that end, second factors, lost passwords."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.access.builders import NOW, PASSWORD, a_post, an_account, an_actor, an_agency

from lienthong.access import services
from lienthong.access.handlers import mail_link
from lienthong.access.models import Account, KnownDevice, SignInPause
from lienthong.access.services.pauses import FREE, LONGEST_PAUSE, pause_after
from lienthong.access.web.devices import COOKIE, counted_address
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.jobs import services as jobs
from lienthong.jobs.models import Job
from lienthong.kernel import clock
from lienthong.notices import queries as notices

WHOLE_SITE = True
pytestmark = pytest.mark.django_db
SIGN_IN = "/dang-nhap/"


@pytest.fixture(autouse=True)
def _cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def post():
    return a_post(an_agency(), email="an@dongnai.example.vn")


@pytest.fixture
def account(post):
    return an_account(post)


def sign_in(client, password=PASSWORD, *, address="127.0.0.1", login="vanthu.stp"):
    return client.post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def words(response) -> str:
    """A page without what is new in every form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def again(client) -> None:
    """Give the password once more, as pages ask for what matters."""
    client.post("/xac-nhan/", {"password": PASSWORD})


def test_pauses_grow_from_half_a_minute_to_an_hour():
    told = [pause_after(n).total_seconds() for n in range(FREE - 1, FREE + 9)]
    assert told == [0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert pause_after(10_000) == LONGEST_PAUSE


def test_after_five_failures_even_the_right_password_waits_and_then_goes_through(
    client, account, monkeypatch
):
    for _ in range(FREE):
        sign_in(client, "sai-mat-khau")
    assert "Chờ 30 giây" in words(sign_in(client)) or "Chờ 31 giây" in words(sign_in(client))
    assert not is_in(client)
    later = clock.now() + timedelta(seconds=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    sign_in(client)
    assert is_in(client)
    assert not SignInPause.objects.exists()


def test_who_guesses_elsewhere_does_not_lock_the_owner_out(client, account):
    for n in range(20):
        sign_in(client, f"sai-{n}", address="203.0.113.7")
    sign_in(client, address="198.51.100.2")
    assert is_in(client)


def test_behind_one_address_a_known_browser_is_not_locked_out_by_another(
    client, account, client_factory
):
    sign_in(client)
    client.post("/dang-xuat/")
    attacker = client_factory()
    for n in range(10):
        sign_in(attacker, f"sai-{n}")
    assert "Đã nhập sai quá nhiều lần" in words(sign_in(attacker))
    sign_in(client)
    assert is_in(client)


def test_the_mailbox_is_no_second_try_beside_the_name(client, account):
    for n in range(FREE):
        sign_in(client, f"sai-{n}", login=["vanthu.stp", "an@dongnai.example.vn"][n % 2])
    assert "Đã nhập sai quá nhiều lần" in words(sign_in(client))


def test_attempts_are_counted_before_the_password_is_looked_at():
    key = services.place_of("ai.do", address="203.0.113.7", device="")
    waits = [services.begin_attempt(key, now=NOW) for _ in range(FREE + 3)]
    assert [bool(wait) for wait in waits] == [False] * FREE + [True] * 3


def test_a_network_of_ipv6_counts_as_one_place_whatever_its_addresses(rf, account):
    """One line is given 2^64 addresses; counted one by one they would guess without end."""

    def waits(address: str) -> bool:
        place = counted_address(rf.post(SIGN_IN, REMOTE_ADDR=address))
        key = services.place_of("vanthu.stp", address=place, device="")
        return bool(services.begin_attempt(key, now=NOW))

    tried = [waits(f"2001:db8:1:2::{n + 1:x}") for n in range(FREE + 2)]
    assert tried == [False] * FREE + [True] * 2
    assert not waits("2001:db8:1:3::1")


def test_failures_are_forgotten_after_a_day():
    key = services.place_of("ai.do", address="203.0.113.7", device="")
    for _ in range(FREE + 1):
        services.begin_attempt(key, now=NOW)
    assert services.prune_pauses(now=NOW + timedelta(hours=23)) == 0
    assert services.prune_pauses(now=NOW + timedelta(hours=25)) == 1


@pytest.fixture
def client_factory():
    return Client


def test_a_new_device_is_told_to_the_owner_but_not_the_first_of_all(
    client, account, post, client_factory
):
    sign_in(client)
    actor = services.actor_for(post.id, on=clock.local_day(clock.now()))
    assert notices.unread(actor) == []
    other = client_factory(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(other, address="198.51.100.9")
    told = notices.unread(actor)
    assert [line.code for line in told] == ["access.new-device"]
    assert "Firefox · Windows, địa chỉ 198.51.100.9" in told[0].text()
    other.post("/dang-xuat/")
    sign_in(other)
    assert len(notices.unread(actor)) == 1
    assert KnownDevice.objects.count() == 2
    assert COOKIE in other.cookies
    assert other.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize(
    ("step", "steps", "lives"),
    [
        (timedelta(hours=3), 3, True),
        (timedelta(hours=5), 1, False),
        (timedelta(hours=3), 5, False),
    ],
    ids=["used", "idle too long", "too old"],
)
def test_a_session_ends_when_it_is_idle_or_old(client, account, monkeypatch, step, steps, lives):
    sign_in(client)
    start = clock.now()
    for n in range(1, steps + 1):
        moment = start + n * step
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        response = client.get("/tai-khoan/")
    assert (response.status_code == 200) is lives
    if not lives:
        assert response["Location"] == "/dang-nhap/?next=/tai-khoan/&het-phien=1"
        assert "Phiên làm việc đã hết." in client.get(response["Location"]).content.decode()


def test_a_request_writes_the_session_only_now_and_then(client, account, django_assert_num_queries):
    sign_in(client)
    client.get("/vi-tri/")
    with django_assert_num_queries(4):  # session, account, posts, acting
        client.get("/vi-tri/")


def test_signing_out_everywhere_leaves_only_this_session(client, account, client_factory):
    other = client_factory()
    sign_in(client)
    sign_in(other)
    assert words(client.get("/tai-khoan/")).count("127.0.0.1") >= 2
    client.post("/tai-khoan/dang-xuat-moi-noi/")
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302
    left = UserSession.objects.get()
    assert left.session_key == client.session.session_key  # and the page goes on to show it


def test_changing_the_password_asks_for_the_old_one_and_ends_other_sessions(
    client, account, client_factory
):
    other = client_factory()
    sign_in(client)
    sign_in(other)
    facts = {"current": "sai", "password": "mot-mat-khau-khac", "again": "mot-mat-khau-khac"}
    address = "/tai-khoan/mat-khau/"
    assert "Mật khẩu hiện tại không đúng" in words(client.post(address, facts))
    facts["current"] = PASSWORD
    assert "không giống nhau" in words(client.post(address, {**facts, "again": "khac"}))
    weak = {**facts, "password": "ngan", "again": "ngan"}
    assert "quá ngắn" in words(client.post(address, weak))
    assert client.post(address, facts).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    assert other.get("/tai-khoan/").status_code == 302
    client.post("/dang-xuat/")
    sign_in(client, "mot-mat-khau-khac")
    assert is_in(client)


def test_the_old_password_is_not_guessed_in_a_session_left_open(client, account):
    sign_in(client)
    facts = {"current": "sai", "password": "mot-mat-khau-khac", "again": "mot-mat-khau-khac"}
    address = "/tai-khoan/mat-khau/"
    for _ in range(FREE):
        client.post(address, facts)
    assert "Đã nhập sai quá nhiều lần" in words(
        client.post(address, {**facts, "current": PASSWORD})
    )
    client.post("/dang-xuat/")
    sign_in(client)
    assert is_in(client)  # the owner's sign-in does not wait for it


def test_a_lost_password_is_helped_by_mail_and_names_are_not_told_apart(client, account, settings):
    settings.LIENTHONG_HAS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "lienthong@dongnai.example.vn"
    pages = [
        words(client.post("/quen-mat-khau/", {"login": login}))
        for login in ("vanthu.stp", "khong.co.ai")
    ]
    assert pages[0] == pages[1]
    jobs.run_all_due(now=clock.now())
    assert [letter.to for letter in mail.outbox] == [["an@dongnai.example.vn"]]
    link = next(line for line in mail.outbox[0].body.splitlines() if "/mat-khau/" in line)
    path = "/" + link.split("/", 3)[3]
    facts = {"password": "mot-mat-khau-khac", "again": "mot-mat-khau-khac"}
    assert client.post(path, facts)["Location"] == SIGN_IN
    assert client.get(path).status_code == 404
    sign_in(client, "mot-mat-khau-khac")
    assert is_in(client)


def test_letters_are_asked_for_in_vain_by_one_address_for_many_names(client, account):
    for number in range(30):
        client.post("/quen-mat-khau/", {"login": f"ten.{number}"})
    assert letters_asked() == 20


def test_letters_are_asked_for_in_vain_from_many_addresses_for_one_name(client, account):
    for number in range(15):
        address = f"10.0.0.{number}"
        answer = client.post("/quen-mat-khau/", {"login": "vanthu.stp"}, REMOTE_ADDR=address)
        assert answer.status_code == 200  # whoever asks too often learns nothing of it
    assert letters_asked() == 10


def letters_asked() -> int:
    return Job.objects.filter(task_path=mail_link.module_path).count()


def test_from_where_a_session_was_is_forgotten_with_it(client, account, settings):
    sign_in(client)
    longest = timedelta(seconds=settings.LIENTHONG_SESSION_SECONDS)
    services.prune_sessions(now=clock.now() + longest / 2)
    assert UserSession.objects.count() == 1
    services.prune_sessions(now=clock.now() + longest + timedelta(minutes=1))
    assert UserSession.objects.count() == 0


def test_without_a_mail_server_no_link_is_made(account):
    mail_link.call("vanthu.stp", "https://lienthong.example.vn/")
    assert mail.outbox == []


def an_app_of(account: Account) -> str:
    """Give an account an authenticator app and return its secret."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(account, secret)
    return secret


def the_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_with_an_app_the_password_alone_signs_nobody_in(client, account):
    row = Account.objects.get()
    secret = an_app_of(row)
    assert secret not in Authenticator.objects.get().data["secret"]
    response = sign_in(client)
    assert response["Location"] == "/dang-nhap/xac-thuc/"
    assert client.get("/tai-khoan/").status_code == 302
    wrong = client.post("/dang-nhap/xac-thuc/", {"code": "000000"})
    assert "Mã không đúng hoặc đã hết hạn" in words(wrong)
    assert client.post("/dang-nhap/xac-thuc/", {"code": the_code(secret)}).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200


def test_codes_of_the_second_factor_cannot_be_guessed_for_long(client, account):
    an_app_of(Account.objects.get())
    sign_in(client)
    for _ in range(10):
        client.post("/dang-nhap/xac-thuc/", {"code": "000000"})
    assert "quá nhiều lần" in words(client.post("/dang-nhap/xac-thuc/", {"code": "000000"}))


def test_setting_up_an_app_gives_recovery_codes_once_and_one_of_them_signs_in(client, account):
    sign_in(client)
    assert client.get("/tai-khoan/xac-thuc/ung-dung/")["Location"].startswith("/xac-nhan/")
    again(client)
    page = client.get("/tai-khoan/xac-thuc/ung-dung/")
    secret = page.context["form"].secret
    answer = client.post("/tai-khoan/xac-thuc/ung-dung/", {"code": the_code(secret)})
    assert answer["Location"] == "/tai-khoan/xac-thuc/ma-khoi-phuc/"
    codes = client.get(answer["Location"]).context["unused_codes"]
    assert len(codes) == 10
    assert "Mã không hiện lại được" in words(client.get(answer["Location"]))
    client.post("/dang-xuat/")
    sign_in(client)
    assert client.post("/dang-nhap/xac-thuc/", {"code": codes[0]}).status_code == 302
    assert client.get("/tai-khoan/").status_code == 200
    client.post("/dang-xuat/")
    sign_in(client)
    assert "Mã không đúng" in words(client.post("/dang-nhap/xac-thuc/", {"code": codes[0]}))


def test_an_administrator_has_days_of_grace_and_then_only_the_way_to_a_second_factor(
    client, settings
):
    post = a_post(an_agency(), Role.ADMINISTRATOR)
    an_account(post)
    created = Account.objects.get().created_at
    settings.LIENTHONG_SECOND_FACTOR_GRACE_DAYS = (clock.now() - created).days + 3
    sign_in(client)
    assert client.get("/quan-tri/").status_code == 200
    assert "để thêm yếu tố xác thực thứ hai" in words(client.get("/tai-khoan/"))
    settings.LIENTHONG_SECOND_FACTOR_GRACE_DAYS = 0
    assert client.get("/quan-tri/")["Location"] == "/tai-khoan/can-xac-thuc/"
    assert "Cần yếu tố xác thực thứ hai" in words(client.get("/tai-khoan/can-xac-thuc/"))
    an_app_of(Account.objects.get())
    assert client.get("/quan-tri/").status_code == 200


def test_a_lost_factor_is_taken_off_by_an_administrator_and_sessions_end(client, account, post):
    an_app_of(Account.objects.get())
    administrator = an_actor(_agency_of(post), Role.ADMINISTRATOR)
    client.force_login(Account.objects.get(pk=account.id))
    services.forget_factors_for(person_id=post.person_id, actor=administrator, now=NOW)
    assert client.get("/tai-khoan/").status_code == 302
    assert sign_in(client)["Location"] == "/"


def test_the_last_factor_stays_where_one_is_required(client, settings):
    post = a_post(an_agency(), Role.ADMINISTRATOR)
    an_account(post)
    secret = an_app_of(Account.objects.get())
    sign_in(client)
    client.post("/dang-nhap/xac-thuc/", {"code": the_code(secret)})
    again(client)
    page = client.post("/tai-khoan/xac-thuc/ung-dung/bo/")
    assert "bắt buộc có yếu tố xác thực thứ hai" in words(page)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def _agency_of(post):
    return directory.agency(post.agency_id)
