"""The main path in Chromium: sign in, accept by key, instruct on a phone, finish."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from tests.axe import accessibility_problems
from tests.desk.builders import an_arrived, an_entered, two_offices
from tests.exchange.builders import Office, a_dispatch, an_office
from tests.live import in_turn
from tests.touch import hard_to_touch

from lienthong.blobs import services as blobs
from lienthong.documents.types import AttachedFile
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.practice.letters import committee_letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
TOUCH = {"size": PHONE, "has_touch": True, "is_mobile": True}
Enter = Callable[..., Any]


def a_real_file(office: Office) -> dict[str, object]:
    """The facts of a document whose file is a letter that a viewer can draw."""
    now = clock.now()
    pdf = committee_letter(signer_name="Trần Văn Mẫu", on=clock.local_day(now))
    content = blobs.store(pdf, agency_ids=[office.agency.id], now=now)
    return {"content_digest": content.digest, "subject": "V/v gửi, nhận văn bản điện tử"}


def test_recipients_of_a_recall_are_ticked_all_or_none_at_one_press(enter: Enter):
    committee, department = two_offices()
    other = an_office("Sở Tài chính", parent=committee.agency)
    dispatch = a_dispatch(committee, department, other, now=clock.now())

    clerk = enter(committee.clerk)
    clerk.goto(f"/van-ban/{dispatch.version_id}/")
    clerk.keyboard.press("u")
    ticked = clerk.locator("[name=recipient]:checked")
    said = clerk.locator("[data-ticked] b")
    assert (ticked.count(), said.inner_text()) == (2, "2/2")
    clerk.fill("[name=reason]", "Sai số liệu")
    clerk.click("text=Bỏ chọn tất cả")
    assert (ticked.count(), said.inner_text()) == (0, "0/2")
    clerk.check("text=Sở Tài chính")
    assert said.inner_text() == "1/2"
    assert clerk.input_value("[name=reason]") == "Sai số liệu"
    clerk.click("text=Gửi đề nghị thu hồi")
    clerk.wait_for_selector("#notices >> text=Đã đề nghị 1 nơi nhận trả lại văn bản.")


def test_a_document_is_accepted_by_key_instructed_on_a_phone_and_finished(enter: Enter):
    committee, department = two_offices()
    delivery = an_arrived(committee, department, **a_real_file(committee))

    clerk = enter(department.clerk)
    clerk.keyboard.press("j")
    clerk.keyboard.press("t")
    clerk.wait_for_selector("#notices >> text=Đã tiếp nhận văn bản đến số 1.")
    clerk.wait_for_selector("text=Không còn việc nào chờ bạn.")

    leader = enter(department.leader, size=PHONE)
    leader.goto("/chi-dao/")
    leader.click("[data-phrases] >> text=Trình tôi dự thảo.")
    leader.click("button.part >> text=Phòng Công nghệ thông tin")
    assert leader.locator("button.part.lead em").inner_text() == "chủ trì"
    leader.check("[name=due][value='5']")
    leader.click("button.act >> text=Chuyển")
    leader.wait_for_selector("#notices >> text=Phòng Công nghệ thông tin chủ trì.")

    officer = enter(department.officer)
    officer.keyboard.press("j")
    officer.keyboard.press("Enter")
    officer.wait_for_selector("[data-page='1'][data-drawn]")
    assert "“Trình tôi dự thảo.”" in officer.locator(".course").inner_text()
    officer.keyboard.press("b")
    officer.wait_for_selector("#notices >> text=Đã bắt đầu xử lý")
    officer.wait_for_load_state("load")
    officer.keyboard.press("h")
    officer.wait_for_selector("textarea[name=outcome]:focus")
    officer.keyboard.type("Đã trình dự thảo.")
    officer.click("button >> text=Hoàn thành")
    officer.wait_for_selector(".state >> text=hoàn thành ngày")
    with in_turn():
        assert exchange.delivery_card(delivery.id).state == DeliveryState.FINISHED


def test_a_day_goes_by_touch_alone_and_nothing_is_too_small_for_a_finger(enter: Enter):
    committee, department = two_offices()
    delivery = an_arrived(committee, department, **a_real_file(committee))

    clerk = enter(department.clerk, **TOUCH)
    assert hard_to_touch(clerk) == []
    clerk.tap("main a[data-open]")
    clerk.wait_for_selector("[data-page='1'][data-drawn]")
    assert hard_to_touch(clerk) == []
    clerk.tap("button >> text=Tiếp nhận và vào sổ")
    clerk.wait_for_selector("#notices >> text=Đã tiếp nhận văn bản đến số 1.")
    clerk.tap(".bar >> text=Đến")
    clerk.wait_for_selector("h1 >> text=Văn bản đến")
    assert hard_to_touch(clerk) == []

    leader = enter(department.leader, **TOUCH)
    leader.tap(".bar >> text=Chỉ đạo")
    leader.wait_for_selector("button.part")
    assert hard_to_touch(leader) == []
    leader.tap("[data-phrases] >> text=Trình tôi dự thảo.")
    leader.tap("button.part >> text=Phòng Công nghệ thông tin")
    leader.tap("button.act >> text=Chuyển")
    leader.wait_for_selector("#notices >> text=Phòng Công nghệ thông tin chủ trì.")

    officer = enter(department.officer, **TOUCH)
    officer.tap("main a[data-open]")
    officer.tap("button >> text=Bắt đầu xử lý")
    officer.wait_for_selector("#notices >> text=Đã bắt đầu xử lý")
    officer.tap("summary >> text=Hoàn thành")
    officer.fill("textarea[name=outcome]", "Đã trình dự thảo.")
    assert hard_to_touch(officer) == []
    officer.tap("form button >> text=Hoàn thành")
    officer.wait_for_selector(".state >> text=hoàn thành ngày")
    with in_turn():
        assert exchange.delivery_card(delivery.id).state == DeliveryState.FINISHED


def test_ten_in_a_minute_t_takes_the_next_number_and_moves_on(enter: Enter):
    committee, department = two_offices()
    for _n in range(3):
        an_arrived(committee, department, **a_real_file(committee))
    clerk = enter(department.clerk)
    clerk.goto("/van-ban-den/cho-tiep-nhan/")

    for number in (1, 2):
        clerk.keyboard.press("t")
        clerk.wait_for_selector(f"#notices >> text=Đã tiếp nhận văn bản đến số {number}.")
        clerk.wait_for_load_state("load")
    clerk.keyboard.press("x")
    clerk.wait_for_selector("textarea[name=reason]:focus")
    clerk.keyboard.type("Gửi nhầm nơi nhận.")
    clerk.click("button >> text=Từ chối và gửi lý do")

    clerk.wait_for_selector("text=Không còn văn bản nào chờ tiếp nhận.")
    accepted = [DeliveryState.ACCEPTED]
    with in_turn():
        assert exchange.count_received(department.agency.id) == {DeliveryState.REFUSED: 1}
        assert len(exchange.received(recipient_id=department.agency.id, states=accepted)) == 2


def test_the_row_that_is_decided_is_in_sight_in_a_long_list(enter: Enter):
    committee, department = two_offices()
    for _n in range(25):
        an_arrived(committee, department)
    clerk = enter(department.clerk)
    clerk.goto("/van-ban-den/cho-tiep-nhan/")
    clerk.click(".waiting li:nth-child(20) a")
    clerk.wait_for_load_state("load")

    assert is_in_sight(clerk, ".waiting li[data-here]", within=".waiting")
    assert clerk.evaluate("scrollY") == 0
    clerk.keyboard.press("t")
    clerk.wait_for_selector("#notices >> text=Đã tiếp nhận văn bản đến số 1.")
    clerk.wait_for_load_state("load")
    assert is_in_sight(clerk, ".waiting li[data-here]", within=".waiting")


def test_a_leader_on_a_phone_sees_whom_and_until_when_without_scrolling(enter: Enter):
    committee, department = two_offices()
    an_entered(committee, department, **a_real_file(committee))
    leader = enter(department.leader, **TOUCH)
    leader.tap(".bar >> text=Chỉ đạo")
    leader.wait_for_selector("button.part")

    assert is_in_sight(leader, "fieldset:has([name=due]) legend", within="body")
    assert leader.locator("[data-phrases]").bounding_box()["height"] < 2 * 44  # one strip
    leader.tap("[data-phrases] .chip >> nth=-1")
    assert leader.input_value("[name=text]") == "Chuẩn bị nội dung họp."
    assert leader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert hard_to_touch(leader) == []
    assert accessibility_problems(leader) == []


def test_many_attachments_are_a_list_that_opens_and_closes_by_keys(enter: Enter):
    committee, department = two_offices()
    names = [
        f"Phụ lục {n:02} Bảng tổng hợp số liệu báo cáo của các đơn vị.pdf" for n in range(1, 61)
    ]
    files = tuple(an_attached(committee, name) for name in names)
    delivery = an_arrived(committee, department, attachments=files)
    clerk = enter(department.clerk)
    clerk.goto(f"/van-ban/{delivery.version_id}/")
    clerk.focus(".files summary")
    clerk.keyboard.press("Enter")

    assert clerk.locator(".files .filter li").count() == 60
    assert accessibility_problems(clerk) == []
    clerk.keyboard.press("Escape")
    assert clerk.locator(".files .filter[open]").count() == 0
    clerk.click(".files summary")
    clerk.click(f"text={names[19]}")
    clerk.wait_for_selector(".files .tab[aria-current] >> text=Phụ lục 20")
    clerk.set_viewport_size(PHONE)
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def an_attached(office: Office, name: str) -> AttachedFile:
    content = blobs.store(name.encode(), agency_ids=[office.agency.id], now=clock.now())
    return AttachedFile(name, content.digest, "application/vnd.ms-excel")


def is_in_sight(page: Any, selector: str, *, within: str) -> bool:
    """Whether the first such element lies inside the box and the window, under nothing else."""
    return bool(
        page.evaluate(
            """([selector, within]) => {
              const element = document.querySelector(selector);
              const inner = element.getBoundingClientRect();
              const outer = document.querySelector(within).getBoundingClientRect();
              const bottom = Math.min(outer.bottom, innerHeight);
              const at = document.elementFromPoint(inner.x + inner.width / 2, inner.bottom - 4);
              const isInside = inner.top >= Math.max(outer.top, 0) && inner.bottom <= bottom;
              return isInside && element.contains(at);
            }""",
            [selector, within],
        )
    )


def test_a_refusal_without_reason_is_told_beside_its_field(enter: Enter):
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    clerk = enter(department.clerk)
    clerk.goto(f"/van-ban/{delivery.version_id}/")
    clerk.keyboard.press("x")
    clerk.wait_for_selector("textarea[name=reason]:focus")
    clerk.click("button >> text=Từ chối và gửi lý do")
    clerk.wait_for_selector("form .refused >> text=Chưa ghi lý do.")
    assert clerk.url.endswith(f"/van-ban/{delivery.version_id}/")
    assert accessibility_problems(clerk) == []

    clerk.fill("textarea[name=reason]", "Gửi nhầm.")
    clerk.click("button >> text=Từ chối và gửi lý do")
    clerk.wait_for_selector("#notices >> text=Đã từ chối tiếp nhận")
    with in_turn():
        assert exchange.delivery_card(delivery.id).state == DeliveryState.REFUSED


def test_the_arrival_box_lies_where_no_word_is(enter: Enter):
    committee, department = two_offices()
    entry = an_entered(committee, department, **a_dense_file(committee))
    clerk = enter(department.clerk)
    clerk.goto(f"/van-ban/{entry.version_id}/")
    clerk.wait_for_selector(".arrival[data-placed]")
    assert clerk.evaluate(COVERED) == []


def test_a_viewer_whose_program_does_not_come_says_so(enter: Enter):
    committee, department = two_offices()
    entry = an_entered(committee, department, **a_real_file(committee))
    clerk = enter(department.clerk)
    broken = {"content_type": "text/javascript", "body": "throw new Error('cut off');"}
    clerk.route("**/pdf*.mjs", lambda route: route.fulfill(**broken))
    clerk.goto(f"/van-ban/{entry.version_id}/")
    clerk.wait_for_selector("[data-viewer][data-state=failed] [role=alert]")


def test_a_phone_says_which_page_of_a_long_file_is_seen(enter: Enter):
    committee, department = two_offices()
    entry = an_entered(committee, department, **a_long_file(committee))
    phone = enter(department.clerk, **TOUCH)
    phone.goto(f"/van-ban/{entry.version_id}/")
    phone.locator("[data-viewer]").scroll_into_view_if_needed()
    phone.wait_for_selector("[data-viewer][data-state=ready]")
    phone.wait_for_selector("[data-page-of] >> text=Trang 1/4")
    phone.evaluate("document.querySelector('[data-page=\"3\"]').scrollIntoView({block: 'center'})")
    phone.wait_for_selector("[data-page-of] >> text=Trang 3/4")


def a_long_file(office: Office) -> dict[str, object]:
    """The facts of a document whose file has four pages."""
    now, long = clock.now(), BytesIO()
    letter = committee_letter(signer_name="Trần Văn Mẫu", on=clock.local_day(now))
    with pikepdf.open(BytesIO(letter)) as pdf, pikepdf.new() as made:
        for _page in range(4):
            made.pages.append(pdf.pages[0])
        made.save(long)
    content = blobs.store(long.getvalue(), agency_ids=[office.agency.id], now=now)
    return {"content_digest": content.digest}


def test_the_count_of_a_busy_agency_falls_by_one(enter: Enter):
    committee, department = two_offices()
    for _n in range(2):
        an_arrived(committee, department)
    clerk = enter(department.clerk)
    clerk.evaluate("""() => {
        for (const place of document.querySelectorAll("[data-group-count], .menu-item .count"))
            place.firstChild.textContent = "1.274";
    }""")
    clerk.click("[data-row] button >> text=Tiếp nhận")
    clerk.wait_for_selector("[data-group-count] >> text=1.273")
    assert clerk.inner_text(".menu-item[aria-current=page] .count").startswith("1.273")


# The words of page 1 that the ĐẾN box touches by more than a pixel.
COVERED = """() => {
  const box = document.querySelector(".viewer-page .arrival").getBoundingClientRect();
  return [...document.querySelectorAll("[data-page='1'] .text-layer span")]
    .filter((span) => span.textContent.trim())
    .filter((span) => {
      const each = span.getBoundingClientRect();
      return Math.min(each.right, box.right) - Math.max(each.left, box.left) > 1
        && Math.min(each.bottom, box.bottom) - Math.max(each.top, box.top) > 1;
    })
    .map((span) => span.textContent);
}"""


def a_dense_file(office: Office) -> dict[str, object]:
    """A page of words from the upper edge on, with one free place at the upper right."""
    from lienthong.printing.engine import page_to_pdf
    from lienthong.printing.faces import FONT_FAMILY

    line = "<p>Kính gửi các cơ quan, đơn vị, địa phương trong tỉnh</p>"
    page = f"@page {{ size: A4; margin: 12mm 70mm 12mm 15mm }} p {{ font-family: '{FONT_FAMILY}'"
    pdf = page_to_pdf(f"<style>{page}; margin: 0 }}</style>" + line * 45)
    content = blobs.store(pdf, agency_ids=[office.agency.id], now=clock.now())
    return {"content_digest": content.digest, "subject": "V/v một trang chữ dày"}
