"""Between drafter and signer: the slip, the reason, the withdrawal; and who may not."""

import pytest
from tests.issuing.builders import FRIDAY_9AM, a_draft, numbered, signed, submitted

from lienthong.access.errors import RightMissing
from lienthong.issuing import errors, queries, services
from lienthong.issuing.types import DraftState
from lienthong.notices import queries as notices
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db


def verbs_of(actor):
    page = worklist.waiting(actor, now=FRIDAY_9AM)
    return [line.verb for line in page.lines]


def returned(office, draft, reason="Thiếu phụ lục."):
    return services.return_draft(
        draft_id=draft.id, reason=reason, actor=office.leader, now=FRIDAY_9AM
    )


def test_a_submitted_draft_waits_for_its_signer_with_the_slip(province):
    draft = submitted(province.justice, a_draft(province.justice))

    assert draft.state == DraftState.AWAITING_SIGNATURE
    assert draft.facts.slip == "Kính trình ký."
    assert verbs_of(province.justice.leader) == [Verb.SIGN]


def test_submitting_twice_is_one_step(province):
    draft = a_draft(province.justice)
    submitted(province.justice, draft)
    submitted(province.justice, draft)

    assert [step.name for step in queries.course(draft.id)] == ["drafted", "submitted"]


def test_a_returned_draft_waits_for_its_drafter_with_the_reason(province):
    draft = submitted(province.justice, a_draft(province.justice))
    card = returned(province.justice, draft)

    assert (card.state, card.return_reason) == (DraftState.RETURNED, "Thiếu phụ lục.")
    assert verbs_of(province.justice.officer) == [Verb.REVISE]
    assert verbs_of(province.justice.leader) == []


def test_returning_twice_with_the_same_reason_is_one_step(province):
    draft = submitted(province.justice, a_draft(province.justice))
    returned(province.justice, draft)
    returned(province.justice, draft)

    assert [step.name for step in queries.course(draft.id)][-2:] == ["submitted", "returned"]


def test_a_return_needs_its_reason(province):
    draft = submitted(province.justice, a_draft(province.justice))
    with pytest.raises(errors.ReturnReasonMissing):
        returned(province.justice, draft, reason="  \n ")


def test_an_officer_cannot_return_a_draft(province):
    draft = submitted(province.justice, a_draft(province.justice))
    with pytest.raises(RightMissing):
        services.return_draft(
            draft_id=draft.id, reason="Không.", actor=province.justice.officer, now=FRIDAY_9AM
        )


def test_a_returned_draft_is_submitted_again(province):
    draft = submitted(province.justice, a_draft(province.justice))
    returned(province.justice, draft)
    again = submitted(province.justice, draft)

    assert again.state == DraftState.AWAITING_SIGNATURE
    assert again.return_reason == ""


def test_two_people_on_one_draft_the_second_is_told_the_state(province):
    draft = a_draft(province.justice)
    signed(province.justice, draft)
    with pytest.raises(errors.WrongState) as refused:
        returned(province.justice, draft)

    assert refused.value.facts == {"state": DraftState.SIGNED.label}


def test_a_withdrawn_draft_leaves_every_list_and_withdrawing_again_changes_nothing(province):
    draft = submitted(province.justice, a_draft(province.justice))
    for _ in range(2):
        card = services.withdraw_draft(
            draft_id=draft.id,
            reason="Gộp vào báo cáo tháng.",
            actor=province.justice.officer,
            now=FRIDAY_9AM,
        )

    assert card.state == DraftState.WITHDRAWN
    told = notices.unread(province.justice.leader, limit=5)
    assert ["Gộp vào báo cáo tháng." in line.text() for line in told] == [True]
    assert verbs_of(province.justice.leader) == []
    assert [step.name for step in queries.course(draft.id)].count("withdrawn") == 1


def test_only_the_author_or_a_leader_withdraws_and_says_why(province):
    draft = a_draft(province.justice)
    facts = {"draft_id": draft.id, "now": FRIDAY_9AM}

    with pytest.raises(errors.NotTheAuthor):
        services.withdraw_draft(reason="Thừa.", actor=province.justice.clerk, **facts)
    with pytest.raises(errors.WithdrawReasonMissing):
        services.withdraw_draft(reason="  ", actor=province.justice.officer, **facts)
    withdrawn = services.withdraw_draft(reason="Thừa.", actor=province.justice.leader, **facts)

    assert withdrawn.state == DraftState.WITHDRAWN
    assert [line.text() for line in notices.unread(province.justice.officer, limit=5)] != []


def test_a_numbered_draft_cannot_be_withdrawn_before_its_number_is_voided(province):
    draft = a_draft(province.justice)
    numbered(province.justice, draft)
    with pytest.raises(errors.WrongState):
        services.withdraw_draft(
            draft_id=draft.id, reason="Thừa.", actor=province.justice.leader, now=FRIDAY_9AM
        )


def test_another_agency_cannot_find_the_draft(province):
    draft = a_draft(province.justice)
    with pytest.raises(errors.DraftNotFound):
        services.submit_draft(
            draft_id=draft.id, slip="", actor=province.finance.officer, now=FRIDAY_9AM
        )
