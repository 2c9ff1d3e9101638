"""The files of a package before they are kept: no secret, which one is the document, its worth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from lienthong.blobs import services as blobs
from lienthong.directory.types import AgencyCard
from lienthong.documents import services as documents
from lienthong.documents.errors import SecretDocument
from lienthong.documents.rules.secrecy import secrecy_level
from lienthong.documents.types import (
    Declared,
    Examination,
    Finding,
    FindingLevel,
    LegalValue,
    Road,
)
from lienthong.formats.edxml.types import Attachment
from lienthong.gateways import rules
from lienthong.gateways.services.packages._keep import Incoming
from lienthong.kernel.wording import noop as _
from lienthong.signatures import services as signatures
from lienthong.signatures.types import ContentVerdict

_NOT_ON_THE_LIST = "documents.attachment-kind"
# The legal value has words of its own.
_TOLD_ELSEWHERE = {"documents.signature"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was seen of the files; page_count, legal_value and verdict are the main file's.

    verdict: None for what could not be read as a PDF, which is among the warnings.
    """

    main: Attachment
    others: tuple[Attachment, ...]
    page_count: int
    legal_value: LegalValue
    warnings: tuple[Finding, ...]
    verdict: ContentVerdict | None = None

    @property
    def digests(self) -> list[str]:
        return [self.main.digest, *(one.digest for one in self.others)]


def examine_files(
    incoming: Incoming,
    attachments: tuple[Attachment, ...],
    *,
    issuer: AgencyCard,
    issued_on: date,
    reference_code: str,
    kind: str,
    circulation: str,
    now: datetime,
) -> Examined:
    """Look at every file of a package; what would stop one of ours is a warning about another's.

    circulation: as the package has it; a level of secrecy stands there, if anywhere.
    Nothing is kept. Raises SecretDocument for a level that is declared or stamped on any file (A3),
    and FileInfected and ScanPending of blobs.
    """
    main = rules.main_file(attachments)
    declared = Declared(
        issuer.id,
        issued_on,
        reference_code,
        secrecy=secrecy_level(circulation),
        is_own=False,
        will_be_signed=False,
        kind=kind,
    )
    seen: Examination | None = None
    warnings: list[Finding] = []
    for one in attachments:
        as_main = declared if one is main and rules.is_pdf(one) else None
        examination = _examine_one(incoming, one, as_main=as_main, agency_id=issuer.id, now=now)
        if as_main is not None:
            seen = examination
        warnings += _warnings(examination)
    if seen is None:
        warnings.append(_no_pdf(main))
    return Examined(
        main,
        tuple(one for one in attachments if one is not main),
        seen.page_count if seen else 0,
        _worth(seen),
        tuple(warnings),
        seen.verdict if seen else None,
    )


def _examine_one(
    incoming: Incoming,
    one: Attachment,
    *,
    as_main: Declared | None,
    agency_id: UUID,
    now: datetime,
) -> Examination:
    """Look at one file; as_main: what is declared of it, when it is the document itself."""
    name = one.file_name
    with incoming.open(one) as source:
        blobs.require_harmless(source, name=name, agency_id=agency_id, now=now)
        if as_main is None:
            return documents.examine_attachment(
                source,
                name=name,
                now=now,
                agency_id=agency_id,
                road=Road.PACKAGE,
                digest=one.digest,
            )
        return documents.examine(
            source,
            name=name,
            now=now,
            declared=as_main,
            agency_id=agency_id,
            road=Road.PACKAGE,
            digest=one.digest,
            only_stops=incoming.signatures_later,
        )


def remember_signatures(examined: Examined) -> None:
    """Record what the signatures of the main file say, so that a doubt is looked at again."""
    if examined.verdict is not None:
        signatures.keep_verdict(examined.verdict)


def _worth(seen: Examination | None) -> LegalValue:
    return seen.standing.value if seen and seen.standing else LegalValue.INFORMATION


def _warnings(examination: Examination) -> Iterable[Finding]:
    _refuse_secret(examination.findings)
    for one in examination.findings:
        if one.code == _NOT_ON_THE_LIST and one.level != FindingLevel.OK:
            yield _odd_kind(one)
        elif one.code not in _TOLD_ELSEWHERE and one.level != FindingLevel.OK:
            yield replace(one, level=FindingLevel.WARN)


def _refuse_secret(findings: Sequence[Finding]) -> None:
    for one in findings:
        if one.code == SecretDocument.code and one.level == FindingLevel.STOP:
            raise SecretDocument(**one.facts)


def _odd_kind(finding: Finding) -> Finding:
    return rules.warning(
        "gateways.file-kind",
        _("Loại tệp của “%(name)s” không thuộc danh mục được trao đổi giữa các cơ quan."),
        _("Chỉ mở tệp khi biết rõ nguồn gốc."),
        **finding.facts,
    )


def _no_pdf(main: Attachment) -> Finding:
    return rules.warning(
        "gateways.no-pdf",
        _("Gói tin không có tệp PDF; lấy “%(name)s” làm tệp chính."),
        _("Để biết; căn cứ vào bản giấy hoặc đề nghị bên gửi gửi bản PDF đã ký số."),
        name=main.file_name,
    )
