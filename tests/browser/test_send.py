"""Sending in Chromium: drop a file, check as one types, sign on a phone, issue by key, follow."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from tests.axe import accessibility_problems
from tests.exchange.builders import a_dispatch, an_office
from tests.issuing import builders
from tests.issuing.builders import FRIDAY_9AM, MINUTE
from tests.live import in_turn
from tests.touch import hard_to_touch

from lienthong.issuing.models import Draft
from lienthong.issuing.types import DraftState
from lienthong.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
Enter = Callable[..., Any]


@pytest.fixture
def enter(enter: Enter, province: Any, monkeypatch: Any) -> Enter:
    """As for all browsers, on the morning of the province."""
    monkeypatch.setattr(clock, "now", lambda: FRIDAY_9AM + MINUTE)
    return enter


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(builders.a_letter())
    return path


@pytest.fixture
def province(settings: Any, tmp_path: Path, db: None) -> builders.Province:
    settings.LIENTHONG_HOME = tmp_path / "home"
    (tmp_path / "home").mkdir()
    return builders.a_province()


def is_within(page: Any) -> bool:
    """Say whether the page does not scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_document_goes_from_a_dropped_file_to_its_recipients(
    enter: Enter, province: builders.Province, letter: Path
) -> None:
    justice = province.justice
    an_office("Sở Nội vụ", parent=province.committee.agency)
    officer = enter(justice.officer)
    officer.keyboard.press("n")
    officer.wait_for_url("**/gui/")
    officer.set_input_files("#file", letter)
    officer.wait_for_url("**/gui/?tep=*")
    officer.wait_for_selector("[data-viewer][data-state=ready]")
    officer.focus("#send_subject")
    officer.wait_for_selector(".viewer-page .lit")
    assert accessibility_problems(officer) == []
    assert is_within(officer)

    officer.fill("#send_subject", "V/v khác hẳn")
    officer.click("text=Dùng như trên văn bản")
    officer.wait_for_selector("text=Dùng như trên văn bản", state="detached")
    assert officer.input_value("#send_subject") == "V/v báo cáo công tác tư pháp tháng 11"

    officer.fill("[role=combobox]", "noi vu")
    officer.wait_for_selector("[role=option]")
    officer.keyboard.press("Enter")
    officer.select_option("#send_signer", str(justice.leader.post_id))
    officer.wait_for_selector("text=3 nơi nhận đều nhận được bản điện tử.")
    officer.fill("#send_notation", f"{justice.agency.abbreviation}-VP")
    officer.wait_for_selector(".finding.stop", state="detached")
    officer.click("button[value=send]")
    officer.wait_for_url("**/du-thao/**")
    assert accessibility_problems(officer) == []

    phone = enter(justice.leader, size=PHONE, has_touch=True, is_mobile=True)
    phone.goto(officer.url)
    phone.locator("[data-viewer]").scroll_into_view_if_needed()
    phone.wait_for_selector("[data-viewer][data-state=ready]")
    assert hard_to_touch(phone) == []
    assert accessibility_problems(phone) == []
    phone.tap("button:has-text('Ký số')")
    phone.wait_for_selector("text=Đã ký, chờ lấy số và đóng dấu.")

    clerk = enter(justice.clerk)
    clerk.goto(officer.url)
    clerk.wait_for_selector("[data-viewer][data-state=ready]")
    clerk.keyboard.press("s")
    clerk.wait_for_url("**/van-ban/**")
    clerk.wait_for_selector("#notices >> text=Đã phát hành văn bản số 01/")
    with in_turn():
        assert Draft.objects.get().state == DraftState.ISSUED

    clerk.goto(f"{clerk.url}theo-doi/")
    assert clerk.locator(".tracking tbody tr").count() == 3
    assert accessibility_problems(clerk) == []
    clerk.goto("/van-ban-di/")
    assert accessibility_problems(clerk) == []
    clerk.keyboard.press("j")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/van-ban/**")


def test_a_clerk_s_day_is_done_by_keyboard_alone(
    enter: Enter, province: builders.Province, letter: Path
) -> None:
    """Accept with a number, write and submit, number and send, recall, find, print."""
    justice = province.justice
    a_dispatch(province.committee, justice, now=FRIDAY_9AM)
    clerk = enter(justice.clerk)
    keys = clerk.keyboard
    keys.press("j")
    keys.press("t")
    clerk.wait_for_selector("#notices >> text=Đã tiếp nhận văn bản đến số 1.")

    keys.press("n")
    clerk.wait_for_url("**/gui/")
    with clerk.expect_file_chooser() as chooser:
        tab_to(clerk, "#file")
        keys.press("Enter")
    chooser.value.set_files(letter)
    clerk.wait_for_url("**/gui/?tep=*")
    clerk.wait_for_load_state("load")
    tab_to(clerk, "#send_notation")
    keys.press("Control+a")
    keys.type(f"{justice.agency.abbreviation}-VP")
    tab_to(clerk, "#send_signer")
    keys.press("ArrowDown")
    tab_to(clerk, "[role=combobox]")
    keys.type("tai chinh")
    clerk.wait_for_selector("[role=option]")
    keys.press("Enter")
    clerk.wait_for_selector(".finding.stop", state="detached")
    keys.press("Escape")
    keys.press("s")
    clerk.wait_for_url("**/du-thao/**")

    leader = enter(justice.leader)
    for key in ("j", "j", "Enter"):  # what the clerk accepted waits before it
        leader.keyboard.press(key)
    leader.wait_for_url("**/du-thao/**")
    leader.wait_for_load_state("load")
    leader.keyboard.press("s")
    leader.wait_for_selector("text=Đã ký, chờ lấy số và đóng dấu.")

    clerk.goto("/")
    keys.press("Enter")
    clerk.wait_for_url("**/du-thao/**")
    clerk.wait_for_load_state("load")
    keys.press("s")
    clerk.wait_for_selector("#notices >> text=Đã phát hành văn bản số 01/")

    clerk.wait_for_load_state("load")
    keys.press("u")
    tab_to(clerk, "textarea[name=reason]")
    keys.type("Sai số liệu ở phụ lục 2.")
    keys.press("Tab")
    keys.press("Enter")
    clerk.wait_for_selector("#notices >> text=nơi nhận trả lại văn bản.")

    clerk.wait_for_load_state("load")
    keys.press("/")
    keys.type("bao cao cong tac")
    keys.press("Enter")
    clerk.wait_for_url("**/tra-cuu/**")
    clerk.wait_for_load_state("load")
    keys.press("Enter")
    clerk.wait_for_url("**/van-ban/**")
    clerk.wait_for_load_state("load")
    with clerk.expect_popup():  # the file by itself, to be printed
        keys.press("p")


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the control has the focus, as hands on a keyboard do."""
    for _press in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {selector}")


def test_what_was_typed_is_there_again_after_a_reload_and_gone_after_sending(
    enter: Enter, province: builders.Province, letter: Path
) -> None:
    justice = province.justice
    officer = enter(justice.officer, size=PHONE)
    officer.goto("/gui/")
    assert is_within(officer)
    officer.set_input_files("#file", letter)
    officer.wait_for_url("**/gui/?tep=*")
    officer.fill("#send_slip", "Kính trình Giám đốc xem xét.")
    officer.wait_for_selector("text=Bản nháp đã lưu lúc")
    address = officer.url
    officer.reload()
    assert officer.input_value("#send_slip") == "Kính trình Giám đốc xem xét."

    officer.select_option("#send_signer", str(justice.leader.post_id))
    officer.fill("#send_notation", f"{justice.agency.abbreviation}-VP")
    officer.wait_for_selector(".finding.stop", state="detached")
    officer.click("button[value=keep]")
    officer.wait_for_url("**/du-thao/**")
    officer.goto(address)
    assert officer.input_value("#send_slip") == ""


def test_what_was_chosen_before_the_file_is_there_when_one_goes_back(
    enter: Enter, province: builders.Province, letter: Path
) -> None:
    an_office("Sở Nội vụ", parent=province.committee.agency)
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    choose(officer, "noi vu")
    officer.fill("[role=combobox]", "noi vu")
    officer.wait_for_selector("[role=option] >> text=đã có trong danh sách")
    officer.keyboard.press("Enter")
    assert names_of(officer) == ["Sở Nội vụ"]
    officer.fill("#send_slip", "Kính trình.")
    officer.wait_for_selector("text=Bản nháp đã lưu lúc")

    officer.set_input_files("#file", letter)
    officer.wait_for_url("**/gui/?tep=*")
    officer.go_back()
    officer.wait_for_selector("[data-recipient]")
    assert names_of(officer) == ["Sở Nội vụ"]
    assert officer.input_value("#send_slip") == "Kính trình."


def test_a_file_that_is_refused_is_not_shown_as_chosen(
    enter: Enter, province: builders.Province, tmp_path: Path
) -> None:
    empty = tmp_path / "rong.pdf"
    empty.write_bytes(b"")
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    with officer.expect_response("**/gui/tep/"):
        officer.set_input_files("#file", empty)
    officer.wait_for_selector("#notices >> text=rỗng")
    assert officer.locator("[data-drop]:has(#file) [data-chosen]").inner_text() == ""
    assert officer.evaluate("document.getElementById('file').files.length") == 0


def test_a_file_beyond_what_the_server_takes_is_told_on_the_page(
    enter: Enter, province: builders.Province, tmp_path: Path, settings: Any
) -> None:
    """413 comes before the body is read, so it is no refusal of the view's own."""
    settings.LIENTHONG_LARGEST_UPLOAD = 1_000_000
    large = tmp_path / "lon.pdf"
    large.write_bytes(bytes(3_000_000))
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    officer.set_input_files("#file", large)

    officer.wait_for_selector("#notices >> text=webkit.too-large")
    assert officer.evaluate("document.getElementById('file').files.length") == 0


