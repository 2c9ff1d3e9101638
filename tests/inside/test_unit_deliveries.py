"""A document at the units of its own agency: given, waited for, done, taken back (B9)."""

from datetime import date, timedelta
from functools import partial

import pytest
from tests.directory.builders import a_post, actor_of, merge
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version
from tests.same_moment import together

from lienthong.access.errors import RightMissing
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.documents import queries as documents
from lienthong.documents.errors import DueTooFar, UnknownDocument
from lienthong.documents.types import RecipientRole
from lienthong.inside import errors, queries, services
from lienthong.inside.models import UnitDelivery
from lienthong.inside.types import UnitDeliveryState, UnitRecipient
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.ledger.models import Record
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
TODAY = local_day(MONDAY_9AM)
ACTION, INFORMATION = RecipientRole.ACTION, RecipientRole.INFORMATION


def give(office, version, *units, role=ACTION, due_on=None, actor=None, now=MONDAY_9AM):
    return services.give_to_units(
        version_id=version.version_id,
        recipients=[UnitRecipient(unit_id, role) for unit_id in units],
        due_on=due_on,
        actor=actor or office.clerk,
        now=now,
    )


def finish(card, actor, note="Đã tổng hợp số liệu.", now=MONDAY_9AM):
    return services.finish(unit_delivery_id=card.id, note=note, actor=actor, now=now)


def withdraw(card, actor, reason="Chuyển nhầm đơn vị."):
    return services.withdraw(unit_delivery_id=card.id, reason=reason, actor=actor, now=MONDAY_9AM)


def waiting(actor, now=MONDAY_9AM):
    found = worklist.counts(actor, now=now).by_verb
    return found.get(Verb.WORK_INSIDE, 0), found.get(Verb.READ_INSIDE, 0)


def sees(actor, version):
    return documents.may_see(documents.viewer_of(actor), version.document_id)


def another_unit(office, name="Phòng Tổ chức"):
    unit_id = directory.add_unit(agency_id=office.agency.id, name=name).id
    return unit_id, actor_of(a_post(office.agency, Role.OFFICER, unit_id=unit_id))


def test_B9_a_unit_reads_what_it_is_given_and_says_what_it_did(justice):
    version = a_version(justice)
    assert not sees(justice.officer, version)
    (card,) = give(justice, version, justice.unit_id, due_on=TODAY)
    assert sees(justice.officer, version)
    assert waiting(justice.officer) == (1, 0)
    assert (card.state, card.given_by) == (UnitDeliveryState.WAITING, justice.clerk.name)
    assert not card.is_late
    (late,) = queries.of_version(
        version.version_id, agency_id=justice.agency.id, on=TODAY + timedelta(days=1)
    )
    assert late.is_late

    done = finish(card, justice.officer)
    assert (done.state, done.note, done.ended_by) == (
        UnitDeliveryState.DONE,
        "Đã tổng hợp số liệu.",
        justice.officer.name,
    )
    assert waiting(justice.officer) == (0, 0)
    acts = Record.objects.filter(act__startswith="inside.").values_list("act", flat=True)
    assert sorted(acts) == ["inside.done", "inside.given"]


def test_B9_what_is_for_information_needs_no_words_and_has_no_day(justice):
    version = a_version(justice)
    (card,) = give(justice, version, justice.unit_id, role=INFORMATION, due_on=TODAY)
    assert card.due_on is None
    assert waiting(justice.officer) == (0, 1)
    assert finish(card, justice.officer, note="").state == UnitDeliveryState.DONE
    (other,) = give(justice, a_version(justice), justice.unit_id)
    with pytest.raises(errors.OutcomeMissing) as refused:
        finish(other, justice.officer, note="  ")
    assert refused.value.code == "inside.outcome-missing"


def test_B9_the_same_again_changes_nothing_and_a_further_unit_is_added(justice):
    version = a_version(justice)
    unit_id, other = another_unit(justice)
    first = give(justice, version, justice.unit_id)
    assert give(justice, version, justice.unit_id) == first
    both = give(justice, version, justice.unit_id, unit_id, role=INFORMATION)
    assert [(one.unit_id, one.role) for one in both] == [
        (justice.unit_id, ACTION),
        (unit_id, INFORMATION),
    ]
    assert Record.objects.filter(act="inside.given").count() == 2
    assert finish(first[0], justice.officer) == finish(first[0], justice.officer)
    assert Record.objects.filter(act="inside.done").count() == 1
    with pytest.raises(errors.AlreadyEnded) as refused:
        finish(first[0], justice.officer, note="Khác")
    assert refused.value.code == "inside.already-ended"
    assert waiting(other) == (0, 1)


