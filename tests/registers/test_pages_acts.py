"""Accept, refuse, start, finish by POST: who may, twice, and what is turned down (B1, B2, B7)."""

import pytest
from tests.desk.builders import (
    an_arrived,
    an_entered,
    an_instructed,
    at_desk,
    two_offices,
    words_of,
)
from tests.exchange.builders import an_office

from lienthong.documents.types import LegalValue
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.registers import queries
from lienthong.registers.types import AssignmentState, WorkState

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTMX = {"HTTP_HX_REQUEST": "true"}


def state_of(delivery_id) -> DeliveryState:
    return exchange.delivery_card(delivery_id).state


@pytest.mark.parametrize("act", ["tiep-nhan", "tu-choi"])
def test_acts_are_posts(act):
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    response = at_desk(department.clerk).get(f"/chuyen-phat/{delivery.id}/{act}/")

    assert response.status_code == 405


@pytest.mark.parametrize("role", ["leader", "officer"])
def test_only_the_clerk_accepts_and_refuses(role):
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    client = at_desk(getattr(department, role))

    for act in ("tiep-nhan", "tu-choi"):
        response = client.post(f"/chuyen-phat/{delivery.id}/{act}/", {"reason": "Gửi nhầm."})
        assert response.status_code == 403
    assert state_of(delivery.id) == DeliveryState.ARRIVED


def test_another_agencys_clerk_does_not_find_the_delivery():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    delivery = an_arrived(committee, department)

    response = at_desk(stranger.clerk).post(f"/chuyen-phat/{delivery.id}/tiep-nhan/")

    assert response.status_code == 404
    assert state_of(delivery.id) == DeliveryState.ARRIVED


def test_who_is_signed_out_is_sent_to_sign_in_and_nothing_happens(client):
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    response = client.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/")

    assert response.status_code == 302
    assert state_of(delivery.id) == DeliveryState.ARRIVED


def test_a_document_with_an_invalid_signature_is_not_accepted():
    committee, department = two_offices()
    delivery = an_arrived(committee, department, legal_value=LegalValue.INVALID)

    response = at_desk(department.clerk).post(f"/chuyen-phat/{delivery.id}/tiep-nhan/")

    assert response.status_code == 409
    assert "chữ ký số trên văn bản không hợp lệ" in words_of(response)
    assert queries.incoming_of_delivery(delivery.id) is None


def test_a_refusal_joins_what_was_ticked_and_written():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    at_desk(department.clerk).post(
        f"/chuyen-phat/{delivery.id}/tu-choi/",
        {"phrase": "Thiếu phụ lục kèm theo.", "reason": "Phụ lục 2."},
    )

    assert exchange.course([delivery.id])[-1].note == "Thiếu phụ lục kèm theo. Phụ lục 2."


def test_reasons_go_to_the_sender_and_stay_vietnamese_for_an_english_reader():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)
    clerk.cookies["django_language"] = "en"

    page = clerk.get(f"/van-ban/{delivery.version_id}/").content.decode()

    assert 'name="phrase" value="Gửi nhầm nơi nhận."' in page
    assert "Reason" in page


def test_a_refusal_without_a_reason_is_turned_down():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    response = at_desk(department.clerk).post(
        f"/chuyen-phat/{delivery.id}/tu-choi/", {"reason": "  "}
    )

    assert response.status_code == 422
    assert "Chưa ghi lý do." in words_of(response)
    assert state_of(delivery.id) == DeliveryState.ARRIVED


def test_a_refusal_sent_twice_is_one():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)
    form = {"idempotency_key": "mot", "reason": "Gửi nhầm."}

    clerk.post(f"/chuyen-phat/{delivery.id}/tu-choi/", form)
    again = clerk.post(f"/chuyen-phat/{delivery.id}/tu-choi/", form)

    assert again.status_code == 302
    assert [line.code for line in exchange.course([delivery.id])] == ["01", "02"]


def test_the_officer_starts_and_finishes_and_the_sender_hears_both():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = queries.incoming_card(entry.id).assignments[0]
    officer = at_desk(department.officer)

    officer.post(f"/viec/{assignment.id}/bat-dau/")
    assert state_of(entry.delivery_id) == DeliveryState.IN_WORK
    response = officer.post(
        f"/viec/{assignment.id}/hoan-thanh/", {"outcome": "Đã trả lời."}, follow=True
    )

    assert "Đã báo hoàn thành văn bản đến số 1." in words_of(response)
    assert state_of(entry.delivery_id) == DeliveryState.FINISHED
    assert queries.incoming_card(entry.id).state == WorkState.FINISHED


def test_finishing_needs_an_outcome():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = queries.incoming_card(entry.id).assignments[0]

    response = at_desk(department.officer).post(f"/viec/{assignment.id}/hoan-thanh/", **HTMX)

    assert response.status_code == 422
    assert "Chưa ghi kết quả xử lý." in words_of(response)


def test_starting_twice_changes_nothing():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = queries.incoming_card(entry.id).assignments[0]
    officer = at_desk(department.officer)

    for _time in range(2):
        assert officer.post(f"/viec/{assignment.id}/bat-dau/").status_code == 302
    assert queries.incoming_card(entry.id).assignments[0].state == AssignmentState.STARTED


def test_what_was_given_to_somebody_else_is_not_found():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = queries.incoming_card(entry.id).assignments[0]

    response = at_desk(department.leader).post(f"/viec/{assignment.id}/bat-dau/")

    assert response.status_code == 404


@pytest.mark.parametrize("answer", ["x", "72a9079f-34d2-49d4-bd37-5accf9772a12"])
def test_an_answer_that_nobody_knows_finishes_nothing(answer):
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = queries.incoming_card(entry.id).assignments[0]

    response = at_desk(department.officer).post(
        f"/viec/{assignment.id}/hoan-thanh/", {"answer": answer, "outcome": "Xong."}
    )

    assert response.status_code == 422
    assert queries.incoming_card(entry.id).state == WorkState.ASSIGNED


def test_the_short_addresses_lead_to_the_document():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    clerk = at_desk(department.clerk)

    for address in (f"/muc/{entry.id}/", f"/chuyen-phat/{entry.delivery_id}/"):
        assert clerk.get(address)["Location"] == f"/van-ban/{entry.version_id}/"
