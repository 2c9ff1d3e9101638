"""What ended for routes stays ended after an older backup came back (decision 0033)."""

import pytest
from tests.routes.builders import ACTOR, TheirAgency, a_route, outside, turn

from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.operation.services import endings
from lienthong.routes import queries, services
from lienthong.routes.models import Route
from lienthong.routes.types import RouteState

pytestmark = pytest.mark.django_db


def test_an_ended_route_asks_nobody_after_a_restore_and_one_that_rests_goes_on_resting(
    parent, tmp_path
):
    ended, rests = a_route(), a_route("tinh-ben", address="https://tinh-ben.example.vn/vxp")
    outside(parent)
    services.end_route(ended.slug, actor=ACTOR, now=clock.now())
    services.rest_route(rests.slug, actor=ACTOR, now=clock.now())
    endings.write_endings(tmp_path / "erasures.jsonl", at=clock.now())

    Route.objects.update(state=RouteState.ON, due_at=clock.now(), list_at=clock.now())
    found = endings.end_again(tmp_path / "erasures.jsonl", now=clock.now())

    assert [(one.kind, one.count) for one in found] == [("routes", 2)]
    states = {slug: queries.route(slug).state for slug in (ended.slug, rests.slug)}
    assert states == {ended.slug: RouteState.ENDED, rests.slug: RouteState.OFF}
    parent.agencies_there.append(TheirAgency("H09.99", "Sở mới của tỉnh bên"))
    turn()
    assert directory.agency_by_code("H09.99") is None
    assert endings.end_again(tmp_path / "erasures.jsonl", now=clock.now()) == ()
