"""References and secrecy stamps; whole letters are read back in tests/printing."""

import pytest

from lienthong.formats.letters.foot import recipient_line
from lienthong.formats.letters.recognise import recognise
from lienthong.formats.letters.references import parse_reference
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.letters.types import LetterFields, RecipientRole, SecrecyLevel
from lienthong.formats.pdf.types import Box, PageText, TextLine


def a_page(*texts: str, top: float = 60, number: int = 1, left: float = 90) -> PageText:
    lines = tuple(
        TextLine(text, Box(left, top + 16 * n, left + 6 * len(text), top + 16 * n + 13), 13)
        for n, text in enumerate(texts)
    )
    return PageText(number, 595, 842, lines)


@pytest.mark.parametrize(
    ("text", "number", "year", "notation"),
    [
        ("Số: 9459/UBND-TTTH", "9459", None, "UBND-TTTH"),
        ("Số: 9459 /UBND-TTTH", "9459", None, "UBND-TTTH"),
        ("7691/UBND - HCC", "7691", None, "UBND-HCC"),
        ("62/2010/QĐ-UBND", "62", 2010, "QĐ-UBND"),
        ("6758-CV/TU", "6758", None, "CV/TU"),
        ("Số: /UBND-TTTH", "", None, "UBND-TTTH"),
    ],
)
def test_a_reference_is_taken_apart(text, number, year, notation):
    read = parse_reference(text)
    assert read is not None
    assert (read.number, read.year, read.notation) == (number, year, notation)


@pytest.mark.parametrize("text", ["", "Số: ", "hôm nay", "12", "1/2/3"])
def test_what_is_no_reference_is_none(text):
    assert parse_reference(text) is None


@pytest.mark.parametrize(
    ("mark", "level"),
    [
        ("MẬT", SecrecyLevel.SECRET),
        ("M Ậ T", SecrecyLevel.SECRET),
        ("[ MẬT ]", SecrecyLevel.SECRET),
        ("TỐI MẬT", SecrecyLevel.TOP_SECRET),
        ("T U Y Ệ T  M Ậ T", SecrecyLevel.ULTRA_SECRET),
        ("Độ mật: Mật", SecrecyLevel.SECRET),
        ("Độ mật: Tối mật", SecrecyLevel.TOP_SECRET),
    ],
)
def test_A3_a_stamp_that_stands_by_itself_is_found(mark, level):
    found = find_secrecy_stamp([a_page("TỈNH ĐỒNG NAI", "Số: 12/UBND-NC", mark)])
    assert found is not None
    assert found.level is level


@pytest.mark.parametrize(
    "line",
    [
        "trừ những văn bản mật):",
        "bảo đảm an toàn, bảo mật thông tin",
        "BAN CƠ YẾU - CỤC MẬT MÃ",
        "BẢO MẬT",
        "Mật",
        "mật",
        "MẬT MÃ",
        "(trừ các văn bản mật) theo quy định",
    ],
)
def test_A3_words_about_secrets_are_no_stamp(line):
    assert find_secrecy_stamp([a_page("TỈNH ĐỒNG NAI", line)]) is None


def test_A3_a_heading_broken_between_two_lines_is_no_stamp():
    assert find_secrecy_stamp([a_page("CỤC KỸ THUẬT", "MẬT", "MÃ")]) is None


def test_A3_a_stamp_in_the_margin_of_a_later_page_is_found():
    pages = [a_page("Nội dung"), a_page("TỐI MẬT", "tiếp theo", number=2, top=20)]
    found = find_secrecy_stamp(pages)
    assert found is not None
    assert found.page == 2


def test_A3_the_word_alone_in_the_body_of_a_later_page_is_no_stamp():
    assert find_secrecy_stamp([a_page("Nội dung"), a_page("MẬT", number=2, top=400)]) is None


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("- Như trên;", RecipientRole.AS_ABOVE),
        ("- TT. Tỉnh ủy (b/c);", RecipientRole.REPORT),
        ("- Sở Nội vụ (để b/c);", RecipientRole.REPORT),
        ("- Sở Nội vụ (để biết);", RecipientRole.INFORMATION),
        ("- Như Điều 3;", RecipientRole.ACTION),
        ("- Sở Tư pháp (để thực hiện);", RecipientRole.ACTION),
        ("- Lưu VT, TH(TTTH).", RecipientRole.FILE),
        ("- Các Ban Đảng;", RecipientRole.UNSTATED),
    ],
)
def test_a_recipient_line_says_its_role(line, role):
    assert recipient_line(line).role is role


def test_a_page_of_another_form_gives_no_fields():
    assert recognise([a_page("Một trang bất kỳ")]) == LetterFields()
    assert recognise([]) == LetterFields()
