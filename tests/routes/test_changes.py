"""Updates and replacements by routes, both ways: offered there, and answered back (A12, A14)."""

from datetime import timedelta

import pytest
from tests.gateways.calls import a_pdf
from tests.routes.builders import a_package, a_route, an_agency, outside, read, turn
from tests.vxp.builders import a_status

from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState, NewReport, StatusCode
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import queries, rules, services
from lienthong.routes.types import ParcelKind, ParcelState

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"
CHANGES = (BussinessDocType.UPDATE, BussinessDocType.REPLACEMENT)
MINUTE = timedelta(minutes=1)
# Whether the recipient agrees, what it answers, and where the earlier and the new one end.
ANSWERS = [
    ("15", DeliveryState.SUPERSEDED, DeliveryState.ACCEPTED),
    ("16", DeliveryState.ACCEPTED, DeliveryState.NOT_TAKEN),
]


@pytest.fixture
def there(parent):
    a_route()
    return outside(parent)


def changed(first: bytes, does: BussinessDocType, sender, recipient, tmp_path) -> bytes:
    """A package that updates or replaces what an earlier one brought."""
    earlier = read(first, tmp_path)
    block = {"document_id": earlier.document_id, "doc_type": does, "reason": "Sửa nhầm lẫn"}
    if does is BussinessDocType.UPDATE:
        said = t.Bussiness(**block, updates=(t.UpdateInfo("1", "0"),))
        same = {"document_id": earlier.document_id, "code": earlier.code}
    else:
        whom = (t.ReplacementInfo(earlier.document_id, (recipient.code,)),)
        said, same = t.Bussiness(**block, replacements=whom), {}
    trace = t.Trace(bussiness=said)
    return a_package(sender, recipient, content=a_pdf(), trace=trace, **same)


def taken(package: bytes, tmp_path):
    path = tmp_path / "brought.edxml"
    path.write_bytes(package)
    done = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    return done.delivery_ids[0]


def stands(delivery_id) -> DeliveryState:
    return exchange.delivery_card(delivery_id).state


@pytest.mark.parametrize(("code", "earlier_ends", "new_ends"), ANSWERS)
@pytest.mark.parametrize("does", CHANGES)
def test_A12_what_goes_out_is_offered_there_and_answered_back(
    parent, there, tmp_path, does, code, earlier_ends, new_ends
):
    sender = an_agency("Sở Gửi")
    first = a_package(sender, there)
    before = taken(first, tmp_path)
    turn()
    about = read(first, tmp_path)
    parent.listed["s1"] = (ParcelKind.STATUS, a_status(about, "03", by=there, to=sender))
    turn(hurry=SLUG)
    later = changed(first, does, sender, there, tmp_path)
    offered = taken(later, tmp_path)
    turn(hurry=SLUG)
    assert parent.brought[-1] == (sender.code, ParcelKind.DOCUMENT, later)
    assert (stands(before), stands(offered)) == (DeliveryState.ACCEPTED, DeliveryState.OFFERED)
    parent.listed["s2"] = (ParcelKind.STATUS, a_status(about, code, by=there, to=sender))
    turn(hurry=SLUG, after=MINUTE)
    assert parent.settled == {"s1": True, "s2": True}
    assert (stands(before), stands(offered)) == (earlier_ends, new_ends)


@pytest.mark.parametrize(("code", "earlier_ends", "new_ends"), ANSWERS)
@pytest.mark.parametrize("does", CHANGES)
def test_A12_what_comes_in_is_offered_here_and_the_answer_goes_back(
    parent, there, tmp_path, does, code, earlier_ends, new_ends
):
    here = an_agency("Sở Nhận")
    first = a_package(there, here)
    parent.listed["d1"] = (ParcelKind.DOCUMENT, first)
    turn(hurry=SLUG)
    (before,) = exchange.received(recipient_id=here.id, states=[DeliveryState.ARRIVED])
    actor = gateways.system_actor_for(here)
    exchange_services.report_status(
        report=NewReport(before.id, StatusCode.ACCEPTED, "k1"), actor=actor, now=clock.now()
    )
    later = changed(first, does, there, here, tmp_path)
    parent.listed["d2"] = (ParcelKind.DOCUMENT, later)
    turn(hurry=SLUG, after=MINUTE)
    (offered,) = exchange.received(recipient_id=here.id, states=[DeliveryState.OFFERED])
    exchange_services.answer_change(
        delivery_id=before.id,
        agrees=code == "15",
        note="Đã xem",
        key="k2",
        actor=actor,
        now=clock.now() + MINUTE,
    )
    turn(hurry=SLUG, after=2 * MINUTE)
    assert (stands(before.id), stands(offered.id)) == (earlier_ends, new_ends)
    statuses = [one for _code, kind, one in parent.brought if kind == ParcelKind.STATUS]
    assert [read(one, tmp_path).status_code for one in statuses][:2] == ["01", "03"]
    assert code in [read(one, tmp_path).status_code for one in statuses]


@pytest.mark.parametrize("does", CHANGES)
def test_A12_a_change_waits_for_the_road_of_the_earlier_document(parent, there, tmp_path, does):
    """A dead route leaves what waits to another one, but not what changes what it brought."""
    a_route("du-phong", name="Dự phòng", cost=500)
    turn(hurry="du-phong")
    sender = an_agency("Sở Gửi")
    first = a_package(sender, there)
    taken(first, tmp_path)
    turn(hurry=SLUG)
    offered = taken(changed(first, does, sender, there, tmp_path), tmp_path)
    waiting = queries.parcels(queries.route(SLUG).id, ParcelState.WAITING)
    assert len(waiting) == 1
    services.rest_route(SLUG, actor=Actor.installation(), now=clock.now())
    turn(after=rules.DEAD_AFTER)
    assert queries.legs([offered])[offered].state == ParcelState.WAITING
    assert len(parent.brought) == 1
