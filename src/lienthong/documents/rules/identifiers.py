"""The identifier of a document by law: who issued it, in which year, as which of that year.

Source: Decision 28/2018/QĐ-TTg, Article 10, clause 2, which names the parts and no mark between
them; the dot is that of the agencies' codes.
"""

from datetime import date

from lienthong.documents.rules.kinds import abbreviation, is_copy


def document_identifier(agency_code: str, kind: str, *, number: int, issued_on: date) -> str:
    """Return "H19.5.2026.12"; "" for an agency without a code.

    number: from the issuer's book. All documents of a year share one series but copies, which have
    their own: theirs carry the abbreviation, "H19.5.2026.SY.12", so that no two are alike.
    """
    if not agency_code:
        return ""
    series = f"{abbreviation(kind, issued_on)}." if is_copy(kind) else ""
    return f"{agency_code}.{issued_on.year}.{series}{number}"
