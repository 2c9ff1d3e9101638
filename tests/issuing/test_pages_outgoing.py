"""The list of outgoing documents: tabs, search, what recipients did, at a constant cost."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.directory.builders import merge
from tests.exchange.builders import a_dispatch
from tests.issuing.builders import (
    FRIDAY_9AM,
    a_complete_draft,
    a_draft,
    a_province,
    a_scan,
    issued,
    signed,
    submitted,
    to,
)

from lienthong.exchange import queries as exchange
from lienthong.issuing import services
from lienthong.issuing.models import Draft
from lienthong.issuing.types import OutgoingTab
from lienthong.kernel import clock
from lienthong.kernel.actor import ActorKind
from lienthong.registers import queries as registers_queries
from lienthong.registers import services as registers

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIST = "/van-ban-di/"


def page_of(client, **query) -> str:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def rows(page: str) -> list[str]:
    """Return the rows of the table as one reads them."""
    found = re.findall(r"<tr data-row>(.*?)</tr>", page, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", each)).strip() for each in found]


def test_each_tab_holds_its_step_and_counts_what_waits(province, signed_in):
    justice = province.justice
    issued(justice, a_draft(justice, to(province.committee), subject="V/v đã phát hành"))
    signed(justice, a_draft(justice, subject="V/v chờ phát hành"))
    submitted(justice, a_draft(justice, subject="V/v chờ ký"))
    a_draft(justice, subject="V/v đang soạn")
    clerk = signed_in(justice.clerk)

    for tab in OutgoingTab:
        page = page_of(clerk, muc=tab)
        assert len(rows(page)) == 1
        said = "đã gửi" if tab == OutgoingTab.SENT else tab.label.lower()
        assert said in rows(page)[0]
    assert page.count('<span class="count">1</span>') >= 3


def test_an_issued_row_says_what_its_recipients_did(province, signed_in):
    justice, committee, finance = province.justice, province.committee, province.finance
    card = issued(justice, a_draft(justice, to(committee), to(finance)))
    first = exchange.delivery_to(card.version_id, recipient_id=committee.agency.id)
    second = exchange.delivery_to(card.version_id, recipient_id=finance.agency.id)
    registers.accept_delivery(delivery_id=first.id, key="a", actor=committee.clerk, now=FRIDAY_9AM)
    registers.refuse_delivery(
        delivery_id=second.id, reason="Gửi nhầm", key="b", actor=finance.clerk, now=FRIDAY_9AM
    )

    row = rows(page_of(signed_in(justice.clerk)))[0]
    assert "tiếp nhận 1/2" in row
    assert "từ chối 1" in row
    assert row.startswith(card.entry_number)


def test_a_row_says_how_many_recipients_let_the_time_pass(province, signed_in, monkeypatch):
    justice, committee, finance = province.justice, province.committee, province.finance
    card = issued(justice, a_draft(justice, to(committee), to(finance)))
    first = exchange.delivery_to(card.version_id, recipient_id=committee.agency.id)
    registers.accept_delivery(delivery_id=first.id, key="a", actor=committee.clerk, now=FRIDAY_9AM)

    monkeypatch.setattr(clock, "now", lambda: FRIDAY_9AM)
    assert "quá hạn" not in rows(page_of(signed_in(justice.clerk)))[0]
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_9AM + timedelta(days=4))
    assert rows(page_of(signed_in(justice.clerk)))[0].endswith("tiếp nhận 1/2 1 nơi quá hạn")


def test_search_finds_number_and_words_without_tones(province, signed_in):
    justice = province.justice
    issued(justice, a_draft(justice, subject="V/v quyết toán ngân sách"))
    clerk = signed_in(justice.clerk)

    assert len(rows(page_of(clerk, q="quyet toan"))) == 1
    assert len(rows(page_of(clerk, q="01"))) == 1
    assert rows(page_of(clerk, q="khong co")) == []
    assert rows(page_of(clerk, nam="2025")) == []
    assert len(rows(page_of(clerk, nam="2026"))) == 1


def test_the_year_is_that_of_the_number_not_of_the_draft(province, signed_in):
    justice = province.justice
    card = issued(justice, a_draft(justice))
    Draft.objects.filter(pk=card.id).update(created_at=FRIDAY_9AM - timedelta(days=365))
    clerk = signed_in(justice.clerk)

    assert len(rows(page_of(clerk, nam="2026"))) == 1
    assert rows(page_of(clerk, nam="2025")) == []


def test_odd_values_in_the_address_show_a_page(province, signed_in):
    clerk = signed_in(province.justice.clerk)
    for tab in (OutgoingTab.ISSUED, OutgoingTab.DRAFTING):
        for year in ("0000", "9999", "1999", "²⁰²⁶", "2026\x00"):
            page_of(clerk, muc=tab, nam=year)
        for words in ("\x00", "báo\x00cáo"):
            page_of(clerk, muc=tab, q=words)
        for place in ("\x00", "0" * 400):
            page_of(clerk, muc=tab, truoc=place)
    page_of(clerk, muc="\x00")


def test_the_tab_of_sendings_has_what_the_agency_s_software_sent(province, signed_in):
    justice = province.justice
    issued(justice, a_draft(justice, to(province.committee), subject="V/v từ trang web"))
    software = replace(justice.clerk, kind=ActorKind.SYSTEM, name="Phần mềm Sở Tư pháp")
    by_software = replace(justice, clerk=software)
    a_dispatch(by_software, province.finance, now=FRIDAY_9AM + timedelta(minutes=1))
    clerk = signed_in(justice.clerk)

    newest, other = rows(page_of(clerk, muc=OutgoingTab.SENT))
    assert "Phần mềm Sở Tư pháp" in newest
    assert "tiếp nhận 0/1" in newest
    assert "V/v từ trang web" in other
    assert len(rows(page_of(clerk))) == 1
    assert rows(page_of(signed_in(justice.officer), muc=OutgoingTab.SENT)) == []
    assert rows(page_of(signed_in(province.finance.clerk), muc=OutgoingTab.SENT)) == []

    for words, found in (("phat hanh", 0), ("tu trang web", 1), ("tỰ Trang", 1), ("không có", 0)):
        assert len(rows(page_of(clerk, muc=OutgoingTab.SENT, q=words))) == found, words
    assert len(rows(page_of(clerk, muc=OutgoingTab.SENT, nam="2026"))) == 2
    empty = page_of(clerk, muc=OutgoingTab.SENT, nam="2025")
    assert rows(empty) == []
    assert "Bỏ mọi bộ lọc" in empty


def test_words_of_many_sendings_are_looked_for_line_by_line(province, signed_in, monkeypatch):
    monkeypatch.setattr("lienthong.documents.queries.search._FEW", 0)
    justice = province.justice
    issued(justice, a_draft(justice, to(province.committee), subject="V/v từ trang web"))
    a_dispatch(justice, province.finance, now=FRIDAY_9AM + timedelta(minutes=1))
    (found,) = rows(page_of(signed_in(justice.clerk), muc=OutgoingTab.SENT, q="trang web"))
    assert "V/v từ trang web" in found


def test_sendings_go_on_from_one_s_own_only(province, signed_in, monkeypatch):
    from lienthong.issuing import queries

    monkeypatch.setattr(queries, "PAGE", 1)
    justice = province.justice
    for number in (1, 2):
        issued(justice, a_draft(justice, to(province.committee), subject=f"V/v việc {number}"))
    clerk = signed_in(justice.clerk)
    following = re.search(r'href="([^"]*truoc=[^"]*)" rel="next"', page_of(clerk, muc="da-gui"))[1]

    assert "V/v việc 1" in rows(html.unescape(clerk.get(following).content.decode()))[0]
    assert signed_in(province.finance.clerk).get(following).status_code == 404


def test_nonsense_in_the_address_shows_the_first_tab(province, signed_in):
    clerk = signed_in(province.justice.clerk)
    assert rows(page_of(clerk, muc="xyz", nam="năm", truoc="không")) == []


def test_an_officer_sees_the_own_units_drafts_only(province, signed_in):
    justice = province.justice
    a_draft(justice, actor=justice.clerk, subject="V/v của văn thư")
    a_draft(justice, subject="V/v của chuyên viên")

    found = rows(page_of(signed_in(justice.officer), muc=OutgoingTab.DRAFTING))
    assert len(found) == 1
    assert "V/v của chuyên viên" in found[0]


def test_pages_go_on_where_the_last_one_ended(province, signed_in, monkeypatch):
    from lienthong.issuing import queries

    monkeypatch.setattr(queries, "PAGE", 2)
    for n in range(3):
        a_draft(province.justice, subject=f"V/v việc {n}")
    clerk = signed_in(province.justice.clerk)
    first = page_of(clerk, muc=OutgoingTab.DRAFTING)
    following = re.search(r'href="([^"]*truoc=[^"]*)" rel="next"', first)[1]
    second = html.unescape(clerk.get(following).content.decode())

    assert [len(rows(first)), len(rows(second))] == [2, 1]
    assert "V/v việc 0" in rows(second)[0]
    assert 'rel="next"' not in second
    assert 'rel="prev"' not in first
    back = html.unescape(re.search(r'href="([^"]*)" rel="prev"', second)[1])
    assert rows(html.unescape(clerk.get(back).content.decode())) == rows(first)


def test_the_list_costs_the_same_for_one_row_and_for_many(db, signed_in, count_statements):
    province = a_province(can_sign=False)
    clerk = signed_in(province.finance.clerk)

    def issue(number):
        draft = a_complete_draft(
            province.finance, to(province.committee), pdf=a_scan(), number=number
        )
        services.issue_document(draft_id=draft.id, actor=province.finance.clerk, now=FRIDAY_9AM)

    issue(1)
    page_of(clerk)
    one = count_statements(lambda: page_of(clerk))
    for number in range(2, 8):
        issue(number)
    assert count_statements(lambda: page_of(clerk)) == one


def test_A4_an_heir_lists_finds_and_reads_what_the_agency_before_it_issued(db, signed_in):
    province = a_province(can_sign=False)
    justice, finance = province.justice, province.finance
    for office, number in ((justice, 12), (finance, 13)):
        draft = a_complete_draft(office, to(province.committee), pdf=a_scan(), number=number)
        services.issue_document(draft_id=draft.id, actor=office.clerk, now=FRIDAY_9AM)
    merge(justice.agency, finance.agency, now=FRIDAY_9AM)
    clerk = signed_in(finance.clerk)

    page = page_of(clerk)
    newest, inherited = rows(page)
    assert "13/" in newest
    assert "12/" in inherited
    (found,) = rows(page_of(clerk, q="12"))
    assert "12/" in found
    assert clerk.get(re.search(r'href="(/van-ban/[^"]+)"', page)[1]).status_code == 200
    assert len(rows(page_of(signed_in(finance.officer)))) == 0
    books = registers_queries.books_of(finance.agency.id)
    closed = next(book for book in books if book.closed_agency == "Sở Tư pháp")
    lines = registers_queries.book_rows(closed.id, agency_id=finance.agency.id)
    assert [line.facts.reference_code[:3] for line in lines] == ["12/"]
