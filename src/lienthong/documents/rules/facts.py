"""What every issued document must say of itself, and how its words are kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lienthong.directory.types import AgencyClass
from lienthong.documents.errors import (
    DateInFuture,
    DueTooFar,
    FieldMissing,
    FieldTooLong,
    NotationAgainstRule,
    SecretDocument,
    UnknownKind,
)
from lienthong.documents.rules.kinds import kind, kind_name
from lienthong.documents.rules.notation import check_notation, clean_notation
from lienthong.documents.rules.secrecy import secrecy_level
from lienthong.documents.types import FindingLevel, RecipientLine, VersionFacts
from lienthong.kernel.text import clean_line, fold, safe_file_name
from lienthong.kernel.wording import noop as _
from lienthong.kernel.working_days import is_within_reach

# Longest texts that the package format carries; our own documents keep to it (QCVN 102:2016,
# Table of MessageHeader). Others do not, so what comes from them is only held to our columns.
_OWN_SUBJECT = 500
_LONGEST = {
    "subject": (_("Trích yếu"), 2000),
    "notation": (_("Ký hiệu"), 60),
    "number_suffix": (_("Phần thêm của số"), 4),
    "signer_name": (_("Người ký"), 255),
    "signer_position": (_("Chức vụ người ký"), 100),
    "signer_authority": (_("Thẩm quyền ký"), 100),
    "circulation": (_("Phạm vi lưu hành"), 100),
    "foreign_id": (_("Mã định danh văn bản"), 200),
    "kind": (_("Loại văn bản"), 30),
}
_LARGEST_NUMBER = 999_999_999


def tidy(facts: VersionFacts) -> VersionFacts:
    """Return the facts as they are kept: NFC, one line each, safe file names, no doubled blanks."""
    return replace(
        facts,
        subject=clean_line(facts.subject),
        signer_name=clean_line(facts.signer_name),
        signer_position=clean_line(facts.signer_position),
        signer_authority=clean_line(facts.signer_authority),
        circulation=clean_line(facts.circulation),
        notation=clean_notation(facts.notation),
        number_suffix=clean_line(facts.number_suffix),
        foreign_id=clean_line(facts.foreign_id),
        secrecy=clean_line(facts.secrecy),
        content_name=safe_file_name(facts.content_name),
        page_count=min(max(facts.page_count, 0), _LARGEST_NUMBER),
        recipients=tuple(_tidy_line(line) for line in facts.recipients),
        attachments=tuple(
            replace(
                each,
                name=safe_file_name(each.name),
                description=clean_line(each.description),
            )
            for each in facts.attachments
        ),
    )


def _tidy_line(line: RecipientLine) -> RecipientLine:
    text = clean_line(line.text)
    return line if text == line.text else replace(line, text=text)


def check_facts(
    facts: VersionFacts,
    *,
    today: date,
    agency_abbreviation: str,
    agency_class: AgencyClass,
    is_own: bool,
) -> None:
    """Refuse what cannot be an official document; is_own: issued here, so that its form counts too.

    Raises SecretDocument, DateInFuture, FieldMissing, FieldTooLong, DueTooFar, UnknownKind or
    NotationAgainstRule.
    Source: Decision 28/2018/QĐ-TTg, Articles 1 and 10; Decree 30/2020/NĐ-CP, Articles 7, 8 and 15.
    """
    level = secrecy_level(facts.secrecy) or secrecy_level(facts.circulation)
    if facts.secrecy or level:
        raise SecretDocument(level=level or facts.secrecy)
    if facts.issued_on > today:
        raise DateInFuture(issued_on=f"{facts.issued_on:%d/%m/%Y}")
    _check_texts(facts, is_own)
    if is_own:
        if facts.due_on is not None and not is_within_reach(facts.due_on, today=today):
            raise DueTooFar(due_on=f"{facts.due_on:%d/%m/%Y}")
        _check_own(facts, agency_abbreviation, agency_class)


def _check_texts(facts: VersionFacts, is_own: bool) -> None:
    if not facts.subject:
        raise FieldMissing(field=_("trích yếu"))
    if is_own and facts.number is None:
        raise FieldMissing(field=_("số"))
    for name, (label, longest) in _LONGEST.items():
        allowed = _OWN_SUBJECT if is_own and name == "subject" else longest
        if len(getattr(facts, name)) > allowed:
            raise FieldTooLong(field=label, longest=allowed)
    if facts.number is not None and not 0 <= facts.number <= _LARGEST_NUMBER:
        raise FieldTooLong(field=_("Số"), longest=len(str(_LARGEST_NUMBER)))
    for label, longest, texts in _listed_texts(facts):
        if any(len(text) > longest for text in texts):
            raise FieldTooLong(field=label, longest=longest)


def _listed_texts(facts: VersionFacts) -> Iterator[tuple[str, int, list[str]]]:
    """The texts of lists, each with its name and the longest that is kept."""
    yield _("Dòng nơi nhận"), 200, [line.text for line in facts.recipients]
    yield _("Mô tả tệp đính kèm"), 500, [each.description for each in facts.attachments]
    yield _("Loại tệp đính kèm"), 100, [each.media_type for each in facts.attachments]
    yield _("Mã văn bản liên quan"), 200, [each.foreign_id for each in facts.relations]
    yield _("Số, ký hiệu văn bản liên quan"), 100, [r.reference_code for r in facts.relations]
    yield _("Mã cơ quan liên quan"), 100, [each.issuer_code for each in facts.relations]


def _check_own(facts: VersionFacts, agency_abbreviation: str, agency_class: AgencyClass) -> None:
    made = kind(facts.kind)
    if made is None or (made.valid_to is not None and facts.issued_on > made.valid_to):
        raise UnknownKind(kind=kind_name(facts.kind), issued_on=f"{facts.issued_on:%d/%m/%Y}")
    finding = check_notation(
        kind=made,
        notation=facts.notation,
        issued_on=facts.issued_on,
        agency_abbreviation=agency_abbreviation,
        agency_class=agency_class,
        is_own=True,
    )
    if finding.level == FindingLevel.STOP:
        raise NotationAgainstRule(**finding.facts)


def search_text(facts: VersionFacts, *, issuer_name: str) -> str:
    """Return what a search looks at: folded, with the number both with and without its zero."""
    bare = facts.reference_code.lstrip("0")
    words = (facts.reference_code, bare, facts.subject, issuer_name, kind_name(facts.kind))
    named = (facts.signer_name, facts.identifier) if facts.identifier else (facts.signer_name,)
    return fold(" ".join((*words, *named)))
