"""How an audit goes: over what it asks, from where it was broken off, at what price."""

import json
from pathlib import Path

import pytest
from tests.ledger.builders import NOW, a_dispatch, recorded
from tests.ledger.services.auditing.audited import audited, flip, found, pk

from lienthong.kernel.ids import uuid7
from lienthong.ledger import services
from lienthong.ledger.models import Head, Placement, Record
from lienthong.ledger.rules.checks.stored_rows import SENTENCES, Checked, Finding
from lienthong.ledger.services import audit_sources
from lienthong.ledger.services.audit import AuditPage

pytestmark = pytest.mark.django_db


def test_contents_rows_and_checks_of_other_packages_are_asked(ledger):
    unknown = uuid7()
    audit_sources.contents_named("blobs", lambda digests: digests)
    audit_sources.rows_with_records(
        "dispatches", lambda: iter([("dispatch A", ledger[0].id), ("dispatch B", unknown)])
    )
    audit_sources.also_audit("more", lambda: iter([Finding("blob.changed", "abc")]))
    wrong = found()
    assert [one.code for one in wrong].count("blob.missing") == 1
    assert Finding("row.without-record", "dispatch B", str(unknown)) in wrong
    assert Finding("blob.changed", "abc") in wrong
    assert [one for one in audited() if isinstance(one, Checked)] == [Checked("dispatches", 2)]


def test_an_audit_that_was_broken_off_goes_on_where_it_was(ledger, monkeypatch):
    from lienthong.ledger.services import audit as module

    monkeypatch.setattr(module, "PAGE", 2)
    states = [one.state for one in audited() if isinstance(one, AuditPage)]
    for state in states:
        kept = json.loads(json.dumps(state))
        assert found(resume=kept) == []
    flip("ledger_record", "leaf", "id = %s", pk(ledger[0]))
    flip("ledger_head", "root", "size = 5")
    assert found(resume=states[1]) == [Finding("head.row-changed", "1/5")]


def test_statements_do_not_grow_with_what_a_page_holds(ledger, count_statements):
    services.sequence(now=NOW)
    few = count_statements(found)
    for n in range(20):
        recorded(a_dispatch(5), after=200 + n)
    services.sequence(now=NOW)
    assert count_statements(found) == few


def test_every_code_has_a_sentence_and_is_found_by_some_test():
    here = Path(__file__).parent
    tests = [*here.glob("test_*.py"), here.with_name("test_wiring.py")]
    asked = "".join(one.read_text() for one in tests)
    assert {code for code in SENTENCES if f'"{code}"' not in asked} == set()


def test_an_audit_of_nothing_finds_nothing():
    assert audited() == []
    assert not Record.objects.exists()
    assert not Head.objects.exists()
    assert not Placement.objects.exists()
