"""Letters in the layout of Decree 30/2020/NĐ-CP, read back from their own PDF."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.printing.builders import a_letter, a_numbered_letter

from lienthong.formats.letters.recognise import recognise
from lienthong.formats.letters.types import LetterFields, RecipientRole
from lienthong.formats.pdf.reading import read_pdf
from lienthong.printing.engine import ForbiddenAddress, OwnFilesOnly
from lienthong.printing.letters import print_letter
from lienthong.printing.types import Letter, Signer


def read_back(letter: Letter) -> LetterFields:
    return recognise(read_pdf(io.BytesIO(print_letter(letter))).pages)


def test_a_letter_is_a4_and_its_vietnamese_text_is_exact():
    facts = read_pdf(io.BytesIO(print_letter(a_numbered_letter())))
    lines = [line.text for line in facts.pages[0].lines]

    assert facts.page_sizes == (pytest.approx((595.28, 841.89), abs=0.1),)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines
    assert "Độc lập - Tự do - Hạnh phúc" in lines
    assert "Số: 9459/UBND-TTTH" in lines
    assert "Biên Hòa, ngày 18 tháng 11 năm 2026" in lines


def test_equal_letters_are_equal_bytes():
    assert print_letter(a_letter()) == print_letter(a_letter())


def test_blanks_for_number_and_date_leave_room_to_be_filled():
    lines = read_pdf(io.BytesIO(print_letter(a_letter()))).pages[0].lines
    label = next(line for line in lines if line.text == "Số:")
    notation = next(line for line in lines if line.text == "/UBND-TTTH")

    assert notation.box.x0 - label.box.x1 > 15 / 25.4 * 72
    assert any(line.text == "Biên Hòa, ngày tháng năm 2026" for line in lines)


def test_the_room_between_position_and_name_holds_a_seal():
    lines = read_pdf(io.BytesIO(print_letter(a_letter()))).pages[0].lines
    position = next(line for line in lines if line.text == "PHÓ CHỦ TỊCH")
    name = next(line for line in lines if line.text == "Nguyễn Văn Bình")

    assert name.box.y0 - position.box.y1 >= 38 / 25.4 * 72


def test_the_signer_never_stands_alone_on_a_page_and_page_two_is_numbered():
    for times in (4, 5, 6, 7):
        pages = read_pdf(
            io.BytesIO(print_letter(a_letter(content=a_letter().content * times)))
        ).pages
        last = [line.text for line in pages[-1].lines]
        assert "Nguyễn Văn Bình" in last
        assert any(text.endswith("./.") for text in last)
        assert "1" not in [line.text for line in pages[0].lines]
        if len(pages) > 1:
            assert "2" in [line.text for line in pages[1].lines]


def test_a_form_may_load_nothing_from_network_or_disk():
    for address in ("https://example.org/x.png", "file:///etc/hostname", "font:../letters.py"):
        with pytest.raises(ForbiddenAddress):
            OwnFilesOnly().fetch(address)


def test_what_is_printed_is_recognised_again():
    read = read_back(
        a_numbered_letter(
            kind_name="Quyết định",
            superior="UBND tỉnh Đồng Nai",
            agency="Sở Nội vụ",
            notation="QĐ-SNV",
            number="5",
            issued_on=date(2026, 1, 7),
            urgency="Hỏa tốc",
            signer=Signer(authority=(), position="Giám đốc", name="Lê Thị Hồng"),
        )
    )

    assert read.reference_code is not None
    assert read.reference_code.value == "05/QĐ-SNV"
    assert read.superior is not None
    assert read.superior.value == "UBND TỈNH ĐỒNG NAI"
    assert read.agency is not None
    assert read.agency.value == "SỞ NỘI VỤ"
    assert read.issued_on is not None
    assert read.issued_on.value == date(2026, 1, 7)
    assert read.kind_name is not None
    assert read.kind_name.value == "Quyết định"
    assert read.urgency is not None
    assert read.urgency.value == "Hỏa tốc"
    assert read.signer_authority is None
    assert read.signer_position is not None
    assert read.signer_position.value == "GIÁM ĐỐC"
    assert read.signer_name is not None
    assert read.signer_name.value == "Lê Thị Hồng"
    assert [one.value.role for one in read.recipients] == [
        RecipientRole.AS_ABOVE,
        RecipientRole.REPORT,
        RecipientRole.UNSTATED,
        RecipientRole.INFORMATION,
        RecipientRole.FILE,
    ]


WORDS = st.sampled_from(
    ["triển khai", "kế hoạch", "văn bản", "điện tử", "năm 2026", "tăng cường", "bảo mật", "đất đai"]
)


@settings(max_examples=15, deadline=None)
@given(
    words=st.lists(WORDS, min_size=2, max_size=9),
    number=st.integers(min_value=1, max_value=99_999),
    day=st.dates(date(2010, 1, 1), date(2030, 12, 31)),
)
def test_subject_number_and_date_survive_the_round_trip(words: list[str], number: int, day: date):
    read = read_back(
        a_letter(subject=" ".join(words), number=str(number), issued_on=day, year=day.year)
    )

    assert read.subject is not None
    assert read.subject.value == " ".join(words)
    assert read.reference is not None
    assert int(read.reference.number) == number
    assert read.issued_on is not None
    assert read.issued_on.value == day
