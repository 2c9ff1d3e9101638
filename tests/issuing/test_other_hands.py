"""What somebody else was asked to sign, and what was prepared for another file, is not done."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.access.builders import acting_as
from tests.exchange.builders import an_office
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    a_complete_draft,
    a_draft,
    a_province,
    a_scan,
    give_keys,
    give_seal,
    numbered,
    signed,
    submitted,
    trust_the_authority,
)

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.access.types import ActingCard, ActingKind
from lienthong.directory.models import Agency, Post
from lienthong.directory.types import PostCard, Role
from lienthong.documents.queries import viewer_of
from lienthong.issuing import errors, queries, services
from lienthong.issuing.models import Step
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


@pytest.mark.django_db
def test_a_draft_of_the_agency_above_is_signed_by_letter_of_authority_and_sealed_there():
    """B3: TUQ. goes to the head of an agency below; number and seal are those of the one above."""
    justice = a_province(can_sign=False).justice
    below = an_office("Chi cục Thi hành án", parent=justice.agency)
    trust_the_authority()
    give_seal(justice)
    give_keys(below, seal=False)
    acting = access.grant_acting(
        access.NewActing(
            key="giay-uy-quyen",
            kind=ActingKind.AUTHORISED,
            post_id=below.leader.post_id,
            for_post_id=justice.leader.post_id,
            valid_from=FRIDAY_9AM.date(),
            valid_to=FRIDAY_9AM.date(),
            source="Giấy ủy quyền số 1/GUQ-STP",
        ),
        actor=justice.leader,
        now=FRIDAY_9AM,
    )
    line = {"signer_position": acting.position, "signer_authority": acting.authority}
    draft = submitted(justice, a_draft(justice, signer_post_id=below.leader.post_id, **line))
    signing = acting_as(acting.id, person_id=below.leader.person_id, on=FRIDAY_9AM.date())

    seen = queries.visible_draft(draft.id, viewer=viewer_of(signing), post_id=signing.post_id)
    assert seen.facts.signer_position == f"{below.leader.title} {below.agency.name}"
    with pytest.raises(errors.DraftNotFound):
        queries.visible_draft(draft.id, viewer=viewer_of(below.leader), post_id=signing.post_id)
    kept = {"draft_id": draft.id, "signer": KeyFiles(), "now": FRIDAY_9AM}
    services.sign_with_kept_key(actor=signing, **kept)
    issued = services.issue_at_once(actor=justice.clerk, **kept)
    assert issued.state == DraftState.ISSUED
    assert issued.entry_number.endswith(f"/{draft.facts.notation}")


def test_a_post_of_another_agency_without_letter_of_authority_cannot_be_asked_to_sign(province):
    with pytest.raises(errors.SignerMissing):
        a_draft(province.justice, signer_post_id=province.finance.leader.post_id)


def test_the_longest_title_of_who_signs_for_the_head_above_fits_into_the_course():
    def longest(agency: UUID) -> PostCard:
        name = "n" * Agency._meta.get_field("name").max_length
        title = "t" * Post._meta.get_field("title").max_length
        return PostCard(uuid7(), uuid7(), "A", title, Role.LEADER, agency, name, None, "")

    card = ActingCard(
        id=uuid7(),
        kind=ActingKind.AUTHORISED,
        post=longest(uuid7()),
        for_post=longest(uuid7()),
        valid_from=FRIDAY_9AM.date(),
        valid_to=FRIDAY_9AM.date(),
        kinds=frozenset(),
        subjects="",
        source="",
        granted_by="",
    )

    title = access_queries.actor_for_another(card).title

    assert len(title) <= Step._meta.get_field("actor_title").max_length
