"""Recall, update and replacement packages: what they do to an earlier document, and need first."""

import io
from datetime import timedelta

import pytest
from tests.exchange.builders import a_dispatch, a_version, an_office
from tests.exchange.changes import change, updated
from tests.gateways.builders import (
    DOCUMENT_12,
    LATER,
    PDF,
    a_document,
    a_status,
    an_agency,
    codes,
    everything_kept,
    sample,
    take,
    the_delivery,
)

from lienthong.documents import errors as document_errors
from lienthong.documents import queries as documents
from lienthong.documents.types import RelationKind, Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import ChangeKind, DeliveryState, DispatchKind
from lienthong.formats.edxml import FolderSink, read_package
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.dates import PackageTime
from lienthong.gateways import errors, services

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = pytest.mark.once
MINUTE = timedelta(minutes=1)
NEED_EARLIER = ("edoc-recall", "edoc-update", "edoc-replacement")


def a_recall(document_id: str = DOCUMENT_12, *, files=None, reason="Sai nội dung", **changes):
    block = t.Bussiness(document_id=document_id, doc_type="1", reason=reason)
    fields = {
        "document_id": "000.00.01.H19,2026/11/16,30/VP-TH",
        "code": t.Code("30", "VP-TH"),
        "trace": t.Trace(bussiness=block),
        **changes,
    }
    return a_document(files={} if files is None else files, **fields)


@pytest.mark.parametrize("name", NEED_EARLIER)
def test_a_package_about_an_unknown_document_says_which_it_needs_first(agencies, home, name):
    before = everything_kept(home)
    with pytest.raises(errors.EarlierDocumentNeeded) as refused:
        take(name)
    assert DOCUMENT_12 in refused.value.facts["documents"]
    assert everything_kept(home) == before


def test_A12_a_recall_asks_every_named_recipient_to_give_the_document_back(agencies):
    sent = take("edoc-new")
    recalled = take("edoc-recall", now=LATER)
    for agency in (agencies.one, agencies.two, agencies.neighbour):
        delivery = the_delivery(sent, agency)
        assert delivery.is_change_pending
        assert delivery.id in recalled.delivery_ids


def test_the_letter_that_recalls_is_a_document_too_and_tied_to_the_other(agencies):
    sent, recalled = take("edoc-new"), take("edoc-recall", now=LATER)
    letter = documents.version_card(recalled.version_id)
    assert letter.reference_code == "13/MAU-VP"
    assert the_delivery(recalled, agencies.two).state == DeliveryState.ARRIVED
    viewer = Viewer(agencies.one.id, None, None, sees_whole_agency=True)
    lines = documents.relations_of(letter.document_id, viewer=viewer)
    [recalls] = [one for one in lines if one.kind == RelationKind.RECALLS]
    assert (recalls.source.id, recalls.target.id) == (letter.id, sent.version_id)


def test_a_recall_without_files_only_asks(agencies):
    sent = take("edoc-new")
    recalled = take(a_recall(), now=LATER)
    assert (recalled.version_id, recalled.dispatch_id, recalled.legal) == (None, None, None)
    assert recalled.delivery_ids == (the_delivery(sent, agencies.one).id,)
    assert not the_delivery(sent, agencies.two).is_change_pending


def test_a_recall_without_a_reason_is_taken_in_with_a_warning(agencies):
    take("edoc-new")
    assert "gateways.reason-missing" in codes(take(a_recall(reason=""), now=LATER))


@pytest.mark.parametrize(
    "named",
    [
        "000.00.01.H19,2024-05-20,12/MAU-VP",
        "H19.30,2024/05/20,12/MAU-VP",
        "000.00.01.H19, 2024/5/20, 12/MAU-VP",
    ],
)
def test_every_spelling_of_the_id_means_the_same_document(agencies, named):
    sent = take("edoc-new")
    take(a_recall(named), now=LATER)
    assert the_delivery(sent, agencies.one).is_change_pending


def test_a_recall_may_name_its_document_only_in_what_it_responds_to(agencies):
    sent = take("edoc-new")
    take(a_recall("", responses=(t.ResponseFor("H19.1", "12/MAU-VP", DOCUMENT_12),)), now=LATER)
    assert the_delivery(sent, agencies.one).is_change_pending


