"""The one check before sending: everything at once, each with its cause and next step."""

from datetime import date, timedelta

import pytest
from tests.issuing import builders
from tests.issuing.builders import (
    FRIDAY_9AM,
    a_complete_draft,
    a_draft,
    a_scan,
    an_upload,
    the_facts,
    to,
)

from lienthong.access.errors import RightMissing
from lienthong.documents.types import FindingLevel, Urgency
from lienthong.issuing import errors, services
from lienthong.issuing.types import Origin, ToCheck
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import VIETNAM

pytestmark = pytest.mark.django_db


def checked(
    office, *recipients, now=FRIDAY_9AM, origin=Origin.HERE, pdf=None, actor=None, **changes
):
    asked = ToCheck(
        the_facts(office, *recipients, **changes), origin, an_upload(office.clerk, pdf, now=now)
    )
    return services.check_before_sending(asked, actor=actor or office.clerk, now=now)


def codes(result, level):
    return {finding.code for finding in result.findings if finding.level == level}


def test_everything_that_is_wrong_is_told_at_once_the_worst_first(province):
    result = checked(
        province.justice, subject="", notation="", kind="khong-co", signer_post_id=None
    )

    assert codes(result, FindingLevel.STOP) == {
        "issuing.signer-missing",
        "documents.field-missing",
        "documents.unknown-kind",
        "exchange.no-recipients",
    }
    assert result.findings[0].level == FindingLevel.STOP
    assert result.findings[-1].level == FindingLevel.OK
    assert not result.can_go


def test_every_stop_has_its_cause_and_its_next_step(province):
    result = checked(province.justice, subject="", notation="", signer_post_id=None)

    assert result.stops
    assert all(stop.sentence and stop.cause and stop.next_step for stop in result.stops)


def test_A10_the_limit_is_that_of_a_document_signed_now(province):
    ordinary = checked(province.justice, to(province.committee))
    urgent = checked(province.justice, to(province.committee), urgency=Urgency.FLASH)

    assert f"{ordinary.issue_by.astimezone(VIETNAM):%d/%m %H:%M}" == "23/11 12:00"
    assert urgent.issue_by < ordinary.issue_by


def test_A10_a_file_that_was_completed_long_ago_is_told_to_be_late(db):
    province = builders.a_province(can_sign=False)
    result = checked(
        province.finance,
        to(province.committee),
        now=FRIDAY_9AM + timedelta(days=7),
        origin=Origin.COMPLETE,
        pdf=a_scan(),
        number=3,
        issued_on=date(2026, 11, 20),
    )

    assert "issuing.late" in codes(result, FindingLevel.WARN)
    assert result.can_go


def test_a_number_that_is_taken_stops(db):
    province = builders.a_province(can_sign=False)
    finance = province.finance
    draft = a_complete_draft(finance, to(province.committee), pdf=a_scan())
    services.issue_document(draft_id=draft.id, actor=finance.clerk, now=FRIDAY_9AM)
    result = checked(
        finance,
        to(province.committee),
        origin=Origin.COMPLETE,
        number=12,
        issued_on=date(2026, 11, 20),
    )

    assert "documents.number-doubled" in codes(result, FindingLevel.STOP)


def test_a_draft_is_checked_with_its_own_file_and_is_no_double_of_itself(province):
    draft = a_draft(province.justice, to(province.committee))
    result = services.check_before_sending(
        ToCheck(draft.facts, draft.origin, draft_id=draft.id),
        actor=province.justice.officer,
        now=FRIDAY_9AM,
    )

    assert result.can_go
    assert result.examination.page_count == 1


def test_a_withdrawn_draft_is_no_double(province):
    draft = a_draft(province.justice, to(province.committee))
    services.withdraw_draft(
        draft_id=draft.id,
        reason="Gộp vào báo cáo tháng.",
        actor=province.justice.officer,
        now=FRIDAY_9AM,
    )

    assert checked(province.justice, to(province.committee)).can_go


def test_a_large_file_is_a_warning(province, monkeypatch):
    monkeypatch.setattr("lienthong.issuing.rules.LARGE", 1_000)
    result = checked(province.justice, to(province.committee))

    assert codes(result, FindingLevel.WARN) == {"issuing.file-large"}
    assert result.can_go


def test_an_answer_in_the_same_words_but_for_v_v_is_not_told_to_differ(province):
    result = checked(
        province.justice, to(province.committee), subject="Báo cáo công tác tư pháp tháng 11."
    )

    assert "issuing.subject-differs" not in codes(result, FindingLevel.WARN)


def test_an_upload_that_is_gone_is_told_in_its_place(province):
    asked = ToCheck(
        the_facts(province.justice, to(province.committee)),
        Origin.HERE,
        an_upload(province.finance.clerk),
    )
    result = services.check_before_sending(asked, actor=province.justice.clerk, now=FRIDAY_9AM)

    assert codes(result, FindingLevel.STOP) == {"blobs.upload-not-found"}


def test_who_may_not_check_is_refused(province):
    stranger = Actor(ActorKind.PERSON, "Người lạ", agency_id=province.justice.agency.id)
    with pytest.raises(RightMissing):
        services.check_before_sending(
            ToCheck(the_facts(province.justice), Origin.HERE), actor=stranger, now=FRIDAY_9AM
        )


OTHERS = "một văn bản khác"


def told(result, code) -> str:
    return next(each.facts["subject"] for each in result.findings if each.code == code)


def test_the_subject_of_a_taken_number_is_told_only_to_who_may_see_the_document(db):
    finance = (province := builders.a_province(can_sign=False)).finance
    draft = a_complete_draft(
        finance, to(province.committee), pdf=a_scan(), subject="V/v việc của văn thư"
    )
    services.issue_document(draft_id=draft.id, actor=finance.clerk, now=FRIDAY_9AM)
    given = {"origin": Origin.COMPLETE, "number": 12, "issued_on": date(2026, 11, 20)}
    by_officer = checked(finance, actor=finance.officer, **given)
    by_clerk = checked(finance, **given)

    assert told(by_officer, "documents.number-doubled") == OTHERS
    assert told(by_clerk, "documents.number-doubled") == "V/v việc của văn thư"


def test_the_subject_of_the_same_file_is_told_only_to_who_may_see_the_draft(province):
    justice = province.justice
    a_draft(justice, actor=justice.clerk, subject="V/v việc của văn thư")

    assert told(checked(justice, actor=justice.officer), "issuing.content-doubled") == OTHERS
    assert told(checked(justice), "issuing.content-doubled") == "V/v việc của văn thư"


def test_a_draft_that_the_actor_may_not_see_is_not_checked_for_the_actor(province):
    justice = province.justice
    draft = a_draft(justice, actor=justice.clerk)
    with pytest.raises(errors.DraftNotFound):
        services.check_before_sending(
            ToCheck(draft.facts, draft.origin, draft_id=draft.id),
            actor=justice.officer,
            now=FRIDAY_9AM,
        )
