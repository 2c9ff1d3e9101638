"""Measuring every signature of a PDF: integrity, coverage, path, revocation, time."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)

from lienthong.signatures.pdf.boxes import Box, face_of
from lienthong.signatures.pdf.gaps import completed
from lienthong.signatures.pdf.trust import Trust
from lienthong.signatures.types import AnchorPurpose, Modification, Observation, TimeSource

AT_HAND = 8 * 1024 * 1024  # bytes of a file that may lie in memory while it is measured
_MODIFICATIONS = {
    ModificationLevel.NONE: Modification.NONE,
    ModificationLevel.LTA_UPDATES: Modification.PROOFS,
    ModificationLevel.FORM_FILLING: Modification.FORM_FILLING,
    ModificationLevel.ANNOTATIONS: Modification.ANNOTATIONS,
}
_SIGNING_USES = {"non_repudiation", "digital_signature"}
_ANY_USE = KeyUsageConstraints(key_usage=set())  # the use is judged apart from the path
_WEAK = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One signature field: who is said to have signed, and what was seen; None when damaged.

    page, box: where its face lies, in points from the lower left corner; page 0: not seen.
    """

    field: str
    certificate: x509.Certificate | None
    observation: Observation | None
    algorithm: str = ""
    covers_whole_file: bool = False
    page: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the measuring depends on beside the file.

    revoked: revocations entered by hand, by fingerprint of the certificate. existed_at: when this
    very content was first seen here, if it was.
    """

    trust: Trust
    revoked: Mapping[str, datetime]
    existed_at: datetime | None
    now: datetime


class IsEncrypted(Exception):
    """The file can only be read with a password."""


def open_pdf(source: BinaryIO) -> tuple[PdfFileReader, bool]:
    """Return the file's reader, and whether the file follows the rules strictly.

    Raises IsEncrypted, or whatever the reader stumbles over when it is no PDF.
    """
    try:
        reader, regular = PdfFileReader(source, strict=True), True
        list(enumerate_sig_fields(reader))
    except Exception:  # strictness has many voices; the lenient reader decides what is fatal
        source.seek(0)
        reader, regular = PdfFileReader(source, strict=False), False
    if reader.encrypted:
        raise IsEncrypted
    return reader, regular


def measure(source: BinaryIO, circumstances: Circumstances) -> list[Measured]:
    """Return every filled signature field, in the order of signing; document stamps left out."""
    reader, regular = open_pdf(_at_hand(source))
    found = []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        if value.get_object().get("/Type") == "/DocTimeStamp":
            continue
        page, box = face_of(reader, field) or (0, None)
        revision, one = _measure_one(reader, name, field.get_object(), regular, circumstances)
        found.append((revision, replace(one, page=page, box=box)))
    return [measured for _revision, measured in sorted(found, key=lambda pair: pair[0])]


def _at_hand(source: BinaryIO) -> BinaryIO:
    """A file that is not large is read at once: it is looked at in thousands of small pieces."""
    if source.seek(0, os.SEEK_END) > AT_HAND:
        source.seek(0)
        return source
    source.seek(0)
    return BytesIO(source.read())


def _measure_one(
    reader: PdfFileReader, name: str, field: object, regular: bool, seen: Circumstances
) -> tuple[int, Measured]:
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        return embedded.signed_revision, completed(_observe(embedded, regular, seen))
    except Exception:  # a damaged signature fails in any layer of its encoding; that is the finding
        return reader.xrefs.total_revisions, Measured(name, None, None)


async def _observe(embedded: EmbeddedPdfSignature, regular: bool, seen: Circumstances) -> Measured:
    certificate = embedded.signer_cert
    stamped = _stamped_at(embedded)
    signed_at = stamped or embedded.self_reported_timestamp
    moment = _within(certificate, min(signed_at or seen.now, seen.now))
    others = embedded.other_embedded_certs
    status = await async_validate_pdf_signature(
        embedded,
        seen.trust.context(AnchorPurpose.SIGNING, moment, others),
        ts_validation_context=seen.trust.context(AnchorPurpose.TIME_STAMP, moment, others),
        key_usage_settings=_ANY_USE,
    )
    return Measured(
        embedded.field_name,
        certificate,
        _observation(status, signed_at, stamped is not None, regular, seen),
        algorithm=f"{status.pkcs7_signature_mechanism}, {status.md_algorithm}",
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    )


def _observation(
    status: PdfSignatureStatus,
    signed_at: datetime | None,
    is_stamped: bool,
    regular: bool,
    seen: Circumstances,
) -> Observation:
    stamp = status.timestamp_validity
    stamp_trusted = stamp is not None and _is_good(stamp, seen)
    proofs = [at for at in (seen.existed_at, signed_at if stamp_trusted else None) if at]
    existed_at = min(proofs, default=None)
    path = (
        list(status.validation_path.iter_certs(include_root=True)) if status.validation_path else []
    )
    standing = seen.trust.standing(
        path or [status.signing_cert], own=seen.revoked, existed_at=existed_at, now=seen.now
    )
    problem = status.trust_problem_indic
    return Observation(
        sound=status.valid,
        intact=status.intact,
        covers_revision=status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        modification=_modification(status.diff_result),
        changes_allowed=bool(status.docmdp_ok),
        issuer_known=bool(path) or problem in _WEAK,
        fit_for_signing=_may_sign(status.signing_cert),
        algorithm_strong=problem not in _WEAK,
        stamp_trusted=stamp_trusted or not is_stamped,
        valid_from=status.signing_cert.not_valid_before,
        valid_until=status.signing_cert.not_valid_after,
        revoked_at=standing.revoked_at,
        revocation_known=standing.known,
        signed_at=signed_at,
        time_source=_time_source(signed_at, is_stamped),
        existed_at=existed_at,
        regular_file=regular,
    )


def _is_good(stamp: TimestampSignatureStatus, seen: Circumstances) -> bool:
    if not (stamp.valid and stamp.intact and stamp.trusted):
        return False
    path = list(stamp.validation_path.iter_certs(include_root=True))
    return not seen.trust.stamp_taken_back(
        path, stamped_at=stamp.timestamp, seen_at=seen.existed_at
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    """A certificate without the extension may be used for anything (RFC 5280, 4.2.1.3)."""
    uses = certificate.key_usage_value
    return uses is None or bool(_SIGNING_USES & uses.native)


def _modification(diff: object) -> Modification:
    if not isinstance(diff, DiffResult):
        return Modification.OTHER
    return _MODIFICATIONS.get(diff.modification_level, Modification.OTHER)


def _time_source(signed_at: datetime | None, is_stamped: bool) -> TimeSource:
    if is_stamped:
        return TimeSource.STAMPED
    return TimeSource.CLAIMED if signed_at else TimeSource.NONE


def _stamped_at(embedded: EmbeddedPdfSignature) -> datetime | None:
    """The latest stamp: one is judged, and whoever has the file can put a forged one beside it."""
    tokens = extract_tst_data_iter(embedded.signer_info, signed=False)
    moments = [t["encap_content_info"]["content"].parsed["gen_time"].native for t in tokens]
    return max((m.astimezone(UTC) for m in moments), default=None)


def _within(certificate: x509.Certificate, moment: datetime) -> datetime:
    """The path is judged inside the certificate's own period; the period itself by a rule."""
    since: datetime = certificate.not_valid_before
    until: datetime = certificate.not_valid_after
    return min(max(moment, since), until)
