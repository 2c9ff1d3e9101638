"""The page of a draft: the next act by role, and what two people on one draft are told."""

import html
import re

import pytest
from django.urls import reverse
from tests.exchange.builders import an_office
from tests.issuing.builders import a_draft, a_letter, numbered, signed, submitted, to

from lienthong.issuing import queries
from lienthong.issuing.types import DraftState
from lienthong.registers import queries as registers
from lienthong.registers.types import EntryState
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.errors import KeyMissing

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page_of(client, draft, status=200) -> str:
    answer = client.get(reverse("issuing:draft", args=[draft.id]))
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def act(client, draft, name, **fields):
    return client.post(reverse(f"issuing:{name}", args=[draft.id]), fields)


def buttons(page: str) -> list[str]:
    """Return what the page's own buttons say, without those of the frame."""
    main = page[page.index('id="main"') : page.index("</main>")]
    found = re.findall(r"<(?:button|summary) class=\"button[^>]*>(.*?)</(?:button|summary)>", main)
    return [re.sub(r"<kbd.*?</kbd>|<[^>]+>", "", each).strip() for each in found]


def test_each_role_sees_its_own_next_act(province, signed_in):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    officer, leader = signed_in(justice.officer), signed_in(justice.leader)
    clerk = signed_in(justice.clerk)

    assert buttons(page_of(officer, draft))[0].startswith("Trình Lãnh đạo")
    assert act(officer, draft, "submit", slip="Kính trình.").status_code == 302
    assert buttons(page_of(leader, draft))[0] == "Ký số"
    assert "“Kính trình.”" in page_of(leader, draft)
    assert "Ký số" not in buttons(page_of(clerk, draft))
    assert act(leader, draft, "sign").status_code == 302
    assert buttons(page_of(clerk, draft))[0] == "Lấy số, đóng dấu, gửi 1 nơi"

    answer = act(clerk, draft, "issue")
    card = queries.draft_card(draft.id, agency_id=justice.agency.id)
    assert card.state == DraftState.ISSUED
    assert answer["Location"] == reverse("desk:document", args=[card.version_id])


def test_the_page_says_where_it_is_filed_apart_from_who_receives_it(province, signed_in):
    draft = a_draft(province.justice, to(province.committee), to(province.finance))
    page = page_of(signed_in(province.justice.officer), draft)
    assert re.search(r"<dt>Lưu</dt>\s*<dd[^>]*>VT</dd>", page)


def test_an_issued_draft_sends_on_to_the_page_of_the_document(province, signed_in):
    justice = province.justice
    draft = signed(justice, a_draft(justice, to(province.committee)))
    clerk = signed_in(justice.clerk)
    act(clerk, draft, "issue")
    card = queries.draft_card(draft.id, agency_id=justice.agency.id)

    answer = clerk.get(reverse("issuing:draft", args=[draft.id]))
    assert answer["Location"] == reverse("desk:document", args=[card.version_id])


def test_issuing_twice_sends_once(province, signed_in):
    justice = province.justice
    draft = signed(justice, a_draft(justice, to(province.committee)))
    clerk = signed_in(justice.clerk)

    assert act(clerk, draft, "issue")["Location"] == act(clerk, draft, "issue")["Location"]


def test_a_failed_seal_shows_where_it_stands_and_what_goes_on(province, signed_in, monkeypatch):
    justice = province.justice
    draft = signed(justice, a_draft(justice, to(province.committee)))
    clerk = signed_in(justice.clerk)

    def pulled_out(*args):
        raise KeyMissing

    with monkeypatch.context() as patched:
        patched.setattr(KeyFiles, "sign", pulled_out)
        assert act(clerk, draft, "issue").status_code == 404

    page = page_of(clerk, draft)
    assert "Đã lấy số, chờ đóng dấu." in page
    assert buttons(page)[:2] == ["Đóng dấu, gửi 1 nơi", "Tải tệp để đóng dấu"]
    assert act(clerk, draft, "issue").status_code == 302
    assert queries.draft_card(draft.id, agency_id=justice.agency.id).state == DraftState.ISSUED


def test_a_number_is_voided_with_its_reason_and_the_book_says_so(province, signed_in):
    justice = province.justice
    draft = numbered(justice, a_draft(justice, to(province.committee)))
    clerk = signed_in(justice.clerk)

    refused = act(clerk, draft, "void", reason="  ")
    assert refused.status_code == 422
    assert "Chưa ghi lý do hủy số." in html.unescape(refused.content.decode())
    assert act(clerk, draft, "void", reason="Con dấu hỏng").status_code == 302

    book = registers.books_of(justice.agency.id)[0]
    line = next(registers.book_rows(book.id, agency_id=justice.agency.id))
    assert (line.state, line.void_reason) == (EntryState.VOIDED, "Con dấu hỏng")
    assert "Con dấu hỏng" in page_of(clerk, draft)


def test_a_returned_draft_shows_its_reason_to_the_drafter(province, signed_in):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    leader = signed_in(justice.leader)

    refused = act(leader, draft, "return", reason="")
    assert refused.status_code == 422
    assert "Chưa ghi lý do trả lại." in html.unescape(refused.content.decode())
    act(leader, draft, "return", reason="Thiếu phụ lục 2.")
    assert "Thiếu phụ lục 2." in page_of(signed_in(justice.officer), draft)


def test_two_people_on_one_draft_the_second_reads_what_happened(province, signed_in):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    leader, officer = signed_in(justice.leader), signed_in(justice.officer)
    act(leader, draft, "sign")
    refused = act(leader, draft, "return", reason="Sửa lại")

    assert refused.status_code == 409
    page = html.unescape(refused.content.decode())
    assert "Đã ký, chờ lấy số và đóng dấu" in page
    assert "Tải lại trang" in page
    assert act(officer, draft, "submit").status_code == 409


def test_a_draft_is_withdrawn_in_its_place(province, signed_in):
    draft = a_draft(province.justice)
    officer = signed_in(province.justice.officer)
    assert act(officer, draft, "withdraw", reason="").status_code == 422
    act(officer, draft, "withdraw", reason="Gộp vào báo cáo tháng.")

    page = page_of(officer, draft)
    assert "Đã rút." in page
    assert buttons(page) == []


def test_the_file_is_shown_with_its_digest_as_tag(province, signed_in):
    draft = a_draft(province.justice)
    officer = signed_in(province.justice.officer)
    address = reverse("issuing:content", args=[draft.id])
    shown = officer.get(address)

    assert b"".join(shown.streaming_content) == a_letter()
    assert shown["ETag"] == f'"{draft.content_digest}"'
    assert officer.get(address, headers={"If-None-Match": shown["ETag"]}).status_code == 304


def test_another_agency_finds_neither_page_nor_file_nor_act(province, signed_in):
    draft = a_draft(province.justice)
    stranger = signed_in(province.finance.officer)

    page_of(stranger, draft, status=404)
    assert stranger.get(reverse("issuing:content", args=[draft.id])).status_code == 404
    assert act(stranger, draft, "submit").status_code == 404


def test_the_page_costs_the_same_for_one_recipient_and_for_twenty(
    province, signed_in, count_statements
):
    justice = province.justice
    many = [an_office(f"Sở số {n}", parent=province.committee.agency) for n in range(20)]
    small = a_draft(justice, to(province.committee))
    large = a_draft(justice, *[to(each) for each in many])
    officer = signed_in(justice.officer)
    page_of(officer, small)

    costs = [count_statements(lambda each=each: page_of(officer, each)) for each in (small, large)]
    assert costs[0] == costs[1]
