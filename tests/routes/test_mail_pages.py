"""An operator looks after a route of mail: adds it, names mailboxes, tries it (A7, D2)."""

import pytest
from tests.routes.builders import an_agency
from tests.routes.mail import SLUG, a_mail_route, reach
from tests.routes.test_pages import signed_in

from lienthong.directory.types import Role
from lienthong.routes import queries
from lienthong.routes.types import RouteKind

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def operator(relay):
    return signed_in(an_agency("Sở Vận hành"), Role.OPERATOR)


def told(relay, **facts):
    return {
        "address": f"smtp+clear://127.0.0.1:{relay.port}",
        "networks": "127.0.0.0/8",
        "caller": "",
        "secret": "",
        "stands_for": "*",
        "cost": "500",
        "sender": "lienthong@dongnai.gov.vn",
        "site": "https://lienthong.dongnai.gov.vn",
        **facts,
    }


def test_an_operator_adds_a_route_of_mail_and_changes_it(operator, relay):
    new = {"slug": SLUG, "name": "Thư công vụ", "kind": "mail"}
    assert operator.post("/tuyen/them/", told(relay, **new, sender="")).status_code == 422
    assert operator.post("/tuyen/them/", told(relay, **new)).status_code == 302
    card = queries.route(SLUG)
    assert (card.kind, card.cost, card.largest) == (RouteKind.MAIL, 500, 20_000_000)
    changed = told(relay, leads_to="*", largest="300000")
    assert operator.post(f"/tuyen/{card.id}/sua/", changed).status_code == 302
    assert queries.route(SLUG).largest == 300_000


def test_an_operator_names_mailboxes_and_tries_the_route(operator, relay):
    route = a_mail_route(relay)
    box = reach()
    act = f"/tuyen/{route.id}/hop-thu/"
    free = {"act": "reach", "code": "H19.902", "name": "UBND xã Hai", "address": "xa2@gmail.com"}
    assert operator.post(act, free).status_code == 422
    assert operator.post(act, free | {"address": "xa2@dongnai.gov.vn"}).status_code == 302
    assert [one.name for one in queries.mailboxes(route.id)] == ["UBND xã Hai", "UBND xã Một"]
    tried = operator.post(act, {"act": "try", "address": "toi@dongnai.gov.vn"}, follow=True)
    assert "đã nhận thư thử" in tried.content.decode()
    relay.script.greeting = "554 go away"
    tried = operator.post(act, {"act": "try", "address": "toi@dongnai.gov.vn"})
    assert tried.status_code == 409
    assert all(one in tried.content.decode() for one in ("554 go away", "routes.letter-not-sent"))
    assert operator.post(act, {"act": "off", "row": str(box.id)}).status_code == 302
    assert [one.name for one in queries.mailboxes(route.id)] == ["UBND xã Hai"]
