"""What a package says of its document, in the words of documents; nothing here is guessed twice.

Whatever a package lacks is filled from where it stands elsewhere in it, and said as a warning.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lienthong.documents.rules.kinds import OTHER, kind_by_name, kind_meant
from lienthong.documents.types import (
    Finding,
    FindingLevel,
    RecipientLine,
    RecipientRole,
    RelationFacts,
    RelationKind,
    Urgency,
)
from lienthong.formats.edxml.codes import BussinessDocType, Priority
from lienthong.formats.edxml.findings import Finding as FormFinding
from lienthong.formats.edxml.findings import FindingCode
from lienthong.formats.edxml.identity import read_document_id
from lienthong.formats.edxml.types import Attachment, DocumentPackage
from lienthong.kernel.text import clean_line, fold
from lienthong.kernel.wording import noop as _

_NUMBER = re.compile(r"0*(\d{1,9})\s*([^\W\d_]{0,4})")
# Number and notation in one text: "12/MAU-VP", "12a/QĐ-UBND", the Party's "6758-CV/TU".
_REFERENCE = re.compile(r"\s*0*(\d{1,9})\s*([^\W\d_]{0,4})\s*([/-])\s*(\S.*)")
_URGENCIES = {
    Priority.NORMAL: Urgency.NORMAL,
    Priority.URGENT: Urgency.URGENT,
    Priority.VERY_URGENT: Urgency.VERY_URGENT,
    Priority.EXPRESS: Urgency.FLASH,
    Priority.EXPRESS_AT_HOUR: Urgency.FLASH,
}
RELATIONS = {
    BussinessDocType.RECALL: RelationKind.RECALLS,
    BussinessDocType.UPDATE: RelationKind.UPDATES,
    BussinessDocType.REPLACEMENT: RelationKind.REPLACES,
}
_FILLED_IN = {
    "Code/CodeNumber",
    "PromulgationInfo/PromulgationDate",
    "DocumentType/TypeName",
    "Subject",
}
_NO_SUBJECT = _("(gói tin không ghi trích yếu)")
NO_REASON = _("(gói tin không ghi lý do)")
_LONGEST_LINE = 200
_LONGEST_REFERENCE = 100
# What one system may have waiting in quarantine, in files and in bytes.
MOST_UPLOADS = 500
MOST_UPLOAD_BYTES = 8 * 1024**3


@dataclass(frozen=True, slots=True)
class Heading:
    """How a document is named: what its fields say, else what its id says."""

    number: int | None
    suffix: str
    notation: str
    issued_on: date
    kind: str
    subject: str


def warning(code: str, sentence: str, next_step: str = "", /, **facts: object) -> Finding:
    """Return a finding that does not stop a package."""
    return Finding(code, FindingLevel.WARN, sentence, next_step=next_step, facts=facts)


def of_form(findings: Iterable[FormFinding]) -> list[Finding]:
    """Return what is odd about a package's form as warnings.

    An absent field for which `heading` says what was taken instead is not told twice.
    """
    return [
        warning(str(one.code), one.sentence, "", **one.places)
        for one in findings
        if one.code is not FindingCode.MISSING_ELEMENT or one.element not in _FILLED_IN
    ]


def heading(package: DocumentPackage, *, today: date) -> tuple[Heading, list[Finding]]:
    """Return how the document is named, and a warning for everything that had to be filled in."""
    warnings: list[Finding] = []
    number, suffix, notation = _numbered(package, warnings)
    issued_on = _issued_on(package, today, warnings)
    kind = _kind(package, notation, warnings)
    subject = clean_line(package.subject)
    if not subject:
        warnings.append(warning("gateways.subject-missing", _("Gói tin không ghi trích yếu.")))
        subject = clean_line(package.content)[:2000] or _NO_SUBJECT
    return Heading(number, suffix, notation, issued_on, kind, subject), warnings


def split_reference(text: str) -> tuple[int, str, str] | None:
    """Return number, suffix and notation of a reference, or None where it has no number.

    A notation after a dash keeps it, as the Party writes: "6758-CV/TU" is 6758 and "-CV/TU".
    """
    found = _REFERENCE.fullmatch(text)
    if found is None:
        return None
    number, suffix, mark, notation = found.groups()
    return int(number), suffix, notation if mark == "/" else f"-{notation}"


def _numbered(package: DocumentPackage, warnings: list[Finding]) -> tuple[int | None, str, str]:
    code = package.code
    if code and (found := _NUMBER.fullmatch(code.number.strip())):
        return int(found[1]), found[2], code.notation
    identity = read_document_id(package.document_id)
    if not code and identity and (parts := split_reference(identity.code)):
        warnings.append(
            warning(
                "gateways.number-from-id",
                _("Gói tin không ghi số, ký hiệu; lấy “%(reference)s” theo mã văn bản."),
                reference=identity.code,
            )
        )
        return parts
    warnings.append(warning("gateways.number-missing", _("Gói tin không có số văn bản đọc được.")))
    return None, "", str(code) if code else ""


def _issued_on(package: DocumentPackage, today: date, warnings: list[Finding]) -> date:
    written = package.promulgation.promulgated if package.promulgation else None
    if written and written.on:
        return written.on
    identity = read_document_id(package.document_id)
    day = identity.promulgated_on if identity else today
    warnings.append(
        warning(
            "gateways.day-missing",
            _("Gói tin không ghi ngày ban hành; lấy ngày %(day)s %(source)s."),
            day=f"{day:%d/%m/%Y}",
            source=_("theo mã văn bản") if identity else _("là ngày nhận"),
        )
    )
    return day


def _kind(package: DocumentPackage, notation: str, warnings: list[Finding]) -> str:
    name = clean_line(package.type.name) if package.type else ""
    found = kind_meant(name, notation)
    if found.code != OTHER or kind_by_name(name) is not None:
        return found.code
    if not name:
        warnings.append(
            warning(
                "gateways.kind-missing",
                _("Gói tin không ghi loại văn bản; ghi là “Văn bản khác”."),
            )
        )
        return OTHER
    warnings.append(
        warning(
            "gateways.kind-unknown",
            _("Loại văn bản “%(name)s” không có trong danh mục; ghi là “Văn bản khác”."),
            name=name,
        )
    )
    return OTHER


def urgency(package: DocumentPackage) -> Urgency:
    """Return the urgency; what is not on the wire's list counts as normal, as its reader says."""
    written = package.other.urgency if package.other else None
    return _URGENCIES[written] if written else Urgency.NORMAL


