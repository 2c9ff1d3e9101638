"""Issue in three steps by two people: each step durable, each safe to repeat (B3, C1)."""

from datetime import date, datetime, timedelta

import pytest
from tests.exchange.builders import an_office
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    a_complete_draft,
    a_draft,
    a_letter,
    a_province,
    a_scan,
    an_upload,
    give_seal,
    issued,
    numbered,
    signed,
    submitted,
    to,
)

from lienthong.access.errors import RightMissing
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyLevel
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import LegalValue, RecipientLine, RecipientRole
from lienthong.exchange import queries as exchange
from lienthong.exchange.errors import RecipientNotReady
from lienthong.exchange.models import Delivery, Dispatch
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import DraftState, Origin
from lienthong.registers import queries as registers
from lienthong.registers.errors import VoidReasonMissing
from lienthong.registers.types import Direction, EntryState
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.errors import KeyMissing

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def the_book(office, *, is_given=False):
    book = next(
        book
        for book in registers.books_of(office.agency.id)
        if book.direction == Direction.OUTGOING and book.is_given == is_given
    )
    return list(registers.book_rows(book.id, agency_id=office.agency.id))


def names(draft):
    return [step.name for step in queries.course(draft.id)]


@pytest.mark.both
def test_B3_two_people_sign_number_seal_and_issue_and_the_recipient_has_it_at_once(province):
    draft = a_draft(province.justice, to(province.committee))
    card = issued(province.justice, draft)

    assert card.state == DraftState.ISSUED
    assert card.entry_number == f"01/{province.justice.agency.abbreviation}-VP"
    delivery = exchange.delivery_to(card.version_id, recipient_id=province.committee.agency.id)
    assert delivery.role == RecipientRole.REPORT
    assert documents.version_card(card.version_id).legal_value == LegalValue.ORIGINAL
    assert [entry.state for entry in the_book(province.justice)] == [EntryState.ENTERED]
    assert names(draft) == ["drafted", "submitted", "signed", "numbered", "sealed", "issued"]


def test_every_step_repeated_changes_nothing(province):
    draft = a_draft(province.justice, to(province.committee))
    first = issued(province.justice, draft)
    clerk = province.justice.clerk

    again = services.issue_at_once(
        draft_id=draft.id, signer=KeyFiles(), actor=clerk, now=FRIDAY_9AM + MINUTE
    )

    assert again == first
    assert services.number_draft(draft_id=draft.id, actor=clerk, now=FRIDAY_9AM) == first
    assert services.issue_document(draft_id=draft.id, actor=clerk, now=FRIDAY_9AM) == first
    assert len(names(draft)) == 6
    assert (Dispatch.objects.count(), Delivery.objects.count()) == (1, 1)
    assert len(the_book(province.justice)) == 1


def test_C1_prepare_and_complete_may_be_a_minute_apart(province):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    prepared = services.prepare_signing(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM)
    signature = KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)

    card = services.complete_signing(
        draft_id=draft.id,
        request_id=prepared.request_id,
        signature=signature,
        actor=justice.leader,
        now=FRIDAY_9AM + MINUTE,
    )

    assert card.state == DraftState.SIGNED
    assert card.signed_at == FRIDAY_9AM + MINUTE


@pytest.mark.both
def test_completing_twice_signs_once(province):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    prepared = services.prepare_signing(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM)
    signature = KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)
    cards = [
        services.complete_signing(
            draft_id=draft.id,
            request_id=prepared.request_id,
            signature=signature,
            actor=justice.leader,
            now=FRIDAY_9AM + MINUTE,
        )
        for _ in range(2)
    ]

    assert cards[0].content_digest == cards[1].content_digest
    assert names(draft).count("signed") == 1


