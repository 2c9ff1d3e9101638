"""The pages of the directory: looking up, bringing in, waves, reorganising."""

import re
from datetime import date
from html import unescape
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.directory.builders import (
    a_department,
    a_post,
    a_workbook,
    actor_of,
    an_administrator,
    an_operator,
    the_second,
)
from tests.issuing.builders import a_client

from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.models import DirectoryImport, Participation, Reorganisation
from lienthong.directory.types import Role
from lienthong.directory.web import agencies, waves
from lienthong.kernel import clock
from lienthong.ledger.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def departments(committee):
    return [a_department(committee, name) for name in ("Sở Tư pháp", "Sở Tài chính")]


def test_the_page_of_an_agency_is_read_page_by_page_below_and_in_people(committee, monkeypatch):
    monkeypatch.setattr(agencies, "PAGE", 2)
    for name in ("Sở Y tế", "Đài Phát thanh", "Sở Tài chính", "Ban Dân tộc", "Văn phòng"):
        a_department(committee, name)
    client = a_client(actor_of(a_post(committee)))
    for _number in range(4):
        a_post(committee)
    address = reverse("directory:agency", args=[committee.id])

    first = client.get(address)
    second = client.get(address, {"cap-duoi": 2, "nguoi": 3})
    beyond = client.get(address, {"cap-duoi": 99, "nguoi": "x"})

    assert [one.name for one in first.context["children"]] == ["Ban Dân tộc", "Đài Phát thanh"]
    assert [one.name for one in second.context["children"]] == ["Sở Tài chính", "Sở Y tế"]
    assert [one.name for one in beyond.context["children"]] == ["Văn phòng"]
    assert [len(page.context["posts"]) for page in (first, second, beyond)] == [2, 1, 2]
    assert "1–2 trong 5" in text_of(first)
    assert 'href="?cap-duoi=3&nguoi=3"' in text_of(second)
    assert second.context["posts_pager"].next_url == ""


@pytest.fixture
def operator(committee):
    return a_client(an_operator(committee))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("directory:import", "directory.import-unknown"),
        ("directory:reorganisation", "directory.reorganisation-unknown"),
    ],
)
def test_what_is_not_there_is_not_found(operator, address, code):
    answer = operator.get(reverse(address, args=[uuid4()]))
    assert answer.status_code == 404
    assert code in text_of(answer)


def text_of(response) -> str:
    return unescape(response.content.decode())


