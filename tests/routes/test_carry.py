"""What goes to agencies outside waits for its route, and is there once (A14)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.gateways.builders import written
from tests.gateways.calls import a_pdf
from tests.routes.builders import FakeParent, a_package, a_route, an_agency, outside, read, turn
from tests.vxp.builders import a_status

from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.types import DocumentPackage, StatusPackage
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.routes import queries, services
from lienthong.routes.errors import NoRoute, ParcelClosed
from lienthong.routes.models import Parcel
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.types import ParcelKind, ParcelState, TheirAgency, Trouble
from lienthong.worklist.models import WorkItem

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SLUG = "truc-quoc-gia"


def the_dispatch(*, sender, to, tmp_path):
    """A package that a department's software brings, sent to these."""
    path = tmp_path / "brought.edxml"
    path.write_bytes(a_package(sender, *to))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    assert taken.dispatch_id
    return exchange.deliveries_of_dispatch(taken.dispatch_id, limit=10)


def work_about(delivery):
    return WorkItem.objects.filter(subject_id=delivery.id, settled_at=None).exists()


def stands(delivery):
    return exchange.delivery_card(delivery.id).state


@pytest.fixture
def there(parent):
    a_route()
    return outside(parent)


def test_A14_a_document_for_an_agency_outside_is_on_its_way_and_not_arrived(
    parent, there, tmp_path
):
    here, other = an_agency("Sở Một"), an_agency("Sở Hai")
    mine, theirs = sorted(
        the_dispatch(sender=here, to=[there, other], tmp_path=tmp_path),
        key=lambda one: one.recipient_id != there.id,
    )
    assert (stands(mine), stands(theirs)) == (DeliveryState.SENT, DeliveryState.ARRIVED)
    assert exchange.course([mine.id]) == []
    assert not work_about(mine)

    turn()

    ((code, kind, content),) = parent.brought
    assert (code, kind) == (here.code, ParcelKind.DOCUMENT)
    package = read(content, tmp_path)
    assert isinstance(package, DocumentPackage)
    assert [one.organ_id for one in package.recipients] == [there.code]
    leg = queries.legs([mine.id, theirs.id])[mine.id]
    assert (leg.route_name, leg.state) == ("Trục liên thông quốc gia", ParcelState.CARRIED)


@pytest.mark.both
def test_an_answer_that_is_lost_brings_the_same_bytes_again(parent, there, tmp_path):
    the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.lost = True
    turn()
    (waits,) = queries.parcels(queries.route(SLUG).id, ParcelState.WAITING)
    assert (waits.attempts, waits.code) == (1, "routes.no-answer")
    parent.lost = False
    turn(after=timedelta(minutes=2))
    assert (len(parent.brought), len(parent.unlike())) == (2, 1)
    assert queries.route(SLUG).waiting == 0
    assert not Parcel.objects.exclude(made=b"").exists(), "it is kept no longer than needed"


def with_a_zipped_file(sender, *to, tmp_path):
    """A package that this installation makes, and whose second file lies zipped in it."""
    files = {"cong-van.pdf": a_pdf(), "bang.xlsx": b"PK\x03\x04 bang tinh"}
    facts = {"attachments": attached(files)}
    package = read(a_package(sender, *to), tmp_path)
    path = tmp_path / "zipped.edxml"
    path.write_bytes(written(replace(package, **facts), files))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())


def attached(files):
    return tuple(
        t.Attachment.for_file(name=name, content_id=f"t{place}", content_key=name)
        for place, name in enumerate(files)
    )


def test_what_lies_zipped_in_a_package_is_brought_again_as_it_was(parent, there, tmp_path, home):
    here = an_agency("Sở Đây")
    with_a_zipped_file(an_agency("Sở Gửi"), there, here, tmp_path=tmp_path)
    parent.lost = True
    turn()
    (file,) = (home / "on-the-way").iterdir()
    assert parent.brought[0][2][:40] not in file.read_bytes(), "nothing lies in clear"
    services.give_up_expired(now=clock.now() + timedelta(hours=2))
    assert file.exists(), "it is still on its way"
    parent.agencies_there[0] = replace(parent.agencies_there[0], name="Sở Một đổi tên")
    parent.lost = False
    turn(after=timedelta(minutes=2), hurry=SLUG)
    assert (len(parent.brought), len(parent.unlike())) == (2, 1)
    services.give_up_expired(now=clock.now() + timedelta(hours=2))
    assert not file.exists(), "it is kept no longer than needed"


