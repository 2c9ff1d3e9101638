import hashlib
import io

import pikepdf
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import ReasonFlags
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.signatures import builders
from tests.signatures.builders import DAY, HOUR, MINUTE, NOW

from lienthong.kernel import news
from lienthong.kernel.actor import Actor
from lienthong.signatures import errors, events, queries, rules, services
from lienthong.signatures.adapters.test_authority import TestAuthority
from lienthong.signatures.adapters.time_stamps import LocalTimeStamper
from lienthong.signatures.models import Certificate, SigningRequest, TrustAnchor, VerdictRow
from lienthong.signatures.types import (
    AnchorPurpose,
    HolderKind,
    Modification,
    TimeSource,
    Verdict,
)

# What a file is found to be depends on its bytes; tests of what asks for verdicts run on both.
pytestmark = pytest.mark.once
DIGEST = "d" * 64


def _reasons(pdf: bytes, **when) -> list[str]:
    return [finding.reason for finding in builders.judged(pdf, **when).findings]


def _changed_field(pdf: bytes, name: str, value: str) -> bytes:
    """An incremental update as somebody else's program would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for entry in writer.root["/AcroForm"]["/Fields"]:
        field = entry.get_object()
        if field["/T"] == name:
            field["/V"] = generic.pdf_string(value)
            writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _with_note(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    content = generic.StreamObject(stream_data=b"BT /F1 12 Tf 50 50 Td (them) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(content))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _tampered(pdf: bytes) -> bytes:
    """One byte of the visible text differs; the structure still holds."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stream = document.pages[0].Contents.read_raw_bytes()
    place = pdf.index(stream) + len(stream) // 2
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_C1_signed_numbered_and_sealed_both_signatures_are_valid(world):
    verdict = builders.judged(builders.an_issued_letter(world))

    assert verdict.verdict == Verdict.VALID
    person, agency = verdict.findings
    assert (person.reason, agency.reason) == ("only-filled-in", "untouched")
    assert person.modification == Modification.FORM_FILLING
    assert agency.covers_whole_file
    assert not person.covers_whole_file


def test_C2_a_finding_names_the_signer_in_full(world):
    verdict = builders.judged(builders.an_issued_letter(world))
    person, agency = verdict.findings

    assert (person.signer_name, person.position) == (builders.NAME, "Phó Chủ tịch")
    assert (person.holder_kind, person.holder_id) == (HolderKind.PERSON, world.person_id)
    assert (agency.signer_name, agency.holder_id) == (builders.AGENCY, world.agency_id)
    assert (agency.signed_at, agency.time_source) == (NOW + MINUTE, TimeSource.CLAIMED)
    assert "Cơ quan chứng thực thử nghiệm" in person.issuer
    assert "sha256" in person.algorithm
    assert int(person.serial, 16) == builders.the_person().certificate.serial_number


def test_a_finding_says_where_the_face_of_its_signature_lies(world):
    signed = builders.signed_by_person(world)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (rectangle,) = (
            [float(edge) for edge in field.Rect]
            for field in pdf.pages[0].Annots
            if field.get("/FT") == "/Sig" and "/V" in field
        )
    (finding,) = builders.judged(signed).findings
    assert finding.page == 1
    assert finding.box == pytest.approx(rectangle)


def test_C1_a_time_stamp_is_told_from_a_claimed_time(world):
    stamper = builders.the_authority().stamper(at=NOW + 7 * MINUTE)
    finding = builders.judged(builders.signed_by_person(world, time_stamper=stamper)).findings[0]

    assert finding.verdict == Verdict.VALID
    assert (finding.signed_at, finding.time_source) == (NOW + 7 * MINUTE, TimeSource.STAMPED)


def test_a_time_stamp_of_an_unknown_service_leaves_a_doubt(world):
    stamper = builders.the_authority().stamper(at=NOW)
    signed = builders.signed_by_person(world, time_stamper=stamper)
    TrustAnchor.objects.filter(purpose="time-stamp").delete()

    assert _reasons(signed) == ["stamp-not-trusted"]


def test_A9_an_unsigned_file_is_neither_valid_nor_invalid(db):
    verdict = builders.judged(builders.a_letter())
    assert verdict.verdict == Verdict.UNSIGNED
    assert verdict.findings == ()
    assert builders.judged(builders.a_prepared_letter()).verdict == Verdict.UNSIGNED


