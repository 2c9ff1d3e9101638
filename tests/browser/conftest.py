"""People who sign in with a browser of their own."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.live import in_turn

from lienthong.access import services as access
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor

CLERK = {"width": 1366, "height": 768}
PASSWORD = "Mot-mat-khau-dai-2026"
Enter = Callable[..., Any]


def is_complaint(line: Any) -> bool:
    """A refusal, or a network that a test takes away, is no fault: the browser says it itself."""
    is_known = re.search(
        r"(status of|Error Code) (400|413|422)\b|ERR_INTERNET_DISCONNECTED", line.text
    )
    return line.type == "error" and not is_known


@pytest.fixture
def enter(live_server: Any, browser: Any, settings: Any) -> Iterator[Enter]:
    """Sign a person in, in a window of its own; what a console complains of fails the test.

    settings: the windows are closed before they are put back: a page may still fetch something,
    and would be told that the keys of another folder are lost.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def sign_in(actor: Actor, *, size: dict[str, int] = CLERK, **kind: bool) -> Any:
        name = f"nguoi-{actor.person_id.hex[-12:]}"
        with in_turn():
            access.open_account(
                person_id=actor.person_id, username=name, password=PASSWORD, now=clock.now()
            )
        context = browser.new_context(
            viewport=size, locale="vi-VN", base_url=live_server.url, **kind
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: is_complaint(line) and complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("form button")
        page.wait_for_selector(".frame main h1")
        # The heading is painted before the scripts that answer to keys have run.
        page.wait_for_load_state()
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []
