"""Only the agency for which a package speaks may bring it, and the installation itself."""

import pytest
from tests.gateways.builders import a_document, a_status, everything_kept, take

from lienthong.access.errors import RightMissing
from lienthong.access.rules import rights_of
from lienthong.directory.types import AgencyCard, Role
from lienthong.exchange import queries as exchange
from lienthong.gateways.errors import SpeaksForAnother
from lienthong.gateways.services import system_actor_for
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.ids import uuid7


def somebody(agency: AgencyCard, role: Role) -> Actor:
    return Actor(
        ActorKind.PERSON,
        "Trần Thị Lan",
        post_id=uuid7(),
        agency_id=agency.id,
        role=role,
        rights=rights_of(role),
    )


def test_the_system_and_the_clerk_of_the_sender_may(agencies):
    taken = take(a_document(), actor=system_actor_for(agencies.office))
    assert taken.sender_id == agencies.office.id
    again = take(a_document(), actor=somebody(agencies.office, Role.CLERK))
    assert again.package_id == taken.package_id


def test_what_a_package_does_is_done_by_the_sender_whoever_brings_it(agencies):
    taken = take(a_document())
    assert exchange.dispatch_card(taken.dispatch_id).admitted_by == agencies.office.name


def test_others_may_neither_bring_it_nor_learn_that_it_came(agencies, home):
    stranger = system_actor_for(agencies.two)
    before = everything_kept(home)
    with pytest.raises(SpeaksForAnother):
        take(a_document(), actor=stranger)
    assert everything_kept(home) == before
    take(a_document())
    with pytest.raises(SpeaksForAnother):
        take(a_document(), actor=stranger)


def test_nobody_reports_for_another_agency(agencies):
    take("edoc-new")
    with pytest.raises(SpeaksForAnother):
        take(a_status("03"), actor=system_actor_for(agencies.two))


def test_an_officer_may_not_send_in_the_agencys_name(agencies):
    with pytest.raises(RightMissing):
        take(a_document(), actor=somebody(agencies.office, Role.OFFICER))
