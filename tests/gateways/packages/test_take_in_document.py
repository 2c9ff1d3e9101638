"""A document package becomes a document here, for those of its recipients who take part here."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.gateways.builders import (
    DOCUMENT_12,
    LATER,
    MONDAY,
    PDF,
    a_document,
    an_agency,
    codes,
    everything_kept,
    sample,
    take,
    the_delivery,
)
from tests.left_behind import assert_nothing_left

from lienthong.blobs import queries as blobs
from lienthong.documents import errors as document_errors
from lienthong.documents import queries as documents
from lienthong.documents.types import LegalValue, RecipientRole, Urgency, Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState, DispatchKind
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageDate
from lienthong.formats.edxml.errors import DoctypeFound, EmptyPackage, PackageError
from lienthong.gateways import errors, services
from lienthong.gateways.models import Package
from lienthong.gateways.types import Outcome, PackageKind
from lienthong.kernel import disk
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal

# What a package asks of PostgreSQL, test_any_order shows.
pytestmark = pytest.mark.once


def test_every_recipient_has_the_document_at_once(agencies):
    taken = take("edoc-new")
    assert (taken.outcome, taken.kind) == (Outcome.TAKEN, PackageKind.DOCUMENT)
    cards = exchange.delivery_cards(taken.delivery_ids)
    assert {one.recipient_id for one in cards} == {
        agencies.one.id,
        agencies.two.id,
        agencies.neighbour.id,
    }
    assert {one.state for one in cards} == {DeliveryState.ARRIVED}
    assert {one.dispatch_id for one in cards} == {taken.dispatch_id}


def test_the_fields_of_the_package_are_the_fields_of_the_document(agencies):
    version = documents.version_card(take("edoc-new").version_id)
    assert (version.issuer_id, version.reference_code) == (agencies.office.id, "12/MAU-VP")
    assert (version.issued_on, version.due_on) == (date(2024, 5, 20), date(2024, 5, 31))
    assert (version.kind, version.urgency) == ("cong-van", Urgency.URGENT)
    assert version.subject == 'V/v gửi gói tin mẫu <một> & "hai"'
    assert (version.signer_position, version.signer_name) == ("Chánh Văn phòng", "Trần Văn Mẫu")
    assert version.content_name == "Công văn 12.pdf"
    [attached] = documents.attachments_of(version.id)
    assert (attached.name, attached.description) == ("Phụ lục.txt", "Phụ lục")
    assert attached.media_type == "text/plain"


def test_A13_the_recipients_block_keeps_every_line_with_its_role(agencies):
    lines = documents.recipient_lines_of(take("edoc-new").version_id)
    assert [(one.text, one.role, one.agency_id) for one in lines] == [
        ("Sở Một (mẫu)", RecipientRole.ACTION, agencies.one.id),
        ("Sở Hai (mẫu)", RecipientRole.ACTION, agencies.two.id),
        ("UBND tỉnh Lân Cận (mẫu)", RecipientRole.ACTION, agencies.neighbour.id),
        ("Như trên", RecipientRole.INFORMATION, None),
        ("Lưu: VT", RecipientRole.FILE, None),
    ]


def test_B7_an_answer_is_tied_to_what_it_answers_also_when_that_comes_later(agencies):
    answered = t.ResponseFor("H19.30", "20/VP-TH", "000.00.01.H19,2026/11/16,20/VP-TH")
    answer = take(
        a_document(
            sender=t.Organisation("H19.1"),
            recipients=(t.Organisation("000.00.01.H19"),),
            document_id="H19.1,2026/11/16,5/SM-VP",
            code=t.Code("5", "SM-VP"),
            responses=(answered,),
        )
    )
    asked = documents.version_card(take(a_document()).version_id)
    viewer = Viewer(agencies.office.id, None, None, sees_whole_agency=True)
    [line] = documents.relations_of(asked.document_id, viewer=viewer)
    assert (line.source.id, line.target.id) == (answer.version_id, asked.id)


def test_A9_an_unsigned_document_is_taken_in_for_information_only(agencies):
    taken = take("edoc-new")
    assert taken.legal.value == LegalValue.INFORMATION
    assert documents.version_card(taken.version_id).legal_value == LegalValue.INFORMATION


def test_recipients_and_sender_may_read_it_and_hold_its_files(agencies):
    version = documents.version_card(take("edoc-new").version_id)
    holders = {agencies.office.id, agencies.one.id, agencies.two.id, agencies.neighbour.id}
    for digest in documents.content_digests(version.id):
        assert blobs.holders(digest) == holders
    for agency_id in holders:
        viewer = Viewer(agency_id, None, None, sees_whole_agency=True)
        assert documents.content_of(version.id, viewer) == version.content_digest


def test_the_same_package_again_gives_the_same_answer_and_changes_nothing(agencies, home):
    first = take("edoc-new")
    before = everything_kept(home)
    again = take("edoc-new", now=LATER)
    assert again.outcome == Outcome.REPEATED
    assert (again.package_id, again.version_id) == (first.package_id, first.version_id)
    assert (again.dispatch_id, again.delivery_ids) == (first.dispatch_id, first.delivery_ids)
    assert (again.legal, again.warnings) == (first.legal, first.warnings)
    assert everything_kept(home) == before


def test_a_package_with_next_to_nothing_is_filled_in_and_each_gap_is_told(agencies):
    taken = take("edoc-minimal")
    version = documents.version_card(taken.version_id)
    assert (version.reference_code, version.issued_on) == ("01/S1", date(2024, 5, 20))
    assert (version.kind, version.content_name) == ("khac", "phu-luc")
    assert codes(taken) >= {
        "gateways.number-from-id",
        "gateways.day-missing",
        "gateways.kind-missing",
        "gateways.subject-missing",
        "gateways.no-pdf",
        "gateways.file-kind",
        "edxml.no-business-block",
    }
    assert taken.legal.value == LegalValue.INFORMATION


def test_every_warning_is_a_whole_sentence(agencies):
    warnings = [one for name in ("edoc-new", "edoc-minimal") for one in take(name).warnings]
    assert len({one.code for one in warnings}) > 1
    for one in warnings:
        assert "%(" not in one.sentence % one.facts
        assert "%(" not in one.next_step % one.facts


def test_a_form_that_is_not_by_the_rule_is_a_warning_about_others(agencies):
    assert "documents.notation-against-rule" in codes(take("edoc-new"))


def test_recipients_outside_the_directory_are_told_and_the_others_have_it(agencies):
    taken = take(
        a_document(recipients=(t.Organisation("H19.1"), t.Organisation("Z99", name="Nơi khác")))
    )
    [told] = [one for one in taken.warnings if one.code == "gateways.recipient-unknown"]
    assert (told.facts["name"], told.facts["code"]) == ("Nơi khác", "Z99")
    assert len(taken.delivery_ids) == 1


def test_A4_who_does_not_take_part_is_told_and_the_others_have_it(agencies):
    an_agency("H19.7", "Sở Bảy", "SB", takes_part=False)
    taken = take(a_document(recipients=(t.Organisation("H19.7"), t.Organisation("H19.1"))))
    assert "gateways.recipient-not-ready" in codes(taken)
    assert len(taken.delivery_ids) == 1


def test_codes_of_both_forms_are_one_agency_and_the_sender_gets_nothing_from_itself(agencies):
    taken = take(
        a_document(
            sender=t.Organisation("H19.30"),
            recipients=(
                t.Organisation("H19.1"),
                t.Organisation("H19.1"),
                t.Organisation("000.00.01.H19"),
            ),
        )
    )
    assert taken.sender_id == agencies.office.id
    assert len(taken.delivery_ids) == 1
    assert "gateways.recipient-is-sender" in codes(taken)


def test_the_first_pdf_is_the_document_wherever_it_stands(agencies):
    files = {"phu-luc.docx": b"PK\x03\x04 bang", "Thu h\u1ed3i.PDF": PDF, "b.pdf": PDF + b"%"}
    taken = take(a_document(files=files))
    version = documents.version_card(taken.version_id)
    assert version.content_name == "Thu hồi.PDF"
    attached = [one.name for one in documents.attachments_of(version.id)]
    assert attached == ["phu-luc.docx", "b.pdf"]


def test_a_broken_pdf_is_taken_in_with_a_warning_and_worth_nothing_more(agencies):
    taken = take(a_document(files={"cong-van.pdf": b"%PDF-1.7 \xc4\xe3 no more"}))
    assert any(code.startswith(("pdf.", "formats.", "documents.")) for code in codes(taken))
    assert taken.legal.value == LegalValue.INFORMATION


def test_the_same_id_with_other_files_is_refused_and_not_silent(agencies, home):
    take(a_document())
    before = everything_kept(home)
    with pytest.raises(document_errors.OtherContent):
        take(a_document(files={"cong-van.pdf": PDF + b"% khac"}))
    assert everything_kept(home) == before


def test_the_same_document_for_a_further_recipient_is_a_supplementary_dispatch(agencies):
    first = take(a_document())
    more = take(a_document(recipients=(t.Organisation("H19.1"), t.Organisation("H19.2"))))
    assert more.version_id == first.version_id
    assert exchange.dispatch_card(more.dispatch_id).kind == DispatchKind.SUPPLEMENTARY
    assert [one.recipient_id for one in exchange.delivery_cards(more.delivery_ids)] == [
        agencies.two.id
    ]
    assert "gateways.recipient-has-it" in codes(more)


def test_another_package_that_brings_nothing_new_is_refused(agencies, home):
    take(a_document())
    before = everything_kept(home)
    with pytest.raises(exchange_errors.AlreadySent):
        take(a_document(application_type="QLVB khác"))
    assert everything_kept(home) == before


def test_a_document_without_number_and_id_is_a_document_of_its_own(agencies):
    taken = take(a_document(document_id="", code=None))
    version = documents.version_card(taken.version_id)
    assert version.reference_code == ""
    assert "gateways.number-missing" in codes(taken)
    assert the_delivery(taken, agencies.one).state == DeliveryState.ARRIVED


REFUSED = {
    "an unknown sender": (a_document(sender=t.Organisation("X1")), errors.SenderUnknown),
    "no sender": (a_document(sender=None), errors.SenderUnknown),
    "nobody known": (
        a_document(recipients=(t.Organisation("X1"), t.Organisation("X2"))),
        errors.NoKnownRecipient,
    ),
    "no recipient": (a_document(recipients=()), errors.NoKnownRecipient),
    "only to itself": (
        a_document(recipients=(t.Organisation("H19.30"),)),
        errors.NoKnownRecipient,
    ),
    "no file": (a_document(files={}), errors.NoFile),
    "an empty file": (b"", EmptyPackage),
    "a doctype": (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', DoctypeFound),
    "something else": (PDF, PackageError),
    "a declared secret in a table": (
        a_document(other=t.OtherInfo(sphere="TỐI MẬT"), files={"bang.xlsx": b"PK\x03\x04"}),
        document_errors.SecretDocument,
    ),
    "a date in the future": (
        a_document(promulgation=t.PromulgationInfo("", PackageDate(date(2027, 1, 1)))),
        document_errors.DateInFuture,
    ),
    "a subject without end": (a_document(subject="a" * 2001), document_errors.FieldTooLong),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_leaves_nothing_behind(agencies, home, name):
    package, refusal = REFUSED[name]
    before = everything_kept(home)
    with pytest.raises(refusal) as refused:
        take(package)
    said: Refusal = refused.value
    for part in (said.sentence, said.cause, said.next_step):
        assert part
        assert "%(" not in part % said.facts
    assert everything_kept(home) == before


def test_nobody_who_takes_part_is_a_refusal_that_says_who(agencies, home):
    an_agency("H19.7", "Sở Bảy", "SB", takes_part=False)
    before = everything_kept(home)
    with pytest.raises(exchange_errors.RecipientNotReady) as refused:
        take(a_document(recipients=(t.Organisation("H19.7"),)))
    assert "Sở Bảy" in str(refused.value.facts["names"])
    assert everything_kept(home) == before


def test_more_recipients_cost_no_more_statements(agencies, count_statements):
    for number in range(20, 60):
        an_agency(f"H19.{number + 100}", f"Cơ quan {number}", f"CQ{number}")
    many = tuple(t.Organisation(f"H19.{number + 100}") for number in range(20, 60))
    few = count_statements(lambda: take(a_document()))
    assert (
        count_statements(
            lambda: take(
                a_document(
                    recipients=many,
                    document_id="000.00.01.H19,2026/11/16,21/VP-TH",
                    code=t.Code("21", "VP-TH"),
                    files={"khac.pdf": PDF + b"% 21"},
                ),
                now=MONDAY + timedelta(minutes=1),
            )
        )
        <= few + 2
    )


def test_the_id_of_the_sample_is_kept_as_it_came(agencies):
    taken = take("edoc-new")
    assert Package.objects.get(pk=taken.package_id).document_foreign_id == DOCUMENT_12


def test_no_disk_is_waited_for_in_the_transaction_of_a_package(agencies, monkeypatch):
    """One writer at a time on SQLite: what its lock is held for is rows alone."""
    outside, flush, inside = len(connection.savepoint_ids), disk.flush, []

    def noted(descriptor: int) -> None:
        inside.append(len(connection.savepoint_ids) > outside)
        flush(descriptor)

    monkeypatch.setattr(disk, "flush", noted)
    for name in ("edoc-new", "status-01-arrived"):
        take(name)
    assert len(inside) >= 4, "each content and its folder"
    assert not any(inside)


def test_a_package_that_is_refused_at_the_last_moment_leaves_no_content(agencies):
    def refuse(_package_id):
        raise exchange_errors.AlreadySent(names="Sở Một")

    with (
        assert_nothing_left("signatures.VerdictRow"),
        pytest.raises(exchange_errors.AlreadySent),
    ):
        services.take_in_package(
            sample("edoc-new"), actor=Actor.installation(), now=MONDAY, in_one=refuse
        )
