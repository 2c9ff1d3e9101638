"""The sending page: what is read from the file, what is told in its place, what is left behind."""

import html
import json
import re
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.exchange.builders import a_dispatch, an_office, the_delivery
from tests.issuing import builders
from tests.issuing.builders import FRIDAY_9AM, a_letter, findings_on, the_form

from lienthong.blobs.models import Upload
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyLevel, Role
from lienthong.documents.models import Policy
from lienthong.exchange.models import Dispatch
from lienthong.issuing.models import Draft
from lienthong.issuing.types import DraftState
from lienthong.kernel.ids import uuid7
from lienthong.registers import services as registers

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SEND, CHECK, RECEIVE = "/gui/", "/gui/kiem-tra/", "/gui/tep/"


def a_file(pdf: bytes | None = None, name: str = "bao-cao.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_letter() if pdf is None else pdf)


def received(client, pdf: bytes | None = None, **fields):
    """Drop a file as the page does; return the page that follows."""
    answer = client.post(RECEIVE, {"file": a_file(pdf), **fields})
    assert answer.status_code == 302
    return client.get(answer["Location"]).content.decode()


def filled(office, *recipients, **changes) -> dict[str, object]:
    """A form as it is sent, but for its file."""
    return {
        "origin": "here",
        "kind": "cong-van",
        "notation": f"{office.agency.abbreviation}-VP",
        "subject": "V/v báo cáo công tác tư pháp tháng 11",
        "signer": str(office.leader.post_id),
        "urgency": "normal",
        "filing": "VT, TH",
        "slip": "Kính trình Giám đốc.",
        "recipient": [f"agency:{each.agency.id}" for each in recipients],
        "role": ["report"] * len(recipients),
        "idempotency_key": str(uuid7()),
        "act": "send",
        **changes,
    }


def test_the_fields_fill_themselves_from_the_file_each_with_its_place(province, signed_in):
    page = received(signed_in(province.justice.officer))
    form = the_form(page)

    assert form["notation"] == "STP-VP"
    assert form["filing"] == "VT, TH"
    assert "V/v báo cáo công tác tư pháp tháng 11" in html.unescape(page)
    assert page.count('class="field read"') >= 3
    place = json.loads(html.unescape(page.split('data-read-at="')[1].split('"')[0]))
    assert place["page"] == 1
    assert place["box"][0] < place["box"][2]
    assert place["box"][1] < place["box"][3]


def test_the_leader_whose_name_is_on_the_page_is_chosen_and_lit_where_it_stands(
    province, signed_in
):
    justice = province.justice
    post = directory.appoint(
        person_id=directory.add_person(name="Lê Văn Bình").id,
        agency_id=justice.agency.id,
        role=Role.LEADER,
        title="Phó Giám đốc",
        valid_from=date(2026, 1, 1),
    )
    page = received(signed_in(justice.officer), a_letter(name="Lê Văn Bình"))
    lit, field = re.search(
        r'data-read-at="([^"]*)"><label for="send_signer">(.*?)</select>', page, re.DOTALL
    ).groups()
    assert f'value="{post.id}" selected' in field
    assert json.loads(html.unescape(lit))["page"] == 1


def test_A13_agencies_and_groups_named_on_the_page_are_suggested_as_recipients(province, signed_in):
    page = received(signed_in(province.justice.officer))

    assert f"agency:{province.committee.agency.id}" in page


def test_a_plain_form_with_its_file_makes_a_draft_and_submits_it(province, signed_in):
    client = signed_in(province.justice.officer)
    answer = client.post(SEND, {**filled(province.justice, province.committee), "file": a_file()})

    draft = Draft.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("issuing:draft", args=[draft.id])
    assert draft.state == DraftState.AWAITING_SIGNATURE
    assert [row.text for row in draft.recipients.all()] == [
        "Ủy ban nhân dân tỉnh Đồng Nai",
        "Lưu: VT, TH",
    ]


def test_keeping_a_draft_submits_nothing(province, signed_in):
    client = signed_in(province.justice.officer)
    form = filled(province.justice, province.committee, act="keep")
    client.post(SEND, {**form, "file": a_file()})

    assert Draft.objects.get().state == DraftState.DRAFTING


def test_a_draft_is_kept_before_anybody_knows_to_whom_it_goes(province, signed_in):
    client = signed_in(province.justice.officer)
    upload = the_form(received(client))["upload"]
    nobody = filled(province.justice, upload=upload, act="send")
    assert client.post(SEND, nobody).status_code == 422
    wrong = filled(province.justice, upload=upload, act="keep", notation="BC-XYZ")
    assert (client.post(SEND, wrong).status_code, Draft.objects.count()) == (422, 0)

    kept = client.post(SEND, filled(province.justice, upload=upload, act="keep"))
    assert kept.status_code == 302
    assert Draft.objects.get().state == DraftState.DRAFTING
    page = html.unescape(client.get(kept["Location"]).content.decode())
    assert "Chưa có nơi nhận nào để gửi điện tử." in page


def test_the_same_form_sent_twice_is_one_draft_and_the_same_page(province, signed_in):
    client = signed_in(province.justice.officer)
    form = the_form(received(client))
    sent = filled(province.justice, province.committee, upload=form["upload"])
    first = client.post(SEND, sent)
    again = client.post(SEND, sent)

    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert Draft.objects.count() == 1


def test_a_complete_file_is_issued_at_once_by_the_clerk(db, signed_in):
    province = builders.a_province(can_sign=False)
    client = signed_in(province.finance.clerk)
    answer = client.post(
        SEND,
        {
            **filled(
                province.finance,
                province.committee,
                origin="complete",
                number="12",
                issued_on="2026-11-20",
                signer="",
                signer_name="Lê Văn Bình",
            ),
            "file": a_file(builders.a_scan()),
        },
    )

    draft = Draft.objects.get()
    assert answer.status_code == 302
    assert draft.state == DraftState.ISSUED
    assert answer["Location"] == reverse("desk:document", args=[draft.version_id])
    assert Dispatch.objects.count() == 1


BAD_FILES = [
    (b"", "Tệp “bao-cao.pdf” rỗng."),
    (b"%PDF-1.7\n1 0 obj\n<<", None),
    (b"PK\x03\x04 khong phai PDF", None),
]


@pytest.mark.parametrize(("content", "sentence"), BAD_FILES)
def test_a_file_that_cannot_be_opened_is_told_and_leaves_no_bytes(
    province, signed_in, tmp_path, content, sentence, django_capture_on_commit_callbacks
):
    client = signed_in(province.justice.officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(RECEIVE, {"file": a_file(content)})

    assert answer.status_code == 422
    assert (sentence or "Làm gì tiếp") in html.unescape(answer.content.decode())
    assert_nothing_is_left(tmp_path)


def assert_nothing_is_left(home):
    left = [path for path in home.rglob("*") if path.is_file() and "keys" not in path.parts]
    assert left == []
    assert not Draft.objects.exists()
    assert not Upload.objects.filter(state__in=["waiting", "admitted"]).exists()


def test_A3_a_secret_stamp_is_told_and_leaves_no_bytes(
    province, signed_in, tmp_path, django_capture_on_commit_callbacks
):
    client = signed_in(province.justice.officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(RECEIVE, {"file": a_file(builders.a_secret_letter())})

    assert answer.status_code == 422
    assert "Không nhận văn bản mật" in html.unescape(answer.content.decode())
    assert_nothing_is_left(tmp_path)


def test_an_encrypted_file_is_told_and_leaves_no_bytes(
    province, signed_in, tmp_path, django_capture_on_commit_callbacks
):
    client = signed_in(province.justice.officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(RECEIVE, {"file": a_file(builders.an_encrypted_letter())})

    assert answer.status_code == 422
    assert_nothing_is_left(tmp_path)


def test_a_file_that_is_too_large_is_refused_by_the_size_alone(
    province, signed_in, settings, tmp_path
):
    settings.LIENTHONG_LARGEST_UPLOAD = 4_000
    client = signed_in(province.justice.officer)
    answer = client.post(RECEIVE, {"file": a_file()})
    assert answer.status_code == 422
    assert "lớn hơn mức cho phép" in html.unescape(answer.content.decode())

    answer = client.post(RECEIVE, {"file": a_file(b"%PDF" + bytes(2_000_000))})
    assert answer.status_code == 422
    assert_nothing_is_left(tmp_path)


def test_without_a_file_the_form_says_so_and_keeps_what_was_typed(province, signed_in):
    client = signed_in(province.justice.officer)
    answer = client.post(SEND, filled(province.justice, province.committee))
    page = answer.content.decode()

    assert answer.status_code == 422
    assert ("stop", "Chưa chọn tệp văn bản.") in findings_on(page)
    assert "V/v báo cáo công tác tư pháp tháng 11" in html.unescape(page)
    # On a phone the checks lie below three screens of form: the top says why nothing happened.
    assert "Chưa gửi được." in page.split('id="send"')[0]
    assert "Chưa chọn tệp văn bản." in page.split('id="send"')[0]
    assert f"agency:{province.committee.agency.id}" in page
    assert not Draft.objects.exists()


def checked(client, office, *recipients, **changes) -> list[tuple[str, str]]:
    upload = the_form(received(client))["upload"]
    answer = client.post(CHECK, filled(office, *recipients, upload=upload, **changes))
    assert answer.status_code == 200
    return findings_on(answer.content.decode())


def test_the_check_says_that_all_is_well_and_what_the_button_does(province, signed_in):
    found = checked(signed_in(province.justice.officer), province.justice, province.committee)

    assert {level for level, _sentence in found} == {"ok"}
    assert ("ok", "1 nơi nhận đều nhận được bản điện tử.") in found


def test_our_own_notation_against_the_rule_stops_with_what_is_expected(province, signed_in):
    client = signed_in(province.justice.officer)
    found = checked(client, province.justice, province.committee, notation="BC-XYZ")

    level, sentence = found[0]
    assert level == "stop"
    assert "BC-XYZ" in sentence
    assert province.justice.agency.abbreviation in sentence


def test_A5_what_a_document_is_about_is_asked_only_where_a_rule_asks_and_goes_with_it(
    province, signed_in
):
    client = signed_in(province.justice.officer)
    assert 'name="concern"' not in received(client)
    Policy.objects.create(
        matter="routing",
        clause="14/CT-UBND",
        title="Văn bản về kinh phí gửi điện tử và bản giấy",
        concern="finance",
        agency_id=province.committee.agency.id,
        value={"electronic": True, "paper": True},
        valid_from=date(2026, 1, 1),
    )
    page = received(client, concern="finance")
    assert '<option value="finance" selected>kinh phí</option>' in page
    assert 'name="period"' not in page
    upload = the_form(page)["upload"]
    said = filled(
        province.justice, province.committee, upload=upload, subject="V/v bổ sung kinh phí"
    )
    told = client.post(CHECK, said).content.decode()
    assert ("warn", "Trích yếu nói về kinh phí.") in findings_on(told)
    assert "concern" in unquote(told.split("#dung:")[-1].split('"')[0])
    told = client.post(CHECK, {**said, "concern": "finance"}).content.decode()
    assert ("ok", "Văn bản về kinh phí gửi điện tử và bản giấy.") in findings_on(told)
    assert "nói về" not in told
    odd = client.post(SEND, {**said, "concern": "weather"})
    assert (odd.status_code, Draft.objects.count()) == (422, 0)

    client.post(SEND, {**said, "concern": "finance"})
    draft = Draft.objects.get()
    assert (draft.concern, draft.period) == ("finance", "")
    assert "kinh phí" in client.get(f"/du-thao/{draft.pk}/").content.decode()
    # A rule that ended asks nobody anew; what was said stays said, also when the draft is edited.
    Policy.objects.filter(concern="finance").update(valid_to=date(2026, 1, 2))
    assert 'name="concern"' in client.get(f"/du-thao/{draft.pk}/sua/").content.decode()


def test_a_subject_that_differs_from_the_page_is_a_warning_with_a_remedy(province, signed_in):
    client = signed_in(province.justice.officer)
    upload = the_form(received(client))["upload"]
    page = client.post(
        CHECK,
        filled(province.justice, province.committee, upload=upload, subject="V/v khác hẳn"),
    ).content.decode()

    assert ("warn", "Trích yếu khác trên văn bản.") in findings_on(page)
    assert "#dung:" in page
    causes = re.findall(r'<p class="sub">(.*?)(?: <a|</p>)', html.unescape(page))
    assert causes
    assert all(re.search(r"[^.?!…][.?!…]$", cause) for cause in causes), causes
    assert "Dùng như trên văn bản" in html.unescape(page)


def test_a_date_in_the_future_stops(db, signed_in):
    province = builders.a_province(can_sign=False)
    found = checked(
        signed_in(province.finance.clerk),
        province.finance,
        province.committee,
        origin="complete",
        number="12",
        issued_on="2026-12-24",
    )

    assert ("stop", "Ngày ban hành 24/12/2026 ở sau ngày hôm nay.") in found


def test_A4_recipients_that_cannot_receive_are_named_each_with_its_reason(province, signed_in):
    late = an_office("Sở Ngoại vụ", parent=province.committee.agency, starts_on=date(2027, 1, 1))
    never = an_office("Sở Công Thương", parent=province.committee.agency, takes_part=False)
    client = signed_in(province.justice.officer)
    found = checked(client, province.justice, province.committee, late, never)

    assert ("stop", "Chưa gửi điện tử được tới: Sở Ngoại vụ.") in found
    assert ("stop", "Chưa gửi điện tử được tới: Sở Công Thương.") in found


def test_doubled_unknown_and_own_recipients_stop(province, signed_in):
    client = signed_in(province.justice.officer)
    committee, justice = province.committee, province.justice
    upload = the_form(received(client))["upload"]

    def told(*keys):
        form = filled(justice, upload=upload)
        form |= {"recipient": list(keys), "role": ["action"] * len(keys)}
        return findings_on(client.post(CHECK, form).content.decode())[0]

    one = f"agency:{committee.agency.id}"
    assert told(one, one) == ("stop", "Nơi nhận bị lặp: Ủy ban nhân dân tỉnh Đồng Nai.")
    assert told(one, f"agency:{uuid7()}")[1] == "Có 1 nơi nhận không có trong danh bạ."
    own = f"agency:{justice.agency.id}"
    assert told(own)[1] == "Cơ quan gửi đang nằm trong danh sách nơi nhận."


def test_names_typed_without_a_script_are_found_or_told(province, signed_in):
    client = signed_in(province.justice.officer)
    form = filled(province.justice, more_recipients="UBND tỉnh Đồng Nai\nSở Không Có")
    answer = client.post(SEND, {**form, "file": a_file()})
    page = html.unescape(answer.content.decode())

    assert answer.status_code == 422
    assert "Không có “Sở Không Có” trong danh bạ." in page
    assert f"agency:{province.committee.agency.id}" in page
    assert not Draft.objects.exists()


def test_A13_each_of_many_typed_names_is_found_or_told(province, signed_in):
    """None is left out, however many there are, and none goes to the first of several."""
    for number in range(60):
        directory.found_agency(
            code=f"H19.99.{number}",
            name=f"Ủy ban nhân dân xã Số {number}",
            abbreviation="XA",
            parent_id=province.committee.agency.id,
        )
    names = "\n".join(f"- UBND xã Số {number};" for number in range(60))
    form = filled(province.justice, more_recipients=f"{names}\nXA\nSở Không Có")
    answer = signed_in(province.justice.officer).post(SEND, {**form, "file": a_file()})
    page = html.unescape(answer.content.decode())

    assert answer.status_code == 422
    assert page.count('name="recipient" value="agency:') == 60
    assert "Không có “Sở Không Có” trong danh bạ." in page
    assert "Nhiều cơ quan cùng là “XA”: H19.99.0," in page
    # All of them are not on the exchange yet: one line says so, not sixty.
    waiting = [each for _state, each in findings_on(page) if each.startswith("Chưa gửi điện tử")]
    assert len(waiting) == 1
    assert waiting[0].endswith("và 55 nơi khác.")


def test_A13_a_pasted_list_becomes_chips_with_the_roles_that_it_says(
    province, signed_in, django_assert_max_num_queries
):
    client, finance = signed_in(province.justice.officer), province.finance.agency
    lines = [
        "Nơi nhận:",
        "- Như trên;",
        "- UBND tỉnh (để b/c);",
        f"1. {finance.name} (để biết)",
        "- Sở Không Có;",
        "- Lưu: VT, TH.",
    ]

    def pasted(text: str) -> dict[str, list]:
        return client.post("/gui/noi-nhan/?loai=cong-van", {"names": text}).json()

    said = pasted("\n".join(lines))
    assert [(each["name"], each["role"]) for each in said["items"]] == [
        ("Ủy ban nhân dân tỉnh Đồng Nai", "report"),
        (finance.name, "information"),
    ]
    assert said["unknown"] == [
        "Không có “Sở Không Có” trong danh bạ. Sửa tên như trong danh bạ, hoặc bỏ dòng này."
    ]
    with django_assert_max_num_queries(15):
        assert len(pasted("\n".join(f"Sở Thứ {n}" for n in range(200)))["unknown"]) == 200


def test_one_press_leaves_those_that_can_be_sent_to(province, signed_in):
    group = directory.define_group(
        name="các Sở, ban, ngành",
        parent_id=province.committee.agency.id,
        levels=[AgencyLevel.DEPARTMENT],
    )
    late = an_office("Sở Ngoại vụ", parent=province.committee.agency, starts_on=date(2027, 1, 1))
    committee, finance = province.committee.agency, province.finance.agency
    chosen = [f"agency:{committee.id}", f"agency:{late.agency.id}", f"group:{group.id}"]
    chosen += [f"agency:{finance.id}"]
    said = (
        signed_in(province.justice.officer)
        .post(
            "/gui/noi-nhan/?loai=cong-van",
            {
                "act": "only-ready",
                "recipient": chosen,
                "role": ["report", "action", "information", "action"],
            },
        )
        .json()
    )
    kept = {each["name"]: each["role"] for each in said["items"]}

    # The group is parted: some of its members can be sent to, and keep what they were to do.
    assert kept[committee.name] == "report"
    assert kept[finance.name] == "information"
    assert not {late.agency.name, province.justice.agency.name} & set(kept)
    assert len(kept) == len(said["items"])
    assert not any(each["warning"] for each in said["items"])
    assert said["unknown"] == ["Đã bỏ 1 nơi nhận: Sở Ngoại vụ. Gửi bản giấy tới nơi đó nếu cần."]


def test_the_same_content_again_stops_and_names_what_there_is(province, signed_in):
    builders.issued(
        province.justice, builders.a_draft(province.justice, builders.to(province.committee))
    )
    found = checked(signed_in(province.justice.officer), province.justice, province.committee)

    assert found[0][0] == "stop"
    assert found[0][1].startswith("Tệp này đã có trong văn bản")
    client = signed_in(province.justice.clerk)
    upload = the_form(received(client))["upload"]
    page = client.post(CHECK, filled(province.justice, province.committee, upload=upload))
    assert f'href="/du-thao/{Draft.objects.first().pk}/"' in page.content.decode()


def test_A13_the_recipients_block_offers_groups_and_agencies_with_their_warnings(
    province, signed_in
):
    directory.define_group(
        name="các Sở, ban, ngành",
        parent_id=province.committee.agency.id,
        levels=[AgencyLevel.DEPARTMENT],
    )
    an_office("Sở Ngoại vụ", parent=province.committee.agency, starts_on=date(2027, 1, 1))
    items = signed_in(province.justice.officer).get("/gui/noi-nhan/?q=so").json()["items"]
    by_name = {item["name"]: item for item in items}

    assert by_name["các Sở, ban, ngành (3)"]["key"].startswith("group:")
    assert "Sở Ngoại vụ" in by_name["các Sở, ban, ngành (3)"]["warning"]
    assert by_name["Sở Ngoại vụ"]["warning"] == "chưa vào trục (từ 01/01/2027)."
    assert by_name["Sở Tài chính"]["warning"] == ""


def test_the_check_costs_the_same_for_one_recipient_and_for_thirty(
    province, signed_in, count_statements
):
    client = signed_in(province.justice.officer)
    upload = the_form(received(client))["upload"]
    many = [an_office(f"Sở số {n}", parent=province.committee.agency) for n in range(30)]

    def cost(*recipients):
        form = filled(province.justice, *recipients, upload=upload)
        return count_statements(lambda: client.post(CHECK, form))

    assert cost(province.committee) == cost(*many)


def test_a_file_in_quarantine_is_shown_to_its_own_agency_only(province, signed_in):
    client = signed_in(province.justice.officer)
    answer = client.post(RECEIVE, {"file": a_file()})
    upload_id = parse_qs(urlsplit(answer["Location"]).query)["tep"][0]
    address = reverse("issuing:waiting-file", args=[upload_id])

    shown = client.get(address)
    assert b"".join(shown.streaming_content) == a_letter()
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert signed_in(province.finance.officer).get(address).status_code == 404


@pytest.mark.parametrize("address", [RECEIVE, "/gui/phu-luc/", SEND])
def test_a_form_of_another_site_is_refused_before_anything_is_kept(
    province, signed_in, tmp_path, address
):
    client = signed_in(province.justice.officer)
    client.handler.enforce_csrf_checks = True
    answer = client.post(address, {"file": a_file(), "attachments": a_file()})

    assert answer.status_code == 403
    assert_nothing_is_left(tmp_path)


def test_htmx_is_sent_on_to_the_form_of_the_file(province, signed_in):
    client = signed_in(province.justice.officer)
    answer = client.post(RECEIVE, {"file": a_file()}, headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/gui/?tep=")


def test_what_was_typed_before_the_file_came_is_still_there(province, signed_in):
    page = received(
        signed_in(province.justice.officer),
        origin="here",
        urgency="urgent",
        slip="Kính trình.",
        recipient=f"agency:{province.finance.agency.id}",
        role="information",
    )

    assert '<option value="urgent" selected>' in page
    assert "Kính trình." in html.unescape(page)
    assert f"agency:{province.finance.agency.id}" in page
    assert '<option value="information" selected>' in page


def test_attachments_and_fields_that_the_file_says_nothing_about_outlast_its_choice(
    province, signed_in
):
    client, leader = signed_in(province.justice.officer), province.justice.leader
    attached = client.post("/gui/phu-luc/", {"attachments": [a_file(b"cot 1\n", "so-lieu.csv")]})
    attachment = attached.content.decode().split('name="attachment" value="')[1].split('"')[0]
    page = received(
        client,
        builders.a_letter(name="Không Là Lãnh Đạo"),
        attachment=attachment,
        filing="VT, P.HCTP",
        signer=str(leader.post_id),
        subject="Điều khác",
    )

    assert f'name="attachment" value="{attachment}" checked' in page
    assert "so-lieu.csv" in page
    assert f'<option value="{leader.post_id}" selected>' in page
    assert "Điều khác" not in html.unescape(page)  # the file has a subject of its own


def test_a_file_that_carries_its_number_is_taken_for_complete(db, signed_in):
    province = builders.a_province(can_sign=False)
    client = signed_in(province.finance.clerk)
    page = received(client, a_letter(number="12"), origin="here")

    assert re.search(r'value="complete"[^>]*checked', page)
    assert the_form(page)["number"] == "12"


def test_attachments_go_into_quarantine_and_with_the_draft(province, signed_in):
    client = signed_in(province.justice.officer)
    page = client.post(
        "/gui/phu-luc/", {"attachments": [a_file(b"cot 1;cot 2\n", "so-lieu.csv")]}
    ).content.decode()
    attachment = page.split('name="attachment" value="')[1].split('"')[0]
    form = filled(province.justice, province.committee, attachment=attachment)
    client.post(SEND, {**form, "file": a_file()})

    assert [each.name for each in Draft.objects.get().attachments.all()] == ["so-lieu.csv"]


def test_B7_an_answer_opens_with_whom_it_answers_and_is_tied_to_it(province, signed_in):
    justice, committee = province.justice, province.committee
    dispatch = a_dispatch(committee, justice, now=FRIDAY_9AM)
    entry = registers.accept_delivery(
        delivery_id=the_delivery(dispatch, justice).id,
        key="a",
        actor=justice.clerk,
        now=FRIDAY_9AM,
    )
    client = signed_in(justice.officer)
    page = html.unescape(client.get(f"/gui/?tra-loi={entry.id}").content.decode())
    assert f"văn bản đến số {entry.number}" in page
    assert f'value="agency:{committee.agency.id}"' in page
    assert '<option value="report" selected>' in page

    client.post(SEND, {**filled(justice, committee, answers=str(entry.id)), "file": a_file()})
    assert Draft.objects.get().answers_entry_id == entry.id


def test_an_answer_to_another_agencys_line_is_an_ordinary_letter(province, signed_in):
    client = signed_in(province.justice.officer)
    page = client.get(f"/gui/?tra-loi={uuid7()}").content.decode()

    assert 'name="recipient" value="agency:' not in page


def test_the_page_says_which_number_comes_next(province, signed_in):
    justice = province.justice
    builders.issued(justice, builders.a_draft(justice, builders.to(province.committee)))
    page = html.unescape(signed_in(justice.clerk).get(SEND).content.decode())

    assert "số tiếp theo: 2" in page


def test_who_may_not_draft_does_not_get_the_page(province, signed_in):
    from lienthong.access import services as access

    person = directory.add_person(name="Người theo dõi")
    post = directory.appoint(
        person_id=person.id,
        agency_id=province.committee.agency.id,
        role="monitor",
        title="Theo dõi",
        valid_from=date(2010, 1, 1),
    )
    monitor = access.actor_for(post.id, on=date(2026, 11, 20))

    assert signed_in(monitor).get(SEND).status_code == 403