def test_a_kept_package_that_is_gone_or_damaged_is_made_anew(parent, there, tmp_path, home):
    with_a_zipped_file(an_agency("Sở Gửi"), there, an_agency("Sở Đây"), tmp_path=tmp_path)
    parent.lost = True
    turn()
    (file,) = (home / "on-the-way").iterdir()
    file.write_bytes(file.read_bytes()[:-50])
    turn(after=timedelta(minutes=2))
    file.unlink()
    parent.lost = False
    turn(after=timedelta(minutes=30))
    assert (len(parent.brought), len(parent.unlike())) == (3, 1)
    assert queries.route(SLUG).waiting == 0


def test_the_same_bytes_are_brought_again_whatever_was_renamed_since(parent, there, tmp_path):
    here = an_agency("Sở Đây")
    the_dispatch(sender=an_agency("Sở Gửi"), to=[there, here], tmp_path=tmp_path)
    parent.lost = True
    turn()
    parent.lost = False
    parent.agencies_there[0] = TheirAgency(there.code, "Sở Một tên mới")
    turn(hurry=SLUG, after=timedelta(minutes=2))
    assert directory.agency(there.id).name == "Sở Một tên mới"
    assert (len(parent.brought), len(parent.unlike())) == (2, 1)


def test_one_parcel_that_breaks_every_call_holds_up_no_other(parent, there, tmp_path):
    bad, good = an_agency("Sở Một"), an_agency("Sở Hai")
    parent.refuses[bad.code] = Away(Trouble.ODD_ANSWER, "HTTP 413")
    (poison,) = the_dispatch(sender=bad, to=[there], tmp_path=tmp_path)
    the_dispatch(sender=good, to=[there], tmp_path=tmp_path)
    turn()
    assert [code for code, _kind, _content in parent.brought] == [good.code]
    assert queries.route(SLUG).trouble == Trouble.NONE
    for days in range(1, 11):
        turn(after=timedelta(hours=12 * days))
    assert stands(poison) == DeliveryState.REFUSED
    assert "HTTP 413" in exchange.course([poison.id])[0].note


def test_calls_that_broke_do_not_count_as_refusals(parent, there, tmp_path):
    sender = an_agency()
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    parent.refuses[sender.code] = Away(Trouble.TIMED_OUT)
    for hours in (0, 1, 3):
        turn(after=timedelta(hours=hours))
    parent.refuses[sender.code] = TurnedDown("12", "Chưa.")
    for hours in (10, 11):
        turn(after=timedelta(hours=hours))
    assert stands(delivery) == DeliveryState.SENT
    turn(after=timedelta(hours=12))
    assert stands(delivery) == DeliveryState.REFUSED


def test_a_line_that_breaks_for_everything_is_a_matter_of_the_route(parent, there, tmp_path):
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.broken = True
    for days in range(6):
        turn(after=timedelta(days=days))
    assert queries.route(SLUG).trouble == Trouble.ODD_ANSWER
    (waits,) = queries.parcels(queries.route(SLUG).id, ParcelState.WAITING)
    assert (waits.attempts, stands(delivery)) == (0, DeliveryState.SENT)


def test_a_line_that_is_cut_heals_by_itself_and_is_asked_less_and_less(parent, there, tmp_path):
    the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.away = True
    turn()
    card = queries.route(SLUG)
    assert (card.trouble, card.waiting) == (Trouble.UNREACHABLE, 1)
    parent.away = False
    turn(after=timedelta(seconds=4))
    assert queries.route(SLUG).waiting == 1, "it rests for five seconds"
    turn(after=timedelta(seconds=6))
    card = queries.route(SLUG)
    assert (card.trouble, card.waiting, card.failing_since) == (Trouble.NONE, 0, None)


def test_what_is_turned_down_holds_up_nothing_else(parent, there, tmp_path):
    bad, good = an_agency("Sở Một"), an_agency("Sở Hai")
    parent.refuses[bad.code] = TurnedDown("12", "Không có nơi nhận.")
    the_dispatch(sender=bad, to=[there], tmp_path=tmp_path)
    the_dispatch(sender=good, to=[there], tmp_path=tmp_path)
    turn()
    assert [code for code, _kind, _content in parent.brought] == [good.code]
    (waits,) = queries.parcels(queries.route(SLUG).id, ParcelState.WAITING)
    assert (waits.attempts, waits.said) == (1, "Không có nơi nhận.")


def test_the_last_refusal_of_the_other_side_is_told_to_the_sender(parent, there, tmp_path):
    sender = an_agency()
    parent.refuses[sender.code] = TurnedDown("12", "Không có nơi nhận.")
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    for minutes in (0, 2, 20):
        turn(after=timedelta(minutes=minutes))
    assert stands(delivery) == DeliveryState.REFUSED
    (line,) = exchange.course([delivery.id])
    assert line.actor_name == "Trục liên thông quốc gia"
    assert "không chuyển được: Không có nơi nhận." in line.note
    assert work_about(delivery), "the sender's clerks have work"
    (gone,) = queries.parcels(queries.route(SLUG).id, ParcelState.GIVEN_UP)
    with pytest.raises(ParcelClosed):
        services.resend_parcel(gone.id, actor=Actor.installation(), now=clock.now())


