"""Việc cần làm: what this post must do now, and acts in place."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.desk.builders import (
    an_arrived,
    an_entered,
    an_instructed,
    at_desk,
    two_offices,
    words_of,
)
from tests.directory.builders import a_post, actor_of, the_second

from lienthong.directory import queries as directory
from lienthong.directory import services
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import Role
from lienthong.documents.types import Urgency
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_an_empty_desk_says_so_and_what_was_done_today():
    committee, department = two_offices()
    an_entered(committee, department)

    words = words_of(at_desk(department.clerk).get("/"))

    assert "Không còn việc nào chờ bạn." in words
    assert "Hôm nay đã tiếp nhận 1 , phát hành 0." in words


def test_urgent_work_stands_in_the_first_group():
    committee, department = two_offices()
    an_arrived(committee, department)
    an_arrived(committee, department, urgency=Urgency.FLASH)

    groups = at_desk(department.clerk).get("/").context["groups"]

    assert (groups[0].name, groups[0].count) == ("Hỏa tốc và quá hạn", 1)


def test_the_most_urgent_stands_first_and_what_is_equally_urgent_as_it_came():
    committee, department = two_offices()
    for notation, urgency in (
        ("A", Urgency.URGENT),
        ("B", Urgency.NORMAL),
        ("C", Urgency.FLASH),
        ("D", Urgency.VERY_URGENT),
        ("E", Urgency.FLASH),
    ):
        an_arrived(committee, department, urgency=urgency, subject=notation)
    clerk = at_desk(department.clerk)

    groups = clerk.get("/").context["groups"]
    awaiting = clerk.get("/van-ban-den/cho-tiep-nhan/").context["rows"]

    assert [shown.line.summary for shown in groups[0].lines] == ["C", "E", "D", "A"]
    assert [row.version.subject for row in awaiting] == ["C", "E", "D", "A", "B"]


@pytest.mark.parametrize("urgency", [Urgency.URGENT, Urgency.VERY_URGENT, Urgency.FLASH])
def test_each_urgency_has_its_own_word_on_every_desk(urgency):
    committee, department = two_offices()
    an_arrived(committee, department, urgency=urgency)
    an_instructed(committee, department, urgency=urgency)

    for actor in (department.clerk, department.officer):
        groups = at_desk(actor).get("/").context["groups"]
        assert [shown.urgency for shown in groups[0].lines] == [urgency.label]


def test_the_words_of_urgency_cost_the_same_with_1_and_12_urgent_documents(count_statements):
    committee, department = two_offices()
    clerk = at_desk(department.clerk)
    an_arrived(committee, department, urgency=Urgency.FLASH)
    one = count_statements(lambda: clerk.get("/"))
    for _n in range(11):
        an_arrived(committee, department, urgency=Urgency.URGENT)

    assert count_statements(lambda: clerk.get("/")) == one


def test_who_hears_the_page_is_told_what_each_link_and_button_is_about():
    committee, department = two_offices()
    for _n in range(2):
        an_arrived(committee, department)

    page = at_desk(department.clerk).get("/")
    shown = [one.line.notation for group in page.context["groups"] for one in group.lines]

    assert len(set(shown)) == 2
    for notation in shown:
        html = page.content.decode()
        assert f'data-open aria-label="Tiếp nhận và vào sổ {notation}"' in html
        assert f'aria-label="Tiếp nhận {notation}"' in html


def test_the_number_of_the_book_is_said_in_the_readers_language():
    committee, department = two_offices()
    an_entered(committee, department)
    leader = at_desk(department.leader)

    assert "Đến số 1" in words_of(leader.get("/"))
    leader.cookies["django_language"] = "en"
    assert "Arrival number 1" in words_of(leader.get("/"))


def test_each_role_gets_its_own_work():
    committee, department = two_offices()
    an_arrived(committee, department)
    an_entered(committee, department)
    an_instructed(committee, department)

    tasks = {
        name: [s.line.task for g in at_desk(actor).get("/").context["groups"] for s in g.lines]
        for name, actor in (
            ("clerk", department.clerk),
            ("leader", department.leader),
            ("officer", department.officer),
        )
    }

    assert tasks == {
        "clerk": ["Tiếp nhận và vào sổ"],
        "leader": ["Cho ý kiến chỉ đạo"],
        "officer": ["Chủ trì xử lý"],
    }


def test_accepting_by_htmx_takes_the_row_away_and_says_the_number():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)

    response = clerk.post(
        f"/chuyen-phat/{delivery.id}/tiep-nhan/", {"idempotency_key": str(uuid4())}, **HTMX
    )

    assert response.status_code == 200
    assert "Đã tiếp nhận văn bản đến số 1." in words_of(response)
    assert 'hx-swap-oob="true"' in response.content.decode()
    assert clerk.get("/").context["groups"] == []


def test_accepting_by_a_plain_form_comes_back_home_with_the_line():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)

    response = clerk.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/", {"tu": "viec"}, follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "Đã tiếp nhận văn bản đến số 1." in words_of(response)


def test_a_form_sent_twice_takes_one_number():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk, form = at_desk(department.clerk), {"idempotency_key": str(uuid4()), "tu": "viec"}

    clerk.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/", form)
    again = clerk.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/", form, follow=True)

    assert "Đã tiếp nhận văn bản đến số 1." in words_of(again)
    assert exchange.delivery_card(delivery.id).state == DeliveryState.ACCEPTED


def test_who_comes_second_is_told_who_was_first():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = at_desk(department.clerk)
    clerk.post(f"/chuyen-phat/{delivery.id}/tiep-nhan/", {"idempotency_key": "one"})

    response = clerk.post(
        f"/chuyen-phat/{delivery.id}/tiep-nhan/", {"idempotency_key": "two"}, **HTMX
    )

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#notices"
    assert department.clerk.name in words_of(response)


def test_the_next_page_of_work_goes_on_where_the_first_ended():
    committee, department = two_offices()
    for _n in range(53):
        an_arrived(committee, department)
    clerk = at_desk(department.clerk)

    first = clerk.get("/")
    second = clerk.get("/" + first.context["next_url"])

    assert sum(len(group.lines) for group in first.context["groups"]) == 50
    assert sum(len(group.lines) for group in second.context["groups"]) == 3
    assert second.context["next_url"] == ""


def test_an_empty_desk_shows_what_was_done_there_today():
    committee, department = two_offices()
    an_entered(committee, department, subject="V/v chuyển đổi số")

    page = at_desk(department.clerk).get("/")

    assert [shown.line.summary for shown in page.context["done"]] == ["V/v chuyển đổi số"]
    assert "Đã xong hôm nay" in words_of(page)
    assert at_desk(department.leader).get("/").context["done"] == []


def test_A10_who_watches_over_the_province_sees_figures_and_who_is_late_and_no_content(
    monkeypatch, django_assert_max_num_queries
):
    committee, department = two_offices()
    long_ago = clock.now() - timedelta(days=30)
    with monkeypatch.context() as earlier:
        earlier.setattr(clock, "now", lambda: long_ago)
        an_arrived(committee, department)
    watches = [
        at_desk(actor_of(a_post(committee.agency, role))) for role in (Role.MONITOR, Role.REVIEWER)
    ]
    for one in watches:
        with django_assert_max_num_queries(25):
            page = one.get("/")
        words = words_of(page)
        (late,) = page.context["watched"].late.lines
        assert (late.name, late.count) == (department.agency.name, 1)
        assert "Quá hạn tiếp nhận, theo cơ quan" in words
        assert "báo cáo" not in words.lower()
        assert ("Nhắc" in words) == (one is watches[0])
    watches[0].post(late.urge_url, {"idempotency_key": str(uuid4())})
    (told,) = watches[0].get("/").context["watched"].late.lines
    assert (told.urge_url, told.urged_at is None) == ("", False)
    assert "Đã nhắc lúc" in words_of(watches[0].get("/"))
    assert at_desk(department.clerk).get("/").context["watched"] is None


def test_an_operator_without_work_is_led_to_the_state_of_the_installation():
    """Without a worker no line of work is written: "nothing waits" is not "all is well"."""
    committee, _ = two_offices()
    link = 'href="/van-hanh/">Tình trạng hệ thống'

    page = at_desk(actor_of(a_post(committee.agency, Role.OPERATOR))).get("/").content.decode()
    assert link in page.split("data-nothing")[1]
    assert link not in at_desk(committee.clerk).get("/").content.decode()


def test_A10_the_day_stands_beside_what_is_usual_and_says_when_nothing_is(monkeypatch):
    committee, department = two_offices()
    monitor = at_desk(actor_of(a_post(committee.agency, Role.MONITOR)))
    now = clock.now()

    assert "chưa có tuần nào để so sánh" in words_of(monitor.get("/"))
    for weeks in (5, 2, 1):
        moment = now - timedelta(weeks=weeks)
        with monkeypatch.context() as earlier:
            earlier.setattr(clock, "now", lambda then=moment: then)
            an_arrived(committee, department)
    with monkeypatch.context() as calendar:
        # Today and those days are alike, whatever day the tests run on.
        calendar.setattr(directory, "working_day_checker", lambda *_days: lambda day: True)
        calendar.setattr(clock, "now", lambda: now + timedelta(seconds=1))
        assert "từ 0 đến 1" in words_of(monitor.get("/"))


def test_A10_a_leader_sees_who_is_late_and_reminds_them_with_one_press(monkeypatch):
    committee, department = two_offices()
    with monkeypatch.context() as earlier:
        long_ago = clock.now() - timedelta(days=30)
        earlier.setattr(clock, "now", lambda: long_ago)
        due_on = clock.local_day(long_ago) + timedelta(days=5)
        entry = an_instructed(committee, department, due_on=due_on, subject="V/v chuyển đổi số")
    leader = at_desk(department.leader)
    words = words_of(leader.get("/"))
    assert "Cán bộ, đơn vị chậm xử lý" in words
    assert "V/v chuyển đổi số" in words

    form = {"idempotency_key": str(uuid4()), "tu": "viec"}
    pressed = [leader.post(f"/muc/{entry.id}/nhac/", form, follow=True) for _twice in range(2)]

    for answer in pressed:
        assert f"Đã nhắc người xử lý văn bản đến số {entry.number_text}." in words_of(answer)
    page = words_of(leader.get(f"/van-ban/{entry.version_id}/"))
    assert f"{department.leader.name} nhắc người được giao: quá hạn xử lý" in page
    assert "Cán bộ, đơn vị" not in words_of(at_desk(department.clerk).get("/"))


def test_today_counts_what_was_sent_today_and_how_it_stands():
    committee, department = two_offices()
    an_arrived(committee, department)
    an_entered(committee, department)
    page = at_desk(actor_of(a_post(committee.agency, Role.MONITOR))).get("/")

    facts = {fact.name: fact.value for fact in page.context["watched"].today}
    assert facts == {
        "Văn bản đã gửi": "2",
        "Cùng thứ, đến giờ này, các tuần trước": "chưa có tuần nào để so sánh",
        "Lượt gửi": "2",
        "Đang chờ tiếp nhận": "1",
        "Bị từ chối tiếp nhận": "0",
    }


def test_the_reviewer_s_home_has_the_plans_that_wait_oldest_first_and_the_answered_ones():
    committee, department = two_offices()
    code = department.agency.code
    plans = [
        ReorganisationPlan.read(
            {
                "happens_on": "2090-01-01",
                "source": f"Nghị quyết {number}",
                "steps": [
                    {
                        "kind": "rename",
                        "agencies": [code],
                        "name": f"Sở {number}",
                        "abbreviation": "S",
                    }
                ],
            }
        )
        for number in range(3)
    ]
    facts = {"actor": Actor.installation(), "now": clock.now()}
    first, *_others = [services.propose(plan=one, key=one.source, **facts) for one in plans]
    services.decline(reorganisation_id=first, reason="Chưa rõ", actor=the_second(), now=clock.now())
    page = at_desk(actor_of(a_post(committee.agency, Role.REVIEWER))).get("/")

    reviewed = page.context["reviewed"]
    assert [card.source for card in reviewed.waiting] == ["Nghị quyết 1", "Nghị quyết 2"]
    assert [card.source for card in reviewed.answered] == ["Nghị quyết 0"]
    assert "Không được đồng ý" in words_of(page)
