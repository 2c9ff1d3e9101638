"""A route that reaches nobody for long: another one carries what waits, and nothing twice (A14)."""

from datetime import timedelta

import pytest
from tests.routes.builders import ACTOR, FakeParent, a_package, a_route, an_agency, turn
from tests.routes.test_sister import KEY, FakeSister

from lienthong.access.errors import RightMissing
from lienthong.directory import queries as directory
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryState
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.routes import queries, rules, services
from lienthong.routes.errors import NothingHandedOver, RouteBusy
from lienthong.routes.models import Load, Parcel, Route
from lienthong.routes.ports import Away
from lienthong.routes.types import Access, ParcelState, RouteKind, TheirAgency, Trouble

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIRST, SECOND = "chinh", "du-phong"
LONG = rules.DEAD_AFTER + timedelta(minutes=11)
ENDS: dict[str, FakeParent | FakeSister] = {}


def end_of(access: Access) -> FakeParent | FakeSister:
    return ENDS[access.caller]


@pytest.fixture(autouse=True)
def ends(home, settings) -> dict[str, FakeParent | FakeSister]:
    named = f"{__name__}.end_of"
    settings.LIENTHONG_ROUTE_ENDS = {"axis": named, "sister": named}
    ENDS.clear()
    return ENDS


@pytest.fixture
def parents(ends) -> tuple[FakeParent, FakeParent]:
    """Two parents that both lead to one agency; the first is cheaper."""
    for slug, cost in ((FIRST, 10), (SECOND, 20)):
        ends[slug] = FakeParent(agencies_there=[TheirAgency("H09.12", "Sở Một tỉnh bên")])
        a_route(slug, name=slug, caller=slug, cost=cost)
    turn()
    return ends[FIRST], ends[SECOND]


def a_delivery(sender, tmp_path):
    there = directory.agency_by_code("H09.12")
    path = tmp_path / "brought"
    path.write_bytes(a_package(sender, there))
    taken = gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    return exchange.delivery_card(taken.delivery_ids[0])


def dead(parent) -> None:
    """Nobody answers, as long as it takes for others to be asked."""
    parent.away = True
    turn(hurry=FIRST)
    turn(after=LONG, hurry=FIRST)


def goes_by(delivery) -> tuple[str, ParcelState]:
    leg = queries.legs([delivery.id])[delivery.id]
    return leg.route_name, leg.state


def test_A14_what_was_never_begun_goes_by_the_next_route_and_there_once(parents, tmp_path):
    first, second = parents
    delivery = a_delivery(an_agency(), tmp_path)
    dead(first)
    assert goes_by(delivery) == (SECOND, ParcelState.WAITING)
    turn(after=LONG)
    assert goes_by(delivery) == (SECOND, ParcelState.CARRIED)
    first.away = False
    turn(after=LONG + timedelta(hours=1), hurry=FIRST)
    assert (len(first.brought), len(second.brought)) == (0, 1)
    assert exchange.delivery_card(delivery.id).state == DeliveryState.SENT


def test_a_short_failure_changes_no_road(parents, tmp_path):
    first, second = parents
    delivery = a_delivery(an_agency(), tmp_path)
    first.away = True
    turn()
    turn(after=rules.DEAD_AFTER - timedelta(minutes=1), hurry=FIRST)
    first.away = False
    turn(after=rules.DEAD_AFTER, hurry=FIRST)
    assert goes_by(delivery) == (FIRST, ParcelState.CARRIED)
    assert second.brought == []


def test_of_what_may_be_at_a_sister_a_parent_is_told_nothing(ends, tmp_path):
    """What was reported there would be read by nobody."""
    ends[FIRST], ends[SECOND] = FakeSister(), FakeParent()
    ends[SECOND].agencies_there = [TheirAgency("H09.12", "Sở Một tỉnh bên")]
    facts = {"kind": RouteKind.SISTER, "secret": KEY, "leads_to": ("H09",)}
    a_route(FIRST, name=FIRST, caller=FIRST, cost=10, **facts)
    a_route(SECOND, name=SECOND, caller=SECOND, cost=20)
    sender = an_agency()
    turn()
    delivery = a_delivery(sender, tmp_path)
    ends[FIRST].lost = True
    turn()
    with pytest.raises(NothingHandedOver):
        services.hand_over_route(FIRST, actor=ACTOR, now=clock.now())
    assert goes_by(delivery) == (FIRST, ParcelState.WAITING)


def test_what_may_be_there_stays_where_nothing_tells_the_other_side(parents, tmp_path):
    """Two parents: whoever lies behind them may be delivered to twice, and nobody would know."""
    first, second = parents
    delivery = a_delivery(an_agency(), tmp_path)
    first.lost = True
    turn()
    first.lost = False
    dead(first)
    assert goes_by(delivery) == (FIRST, ParcelState.WAITING)
    assert second.brought == []


def test_an_operator_hands_over_also_that_when_told_so(parents, tmp_path):
    first, second = parents
    delivery = a_delivery(an_agency(), tmp_path)
    first.lost = True
    turn()
    with pytest.raises(NothingHandedOver):
        services.hand_over_route(FIRST, actor=ACTOR, now=clock.now())
    done = services.hand_over_route(FIRST, actor=ACTOR, now=clock.now(), also_perhaps_there=True)
    assert (done, goes_by(delivery)) == (1, (SECOND, ParcelState.WAITING))
    turn()
    assert len(second.brought) == 1


