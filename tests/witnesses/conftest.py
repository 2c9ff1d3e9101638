import pytest


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path_factory):
    """Keys of tests live in a folder of their own, one for the whole run."""
    settings.LIENTHONG_HOME = tmp_path_factory.getbasetemp() / "witnesses-home"
    (settings.LIENTHONG_HOME / "keys" / "ledger.head.json").unlink(missing_ok=True)
    settings.LIENTHONG_INSTALLATION = "dongnai.test"
