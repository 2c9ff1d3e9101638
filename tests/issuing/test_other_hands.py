"""What somebody else was asked to sign, and what was prepared for another file, is not done."""

from dataclasses import replace

import pytest
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    a_complete_draft,
    a_draft,
    a_province,
    a_scan,
    numbered,
    signed,
    submitted,
)

from lienthong.documents.queries import viewer_of
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import DraftState
from lienthong.kernel.ids import uuid7
from lienthong.signatures import services as signatures
from lienthong.signatures.adapters.keyfiles import KeyFiles


def test_another_leader_of_the_agency_does_not_sign_for_the_one_who_was_asked(province):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    other = replace(justice.leader, post_id=uuid7())
    with pytest.raises(errors.NotTheSigner) as refused:
        services.prepare_signing(draft_id=draft.id, actor=other, now=FRIDAY_9AM)
    assert refused.value.facts["signer"] == justice.leader.name
    assert the_state(justice, draft) == DraftState.AWAITING_SIGNATURE


def test_a_seal_prepared_before_the_number_was_voided_does_not_seal_the_new_file(province):
    justice = province.justice
    draft = a_draft(justice)
    numbered(justice, draft)
    prepared = services.prepare_seal(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM)
    services.void_draft_number(
        draft_id=draft.id, reason="Sai ngày", actor=justice.clerk, now=FRIDAY_9AM
    )
    signed(justice, draft)
    services.number_draft(draft_id=draft.id, actor=justice.clerk, now=FRIDAY_9AM + MINUTE)
    with pytest.raises(errors.SealOfOtherFile):
        services.complete_seal(
            draft_id=draft.id,
            request_id=prepared.request_id,
            signature=KeyFiles().sign(prepared.key_reference, prepared.to_sign, prepared.algorithm),
            actor=justice.clerk,
            now=FRIDAY_9AM + MINUTE,
        )
    assert the_state(justice, draft) == DraftState.NUMBERED


def the_state(office, draft) -> DraftState:
    return queries.draft_card(draft.id, agency_id=office.agency.id).state


def while_the_key_signs(monkeypatch, act):
    """Let somebody act between the signature and the moment it is put into the file."""
    complete = signatures.complete_signature

    def completed(**asked):
        signed_file = complete(**asked)
        act()
        return signed_file

    monkeypatch.setattr(signatures, "complete_signature", completed)


def signed_by_leader(justice, draft):
    return services.sign_with_kept_key(
        draft_id=draft.id, signer=KeyFiles(), actor=justice.leader, now=FRIDAY_9AM
    )


def test_a_draft_that_was_withdrawn_while_the_key_signed_stays_withdrawn(province, monkeypatch):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    while_the_key_signs(
        monkeypatch,
        lambda: services.withdraw_draft(
            draft_id=draft.id,
            reason="Gộp vào báo cáo tháng.",
            actor=justice.officer,
            now=FRIDAY_9AM,
        ),
    )
    with pytest.raises(errors.WrongState):
        signed_by_leader(justice, draft)
    assert the_state(justice, draft) == DraftState.WITHDRAWN


def test_a_draft_that_was_returned_and_submitted_anew_is_not_signed_by_the_old_request(
    province, monkeypatch
):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))

    def return_and_submit():
        services.return_draft(
            draft_id=draft.id, reason="Sửa nơi nhận", actor=justice.leader, now=FRIDAY_9AM
        )
        submitted(justice, draft)

    while_the_key_signs(monkeypatch, return_and_submit)
    with pytest.raises(errors.SignatureOfOtherFile):
        signed_by_leader(justice, draft)
    assert the_state(justice, draft) == DraftState.AWAITING_SIGNATURE


def test_who_may_not_draft_finds_no_draft_to_act_on(province):
    justice = province.justice
    draft = submitted(justice, a_draft(justice))
    operator = replace(justice.leader, rights=justice.leader.rights - {"issuing.draft"})
    with pytest.raises(errors.DraftNotFound):
        services.return_draft(
            draft_id=draft.id, reason="Không đúng", actor=operator, now=FRIDAY_9AM
        )
    assert the_state(justice, draft) == DraftState.AWAITING_SIGNATURE


def test_who_holds_no_post_and_no_right_to_read_sees_no_draft_without_a_signer(db):
    finance = a_province(can_sign=False).finance
    draft = a_complete_draft(finance, pdf=a_scan())
    nobody = replace(finance.clerk, post_id=None, unit_id=None, rights=frozenset())
    viewer = viewer_of(nobody)

    assert queries.drafts(viewer=viewer, post_id=None, states=list(DraftState)) == []
    with pytest.raises(errors.DraftNotFound):
        queries.visible_draft(draft.id, viewer=viewer, post_id=None)
