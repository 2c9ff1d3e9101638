"""The pages of a copy: asked for by the clerk, agreed to by the leader, made by the clerk (B3)."""

import html
import io
import re

import pytest
from django.urls import reverse
from tests.issuing.builders import a_draft, issued, to
from tests.issuing.copying import a_paper, asked, made
from tests.issuing.test_pages_draft import buttons

from lienthong.documents import queries as documents
from lienthong.issuing import queries
from lienthong.issuing.models import Draft
from lienthong.issuing.types import DraftState

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page_of(client, draft, status=200) -> str:
    answer = client.get(reverse("issuing:copy", args=[draft.id]))
    assert answer.status_code == status
    return html.unescape(answer.content.decode())


def act(client, draft, name, **fields):
    return client.post(reverse(f"issuing:{name}", args=[draft.id]), fields)


def the_form(office, **changes):
    return {
        "form": "sao-y",
        "way": "paper-electronic",
        "signer": str(office.leader.post_id),
        "issuer": "Ủy ban nhân dân tỉnh Đồng Nai",
        "kind": "quyet-dinh",
        "reference": "12/QĐ-UBND",
        "issued_on": "02/11/2026",
        "subject": "Về việc giao chỉ tiêu",
        "place": "Biên Hòa",
        "slip": "Gửi các phòng.",
        **changes,
    }


def a_file():
    file = io.BytesIO(a_paper())
    file.name = "quyet-dinh.pdf"
    return file


def test_B3_a_clerk_asks_a_leader_agrees_a_clerk_seals_and_the_document_is_there(
    province, signed_in
):
    justice = province.justice
    clerk, leader = signed_in(justice.clerk), signed_in(justice.leader)
    answer = clerk.post(reverse("issuing:copy-paper"), the_form(justice, file=a_file()))
    draft = Draft.objects.get()

    assert answer["Location"] == reverse("issuing:copy", args=[draft.id])
    assert buttons(page_of(clerk, draft))[0] == "Rút đề nghị"
    assert "“Gửi các phòng.”" in page_of(leader, draft)
    assert buttons(page_of(leader, draft))[0] == "Ký duyệt bản sao"
    assert act(leader, draft, "agree-copy").status_code == 302
    assert buttons(page_of(clerk, draft))[0] == "Lấy số, đóng dấu, vào sổ"
    made = act(clerk, draft, "issue")
    draft.refresh_from_db()
    assert made["Location"] == reverse("desk:document", args=[draft.version_id])
    page = html.unescape(clerk.get(made["Location"]).content.decode())
    assert "Bản sao điện tử" in page
    assert "sao từ" in page


def test_B3_an_electronic_document_goes_to_paper_from_its_own_page(province, signed_in):
    justice = province.justice
    letter = issued(justice, a_draft(justice, to(province.committee)))
    clerk, leader = signed_in(justice.clerk), signed_in(justice.leader)
    address = reverse("issuing:copy-document", args=[letter.version_id])
    assert address in clerk.get(reverse("desk:document", args=[letter.version_id])).content.decode()
    assert 'value="electronic-paper"' in clerk.get(address).content.decode()
    clerk.post(address, the_form(justice, way="electronic-paper"))
    draft = Draft.objects.get(origin="copy")

    act(leader, draft, "agree-copy")
    assert buttons(page_of(clerk, draft))[0] == "Lấy số và lập bản in"
    act(clerk, draft, "number")
    assert "Đã ký, đóng dấu bản giấy" in buttons(page_of(clerk, draft))
    assert act(clerk, draft, "copy-on-paper").status_code == 302
    assert "Đã ký, đóng dấu trên giấy" in page_of(clerk, draft)
    original = reverse("desk:document", args=[letter.version_id])
    page = html.unescape(clerk.get(original).content.decode())
    assert f"01/SY-{justice.agency.abbreviation} (bản giấy)" in page
    committee = html.unescape(signed_in(province.committee.clerk).get(original).content.decode())
    assert "(bản giấy)" not in committee
    listed = html.unescape(clerk.get(reverse("issuing:outgoing")).content.decode())
    assert "Đã ký, đóng dấu trên giấy" in listed
    assert reverse("issuing:copy", args=[draft.id]) in listed


def test_only_forms_that_can_be_made_of_a_document_are_offered(province, signed_in):
    justice = province.justice
    clerk = signed_in(justice.clerk)

    def offered(draft) -> list[str]:
        page = clerk.get(reverse("issuing:copy-document", args=[draft.version_id])).content.decode()
        return re.findall(r'name="form" value="([a-z-]+)"', page)

    letter = issued(justice, a_draft(justice, to(province.committee)))
    assert offered(letter) == ["sao-y", "trich-sao"]
    assert offered(made(justice)) == ["sao-luc"]
    paper = clerk.get(reverse("issuing:copy-paper")).content.decode()
    assert re.findall(r'name="form" value="([a-z-]+)"', paper) == ["sao-y", "sao-luc", "trich-sao"]


def test_a_form_that_lacks_its_signer_comes_back_with_the_file(province, signed_in):
    justice = province.justice
    clerk = signed_in(justice.clerk)
    answer = clerk.post(reverse("issuing:copy-paper"), the_form(justice, signer="", file=a_file()))
    assert answer.status_code == 422
    assert "quyet-dinh.pdf" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_paper_is_named_in_full_before_anything_is_asked(province, signed_in):
    justice = province.justice
    clerk = signed_in(justice.clerk)
    form = the_form(justice, issuer="", reference="", issued_on="", file=a_file())
    answer = clerk.post(reverse("issuing:copy-paper"), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="copy_{name}_error"' in page for name in ("issuer", "reference", "issued_on"))
    assert not Draft.objects.exists()


def test_what_the_law_does_not_know_is_refused_with_its_reason(province, signed_in):
    justice = province.justice
    letter = issued(justice, a_draft(justice, to(province.committee)))
    address = reverse("issuing:copy-document", args=[letter.version_id])
    answer = signed_in(justice.clerk).post(address, the_form(justice, way="electronic-electronic"))
    assert answer.status_code == 422
    assert "Chuyển chính văn bản đó" in html.unescape(answer.content.decode())


def test_a_leader_does_not_agree_and_says_why(province, signed_in):
    justice = province.justice
    draft = asked(justice)
    leader = signed_in(justice.leader)
    assert act(leader, draft, "return", reason="Đã sao tháng trước").status_code == 302
    card = queries.draft_card(draft.id, agency_id=justice.agency.id)
    assert card.state == DraftState.RETURNED
    assert "Đã sao tháng trước" in page_of(signed_in(justice.clerk), draft)


def test_the_page_of_a_draft_leads_to_that_of_the_copy(province, signed_in):
    justice = province.justice
    draft = asked(justice)
    clerk = signed_in(justice.clerk)
    answer = clerk.get(reverse("issuing:draft", args=[draft.id]))
    assert answer["Location"] == reverse("issuing:copy", args=[draft.id])


def test_what_was_not_given_to_an_agency_it_does_not_copy(province, signed_in):
    letter = issued(province.justice, a_draft(province.justice, to(province.committee)))
    finance = signed_in(province.finance.clerk)
    address = reverse("issuing:copy-document", args=[letter.version_id])
    assert finance.get(address).status_code == 404
    assert documents.version_card(letter.version_id)
