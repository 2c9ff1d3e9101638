"""The shared parts in Chromium: on a clerk's screen, on a leader's phone, by keyboard."""

import io

import pytest
from tests.axe import accessibility_problems

from lienthong.webkit.web import samples

pytestmark = pytest.mark.browser

CLERK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PAGES = ("", "van-ban/", "gui/", "dang-nhap/")
SCREENS = pytest.mark.parametrize("size", [CLERK, PHONE], ids=["clerk", "phone"])


def wait_for_pdf(page, number=1):
    page.wait_for_selector(f"[data-page='{number}'][data-drawn]")


def share_of_ink(page, number=1):
    """The share of dark points of a page's picture."""
    return page.evaluate(
        """number => {
            const canvas = document.querySelector(`[data-page='${number}'] canvas`);
            const pen = canvas.getContext("2d");
            const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
            let dark = 0;
            for (let at = 0; at < data.length; at += 4) dark += data[at] < 128 && data[at + 3] > 9;
            return (4 * dark) / data.length;
        }""",
        number,
    )


@SCREENS
@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_or_breaks_the_policy_of_contents_or_bothers_axe(
    open_page, address, size
):
    page = open_page(address, size=size)
    page.wait_for_load_state("networkidle")

    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")

    assert widths[0] == widths[1] == size["width"]
    assert accessibility_problems(page) == []


def test_the_text_of_a_page_is_vietnamese_in_its_own_font(open_page):
    page = open_page()
    page.wait_for_load_state("networkidle")

    assert page.get_attribute("html", "lang") == "vi"
    assert page.evaluate("document.fonts.check('15px \"Be Vietnam Pro\"', 'ữ')")


def test_j_and_k_walk_over_the_rows_and_enter_opens(open_page):
    page = open_page()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').innerText").startswith("Trả lời")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/")


def test_the_last_row_is_the_end_of_the_list(open_page):
    page = open_page()
    for _press in range(9):
        page.keyboard.press("j")

    assert "37/GM-UBND" in page.evaluate("document.activeElement.closest('tr').innerText")


def test_t_presses_the_button_of_the_row(open_page):
    page = open_page()
    page.keyboard.press("t")

    page.wait_for_selector("#notices .undo")
    assert "Đã tiếp nhận văn bản đến số 1274." in page.inner_text("#notices")
    assert "Ghi hủy số" in page.inner_text("#notices")


def test_t_does_nothing_on_a_row_without_such_a_button(open_page):
    page = open_page()
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.wait_for_timeout(300)

    assert page.locator("#notices .undo").count() == 0


def test_slash_goes_to_the_search_and_escape_leaves_it(open_page):
    page = open_page()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == ""


