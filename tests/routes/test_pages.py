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
from lienthong.routes import queries, services
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


def changed(**changes):
    facts = form(secret="", authority="", **changes)
    return {name: facts[name] for name in facts if name not in ("slug", "name", "kind")}


def test_an_operator_changes_how_the_other_side_is_called(operator):
    card = a_route()
    address = f"/tuyen/{card.id}/sua/"
    page = operator.get(address).content.decode()
    assert "https://truc.example.vn/vxp" in page
    assert "bi-mat" not in page
    sealed = bytes(Route.objects.get().sealed)
    moved = changed(address="https://truc-moi.example.vn/vxp", cost="7", leads_to="H09 G15")
    assert operator.post(address, moved).headers["Location"] == f"/tuyen/{card.id}/"
    row = Route.objects.get()
    assert (row.address, row.cost, row.leads_to) == (moved["address"], 7, "H09 G15")
    assert bytes(row.sealed) == sealed, "an empty secret leaves the one that is kept"
    operator.post(address, {**moved, "secret": "bi-mat-moi-cua-bai-thu"})
    assert bytes(Route.objects.get().sealed) != sealed


def test_a_change_that_cannot_be_is_said_beside_its_field_and_changes_nothing(operator):
    card = a_route()
    for wrong in ({"address": "http://x"}, {"authority": "xxx"}, {"cost": "-1"}):
        assert operator.post(f"/tuyen/{card.id}/sua/", changed() | wrong).status_code == 422
    assert queries.route(SLUG) == card


def test_the_button_hands_over_what_waits_or_says_why_not(operator, parent, tmp_path):
    card, other = a_route(), a_route("du-phong", name="Dự phòng", cost=200)
    there, sender = outside(parent), an_agency("Sở Gửi")
    address = f"/tuyen/{card.id}/giao-lai/"
    assert operator.post(address).status_code == 409
    services.rest_route(SLUG, actor=Actor.installation(), now=clock.now())
    services.rest_route("du-phong", actor=Actor.installation(), now=clock.now())
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, there))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    services.use_route("du-phong", actor=Actor.installation(), now=clock.now())
    assert "Giao cho tuyến khác" in operator.get(f"/tuyen/{card.id}/").content.decode()
    assert operator.post(address).headers["Location"] == f"/tuyen/{card.id}/"
    assert queries.parcels(other.id, ParcelState.WAITING)


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
