"""Update and replacement on the pages: looked at, sent, answered, seen by both sides (A12)."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.directory.builders import merge
from tests.exchange.builders import MONDAY_9AM
from tests.gateways.calls import a_pdf
from tests.issuing import builders
from tests.issuing.builders import FRIDAY_9AM, a_complete_draft, a_secret_letter, to
from tests.remembered import remembered

from lienthong.blobs.models import Upload
from lienthong.documents import errors as document_errors
from lienthong.documents import queries as documents
from lienthong.documents.models import Version
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryState,
    DispatchKind,
    Recipient,
    Submission,
)
from lienthong.issuing import services
from lienthong.kernel import clock
from lienthong.registers import services as registers

# On PostgreSQL: `exchange/test_changes.py`, `gateways/api/test_changes.py` and the walk of rights.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def province(db):
    return remembered(_province_without_keys)


def _province_without_keys():
    return builders.a_province(can_sign=False)


@pytest.fixture
def sent(province):
    """What the department of justice sent to its committee and to finance, as a scan."""
    return sent_by(province)


def sent_by(province, **changes):
    draft = a_complete_draft(
        province.justice,
        to(province.committee),
        to(province.finance),
        pdf=a_pdf(),
        **changes,
    )
    return services.issue_document(draft_id=draft.id, actor=province.justice.clerk, now=FRIDAY_9AM)


def words(answer) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def a_file(name="ban-moi.pdf", content=b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or a_pdf(), "application/pdf")


def address(draft) -> str:
    return reverse("issuing:change", args=[draft.version_id])


def filled(province, kind="update", **fields):
    return {
        "change": kind,
        "subject": "V/v báo cáo công tác tư pháp tháng 11",
        "reason": "Sửa số liệu ở phụ lục 2",
        "recipient": [str(province.committee.agency.id), str(province.finance.agency.id)],
        **fields,
    }


def looked_at(client, draft, fields):
    """Look first, then return what the page's own form would send."""
    answer = client.post(address(draft), {**fields, "act": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200, words(answer)
    kept = dict(re.findall(r'type="hidden" name="(upload|idempotency_key)" value="([^"]+)"', page))
    return page, {**{k: v for k, v in fields.items() if k != "file"}, **kept, "act": "send"}


def versions_of(draft) -> list[Version]:
    document = Version.objects.get(pk=draft.version_id).document_id
    return list(Version.objects.filter(document=document).order_by("ordinal"))


def test_A12_an_update_is_looked_at_and_sent_and_sending_it_twice_asks_once(
    province, sent, signed_in
):
    client = signed_in(province.justice.clerk)
    assert "Bản mới giữ số, ký hiệu và ngày" in words(client.get(address(sent)))
    page, fields = looked_at(client, sent, filled(province, file=a_file()))
    assert "ban-moi.pdf (tệp mới)" in page
    assert "Gửi đề nghị tới 2 nơi" in page
    assert len(versions_of(sent)) == 1
    for _time in range(2):
        answer = client.post(address(sent), fields)
        assert answer.status_code == 302, words(answer)
    old, new = versions_of(sent)
    assert answer.url == reverse("desk:document", args=[new.id])
    [dispatch] = exchange.dispatches_of_version(new.id)
    assert dispatch.kind == DispatchKind.UPDATE
    before = words(client.get(reverse("desk:document", args=[old.id])))
    assert before.count("Chờ đồng ý cập nhật") == 2
    assert "Đã có bản mới: mở bản mới" in before


@pytest.mark.parametrize("odd", ["9" * 5_000, "9" * 30, "-1", "٣", "không"])
def test_a_kept_file_of_no_number_that_there_is_breaks_no_page(province, sent, signed_in, odd):
    client = signed_in(province.justice.clerk)
    for act in ("look", "send"):
        fields = filled(province, file=a_file(), keep=odd, act=act)
        assert client.post(address(sent), fields).status_code < 500


def test_A12_a_recipient_compares_agrees_and_works_on_with_the_new_version(
    province, sent, signed_in
):
    clerk, committee = signed_in(province.justice.clerk), signed_in(province.committee.clerk)
    delivery = exchange.delivery_to(sent.version_id, recipient_id=province.committee.agency.id)
    entry = registers.accept_delivery(
        delivery_id=delivery.id, key="k", actor=province.committee.clerk, now=FRIDAY_9AM
    )
    _page, fields = looked_at(
        clerk, sent, filled(province, file=a_file(), subject="V/v báo cáo tháng 11 (sửa)")
    )
    clerk.post(address(sent), fields)
    old, new = versions_of(sent)
    for version in (old, new):
        asked = words(committee.get(reverse("desk:document", args=[version.id])))
        assert "Sở Tư pháp đề nghị cập nhật văn bản này" in asked
        assert "V/v báo cáo tháng 11 (sửa)" in asked
        assert "Đồng ý nhận bản mới" in asked
    answer = reverse("exchange:answer", args=[delivery.id])
    assert committee.post(answer, {"answer": "decline"}).status_code == 422
    agreed = committee.post(answer, {"answer": "agree"})
    assert agreed.url == reverse("desk:document", args=[new.id])
    page = words(committee.get(agreed.url))
    assert f"Văn bản đến số {entry.number_text}" in page
    assert "đề nghị cập nhật văn bản này" not in page
    earlier = words(committee.get(reverse("desk:document", args=[old.id])))
    assert "Đã có bản mới thay bản này." in earlier
    told = words(clerk.get(reverse("desk:document", args=[old.id])))
    assert "Đã cập nhật bản mới" in told
    assert "Chờ đồng ý cập nhật" in told


def test_A12_who_declines_keeps_what_it_has_and_the_sender_reads_why(province, sent, signed_in):
    clerk, finance = signed_in(province.justice.clerk), signed_in(province.finance.clerk)
    _page, fields = looked_at(clerk, sent, filled(province, file=a_file()))
    clerk.post(address(sent), fields)
    delivery = exchange.delivery_to(sent.version_id, recipient_id=province.finance.agency.id)
    answer = reverse("exchange:answer", args=[delivery.id])
    finance.post(answer, {"answer": "decline", "note": "Đã thực hiện theo bản cũ"})
    told = words(clerk.get(reverse("desk:document", args=[sent.version_id])))
    assert "Không đồng ý cập nhật “Đã thực hiện theo bản cũ”" in told
    _old, new = versions_of(sent)
    shown = words(finance.get(reverse("desk:document", args=[new.id])))
    assert "Bản này không được thay vào." in shown


def test_A12_none_of_those_who_have_it_are_ticked_without_a_script(province, sent, signed_in):
    client = signed_in(province.justice.clerk)

    def ticked(query: str) -> int:
        page = client.get(f"{address(sent)}{query}").content.decode()
        boxes = re.findall(r'<input type="checkbox" name="recipient"[^>]*>', page)
        return sum(" checked" in box for box in boxes)

    assert (ticked(""), ticked("?chon=khong")) == (2, 0)


def test_A12_only_an_attachment_is_changed_and_only_who_is_chosen_is_asked(
    province, sent, signed_in
):
    client = signed_in(province.justice.clerk)
    one = [str(province.finance.agency.id)]
    fields = filled(province, recipient=one, attachments=a_file("phu-luc-2.pdf"))
    page, again = looked_at(client, sent, fields)
    assert "Gửi đề nghị tới 1 nơi" in page
    upload = re.search(r'name="attachment" value="([^"]+)"', page)[1]
    del again["attachments"]
    assert client.post(address(sent), {**again, "attachment": [upload]}).status_code == 302
    old, new = versions_of(sent)
    assert new.content_id == old.content_id
    assert [file.name for file in documents.attachments_of(new.id)] == ["phu-luc-2.pdf"]
    assert not exchange.delivery_to(
        old.id, recipient_id=province.committee.agency.id
    ).is_change_pending


def test_A12_a_document_that_was_issued_here_replaces_another_by_its_number(
    province, sent, signed_in
):
    other = a_complete_draft(province.justice, pdf=a_pdf(), number=15, subject="V/v thay thế")
    other = services.issue_document(draft_id=other.id, actor=province.justice.clerk, now=FRIDAY_9AM)
    client = signed_in(province.justice.clerk)
    assert "Văn bản thay thế có số riêng" in words(client.get(address(sent), {"loai": "thay-the"}))
    notation = Version.objects.get(pk=other.version_id).reference_code
    fields = filled(province, "replacement", reference=notation)
    _page, again = looked_at(client, sent, fields)
    answer = client.post(address(sent), again)
    assert answer.url == reverse("desk:document", args=[other.version_id])
    delivery = exchange.delivery_to(other.version_id, recipient_id=province.finance.agency.id)
    assert delivery.state == DeliveryState.OFFERED
    assert "thay thế" in words(client.get(answer.url))
    unknown = client.post(address(sent), {**again, "idempotency_key": "x", "reference": "99/STP"})
    assert "documents.target-unknown" in unknown.content.decode()


@pytest.mark.parametrize(
    ("kind", "notation", "is_told"),
    [("cong-van", "STP-VP", False), ("bao-cao", "BC-STP", True)],
)
def test_A12_a_replacement_of_another_form_is_remarked_on(
    province, sent, signed_in, kind, notation, is_told
):
    facts = {"number": 15, "kind": kind, "notation": notation}
    other = a_complete_draft(province.justice, pdf=a_pdf(), **facts)
    other = services.issue_document(draft_id=other.id, actor=province.justice.clerk, now=FRIDAY_9AM)
    reference = Version.objects.get(pk=other.version_id).reference_code
    fields = filled(province, "replacement", reference=reference)
    page, _again = looked_at(signed_in(province.justice.clerk), sent, fields)
    assert ("hình thức tương đương" in page) == is_told


def test_A12_a_completed_file_with_its_own_number_replaces_another(province, sent, signed_in):
    client = signed_in(province.justice.clerk)
    notation = Version.objects.get(pk=sent.version_id).reference_code.split("/")[1]
    fields = filled(
        province,
        "replacement",
        file=a_file(),
        reference=f"16/{notation}",
        issued_on=date(2026, 11, 20).isoformat(),
    )
    _page, again = looked_at(client, sent, fields)
    answer = client.post(address(sent), again)
    assert answer.status_code == 302, words(answer)
    new = Version.objects.exclude(pk=sent.version_id).get()
    assert new.reference_code == f"16/{notation}"
    assert "thay thế" in words(client.get(answer.url))


def test_A3_what_is_wrong_is_said_before_anything_is_sent(province, sent, signed_in):
    client = signed_in(province.justice.clerk)
    secret = client.post(
        address(sent), {**filled(province, file=a_file(content=a_secret_letter())), "act": "look"}
    )
    assert "mật" in words(secret)
    same = client.post(address(sent), {**filled(province), "act": "send"})
    assert "documents.nothing-changed" in same.content.decode()
    nobody = client.post(address(sent), {**filled(province, recipient=[]), "act": "look"})
    assert "exchange.nobody-chosen" in nobody.content.decode()
    empty = client.post(address(sent), {**filled(province, reason=""), "act": "look"})
    assert empty.status_code == 422
    assert len(versions_of(sent)) == 1


def test_A12_only_the_sender_opens_the_page(province, sent, signed_in):
    for stranger in (province.finance.clerk, province.justice.officer):
        assert signed_in(stranger).get(address(sent)).status_code in {403, 404}


def the_upload_is_gone():
    Upload.objects.filter(state="waiting").update(state="expired")


def test_A12_where_the_chosen_file_is_gone_nothing_is_issued(province, sent, signed_in):
    client = signed_in(province.justice.clerk)
    _page, update = looked_at(client, sent, filled(province, file=a_file(), subject="V/v sửa lại"))
    notation = Version.objects.get(pk=sent.version_id).reference_code.split("/")[1]
    own_number = {"reference": f"16/{notation}", "issued_on": date(2026, 11, 20).isoformat()}
    fields = filled(province, "replacement", file=a_file(), **own_number)
    _page, replacement = looked_at(client, sent, fields)
    the_upload_is_gone()
    for gone in (update, replacement):
        answer = client.post(address(sent), gone)
        assert "blobs.upload-closed" in answer.content.decode()
    assert Version.objects.count() == 1


def test_A12_where_an_attachment_is_gone_nothing_is_issued(province, sent, signed_in):
    client = signed_in(province.justice.clerk)
    page, fields = looked_at(
        client, sent, filled(province, subject="V/v sửa lại", attachments=a_file("phu-luc-2.pdf"))
    )
    del fields["attachments"]
    fields["attachment"] = re.search(r'name="attachment" value="([^"]+)"', page)[1]
    the_upload_is_gone()
    assert "blobs.upload-closed" in client.post(address(sent), fields).content.decode()
    assert len(versions_of(sent)) == 1


def test_A12_the_same_form_gives_the_same_answer_after_a_recall(province, sent, signed_in):
    client = signed_in(province.justice.clerk)
    _page, fields = looked_at(client, sent, filled(province, subject="V/v sửa khác"))
    first = client.post(address(sent), fields)
    exchange_services.request_recall(
        dispatch_id=exchange.dispatches_of_version(sent.version_id)[0].id,
        recipient_ids=[province.committee.agency.id],
        reason="Gửi nhầm",
        key="r",
        actor=province.justice.clerk,
        now=clock.now(),
    )
    again = client.post(address(sent), fields)
    assert (again.status_code, again.url) == (302, first.url), words(again)
    other = client.post(address(sent), {**fields, "subject": "V/v khác nữa"})
    assert "gateways.key-used-for-other-document" in other.content.decode()


def test_A12_a_number_of_two_years_needs_the_day_and_is_looked_at_first(province, sent, signed_in):
    for year in (2025, 2024):
        draft = a_complete_draft(
            province.justice,
            pdf=a_pdf(),
            number=15,
            subject=f"V/v năm {year}",
            issued_on=date(year, 3, 3),
        )
        services.issue_document(draft_id=draft.id, actor=province.justice.clerk, now=FRIDAY_9AM)
    client = signed_in(province.justice.clerk)
    reference = Version.objects.get(subject="V/v năm 2024").reference_code
    fields = filled(province, "replacement", reference=reference)
    for act in ("look", "send"):
        several = client.post(address(sent), {**fields, "act": act})
        assert "issuing.several-of-this-number" in several.content.decode()
        assert "03/03/2025, 03/03/2024" in words(several)
    page, again = looked_at(client, sent, {**fields, "issued_on": "2024-03-03"})
    assert "V/v năm 2024" in page
    assert "03/03/2024" in page
    answer = client.post(address(sent), again)
    chosen = Version.objects.get(subject="V/v năm 2024")
    assert answer.url == reverse("desk:document", args=[chosen.id])


def test_A12_an_heir_is_told_to_replace_what_it_inherited(province, sent, signed_in):
    retired, heir = province.justice, province.finance
    old = documents.version_card(sent.version_id)
    merge(retired.agency, heir.agency, now=MONDAY_9AM)
    services.require_changeable(old, ChangeKind.REPLACEMENT, heir.clerk)
    with pytest.raises(document_errors.IssuedByPredecessor):
        services.require_changeable(old, ChangeKind.UPDATE, heir.clerk)
    client = signed_in(heir.clerk)
    assert "documents.issued-by-predecessor" in client.get(address(sent)).content.decode()
    assert client.get(address(sent), {"loai": "thay-the"}).status_code == 200


def test_A12_who_sends_on_what_another_issued_is_offered_no_change_of_it(province, sent, signed_in):
    finance = province.finance
    client, page = signed_in(finance.clerk), reverse("desk:document", args=[sent.version_id])
    exchange_services.submit_dispatch(
        submission=Submission(
            finance.agency.id, sent.version_id, (Recipient(province.committee.agency.id),), "on"
        ),
        actor=finance.clerk,
        now=clock.now(),
    )
    assert "Thay thế…" not in words(client.get(page))
    assert "Thay thế…" in words(signed_in(province.justice.clerk).get(page))
    refused = client.get(address(sent), {"loai": "thay-the"})
    assert "documents.target-unknown" in refused.content.decode()


def test_A12_nobody_replaces_what_another_agency_issued(province, sent):
    own = a_complete_draft(province.finance, pdf=a_pdf(), number=15)
    own = services.issue_document(draft_id=own.id, actor=province.finance.clerk, now=FRIDAY_9AM)
    with pytest.raises(document_errors.TargetUnknown):
        services.replace_by_issued(
            version_id=sent.version_id,
            reference=Version.objects.get(pk=own.version_id).reference_code,
            issued_on=None,
            reason="Sai",
            recipient_ids=[province.committee.agency.id],
            key="k",
            actor=province.finance.clerk,
            now=FRIDAY_9AM,
        )


def test_A12_an_answer_to_what_was_asked_before_is_no_answer_to_what_is_asked_now(
    province, sent, signed_in
):
    clerk, committee = signed_in(province.justice.clerk), signed_in(province.committee.clerk)
    _page, fields = looked_at(clerk, sent, filled(province, file=a_file()))
    clerk.post(address(sent), fields)
    delivery = exchange.delivery_to(sent.version_id, recipient_id=province.committee.agency.id)
    page = committee.get(reverse("desk:document", args=[sent.version_id])).content.decode()
    meant = re.search(r'name="request" value="([^"]+)"', page)[1]
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="r",
        actor=province.justice.clerk,
        now=clock.now(),
    )
    answer = reverse("exchange:answer", args=[delivery.id])
    stale = committee.post(answer, {"answer": "agree", "request": meant})
    assert "exchange.nothing-to-answer" in stale.content.decode()
    assert "đã được thay bằng đề nghị khác" in words(stale)
    assert exchange.delivery_card(delivery.id).is_change_pending
    now = committee.get(answer).content.decode()
    meant = re.search(r'name="request" value="([^"]+)"', now)[1]
    assert committee.post(answer, {"answer": "agree", "request": meant}).status_code == 302
    assert exchange.delivery_card(delivery.id).state == DeliveryState.RECALLED
