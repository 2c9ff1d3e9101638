"""Which standard event a record is evidence of, as the reference page says it."""

import re
from pathlib import Path

import pytest

from lienthong.ledger.rules.evidence import (
    Event,
    event_of_receipt,
    evidence_of,
    evidence_of_item,
)
from lienthong.ledger.types import ReceiptKind

pytestmark = pytest.mark.once
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "evidence.md"


def rows():
    lines = PAGE.read_text().partition("## The fields")[0].splitlines()
    cells = [[one.strip() for one in line.strip("|").split("|")] for line in lines if "`" in line]
    return {row[0].strip("`"): row[1] for row in cells if len(row) == 3}


def given_by_the_code() -> set[Event]:
    """The events that any act which the page names is evidence of, as record or as item."""
    acts = set(re.findall(r"`([a-z-]+\.[a-z-]+)`", PAGE.read_text()))
    records = {one.event for act in acts for one in evidence_of(act)}
    items = {one.event for act in acts for one in evidence_of_item(act, {"state": "arrived"})}
    return records | items


def test_the_page_names_the_22_events_of_the_standard_and_no_other():
    assert set(rows()) == {str(event) for event in Event}
    assert len(Event) == 22


def test_the_page_gives_each_event_the_acts_that_the_code_gives_it():
    for event, told in rows().items():
        acts = re.findall(r"`([a-z.-]+)`", told)
        is_item = told.endswith(", item")
        shown = [
            evidence_of_item(act, {"state": "arrived"}) if is_item else evidence_of(act)
            for act in acts
        ]
        assert all(event in {str(one.event) for one in found} for found in shown), event
    assert {event for event, told in rows().items() if "`" in told} == set(given_by_the_code())


def test_what_is_still_on_its_way_was_not_put_before_its_recipient():
    assert evidence_of_item("dispatch.submitted", {"state": "sent"}) == ()
    assert evidence_of_item("dispatch.submitted", {}) == ()


def test_each_kind_of_receipt_has_its_event_and_another_word_has_none():
    within = set(ReceiptKind) - {ReceiptKind.URGING}
    assert all(event_of_receipt(kind) in given_by_the_code() for kind in within)
    assert event_of_receipt(ReceiptKind.URGING) is None  # the standard does not know reminders
    assert event_of_receipt("something else") is None


def test_acts_beyond_the_standard_are_evidence_of_no_event():
    assert evidence_of("delivery.assigned") == ()
    assert Event.CONTENT_HANDOVER.uri == "http://uri.etsi.org/19522/Event/ContentHandover"
