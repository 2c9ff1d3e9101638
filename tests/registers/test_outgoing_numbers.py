"""Outgoing numbers: taken, issued or voided with a reason, never without a line (B1, B3)."""

from datetime import date

import pytest
from tests.exchange.builders import MONDAY_9AM, a_version, an_office

from lienthong.kernel.refusals import NotAllowed
from lienthong.registers import errors, queries, services
from lienthong.registers.services.books._lines import write_line
from lienthong.registers.types import Direction, EntryFacts, EntryState

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return an_office("Ủy ban nhân dân tỉnh")


def facts(subject="V/v báo cáo", on=date(2026, 11, 23)):
    return EntryFacts("Ủy ban nhân dân tỉnh", "", on, "Công văn", subject)


def take(office, key, **named):
    return services.take_number(
        agency_id=office.agency.id,
        facts=facts(**named),
        reference_of=lambda number: f"{number:02d}/UBND-VP",
        key=key,
        actor=office.clerk,
        now=MONDAY_9AM,
    )


def test_B1_numbers_follow_one_another_and_carry_the_notation(office):
    taken = [take(office, f"k{n}") for n in range(3)]
    assert [entry.facts.reference_code for entry in taken] == [
        "01/UBND-VP",
        "02/UBND-VP",
        "03/UBND-VP",
    ]
    assert {entry.state for entry in taken} == {EntryState.NUMBERED}


def test_B1_asking_again_gives_the_same_number_and_other_content_is_refused(office):
    assert take(office, "k1") == take(office, "k1")
    with pytest.raises(errors.NumberKeyDiffers):
        take(office, "k1", subject="V/v việc khác")


def test_B1_a_new_year_starts_a_new_book_at_one(office):
    take(office, "k1")
    assert take(office, "k2", on=date(2027, 1, 4)).number == 1
    assert {(book.year, book.last_number) for book in queries.books_of(office.agency.id)} == {
        (2026, 1),
        (2027, 1),
    }


@pytest.mark.django_db(transaction=True)
def test_B1_a_number_is_not_taken_outside_the_transaction_of_its_act(office):
    with pytest.raises(RuntimeError, match="transaction of its act"):
        write_line(
            agency_id=office.agency.id,
            direction=Direction.OUTGOING,
            year=2026,
            key="k",
            facts=facts(),
            state=EntryState.NUMBERED,
            actor=office.clerk,
            now=MONDAY_9AM,
        )


def test_B3_a_voided_number_stays_in_the_book_with_its_reason_and_is_not_given_again(office):
    first = take(office, "k1")
    reason = "Đóng dấu không thành"
    voided = services.void_number(
        entry_id=first.id, reason=reason, actor=office.clerk, now=MONDAY_9AM
    )
    assert (voided.state, voided.void_reason) == (EntryState.VOIDED, reason)
    again = services.void_number(
        entry_id=first.id, reason=reason, actor=office.clerk, now=MONDAY_9AM
    )
    assert again == voided
    assert take(office, "k2").number == 2
    book = queries.books_of(office.agency.id)[0]
    printed = list(queries.book_rows(book.id, agency_id=office.agency.id))
    assert [(row.number, row.state) for row in printed] == [
        (1, EntryState.VOIDED),
        (2, EntryState.NUMBERED),
    ]


def test_B3_voiding_needs_a_reason_and_spares_what_was_issued(office):
    entry = take(office, "k1")
    with pytest.raises(errors.VoidReasonMissing):
        services.void_number(entry_id=entry.id, reason=" ", actor=office.clerk, now=MONDAY_9AM)
    version = a_version(office)
    services.enter_issued(
        entry_id=entry.id, version_id=version.version_id, actor=office.clerk, now=MONDAY_9AM
    )
    with pytest.raises(errors.CannotVoid):
        services.void_number(entry_id=entry.id, reason="Nhầm", actor=office.clerk, now=MONDAY_9AM)


def test_B3_what_was_voided_meanwhile_is_not_issued_under_that_number(office):
    entry = take(office, "k1")
    services.void_number(entry_id=entry.id, reason="Nhầm", actor=office.clerk, now=MONDAY_9AM)
    with pytest.raises(errors.AlreadyVoided):
        services.enter_issued(
            entry_id=entry.id,
            version_id=a_version(office).version_id,
            actor=office.clerk,
            now=MONDAY_9AM,
        )


def test_B3_only_a_clerk_takes_numbers_and_only_in_the_own_book(office):
    department = an_office("Sở Tư pháp", parent=office.agency)
    entry = take(office, "k1")
    with pytest.raises(NotAllowed):
        services.take_number(
            agency_id=office.agency.id,
            facts=facts(),
            reference_of=str,
            key="k",
            actor=office.officer,
            now=MONDAY_9AM,
        )
    with pytest.raises(errors.EntryNotFound):
        services.void_number(entry_id=entry.id, reason="x", actor=department.clerk, now=MONDAY_9AM)
    with pytest.raises(errors.EntryNotFound):
        queries.entry_card(entry.id, agency_id=department.agency.id)


def test_B4_documents_numbered_elsewhere_are_listed_with_the_number_they_carry(office):
    listed = services.list_given(
        agency_id=office.agency.id,
        facts=EntryFacts("UBND", "9459/UBND-TTTH", date(2026, 11, 18), "Công văn", "V/v thí điểm"),
        key="k1",
        version_id=a_version(office).version_id,
        actor=office.clerk,
        now=MONDAY_9AM,
    )
    assert (listed.number, listed.facts.reference_code) == (1, "9459/UBND-TTTH")
    assert take(office, "k2").number == 1


def test_B1_a_number_never_carries_an_earlier_day_than_the_one_before(office):
    """Of two clerks who wait for the book at midnight, the one from yesterday may come second."""
    assert take(office, "today", on=date(2026, 11, 24)).number == 1
    late = take(office, "yesterday", on=date(2026, 11, 23))
    assert (late.number, late.facts.document_on) == (2, date(2026, 11, 24))
    assert take(office, "yesterday", on=date(2026, 11, 23)) == late
