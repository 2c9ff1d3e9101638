"""Receipts of submission, delivery, acceptance, refusal: to the two sides only (A7)."""

import json
from datetime import timedelta
from uuid import uuid4

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

from lienthong.desk import proofs
from lienthong.exchange import queries as exchange
from lienthong.exchange import services
from lienthong.exchange.types import StatusCode
from lienthong.kernel import clock
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.registers import queries as registers

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def receipt_of(entry, code: StatusCode) -> str:
    line = next(r for r in exchange.course([entry.delivery_id]) if r.code == code)
    return f"/bien-nhan/{line.record_id}/"


def test_the_sender_has_the_receipt_of_the_whole_sending():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)

    words = words_of(at_desk(committee.clerk).get(f"/bien-nhan/{delivery.dispatch_record_id}/"))

    assert "Biên nhận gửi văn bản" in words
    assert "Ủy ban nhân dân tỉnh" in words
    assert "đang chờ vào sổ" in words


def test_the_recipient_has_its_own_part_and_not_the_whole():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)
    record = delivery.dispatch_record_id

    assert clerk.get(f"/bien-nhan/{record}/").status_code == 404
    words = words_of(clerk.get(f"/bien-nhan/{record}/{delivery.id}/"))
    assert "Biên nhận chuyển đến" in words
    assert "Sở Tư pháp" in words


def test_one_recipient_does_not_find_the_part_of_another():
    committee, department = two_offices()
    other = an_office("Sở Nội vụ", parent=committee.agency)
    delivery = an_arrived(committee, department)
    own = an_arrived(committee, other)
    record = delivery.dispatch_record_id
    clerk = at_desk(other.clerk)

    assert clerk.get(f"/bien-nhan/{record}/{delivery.id}/").status_code == 404
    assert clerk.get(f"/bien-nhan/{record}/{own.id}/").status_code == 404
    assert clerk.get(f"/bien-nhan/{record}/{delivery.id}.json").status_code == 404


def test_acceptance_and_refusal_have_receipts_for_both_sides():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    entry = an_entered(committee, department)
    address = receipt_of(entry, StatusCode.ACCEPTED)

    for office in (committee, department):
        assert "Biên nhận tiếp nhận" in words_of(at_desk(office.clerk).get(address))
    assert at_desk(stranger.clerk).get(address).status_code == 404


def test_an_officer_has_the_receipts_of_what_was_given_only():
    committee, department = two_offices()
    not_given, given = an_entered(committee, department), an_instructed(committee, department)
    officer = at_desk(department.officer)

    assert officer.get(receipt_of(not_given, StatusCode.ACCEPTED)).status_code == 404
    assert officer.get(receipt_of(given, StatusCode.ACCEPTED)).status_code == 200


def test_every_record_that_the_page_links_to_has_a_receipt():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    assignment = registers.incoming_card(entry.id).assignments[0]
    at_desk(department.officer).post(f"/viec/{assignment.id}/bat-dau/")

    for actor in (committee.clerk, department.clerk, department.officer):
        client = at_desk(actor)
        page = client.get(f"/van-ban/{entry.version_id}/")
        links = [step.record_url for step in page.context["steps"] if step.record_url]
        links += [one.delivered_url for one in page.context["receipts"]]
        assert links
        assert {client.get(link).status_code for link in links} == {200}


def test_A10_a_reminder_has_a_receipt_for_both_sides_that_verifies_and_is_about_no_file(
    monkeypatch,
):
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    with monkeypatch.context() as earlier:
        long_ago = clock.now() - timedelta(days=30)
        earlier.setattr(clock, "now", lambda: long_ago)
        delivery = an_arrived(committee, department)
    services.urge_recipients(
        delivery_ids=[delivery.id], key="k", actor=committee.clerk, now=clock.now()
    )

    for office in (committee, department):
        client = at_desk(office.clerk)
        page = client.get(f"/van-ban/{delivery.version_id}/")
        (address,) = [one.record_url for one in page.context["steps"] if "nhắc" in one.what]
        words = words_of(client.get(f"{address}?kiem-tra=1"))
        assert "Biên nhận nhắc nơi nhận" in words
        assert "Mã băm của văn bản" not in words
        assert client.get(f"{address[:-1]}.pdf").status_code == 404
        assert client.get(f"{address[:-1]}.asice").status_code == 404
    receipt = json.loads(client.get(f"{address[:-1]}.json").content)
    steps = verify_receipt(receipt, public_key_pem=ledger.ensure_key().pem)
    assert all(step.ok for step in steps)
    whole = address.rsplit("/", 2)[0]
    assert client.get(f"{whole}/").status_code == 404
    assert at_desk(stranger.clerk).get(address).status_code == 404


def test_what_is_no_receipt_is_not_found():
    committee, department = two_offices()
    entry = an_instructed(committee, department)
    clerk = at_desk(department.clerk)

    assert clerk.get(receipt_of(entry, StatusCode.ASSIGNED)).status_code == 404
    assert clerk.get(f"/bien-nhan/{uuid4()}/").status_code == 404


def test_the_receipt_of_a_refusal_tells_the_reason():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    at_desk(department.clerk).post(
        f"/chuyen-phat/{delivery.id}/tu-choi/", {"reason": "Thiếu phụ lục."}
    )
    line = next(r for r in exchange.course([delivery.id]) if r.code == StatusCode.REFUSED)

    words = words_of(at_desk(committee.clerk).get(f"/bien-nhan/{line.record_id}/"))

    assert "Biên nhận từ chối tiếp nhận" in words
    assert "Thiếu phụ lục." in words


def test_the_square_of_a_receipt_is_drawn_whole_in_whatever_size_the_page_gives_it():
    drawn = proofs.qr_of("http://localhost/bien-nhan/01a201b6-7fc0-77b1-81f4-e2f8e15c6ea7/")
    opening = drawn[: drawn.index(">")]
    assert "viewBox=" in opening
    assert "width=" not in opening


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_checking_again_says_every_step():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    ledger.sequence(now=clock.now())
    address = receipt_of(entry, StatusCode.ACCEPTED)

    response = at_desk(department.clerk).get(f"{address}?kiem-tra=1")

    assert [step.state for step in response.context["steps"]].count("stop") == 0
    words = words_of(response)
    assert "Bản ghi nằm trong sổ cái" in words
    assert "Hệ thống đã ký đầu sổ" in words


def test_the_json_can_be_checked_by_anybody_with_the_public_key():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    address = receipt_of(entry, StatusCode.ACCEPTED)[:-1] + ".json"

    response = at_desk(department.clerk).get(address)

    steps = verify_receipt(json.loads(response.content), public_key_pem=ledger.ensure_key().pem)
    assert all(step.ok for step in steps)
    assert response["Content-Disposition"].startswith("attachment")


def test_the_certificate_is_a_pdf():
    committee, department = two_offices()
    entry = an_entered(committee, department)
    address = receipt_of(entry, StatusCode.ACCEPTED)[:-1] + ".pdf"

    response = at_desk(department.clerk).get(address)

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