def test_nobody_recalls_the_document_of_another(agencies, home):
    take("edoc-new")
    before = everything_kept(home)
    with pytest.raises(errors.EarlierDocumentNeeded):
        take(a_recall(sender=t.Organisation("H19.2")), now=LATER)
    assert everything_kept(home) == before


def test_a_recall_that_names_nothing_is_refused(agencies):
    with pytest.raises(errors.NoEarlierDocumentNamed):
        take(a_recall(""))


def test_a_recall_of_what_the_named_recipients_do_not_have_is_refused(agencies, home):
    take("edoc-new")
    take("edoc-recall", now=LATER)
    before = everything_kept(home)
    with pytest.raises(exchange_errors.NothingToRecall):
        take(a_recall(), now=LATER)
    assert everything_kept(home) == before


def test_the_same_recall_again_asks_nobody_again(agencies):
    take("edoc-new")
    first, again = take("edoc-recall", now=LATER), take("edoc-recall", now=LATER)
    assert again.delivery_ids == first.delivery_ids
    course = exchange.course(first.delivery_ids)
    assert len([one for one in course if one.code == "13"]) == 3


def test_A12_an_update_under_the_same_id_is_another_version_that_is_offered(agencies):
    sent = take("edoc-new")
    update = take("edoc-update", now=LATER)
    old, new = (documents.version_card(one.version_id) for one in (sent, update))
    assert (old.document_id, old.reference_code) == (new.document_id, new.reference_code)
    files = [set(documents.content_digests(one.id)) for one in (old, new)]
    assert files[0] != files[1]
    assert old.subject.startswith("V/v gửi gói tin mẫu <một>")
    assert exchange.dispatch_card(update.dispatch_id).kind == DispatchKind.UPDATE
    before, offered = the_delivery(sent, agencies.one), the_delivery(update, agencies.one)
    assert (before.is_change_pending, offered.state) == (True, DeliveryState.OFFERED)


def test_A12_the_same_update_again_is_the_same_and_what_changes_nothing_is_refused(agencies, home):
    take("edoc-new")
    first, again = take("edoc-update", now=LATER), take("edoc-update", now=LATER)
    assert again.delivery_ids == first.delivery_ids
    before = everything_kept(home)
    with pytest.raises(document_errors.NothingChanged):
        take(sample("edoc-update").read_bytes() + b"\n", now=LATER)
    assert everything_kept(home) == before


@pytest.mark.both
@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("15", DeliveryState.SUPERSEDED, DeliveryState.ARRIVED),
        ("16", DeliveryState.ARRIVED, DeliveryState.NOT_TAKEN),
    ],
)
def test_A12_a_status_package_answers_an_update(agencies, code, before, after):
    sent, update = take("edoc-new"), take("edoc-update", now=LATER)
    take(a_status("03", description="Đã vào sổ"), now=LATER)
    assert the_delivery(sent, agencies.one).state == DeliveryState.ACCEPTED
    answered = take(a_status(code), now=LATER)
    assert answered.delivery_ids == (the_delivery(sent, agencies.one).id,)
    expected = {DeliveryState.ARRIVED: DeliveryState.ACCEPTED}
    assert the_delivery(sent, agencies.one).state == expected.get(before, before)
    assert the_delivery(update, agencies.one).state == expected.get(after, after)
    take(a_status("06", description="Xong"), now=LATER)
    in_force = sent if code == "16" else update
    assert the_delivery(in_force, agencies.one).state == DeliveryState.FINISHED


def an_update(number="20", *, doc_type="2", **changes):
    block = t.Bussiness(document_id=DOCUMENT_12, doc_type=doc_type, reason="Sửa phụ lục")
    return a_document(trace=t.Trace(bussiness=block), **changes)


def own_id(number):
    day = "000.00.01.H19,2026/11/16"
    return t.ResponseFor("000.00.01.H19", f"{number}/VP-TH", f"{day},{number}/VP-TH")


def one_numbered(number):
    return an_update(
        document_id=own_id(number).document_id,
        code=t.Code(str(number), "VP-TH"),
        files={"a.pdf": PDF + str(number).encode()},
    )


