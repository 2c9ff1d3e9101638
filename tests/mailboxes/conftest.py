"""Three agencies of one province, and the letters of a mailbox in memory."""

import pytest
from tests.exchange.conftest import committee, finance, justice
from tests.mailboxes.builders import FakeMailbox

__all__ = ["committee", "finance", "justice"]


@pytest.fixture(autouse=True)
def box(settings, tmp_path) -> FakeMailbox:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    settings.LIENTHONG_MAILBOX_SERVER = "tests.mailboxes.builders.the_mailbox"
    FakeMailbox.now = FakeMailbox()
    return FakeMailbox.now