def test_a_button_pressed_while_the_server_is_away_keeps_page_words_and_files(
    enter: Enter, province: builders.Province, letter: Path
) -> None:
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    officer.set_input_files("#attachments", letter)
    officer.wait_for_selector("#attached >> text=bao-cao.pdf")
    # The check as one types is another matter: it must not ask in between.
    officer.route("**/gui/kiem-tra/", lambda route: route.fulfill(status=204))
    officer.fill("#send_subject", "V/v mất mạng")

    officer.context.set_offline(True)
    officer.click("text=Chỉ lưu dự thảo")
    officer.wait_for_selector("#notices >> text=Không nối được máy chủ.")
    assert officer.evaluate("document.activeElement.textContent") == "Thử lại"
    assert accessibility_problems(officer) == []
    assert officer.input_value("#send_subject") == "V/v mất mạng"
    officer.keyboard.press("Enter")
    officer.wait_for_selector("#notices [data-again]:focus")

    officer.context.set_offline(False)
    with officer.expect_response(lambda one: one.url.endswith("/gui/")):
        officer.keyboard.press("Enter")
    officer.wait_for_selector("#notices [data-again]", state="detached")
    assert officer.locator("#attached").inner_text().count("bao-cao.pdf") == 1
    assert officer.input_value("#send_subject") == "V/v mất mạng"