@pytest.mark.both
def test_A12_an_update_with_a_number_of_its_own_is_a_document_that_is_offered_instead(agencies):
    sent = take("edoc-new")
    update = take(an_update(), now=LATER)
    card = documents.version_card(update.version_id)
    viewer = Viewer(agencies.one.id, None, None, sees_whole_agency=True)
    lines = documents.relations_of(card.document_id, viewer=viewer)
    [updates] = [one for one in lines if one.kind == RelationKind.UPDATES]
    assert (updates.source.id, updates.target.id) == (card.id, sent.version_id)
    own_id = t.ResponseFor("000.00.01.H19", "20/VP-TH", "000.00.01.H19,2026/11/16,20/VP-TH")
    take(a_status("15", response_for=own_id), now=LATER)
    assert the_delivery(sent, agencies.one).state == DeliveryState.SUPERSEDED
    assert the_delivery(update, agencies.one).state == DeliveryState.ARRIVED


def test_A12_who_does_not_have_the_document_just_gets_the_new_one(agencies):
    sent = take("edoc-new")
    late = an_agency("H19.9", "Sở Chín", "SC")
    to = (t.Organisation("H19.1", name="Sở Một"), t.Organisation("H19.9", name="Sở Chín"))
    update = take(an_update(recipients=to), now=LATER)
    assert the_delivery(sent, agencies.one).is_change_pending
    assert the_delivery(update, agencies.one).state == DeliveryState.OFFERED
    assert the_delivery(update, late).state == DeliveryState.ARRIVED
    assert not the_delivery(sent, agencies.two).is_change_pending


def test_A12_who_is_asked_for_it_back_is_named_as_not_getting_the_update(agencies):
    take("edoc-new")
    take(a_recall(recipients=(t.Organisation("H19.1", name="Sở Một"),)), now=LATER)
    updated = take("edoc-update", now=LATER + MINUTE)
    told = [one for one in updated.warnings if one.code == "gateways.asked-back"]
    assert [one.facts["names"] for one in told] == [agencies.one.name]
    reached = {one.recipient_id for one in exchange.delivery_cards(updated.delivery_ids)}
    assert agencies.one.id not in reached


def test_A12_a_replacement_is_taken_in_when_one_of_its_documents_is_here(agencies):
    sent = take("edoc-new")
    replacement = take("edoc-replacement", now=LATER)
    assert codes(replacement) >= {"gateways.earlier-still-missing", "gateways.no-pdf"}
    assert documents.version_card(replacement.version_id).content_name == "Bản thay thế.docx"
    asked = the_delivery(sent, agencies.one)
    [change] = exchange.open_changes(recipient_id=agencies.one.id)
    assert (change.kind, change.delivery.id) == (ChangeKind.REPLACEMENT, asked.id)
    assert change.offered.version_id == replacement.version_id


def test_A12_a_recall_after_an_update_asks_for_what_each_has_in_hand(agencies):
    sent, update = take("edoc-new"), take("edoc-update", now=LATER)
    take(a_status("15"), now=LATER)
    recalled = take("edoc-recall", now=LATER)
    assert the_delivery(update, agencies.one).id in recalled.delivery_ids
    assert the_delivery(sent, agencies.two).id in recalled.delivery_ids
    assert the_delivery(sent, agencies.one).id not in recalled.delivery_ids


def test_A12_what_was_given_back_may_be_sent_again(agencies):
    everybody = (t.Organisation("H19.1"), t.Organisation("H19.2"))
    sent = take(a_document(recipients=everybody))
    take(a_recall(own_id(20).document_id, recipients=everybody[:1]), now=LATER)
    take(a_status("15", response_for=own_id(20)), now=LATER + MINUTE)
    assert the_delivery(sent, agencies.one).state == DeliveryState.RECALLED
    again = take(a_document(recipients=everybody, application_type="lần hai"), now=LATER + MINUTE)
    assert again.version_id == sent.version_id
    assert exchange.dispatch_card(again.dispatch_id).kind == DispatchKind.RESENT
    [back] = exchange.delivery_cards(again.delivery_ids)
    assert (back.recipient_id, back.state) == (agencies.one.id, DeliveryState.ARRIVED)
    viewer = Viewer(agencies.one.id, None, None, sees_whole_agency=True)
    assert documents.content_of(sent.version_id, viewer)


