"""Take the pictures of the docs and write the reference pages: what `make docs` calls.

    scripts/screenshots.py                    everything
    scripts/screenshots.py figures papers     these pictures, and no reference pages

Plays what an office did a month ago (`pictured_work.py`) and the demo twice in an installation of
its own, serves it, signs in as the people of the README, and looks at the pages as their screens
show them.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from lab_report import make_report
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import FilePayload, Page, ViewportSize, sync_playwright

from lienthong.kernel import clock
from lienthong.practice.letters import committee_letter
from lienthong.practice.names import INSTALLATION, PASSWORD, TIME_STAMPER

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCREEN: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
COMMAND = [sys.executable, "-m", "lienthong.config.command"]
WORK = [sys.executable, str(ROOT / "scripts" / "pictured_work.py")]
PRACTICE = [sys.executable, "-m", "lienthong.practice", "--serve", "later"]


def main() -> int:
    """Return 0 when the pictures were taken, 1 when there is no browser to take them with."""
    wanted = _wanted()
    if not wanted:
        for name in ("write_reference.py", "write_api_reference.py"):
            subprocess.run([sys.executable, ROOT / "scripts" / name], check=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("No pictures without Chromium: sudo apt-get install chromium\n")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served(Path(home)) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium, args=OPTIONS)
        for take, size in [*((t, SCREEN) for t in PICTURES), *((t, PHONE) for t in ON_A_PHONE)]:
            if wanted and take.__name__.removeprefix("take_") not in wanted:
                continue
            context = browser.new_context(viewport=size, locale="vi-VN", base_url=address)
            context.set_default_timeout(120_000)
            take(context.new_page())
            context.close()
        if not wanted or "lab_report" in wanted:
            page = browser.new_page(viewport=SCREEN, locale="vi-VN")
            # The last one: it lets systems in that no other picture is to show.
            report = make_report(address, environment_of(Path(home)), Path(home) / "lab")
            page.goto(report.as_uri())
            save(page, "lab-report")
        browser.close()
    return 0


def _wanted() -> set[str]:
    """Return the pictures that are asked for by name; empty: all of them."""
    names = [*(take.__name__.removeprefix("take_") for take in PICTURES), "lab_report"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help=", ".join(names))
    asked = {name.replace("-", "_") for name in parser.parse_args().name}
    if unknown := asked - set(names):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    return asked


def take_home(page: Page) -> None:
    """Việc cần làm of a clerk for whom documents wait."""
    sign_in(page, "vanthu.sgddt")
    save(page, "home")


def take_document(page: Page) -> None:
    """The page of a document that waits for acceptance, with the file beside what can be done."""
    sign_in(page, "vanthu.sgddt")
    page.locator("main a[data-open]").first.click()
    drawn(page)
    save(page, "document")


def take_awaiting(page: Page) -> None:
    """Ten in a minute: the list, and the document that is decided."""
    sign_in(page, "vanthu.sgddt")
    page.goto("/van-ban-den/cho-tiep-nhan/")
    drawn(page)
    save(page, "awaiting")


def take_send(page: Page) -> None:
    """The sending page with a letter in it."""
    sign_in(page, "vanthu.ubnd")
    page.goto("/gui/")
    letter = committee_letter(signer_name="Trần Văn Vĩnh", on=clock.local_day(clock.now()))
    page.set_input_files(
        "#file", {"name": "cong-van.pdf", "mimeType": "application/pdf", "buffer": letter}
    )
    page.wait_for_url("**/gui/?tep=*")
    drawn(page)
    save(page, "send")


def take_tracking(page: Page) -> None:
    """What was sent, and how far each recipient is."""
    sign_in(page, "vanthu.ubnd")
    open_letter(page)
    drawn(page)
    save(page, "tracking")


def take_change(page: Page) -> None:
    """An update before it is asked for: what would change, side by side."""
    sign_in(page, "vanthu.ubnd")
    open_letter(page)
    page.get_by_role("link", name="Cập nhật").click()
    subject = page.locator("[name=subject]")
    subject.fill(f"{subject.input_value()} năm 2027")
    page.fill("[name=reason]", "Bổ sung năm thực hiện vào trích yếu")
    page.locator("button[name=act][value=look]").click()
    page.wait_for_selector("table.compared")
    save(page, "change")


def take_book(page: Page) -> None:
    """The book of incoming documents as the law has it."""
    sign_in(page, "vanthu.stttt")
    page.goto("/so/")
    page.locator("main a[href^='/so/']").first.click()
    page.wait_for_selector(".frame main h1")
    save(page, "book")


def take_instruct(page: Page) -> None:
    """The leader's page: one document, an opinion, who leads, until when."""
    sign_in(page, "lanhdao.skhdt")
    page.goto("/chi-dao/")
    save(page, "instruct")