def test_an_answer_that_is_a_whole_page_is_told_among_the_notices(
    enter: Enter, province: builders.Province
) -> None:
    """What cannot be read (400) is answered by no view, so it gives no notice of its own."""
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    page = render_to_string("400.html")
    officer.route("**/gui/kiem-tra/", lambda route: route.fulfill(status=400, body=page))
    officer.fill("[name=subject]", "V/v không đọc được")

    officer.wait_for_selector("#notices >> text=Không đọc được yêu cầu", timeout=20_000)


def test_A13_a_list_of_recipients_is_pasted_as_it_stands_in_a_letter(
    enter: Enter, province: builders.Province
) -> None:
    """Each line a chip with its role, once; what names nobody is told and nothing else is lost."""
    for number in range(30):
        an_office(f"Ủy ban nhân dân xã Số {number}", parent=province.committee.agency)
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    choose(officer, "xã Số 17")
    lines = ["Nơi nhận:", "- Như trên;", "- UBND tỉnh Đồng Nai (b/c);", "- Sở Không Có;"]
    paste(officer, "\n".join([*lines, *(f"- UBND xã Số {number};" for number in range(30))]))

    officer.wait_for_selector("[data-left] >> text=Không có “Sở Không Có” trong danh bạ.")
    assert len(names_of(officer)) == len(set(names_of(officer))) == 31
    committee = officer.locator("[data-recipient]", has_text="tỉnh Đồng Nai")
    assert committee.locator("select").input_value() == "report"
    assert officer.locator("[role=combobox]").input_value() == ""
    assert accessibility_problems(officer) == []
    assert is_within(officer)

    paste(officer, "UBND xã")  # one line is typed text like any other
    assert officer.locator("[role=combobox]").input_value() == "UBND xã"


def test_who_types_fast_takes_the_first_of_all_that_was_typed(
    enter: Enter, province: builders.Province
) -> None:
    for name in ("Sở Công Thương", "Sở Nội vụ"):
        an_office(name, parent=province.committee.agency)
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    officer.fill("[role=combobox]", "so")
    officer.wait_for_selector("[role=option][aria-selected=true]:not(:has-text('Nội vụ'))")
    held: list[Any] = []
    officer.route(re.compile(r"q=so\+noi\+vu$"), lambda route: held.append(route))  # noqa: PLW0108  # Playwright asks it for more
    with officer.expect_request(re.compile(r"q=so\+noi\+vu$")):
        officer.keyboard.type(" noi vu")
        officer.keyboard.press("Enter")
    assert officer.locator("[data-recipient]").count() == 0
    held[0].continue_()
    officer.wait_for_selector("[data-recipient] .name >> text=Sở Nội vụ")
    assert officer.locator("[data-recipient]").count() == 1
    assert officer.input_value("[role=combobox]") == ""