def test_a_side_that_lets_nobody_in_is_a_matter_of_the_route(parent, there, tmp_path):
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.all_refused = True
    for minutes in (0, 5, 30):
        turn(after=timedelta(minutes=minutes))
    card = queries.route(SLUG)
    assert (card.trouble, card.said) == (Trouble.NOT_LET_IN, "Sai khóa bí mật.")
    assert stands(delivery) == DeliveryState.SENT, "nothing is given up for that"


def test_what_was_not_carried_in_a_week_is_told_to_the_sender(parent, there, tmp_path):
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.away = True
    turn(after=timedelta(days=7, minutes=1))
    assert stands(delivery) == DeliveryState.SENT, "it is tried once more first"
    turn(after=timedelta(days=7, minutes=16))
    assert stands(delivery) == DeliveryState.REFUSED
    assert "đã hết thời hạn chuyển" in exchange.course([delivery.id])[0].note
    assert work_about(delivery)


def test_after_a_week_it_is_tried_once_more_when_the_route_answers(parent, there, tmp_path):
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    parent.away = True
    turn()
    parent.away = False
    turn(after=timedelta(days=7, minutes=20))
    assert (stands(delivery), len(parent.brought)) == (DeliveryState.SENT, 1)
    sender = an_agency("Sở Khác")
    (other,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    parent.refuses[sender.code] = TurnedDown("12", "Chưa.")
    turn(after=timedelta(days=8))
    assert stands(other) == DeliveryState.REFUSED, "once, and no more"


@pytest.mark.parametrize("act", [services.rest_route, services.end_route])
def test_what_waits_for_a_route_that_is_not_used_is_told_to_the_sender(
    act, parent, there, tmp_path
):
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    act(SLUG, actor=Actor.installation(), now=clock.now())
    after = timedelta(days=7, minutes=1) if act == services.rest_route else timedelta(0)
    turn(after=after)
    assert stands(delivery) == DeliveryState.REFUSED
    assert work_about(delivery)


def test_who_has_it_already_by_another_road_has_it(parent, there, tmp_path):
    sender = an_agency()
    parent.refuses[sender.code] = TurnedDown("exchange.already-sent", "Đã có.")
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    turn()
    assert queries.legs([delivery.id])[delivery.id].state == ParcelState.CARRIED


def test_one_of_several_who_has_it_already_says_nothing_about_the_others(parent, there, tmp_path):
    second = outside(parent, "H09.13", "Sở Hai tỉnh bên")
    deliveries = the_dispatch(sender=an_agency(), to=[there, second], tmp_path=tmp_path)
    bring = parent.bring

    def has_one(package, **said):
        named = [one.organ_id for one in read(package.read_bytes(), tmp_path).recipients]
        if there.code in named:
            raise TurnedDown("exchange.already-sent", "Sở Một đã có.")
        return bring(package, **said)

    parent.bring = has_one
    turn()
    ((_code, _kind, content),) = parent.brought
    assert [one.organ_id for one in read(content, tmp_path).recipients] == [second.code]
    legs = queries.legs([one.id for one in deliveries]).values()
    assert {one.state for one in legs} == {ParcelState.CARRIED}


def test_of_several_only_who_could_not_be_reached_is_told_to_the_sender(parent, there, tmp_path):
    second = outside(parent, "H09.13", "Sở Hai tỉnh bên")
    deliveries = the_dispatch(sender=an_agency(), to=[there, second], tmp_path=tmp_path)

    def has_one(package, **_said):
        named = [one.organ_id for one in read(package.read_bytes(), tmp_path).recipients]
        code = "exchange.already-sent" if there.code in named else "12"
        raise TurnedDown(code, "Không nhận.")

    parent.bring = has_one
    for minutes in (0, 2, 20):
        turn(after=timedelta(minutes=minutes))
    found = {one.recipient_id: stands(one) for one in deliveries}
    assert found == {there.id: DeliveryState.SENT, second.id: DeliveryState.REFUSED}


def test_what_is_asked_back_goes_after_the_document_as_status_13(parent, there, tmp_path):
    sender = an_agency()
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="thu-hoi",
        actor=gateways.system_actor_for(sender),
        now=clock.now(),
    )
    assert not work_about(delivery), "nobody here is asked"
    parent.refuses[sender.code] = TurnedDown("12", "Chưa.")
    turn()
    parent.refuses.clear()
    turn(after=timedelta(minutes=2))
    turn(after=timedelta(minutes=3))
    assert [kind for _code, kind, _content in parent.brought] == list(ParcelKind)
    package = read(parent.brought[-1][2], tmp_path)
    assert isinstance(package, StatusPackage)
    assert package.status_code == "13"
    assert package.sender
    assert package.sender.organ_id == sender.code


