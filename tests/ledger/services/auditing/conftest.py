"""A ledger of six records with heads, and nothing wired in besides."""

from datetime import timedelta
from functools import lru_cache

import pytest
from tests.ledger.builders import NOW, a_dispatch, recorded
from tests.remembered import remembered

from lienthong.ledger import services
from lienthong.ledger.services import audit_sources
from lienthong.signatures.adapters.test_authority import TestAuthority


@pytest.fixture(autouse=True)
def _nothing_else_is_asked(monkeypatch):
    """What the product wires in is tested where it is wired."""
    for name in ("_checks", "_rows", "_contents"):
        monkeypatch.setattr(audit_sources, name, {})


@pytest.fixture
def ledger(db):
    """Six records in order, a head after each, one published and stamped, one that waits."""
    return remembered(_six_records)


def _six_records():
    refs = []
    for n in range(6):
        refs.append(recorded(a_dispatch(3), after=n))
        services.sequence(now=NOW + timedelta(seconds=n))
    services.publish_head(now=NOW)
    services.stamp_next_head(stamper=the_authority().stamper(at=NOW), now=NOW)
    refs.append(recorded(after=99))
    return refs


@lru_cache
def the_authority():
    return TestAuthority(now=NOW)


@pytest.fixture
def authority():
    return the_authority()
