"""Routes are described, changed and ended by operators; what they need is looked at before."""

from io import StringIO

import pytest
from django.core.management import call_command
from tests.routes.builders import ACTOR, a_route
from tests.vxp.proxy import a_certificate

from lienthong.access.errors import RightMissing
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.routes import errors, queries, rules, services
from lienthong.routes.models import Route
from lienthong.routes.types import RouteKind, RouteState

NOBODY = Actor(kind=ActorKind.SYSTEM, name="ai đó")


@pytest.mark.django_db
def test_the_secret_of_a_route_is_kept_encrypted_and_can_be_used():
    a_route(secret="bi-mat-cua-chung-ta-2026")
    row = Route.objects.get()
    assert b"bi-mat" not in bytes(row.sealed)
    assert queries.access_of(row).secret == "bi-mat-cua-chung-ta-2026"
    assert "bi-mat" not in repr(queries.route(row.slug))


@pytest.mark.django_db
def test_a_new_secret_takes_the_place_of_the_old_one():
    card = a_route(secret="bi-mat-cua-chung-ta-2026")
    for _time in range(2):
        services.change_route(card.slug, secret="bi-mat-moi-2027", actor=ACTOR, now=clock.now())
    assert queries.access_of(Route.objects.get()).secret == "bi-mat-moi-2027"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"address": "http://truc.example.vn/vxp"}, errors.RouteAddressShape),
        ({"address": "https://a:b@truc.example.vn/vxp"}, errors.RouteAddressShape),
        ({"address": "https://truc.example.vn/vxp?x=1"}, errors.RouteAddressShape),
        ({"address": "https://truc.example.vn:x/vxp"}, errors.RouteAddressShape),
        ({"slug": "Trục"}, errors.SlugShape),
        ({"leads_to": ("H19/2",)}, errors.TreeShape),
        ({"caller": " "}, errors.RouteFieldMissing),
        ({"secret": " "}, errors.RouteFieldMissing),
        ({"cost": -1}, errors.CostShape),
        ({"cost": 1_000_001}, errors.CostShape),
        ({"networks": ("any",)}, errors.NetworksTooWide),
        ({"networks": ("::/0",)}, errors.NetworksTooWide),
        ({"authority": "không phải PEM"}, errors.AuthorityUnreadable),
        ({"kind": RouteKind.SISTER, "leads_to": ("H09",)}, errors.KeyUnreadable),
    ],
)
def test_a_route_that_cannot_work_is_refused(facts, refusal):
    with pytest.raises(refusal):
        a_route(**facts)
    assert not Route.objects.exists()


@pytest.mark.django_db
def test_a_name_is_given_once():
    a_route()
    with pytest.raises(errors.SlugTaken):
        a_route()


@pytest.mark.django_db
def test_only_operators_touch_routes():
    a_route()
    now = clock.now()
    for act in (services.rest_route, services.use_route, services.end_route):
        with pytest.raises(RightMissing):
            act("truc-quoc-gia", actor=NOBODY, now=now)
    with pytest.raises(RightMissing):
        services.change_route("truc-quoc-gia", cost=1, actor=NOBODY, now=now)


@pytest.mark.django_db
def test_an_ended_route_is_never_used_again():
    a_route()
    services.end_route("truc-quoc-gia", actor=ACTOR, now=clock.now())
    services.end_route("truc-quoc-gia", actor=ACTOR, now=clock.now())
    with pytest.raises(errors.RouteEnded):
        services.use_route("truc-quoc-gia", actor=ACTOR, now=clock.now())
    assert queries.route("truc-quoc-gia").state == RouteState.ENDED


@pytest.mark.django_db
def test_an_unknown_route_is_not_found():
    with pytest.raises(errors.RouteNotFound):
        queries.route("khong-co")
    with pytest.raises(errors.RouteNotFound):
        services.use_route("khong-co", actor=ACTOR, now=clock.now())


@pytest.mark.django_db
def test_a_change_keeps_what_is_not_named():
    before = a_route(leads_to=("H09", "G15"))
    after = services.change_route(
        "truc-quoc-gia", cost=7, networks=["10.0.0.0/8"], actor=ACTOR, now=clock.now()
    )
    assert (after.cost, after.networks) == (7, ("10.0.0.0/8",))
    assert (after.address, after.leads_to) == (before.address, ("H09", "G15"))
    with pytest.raises(errors.RouteAddressShape):
        services.change_route(
            "truc-quoc-gia", address="ftp://a.example.vn", actor=ACTOR, now=clock.now()
        )
    with pytest.raises(errors.CostShape):
        services.change_route("truc-quoc-gia", cost=-1, actor=ACTOR, now=clock.now())


@pytest.mark.django_db
def test_the_command_changes_the_caller_and_who_vouches(tmp_path):
    a_route()
    pem, _key = a_certificate(tmp_path, "ca")
    call_command(
        "route",
        "change",
        "truc-quoc-gia",
        caller="dong-nai-2",
        authority_file=pem,
        stdout=StringIO(),
    )
    access = queries.access_of(Route.objects.get())
    assert (access.caller, access.authority) == ("dong-nai-2", pem.read_text().strip())
    assert access.secret not in repr(access)


@pytest.mark.once
@pytest.mark.parametrize(
    ("trees", "code", "is_so"),
    [
        (("*",), "H19.1", True),
        (("H19",), "H19", True),
        (("H19",), "H19.1.2", True),
        (("H19",), "H190", False),
        (("H19.1",), "H19", False),
        (("000.00.00.H19",), "000.01.02.H19", True),
        ((), "H19", False),
    ],
)
def test_a_tree_covers_its_root_and_all_below(trees, code, is_so):
    assert rules.covers(trees, code) is is_so


@pytest.mark.once
def test_pauses_grow_and_have_an_end():
    pauses = [rules.route_pause(n).total_seconds() for n in range(1, 30)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (5, 600)
    waits = [rules.parcel_pause(n).total_seconds() for n in range(1, 30)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (60, 6 * 3600)
