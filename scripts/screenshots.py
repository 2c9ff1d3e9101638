"""Take the pictures of the docs and write the reference pages: what `make docs` calls.

Plays the demo twice in an installation of its own, serves it, signs in as the people of the
README, and looks at the pages as a clerk's screen shows them.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from lienthong.practice.names import INSTALLATION, PASSWORD

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SCREEN = {"width": 1366, "height": 768}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
COMMAND = [sys.executable, "-m", "lienthong.config.command"]
PRACTICE = [sys.executable, "-m", "lienthong.practice", "--serve", "no"]


def main() -> int:
    """Return 0 when all pictures were taken, 1 when there is no browser to take them with."""
    subprocess.run([sys.executable, ROOT / "scripts" / "write_reference.py"], check=True)
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
        for take in (take_home, take_document):
            context = browser.new_context(viewport=SCREEN, locale="vi-VN", base_url=address)
            take(context.new_page())
            context.close()
        browser.close()
    return 0


def take_home(page: Page) -> None:
    """Việc cần làm of a clerk for whom documents wait."""
    sign_in(page, "vanthu.sgddt")
    save(page, "home.png")


def take_document(page: Page) -> None:
    """The page of a document that waits for acceptance, with the file beside what can be done."""
    sign_in(page, "vanthu.sgddt")
    page.locator("main a[data-open]").first.click()
    page.wait_for_selector("main canvas")
    page.wait_for_load_state("networkidle")
    save(page, "document.png")


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    page.wait_for_selector("main h1")


def save(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / name)
    sys.stdout.write(f"docs/images/{name}\n")


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Play the demo twice, then serve its installation; yields the address."""
    environment = {
        **os.environ,
        "LIENTHONG_HOME": str(home),
        "LIENTHONG_INSTALLATION": INSTALLATION,
    }
    for _ in range(2):
        subprocess.run(PRACTICE, env=environment, check=True, stdout=subprocess.DEVNULL)
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
