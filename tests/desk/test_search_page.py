"""Search over everything that the viewer may see (F2)."""

import pytest
from tests.desk.builders import an_arrived, an_instructed, at_desk, two_offices
from tests.directory.builders import a_post, actor_of
from tests.exchange.builders import an_office

from lienthong.directory.types import Role

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def found(actor, words: str) -> list[str]:
    page = at_desk(actor).get("/tra-cuu/", {"q": words}).context["page"]
    return [version.subject for version in page.rows]


def test_words_are_found_with_and_without_tones():
    committee, department = two_offices()
    an_arrived(committee, department, subject="V/v đăng ký đất đai")

    assert found(department.clerk, "đất đai") == ["V/v đăng ký đất đai"]
    assert found(department.clerk, "dat dai") == ["V/v đăng ký đất đai"]
    assert found(department.clerk, "hộ tịch") == []


def test_an_officer_finds_only_what_was_given():
    committee, department = two_offices()
    an_arrived(committee, department, subject="V/v chưa giao")
    an_instructed(committee, department, subject="V/v đã giao")

    assert found(department.officer, "V/v") == ["V/v đã giao"]


def test_another_agency_finds_nothing():
    committee, department = two_offices()
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    an_arrived(committee, department)

    assert found(stranger.clerk, "") == []


def test_the_page_costs_the_same_with_3_and_55_rows(count_statements):
    committee, department = two_offices()
    client = at_desk(department.clerk)
    for _n in range(3):
        an_arrived(committee, department)
    few = count_statements(lambda: client.get("/tra-cuu/"))
    for _n in range(52):
        an_arrived(committee, department)

    assert count_statements(lambda: client.get("/tra-cuu/")) == few
    assert client.get("/tra-cuu/").context["next_url"] == "?q=&trang=2"


def test_a_wrong_page_number_shows_the_first():
    _committee, department = two_offices()

    assert at_desk(department.clerk).get("/tra-cuu/?trang=-3").context["page"].number == 1


def test_who_may_see_no_document_looks_in_the_directory():
    committee, department = two_offices()
    monitor = at_desk(actor_of(a_post(committee.agency, Role.MONITOR)))

    frame = monitor.get("/").context["frame"]
    there = monitor.get("/tra-cuu/", {"q": "tu phap"}, follow=True)

    assert "Tra cứu" not in {item.name for item in frame.menu}
    assert (frame.search_url, frame.search_label) == ("/danh-ba/", "Tìm cơ quan")
    assert there.redirect_chain == [("/danh-ba/?q=tu+phap", 302)]
    assert [found.id for found in there.context["found"]] == [department.agency.id]
    assert there.context["frame"].search_words == "tu phap"
