from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.directory.builders import (
    PILOT_STARTS,
    TODAY,
    a_department,
    a_member,
)

from lienthong.directory import queries, services
from lienthong.directory.errors import (
    AgencyClosed,
    DatesOutOfOrder,
    ParticipationDiffers,
    UnknownAgency,
)
from lienthong.directory.models import Participation
from lienthong.directory.types import PartnerScope, Readiness, SuccessionKind

pytestmark = pytest.mark.django_db


def state(agency, *, sender, on=TODAY, kind="cong-van") -> Readiness:
    answers = queries.readiness([agency.id], kind_code=kind, sender_id=sender.id, on=on)
    return answers[agency.id].readiness


def test_A4_before_its_start_an_agency_is_no_electronic_recipient(committee):
    agency = a_member(committee, "Sở Tư pháp", starts_on=date(2010, 12, 15))
    assert state(agency, sender=committee, on=date(2010, 12, 14)) == Readiness.NOT_YET
    assert state(agency, sender=committee, on=date(2010, 12, 15)) == Readiness.READY
    assert state(a_department(committee, "Sở Y tế"), sender=committee) == Readiness.NOT_JOINED


def test_A4_an_agency_of_the_committee_alone_gets_nothing_from_the_others(committee):
    alone = a_member(committee, "Sở Y tế", partners=PartnerScope.COMMITTEE)
    other = a_member(committee, "Sở Tư pháp")
    assert state(alone, sender=committee) == Readiness.READY
    assert state(alone, sender=other) == Readiness.PARTNER_OUT_OF_SCOPE
    assert state(other, sender=alone) == Readiness.PARTNER_OUT_OF_SCOPE
    assert state(committee, sender=alone) == Readiness.NOT_JOINED


def test_A4_only_the_kinds_in_scope_go_electronically(committee):
    agency = a_member(committee, "Sở Tư pháp", kinds=["cong-van"])
    assert state(agency, sender=committee) == Readiness.READY
    assert state(agency, sender=committee, kind="quyet-dinh") == Readiness.KIND_OUT_OF_SCOPE
    services.join(agency_id=agency.id, starts_on=date(2018, 9, 6))
    assert state(agency, sender=committee, kind="quyet-dinh", on=date(2018, 9, 6)) == (
        Readiness.READY
    )


def test_A4_an_agency_that_left_is_ready_until_its_last_day(committee):
    agency = a_member(committee, "Sở Tư pháp")
    services.leave(agency_id=agency.id, on=TODAY)
    services.leave(agency_id=agency.id, on=TODAY + timedelta(days=5))
    assert state(agency, sender=committee) == Readiness.READY
    assert state(agency, sender=committee, on=TODAY + timedelta(days=1)) == Readiness.NOT_JOINED


def test_leaving_without_having_joined_changes_nothing(committee):
    services.leave(agency_id=committee.id, on=TODAY)
    assert not Participation.objects.exists()


def test_the_day_from_which_electronic_sending_is_obligatory_is_told(committee):
    agency = a_member(committee, "Sở Tư pháp", obligatory_on=date(2014, 7, 1))
    answer = queries.readiness([agency.id], kind_code="cong-van", sender_id=committee.id, on=TODAY)[
        agency.id
    ]
    assert (answer.starts_on, answer.obligatory_on) == (PILOT_STARTS, date(2014, 7, 1))


def test_joining_twice_with_the_same_terms_changes_nothing_and_with_others_is_refused(committee):
    terms = {"agency_id": committee.id, "starts_on": PILOT_STARTS, "kinds": ["b", "a"]}
    services.join(**terms)
    services.join(**{**terms, "kinds": ("a", "b")})
    with pytest.raises(ParticipationDiffers):
        services.join(**terms, partners=PartnerScope.COMMITTEE)
    assert Participation.objects.get().partners == PartnerScope.EVERYONE


def test_joining_is_refused_for_unknown_closed_and_backward(committee):
    closed = a_department(committee, "Sở Thủy sản", valid_to=date(2008, 5, 6))
    with pytest.raises(UnknownAgency):
        services.join(agency_id=uuid4(), starts_on=TODAY)
    with pytest.raises(AgencyClosed):
        services.join(agency_id=closed.id, starts_on=TODAY)
    with pytest.raises(DatesOutOfOrder):
        services.join(agency_id=committee.id, starts_on=TODAY, ends_on=PILOT_STARTS)
    assert not Participation.objects.exists()


def test_A4_who_was_to_leave_with_a_day_stays_and_only_with_that_day(committee):
    agency, tomorrow = a_member(committee, "Sở Tư pháp"), TODAY + timedelta(days=1)
    services.leave(agency_id=agency.id, on=TODAY)
    services.stay(agency_id=agency.id, on=tomorrow)
    assert state(agency, sender=committee, on=tomorrow) == Readiness.NOT_JOINED
    for _time in range(2):
        services.stay(agency_id=agency.id, on=TODAY)
        assert state(agency, sender=committee, on=tomorrow) == Readiness.READY
    with pytest.raises(UnknownAgency):
        services.stay(agency_id=uuid4(), on=TODAY)


def test_A4_a_closed_recipient_names_who_took_over(committee):
    old, new = a_member(committee, "Sở Thủy sản"), a_member(committee, "Sở Nông nghiệp")
    services.succeed(
        predecessor_id=old.id, successor_ids=[new.id], on=TODAY, kind=SuccessionKind.MERGED
    )
    answer = queries.readiness([old.id], kind_code="cong-van", sender_id=committee.id, on=TODAY)[
        old.id
    ]
    assert (answer.readiness, answer.successor.id) == (Readiness.CLOSED, new.id)


@pytest.mark.parametrize("count", [1, 30])
def test_readiness_of_many_costs_a_fixed_number_of_statements(
    committee, count, django_assert_num_queries
):
    members = [a_member(committee, f"Sở số {n}") for n in range(count)]
    successor = a_member(committee, "Sở mới")
    services.succeed(
        predecessor_id=members[0].id, successor_ids=[successor.id], on=TODAY,
        kind=SuccessionKind.MERGED,
    )  # fmt: skip
    asked = [member.id for member in members] + [uuid4()]
    with django_assert_num_queries(4):
        answers = queries.readiness(asked, kind_code="cong-van", sender_id=committee.id, on=TODAY)
    assert set(answers) == set(asked[:-1])
