"""Everybody's pages (F1), search and the check of a copy (F2), and that they tell nothing more."""

import hashlib
import json
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.desk.builders import BROWSER, at_desk, words_of
from tests.exchange.builders import a_version
from tests.portal.builders import an_issued, published
from tests.portal.test_publishing import recall, send, take_down, update

from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents.types import RelationFacts, RelationKind
from lienthong.portal import queries

pytestmark = [pytest.mark.django_db, pytest.mark.once]


CHECK = "/cong-khai/kiem-tra/"
PROGRAM = {"HTTP_ACCEPT": "application/json"}


def digest_of(ref) -> str:
    return documents.version_card(ref.version_id).content_digest


def check(client, digest: str) -> str:
    return words_of(client.get(CHECK, {"ma": digest}))


def test_what_is_public_is_found_read_and_loaded_by_anybody(client, justice, committee):
    ref = an_issued(justice, subject="Kế hoạch sử dụng đất năm 2027")
    inside = an_issued(justice, subject="Việc nội bộ không công khai")
    public = published(justice, ref.version_id, note="Thay thế một phần")
    for asked in ("", "?q=su+dung+dat", "?q=sử+dụng+đất", f"?co-quan={justice.agency.id}"):
        found = words_of(client.get(f"/cong-khai/{asked}"))
        assert "Kế hoạch sử dụng đất năm 2027" in found, asked
        assert "nội bộ" not in found
    for asked in ("?q=noi+bo", f"?co-quan={committee.agency.id}", "?nam=1999", "?linh-vuc=health"):
        assert "sử dụng đất năm" not in words_of(client.get(f"/cong-khai/{asked}")), asked
    odd_ones = (
        "?co-quan=x&nam=²²²²&linh-vuc=x&trang=99999",
        "?q=%00%00",
        "?loai=%00",
        "?loai=" + "x" * 99,
    )
    for odd in odd_ones:
        assert client.get(f"/cong-khai/{odd}").status_code == 200
    page = client.get(f"/cong-khai/{public.id}/")
    said = words_of(page)
    assert "Thay thế một phần" in said
    assert "còn hiệu lực" in said
    assert not page.cookies
    again = client.get(f"/cong-khai/{public.id}/", headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304
    file = client.get(f"/cong-khai/{public.id}/tep/1/0/")
    assert hashlib.sha256(b"".join(file.streaming_content)).hexdigest() == digest_of(ref)
    english = words_of(client.get(f"/public/{public.id}/"))
    assert "in force" in english
    assert client.get(f"/cong-khai/{uuid4()}/").status_code == 404
    assert client.get(f"/cong-khai/{inside.version_id}/").status_code == 404


def test_what_the_list_is_narrowed_by_is_what_is_public_now(justice, committee, count_statements):
    first = published(justice, an_issued(justice).version_id)
    assert queries.choices() == (
        [(justice.agency.id, justice.agency.name)],
        [first.kind],
        [first.issued_on.year],
    )
    assert count_statements(queries.choices) == 2
    other = an_issued(committee)
    published(committee, other.version_id)
    agencies, _kinds, _years = queries.choices()
    assert {one for one, _name in agencies} == {justice.agency.id, committee.agency.id}
    take_down(committee, other)
    assert [one for one, _name in queries.choices()[0]] == [justice.agency.id]


def test_programs_have_lists_a_feed_and_a_map_of_what_is_public(client, justice):
    ref = an_issued(justice)
    an_issued(justice)
    public = published(justice, ref.version_id)
    told = client.get("/cong-khai/danh-sach.json").json()
    assert [one["id"] for one in told["documents"]] == [str(public.id)]
    one = client.get(f"/cong-khai/{public.id}.json").json()
    assert one["files"][0]["sha256"] == digest_of(ref)
    feed = ET.fromstring(client.get("/cong-khai/moi.atom").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    maps = client.get("/cong-khai/sitemap.xml").content.decode()
    assert "/cong-khai/sitemap-1.xml" in maps
    assert str(public.id) in client.get("/cong-khai/sitemap-1.xml").content.decode()
    assert client.get("/cong-khai/sitemap-999999999.xml").status_code == 200
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    take_down(justice, ref)
    gone = client.get(f"/cong-khai/{public.id}.json")
    assert (gone.status_code, gone.json()["reason"]) == (410, "Nhầm tệp.")
    assert client.get("/cong-khai/danh-sach.json").json()["documents"] == []
    assert json.dumps(gone.json()).find("subject") == -1


def test_what_was_taken_down_says_when_and_why_and_nothing_more(client, justice):
    ref = an_issued(justice, subject="Danh sách người được trợ cấp")
    public = published(justice, ref.version_id)
    take_down(justice, ref)
    page = client.get(f"/cong-khai/{public.id}/")
    assert page.status_code == 410
    assert "Nhầm tệp." in words_of(page)
    assert "Danh sách" not in page.content.decode()
    assert client.get(f"/cong-khai/{public.id}/tep/1/0/").status_code == 404
    assert "Danh sách" not in words_of(client.get("/cong-khai/", {"q": "danh sach"}))
    assert "Danh sách" not in check(client, digest_of(ref))


def test_an_update_and_what_replaces_it_are_said_on_the_page(client, justice):
    ref = an_issued(justice)
    public = published(justice, ref.version_id)
    newer = update(justice, ref)
    address = f"/cong-khai/{public.id}/"
    assert "đã có bản cập nhật" in words_of(client.get(address))
    published(justice, newer.version_id)
    assert "Các bản trước" in words_of(client.get(address))
    relation = RelationFacts(RelationKind.REPLACES, document_id=ref.document_id)
    other = an_issued(justice, relations=(relation,))
    said = words_of(client.get(address))
    assert "bị thay thế" in said
    code = documents.version_card(other.version_id).reference_code
    assert code not in said
    published(justice, other.version_id)
    assert code in words_of(client.get(address))


def test_who_holds_the_very_bytes_is_told_whose_they_are_and_not_what_about(
    client, justice, committee
):
    ref = an_issued(justice, subject="Việc riêng của một người")
    content = blobs.open_content(digest_of(ref)).read()
    sent = client.post(CHECK, {"tep": SimpleUploadedFile("x.pdf", content)})
    for said in (words_of(sent), check(client, digest_of(ref).upper())):
        assert "Đúng: tệp này là văn bản đã phát hành" in said
        assert "Sở Tư pháp" in said
        assert "Việc riêng" not in said
    changed = SimpleUploadedFile("x.pdf", content + b" ")
    assert "Không tìm thấy" in words_of(client.post(CHECK, {"tep": changed}))
    number = documents.version_card(ref.version_id).reference_code
    by_number = words_of(client.get(CHECK, {"so": number}))
    assert "Không có văn bản công khai nào mang số này" in by_number
    dispatch = send(justice, committee, ref.version_id)
    recall(justice, dispatch)
    assert "đã thu hồi văn bản này" in check(client, digest_of(ref))
    replaced = an_issued(justice)
    update(justice, replaced)
    assert "Đây là bản trước" in check(client, digest_of(replaced))


def test_a_check_without_a_file_or_with_half_a_digest_is_refused(client):
    for asked, code in (
        (client.get(CHECK, {"ma": "ab12"}, **PROGRAM), "portal.digest-unreadable"),
        (client.post(CHECK, {}, **PROGRAM), "portal.file-missing"),
        (
            client.post(CHECK, {"tep": SimpleUploadedFile("x", b"")}, **PROGRAM),
            "portal.file-missing",
        ),
    ):
        assert (asked.status_code, asked.json()["code"]) == (422, code)
    large = SimpleUploadedFile("x.pdf", b"x" * (2 * 1024 * 1024 + 1))
    assert client.post(CHECK, {"tep": large}).status_code == 413


def test_pages_take_as_many_statements_for_many(client, justice, count_statements):
    first = published(justice, an_issued(justice).version_id)
    relation = RelationFacts(RelationKind.MENTIONS, document_id=first.document_id)
    published(justice, an_issued(justice, relations=(relation,)).version_id)
    few = count_statements(lambda: client.get("/cong-khai/"))
    one = count_statements(lambda: client.get(f"/cong-khai/{first.id}/"))
    for _each in range(3):
        published(justice, an_issued(justice, relations=(relation,)).version_id)
    assert count_statements(lambda: client.get("/cong-khai/")) == few
    assert count_statements(lambda: client.get(f"/cong-khai/{first.id}/")) == one


def test_clerk_and_leader_do_it_on_one_page(justice, committee, client):
    ref = an_issued(justice)
    clerk, leader = at_desk(justice.clerk), at_desk(justice.leader)
    address = f"/van-ban/{ref.version_id}/cong-khai/"
    assert "Công khai…" in words_of(clerk.get(f"/van-ban/{ref.version_id}/"))
    unlooked = clerk.post(address, {"area": "land", "names_signer": "on"}, **BROWSER)
    assert unlooked.status_code == 422
    assert list(unlooked.context["form"].errors) == ["looked"]
    said = {"area": "land", "looked": "on", "effective_on": "01/12/2026"}
    done = clerk.post(address, said, follow=True)
    assert "chờ lãnh đạo quyết định" in words_of(done)
    assert address in leader.get("/").content.decode()
    shown = words_of(leader.get(address))
    assert "01/12/2026" in leader.get(address).content.decode()
    assert "chờ lãnh đạo quyết định" in shown
    assert "Đã công khai văn bản." in words_of(leader.post(address, said, follow=True))
    assert queries.public_of(ref.document_id).signer_name == ""
    down = clerk.post(f"{address}go/", {"reason": "Nhầm tệp."}, follow=True)
    assert "Đã gỡ văn bản" in words_of(down)
    assert at_desk(committee.leader).get(address, **BROWSER).status_code == 404
    assert at_desk(justice.officer).get(address, **BROWSER).status_code == 403


def test_a_file_that_is_no_pdf_is_none_of_those_that_go_out(justice):
    ref = a_version(justice)
    page = at_desk(justice.leader).post(
        f"/van-ban/{ref.version_id}/cong-khai/", {"area": "land", "looked": "on"}, **PROGRAM
    )
    assert page.json()["code"] == "portal.not-readable"