def test_A9_one_changed_byte_makes_both_signatures_invalid(world):
    verdict = builders.judged(_tampered(builders.an_issued_letter(world)))
    assert verdict.verdict == Verdict.INVALID
    assert [f.reason for f in verdict.findings] == ["content-changed", "content-changed"]


def test_A9_a_number_changed_after_the_seal_is_invalid(world):
    changed = _changed_field(builders.an_issued_letter(world), "SoVanBan", "999")
    _person, agency = builders.judged(changed).findings
    assert agency.verdict == Verdict.INVALID
    assert agency.reason == "changed-beyond-allowed"
    assert builders.judged(changed).verdict == Verdict.INVALID


def test_A9_content_added_after_the_persons_signature_is_invalid(world):
    assert _reasons(_with_note(builders.signed_by_person(world))) == ["changed-beyond-allowed"]


def test_A9_content_added_under_the_seal_spoils_the_persons_signature(world):
    spoiled = builders.sealed_by_agency(
        world, _with_note(builders.numbered(builders.signed_by_person(world)))
    )
    assert _reasons(spoiled) == ["changed-beyond-allowed", "untouched"]


def test_an_unknown_issuer_leaves_a_doubt_and_is_not_called_invalid(world):
    signed = builders.signed_by_person(world)
    TrustAnchor.objects.all().delete()
    assert _reasons(signed) == ["issuer-unknown"]


def test_an_issuer_is_trusted_in_its_days_only(world):
    signed = builders.signed_by_person(world)
    for purpose in AnchorPurpose:
        services.end_trust(
            fingerprint_of=builders.the_authority().root.certificate.fingerprint(SHA256()).hex(),
            purpose=purpose,
            until_on=(NOW - 2 * DAY).date(),
            actor=Actor.installation(),
            now=NOW,
        )
    assert _reasons(signed) == ["issuer-unknown"]


def test_a_certificate_that_had_run_out_when_it_signed_is_invalid(db):
    authority = builders.the_authority()
    early = authority.person("Lê Văn Sớm", since=NOW - 99 * DAY, until=NOW + HOUR)
    world = builders.a_world(person=early)
    with_later_stamp = builders.signed_by_person(
        world, at=NOW, time_stamper=authority.stamper(at=NOW + 2 * HOUR)
    )
    assert _reasons(with_later_stamp, now=NOW + 3 * HOUR) == ["expired"]


def test_a_time_that_only_the_signer_claims_does_not_bring_an_expired_key_back(db):
    authority = builders.the_authority()
    person = authority.person("Lê Văn Cũ", since=NOW - 99 * DAY, until=NOW + DAY)
    world = builders.a_world(person=person)
    signed = builders.signed_by_person(world)
    stamped = builders.signed_by_person(world, time_stamper=authority.stamper(at=NOW + HOUR))
    builders.verified(signed, now=NOW + HOUR)

    later = NOW + 30 * DAY
    assert _reasons(signed, now=later) == ["untouched"]  # it was here in time
    assert _reasons(signed, now=later, digest="e" * 64) == ["expired-since"]
    assert _reasons(stamped, now=later, digest="e" * 64) == ["untouched"]


def test_a_certificate_that_was_not_yet_valid_when_it_signed_is_invalid(db):
    authority = builders.the_authority()
    world = builders.a_world(person=authority.person("Lê Văn Muộn", since=NOW - 10 * DAY))
    stamper = authority.stamper(at=NOW - 11 * DAY)
    assert _reasons(builders.signed_by_person(world, time_stamper=stamper)) == ["not-yet-valid"]


def test_a_time_in_the_future_leaves_a_doubt(world):
    signed = builders.signed_by_person(world, at=NOW + DAY)
    assert _reasons(signed, now=NOW) == ["time-in-future"]
    assert _reasons(signed, now=NOW + DAY - 5 * MINUTE) == ["untouched"]


@pytest.mark.parametrize(
    ("revoked_at", "reason"),
    [(NOW - MINUTE, "revoked"), (NOW, "revoked"), (NOW + MINUTE, "revoked-later")],
)
def test_C2_revocation_in_the_issuers_list_counts_from_its_moment(world, revoked_at, reason):
    signed = builders.signed_by_person(world)
    crls = builders.the_authority().crls([(builders.the_person(), revoked_at)], now=NOW + MINUTE)
    builders.trust_the_authority(crls=crls)
    assert _reasons(signed) == [reason]


