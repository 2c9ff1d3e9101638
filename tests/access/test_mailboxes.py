"""Letters and the identity provider go by the mailbox that a person has today, and by no copy."""

import pytest
from django.core import mail
from django.core.cache import cache
from tests.access.builders import NOW, PASSWORD, a_post, an_account, an_actor, an_agency
from tests.directory.builders import a_workbook

from lienthong.access import queries, services
from lienthong.access.errors import LinkUnusable, UnknownSubject
from lienthong.access.handlers import mail_link
from lienthong.directory import services as directory
from lienthong.directory.rules.import_columns import POSTS
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices

WHOLE_SITE = True
pytestmark = pytest.mark.django_db
OLD, NEW = "vanthu@stp.gov.vn", "an@stp.gov.vn"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.LIENTHONG_HAS_MAIL = True
    settings.DEFAULT_FROM_EMAIL = "lienthong@dongnai.example.vn"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def agency():
    return an_agency()


@pytest.fixture
def post(agency):
    """A clerk whose mailbox was another one when the account was opened."""
    post = a_post(agency, email=OLD)
    an_account(post)
    told = {
        "person": post.person_name,
        "email": NEW,
        "agency": agency.code,
        "role": "Văn thư",
        "title": post.title,
        "valid_from": "01/01/2010",
        "identity": str(post.person_id),
    }
    table = a_workbook(posts=[[told.get(column.name, "") for column in POSTS.columns]])
    facts = {"actor": Actor.installation(), "now": NOW}
    card = directory.check_import(file=table, name="nguoi.xlsx", key="k", **facts)
    directory.apply_import(import_id=card.id, **facts)
    return post


def sign_in(client, login: str) -> bool:
    client.post("/dang-nhap/", {"login": login, "password": PASSWORD})
    return "_auth_user_id" in client.session


def test_a_link_goes_to_the_mailbox_of_today(post):
    mail_link.call("vanthu.stp", "https://lienthong.example.vn/")
    mail_link.call(NEW, "https://lienthong.example.vn/")
    mail_link.call(OLD, "https://lienthong.example.vn/")
    assert [letter.to for letter in mail.outbox] == [[NEW], [NEW]]


def test_a_mailbox_that_passed_to_a_successor_is_the_successors(agency, post):
    successor = a_post(agency, email=OLD)
    an_account(successor, "vanthu2.stp")
    mail_link.call(OLD, "https://lienthong.example.vn/")
    assert [letter.to for letter in mail.outbox] == [[OLD]]
    assert "vanthu2.stp" in mail.outbox[0].body
    found = services.bind_by_mailbox(subject="s-2", mailbox=OLD, now=NOW)
    assert found == queries.account_named("vanthu2.stp").id


def test_one_signs_in_with_the_mailbox_of_today_only(client, post):
    assert not sign_in(client, OLD)
    assert sign_in(client, NEW.upper())


def test_the_provider_finds_the_account_by_the_mailbox_of_today(post):
    with pytest.raises(UnknownSubject):
        services.bind_by_mailbox(subject="s-1", mailbox=OLD, now=NOW)
    assert services.bind_by_mailbox(subject="s-1", mailbox=NEW, now=NOW)


def test_a_subject_that_is_linked_by_mailbox_is_recorded_and_told(post):
    account_id = services.bind_by_mailbox(subject="s-1", mailbox=NEW, now=NOW)
    services.bind_by_mailbox(subject="s-1", mailbox=NEW, now=NOW)

    acts = [line.act for line in ledger.records_of_subject(account_id)]
    assert acts == ["access.subject-linked"]
    told = [line.text() for line in notices.unread(queries.actor_in(post))]
    assert "Liên Thông đã thay đổi tài khoản của bạn: gắn với nhà cung cấp định danh." in told


def test_who_says_to_have_forgotten_anothers_password_takes_no_administrators_link_away(
    agency, post
):
    administrator = an_actor(agency, Role.ADMINISTRATOR)
    secret = services.make_link(person_id=post.person_id, actor=administrator, now=clock.now())
    for _time in range(2):
        mail_link.call("vanthu.stp", "https://lienthong.example.vn/")

    services.check_link(secret, now=clock.now())
    links = [line for letter in mail.outbox for line in letter.body.splitlines() if "/mat-" in line]
    first, second = (line.rstrip("/").rsplit("/", 1)[1] for line in links)
    services.check_link(second, now=clock.now())
    with pytest.raises(LinkUnusable):
        services.check_link(first, now=clock.now())
    services.make_link(person_id=post.person_id, actor=administrator, now=clock.now())
    with pytest.raises(LinkUnusable):
        services.check_link(second, now=clock.now())