def test_keys_are_letters_while_typing(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("tjn?")

    assert page.input_value("#search") == "tjn?"
    assert page.url.endswith("/_gallery/")


def test_n_opens_sending(open_page):
    page = open_page()
    page.keyboard.press("n")

    page.wait_for_url("**/gui/")


def test_the_question_mark_lists_the_keys_of_this_page(open_page):
    page = open_page("van-ban/")
    page.keyboard.press("?")

    words = page.inner_text("#help")
    for name in ("Báo cáo hoàn thành", "Giao thêm", "Gửi văn bản", "Tìm"):
        assert name in words
    assert "Dòng dưới" not in words
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


def test_every_key_has_a_button_that_can_be_seen(open_page):
    page = open_page("van-ban/")

    hidden = "[...document.querySelectorAll('[data-key]')].filter(e => !e.checkVisibility()).length"
    assert page.evaluate(hidden) == 0


def test_the_first_tab_offers_the_way_to_the_content(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_refusal_through_htmx_stands_among_the_notices_and_can_be_closed(open_page):
    page = open_page()
    page.click("text=Bị từ chối qua htmx")

    notice = page.locator("#notices .notice.stop")
    notice.wait_for()
    assert "đã được người khác tiếp nhận" in notice.inner_text()
    assert page.is_visible("text=Bị từ chối qua htmx")
    notice.get_by_role("button", name="Đóng").click()
    assert notice.count() == 0
    open_page.complaints.clear()  # the browser's own line about the answer 409


def test_a_pdf_is_drawn_with_text_to_select_and_the_box_of_arrival(open_page):
    page = open_page("van-ban/")
    wait_for_pdf(page)

    assert 0.002 < share_of_ink(page) < 0.3
    page.wait_for_selector("[data-viewer][data-text=ready]", state="attached")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page.inner_text("[data-page='1'] .text-layer")
    assert "Nơi nhận" in page.text_content("[data-page='3'] .text-layer")
    assert page.inner_text("[data-page='1'] .arrival").startswith("ĐẾN")
    assert page.inner_text("[data-page-of]") == "Trang 1/3"


def test_a_page_far_away_is_drawn_when_it_comes_near_with_its_signatures_marked(open_page):
    page = open_page("van-ban/")
    wait_for_pdf(page)
    page.evaluate("document.querySelector('[data-pages]').scrollTop = 1e6")
    wait_for_pdf(page, 3)

    assert share_of_ink(page, 3) > 0.002
    assert page.locator("[data-page='3'] .mark.valid").count() == 2
    assert page.get_by_role("img", name="Con dấu số hợp lệ").count() == 1
    page.wait_for_function("document.querySelector('[data-page-of]').textContent === 'Trang 3/3'")


def test_zooming_widens_the_pages_inside_their_own_place(open_page):
    page = open_page("van-ban/")
    wait_for_pdf(page)
    width = "document.querySelector('[data-page]').offsetWidth"
    before = page.evaluate(width)
    page.click("[data-zoom=in]")

    assert page.evaluate(width) == pytest.approx(before * 1.25, abs=2)
    assert page.evaluate("document.documentElement.scrollWidth") == CLERK["width"]
    page.click("[data-zoom=fit]")
    assert page.evaluate(width) == before


def test_a_field_read_from_the_file_lights_its_place(open_page):
    page = open_page("gui/")
    wait_for_pdf(page)
    page.focus("[name=notation]")
    assert page.locator("[data-page='1'] .lit").count() == 1
    page.focus("#search")
    assert page.locator(".lit").count() == 0


def test_a_scan_packed_as_a_fax_is_drawn_too(open_page):
    """Scanners write two-colour pages with CCITT G4; its decoder must work under the policy."""
    from PIL import Image

    scan, packed = Image.new("1", (1240, 1754), 1), io.BytesIO()
    scan.paste(0, (0, 0, 1240, 877))
    scan.save(packed, "PDF")
    assert b"CCITTFaxDecode" in packed.getvalue()
    page = open_page("van-ban/")
    wait_for_pdf(page)
    page.route("**/mau.pdf", lambda route: route.fulfill(body=packed.getvalue()))
    page.reload()
    wait_for_pdf(page)

    assert share_of_ink(page) == pytest.approx(0.5, abs=0.02)


def test_what_is_no_pdf_gives_a_sentence(open_page):
    page = open_page("van-ban/")
    page.route("**/mau.pdf", lambda route: route.fulfill(body="no pdf", status=200))
    page.reload()
    page.wait_for_selector("[data-viewer][data-state=failed]")

    assert "Tải về để xem" in page.inner_text("[data-pages]")


def test_without_scripts_the_file_opens_by_a_link_and_the_menu_still_works(open_page):
    page = open_page("van-ban/", java_script_enabled=False)

    assert page.get_by_role("link", name="Mở Văn bản 9459/UBND-TTTH").count() == 1
    assert "1274" in page.inner_text(".arrival")
    page.click("summary:has-text('đổi vị trí')")
    assert page.is_visible("text=Chánh Văn phòng")


def test_a_draft_comes_back_after_the_page_was_lost(open_page):
    page = open_page("gui/")
    page.fill("[name=subject]", "Báo cáo đang viết dở")
    page.wait_for_selector("[data-autosave-state]:has-text('Bản nháp đã lưu lúc')")
    page.reload()

    assert page.input_value("[name=subject]") == "Báo cáo đang viết dở"
    with page.expect_navigation():
        page.click("text=Bỏ bản này")
    assert page.input_value("[name=subject]").startswith("Công tác tư pháp")
    page.reload()
    assert page.input_value("[name=subject]").startswith("Công tác tư pháp")


def test_chosen_recipients_come_back_with_their_roles(open_page):
    page = open_page("gui/")
    page.get_by_role("combobox", name="Nơi nhận").type("tu phap")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Enter")
    page.get_by_label("Vai trò của Sở Tư pháp").select_option("action")
    page.wait_for_selector("[data-autosave-state]:has-text('Bản nháp đã lưu lúc')")
    page.wait_for_timeout(500)
    page.reload()

    assert page.get_by_label("Vai trò của Sở Tư pháp").input_value() == "action"
    assert page.locator("[data-chips] [data-recipient]").count() == 4


def test_a_draft_is_forgotten_when_its_work_is_done(open_page):
    page = open_page()
    page.fill("[name=subject]", "Nháp")
    page.wait_for_selector("[data-autosave-state]:has-text('Bản nháp đã lưu lúc')")
    page.click("text=Lưu dự thảo")
    page.wait_for_selector("#notices [data-autosave-done]")

    drafts = "Object.keys(localStorage).filter(name => name.includes('draft')).length"
    page.wait_for_function(f"({drafts}) === 0")


def test_a_form_pressed_twice_is_sent_once(open_page):
    page = open_page()
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.post_data))
    page.evaluate(
        """() => {
            const all = [...document.querySelectorAll("button")];
            const button = all.find(each => each.textContent.includes("Lưu dự thảo"));
            button.click(); button.click();
        }"""
    )
    page.wait_for_selector("#notices .undo")

    assert len(sent) == 1
    assert "idempotency_key=" in sent[0]


