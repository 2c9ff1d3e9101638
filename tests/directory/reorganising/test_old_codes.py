"""Codes of agencies that have ended keep receiving, for who took over (A4)."""

import pytest
from tests.directory.reorganising.plans import TODAY, a_merger, done
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version

from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.models import Handover
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.types import Recipient, Submission

pytestmark = pytest.mark.django_db


def test_A4_old_codes_keep_receiving_and_the_tracking_says_who_received(province):
    done(province, a_merger(province))

    dispatch = a_dispatch(province.committee, province.justice)

    delivery = exchange.delivery_to(dispatch.version_id, recipient_id=province.finance.agency.id)
    handover = Handover.objects.get(delivery_id=delivery.id)
    assert handover.from_agency_id == province.justice.agency.id
    tracking = exchange.tracking(
        dispatch.version_id, sender_id=province.committee.agency.id, at=MONDAY_9AM
    )
    assert tracking.rows[0].instead_of == "Sở Tư pháp"


def test_a_repeated_submission_to_an_old_code_gives_the_same_dispatch(province):
    done(province, a_merger(province))
    version = a_version(province.committee)
    submission = Submission(
        province.committee.agency.id,
        version.version_id,
        (Recipient(province.justice.agency.id), Recipient(province.finance.agency.id)),
        "k",
    )

    def submit():
        return exchange_services.submit_dispatch(
            submission=submission, actor=province.committee.clerk, now=MONDAY_9AM
        )

    assert submit().id == submit().id


def test_the_check_before_sending_says_who_receives_instead(province):
    done(province, a_merger(province))

    (finding,) = check_recipients(
        [Recipient(province.justice.agency.id)],
        sender=province.committee.agency,
        kind="cong-van",
        on=TODAY,
    )

    assert finding.facts == {"name": "Sở Tư pháp", "heir": "Sở Tài chính"}
