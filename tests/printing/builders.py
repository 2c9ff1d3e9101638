"""Letters to print: made for these tests, in the tone of a province's office."""

from datetime import date
from typing import Any

from lienthong.printing.types import Letter, Paragraph, Signer

CONTENT = (
    "Để bảo đảm việc gửi, nhận văn bản điện tử giữa các cơ quan trên địa bàn tỉnh được thông suốt, "
    "Ủy ban nhân dân tỉnh có ý kiến như sau:",
    "1. Thủ trưởng các sở, ban, ngành tổ chức gửi, nhận văn bản điện tử đối với các công văn "
    "thông thường (trừ những văn bản mật) kể từ ngày 01/12/2026.",
    "2. Giao Sở Thông tin và Truyền thông:",
    "- Hướng dẫn, hỗ trợ các cơ quan, đơn vị; bảo đảm an toàn, bảo mật thông tin;",
    "- Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 30 hằng tháng.",
)


def a_letter(**changes: Any) -> Letter:
    """A letter with two addressees, still without number and date unless told."""
    facts: dict[str, Any] = {
        "superior": "Ủy ban nhân dân",
        "agency": "Tỉnh Đồng Nai",
        "notation": "UBND-TTTH",
        "place": "Biên Hòa",
        "year": 2026,
        "subject": "gửi, nhận văn bản điện tử giữa các cơ quan nhà nước trên địa bàn tỉnh",
        "addressees": (
            "Giám đốc các sở, ban, ngành",
            "Chủ tịch Ủy ban nhân dân các huyện, thành phố",
        ),
        "content": tuple(Paragraph(text) for text in CONTENT),
        "signer": Signer(
            authority=("KT. CHỦ TỊCH",), position="Phó Chủ tịch", name="Nguyễn Văn Bình"
        ),
        "recipients": (
            "Như trên",
            "TT. Tỉnh ủy, HĐND tỉnh (b/c)",
            "CT, các PCT. UBND tỉnh",
            "Sở Nội vụ (để biết)",
            "Lưu: VT, TTTH",
        ),
    }
    return Letter(**{**facts, **changes})


def a_numbered_letter(**changes: Any) -> Letter:
    """The same letter with the number and date of the book."""
    return a_letter(**{"number": "9459", "issued_on": date(2026, 11, 18), **changes})
