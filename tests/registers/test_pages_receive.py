"""The page on which a clerk enters what came on paper or by mail (B4, A7)."""

import os
from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import pikepdf
import pytest
from tests.desk.builders import an_arrived, at_desk, two_offices, words_of
from tests.printing.builders import a_numbered_letter
from tests.registers.test_received import a_letter, of_delivery

from lienthong.blobs.models import Upload
from lienthong.blobs.types import UploadState
from lienthong.exchange import queries as exchange
from lienthong.kernel import clock
from lienthong.printing.letters import print_letter
from lienthong.registers import errors, queries, services
from lienthong.registers.models import Entry, Received
from lienthong.registers.types import EntryState
from lienthong.webkit.body_limit import PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/van-ban-den/vao-so/"


def a_scan() -> bytes:
    return print_letter(a_numbered_letter())


def heavy(pdf: bytes) -> bytes:
    """The same with more than a form may bring: scans are large."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.Root.Heavy = document.make_stream(bytes(PLAIN) + os.urandom(PLAIN))
        document.save(out, compress_streams=False)
    return out.getvalue()


def today() -> str:
    return f"{clock.local_day(clock.now()):%d/%m/%Y}"


def filled(**typed) -> dict[str, str]:
    said = {
        "author": "Bà Lê Thị Sáu",
        "document_on": today(),
        "subject": "Kiến nghị sửa đường",
        "kind": "Đơn, thư",
        "arrived_on": today(),
        "urgency": "normal",
        "copies": "1",
        "road": "paper",
        "key": "k1",
    }
    return said | typed


def entered(office, **facts):
    now = clock.now()
    day = clock.local_day(now)
    return services.enter_received(
        received=a_letter(document_on=day, arrived_on=day, **facts),
        key="e1",
        actor=office.clerk,
        now=now,
    )


def test_B4_a_clerk_enters_a_paper_and_goes_straight_to_the_next():
    _committee, department = two_offices()
    client = at_desk(department.clerk)
    assert "Số tiếp theo của sổ: 1" in words_of(client.get(PAGE))

    answer = client.post(PAGE, filled(act="next"), follow=True)

    entry = Entry.objects.get(received__isnull=False)
    assert (entry.number, entry.author) == (1, "Bà Lê Thị Sáu")
    assert "Số đến 1" in words_of(answer)
    assert client.post(PAGE, filled(act="next"), follow=True).status_code == 200
    assert Received.objects.count() == 1
    shown = words_of(client.get(f"/muc/{entry.pk}/", follow=True))
    assert "Văn bản đến số 1." in shown
    assert "Bản giấy, " + today() in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"author": ""}, "Chưa điền"),
        ({"document_on": "31/02/2026"}, "Ngày không đúng"),
        ({"arrived_on": "01/01/2099"}, "ở sau ngày hôm nay"),
    ],
)
def test_B4_what_is_wrong_is_told_and_nothing_typed_is_lost(typed, told):
    _committee, department = two_offices()

    answer = at_desk(department.clerk).post(PAGE, filled(**typed))

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert "Kiến nghị sửa đường" in answer.content.decode()
    assert not Entry.objects.filter(received__isnull=False).exists()


@pytest.mark.parametrize("role", ["leader", "officer"])
def test_B4_only_clerks_have_the_page(role):
    _committee, department = two_offices()
    client = at_desk(getattr(department, role))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, filled()).status_code == 403


def test_B4_the_scan_fills_in_the_form_and_is_kept_with_the_line():
    committee, department = two_offices()
    client = at_desk(department.clerk)
    scan = BytesIO(heavy(a_scan()))
    scan.name = "quet.pdf"

    page = client.post(f"{PAGE}tep/", {"file": scan, "road": "paper", "key": "k1"}, follow=True)

    form, files = page.context["form"], page.context["files"]
    assert form["subject"].value()
    assert form["reference_code"].value()
    shown = client.get(f"{PAGE}tep/{files[0].id}/")
    assert shown["Content-Type"] == "application/pdf"
    assert at_desk(committee.clerk).get(f"{PAGE}tep/{files[0].id}/").status_code == 404
    client.post(PAGE, filled(tep=str(files[0].id), act="open"))
    entry = Entry.objects.select_related("version").get(received__isnull=False)
    assert entry.version.content_id == files[0].digest
    assert client.get(f"/van-ban/{entry.version_id}/").status_code == 200


def test_A7_what_is_here_already_is_told_before_and_at_entry():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    received = of_delivery(delivery)
    typed = filled(
        author=committee.agency.name,
        reference_code=received.reference_code,
        document_on=f"{received.document_on:%d/%m/%Y}",
    )
    client = at_desk(department.clerk)

    before = words_of(client.post(f"{PAGE}kiem-tra/", typed))
    at_entry = client.post(PAGE, typed)

    assert "đang chờ tiếp nhận" in before
    assert at_entry.status_code == 422
    assert f"chon={delivery.id}" in at_entry.content.decode()
    client.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/")
    assert "đã vào sổ: số đến 1" in words_of(client.post(PAGE, typed))


def test_B4_a_scan_is_added_to_the_line_of_its_paper():
    _committee, department = two_offices()
    entry = entered(department)
    client = at_desk(department.clerk)
    assert "Thêm bản quét" in words_of(client.get(f"/muc/{entry.id}/", follow=True))
    assert client.post(f"/muc/{entry.id}/ban-quet/").status_code == 422  # registers.scan-missing
    assert errors.ScanMissing.code == "registers.scan-missing"
    scan = BytesIO(a_scan())
    scan.name = "quet.pdf"

    client.post(f"/muc/{entry.id}/ban-quet/", {"file": scan})

    line = queries.entry_card(entry.id, agency_id=department.agency.id)
    assert (line.number, line.version_id == entry.version_id) == (entry.number, False)
    shown = words_of(client.get(f"/muc/{entry.id}/", follow=True))
    assert "Thêm bản quét" not in shown
    other = BytesIO(a_scan() + b"\n")
    other.name = "khac.pdf"
    twice = client.post(f"/muc/{entry.id}/ban-quet/", {"file": other})
    assert (twice.status_code, errors.ScanThere.code in twice.content.decode()) == (409, True)


def test_A3_a_secret_scan_is_gone_before_anything_is_filled_in():
    _committee, department = two_offices()
    scan = BytesIO(print_letter(a_numbered_letter(circulation="MẬT")))
    scan.name = "quet.pdf"

    answer = at_desk(department.clerk).post(f"{PAGE}tep/", {"file": scan, "road": "paper"})

    assert answer.status_code == 422
    assert errors.ReceivedFileRefused.code in answer.content.decode()
    assert not Upload.objects.filter(state=UploadState.WAITING).exists()


def test_B1_a_wrong_number_is_voided_on_the_page_and_entered_anew():
    _committee, department = two_offices()
    entry = entered(department)
    client = at_desk(department.clerk)

    page = client.post(f"/muc/{entry.id}/huy-so/", {"reason": "Nhầm tác giả"}, follow=True)

    assert page.context["form"]["subject"].value() == entry.facts.subject
    assert Entry.objects.get(pk=entry.id).state == EntryState.VOIDED
    shown = words_of(client.get(f"/van-ban/{entry.version_id}/"))
    assert "Số đến 1 đã hủy." in shown
    assert "Nhầm tác giả" in shown


def test_A7_the_paper_leads_to_its_electronic_document():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    with patch.object(exchange, "waiting_of_documents", lambda *_ids, **_of: None):
        paper = services.enter_received(
            received=of_delivery(delivery), key="p", actor=department.clerk, now=clock.now()
        )
    client = at_desk(department.clerk)

    client.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/")

    old = client.get(f"/van-ban/{paper.version_id}/").content.decode()
    assert f"/van-ban/{delivery.version_id}/" in old
    new = words_of(client.get(f"/van-ban/{delivery.version_id}/"))
    assert "Bản giấy, " in new


def test_B4_leader_and_officer_work_on_a_letter_without_number():
    _committee, department = two_offices()
    entry = entered(department)
    leader = at_desk(department.leader)
    assert "Xin xác nhận đất" in words_of(leader.get(f"/muc/{entry.id}/chi-dao/"))
    leader.post(
        f"/muc/{entry.id}/chi-dao/",
        {"text": "Xác minh", f"unit-{department.unit_id}": "lead", "due": ""},
    )
    officer = at_desk(department.officer)
    shown = words_of(officer.get(f"/muc/{entry.id}/", follow=True))
    assert "vào sổ bản giấy, số 1" in shown
    assert "Xin xác nhận" in words_of(officer.get("/van-ban-den/"))
    assert queries.incoming_card(entry.id).lead_name
    assert timedelta(0) <= clock.now() - entry.entered_at