def uploaded(file: BytesIO, name: str = "danh-ba.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file.read())


def a_key() -> str:
    return str(uuid4())


def test_everybody_finds_agencies_by_name_or_code_and_opens_them(departments):
    client = a_client(actor_of(a_post(departments[0])))

    found = text_of(client.get(reverse("directory:directory"), {"q": "so tu phap"}))
    page = text_of(client.get(reverse("directory:agency", args=[departments[0].id])))

    assert "Sở Tư pháp" in found
    assert "Sở Tài chính" not in found
    assert departments[0].code in page
    assert "Nguyễn Văn An" in page


def test_the_directory_shows_the_tree_in_a_fixed_number_of_statements(
    committee, departments, operator, django_assert_max_num_queries
):
    page = text_of(operator.get(reverse("directory:directory")))
    assert page.index(committee.name) < page.index("Sở Tài chính") < page.index("Sở Tư pháp")
    for number in range(12):
        a_department(committee, f"Sở thứ {number}")

    with django_assert_max_num_queries(12):
        operator.get(reverse("directory:directory"))


def test_the_tree_is_read_page_by_page_each_agency_once(
    committee, operator, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(agencies, "PAGE", 4)
    names = [a_department(committee, f"Sở thứ {number}").name for number in range(8)]
    other = services.found_agency(code="H20", name="Ủy ban khác", abbreviation="UBK")
    address = reverse("directory:directory")

    pages = [text_of(operator.get(f"{address}?trang={number}")) for number in (1, 2, 3, 99, 0)]
    shown = [re.findall(r"data-open><b>([^<]+)<", page) for page in pages]
    first, second, third, beyond, nothing = shown
    assert sorted(first + second + third) == sorted([committee.name, *names, other.name])
    assert [len(each) for each in (first, second, third)] == [4, 4, 2]
    assert (beyond, nothing) == (third, first)
    assert all(f"Trực thuộc {committee.name}: 8 cơ quan" in page for page in pages[:2])
    assert ["5–8 trong 10" in page for page in pages[:3]] == [False, True, False]
    with django_assert_num_queries(2):
        queries.tree_page(on=clock.local_day(clock.now()), number=2, size=4)

    found = [
        re.findall(r"data-open><b>([^<]+)<", text_of(operator.get(f"{address}?q=so+thu&trang={n}")))
        for n in (1, 2, 9)
    ]
    assert (sorted(found[0] + found[1]), found[2]) == (names, found[1])


def test_A4_a_file_is_checked_shown_and_taken_over(operator):
    rows = [["H19.8", "Sở Nội vụ", "SNV", "", "", "H19"]]
    answer = operator.post(
        reverse("directory:bring-in"),
        {"file": uploaded(a_workbook(agencies=rows)), "idempotency_key": a_key()},
    )
    page = text_of(operator.get(answer.url))
    assert "Nhập 1 dòng" in page
    assert queries.agency_by_code("H19.8") is None

    operator.post(reverse("directory:apply", args=[DirectoryImport.objects.get().pk]))

    assert queries.agency_by_code("H19.8").name == "Sở Nội vụ"
    assert "Đã nhập vào danh bạ" in text_of(operator.get(answer.url))


def test_A4_bad_lines_are_shown_with_what_to_do_and_can_be_downloaded(operator):
    answer = operator.post(
        reverse("directory:bring-in"),
        {"file": uploaded(a_workbook(agencies=[["H19.8", "", "X"]]))},
    )
    page = text_of(operator.get(answer.url))
    assert "Tên cơ quan: Ô bắt buộc đang trống. Điền ô này." in page
    assert "Nhập 1 dòng" not in page

    workbook = operator.get(reverse("directory:findings", args=[DirectoryImport.objects.get().pk]))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(workbook.streaming_content)))["Cơ quan"]
    assert "Điền ô này." in sheet.cell(2, sheet.max_column).value


def test_the_preview_costs_the_same_for_many_lines(operator, django_assert_max_num_queries):
    rows = [[f"H19.{n}", f"Sở số {n}", "S"] for n in range(300, 450)]
    answer = operator.post(
        reverse("directory:bring-in"), {"file": uploaded(a_workbook(agencies=rows))}
    )

    with django_assert_max_num_queries(12):
        page = text_of(operator.get(answer.url))
    assert "Trang sau" in page


@pytest.mark.parametrize("name", ["template", "export"])
def test_the_form_and_the_directory_are_downloaded(operator, name):
    answer = operator.get(reverse(f"directory:{name}"))

    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[:3] == ["Cơ quan", "Đơn vị", "Người và vị trí"]


def test_a_form_without_a_file_is_refused_in_words(operator):
    answer = operator.post(reverse("directory:bring-in"))

    assert answer.status_code == 422


def wave(*agencies, **changes) -> dict[str, object]:
    return {
        "name": "Đợt 1",
        "starts_on": "2027-01-01",
        "obligatory_on": "2027-06-01",
        "kinds": "cong-van",
        "partners": "committee",
        "source": "9459/UBND-TTTH",
        "agency": [str(agency.id) for agency in agencies],
        **changes,
    }


def test_a_wave_of_nobody_is_refused(operator):
    answer = operator.post(reverse("directory:waves"), wave())
    assert answer.status_code == 422
    assert "directory.nothing-chosen" in text_of(answer)
    assert not Participation.objects.exists()


