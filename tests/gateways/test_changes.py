"""Recall, update and replacement packages: what they do to an earlier document, and need first."""

import pytest
from tests.gateways.builders import (
    DOCUMENT_12,
    LATER,
    a_document,
    codes,
    everything_kept,
    take,
    the_delivery,
)

from lienthong.documents import queries as documents
from lienthong.documents.types import RelationKind, Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.formats.edxml import types as t
from lienthong.gateways import errors

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


def test_an_update_under_the_same_id_is_refused_as_not_possible_yet(agencies, home):
    sent = take("edoc-new")
    before = everything_kept(home)
    with pytest.raises(errors.ChangeNotYet):
        take("edoc-update", now=LATER)
    assert everything_kept(home) == before
    assert documents.version_card(sent.version_id).subject.startswith("V/v gửi gói tin mẫu <một>")


def test_an_update_with_a_number_of_its_own_is_a_document_tied_to_the_earlier_one(agencies):
    sent = take("edoc-new")
    block = t.Bussiness(document_id=DOCUMENT_12, doc_type="2", reason="Sửa phụ lục")
    update = take(a_document(trace=t.Trace(bussiness=block)), now=LATER)
    assert "gateways.decide-by-hand" in codes(update)
    card = documents.version_card(update.version_id)
    viewer = Viewer(agencies.one.id, None, None, sees_whole_agency=True)
    lines = documents.relations_of(card.document_id, viewer=viewer)
    [updates] = [one for one in lines if one.kind == RelationKind.UPDATES]
    assert (updates.source.id, updates.target.id) == (card.id, sent.version_id)


def test_a_replacement_is_taken_in_when_one_of_its_documents_is_here(agencies):
    sent = take("edoc-new")
    replacement = take("edoc-replacement", now=LATER)
    assert codes(replacement) >= {
        "gateways.decide-by-hand",
        "gateways.earlier-still-missing",
        "gateways.no-pdf",
    }
    assert documents.version_card(replacement.version_id).content_name == "Bản thay thế.docx"
    assert the_delivery(sent, agencies.one).state == DeliveryState.ARRIVED
