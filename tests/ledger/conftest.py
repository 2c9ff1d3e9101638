from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    """Keys of tests live in a folder of their own, one for the whole run."""
    settings.LIENTHONG_HOME = tmp_path_factory.getbasetemp() / "ledger-home"
    # Each test begins an empty ledger, which would not lead to the head of the one before.
    (settings.LIENTHONG_HOME / "keys" / "ledger.head.json").unlink(missing_ok=True)
    settings.LIENTHONG_INSTALLATION = "dongnai.test"