def test_C2_revocation_noted_by_hand_counts_too(world):
    signed = builders.signed_by_person(world)
    services.revoke_certificate(
        certificate_id=world.person_certificate, reason="Mất khóa", at=NOW - MINUTE
    )
    assert _reasons(signed) == ["revoked"]


def test_a_stamped_signature_survives_a_later_revocation(world):
    stamper = builders.the_authority().stamper(at=NOW)
    signed = builders.signed_by_person(world, time_stamper=stamper)
    services.revoke_certificate(
        certificate_id=world.person_certificate, reason="Mất khóa", at=NOW + MINUTE
    )
    assert _reasons(signed) == ["untouched"]


def test_of_two_time_stamps_the_one_that_anybody_can_forge_proves_nothing(world):
    """Stamps lie outside of what is signed: who has a stolen key puts an early one beside a true
    one, of which the check of the stamp alone would take the trusted one."""
    trusted = builders.the_authority().stamper(at=NOW + 10 * MINUTE)
    signed = builders.signed_by_person(world, time_stamper=trusted)
    forger = TestAuthority(now=NOW - 100 * DAY, name="Không ai tin")
    doubled = builders.with_another_stamp(signed, forger.stamper(at=NOW - HOUR))
    assert _reasons(doubled) == ["untouched"]

    services.revoke_certificate(
        certificate_id=world.person_certificate, reason="Mất khóa", at=NOW - MINUTE
    )
    assert _reasons(doubled) == ["revoked"]


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        (ReasonFlags.key_compromise, "stamp-not-trusted"),
        (ReasonFlags.cessation_of_operation, "untouched"),
    ],
)
def test_a_stamp_of_a_service_whose_key_was_stolen_leaves_a_doubt(world, reason, found):
    """Whoever has the key stamps any moment with it, also those before the theft."""
    authority = builders.the_authority()
    service = authority.time_stamp_service()
    stamper = LocalTimeStamper(
        service.certificate, authority.issuer.certificate, service.key, at=NOW
    )
    signed = builders.signed_by_person(world, time_stamper=stamper)
    seen_before = builders.signed_by_person(world, time_stamper=stamper)
    builders.verified(seen_before, now=NOW + MINUTE, digest="e" * 64)
    assert _reasons(signed) == ["untouched"]

    stolen_at = NOW + 2 * MINUTE
    crls = authority.crls([(service, stolen_at)], now=NOW + 3 * MINUTE, reason=reason)
    builders.trust_the_authority(crls=crls)
    assert _reasons(signed) == [found]
    finding = builders.judged(seen_before, digest="e" * 64).findings[0]
    assert finding.reason == "untouched"


def test_a_signature_that_was_checked_before_the_revocation_survives_it(world):
    signed = builders.signed_by_person(world)
    builders.verified(signed, now=NOW + MINUTE)
    services.revoke_certificate(
        certificate_id=world.person_certificate, reason="Mất khóa", at=NOW + HOUR
    )
    assert builders.verified(signed, now=NOW + DAY).findings[0].reason == "untouched"


def test_C2_an_outdated_revocation_list_leaves_a_doubt(db):
    crls = builders.the_authority().crls(now=NOW - DAY, until=NOW + MINUTE)
    world = builders.a_world(crls=crls)
    signed = builders.signed_by_person(world)

    assert _reasons(signed, now=NOW) == ["untouched"]
    assert _reasons(signed, now=NOW + HOUR) == ["revocation-unknown"]


def test_revocation_lists_are_loaded_once_and_again_when_they_changed(db):
    world = builders.a_world()  # a new one, of which this process has loaded nothing
    signed = builders.signed_by_person(world)
    assert [_loads_of_lists(signed) for _check in range(3)] == [1, 0, 0]
    crls = builders.the_authority().crls(now=NOW + MINUTE)
    facts = {"actor": Actor.installation(), "now": NOW + MINUTE}
    services.take_revocation_lists(data=crls.encode(), **facts)
    assert [_loads_of_lists(signed) for _check in range(2)] == [1, 0]
    services.take_revocation_lists(data=crls.encode(), **facts)
    assert _loads_of_lists(signed) == 0, "the same list changes nothing"


