"""The identifier of a document by law (Decision 28/2018/QĐ-TTg, Article 10)."""

from datetime import date

import pytest

from lienthong.documents.rules.identifiers import document_identifier


@pytest.mark.parametrize(
    ("code", "kind", "number", "said"),
    [
        ("H19.5", "cong-van", 12, "H19.5.2026.12"),
        ("000.00.05.H19", "quyet-dinh", 1, "000.00.05.H19.2026.1"),
        ("H19.5", "sao-y", 12, "H19.5.2026.SY.12"),
        ("H19.5", "trich-sao", 13, "H19.5.2026.TrS.13"),
        ("", "cong-van", 12, ""),
    ],
)
def test_agency_year_and_number_of_the_year(code, kind, number, said):
    made = document_identifier(code, kind, number=number, issued_on=date(2026, 11, 20))
    assert made == said