def take_work(page: Page) -> None:
    """What an officer was given, with the next act."""
    sign_in(page, "chuyenvien2.stnmt")
    page.locator("main a[data-open]").first.click()
    drawn(page)
    save(page, "work")


def take_help(page: Page) -> None:
    """The panel that `?` opens."""
    sign_in(page, "vanthu.sgddt")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    save(page, "help")


def take_receipt(page: Page) -> None:
    """A receipt that was checked again."""
    sign_in(page, "vanthu.ubnd")
    open_letter(page)
    page.locator(".course a").first.click()
    page.locator("a[href^='?kiem-tra']").click()
    page.wait_for_selector("#kiem-tra")
    save(page, "receipt")


def take_watch(page: Page) -> None:
    """The operator's page: findings, figures, jobs."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/van-hanh/")
    save(page, "watch")


def take_system(page: Page) -> None:
    """A connected system: for whom it acts, whom it asked, its keys."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/he-thong/")
    page.locator("main a[data-open]").first.click()
    page.wait_for_selector("main .facts")
    save(page, "system")


def take_route(page: Page) -> None:
    """A route to other installations, as it is entered."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/tuyen/")
    page.get_by_role("link", name="Thêm tuyến").click()
    facts = {
        "slug": "truc-quoc-gia",
        "name": "Trục liên thông văn bản quốc gia",
        "address": "https://truc.example.vn/vxp",
        "caller": "dong-nai",
        "leads_to": "*",
        "stands_for": "H19",
    }
    for name, value in facts.items():
        page.fill(f"[name={name}]", value)
    save(page, "route")


def take_trial(page: Page) -> None:
    """A merger that was tried: everything that would move, before anybody decides."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/danh-ba/sap-xep/moi/")
    page.select_option("[name=kind]", "merge")
    page.fill("[name=happens_on]", f"{clock.local_day(clock.now()) + timedelta(days=30):%d/%m/%Y}")
    page.fill("[name=source]", "Nghị quyết 12/NQ-HĐND")
    page.fill("[name=agencies]", "H19.9")
    page.fill("[name=into]", "H19.1")
    page.click("main form.plan .button")
    page.wait_for_selector("#tried")
    save(page, "trial")


def take_import(page: Page) -> None:
    """A table that was checked: what its lines would do."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/danh-ba/nhap/")
    with page.expect_download() as caught:
        page.click("a[href$='danh-ba.xlsx']")
    workbook = caught.value.path()
    table: FilePayload = {"name": "danh-ba.xlsx", "mimeType": SHEET, "buffer": renamed(workbook)}
    page.set_input_files("main input[type=file]", table)
    page.click("main section form button")
    page.wait_for_selector("main .tabs + * table, main .state")
    save(page, "import")


def take_province(page: Page) -> None:
    """The home of who watches the province: figures of the day, and who is late."""
    sign_in(page, "theodoi.vp")
    save(page, "province")


def take_proposed(page: Page) -> None:
    """A plan of reorganisation that waits for the answer of a second person."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/danh-ba/sap-xep/moi/")
    page.select_option("[name=kind]", "rename")
    page.fill("[name=happens_on]", f"{clock.local_day(clock.now()) + timedelta(days=30):%d/%m/%Y}")
    page.fill("[name=source]", "Nghị quyết 12/NQ-HĐND")
    page.fill("[name=agencies]", "H19.9")
    page.fill("[name=name]", "Sở Khoa học, Công nghệ và Thông tin")
    page.fill("[name=abbreviation]", "SKHCNTT")
    page.click("main form.plan .button")
    with page.expect_navigation():
        page.get_by_role("button", name="Đề nghị phương án này").click()
    page.context.clear_cookies()
    sign_in(page, "danhgia.snv")
    page.locator("main a[data-open]").first.click()
    page.wait_for_selector("main form")
    save(page, "proposed")


def take_people(page: Page) -> None:
    """Whom an administrator looks after."""
    sign_in(page, "quantri.stnmt")
    page.goto("/quan-tri/")
    save(page, "people")


