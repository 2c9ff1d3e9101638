"""A file is looked at before anybody takes it in: the check that concerns the file (A3, A6, A9)."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents.errors import SecretDocument
from lienthong.documents.events import SecretRefused
from lienthong.documents.rules.file_findings import (
    attachment_finding,
    container_findings,
    no_stamp_finding,
    pdf_findings,
    recognised_findings,
    refused,
    signature_finding,
)
from lienthong.documents.rules.kinds import is_copy
from lienthong.documents.rules.legal_value import Issuer, told
from lienthong.documents.rules.secrecy import secrecy_level, stamped_level
from lienthong.documents.services._recognise import with_first_page
from lienthong.documents.services.judge_rendition import judged
from lienthong.documents.types import (
    Declared,
    Examination,
    Finding,
    FindingLevel,
    LegalStanding,
    LegalValue,
    Recognition,
    Road,
)
from lienthong.formats.containers.reading import look_inside
from lienthong.formats.letters.recognise import recognise
from lienthong.formats.letters.secrecy import IN_EVERY_STAMP, find_secrecy_stamp
from lienthong.formats.letters.types import LetterFields
from lienthong.formats.pdf.apart import read_apart
from lienthong.formats.pdf.errors import NotAPdf
from lienthong.formats.pdf.types import PdfFacts, PdfLimits
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.text import clean_line, safe_file_name
from lienthong.signatures import queries as signature_queries
from lienthong.signatures import services as signatures
from lienthong.signatures.types import ContentVerdict

ORDINARY = Declared()
# Enough to find a stamp of secrecy, and whether the file is a scan.
_STAMPS = PdfLimits(lines_where=IN_EVERY_STAMP)


def examine(
    source: BinaryIO,
    *,
    name: str,
    now: datetime,
    declared: Declared = ORDINARY,
    agency_id: UUID | None = None,
    road: Road = Road.UPLOAD,
    digest: str = "",
    only_stops: bool = False,
) -> Examination:
    """Look at a main file and say, line by line, whether it can be an official document.

    source: seekable, from anywhere (quarantine, a package); it is not closed. agency_id: who brings
    it. Nothing is written and nothing is kept, and what is wrong is a finding, not an exception. A
    secret is told to subscribers by its level alone, so that it can be counted; its caller throws
    the file away. digest: of the file, where it is known. only_stops: what stops a file is told,
    not what deserves a look: signatures are not checked here (the file stands as undetermined, so
    that a job checks it once it is kept), and its text is searched for a stamp alone. The first
    page of a scan is read where the settings name a recogniser, which takes a second or two.
    Eight statements at most; to be called outside a transaction, it takes a while.
    """
    blank = Examination(safe_file_name(name), digest or _digest(source), ())
    read = _read(source, limits=_STAMPS if only_stops else PdfLimits())
    read, recognition = _recognised(read, source, blank.digest)
    if level := _level(read, declared):
        announce(SecretRefused(agency_id, road, level, refused_at=now))
        return replace(blank, findings=(refused(SecretDocument(level=level)),))
    if isinstance(read, Refusal):
        return replace(blank, findings=(_unread(read, declared),))
    fields = LetterFields() if only_stops else recognise(read.pages)
    verdict, standing, about_signatures = (
        _unchecked(declared)
        if only_stops and read.signed_fields
        else _signatures(source, blank.digest, read, declared, road, now=now)
    )
    findings = (
        *pdf_findings(read, is_own=declared.is_own),
        no_stamp_finding(read, recognition),
        about_signatures,
        *recognised_findings(fields, declared),
    )
    return replace(
        blank,
        findings=findings,
        pdf=read,
        fields=fields,
        standing=standing,
        verdict=verdict,
        recognition=recognition,
    )


def examine_attachment(
    source: BinaryIO,
    *,
    name: str,
    now: datetime,
    agency_id: UUID | None = None,
    road: Road = Road.UPLOAD,
    digest: str = "",
) -> Examination:
    """Look at a file that goes with a document: office formats may, secrets and scripts may not.

    The conditions of `examine` hold. Only PDFs are searched for a stamp; office files and archives
    are looked into for locks, macros and programs. No statement.
    """
    blank = Examination(safe_file_name(name), digest or _digest(source), ())
    read = _read(source, limits=_STAMPS)
    read, recognition = _recognised(read, source, blank.digest)
    if level := _level(read, ORDINARY):
        announce(SecretRefused(agency_id, road, level, refused_at=now))
        return replace(blank, findings=(refused(SecretDocument(level=level)),))
    if isinstance(read, NotAPdf):
        inside = container_findings(blank.name, look_inside(source))
        return replace(blank, findings=(attachment_finding(blank.name), *inside))
    if isinstance(read, Refusal):
        return replace(blank, findings=(refused(read),))
    findings = (*pdf_findings(read, is_own=True), no_stamp_finding(read, recognition))
    return replace(blank, findings=findings, pdf=read, recognition=recognition)


def _digest(source: BinaryIO) -> str:
    source.seek(0)
    return hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]


def _read(source: BinaryIO, *, limits: PdfLimits) -> PdfFacts | Refusal:
    try:
        return read_apart(source, limits=limits)
    except Refusal as refusal:
        return refusal


def _recognised(
    read: PdfFacts | Refusal, source: BinaryIO, digest: str
) -> tuple[PdfFacts | Refusal, Recognition]:
    if isinstance(read, Refusal):
        return read, Recognition.NONE
    return with_first_page(read, source, digest=digest)


def _unread(refusal: Refusal, declared: Declared) -> Finding:
    """Others may send what is no PDF, as older systems do; it is taken in for information."""
    is_warning = isinstance(refusal, NotAPdf) and not declared.is_own
    return refused(refusal, FindingLevel.WARN if is_warning else FindingLevel.STOP)


def _level(read: PdfFacts | Refusal, declared: Declared) -> str:
    """The level of secrecy that is stamped on a page or was declared; "" for an ordinary file."""
    stamped = "" if isinstance(read, Refusal) else stamped_level(find_secrecy_stamp(read.pages))
    return stamped or secrecy_level(declared.secrecy) or clean_line(declared.secrecy)


def _unchecked(declared: Declared) -> tuple[None, LegalStanding, Finding]:
    standing = told(LegalValue.UNDETERMINED)
    return None, standing, signature_finding(standing, declared=declared, agency_can_sign=True)


def _signatures(
    source: BinaryIO,
    digest: str,
    pdf: PdfFacts,
    declared: Declared,
    road: Road,
    *,
    now: datetime,
) -> tuple[ContentVerdict | None, LegalStanding | None, Finding]:
    try:
        verdict = signatures.judge_content(digest=digest, source=source, now=now)
    except Refusal as refusal:
        return None, None, refused(refusal)
    name = directory.agency(declared.issuer_id).name if declared.issuer_id else ""
    standing = judged(
        verdict,
        on=declared.issued_on or local_day(now),
        issuer=Issuer(declared.issuer_id, name),
        road=road,
        is_scan=declared.is_scan or pdf.is_scan,
        is_copy=is_copy(declared.kind),
    )
    can_sign = _holds_certificate(declared.issuer_id, now)
    finding = signature_finding(standing, declared=declared, agency_can_sign=can_sign)
    return verdict, standing, finding


def _holds_certificate(agency_id: UUID | None, now: datetime) -> bool:
    if agency_id is None:
        return False
    return bool(signature_queries.certificates_of([agency_id], usable_at=now))