def test_B9_what_was_given_by_mistake_is_taken_back_with_a_reason_and_may_be_given_again(justice):
    version = a_version(justice)
    (card,) = give(justice, version, justice.unit_id)
    with pytest.raises(errors.ReasonMissing) as refused:
        withdraw(card, justice.clerk, reason=" ")
    assert refused.value.code == "inside.reason-missing"
    assert withdraw(card, justice.clerk).state == UnitDeliveryState.WITHDRAWN
    assert withdraw(card, justice.clerk).note == "Chuyển nhầm đơn vị."
    assert waiting(justice.officer) == (0, 0)
    with pytest.raises(errors.AlreadyEnded):
        finish(card, justice.officer)
    again = give(justice, version, justice.unit_id)
    assert [one.state for one in again] == ["withdrawn", "waiting"]
    assert waiting(justice.officer) == (1, 0)


def test_B9_only_units_of_the_agency_get_only_what_the_agency_issued(justice, finance, committee):
    version = a_version(justice)
    for units, refusal, code in (
        ((), errors.NoUnitChosen, "inside.no-unit"),
        ((finance.unit_id,), errors.UnitUnknown, "inside.unit-unknown"),
        ((justice.unit_id, uuid7()), errors.UnitUnknown, "inside.unit-unknown"),
    ):
        with pytest.raises(refusal) as refused:
            give(justice, version, *units)
        assert refused.value.code == code
    for due_on, refusal in (
        (TODAY - timedelta(days=1), errors.DueInThePast),
        (date(2200, 1, 1), DueTooFar),
    ):
        with pytest.raises(refusal):
            give(justice, version, justice.unit_id, due_on=due_on)
    assert errors.DueInThePast.code == "inside.due-in-the-past"
    received = a_dispatch(committee, justice)
    with pytest.raises(errors.NotIssuedHere) as not_ours:
        services.give_to_units(
            version_id=received.version_id,
            recipients=[UnitRecipient(justice.unit_id, ACTION)],
            due_on=None,
            actor=justice.clerk,
            now=MONDAY_9AM,
        )
    assert not_ours.value.code == "inside.not-issued-here"
    with pytest.raises(UnknownDocument):
        services.give_to_units(
            version_id=uuid7(),
            recipients=[UnitRecipient(justice.unit_id, ACTION)],
            due_on=None,
            actor=justice.clerk,
            now=MONDAY_9AM,
        )
    assert not UnitDelivery.objects.exists()
    assert not Record.objects.filter(act__startswith="inside.").exists()


def test_B9_officers_give_nothing_and_another_unit_ends_nothing(justice, finance):
    version = a_version(justice)
    with pytest.raises(RightMissing):
        give(justice, version, justice.unit_id, actor=justice.officer)
    (card,) = give(justice, version, justice.unit_id)
    _unit, other = another_unit(justice)
    for actor in (other, finance.officer, justice.leader):
        with pytest.raises(errors.UnitDeliveryNotFound) as refused:
            finish(card, actor)
        assert refused.value.code == "inside.not-found"
    with pytest.raises(errors.UnitDeliveryNotFound):
        withdraw(card, finance.clerk)
    with pytest.raises(RightMissing):
        withdraw(card, justice.officer)


def test_B9_the_list_is_paged_and_costs_the_same_for_many(justice, django_assert_num_queries):
    for minute in range(4):
        give(
            justice, a_version(justice), justice.unit_id, now=MONDAY_9AM + timedelta(minutes=minute)
        )

    def listed(after=None, is_open=True):
        return queries.unit_deliveries(
            agency_id=justice.agency.id,
            unit_id=justice.unit_id,
            is_open=is_open,
            on=TODAY,
            after=after,
            limit=2,
        )

    with django_assert_num_queries(2):
        first = listed()
    last = first[-1].delivery
    second = listed(after=(last.given_at, last.id))
    moments = [row.delivery.given_at for row in (*first, *second)]
    assert moments == sorted(moments, reverse=True)
    assert len(set(moments)) == 4
    finish(last, justice.officer)
    assert [row.delivery.id for row in listed(is_open=False)] == [last.id]
    unit_id, _other = another_unit(justice)
    found = queries.units_without(first[0].version.id, agency_id=justice.agency.id, on=TODAY)
    assert [unit.id for unit in found] == [unit_id]


def test_B9_when_the_agency_ends_what_waits_goes_with_its_units(justice, finance):
    version, done = a_version(justice), a_version(justice)
    (card,) = give(justice, version, justice.unit_id)
    (ended,) = give(justice, done, justice.unit_id)
    finish(ended, justice.officer)
    merge(justice.agency, finance.agency, now=MONDAY_9AM)
    row = UnitDelivery.objects.get(pk=card.id)
    assert row.agency_id == finance.agency.id
    assert (row.state == "waiting") == (row.unit_id != justice.unit_id)
    assert UnitDelivery.objects.get(pk=ended.id).agency_id == justice.agency.id


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_B9_two_who_give_at_one_moment_give_once(justice):
    version = a_version(justice)
    assert together(*[partial(give, justice, version, justice.unit_id)] * 3) == []
    assert UnitDelivery.objects.count() == 1
    assert Record.objects.filter(act="inside.given").count() == 1
