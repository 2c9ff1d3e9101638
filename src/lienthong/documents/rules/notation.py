"""Number and notation against the rule: ours must keep it, a foreign form is only remarked on."""

import re
from datetime import date

from lienthong.directory.types import AgencyClass
from lienthong.documents.rules.kind_list import CIRCULAR_FROM, NEW_LIST_FROM
from lienthong.documents.rules.kinds import Kind, KindClass, abbreviation
from lienthong.documents.types import Finding, FindingLevel
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

CODE = "documents.notation-against-rule"
_PARTS = re.compile(r"\s*([-–/])\s*")
_LETTER_OF_PARTY = "CV"
_PARTY_RULE_FROM = date(2018, 4, 3)  # 36-HD/VPTW took the place of 11-HD/VPTW of 2004


def clean_notation(notation: str) -> str:
    """Return a notation without the blanks around its marks: "UBND - TTTH" is "UBND-TTTH"."""
    return _PARTS.sub(lambda mark: mark[1].replace("–", "-"), clean_line(notation)).strip("/ ")


def expected_notation(
    kind: Kind,
    *,
    issued_on: date,
    agency_abbreviation: str,
    agency_class: AgencyClass,
    unit: str = "",
) -> str:
    """Return the notation that the rule asks for; a letter's drafting unit or field is `unit`.

    Decisions "QĐ-UBND", letters "UBND-TTTH", legal texts "2010/QĐ-UBND", the Party "-CV/TU".
    Source: Decree 30/2020/NĐ-CP, Appendix I, Part I, section II, point 3; before 05/03/2020
    Circular 01/2011/TT-BNV, Article 8.
    """
    short = abbreviation(kind.code, issued_on)
    if agency_class == AgencyClass.PARTY:
        return f"-{short or _LETTER_OF_PARTY}/{agency_abbreviation}"
    if kind.kind_class == KindClass.LEGAL:
        return f"{issued_on.year}/{short}-{agency_abbreviation}"
    if short:
        return f"{short}-{agency_abbreviation}"
    return f"{agency_abbreviation}-{unit}" if unit else agency_abbreviation


def check_notation(
    *,
    kind: Kind,
    notation: str,
    issued_on: date,
    agency_abbreviation: str,
    agency_class: AgencyClass,
    is_own: bool,
) -> Finding:
    """Say whether a notation has the form of the rule of its day.

    is_own: issued here, so that a wrong form stops; a foreign one is a warning.
    The finding's `expected` is what it should be; after a letter's agency any unit or field may
    stand. Where the agency's abbreviation or the kind is not known, nothing can be held against it.
    """
    written = clean_notation(notation)
    expected = expected_notation(
        kind,
        issued_on=issued_on,
        agency_abbreviation=agency_abbreviation,
        agency_class=agency_class,
    )
    facts: dict[str, object] = {
        "notation": written,
        "expected": _shown(kind, expected, agency_class),
        "clause": clause_on(issued_on, agency_class),
    }
    unknowable = not agency_abbreviation or _has_no_rule(kind)
    if unknowable or _keeps_rule(kind, written, expected, agency_abbreviation, agency_class):
        return Finding(CODE, FindingLevel.OK, _("Ký hiệu “%(notation)s” dùng được."), facts=facts)
    return _broken(facts, is_own=is_own)


def _has_no_rule(kind: Kind) -> bool:
    """Laws are numbered by their legislature; what we do not know has no rule that we know."""
    is_law = kind.kind_class == KindClass.LEGAL and not kind.abbreviations
    return is_law or kind.kind_class == KindClass.OTHER


def _broken(facts: dict[str, object], *, is_own: bool) -> Finding:
    to_issuer = _("Sửa ký hiệu trên văn bản và trong biểu mẫu.")
    to_recipient = _("Vẫn nhận được; văn bản vào sổ với ký hiệu như bên gửi ghi.")
    return Finding(
        code=CODE,
        level=FindingLevel.STOP if is_own else FindingLevel.WARN,
        sentence=_("Ký hiệu “%(notation)s” không đúng quy định, phải là “%(expected)s”."),
        cause=_("Ký hiệu gồm chữ viết tắt của loại văn bản và của cơ quan ban hành (%(clause)s)."),
        next_step=to_issuer if is_own else to_recipient,
        facts=facts,
    )


def clause_on(day: date, agency_class: AgencyClass) -> str:
    """Return the text that rules notations on a day."""
    if agency_class == AgencyClass.PARTY:
        return "Hướng dẫn 36-HD/VPTW" if day >= _PARTY_RULE_FROM else "Hướng dẫn 11-HD/VPTW"
    if day >= NEW_LIST_FROM:
        return "Nghị định 30/2020/NĐ-CP, Phụ lục I"
    if day >= CIRCULAR_FROM:
        return "Thông tư 01/2011/TT-BNV, Điều 8"
    return "Thông tư liên tịch 55/2005/TTLT-BNV-VPCP"


def _keeps_rule(
    kind: Kind, written: str, expected: str, agency_abbreviation: str, agency_class: AgencyClass
) -> bool:
    if written == expected:
        return True
    if agency_class == AgencyClass.MASS and written.startswith("-"):
        return written.endswith(f"/{agency_abbreviation}")
    if kind.abbreviations or agency_class == AgencyClass.PARTY:
        return False
    return written.startswith(f"{agency_abbreviation}-") and "/" not in written


def _shown(kind: Kind, expected: str, agency_class: AgencyClass) -> str:
    """A letter's unit is for its writer to fill in, so the example shows its place."""
    is_letter = not kind.abbreviations and kind.kind_class == KindClass.ADMINISTRATIVE
    return f"{expected}-…" if is_letter and agency_class != AgencyClass.PARTY else expected