def test_a_signature_goes_only_into_the_file_that_it_was_prepared_for(province):
    justice = province.justice
    one, other = (submitted(justice, a_draft(justice)) for _ in range(2))
    prepared = [
        services.prepare_signing(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM)
        for draft in (one, other)
    ]
    meant_for_other = prepared[1]
    signature = KeyFiles().sign(
        meant_for_other.key_reference, meant_for_other.to_sign, meant_for_other.algorithm
    )
    with pytest.raises(errors.SignatureOfOtherFile):
        services.complete_signing(
            draft_id=one.id,
            request_id=meant_for_other.request_id,
            signature=signature,
            actor=justice.leader,
            now=FRIDAY_9AM,
        )
    assert names(one)[-1] == "submitted"


def test_only_the_one_to_whom_it_was_submitted_signs(province):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    with pytest.raises(RightMissing):
        services.prepare_signing(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    with pytest.raises(errors.DraftNotFound):
        services.prepare_signing(draft_id=draft.id, actor=province.finance.leader, now=FRIDAY_9AM)


def test_who_signed_neither_numbers_nor_seals(province):
    """A person with two posts, leader and clerk, is still one person."""
    justice = province.justice
    draft = signed(justice, a_draft(justice))
    second = directory.appoint(
        person_id=justice.leader.person_id,
        agency_id=justice.agency.id,
        role="clerk",
        title="Văn thư",
        valid_from=date(2010, 1, 1),
    )
    from lienthong.access import services as access

    same_person = access.actor_for(second.id, on=date(2026, 11, 20))

    with pytest.raises(errors.SamePerson):
        services.number_draft(draft_id=draft.id, actor=same_person, now=FRIDAY_9AM)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    with pytest.raises(errors.SamePerson):
        services.prepare_seal(draft_id=draft.id, actor=same_person, now=FRIDAY_9AM)


class _TokenThatFails:
    """A seal whose token was pulled out."""

    def sign(self, key_reference, to_sign, algorithm):
        raise KeyMissing


def test_a_failed_seal_leaves_a_numbered_line_from_which_the_same_button_goes_on(province):
    justice = province.justice
    draft = signed(justice, a_draft(justice, to(province.committee)))
    with pytest.raises(KeyMissing):
        services.issue_at_once(
            draft_id=draft.id, signer=_TokenThatFails(), actor=justice.clerk, now=FRIDAY_9AM
        )

    stands = queries.draft_card(draft.id, agency_id=justice.agency.id)
    assert stands.state == DraftState.NUMBERED
    assert [entry.state for entry in the_book(justice)] == [EntryState.NUMBERED]
    assert not Dispatch.objects.exists()

    card = services.issue_at_once(
        draft_id=draft.id, signer=KeyFiles(), actor=justice.clerk, now=FRIDAY_9AM + MINUTE
    )
    assert card.state == DraftState.ISSUED
    assert card.entry_number == stands.entry_number


def test_a_voided_number_stays_in_the_book_with_its_reason_and_a_new_one_is_taken(province):
    justice = province.justice
    draft = a_draft(justice, to(province.committee))
    numbered(justice, draft)
    card = services.void_draft_number(
        draft_id=draft.id, reason="Đóng dấu không thành", actor=justice.clerk, now=FRIDAY_9AM
    )
    assert card.state == DraftState.RETURNED

    card = issued(justice, draft, now=FRIDAY_9AM + MINUTE)

    lines = [(e.number, e.state, e.void_reason) for e in the_book(justice)]
    assert lines == [
        (1, EntryState.VOIDED, "Đóng dấu không thành"),
        (2, EntryState.ENTERED, ""),
    ]
    assert card.entry_number.startswith("02/")


def test_after_a_voided_number_the_draft_is_as_last_edited_and_is_signed_anew(province):
    justice = province.justice
    draft, other = a_draft(justice), a_letter(subject="báo cáo công tác tư pháp quý IV")
    edited = services.edit_draft(
        draft_id=draft.id,
        facts=draft.facts,
        file=an_upload(justice.officer, other),
        actor=justice.officer,
        now=FRIDAY_9AM,
    )
    submitted(justice, draft)
    prepared = services.prepare_signing(draft_id=draft.id, actor=justice.leader, now=FRIDAY_9AM)
    signature = KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm)
    answer = {
        "draft_id": draft.id,
        "request_id": prepared.request_id,
        "signature": signature,
        "actor": justice.leader,
        "now": FRIDAY_9AM,
    }
    services.complete_signing(**answer)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    returned = services.void_draft_number(
        draft_id=draft.id, reason="Nhầm", actor=justice.clerk, now=FRIDAY_9AM + MINUTE
    )
    submitted(justice, draft, now=FRIDAY_9AM + MINUTE)

    assert returned.content_digest == edited.content_digest
    with pytest.raises(errors.SignatureOfOtherFile):
        services.complete_signing(**answer)


