"""A4: agencies, people and posts come in by a table: all of it or nothing, and seen before."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.directory import builders
from tests.directory.builders import NOW, TODAY, a_workbook, an_operator

from lienthong.access.errors import RightMissing
from lienthong.directory import queries, services
from lienthong.directory.errors import ImportBad, ImportEmpty, ImportOutdated
from lienthong.directory.models import Agency, DirectoryImport, Person, Post, Unit
from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_plan import Outcome
from lienthong.directory.types import ImportState, Role
from lienthong.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

AGENCIES = [
    ["H19.7.1", "Phòng Hộ tịch huyện", "PHT", "Cơ quan nhà nước", "Trực thuộc", "H19.7"],
    ["H19.7", "Ủy ban nhân dân huyện Thống Nhất", "UBND", "Cơ quan nhà nước", "Huyện", "H19"],
]
POSTS = [
    [
        "Trần Thị Bình",
        "binh@dn.gov.vn",
        "H19.7",
        "Văn phòng",
        "Văn thư",
        "Văn thư",
        "",
        "01/01/2010",
    ],
    ["Lê Văn Cường", "", "H19.7", "", "Lãnh đạo", "Chủ tịch", "", "01/01/2010"],
]
UNITS = [["H19.7", "Văn phòng", "VP"]]


@pytest.fixture
def operator():
    return an_operator(builders.a_committee())


def checked(operator, file, *, key="k", name="danh-ba.xlsx"):
    return services.check_import(file=file, name=name, key=key, actor=operator, now=NOW)


def applied(operator, file, *, key="k"):
    card = checked(operator, file, key=key)
    return services.apply_import(import_id=card.id, actor=operator, now=NOW)


def bad_lines(card):
    return {
        (line.table, line.line): [(f.code, f.column) for f in line.findings]
        for line in queries.import_lines(card.id, outcome=Outcome.BAD)
    }


def a_whole_file():
    return a_workbook(agencies=AGENCIES, units=UNITS, posts=POSTS)


def test_A4_a_checked_file_changes_nothing_until_it_is_taken_over(operator):
    card = checked(operator, a_whole_file())

    assert (card.counts, card.can_be_applied) == ({"made": 5}, True)
    assert queries.agency_by_code("H19.7") is None


def test_A4_a_file_brings_agencies_units_people_and_posts(operator):
    applied(operator, a_whole_file())

    district = queries.agency_by_code("H19.7")
    under = queries.agency_by_code("H19.7.1")
    assert (under.parent_id, under.abbreviation) == (district.id, "PHT")
    (clerk,) = queries.posts_of_agency(district.id, on=TODAY, role=Role.CLERK)
    assert (clerk.person_name, clerk.unit_name, clerk.title) == (
        "Trần Thị Bình",
        "Văn phòng",
        "Văn thư",
    )
    assert queries.search_agencies("thong nhat", on=TODAY) == [district]


def test_A4_the_same_file_again_changes_nothing(operator):
    applied(operator, a_whole_file())

    again = checked(operator, a_whole_file(), key="again")

    assert again.counts == {"left": 5}
    assert not again.can_be_applied


def test_A4_taking_over_twice_is_taking_over_once(operator):
    card = applied(operator, a_whole_file())

    services.apply_import(import_id=card.id, actor=operator, now=NOW + timedelta(hours=1))

    assert queries.import_card(card.id).applied_at == NOW
    assert Post.objects.filter(agency__codes__code="H19.7").count() == 2


def test_A4_every_bad_line_is_named_with_its_column_and_nothing_comes_in(operator):
    file = a_workbook(
        agencies=[
            ["H19.8", "", "X"],
            ["H 19/9", "Sở X", "SX"],
            ["H19.10", "Sở Y", "SY", "Cơ quan lạ", "", "H19.99"],
            ["H19.11", "Sở Z", "SZ"],
            ["H19.11", "Sở Z", "SZ"],
        ],
        posts=[
            ["An", "an@", "H19.11", "", "Văn thư", "Văn thư", "", "31/02/2010"],
            ["An", "", "H19.11", "Phòng lạ", "Văn thư", "Văn thư", "", "01/01/2010"],
            ["An", "", "H19.11", "", "Văn thư", "Văn thư", "", "02/01/2010", "01/01/2010"],
        ],
    )

    card = checked(operator, file)

    assert bad_lines(card) == {
        (Table.AGENCIES, 2): [("missing", "Tên cơ quan")],
        (Table.AGENCIES, 3): [("not-a-code", "Mã định danh")],
        (Table.AGENCIES, 4): [
            ("not-a-choice", "Loại cơ quan"),
            ("unknown-agency", "Mã cơ quan cấp trên"),
        ],
        (Table.AGENCIES, 6): [("repeated", "")],
        (Table.POSTS, 2): [
            ("not-a-mailbox", "Thư công vụ"),
            ("not-a-day", "Từ ngày"),
            ("bad-agency", "Mã cơ quan"),
        ],
        (Table.POSTS, 3): [("bad-agency", "Mã cơ quan"), ("unknown-unit", "Đơn vị")],
        (Table.POSTS, 4): [("days-in-order", ""), ("bad-agency", "Mã cơ quan")],
    }
    with pytest.raises(ImportBad):
        services.apply_import(import_id=card.id, actor=operator, now=NOW)
    assert Agency.objects.count() == 1


def test_formulas_and_merged_cells_are_named(operator):
    book = openpyxl.load_workbook(a_workbook(agencies=[["H19.8", '="Sở"&" X"', "SX"]]))
    book.active.merge_cells("D2:E2")

    card = checked(operator, builders.saved(book))

    assert bad_lines(card) == {
        (Table.AGENCIES, 1): [("merged", "")],
        (Table.AGENCIES, 2): [("formula", "Tên cơ quan")],
    }


def test_a_table_without_a_column_that_is_needed_is_not_read(operator):
    text = "Họ và tên;Mã cơ quan;Chức vụ\nAn;H19;Văn thư\n"

    card = checked(operator, BytesIO(text.encode()), name="nguoi.csv")

    assert bad_lines(card) == {
        (Table.POSTS, 1): [("no-column", "Vai trò"), ("no-column", "Từ ngày")]
    }


def test_a_csv_file_is_one_table_told_by_its_headings(operator):
    text = "Mã định danh,Tên cơ quan,Chữ viết tắt\n000.00.05.H19,Sở Nội vụ,SNV\n"

    card = checked(operator, BytesIO(text.encode("utf-16")), name="co-quan.csv")
    services.apply_import(import_id=card.id, actor=operator, now=NOW)

    assert queries.agency_by_code("05.H19").name == "Sở Nội vụ"


def test_a_day_that_lost_its_format_is_still_a_day(operator):
    row = ["An", "", "H19", "", "Văn thư", "Văn thư", "", 40179]

    applied(operator, a_workbook(posts=[row]))

    assert Post.objects.get(person__name="An").valid_from.isoformat() == "2010-01-01"


def test_a_file_without_any_table_of_ours_is_refused(operator):
    with pytest.raises(ImportEmpty):
        checked(operator, a_workbook(agencies=[]))


def test_an_agency_is_not_renamed_or_ended_by_a_table(operator):
    agency = builders.a_department(name="Sở Tư pháp", code="H19.5")
    row = ["H19.5", "Sở Nội vụ", "STP", "", "", "", "", "", "", "", "", "", "01/01/2011"]

    card = checked(operator, a_workbook(agencies=[row]))

    assert bad_lines(card) == {
        (Table.AGENCIES, 2): [
            ("other-name", "Tên cơ quan"),
            ("closing", "Hoạt động đến hết ngày"),
        ]
    }
    assert queries.agency(agency.id).name == "Sở Tư pháp"


def test_an_empty_cell_leaves_what_stands_and_a_filled_one_changes_it(operator):
    builders.a_department(name="Sở Tư pháp", code="H19.5", place="Biên Hòa", telephone="061")
    row = ["H19.5", "SỞ TƯ PHÁP", "STP", "", "", "H19", "", "", "0251"]
    row += ["", "000.00.05.H19", "", "", "Không"]

    applied(operator, a_workbook(agencies=[row]))

    card = queries.agency_by_code("000.00.05.H19")
    assert (card.name, card.place, card.telephone, card.books_here) == (
        "SỞ TƯ PHÁP",
        "Biên Hòa",
        "0251",
        False,
    )
    assert card.code == "H19.5"


def test_a_further_code_that_is_taken_or_too_long_is_named(operator):
    builders.a_department(name="Sở Tư pháp", code="H19.5")
    rows = [
        ["H19.8", "Sở A", "SA", "", "", "", "", "", "", "", "H19.5"],
        ["H19.9", "Sở B", "SB", "", "", "", "", "", "", "", "X" * 36],
    ]

    card = checked(operator, a_workbook(agencies=rows))

    lines = queries.import_lines(card.id, outcome=Outcome.BAD)
    assert [(f.code, f.facts) for line in lines for f in line.findings] == [
        ("code-taken", {"code": "H19.5", "agency": "Sở Tư pháp"}),
        ("not-a-code", {"text": "X" * 36}),
    ]


def test_agencies_cannot_stand_above_themselves(operator):
    rows = [["H19.1", "Sở A", "SA", "", "", "H19.2"], ["H19.2", "Sở B", "SB", "", "", "H19.1"]]

    card = checked(operator, a_workbook(agencies=rows))

    assert ("circle", "Mã cơ quan cấp trên") in bad_lines(card)[Table.AGENCIES, 2]


def test_a_post_that_is_held_already_in_that_time_is_named(operator):
    agency = builders.a_department(code="H19.5")
    person = builders.a_person("Trần Thị Bình", "binh@dn.gov.vn")
    builders.a_post(agency, Role.CLERK, person=person)
    row = [
        "Trần Thị Bình",
        "binh@dn.gov.vn",
        "H19.5",
        "",
        "Văn thư",
        "Văn thư chính",
        "",
        "01/01/2010",
    ]

    card = checked(operator, a_workbook(posts=[row]))

    assert bad_lines(card) == {(Table.POSTS, 2): [("overlaps", "Từ ngày")]}


def test_a_mailbox_of_somebody_else_is_named(operator):
    builders.a_person("Trần Thị Bình", "binh@dn.gov.vn")
    row = ["Lê Văn Cường", "binh@dn.gov.vn", "H19", "", "Văn thư", "Văn thư", "", "01/01/2010"]

    card = checked(operator, a_workbook(posts=[row]))

    assert bad_lines(card) == {(Table.POSTS, 2): [("email-taken", "Thư công vụ")]}


def test_A4_lines_that_do_not_say_whom_or_until_when_are_named(operator):
    office = builders.a_department(code="H19.5")
    for _twice in range(2):
        builders.a_post(office, Role.OFFICER, person=builders.a_person("Lê Văn Cường"))
    old, heir = builders.a_department(code="H19.7"), builders.a_department(code="H19.8")
    builders.merge(old, heir, now=NOW)
    since, until = "01/01/2012", ""
    file = a_workbook(
        posts=[
            ["Lê Văn Cường", "", "H19.5", "", "Văn thư", "Văn thư", "", since],
            ["An", "", "H19.5", "", "Văn thư", "Văn thư", "", since, until, "không phải"],
            ["An", "", "H19.5", "", "Văn thư", "Văn thư", "", since, until, str(uuid7())],
            ["Bình", "", "H19.5", "", "Văn thư", "Văn thư", "", since],
            ["Bình", "", "H19.5", "", "Văn thư", "Văn thư chính", "", "01/06/2012"],
            ["Dung", "", "H19.5", "", "Văn thư", "V" * 101, "", since],
            [
                "Hoa",
                "",
                "H19.7",
                "",
                "Văn thư",
                "Văn thư",
                "",
                f"{TODAY + timedelta(days=9):%d/%m/%Y}",
            ],
        ]
    )
    lines = bad_lines(checked(operator, file))
    assert {line: found[0] for (_table, line), found in lines.items()} == {
        2: ("namesakes", "Thư công vụ"),
        3: ("not-an-identity", "Mã người"),
        4: ("not-an-identity", "Mã người"),
        6: ("overlaps-line", "Từ ngày"),
        7: ("too-long", "Chức vụ"),
        8: ("agency-closed", "Mã cơ quan"),
    }


def test_a_column_that_is_none_of_the_form_is_named(operator):
    text = "Mã định danh,Tên cơ quan,Chữ viết tắt,Số ghế\nH19.9,Sở Nội vụ,SNV,12\n"
    card = checked(operator, BytesIO(text.encode()), name="co-quan.csv")
    assert bad_lines(card) == {(Table.AGENCIES, 1): [("strange-column", "Số ghế")]}


def test_A4_a_file_is_not_taken_over_once_the_directory_has_changed_under_it(operator):
    card = checked(operator, a_whole_file())
    builders.a_department(name="Ủy ban nhân dân huyện Thống Nhất", code="H19.7")

    with pytest.raises(ImportOutdated):
        services.apply_import(import_id=card.id, actor=operator, now=NOW)

    assert Unit.objects.count() == 0


def test_what_the_file_does_not_touch_may_change_meanwhile(operator):
    card = checked(operator, a_whole_file())
    builders.a_department(name="Sở Nội vụ")

    services.apply_import(import_id=card.id, actor=operator, now=NOW)

    assert queries.agency_by_code("H19.7") is not None


def test_a_form_sent_twice_is_checked_once_and_with_a_mended_file_anew(operator):
    content = a_whole_file().getvalue()
    first, again = (checked(operator, BytesIO(content)) for _twice in range(2))
    assert first.id == again.id

    mended = checked(operator, a_workbook(agencies=AGENCIES))
    assert mended.counts == {"made": 2}
    assert DirectoryImport.objects.count() == 2


def test_only_who_manages_the_directory_brings_files_in(operator):
    card = checked(operator, a_whole_file())
    clerk = builders.actor_of(builders.a_post(builders.a_department()))

    with pytest.raises(RightMissing):
        services.check_import(file=a_whole_file(), name="x", key="2", actor=clerk, now=NOW)
    with pytest.raises(RightMissing):
        services.apply_import(import_id=card.id, actor=clerk, now=NOW)
    assert queries.import_card(card.id).state == ImportState.CHECKED


def test_A4_what_is_taken_out_comes_in_again_and_changes_nothing(operator):
    applied(operator, a_whole_file())
    agency = builders.a_department(name="Sở Tư pháp", code="H19.5", valid_from=builders.LONG_AGO)
    services.give_code(agency_id=agency.id, code="000.00.05.H19", current=False)
    twins = [builders.a_person("Nguyễn Văn An"), builders.a_person("Nguyễn Văn An")]
    for twin in twins:
        builders.a_post(agency, Role.OFFICER, person=twin)
    target = BytesIO()

    services.write_directory(target)

    again = checked(operator, target, key="round")
    assert set(again.counts) == {"left"}
    assert (
        again.counts["left"] == Agency.objects.count() + Unit.objects.count() + Post.objects.count()
    )


def test_the_empty_form_is_read_and_has_no_lines(operator):
    target = BytesIO()

    services.write_template(target)

    with pytest.raises(ImportEmpty):
        checked(operator, target)


def test_a_checked_file_comes_back_with_what_is_to_be_mended_in_each_line(operator):
    card = checked(operator, a_workbook(agencies=[["H19.8", "", "X"], ["H19.9", "Sở Y", "SY"]]))
    target = BytesIO()

    services.write_findings(target, import_id=card.id)

    sheet = openpyxl.load_workbook(target)["Cơ quan"]
    headings = [cell.value for cell in sheet[1]]
    assert headings[-1] == "Cần sửa"
    assert sheet[2][len(headings) - 1].value == "Tên cơ quan: Ô bắt buộc đang trống. Điền ô này."
    assert sheet[3][len(headings) - 1].value is None
    # The file with its findings is a file of the same shape.
    mended = checked(operator, target, key="mended")
    assert mended.counts == card.counts


def test_A4_eight_thousand_people_come_in_with_bulk_statements(operator):
    agencies = [[f"H19.{n}", f"Sở số {n}", f"S{n}"] for n in range(1, 21)]
    posts = [
        [f"Người {n}", f"n{n}@dn.gov.vn", f"H19.{n % 20 + 1}", "", "Chuyên viên", "Chuyên viên", "",
         "01/01/2010"]
        for n in range(1_000)
    ]  # fmt: skip
    card = checked(operator, a_workbook(agencies=agencies, posts=posts))

    with CaptureQueriesContext(
        connection,
    ) as statements:
        services.apply_import(import_id=card.id, actor=operator, now=NOW)

    assert Person.objects.filter(name__startswith="Người").count() == 1_000
    # Two tables, a statement for each 50 rows; a record and a notice for each post, also in bulk.
    assert len(statements) <= 2 * 1_000 / 50 + 1_000 / 50 + 60
