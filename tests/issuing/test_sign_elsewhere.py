"""Signing with a token of one's own: the file goes out, is signed, comes back (C1)."""

import io
from contextlib import contextmanager
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.issuing import builders
from tests.issuing.builders import (
    FRIDAY_9AM,
    MINUTE,
    _issued,
    a_draft,
    a_letter,
    a_province,
    numbered,
    submitted,
    the_authority,
    to,
)
from tests.issuing.outside import signed_outside
from tests.left_behind import assert_nothing_left

from lienthong.access import services as access
from lienthong.access.errors import RightMissing
from lienthong.blobs import queries as blobs
from lienthong.directory import services as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import LegalValue
from lienthong.issuing import errors, queries, services
from lienthong.issuing.services.signing.sign_elsewhere import TO_BRING_BACK
from lienthong.issuing.types import DraftState
from lienthong.signatures import errors as signature_errors
from lienthong.signatures import services as signatures
from lienthong.signatures.adapters.keyfiles import KeyFiles
from lienthong.signatures.types import HolderKind

pytestmark = pytest.mark.once
HOUR = timedelta(hours=1)
LARGEST = 10 * 1024 * 1024


@pytest.fixture
def waiting(province):
    """The justice department and a draft that waits for its leader's signature."""
    draft = a_draft(province.justice, to(province.committee))
    submitted(province.justice, draft)
    return province.justice, draft


@pytest.fixture
def nothing_left(django_capture_on_commit_callbacks):
    """Files in quarantine go with the commit."""

    @contextmanager
    def look():
        with assert_nothing_left(), django_capture_on_commit_callbacks(execute=True):
            yield

    return look


def content(digest: str) -> bytes:
    with blobs.open_content(digest) as source:
        return source.read()


def given_out(office, draft, *, now=FRIDAY_9AM) -> bytes:
    file = services.give_out_to_sign(draft_id=draft.id, actor=office.leader, now=now)
    return content(file.digest)


def brought(office, draft, pdf: bytes, *, now=FRIDAY_9AM + MINUTE):
    return services.bring_signed(
        io.BytesIO(pdf),
        draft_id=draft.id,
        name="da-ky.pdf",
        largest=LARGEST,
        actor=office.leader,
        now=now,
    )


def by_leader(pdf: bytes, **how) -> bytes:
    return signed_outside(pdf, _issued(HolderKind.PERSON), **how)


@pytest.mark.parametrize("field", ["Signature1", "NguoiKy"])
def test_C1_a_letter_signed_by_a_token_elsewhere_is_numbered_sealed_and_issued(waiting, field):
    """Whether the signer's program makes a field of its own or fills the prepared one."""
    office, draft = waiting
    card = brought(office, draft, by_leader(given_out(office, draft), field=field))

    assert card.state == DraftState.SIGNED
    assert card.signed_at == FRIDAY_9AM
    card = services.issue_at_once(
        draft_id=draft.id, signer=KeyFiles(), actor=office.clerk, now=FRIDAY_9AM + 2 * MINUTE
    )
    assert card.state == DraftState.ISSUED
    assert documents.version_card(card.version_id).legal_value == LegalValue.ORIGINAL
    verdict = signatures.judge_content(
        digest=card.content_digest,
        source=io.BytesIO(content(card.content_digest)),
        now=FRIDAY_9AM + 2 * MINUTE,
    )
    assert [each.verdict for each in verdict.findings] == ["valid", "valid"]
    assert verdict.findings[0].holder_id == office.leader.person_id
    names = [step.name for step in queries.course(draft.id)]
    assert names[-5:] == ["given-out", "signed-elsewhere", "numbered", "sealed", "issued"]


def test_the_seal_may_be_set_elsewhere_too(province):
    office = province.justice
    draft = a_draft(office, to(province.committee))
    numbered(office, draft)
    file = services.give_out_to_seal(draft_id=draft.id, actor=office.clerk)
    sealed = signed_outside(content(file.digest), _issued(HolderKind.AGENCY), field="CoQuan")
    for _ in range(2):
        card = services.bring_sealed(
            io.BytesIO(sealed),
            draft_id=draft.id,
            name="da-dong-dau.pdf",
            largest=LARGEST,
            actor=office.clerk,
            now=FRIDAY_9AM + MINUTE,
        )
    assert card.state == DraftState.SEALED
    assert [step.name for step in queries.course(draft.id)][-1] == "sealed-elsewhere"

    card = services.issue_document(draft_id=draft.id, actor=office.clerk, now=FRIDAY_9AM + MINUTE)
    assert documents.version_card(card.version_id).legal_value == LegalValue.ORIGINAL


def test_the_leader_cannot_bring_the_seal_of_the_agency(province):
    office = province.justice
    draft = a_draft(office)
    numbered(office, draft)
    with pytest.raises(RightMissing):
        services.give_out_to_seal(draft_id=draft.id, actor=office.leader)