def take_asked(page: Page) -> None:
    """What the agency is asked before a system may act for it."""
    sign_in(page, "quantri.stnmt")
    page.goto("/he-thong-cua-co-quan/")
    page.locator("main a[data-open]").first.click()
    page.wait_for_selector("main .facts")
    save(page, "asked")


def take_account(page: Page) -> None:
    """One's own account: second factor, sessions, devices."""
    sign_in(page, "quantri.stnmt")
    page.goto("/tai-khoan/")
    save(page, "account")


def take_case_files(page: Page) -> None:
    """The files of work of an agency in this year, begun or not."""
    sign_in(page, "vanthu.stnmt")
    page.goto("/ho-so/")
    page.get_by_role("link", name="Tất cả", exact=True).first.click()
    page.wait_for_selector("main table tbody tr")
    save(page, "case-files")


def take_case_file(page: Page) -> None:
    """One file with its documents, as its keeper has it."""
    sign_in(page, "chuyenvien2.stnmt")
    page.goto("/ho-so/")
    page.get_by_role("link", name="06/HS-VP").click()
    page.wait_for_selector("main table tbody tr")
    save(page, "case-file")


def take_papers(page: Page) -> None:
    """Papers that are to go with what was sent electronically."""
    sign_in(page, "vanthu.ubnd")
    page.goto("/ban-giay/")
    page.get_by_text("Chọn tất cả", exact=True).click()
    save(page, "papers")


def take_inside(page: Page) -> None:
    """Documents at the units of an agency, one of them given just now."""
    sign_in(page, "vanthu.ubnd")
    page.goto("/van-ban-di/")
    page.get_by_role("link", name="Đã phát hành").click()
    page.locator("main tbody a").first.click()
    drawn(page)
    page.get_by_role("link", name="Chuyển trong cơ quan").click()
    page.locator("[name=units]").nth(0).check()
    page.locator("[name=units]").nth(1).check()
    page.get_by_role("button", name="Chuyển cho đơn vị").click()
    drawn(page)
    page.goto("/noi-bo/")
    save(page, "inside")


def take_comments(page: Page) -> None:
    """A draft before its signature, with what colleagues say of it."""
    sign_in(page, "chuyenvien2.stnmt")
    own_draft(page)
    drawn(page)
    page.locator("#gop-y").scroll_into_view_if_needed()
    save(page, "comments")


def take_comment(page: Page) -> None:
    """What whoever is asked for a comment sees: the draft, and the few words that are wanted."""
    sign_in(page, "pho.stnmt")
    row = page.locator("main tr", has_text="Quy chế phối hợp").first
    row.locator("a[data-open]").click()
    drawn(page)
    save(page, "comment")


def take_consultations(page: Page) -> None:
    """Agencies that were asked about a draft, and what became of what they said."""
    sign_in(page, "chuyenvien2.stnmt")
    own_draft(page)
    page.locator("a[href$='/cac-co-quan/']").first.click()
    page.wait_for_selector("main table")
    save(page, "consultations")


def take_figures(page: Page) -> None:
    """The figures of a closed month, which the agency confirms or objects to."""
    sign_in(page, "vanthu.skhdt")
    page.goto("/so-lieu/")
    page.get_by_role("link", name="Tháng trước").click()
    page.wait_for_selector("main table")
    save(page, "figures")


def take_figures_of_province(page: Page) -> None:
    """All agencies in the month that was closed last."""
    sign_in(page, "theodoi.vp")
    page.goto("/so-lieu/tinh/")
    save(page, "figures-of-province")


