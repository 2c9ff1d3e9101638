"""The menu of each post, with what waits; closed to everybody else (A2)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.builders import an_arrived, an_entered, at_desk, two_offices, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def menu_of(client) -> dict[str, int | None]:
    frame = client.get("/").context["frame"]
    return {item.name: item.count for item in frame.menu}


def test_the_clerk_sees_what_waits_for_acceptance():
    committee, department = two_offices()
    an_arrived(committee, department)
    an_arrived(committee, department)

    menu = menu_of(at_desk(department.clerk))

    assert menu["Việc cần làm"] == 2
    assert menu["Văn bản đến"] == 2
    assert {"Sổ đăng ký", "Tra cứu", "Văn bản đi"} <= menu.keys()
    assert "Chỉ đạo" not in menu


def test_the_leader_sees_what_waits_for_an_opinion():
    committee, department = two_offices()
    an_entered(committee, department)

    menu = menu_of(at_desk(department.leader))

    assert menu["Chỉ đạo"] == 1


def test_the_officer_has_no_books_in_the_menu():
    _committee, department = two_offices()

    assert "Sổ đăng ký" not in menu_of(at_desk(department.officer))


def test_the_page_one_is_on_is_marked_and_no_other():
    _committee, department = two_offices()

    frame = at_desk(department.clerk).get("/so/").context["frame"]

    assert [item.name for item in frame.menu if item.is_here] == ["Sổ đăng ký"]


def test_the_frame_costs_the_same_statements_with_3_and_60_waiting(count_statements):
    committee, department = two_offices()
    client = at_desk(department.clerk)
    for _n in range(3):
        an_arrived(committee, department)
    few = count_statements(lambda: client.get("/"))
    for _n in range(57):
        an_arrived(committee, department)

    assert count_statements(lambda: client.get("/")) == few
    assert few <= 9


def test_what_waits_is_counted_once_for_the_menu_and_the_list():
    committee, department = two_offices()
    an_arrived(committee, department)
    client = at_desk(department.clerk)

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert sum("COUNT(" in one["sql"] and "workitem" in one["sql"] for one in asked) == 1


@pytest.mark.parametrize(
    "address",
    ["/", "/tra-cuu/", "/thong-bao/", "/van-ban-den/", "/van-ban-den/cho-tiep-nhan/", "/chi-dao/"],
)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, address):
    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/?next=")


def test_no_page_loads_a_script_or_style_of_its_own(client):
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)

    for address in ("/", "/van-ban-den/cho-tiep-nhan/", f"/van-ban/{delivery.version_id}/"):
        page = clerk.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page


def test_notices_are_counted_and_read_once():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    at_desk(department.clerk).post(
        f"/chuyen-phat/{delivery.id}/tu-choi/", {"reason": "Gửi nhầm nơi nhận."}
    )
    sender = at_desk(committee.clerk)

    assert sender.get("/").context["frame"].notices_count == 1
    assert "từ chối" in words_of(sender.get("/thong-bao/"))
    sender.post("/thong-bao/")
    assert sender.get("/").context["frame"].notices_count == 0
