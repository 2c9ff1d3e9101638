"""Every page that somebody may open fits a phone and a desk, prints well, and axe finds nothing."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.access.rights_table import rows
from tests.access.walk_world import Address, addresses, the_world
from tests.axe import accessibility_problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
# What a sheet of A4 leaves between the margins of the print, in CSS pixels.
SHEET = {"width": 680, "height": 960}
# Who opens a page first; a page that several see differently is opened by each of `EACH`.
ROLES = ("clerk", "leader", "officer", "administrator", "operator", "monitor", "reviewer")
EACH = {"desk:home", "desk:document"}
# What fetches more when the page is there.
COMES_LATER = "[data-viewer], [hx-trigger*=load], [hx-trigger*=revealed]"
# Asked at once: each question goes through three processes.
WIDTH = "document.documentElement.scrollWidth"
ASKED = f"""later => [
    {WIDTH},
    document.querySelector("main").innerText,
    document.documentElement.lang,
    document.querySelector(later) !== null,
]"""
# Parts of pages, files, the API's own page, and what leads elsewhere.
LEFT_OUT = re.compile(r"^(api:|health|metrics|webkit:gallery)")
# English words that no page may show to a reader of Vietnamese.
ENGLISH = re.compile(
    r"\b(the|and|not|with|your|please|search|close|save|next|previous|password|sign|field|error)\b",
    re.IGNORECASE,
)
# What a finding or a refusal is called in the program, "ledger.head-not-published", is for support.
CODE = re.compile(r"\b[a-z_]+\.[a-z]+(-[a-z]+)+\b")


def html_pages(clients: dict[str, Client], known: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Return role and path of every page, each by the first to whom the table of rights opens it.

    That the table is true shows access/test_rights_walk.py.
    """
    open_to = {row.name: row.open_to for row in rows() if row.method == "GET"}
    for one in addresses():
        path = "" if LEFT_OUT.match(one.name) else path_of(one, known)
        roles = [role for role in ROLES if path and role in open_to.get(one.name, ())]
        for role in roles if one.name in EACH else roles[:1]:
            if is_page(clients[role], path):
                yield role, path


def path_of(one: Address, known: dict[str, object]) -> str:
    values = {"slug": "van-thu", **known}
    try:
        return reverse(one.name, kwargs={name: values[name] for name, _kind in one.arguments})
    except (NoReverseMatch, KeyError):
        return ""


def is_page(client: Client, path: str) -> bool:
    answer = client.get(path, headers={"Accept": "text/html"})
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and "<main" in answer.content.decode()


def test_every_page_fits_prints_and_can_be_used_by_all(
    live_server: Any, browser: Any, settings: Any, tmp_path: Any
) -> None:
    world = the_world()
    pages = list(html_pages(world.clients, world.objects))
    assert len(pages) > 15
    problems: list[tuple[str, ...]] = []
    contexts: dict[str, Any] = {}
    for role, path in pages:
        if role not in contexts:
            contexts[role] = window(browser, live_server.url, world.clients[role], problems)
        page = contexts[role]
        problems += [(role, path, *each) for each in looked_at(page, path)]
    for page in contexts.values():
        page.context.close()
    assert not problems, "\n".join(map(str, problems))


def window(browser: Any, url: str, client: Client, problems: list[tuple[str, ...]]) -> Any:
    """A window of the person whom the client is signed in as."""
    context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=url)
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
    )
    page = context.new_page()
    page.on("console", lambda line: line.type == "error" and problems.append((page.url, line.text)))
    page.on("pageerror", lambda error: problems.append((page.url, str(error))))
    return page


def looked_at(page: Any, path: str) -> Iterator[tuple[str, ...]]:
    """Look at one page on a phone, at a desk and on paper; return what is wrong with it."""
    page.set_viewport_size(PHONE)
    page.goto(path)
    width, words, language, comes_later = page.evaluate(ASKED, COMES_LATER)
    if comes_later:
        page.wait_for_load_state("networkidle")
        width, words, language, _still = page.evaluate(ASKED, COMES_LATER)
    yield from wider_than(width, PHONE, "phone")
    for name, html in accessibility_problems(page):
        yield ("axe", name, html)
    found = ENGLISH.search(CODE.sub("", words))
    if found and language == "vi":
        yield ("English", found[0])
    page.set_viewport_size(DESK)
    yield from wider_than(page.evaluate(WIDTH), DESK, "desk")
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    yield from wider_than(page.evaluate(WIDTH), SHEET, "paper")
    yield from blank_sheets(page.pdf(format="A4"))
    page.emulate_media(media="screen")


def wider_than(width: int, size: dict[str, int], where: str) -> Iterator[tuple[str, ...]]:
    if width > size["width"]:
        yield (where, f"{width} pixels wide")


def blank_sheets(pdf: bytes) -> Iterator[tuple[str, ...]]:
    """A sheet with nothing but its number is paper wasted."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        for number, sheet in enumerate(document, start=1):
            if len(sheet.get_textpage().get_text_range().strip()) < 8:
                yield ("paper", f"sheet {number} is blank")