def take_readiness(page: Page) -> None:
    """Which agencies can take part, and what the others lack."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/san-sang/")
    save(page, "readiness")


def take_specimens(page: Page) -> None:
    """Seals and signatures of all agencies, to compare scans with."""
    sign_in(page, "vanthu.sgddt")
    page.goto("/mau-dau-chu-ky/")
    save(page, "specimens")


def take_rule(page: Page) -> None:
    """A rule of the province before it is entered: what would be decided otherwise."""
    sign_in(page, "vanhanh.stttt")
    page.goto("/quy-dinh/moi/")
    page.fill("[name=title]", "Báo cáo tài chính gửi kèm bản giấy")
    page.fill("[name=clause]", "Công văn 1204/UBND-TH, điểm 3")
    page.select_option("[name=kind]", "bao-cao")
    page.fill("[name=valid_from]", f"{clock.local_day(clock.now()) + timedelta(days=7):%d/%m/%Y}")
    page.locator("button[name=act][value=preview]").click()
    page.wait_for_selector("button[name=act][value=enter]")
    page.locator("button[name=act][value=enter]").scroll_into_view_if_needed()
    save(page, "rule")


def take_receive(page: Page) -> None:
    """A paper with its scan, about to be entered in the incoming book."""
    sign_in(page, "vanthu.sgddt")
    page.goto("/van-ban-den/vao-so/")
    letter = committee_letter(signer_name="Trần Văn Vĩnh", on=clock.local_day(clock.now()))
    scan: FilePayload = {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": letter}
    page.set_input_files("input[type=file]", scan)
    page.wait_for_url("**/vao-so/?*tep=*")
    drawn(page)
    save(page, "receive")


def take_public(page: Page) -> None:
    """What everybody may find, as a stranger sees it."""
    page.goto("/cong-khai/")
    save(page, "public")


def take_public_document(page: Page) -> None:
    """A public document with its file and digest."""
    page.goto("/cong-khai/")
    page.locator("main a[href*='/cong-khai/']", has_text="UBND-TTTH").first.click()
    save(page, "public-document")


def open_letter(page: Page) -> None:
    """Open the committee's letter that was accepted, refused and answered."""
    page.goto("/van-ban-di/")
    page.locator("main tr", has_text="UBND-TTTH").first.locator("a[data-open]").click()


def own_draft(page: Page) -> None:
    """Open the draft about which the officer asked others."""
    page.goto("/van-ban-di/")
    page.get_by_role("link", name="Đang soạn").click()
    page.locator("main tbody a").first.click()
    page.wait_for_selector(".frame main h1")


def renamed(workbook: Path) -> bytes:
    """The exported directory with one agency's place corrected, so that there is a line to show."""
    book = load_workbook(BytesIO(workbook.read_bytes()))
    for row in book.worksheets[0].iter_rows(min_row=2):
        for cell in row:
            if cell.value == "Thống Nhất":
                cell.value = "Dầu Giây"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# Each at a desk; those of the second list on a phone as well, as "-phone".
PICTURES = (
    *(take_home, take_document, take_awaiting, take_send, take_tracking, take_change, take_book),
    *(take_instruct, take_work, take_help, take_receipt),
    *(
        take_watch,
        take_system,
        take_route,
        take_trial,
        take_province,
        take_proposed,
        take_import,
        take_people,
        take_asked,
        take_account,
        take_rule,
        take_specimens,
    ),
    *(take_case_files, take_case_file, take_papers, take_inside, take_comments, take_comment),
    *(take_consultations, take_figures, take_figures_of_province),
    *(take_readiness, take_receive, take_public, take_public_document),
)
ON_A_PHONE = (take_home, take_document, take_change, take_instruct, take_work)


def drawn(page: Page) -> None:
    """Wait for the file beside the facts; on a phone it lies below and opens when it is reached."""
    if page.viewport_size != PHONE:
        page.wait_for_selector("main canvas")
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    page.wait_for_selector(".frame main h1")
    # The heading is painted before the scripts that answer to keys have run.
    page.wait_for_load_state()


def save(page: Page, name: str) -> None:
    is_phone = page.viewport_size == PHONE
    file = f"{name}-phone.png" if is_phone else f"{name}.png"
    page.evaluate("document.fonts.ready")
    with Image.open(BytesIO(page.screenshot())) as shot:
        # A page has few colours: the picture with a palette is a third as large.
        # Moved to the middles of what they stand for (kmeans), or the grey ground turns blue.
        palette = shot.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2)
        palette.save(IMAGES / file, optimize=True)
    sys.stdout.write(f"docs/images/{file}\n")


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment in which commands work on the demo's installation."""
    return {
        **os.environ,
        "LIENTHONG_HOME": str(home),
        "LIENTHONG_INSTALLATION": INSTALLATION,
        "LIENTHONG_TIME_STAMPER": TIME_STAMPER,
        "LIENTHONG_LOG_LEVEL": "warning",
        # The accounts are a month old, and none of them has one.
        "LIENTHONG_SECOND_FACTOR_GRACE_DAYS": "60",
    }


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Play a month ago, the demo twice and what lies about; serve it; yields the address."""
    environment = environment_of(home)
    for command in ([*WORK, "before"], PRACTICE, PRACTICE, [*WORK, "today"]):
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    server = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/dang-nhap/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, *, seconds: float = 240) -> None:
    """Return once the address answers; raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310  # our own server
        except (URLError, ConnectionError):
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main())
