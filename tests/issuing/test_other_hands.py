"""What somebody else was asked to sign, and what was prepared for another file, is not done."""

from dataclasses import replace

import pytest
from tests.issuing.builders import FRIDAY_9AM, MINUTE, a_draft, numbered, signed, submitted

from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import DraftState
from lienthong.kernel.ids import uuid7
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