def test_what_is_issued_was_judged_also_when_it_was_sealed_anew_meanwhile(province, monkeypatch):
    """Judging takes a while and holds no lock: another clerk has the time to begin again."""
    justice, judged = province.justice, []
    draft = a_draft(justice)

    def sealed(*, now: datetime) -> None:
        numbered(justice, draft, now=now)
        facts = {"draft_id": draft.id, "actor": justice.clerk, "now": now}
        asked = services.prepare_seal(**facts)
        signature = KeyFiles().sign(asked.key_reference, asked.to_sign, asked.algorithm)
        services.complete_seal(request_id=asked.request_id, signature=signature, **facts)

    def judge(content: str, **facts: object) -> LegalValue:
        value = judge_content(content, **facts)
        judged.append(content)
        if len(judged) == 1:
            services.void_draft_number(
                draft_id=draft.id, reason="Nhầm", actor=justice.clerk, now=FRIDAY_9AM + MINUTE
            )
            sealed(now=FRIDAY_9AM + MINUTE)
        return value

    sealed(now=FRIDAY_9AM)
    judge_content = document_services.judge_content
    monkeypatch.setattr(document_services, "judge_content", judge)
    card = services.issue_document(
        draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM + 2 * MINUTE
    )

    assert card.state == DraftState.ISSUED
    assert len(set(judged)) == 2
    assert judged[-1] == card.content_digest


def test_a_number_is_voided_only_with_a_reason_and_only_before_the_issue(province):
    justice = province.justice
    draft = a_draft(justice)
    numbered(justice, draft)
    with pytest.raises(VoidReasonMissing):
        services.void_draft_number(
            draft_id=draft.id, reason=" ", actor=justice.clerk, now=FRIDAY_9AM
        )
    services.issue_at_once(
        draft_id=draft.id, signer=KeyFiles(), actor=justice.clerk, now=FRIDAY_9AM
    )
    with pytest.raises(errors.WrongState):
        services.void_draft_number(
            draft_id=draft.id, reason="Nhầm", actor=justice.clerk, now=FRIDAY_9AM
        )


def test_without_a_certificate_of_the_agency_the_seal_says_who_has_none(db):
    province = a_province(can_sign=False)
    from tests.issuing import builders

    builders.trust_the_authority()
    builders.give_keys(province.justice, seal=False)
    draft = numbered(province.justice, a_draft(province.justice))
    with pytest.raises(errors.CertificateMissing) as refused:
        services.prepare_seal(draft_id=draft.id, actor=province.justice.clerk, now=FRIDAY_9AM)
    assert refused.value.facts == {"holder": "Sở Tư pháp"}

    give_seal(province.justice)
    services.prepare_seal(draft_id=draft.id, actor=province.justice.clerk, now=FRIDAY_9AM)