def test_the_same_file_goes_out_until_its_time_is_over_and_comes_back_twice_as_once(waiting):
    office, draft = waiting
    first = given_out(office, draft)
    assert given_out(office, draft, now=FRIDAY_9AM + MINUTE) == first
    signed = by_leader(first)
    cards = [brought(office, draft, signed) for _ in range(2)]

    assert cards[0] == cards[1]
    names = [step.name for step in queries.course(draft.id)]
    assert (names.count("given-out"), names.count("signed-elsewhere")) == (1, 1)


def _saved_anew(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out)
    return out.getvalue()


def _with_a_note(pdf: bytes) -> bytes:
    """A remark that somebody left on the page before it was signed."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                [generic.NumberObject(side) for side in (100, 400, 300, 500)]
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("Số tiền: 900.000.000 đồng"),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_number(pdf: bytes) -> bytes:
    source = io.BytesIO(pdf)
    return pdf + signatures.number_update(source, number="99", issued_on=FRIDAY_9AM.date())


def _broken(signed: bytes, given: bytes) -> bytes:
    """One byte of the signed part that was added, changed afterwards."""
    at = signed.index(b"/Contents", len(given)) - 40
    return signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]


def test_another_person_s_certificate_an_unknown_one_and_the_seal_are_told_apart(
    waiting, nothing_left
):
    office, draft = waiting
    given = given_out(office, draft)
    with nothing_left(), pytest.raises(signature_errors.ReturnedSignedByAnother) as refused:
        brought(office, draft, signed_outside(given, _issued(HolderKind.AGENCY)))
    assert refused.value.facts["awaited"] == draft.facts.signer_name
    assert refused.value.facts["signer"] == "Sở Tư pháp"

    stranger = the_authority().person("Ai đó", position="Phó Giám đốc", agency="Sở Tư pháp")
    with nothing_left(), pytest.raises(signature_errors.ReturnedCertificateUnknown):
        brought(office, draft, signed_outside(given, stranger))


_REFUSED = {
    "not signed": (lambda given: given, signature_errors.ReturnedUnsigned),
    "rubbish behind": (lambda given: given + b"\n%rac", signature_errors.ReturnedUnsigned),
    "saved anew": (_saved_anew, signature_errors.ReturnedOtherFile),
    "signed after": (
        lambda given: by_leader(_saved_anew(given)),
        signature_errors.ReturnedOtherFile,
    ),
    "another file": (lambda given: by_leader(a_letter()), signature_errors.ReturnedOtherFile),
    "note": (lambda given: by_leader(_with_a_note(given)), signature_errors.ReturnedChanged),
    "number": (lambda given: by_leader(_with_number(given)), signature_errors.ReturnedChanged),
    "broken": (lambda given: _broken(by_leader(given), given), signature_errors.ReturnedBroken),
    "clock": (
        lambda given: by_leader(given, at=FRIDAY_9AM + HOUR),
        signature_errors.ReturnedBroken,
    ),
    "locked": (lambda given: by_leader(given, certify=True), signature_errors.ReturnedLocked),
}


def test_what_is_not_this_file_with_a_sound_signature_is_refused_and_leaves_nothing(
    waiting, nothing_left
):
    office, draft = waiting
    given = given_out(office, draft)
    for change, refusal in _REFUSED.values():
        pdf = change(given)
        with nothing_left(), pytest.raises(refusal):
            brought(office, draft, pdf)
    stands = queries.draft_card(draft.id, agency_id=office.agency.id)
    assert stands.state == DraftState.AWAITING_SIGNATURE

    assert brought(office, draft, by_leader(given)).state == DraftState.SIGNED


def test_a_file_that_lay_about_too_long_is_given_out_anew(waiting, nothing_left):
    office, draft = waiting
    late = FRIDAY_9AM + TO_BRING_BACK
    given = given_out(office, draft)
    signed = by_leader(given)
    with nothing_left(), pytest.raises(errors.BroughtBackTooLate) as refused:
        brought(office, draft, signed, now=late)
    assert refused.value.facts["until"] == "09:00 23/11/2026"

    assert given_out(office, draft, now=late) != given
    with pytest.raises(signature_errors.ReturnedOtherFile):
        brought(office, draft, signed, now=late + MINUTE)


def test_A10_the_limit_for_issuing_runs_from_the_signature_and_not_from_its_coming_back(waiting):
    office, draft = waiting
    signed = by_leader(given_out(office, draft), at=FRIDAY_9AM + HOUR)
    card = brought(office, draft, signed, now=FRIDAY_9AM + timedelta(days=2))

    assert card.signed_at == FRIDAY_9AM + HOUR


def test_a_clock_that_is_slow_does_not_let_a_signature_be_older_than_its_file(waiting):
    office, draft = waiting
    signed = by_leader(given_out(office, draft), at=FRIDAY_9AM - 30 * HOUR)

    assert brought(office, draft, signed).signed_at == FRIDAY_9AM


def test_a_file_of_an_earlier_turn_is_not_taken_after_the_draft_was_submitted_anew(waiting):
    office, draft = waiting
    signed = by_leader(given_out(office, draft))
    services.return_draft(draft_id=draft.id, reason="Sửa lại", actor=office.leader, now=FRIDAY_9AM)
    with pytest.raises(errors.WrongState):
        brought(office, draft, signed)
    submitted(office, draft)
    with pytest.raises(errors.NotGivenOut):
        brought(office, draft, signed)


def test_only_the_one_to_whom_it_was_submitted_fetches_and_brings(waiting, nothing_left):
    office, draft = waiting
    second = directory.appoint(
        person_id=office.clerk.person_id,
        agency_id=office.agency.id,
        role="leader",
        title="Phó Giám đốc",
        valid_from=FRIDAY_9AM.date() - timedelta(days=9),
    )
    other = access.actor_for(second.id, on=FRIDAY_9AM.date())
    with pytest.raises(errors.NotTheSigner):
        services.give_out_to_sign(draft_id=draft.id, actor=other, now=FRIDAY_9AM)
    with nothing_left(), pytest.raises(RightMissing):
        services.bring_signed(
            io.BytesIO(b"%PDF"),
            draft_id=draft.id,
            name="a.pdf",
            largest=LARGEST,
            actor=office.clerk,
            now=FRIDAY_9AM,
        )


@pytest.fixture
def tokens(db):
    """A province where all keys are on tokens: certificates are declared, no key is kept here."""
    province = a_province(can_sign=False)
    builders.trust_the_authority()
    office = province.justice
    for kind, holder in (
        (HolderKind.PERSON, office.leader.person_id),
        (HolderKind.AGENCY, office.agency.id),
    ):
        signatures.register_certificate(
            pem=_issued(kind).pem,
            chain=the_authority().chain,
            holder_kind=kind,
            holder_id=holder,
        )
    return province


def test_the_pages_lead_from_the_signature_to_the_issue_without_a_key_kept_here(tokens, signed_in):
    office = tokens.justice
    draft = a_draft(office, to(tokens.committee))
    submitted(office, draft)
    leader, clerk = signed_in(office.leader), signed_in(office.clerk)
    page = f"/du-thao/{draft.id}/"

    told = leader.get(page).content.decode()
    assert "Tải tệp để ký" in told
    assert f'action="{page}ky/"' not in told
    fetched = leader.post(f"{page}tep-de-ky/")
    assert fetched["Content-Disposition"] == 'attachment; filename="bao-cao.pdf"'
    given = b"".join(fetched.streaming_content)
    assert "gửi lại trước 09:01 23/11/2026" in leader.get(page).content.decode()

    refused = leader.post(
        f"{page}tep-da-ky/", {"file": _file(given)}, headers={"X-In-Place": "yes"}
    )
    assert refused.status_code == 422
    assert "chưa có chữ ký số nào" in refused.content.decode()
    nothing = leader.post(f"{page}tep-da-ky/", {}, headers={"X-In-Place": "yes"})
    assert "Chưa chọn tệp văn bản." in nothing.content.decode()
    taken = leader.post(f"{page}tep-da-ky/", {"file": _file(by_leader(given))})
    assert taken.url == page

    assert "Khóa con dấu số không để ở máy chủ" in clerk.get(page).content.decode()
    clerk.post(f"{page}lay-so/")
    numbered_file = b"".join(clerk.post(f"{page}tep-de-ky/").streaming_content)
    sealed = signed_outside(numbered_file, _issued(HolderKind.AGENCY), field="Signature2")
    clerk.post(f"{page}tep-da-ky/", {"file": _file(sealed)})
    told = clerk.get(page).content.decode()
    assert "chỉ còn gửi đi" in told
    assert "Tải tệp để đóng dấu" not in told
    clerk.post(f"{page}phat-hanh/")
    card = queries.draft_card(draft.id, agency_id=office.agency.id)
    assert card.state == DraftState.ISSUED
    assert documents.version_card(card.version_id).legal_value == LegalValue.ORIGINAL


def test_where_the_key_is_kept_here_the_token_is_offered_beside_the_button(province, signed_in):
    draft = a_draft(province.justice)
    submitted(province.justice, draft)
    told = signed_in(province.justice.leader).get(f"/du-thao/{draft.id}/").content.decode()
    assert f'action="/du-thao/{draft.id}/ky/"' in told
    assert "<summary>Ký bằng thiết bị của bạn</summary>" in told


def _file(pdf: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("da-ky.pdf", pdf, content_type="application/pdf")


def test_a_certificate_that_is_declared_later_is_taken_then(db):
    province = a_province(can_sign=False)
    builders.trust_the_authority()
    draft = a_draft(province.justice)
    submitted(province.justice, draft)
    signed = by_leader(given_out(province.justice, draft))
    with pytest.raises(signature_errors.ReturnedCertificateUnknown):
        brought(province.justice, draft, signed)
    builders.give_keys(province.justice)
    assert brought(province.justice, draft, signed).state == DraftState.SIGNED
