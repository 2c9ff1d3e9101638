"""Packages after a merger: an old code receives and speaks no more; its heir speaks for it (A4)."""

from datetime import date

import pytest
from tests.directory.builders import merge
from tests.gateways.builders import (
    DOCUMENT_12,
    LATER,
    MONDAY,
    a_document,
    a_status,
    take,
    the_delivery,
)

from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import SenderNotActive
from lienthong.exchange.types import DeliveryState
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate
from lienthong.gateways.types import Outcome

# On PostgreSQL other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_is_sent_to_an_old_code_goes_to_the_heir_and_the_tracking_says_so(agencies):
    merge(agencies.one, agencies.two, now=MONDAY)

    taken = take(a_document())

    delivery = the_delivery(taken, agencies.two)
    (row,) = exchange.tracking(taken.version_id, sender_id=agencies.office.id, at=LATER).rows
    assert (row.delivery.id, row.instead_of) == (delivery.id, "Sở Một")


def test_an_heir_that_is_named_beside_the_old_code_gets_it_once(agencies):
    merge(agencies.one, agencies.two, now=MONDAY)
    both = (t.Organisation("H19.1", name="Sở Một"), t.Organisation("H19.2", name="Sở Hai"))

    taken = take(a_document(recipients=both))

    assert len(taken.delivery_ids) == 1
    assert the_delivery(taken, agencies.two).recipient_name == "Sở Hai"


def test_a_package_in_the_name_of_an_agency_that_has_ended_is_refused(agencies):
    take("edoc-new")
    merge(agencies.office, agencies.neighbour, now=MONDAY)
    merge(agencies.one, agencies.two, now=MONDAY)

    with pytest.raises(SenderNotActive):
        take(a_document())
    with pytest.raises(SenderNotActive) as refusal:
        take(a_status("03"), now=LATER)
    assert refusal.value.facts["heir"] == "Sở Hai"


def test_a_package_of_before_the_end_is_repeated_as_ever(agencies):
    first = take("edoc-new")
    merge(agencies.office, agencies.neighbour, now=MONDAY)

    again = take("edoc-new", now=LATER)

    assert (again.outcome, again.dispatch_id) == (Outcome.REPEATED, first.dispatch_id)


def test_heirs_report_on_and_ask_back_what_the_old_agencies_received_and_sent(agencies):
    sent = take(
        a_document(
            document_id=DOCUMENT_12,
            code=t.Code("12", "MAU-VP"),
            promulgation=t.PromulgationInfo("Mẫu", PackageDate(date(2024, 5, 20))),
        )
    )
    merge(agencies.office, agencies.neighbour, now=MONDAY)
    merge(agencies.one, agencies.two, now=MONDAY)

    take(a_status("03", by="H19.2", to="000.00.00.H98"), now=LATER)
    assert the_delivery(sent, agencies.two).state == DeliveryState.ACCEPTED

    take(a_status("13", by="000.00.00.H98", to="H19.1"), now=LATER)
    assert the_delivery(sent, agencies.two).is_change_pending
