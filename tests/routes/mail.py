"""A route of mail, whom it reaches, and what is sent by it."""

from tests.routes.builders import ACTOR, a_package, a_route, an_agency

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import services
from lienthong.routes.types import RouteKind

SLUG, BOX = "thu-cong-vu", "vanthu@xa1.dongnai.gov.vn"


def a_mail_route(relay, **facts):
    told = {
        "name": "Thư công vụ",
        "kind": RouteKind.MAIL,
        "address": f"smtp+clear://127.0.0.1:{relay.port}",
        "networks": ("127.0.0.0/8",),
        "caller": "",
        "secret": "",
        "sender": "lienthong@dongnai.gov.vn",
        "site": "https://lienthong.dongnai.gov.vn",
        "stands_for": ("*",),
        **facts,
    }
    return a_route(SLUG, **told)


def reach(code="H19.901", address=BOX, name="UBND xã Một"):
    box = services.reach_by_mail(
        SLUG, code=code, address=address, name=name, actor=ACTOR, now=clock.now()
    )
    return directory.agency(box.agency_id)


def sent(tmp_path, *to, sender=None):
    path = tmp_path / "brought.edxml"
    path.write_bytes(a_package(sender or an_agency("Sở Một"), *to))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    found = exchange.deliveries_of_dispatch(taken.dispatch_id, limit=10)
    return sorted(found, key=lambda one: [card.id for card in to].index(one.recipient_id))


def state(delivery):
    return exchange.delivery_card(delivery.id).state


def last_line(delivery):
    return exchange.course([delivery.id])[-1]