def test_all_agencies_of_a_wave_are_ticked_without_a_script(operator, departments):
    page = reverse("directory:waves")
    shown = [text_of(operator.get(f"{page}{query}")) for query in ("", "?chon=het", "?chon=khong")]
    ticked = [one.count(" checked>") for one in shown]
    assert ticked == [0, shown[0].count('name="agency"'), 0]
    assert ticked[1] >= len(departments)


def test_agencies_of_one_name_stand_on_either_side_of_the_end_of_a_page(
    operator, committee, monkeypatch
):
    """Communes of several districts may have the same name, and none of them may be missing."""
    monkeypatch.setattr(waves, "PAGE", 2)
    founded = {str(a_department(committee, "Ủy ban nhân dân xã Phú Lộc").id) for _each in range(5)}
    address, seen = reverse("directory:waves"), []
    while address:
        page = text_of(operator.get(address))
        seen += re.findall(r'name="agency" value="([^"]+)"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = following and following[1]
    assert len(seen) == len(set(seen))
    assert founded <= set(seen)


@pytest.mark.parametrize("mark", ["Sở Tư pháp", "\x00", "0a0b0c0d-0000-4000-8000-000000000000"])
def test_a_place_in_the_timetable_that_is_none_is_its_beginning(operator, departments, mark):
    page = text_of(operator.get(reverse("directory:waves"), {"sau": mark}))
    assert all(agency.name in page for agency in departments)


def test_A4_an_administrator_sets_a_wave_for_the_agencies_below(committee, departments):
    client = a_client(an_administrator(committee))

    client.post(reverse("directory:waves"), wave(*departments))

    rows = list(Participation.objects.order_by("agency__name"))
    assert [row.agency_id for row in rows] == [departments[1].id, departments[0].id]
    assert (rows[0].kinds, rows[0].partners) == (["cong-van"], "committee")
    assert rows[0].obligatory_on == date(2027, 6, 1)
    page = text_of(client.get(reverse("directory:waves")))
    assert "từ 01/01/2027" in page


def test_A4_a_wave_reaches_no_agency_beside_and_needs_one(committee, departments):
    client = a_client(an_administrator(departments[0]))

    beside = client.post(reverse("directory:waves"), wave(departments[1]))
    none = client.post(reverse("directory:waves"), wave())

    assert (beside.status_code, none.status_code) == (403, 422)
    assert not Participation.objects.exists()


def test_a_wave_without_a_day_comes_back_with_the_marks_that_were_set(operator, departments):
    answer = operator.post(reverse("directory:waves"), wave(*departments, starts_on=""))

    assert answer.status_code == 422
    assert text_of(answer).count(" checked") == 2


def a_merger(departments, **changes) -> dict[str, str]:
    return {
        "kind": "merge",
        "happens_on": f"{clock.local_day(clock.now()):%Y-%m-%d}",
        "source": "Nghị quyết 12/NQ-HĐND",
        "agencies": departments[0].code,
        "into": departments[1].code,
        **changes,
    }


def the_tried_plan(page: str) -> str:
    found = re.search(r'name="plan" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_A4_a_plan_is_tried_out_proposed_and_decided_by_another_one(
    operator, departments, committee
):
    a_post(departments[0])
    reviewer = a_client(actor_of(a_post(committee, Role.REVIEWER)))

    tried = operator.post(reverse("directory:plan"), a_merger(departments))
    assert "Vị trí công tác" in text_of(tried)
    assert not Reorganisation.objects.exists()
    assert queries.agency(departments[0].id).valid_to is None

    told = the_tried_plan(tried.content.decode())
    answer = operator.post(reverse("directory:propose"), {"plan": told, "idempotency_key": "k"})
    page = text_of(operator.get(answer.url))
    assert "Chờ người thứ hai đồng ý" in page
    assert "không tự quyết định" in page
    refused = operator.post(answer.url + "tra-loi/", {"answer": "agree"})
    assert refused.status_code == 403
    assert queries.agency(departments[0].id).valid_to is None

    assert "Trả lời phương án sắp xếp lại cơ quan" in text_of(reviewer.get("/"))
    assert "Không đồng ý" in text_of(reviewer.get(answer.url))
    reviewer.post(answer.url + "tra-loi/", {"answer": "agree"})
    page = text_of(operator.get(answer.url))

    assert "Đã có hiệu lực" in page
    assert reviewer.get("/").context["groups"] == []
    assert queries.heirs([departments[0].id], on=clock.local_day(clock.now()))
    closed = text_of(operator.get(reverse("directory:agency", args=[departments[0].id])))
    assert "do cơ quan kế thừa tiếp nhận" in closed


def test_a_plan_for_later_can_be_cancelled(operator, departments):
    tried = operator.post(reverse("directory:plan"), a_merger(departments, happens_on="2030-01-01"))
    told = the_tried_plan(tried.content.decode())
    answer = operator.post(reverse("directory:propose"), {"plan": told})
    services.agree(
        reorganisation_id=Reorganisation.objects.get().id, actor=the_second(), now=clock.now()
    )
    assert "Chờ đến ngày hiệu lực" in text_of(operator.get(answer.url))

    operator.post(answer.url + "huy/")

    assert Reorganisation.objects.get().state == "cancelled"


@pytest.mark.parametrize("told", ["", "[]", "{", "[" * 5_000])
def test_a_proposal_of_no_plan_is_refused(operator, told):
    assert operator.post(reverse("directory:propose"), {"plan": told}).status_code == 422


def test_a_split_names_an_heir_or_is_refused(operator, departments):
    facts = a_merger(
        departments,
        kind="split",
        successors="H19.901\nH19.902",
        founded="H19.901 | Sở A | SA\nH19.902 | Sở B | SB",
    )

    without = operator.post(reverse("directory:plan"), facts)
    tried = operator.post(reverse("directory:plan"), {**facts, "heir": "H19.901"})

    assert without.status_code == 422
    assert "Đề nghị phương án này" in text_of(tried)


def test_a_clerk_looks_and_changes_nothing(departments):
    client = a_client(actor_of(a_post(departments[0])))
    agency = reverse("directory:agency", args=[departments[0].id])

    for name in ("bring-in", "template", "export", "plan"):
        assert client.get(reverse(f"directory:{name}")).status_code == 403
    for address in (reverse("directory:waves"), f"{agency}sua/"):
        assert client.post(address, wave(departments[0])).status_code == 403
    assert client.get(reverse("directory:waves")).status_code == 200


def test_codes_and_the_place_of_books_are_corrected_on_the_page(operator, departments):
    address = reverse("directory:change", args=[departments[0].id])

    operator.post(address, {"code": "000.00.05.H19", "books": "elsewhere"})

    card = queries.agency_by_code("05.H19")
    assert (card.id, card.books_here) == (departments[0].id, False)

    assert _corrections() == 1
    operator.post(address, {"code": "05.H19", "books": "elsewhere"})
    assert _corrections() == 1


def test_of_a_correction_that_cannot_be_whole_nothing_stays(operator, departments):
    operator.post(
        reverse("directory:change", args=[departments[0].id]),
        {"code": queries.codes_of(departments[1].id)[0], "books": "elsewhere"},
    )
    assert queries.agency(departments[0].id).books_here
    assert _corrections() == 0


def test_the_service_itself_asks_whether_one_may_correct_an_agency(departments):
    with pytest.raises(RightMissing):
        services.correct_agency(
            agency_id=departments[0].id,
            books_here=False,
            actor=actor_of(a_post(departments[0])),
            now=clock.now(),
        )
    assert queries.agency(departments[0].id).books_here


def _corrections() -> int:
    return Record.objects.filter(act="directory.agency-corrected").count()
