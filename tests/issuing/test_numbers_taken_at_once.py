"""Numbers: the file is filled in before the book is locked, and carries the number it gets."""

import time
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.issuing.builders import FRIDAY_9AM, a_draft, signed

from lienthong.blobs import queries as blobs
from lienthong.issuing import errors, services
from lienthong.issuing.models import Draft
from lienthong.registers import queries as books
from lienthong.registers.models import Entry
from lienthong.signatures import services as signatures
from lienthong.signatures.pdf import fields

pytestmark = pytest.mark.django_db
NUMBERING = import_module("lienthong.issuing.services.number_draft")


def number_on_file(draft_id) -> str:
    draft = Draft.objects.get(pk=draft_id)
    with blobs.open_content(draft.content_id) as source:
        return next(iter(fields.number_values(source.read()).values()))


def a_signed_draft(office):
    draft = a_draft(office)
    signed(office, draft)
    return draft


def test_a_number_that_another_draft_took_first_is_not_the_one_on_the_file(province, monkeypatch):
    justice = province.justice
    first, second = a_signed_draft(justice), a_signed_draft(justice)
    filled, overtaken = signatures.number_update, []

    def while_it_is_filled(pdf, **facts) -> bytes:
        if not overtaken:
            overtaken.append(facts["number"])
            services.number_draft(draft_id=first.id, actor=justice.clerk, now=FRIDAY_9AM)
        return filled(pdf, **facts)

    monkeypatch.setattr(signatures, "number_update", while_it_is_filled)
    card = services.number_draft(draft_id=second.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert overtaken == ["01"]
    assert card.entry_number.startswith("02/")
    assert (number_on_file(first.id), number_on_file(second.id)) == ("01", "02")
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_one_who_is_always_overtaken_is_told_and_no_number_is_lost(province, monkeypatch):
    justice = province.justice
    draft = a_signed_draft(justice)
    monkeypatch.setattr(NUMBERING, "_ATTEMPTS", 0)
    with pytest.raises(errors.BookIsBusy):
        services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    monkeypatch.undo()
    card = services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert card.entry_number.startswith("01/")


def test_the_book_is_locked_only_after_the_file_is_ready(province, monkeypatch):
    justice = province.justice
    draft = a_signed_draft(justice)
    filled = signatures.number_update

    def slowly(pdf, **facts) -> bytes:
        with CaptureQueriesContext(connection) as statements:
            time.sleep(0.05)
            content = filled(pdf, **facts)
        assert not statements.captured_queries
        assert not books.books_of(justice.agency.id) or Entry.objects.count() == 0
        return content

    monkeypatch.setattr(signatures, "number_update", slowly)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    assert number_on_file(draft.id) == "01"


def test_the_seal_of_another_file_is_told_without_reading_files_whole(province, monkeypatch):
    justice = province.justice
    draft = a_signed_draft(justice)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    prepared = services.prepare_seal(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    monkeypatch.setattr(
        "lienthong.issuing.services.signing.seal_draft.signatures.complete_signature",
        lambda **_facts: b"%PDF-1.7 something else",
    )
    with pytest.raises(errors.SealOfOtherFile):
        services.complete_seal(
            draft_id=draft.id,
            request_id=prepared.request_id,
            signature=b"",
            actor=justice.clerk,
            now=FRIDAY_9AM,
        )