def main_file(attachments: tuple[Attachment, ...]) -> Attachment:
    """Return which file is the document itself: the first PDF, and without one the first file."""
    return next((one for one in attachments if is_pdf(one)), attachments[0])


def is_pdf(attachment: Attachment) -> bool:
    """Return whether a file calls itself a PDF; "Thu hồi.PDF" does as well."""
    return attachment.file_name.lower().endswith(".pdf")


def place_lines(package: DocumentPackage) -> tuple[RecipientLine, ...]:
    """Return the lines of the recipients block that name no organisation of the wire."""
    return tuple(
        RecipientLine(line[:_LONGEST_LINE], _role(line))
        for line in map(clean_line, package.to_places)
        if line
    )


def _role(line: str) -> RecipientRole:
    folded = fold(line)
    if folded.startswith("luu"):
        return RecipientRole.FILE
    return RecipientRole.REPORT if "b/c" in folded else RecipientRole.INFORMATION


def relations(package: DocumentPackage) -> tuple[RelationFacts, ...]:
    """Return the earlier documents: those that it does something with, then those it answers."""
    concerned = package.concerned_document_ids
    kind = RELATIONS.get(package.does)
    changes = [_concerned(one, kind) for one in concerned] if kind else []
    answers = [
        RelationFacts(
            RelationKind.ANSWERS,
            foreign_id=one.document_id[:_LONGEST_LINE],
            reference_code=one.code[:_LONGEST_REFERENCE],
            issuer_code=one.organ_id[:_LONGEST_REFERENCE],
            issued_on=one.promulgated.on if one.promulgated else None,
        )
        for one in package.responses
        if (one.document_id or one.code) and one.document_id not in concerned
    ]
    return (*changes, *answers)


def _concerned(document_id: str, kind: RelationKind) -> RelationFacts:
    identity = read_document_id(document_id)
    return RelationFacts(
        kind,
        foreign_id=document_id[:_LONGEST_LINE],
        reference_code=identity.code[:_LONGEST_REFERENCE] if identity else "",
        issuer_code=identity.issuer[:_LONGEST_REFERENCE] if identity else "",
        issued_on=identity.promulgated_on if identity else None,
    )