@pytest.mark.both
def test_A13_a_group_expands_to_the_agencies_of_the_day_and_a_named_line_keeps_its_role(province):
    group = directory.define_group(
        name="các Sở, ban, ngành",
        parent_id=province.committee.agency.id,
        levels=[AgencyLevel.DEPARTMENT],
    )
    third = an_office("Sở Nội vụ", parent=province.committee.agency)
    draft = a_draft(
        province.justice,
        RecipientLine(group.name, RecipientRole.INFORMATION, group_id=group.id),
        to(province.finance, RecipientRole.ACTION),
    )
    card = issued(province.justice, draft)

    sent = exchange.deliveries_of_version(card.version_id, sender_id=province.justice.agency.id)
    assert {each.recipient_name: each.role for each in sent} == {
        "Sở Nội vụ": RecipientRole.INFORMATION,
        "Sở Tài chính": RecipientRole.ACTION,
    }
    assert third.agency.name in {each.recipient_name for each in sent}


def test_a_recipient_that_is_not_ready_stops_the_issue_and_nothing_is_sent(province):
    late = an_office("Sở Ngoại vụ", parent=province.committee.agency, starts_on=date(2027, 1, 1))
    draft = a_draft(province.justice, to(late))
    signed(province.justice, draft)
    with pytest.raises(RecipientNotReady):
        services.issue_at_once(
            draft_id=draft.id, signer=KeyFiles(), actor=province.justice.clerk, now=FRIDAY_9AM
        )

    stands = queries.draft_card(draft.id, agency_id=province.justice.agency.id)
    assert stands.state == DraftState.SEALED
    assert stands.version_id is None
    assert not Dispatch.objects.exists()
    assert [entry.state for entry in the_book(province.justice)] == [EntryState.NUMBERED]


def test_a_document_without_recipients_is_entered_and_sent_nowhere(province):
    card = issued(province.justice, a_draft(province.justice))

    assert card.state == DraftState.ISSUED
    assert card.dispatch_id is None


def test_A10_the_clerks_turn_runs_until_the_morning_of_the_next_working_day(province):
    from lienthong.kernel.clock import VIETNAM
    from lienthong.worklist import queries as worklist

    signed(province.justice, a_draft(province.justice))
    line = worklist.waiting(province.justice.clerk, now=FRIDAY_9AM).lines[0]

    assert f"{line.due_at.astimezone(VIETNAM):%d/%m %H:%M}" == "23/11 12:00"
    assert line.due_at - FRIDAY_9AM > timedelta(days=3)


def test_a_file_that_was_completed_elsewhere_goes_into_the_list_of_given_numbers(db):
    province = a_province(can_sign=False)
    draft = a_complete_draft(province.finance, to(province.committee), pdf=a_scan())
    card = services.issue_document(draft_id=draft.id, actor=province.finance.clerk, now=FRIDAY_9AM)

    assert card.state == DraftState.ISSUED
    line = the_book(province.finance, is_given=True)[0]
    assert line.facts.reference_code == f"12/{province.finance.agency.abbreviation}-VP"
    assert (line.number, line.state) == (1, EntryState.ENTERED)
    assert documents.version_card(card.version_id).legal_value == LegalValue.SCAN


def test_a_letter_signed_elsewhere_may_not_go_out_unsigned_where_the_agency_can_sign(province):
    with pytest.raises(errors.FileNotSendable) as refused:
        a_complete_draft(province.justice, pdf=a_letter(number="12"))
    assert refused.value.facts["finding"] == "documents.must-be-signed"


def test_a_complete_file_is_not_numbered_again(db):
    province = a_province(can_sign=False)
    draft = a_complete_draft(province.finance, pdf=a_scan())
    assert draft.origin == Origin.COMPLETE
    with pytest.raises(errors.WrongState):
        services.number_draft(draft_id=draft.id, actor=province.finance.clerk, now=FRIDAY_9AM)


def test_the_line_of_the_book_has_the_code_of_the_version_however_it_was_typed(province):
    justice = province.justice
    draft = issued(justice, a_draft(justice, to(province.committee), notation="STP – VP"))

    version = documents.version_card(draft.version_id)
    assert draft.entry_number == version.reference_code == "01/STP-VP"
