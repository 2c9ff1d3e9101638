"""The pages of routes, and what a clerk sees of them."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.routes.builders import a_package, a_route, an_agency, outside, turn

from lienthong.access import services as access
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.exchange import queries as exchange
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.routes import queries
from lienthong.routes.models import Route
from lienthong.routes.ports import TurnedDown
from lienthong.routes.types import ParcelKind, ParcelState, RouteState

pytestmark = pytest.mark.django_db
SLUG, PASSWORD = "truc-quoc-gia", "Lien-Thong-2026"


def signed_in(agency, role):
    """A browser in which somebody who holds a role there has signed in."""
    person = directory.add_person(name="Trần Văn Thử")
    on = local_day(clock.now())
    directory.appoint(
        person_id=person.id, agency_id=agency.id, role=role, title=role.label, valid_from=on
    )
    account = access.open_account(
        person_id=person.id,
        username=f"{role}.thu",
        password=access.hashed(PASSWORD),
        now=clock.now(),
    )
    client = Client()
    assert client.login(username=account.username, password=PASSWORD)
    return client


@pytest.fixture
def operator():
    return signed_in(an_agency("Sở Vận hành"), Role.OPERATOR)


def form(**changes):
    return {
        "slug": SLUG,
        "name": "Trục liên thông quốc gia",
        "kind": "axis",
        "address": "https://truc.example.vn/vxp",
        "caller": "dong-nai",
        "secret": "bi-mat-cua-bai-thu-2026",
        "leads_to": "*",
        "stands_for": "H19",
        "networks": "",
        "cost": "100",
        **changes,
    }


def test_an_operator_adds_a_route_and_never_sees_its_secret_again(operator, parent):
    answer = operator.post("/tuyen/them/", form())
    (row,) = Route.objects.all()
    assert answer.headers["Location"] == f"/tuyen/{row.pk}/"
    page = operator.get(answer.headers["Location"]).content.decode()
    assert "https://truc.example.vn/vxp" in page
    assert "bi-mat" not in page
    assert "Trục liên thông quốc gia" in operator.get("/tuyen/").content.decode()


def test_what_is_missing_or_wrong_is_said_and_nothing_is_kept(operator):
    assert operator.post("/tuyen/them/", form(address="")).status_code == 422
    assert operator.post("/tuyen/them/", form(leads_to="H19/2")).status_code == 422
    assert not Route.objects.exists()


def test_the_page_says_what_waits_what_failed_and_why(operator, parent, tmp_path):
    card = a_route()
    there, sender = outside(parent), an_agency("Sở Gửi")
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, there))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    parent.refuses[sender.code] = TurnedDown("12", "Mã nơi nhận không có.")
    parent.listed["d1"] = (ParcelKind.DOCUMENT, b"<html>")
    turn(hurry=SLUG)
    page = operator.get(f"/tuyen/{card.id}/").content.decode()
    assert "Mã nơi nhận không có." in page
    assert "d1" in page
    (waiting,) = queries.parcels(card.id, ParcelState.WAITING)
    parent.refuses.clear()
    data = {"act": "resend", "row": str(waiting.id)}
    assert operator.post(f"/tuyen/{card.id}/lam/", data).status_code == 302
    turn()
    assert queries.route(SLUG).waiting == 0


@pytest.mark.parametrize(
    ("act", "state"),
    [("off", RouteState.OFF), ("on", RouteState.ON), ("end", RouteState.ENDED)],
)
def test_the_buttons_of_a_route_may_be_pressed_twice(operator, act, state):
    card = a_route()
    for _time in range(2):
        operator.post(f"/tuyen/{card.id}/lam/", {"act": act})
    assert queries.route(SLUG).state == state


def test_odd_buttons_do_nothing(operator):
    card = a_route()
    assert operator.post(f"/tuyen/{card.id}/lam/", {"act": "xxx"}).status_code == 302
    assert operator.post(f"/tuyen/{card.id}/lam/", {"act": "resend", "row": "x"}).status_code == 404
    assert operator.get(f"/tuyen/{there_is_none()}/").status_code == 404


def there_is_none():
    return "01a20000-0000-7000-8000-000000000000"


def test_A14_the_clerk_sees_the_road_and_that_it_waits(parent, tmp_path):
    a_route()
    there, sender = outside(parent), an_agency("Sở Gửi")
    clerk = signed_in(sender, Role.CLERK)
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, there))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    parent.away = True
    turn()
    page = clerk.get(tracking_of(taken)).content.decode()
    assert "qua Trục liên thông quốc gia: đang chờ chuyển sang bên kia" in page
    assert "Không kết nối được tới máy chủ" in page
    parent.away = False
    turn(hurry=SLUG)
    page = clerk.get(tracking_of(taken)).content.decode()
    assert "bên kia đã nhận, chờ phản hồi" in page
    assert exchange.tracking(taken.version_id, sender_id=sender.id, at=clock.now()).rows[0].road


def tracking_of(taken):
    return reverse("exchange:tracking-of", args=[taken.version_id])