def test_A14_to_a_sister_goes_also_what_may_be_there(ends, tmp_path):
    """Its recipient lives there, where a document is known again by whatever road it comes."""
    ends[FIRST] = FakeParent(agencies_there=[TheirAgency("H09.12", "Sở Một tỉnh bên")])
    ends[SECOND] = FakeSister()
    a_route(FIRST, name=FIRST, caller=FIRST, cost=10)
    facts = {"kind": RouteKind.SISTER, "secret": KEY, "leads_to": ("H09",)}
    a_route(SECOND, name=SECOND, caller=SECOND, cost=20, **facts)
    sender = an_agency()
    turn()
    delivery = a_delivery(sender, tmp_path)
    ends[FIRST].lost = True
    turn()
    dead(ends[FIRST])
    turn(after=LONG)
    assert goes_by(delivery) == (SECOND, ParcelState.CARRIED)
    (submitted,) = ends[SECOND].submitted
    new = Parcel.objects.get(instead_of__isnull=False)
    assert submitted[1]["key"] == f"route:{new.pk}"


def test_who_still_has_only_the_dead_route_waits_for_it(parents, tmp_path):
    first, second = parents
    first.agencies_there.append(TheirAgency("H09.13", "Sở Hai tỉnh bên"))
    turn(hurry=FIRST)
    both = [directory.agency_by_code(code) for code in ("H09.12", "H09.13")]
    path = tmp_path / "brought"
    path.write_bytes(a_package(an_agency(), *both))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    dead(first)
    turn(after=LONG)
    assert [(one.state, one.loads.count()) for one in Parcel.objects.order_by("id")] == [
        (ParcelState.WAITING, 1),
        (ParcelState.CARRIED, 1),
    ]
    first.away = False
    turn(after=LONG + timedelta(hours=1), hurry=FIRST)
    assert (len(first.brought), len(second.brought)) == (1, 1)


def test_what_is_sent_meanwhile_takes_the_route_that_works(parents, tmp_path):
    first, second = parents
    first.away = True
    turn()
    Route.objects.filter(slug=FIRST).update(unreached_since=clock.now() - rules.DEAD_AFTER)
    delivery = a_delivery(an_agency(), tmp_path)
    turn()
    assert goes_by(delivery) == (SECOND, ParcelState.CARRIED)
    assert (first.brought, len(second.brought)) == ([], 1)


def test_what_is_asked_back_follows_its_document(parents, tmp_path):
    first, second = parents
    sender = an_agency()
    delivery = a_delivery(sender, tmp_path)
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="thu-hoi",
        actor=gateways.system_actor_for(sender),
        now=clock.now(),
    )
    dead(first)
    turn(after=LONG)
    assert [str(kind) for _sender, kind, _content in second.brought] == ["document", "status"]


def test_what_waits_for_a_route_that_ends_goes_by_another(parents, tmp_path):
    delivery = a_delivery(an_agency(), tmp_path)
    services.end_route(FIRST, actor=ACTOR, now=clock.now())
    turn()
    turn()
    assert goes_by(delivery) == (SECOND, ParcelState.CARRIED)


def test_nothing_is_handed_over_while_it_may_be_on_its_way(parents, tmp_path):
    a_delivery(an_agency(), tmp_path)
    Route.objects.filter(slug=FIRST).update(
        token=uuid7(), due_at=clock.now() + timedelta(minutes=5)
    )
    with pytest.raises(RouteBusy):
        services.hand_over_route(FIRST, actor=ACTOR, now=clock.now())


def test_what_a_killed_worker_had_begun_may_be_there(parents, tmp_path):
    first, _second = parents
    a_delivery(an_agency(), tmp_path)

    def killed(*_args, **_facts):
        raise SystemExit

    first.bring = killed
    with pytest.raises(SystemExit):
        turn()
    assert Parcel.objects.get().may_be_there


@pytest.mark.parametrize(
    ("trouble", "may_be_there"),
    [
        (Trouble.UNREACHABLE, False),
        (Trouble.NOT_RESOLVED, False),
        (Trouble.TLS_FAILED, False),
        (Trouble.NO_ANSWER, True),
        (Trouble.TIMED_OUT, True),
        (Trouble.ODD_ANSWER, True),
    ],
)
def test_only_who_was_there_to_hear_it_may_have_it(parents, tmp_path, trouble, may_be_there):
    first, _second = parents
    sender = an_agency()
    a_delivery(sender, tmp_path)
    first.refuses[sender.code] = Away(trouble)
    turn()
    assert Parcel.objects.get().may_be_there is may_be_there


def test_who_is_no_operator_hands_nothing_over(parents):
    actor = gateways.system_actor_for(an_agency())
    with pytest.raises(RightMissing):
        services.hand_over_route(FIRST, actor=actor, now=clock.now())


def test_who_has_it_already_stays_with_the_route_that_brought_it(parents, tmp_path):
    first, second = parents
    for parent, slug in ((first, FIRST), (second, SECOND)):
        parent.agencies_there.append(TheirAgency("H09.13", "Sở Hai tỉnh bên"))
        turn(hurry=slug)
    both = [directory.agency_by_code(code) for code in ("H09.12", "H09.13")]
    path = tmp_path / "brought"
    path.write_bytes(a_package(an_agency(), *both))
    gateways.take_in_package(path, actor=Actor.installation(), now=clock.now())
    has_it = Parcel.objects.get().loads.order_by("id").first()
    Load.objects.filter(pk=has_it.pk).update(is_there=True)
    dead(first)
    turn(after=LONG)
    old, new = Parcel.objects.order_by("id")
    assert (old.state, new.state) == (ParcelState.CARRIED, ParcelState.CARRIED)
    assert [load.delivery_id for load in new.loads.all()] != [has_it.delivery_id]
    assert Record.objects.filter(act="routes.carried").count() == 2
    assert Record.objects.filter(act="routes.handed-over").count() == 1