def test_A12_an_answer_given_before_the_recall_does_not_agree_to_the_recall(agencies):
    sent, update = take("edoc-new"), take("edoc-update", now=LATER)
    take("edoc-recall", now=LATER + 30 * MINUTE)
    said = a_status("15", timestamp=PackageTime(LATER + MINUTE))
    with pytest.raises(exchange_errors.NothingToAnswer):
        take(said, now=LATER + 31 * MINUTE)
    assert the_delivery(sent, agencies.one).is_change_pending
    assert the_delivery(update, agencies.one).state == DeliveryState.NOT_TAKEN
    take(a_status("15", timestamp=PackageTime(LATER + 31 * MINUTE)), now=LATER + 32 * MINUTE)
    assert the_delivery(sent, agencies.one).state == DeliveryState.RECALLED


def test_A12_a_doubled_answer_to_an_update_does_not_agree_to_a_later_recall(agencies):
    take("edoc-new")
    update = take("edoc-update", now=LATER)
    said = take(a_status("15"), now=LATER)
    take("edoc-recall", now=LATER + 30 * MINUTE)
    again = take(a_status("15", description="Nhắc lại"), now=LATER + 31 * MINUTE)
    assert again.report_id == said.report_id, "the answer that is known already"
    stands = the_delivery(update, agencies.one)
    assert (stands.state, stands.is_change_pending) == (DeliveryState.ARRIVED, True)


def test_A12_agreeing_to_one_document_is_no_word_about_the_next(agencies):
    sent = take("edoc-new")
    first = take(one_numbered(20), now=LATER)
    second = take(one_numbered(21), now=LATER + 5 * MINUTE)
    at = PackageTime(LATER + 6 * MINUTE)
    with pytest.raises(exchange_errors.NothingToAnswer):
        take(a_status("15", response_for=own_id(20), timestamp=at), now=LATER + 6 * MINUTE)
    assert the_delivery(sent, agencies.one).is_change_pending
    take(a_status("15", response_for=own_id(21), timestamp=at), now=LATER + 6 * MINUTE)
    assert the_delivery(first, agencies.one).state == DeliveryState.NOT_TAKEN
    assert the_delivery(second, agencies.one).state == DeliveryState.ARRIVED


def test_A12_a_refusal_of_what_is_offered_declines_it_and_leaves_what_there_is(agencies):
    sent, offered = take("edoc-new"), take(one_numbered(20), now=LATER)
    take(a_status("02", response_for=own_id(20), description="Gửi nhầm"), now=LATER + MINUTE)
    before = the_delivery(sent, agencies.one)
    assert (before.state, before.is_change_pending) == (DeliveryState.ARRIVED, False)
    assert the_delivery(offered, agencies.one).state == DeliveryState.NOT_TAKEN
    assert [one.note for one in exchange.course([before.id]) if one.code == "16"] == ["Gửi nhầm"]


def test_A12_a_stamp_from_before_an_agreed_update_is_kept(agencies):
    take("edoc-new")
    update = take("edoc-update", now=LATER)
    take(a_status("15"), now=LATER)
    accepted = take(a_status("03", timestamp=PackageTime(LATER - MINUTE)), now=LATER + MINUTE)
    assert "gateways.stamp-before-arrival" not in codes(accepted)
    delivery = the_delivery(update, agencies.one)
    assert (delivery.state, delivery.state_since) == (DeliveryState.ACCEPTED, LATER - MINUTE)


@pytest.mark.django_db
def test_A12_the_package_that_we_make_of_a_change_says_what_it_changes(tmp_path):
    office = an_office("Ủy ban nhân dân tỉnh")
    sent = a_dispatch(office, an_office("Sở Bốn", parent=office.agency))
    _new, updating = updated(office, sent)
    other, kind = a_version(office), ChangeKind.REPLACEMENT
    replacing = change(office, sent.version_id, other.version_id, kind=kind, key="change 2")
    first, update, replacement = (
        written_of(one, tmp_path) for one in (sent, updating.sent.dispatch, replacing.sent.dispatch)
    )
    assert update.does is BussinessDocType.UPDATE
    assert replacement.does is BussinessDocType.REPLACEMENT
    assert update.document_id == first.document_id != replacement.document_id
    for one in (update, replacement):
        assert one.concerned_document_ids == (first.document_id,)
        assert one.trace.bussiness.reason == "Sửa phụ lục 2"


def written_of(dispatch, folder):
    target, files = io.BytesIO(), folder / str(dispatch.id)
    files.mkdir()
    services.make_package(dispatch.version_id, target, dispatch_id=dispatch.id)
    return read_package(io.BytesIO(target.getvalue()), sink=FolderSink(files)).package