def a_bare_recall(sent: bytes, sender, *recipients, folder) -> bytes:
    """A document package without a document: it asks back what was sent, as others write it."""
    block = t.Bussiness(
        read(sent, folder).document_id, BussinessDocType.RECALL, "Ban hành nhầm", "0"
    )
    letter = read(a_package(sender, *recipients, trace=t.Trace(bussiness=block)), folder)
    head, ended, rest = written(replace(letter, attachments=()), {}).partition(b"?>")
    return head + ended + b"<!-- of another program -->" + rest


def taken(content: bytes, folder):
    path = folder / "brought.edxml"
    path.write_bytes(content)
    return gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())


def test_A12_a_recall_without_a_document_goes_on_as_the_very_package(parent, there, tmp_path):
    sender = an_agency()
    sent = a_package(sender, there)
    (delivery,) = exchange.deliveries_of_dispatch(taken(sent, tmp_path).dispatch_id, limit=10)
    turn()
    recall = a_bare_recall(sent, sender, there, folder=tmp_path)
    taken(recall, tmp_path)
    parent.away = True
    turn(after=timedelta(minutes=1))
    parent.away = False
    turn(after=timedelta(minutes=30))
    assert parent.brought[-1] == (sender.code, ParcelKind.DOCUMENT, recall)
    assert len(parent.brought) == 2

    answer = a_status(read(recall, tmp_path), "15", by=there, to=sender)
    parent.listed["tra-loi"] = (ParcelKind.STATUS, answer)
    turn(after=timedelta(minutes=60))
    assert stands(delivery) == DeliveryState.RECALLED


@pytest.mark.both
def test_A12_a_recall_from_several_is_a_13_for_each_behind_a_route(parent, there, tmp_path):
    sender, here = an_agency(), an_agency("Sở Hai")
    sent = a_package(sender, there, here)
    taken(sent, tmp_path)
    turn()
    taken(a_bare_recall(sent, sender, there, here, folder=tmp_path), tmp_path)
    turn(after=timedelta(minutes=1))
    code, kind, content = parent.brought[-1]
    assert (code, kind) == (sender.code, ParcelKind.STATUS)
    assert read(content, tmp_path).status_code == "13"


def test_a_route_that_rests_keeps_what_waits(parent, there, tmp_path):
    services.rest_route(SLUG, actor=Actor.installation(), now=clock.now())
    the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    turn(after=timedelta(hours=1))
    assert parent.brought == []
    services.use_route(SLUG, actor=Actor.installation(), now=clock.now())
    turn()
    assert len(parent.brought) == 1


def test_the_cheaper_of_two_routes_is_taken(parent, there, tmp_path):
    a_route("ngang-cap", name="Tuyến rẻ hơn", cost=10)
    turn(hurry="ngang-cap")
    (delivery,) = the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    assert queries.legs([delivery.id])[delivery.id].route_name == "Tuyến rẻ hơn"


def test_where_no_route_leads_any_more_nothing_is_promised(parent, there, tmp_path):
    services.end_route(SLUG, actor=Actor.installation(), now=clock.now())
    with pytest.raises(NoRoute):
        the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    assert directory.agency(there.id).is_outside


@pytest.mark.both
def test_a_route_that_breaks_costs_the_others_nothing(parent, there, tmp_path, settings):
    a_route("hong", name="Tuyến hỏng", caller="hong", leads_to=("H77",), cost=1)
    settings.LIENTHONG_ROUTE_ENDS = {"axis": f"{__name__}.broken_for_one"}
    the_dispatch(sender=an_agency(), to=[there], tmp_path=tmp_path)
    turn()
    assert len(parent.brought) == 1
    assert queries.route("hong").trouble == Trouble.ODD_ANSWER


def broken_for_one(access):
    if access.caller == "hong":
        raise ValueError("nobody foresaw this")
    return FakeParent.now


def test_who_was_not_reached_as_the_sender_was_told_is_not_reached_by_the_route(
    parent, there, tmp_path
):
    ghost = replace(there, code="H77.1", name="Sở không biết")
    the_dispatch(sender=an_agency(), to=[there, ghost], tmp_path=tmp_path)
    turn()
    ((_code, _kind, content),) = parent.brought
    assert [one.organ_id for one in read(content, tmp_path).recipients] == [there.code]