def test_what_a_change_that_was_undone_taught_is_not_believed(world):
    signed = builders.signed_by_person(world)
    assert _reasons(signed) == ["untouched"]
    crls = builders.the_authority().crls([(builders.the_person(), NOW)], now=NOW)
    with transaction.atomic():
        facts = {"actor": Actor.installation(), "now": NOW}
        services.take_revocation_lists(data=crls.encode(), **facts)
        assert _reasons(signed) == ["revoked"]
        transaction.set_rollback(True)
    assert _reasons(signed) == ["untouched"]


def _loads_of_lists(pdf: bytes) -> int:
    with CaptureQueriesContext(connection) as statements:
        builders.judged(pdf)
    return sum('"crls"' in one["sql"] for one in statements)


def test_a_revocation_list_that_somebody_else_signed_does_not_count(world):
    forged = type(builders.the_authority())(now=NOW - 100 * DAY)
    signed = builders.signed_by_person(world)
    builders.lay_lists(forged.crls(now=NOW))
    assert _reasons(signed) == ["revocation-unknown"]


def test_a_certificate_for_another_use_is_invalid(db):
    authority = builders.the_authority()
    world = builders.a_world(person=authority.issuer)
    assert _reasons(builders.signed_by_person(world)) == ["wrong-use"]


def test_a_signature_of_another_agency_is_judged_without_knowing_the_holder(world):
    signed = builders.signed_by_person(world)
    SigningRequest.objects.all().delete()
    Certificate.objects.all().delete()
    verdict = builders.judged(signed)
    assert verdict.verdict == Verdict.VALID
    [finding] = verdict.findings
    assert (finding.holder_kind, finding.signer_name) == (None, builders.NAME)


def test_every_check_appends_a_row_and_none_is_changed(world):
    signed = builders.signed_by_person(world)
    for hour in range(3):
        builders.verified(signed, now=NOW + hour * HOUR)

    rows = list(VerdictRow.objects.order_by("id"))
    assert [row.checked_at for row in rows] == [NOW, NOW + HOUR, NOW + 2 * HOUR]
    with pytest.raises(TypeError):
        rows[0].save()


def test_a_recorded_verdict_reads_back_as_it_was(world):
    verdict = builders.verified(builders.an_issued_letter(world))
    assert queries.latest_verdicts([DIGEST]) == {DIGEST: verdict}
    assert queries.latest_verdicts([DIGEST]) == {DIGEST: verdict}


def test_a_check_before_sending_records_nothing(world):
    builders.judged(builders.signed_by_person(world))
    assert not VerdictRow.objects.exists()


def test_a_check_announces_what_was_found_and_what_was_known_before(world):
    heard = []
    signed = builders.signed_by_person(world)
    news.subscribe(events.ContentsJudged, heard.append)
    try:
        builders.verified(signed)
        builders.verified(signed)
    finally:
        news._subscribers[events.ContentsJudged].remove(heard.append)
    assert [(e.before, [one.verdict for one in e.verdicts]) for e in heard] == [
        ({}, [Verdict.VALID]),
        ({DIGEST: Verdict.VALID}, [Verdict.VALID]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\xff\xd8\xff\xe0 a photo"])
def test_a_file_that_is_no_pdf_is_refused_and_leaves_no_verdict(content):
    with pytest.raises(errors.Unreadable) as refusal:
        builders.verified(content)
    assert not VerdictRow.objects.exists()
    assert refusal.value.code == "signatures.unreadable"


def test_a_file_with_a_password_is_refused(db):
    with pytest.raises(errors.Encrypted):
        builders.verified(builders.with_password(builders.a_letter()))


def test_a_truncated_signed_file_is_never_valid(world):
    issued = builders.an_issued_letter(world)
    for part in (len(issued) // 3, len(issued) - 40, len(issued) - 2000):
        try:
            verdict = builders.judged(issued[:part])
        except errors.Unreadable:
            continue
        assert verdict.verdict != Verdict.VALID


def test_the_number_of_statements_does_not_grow_with_the_signatures(world):
    counts = []
    queries.trust_now()
    for pdf in (builders.signed_by_person(world), builders.an_issued_letter(world)):
        digest = hashlib.sha256(pdf).hexdigest()
        with CaptureQueriesContext(connection) as statements:
            builders.verified(pdf, digest=digest)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_every_reason_has_a_sentence_and_a_verdict():
    assert all(sentence for _verdict, sentence in rules.REASONS.values())
    assert {verdict for verdict, _s in rules.REASONS.values()} == set(Verdict) - {Verdict.UNSIGNED}