def test_recipients_are_chosen_by_keyboard_with_their_role(open_page):
    page = open_page("gui/")
    page.get_by_role("combobox", name="Nơi nhận").type("so")
    page.wait_for_selector("[role=option] >> nth=1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    fields = "[...document.querySelectorAll('[name=recipient]')].map(field => field.value)"

    assert page.evaluate(fields)[-1] == "H19.3"
    assert page.get_by_label("Vai trò của Sở Thông tin và Truyền thông").count() == 1
    page.get_by_role("button", name="Bỏ Sở Thông tin và Truyền thông").click()
    assert "H19.3" not in page.evaluate(fields)


def test_letters_without_tones_find_and_none_found_is_said(open_page):
    page = open_page("gui/")
    page.get_by_role("combobox", name="Nơi nhận").type("tu phap")
    page.wait_for_selector("[role=option]:has-text('Sở Tư pháp')")
    page.get_by_role("combobox", name="Nơi nhận").fill("zzz")

    page.wait_for_selector(".listbox .nothing")


def test_a_file_dropped_on_the_block_is_chosen(open_page):
    page = open_page("gui/")
    page.set_input_files(
        "#file", {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2000}
    )
    assert page.inner_text("[data-chosen]") == "bao-cao.pdf · 2 KB"
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["y".repeat(5000)], "khac.pdf", { type: "application/pdf" }));
            const facts = { dataTransfer: data, bubbles: true, cancelable: true };
            document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", facts));
        }"""
    )

    assert page.inner_text("[data-chosen]") == "khac.pdf · 5 KB"


def test_a_phone_has_the_four_most_used_below_and_the_rest_behind_more(open_page):
    page = open_page(size=PHONE)
    assert page.locator(".bar > a").count() == 4
    assert not page.is_visible(".menu")
    page.click(".bar summary:has-text('Thêm')")

    assert page.is_visible(".bar-sheet >> text=Thống kê")
    further = len(samples.frame().further_menu) + 1  # and the help
    assert page.locator(".bar-sheet > a").count() == further
    assert accessibility_problems(page) == []


def test_open_panels_are_sound_for_screen_readers_too(open_page):
    page = open_page()
    page.click(".person > summary")
    assert accessibility_problems(page) == []
    page.keyboard.press("Escape")
    assert not page.is_visible(".person > div")
    page.click("summary:has-text('Thu hồi')")
    page.keyboard.press("?")
    assert accessibility_problems(page) == []