def test_all_that_cannot_be_sent_to_go_at_one_press(
    enter: Enter, province: builders.Province
) -> None:
    late = an_office("Sở Ngoại vụ", parent=province.committee.agency, starts_on=date(2027, 1, 1))
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    press = officer.get_by_role("button", name="Bỏ mọi nơi chưa nhận điện tử được")
    choose(officer, province.finance.agency.name)
    assert not press.is_visible()
    choose(officer, late.agency.name)
    assert accessibility_problems(officer) == []
    press.focus()
    officer.keyboard.press("Enter")

    officer.wait_for_selector("[data-left] >> text=Đã bỏ 1 nơi nhận: Sở Ngoại vụ.")
    assert names_of(officer) == [province.finance.agency.name]
    assert not press.is_visible()
    assert officer.evaluate("document.activeElement.role") == "combobox"


def test_files_that_go_along_are_chosen_by_a_button_of_ours_and_outlast_the_letter(
    enter: Enter, province: builders.Province, letter: Path, tmp_path: Path
) -> None:
    """Block 1 fits a screen of 768, and the browser's own words for a file stand nowhere."""
    table = tmp_path / "so-lieu.csv"
    table.write_text("cot 1;cot 2\n")
    officer = enter(province.justice.officer)
    officer.set_viewport_size({"width": 1366, "height": 768})
    officer.goto("/gui/")
    block = officer.locator("[aria-labelledby=block-1]").bounding_box()
    assert block["y"] + block["height"] <= 768
    field = officer.get_by_label("Tệp kèm theo")
    assert field.bounding_box()["width"] <= 1
    officer.wait_for_load_state("networkidle")  # nobody presses keys before the scripts are there
    with officer.expect_file_chooser() as chooser:
        field.press("Space")
    chooser.value.set_files(table)
    officer.wait_for_selector("#attached >> text=so-lieu.csv")
    assert field.evaluate("field => field.files.length") == 0
    officer.set_input_files("#file", letter)
    officer.wait_for_url("**/gui/?tep=*")

    assert officer.get_by_role("checkbox", name="so-lieu.csv").is_checked()
    assert accessibility_problems(officer) == []


def paste(page: Any, text: str) -> None:
    """Paste into the field for recipients, as Ctrl+V does."""
    page.focus("[role=combobox]")
    is_taken = page.evaluate(
        """text => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            const told = { clipboardData, bubbles: true, cancelable: true };
            return !document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
        }""",
        text,
    )
    if not is_taken:
        page.keyboard.insert_text(text)


def test_what_is_typed_is_kept_in_sight_cut_never_silently_and_days_read_the_same_everywhere(
    enter: Enter, province: builders.Province
) -> None:
    officer = enter(province.justice.officer)
    officer.goto("/gui/")
    due = officer.locator("#send_due_on")
    for typed, written in [
        ("3/12/26", "03/12/2026"),
        ("31122026", "31/12/2026"),
        ("2026-12-03", "03/12/2026"),
        ("31/2/2026", ""),
    ]:
        due.fill(typed)
        due.blur()
        assert due.input_value() == (written or typed)
    due.fill("3-12-2026")
    officer.get_by_role("button", name="Mở lịch: Trả lời trước").click()
    calendar = officer.locator("input[type=date]")
    assert calendar.input_value() == "2026-12-03"
    calendar.evaluate("own => { own.value = '2026-12-25'; own.dispatchEvent(new Event('change')) }")
    assert due.input_value() == "25/12/2026"

    officer.fill("#send_subject", "Về việc rất dài " * 31)
    assert not officer.locator("[data-full]").count()
    paste_into(officer, "#send_subject", " và dài hơn nữa")
    assert "nhiều nhất 500 chữ" in officer.inner_text("[data-full]")
    officer.wait_for_selector("[data-autosave-state]:has-text('Bản nháp đã lưu lúc')")

    officer.reload()
    officer.wait_for_selector("text=Đã lấy lại bản đang viết lúc")
    assert due.input_value() == "25/12/2026"
    # Beside each other, not one below: the line about the draft has a row of its own.
    lefts = officer.locator(".three h2").evaluate_all(
        "heads => heads.map(head => head.getBoundingClientRect().left)"
    )
    assert lefts == sorted(set(lefts))
    assert len(lefts) == 3
    assert accessibility_problems(officer) == []


def paste_into(page: Any, selector: str, text: str) -> None:
    page.focus(selector)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def choose(page: Any, words: str) -> None:
    page.fill("[role=combobox]", words)
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-recipient]")


def names_of(page: Any) -> list[str]:
    return list(page.locator("[data-recipient] .name").all_inner_texts())
