"""What a document is worth, in the words of the law of its day (A9)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.documents.rules.legal_value import TOLD, Issuer, legal_standing, told
from lienthong.documents.types import LegalStanding, LegalValue, PolicyCard, Road
from lienthong.signatures.types import ContentVerdict, HolderKind, SignatureFinding, Verdict

SIGNED_AT = datetime(2026, 11, 16, 2, tzinfo=UTC)
ISSUER = Issuer(UUID(int=1), "UBND tỉnh Đồng Nai")
LEADER = UUID(int=2)
LAW_2005 = {"signatures": "one"}
DECISION_28 = {"signatures": "one", "only_by_system": True}
DECREE_30 = {"signatures": "both"}


def rule(value):
    return PolicyCard(UUID(int=9), "legal-value", "Điều 5", "", value, date(2006, 3, 1), None)


def signature(kind, holder, name, *, verdict=Verdict.VALID, reason="untouched", **more):
    return SignatureFinding(
        field="Signature",
        verdict=verdict,
        reason=reason,
        sentence=more.pop("sentence", "Chữ ký hợp lệ."),
        holder_kind=kind,
        holder_id=holder,
        signer_name=name,
        signed_at=more.pop("signed_at", SIGNED_AT),
        **more,
    )


PERSON = signature(HolderKind.PERSON, LEADER, "Nguyễn Văn A", position="Phó Chủ tịch")
SEAL = signature(HolderKind.AGENCY, ISSUER.id, "UBND tỉnh Đồng Nai")
SEAL_OF_ANOTHER = signature(HolderKind.AGENCY, UUID(int=3), "Sở Y tế")


def judge(*findings, by=DECREE_30, is_scan=False, road=Road.PACKAGE, issuer=ISSUER, is_copy=False):
    verdict = Verdict.UNSIGNED
    if findings:
        verdicts = {each.verdict for each in findings}
        order = (Verdict.INVALID, Verdict.CANNOT_TELL, Verdict.VALID)
        verdict = next(each for each in order if each in verdicts)
    return legal_standing(
        verdict=ContentVerdict("d" * 64, verdict, tuple(findings), SIGNED_AT),
        issuer=issuer,
        is_scan=is_scan,
        road=road,
        rule=rule(by) if by else None,
        is_copy=is_copy,
    )


def words(standing: LegalStanding) -> str:
    return standing.sentence % standing.facts


@pytest.mark.parametrize("is_scan", [False, True])
def test_A9_a_copy_is_worth_what_the_main_copy_is_by_the_seal_alone(is_scan):
    standing = judge(SEAL, is_copy=True, is_scan=is_scan)
    assert standing.value == LegalValue.COPY
    assert words(standing) == (
        "Bản sao điện tử: con dấu của UBND tỉnh Đồng Nai hợp lệ, ký ngày 16/11/2026. "
        "Có giá trị như bản chính."
    )


@pytest.mark.parametrize("findings", [(PERSON,), (SEAL_OF_ANOTHER,)])
def test_A9_a_copy_without_the_seal_of_who_copied_is_not_worth_it(findings):
    assert judge(*findings, is_copy=True).value == LegalValue.INCOMPLETE


def test_A9_a_scan_that_was_called_a_copy_before_the_decree_stays_a_scan():
    assert judge(SEAL, by=DECISION_28, is_copy=True, is_scan=True).value == LegalValue.SCAN


def test_A9_a_copy_that_was_changed_or_that_nobody_sealed_is_none():
    broken = signature(HolderKind.AGENCY, ISSUER.id, "UBND tỉnh", verdict=Verdict.INVALID)
    assert judge(broken, is_copy=True).value == LegalValue.INVALID
    assert judge(is_copy=True).value == LegalValue.INFORMATION


def test_A9_both_signatures_make_an_original_that_replaces_paper():
    standing = judge(PERSON, SEAL)
    assert standing.value == LegalValue.ORIGINAL
    assert words(standing) == (
        "Bản gốc điện tử: chữ ký của Phó Chủ tịch Nguyễn Văn A và con dấu của UBND tỉnh Đồng Nai "
        "đều hợp lệ, ký ngày 16/11/2026. Thay thế bản giấy."
    )
    assert standing.clause == "Điều 5"


def test_A9_without_the_seal_it_waits_for_paper():
    standing = judge(PERSON)
    assert standing.value == LegalValue.INCOMPLETE
    assert words(standing) == "Chưa đủ giá trị: thiếu chữ ký số của cơ quan. Chờ bản giấy."


def test_A9_without_the_person_it_waits_for_paper():
    standing = judge(SEAL)
    assert standing.value == LegalValue.INCOMPLETE
    assert "thiếu chữ ký số của người có thẩm quyền" in words(standing)


def test_A9_the_seal_of_another_agency_is_not_the_issuers():
    assert judge(PERSON, SEAL_OF_ANOTHER).value == LegalValue.INCOMPLETE
    only_theirs = judge(SEAL_OF_ANOTHER)
    assert only_theirs.value == LegalValue.INCOMPLETE
    assert "không phải của cơ quan ban hành" in words(only_theirs)


def test_A9_a_changed_file_is_refused():
    changed = signature(
        HolderKind.PERSON, LEADER, "A", verdict=Verdict.INVALID, reason="content-changed"
    )
    standing = judge(changed, SEAL)
    assert standing.value == LegalValue.INVALID
    assert words(standing) == ("Chữ ký không hợp lệ: tệp đã bị sửa sau khi ký. Từ chối tiếp nhận.")


def test_A9_any_other_fault_is_named():
    revoked = signature(
        HolderKind.PERSON,
        LEADER,
        "A",
        verdict=Verdict.INVALID,
        reason="revoked",
        sentence="Chứng thư đã bị thu hồi trước thời điểm ký.",
    )
    assert words(judge(revoked)) == (
        "Chữ ký không hợp lệ: chứng thư đã bị thu hồi trước thời điểm ký. Từ chối tiếp nhận."
    )


def test_A9_cannot_tell_is_neither_and_is_tried_again():
    unsure = signature(
        None,
        None,
        "A",
        verdict=Verdict.CANNOT_TELL,
        reason="issuer-unknown",
        sentence="Chưa xác định: tổ chức cấp chứng thư chưa có trong danh sách tin cậy.",
    )
    standing = judge(unsure, SEAL)
    assert standing.value == LegalValue.UNDETERMINED
    assert words(standing) == (
        "Chưa kết luận được về chữ ký: tổ chức cấp chứng thư chưa có trong danh sách tin cậy. "
        "Hệ thống sẽ tự kiểm tra lại."
    )


def test_A9_unsigned_is_for_information():
    standing = judge()
    assert standing.value == LegalValue.INFORMATION
    assert "không thay thế bản giấy" in words(standing)


def test_C3_a_scan_is_never_an_original_whoever_signed_it_afterwards():
    for findings in ((), (SEAL,), (PERSON, SEAL)):
        assert judge(*findings, is_scan=True).value == LegalValue.SCAN


@pytest.mark.parametrize("law", [LAW_2005, DECISION_28])
def test_A9_one_signature_was_enough_until_march_2020(law):
    standing = judge(PERSON, by=law)
    assert standing.value == LegalValue.ORIGINAL
    assert words(standing) == (
        "Bản điện tử có chữ ký số hợp lệ của Phó Chủ tịch Nguyễn Văn A, ký ngày 16/11/2026. "
        "Thay thế bản giấy."
    )
    assert judge(SEAL, by=law).value == LegalValue.ORIGINAL
    assert judge(SEAL_OF_ANOTHER, by=law).value == LegalValue.INCOMPLETE


def test_A9_in_2018_only_what_came_through_the_system_replaced_paper():
    assert judge(PERSON, by=DECISION_28, road=Road.MAIL).value == LegalValue.INFORMATION
    assert judge(PERSON, by=DECISION_28, road=Road.PACKAGE).value == LegalValue.ORIGINAL
    assert judge(PERSON, SEAL, by=DECREE_30, road=Road.MAIL).value == LegalValue.ORIGINAL


def test_A9_before_any_law_a_digital_signature_was_worth_nothing_by_itself():
    standing = judge(PERSON, SEAL, by=None)
    assert standing.value == LegalValue.INFORMATION
    assert standing.clause == ""


def test_A9_certificates_that_we_do_not_know_count_by_the_name_they_are_made_out_to():
    person = signature(None, None, "Trần B", organization="UBND tỉnh Đồng Nai")
    seal = signature(None, None, "UBND TỈNH ĐỒNG NAI", organization="Đồng Nai")
    assert judge(person, seal).value == LegalValue.ORIGINAL
    assert judge(person).value == LegalValue.INCOMPLETE
    of_another_body = signature(None, None, "Sở Y tế", organization="Sở Y tế")
    assert judge(person, of_another_body).value == LegalValue.INCOMPLETE


def test_A9_a_signature_without_a_time_is_told_without_one():
    timeless = signature(HolderKind.AGENCY, ISSUER.id, "UBND", signed_at=None)
    assert "ký ngày" not in words(judge(PERSON, timeless))


def test_where_no_verdict_is_at_hand_every_value_has_its_sentence():
    assert set(TOLD) == set(LegalValue)
    assert all(words(told(value)) for value in LegalValue)


findings = st.lists(
    st.builds(
        signature,
        st.sampled_from([None, HolderKind.PERSON, HolderKind.AGENCY]),
        st.sampled_from([None, ISSUER.id, LEADER]),
        st.sampled_from(["", "Nguyễn Văn A", "UBND tỉnh Đồng Nai", "100% đúng"]),
        verdict=st.sampled_from([Verdict.VALID, Verdict.INVALID, Verdict.CANNOT_TELL]),
    ),
    max_size=4,
)
laws = st.sampled_from([None, LAW_2005, DECISION_28, DECREE_30])


@given(findings=findings, law=laws, is_scan=st.booleans(), road=st.sampled_from(Road))
def test_A9_nothing_is_an_original_unless_all_its_signatures_are_valid(
    findings, law, is_scan, road
):
    standing = judge(*findings, by=law, is_scan=is_scan, road=road)
    assert words(standing)
    if standing.value == LegalValue.ORIGINAL:
        assert findings
        assert not is_scan
        assert law
        assert {each.verdict for each in findings} == {Verdict.VALID}
    if any(each.verdict == Verdict.INVALID for each in findings):
        assert standing.value == LegalValue.INVALID


@given(findings=findings, road=st.sampled_from(Road))
def test_A9_an_original_by_the_stricter_rule_is_one_by_the_older(findings, road):
    if judge(*findings, by=DECREE_30, road=road).value == LegalValue.ORIGINAL:
        assert judge(*findings, by=LAW_2005, road=road).value == LegalValue.ORIGINAL
