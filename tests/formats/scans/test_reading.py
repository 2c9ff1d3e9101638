"""A page that is a picture is read as one with text is, and so is what is stamped on it."""

import io
import time
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from tests.formats.scans.builders import TESSERACT, a_blank_scan, a_scan, needs_tesseract

from lienthong.formats.letters.recognise import recognise
from lienthong.formats.letters.secrecy import find_secrecy_stamp
from lienthong.formats.letters.types import SecrecyLevel
from lienthong.formats.pdf.apart import picture_apart, read_apart
from lienthong.formats.pdf.errors import TooHard, UnreadablePdf
from lienthong.formats.pdf.rendering import MOST_PIXELS
from lienthong.formats.pdf.types import Box, PageText, TextLine
from lienthong.formats.scans.reading import Recogniser, read_picture
from lienthong.formats.scans.tesseract import Unreadable, can_read, words_of

pytestmark = pytest.mark.once
WHITE = Image.new("L", (200, 100), 255)


def read(pdf: bytes, *, program: str = TESSERACT) -> PageText:
    return read_picture(io.BytesIO(pdf), number=1, by=Recogniser(program, seconds=30))


def a_program(folder: Path, does: str) -> str:
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return str(program)


@needs_tesseract
def test_B4_the_fields_of_a_scanned_letter_are_read_by_their_places():
    page = read(a_scan())
    fields = recognise([page])
    assert fields.reference_code.value == "9459/UBND-TTTH"
    assert fields.issued_on.value == date(2026, 11, 18)
    assert fields.subject.value.startswith("gửi, nhận văn bản điện tử giữa các cơ quan")
    assert fields.signer_name.value == "Nguyễn Văn Bình"
    # Points of the page, so that the viewer shows where it stands.
    assert 90 < fields.reference_code.box.y0 < 110
    assert find_secrecy_stamp([page]) is None, "the words 'bảo mật' and 'văn bản mật' are no stamp"


@needs_tesseract
@pytest.mark.parametrize(
    ("stamp", "angle", "level"),
    [
        ("MẬT", 6, SecrecyLevel.SECRET),
        ("TỐI MẬT", -5, SecrecyLevel.TOP_SECRET),
        ("TUYỆT MẬT", 3, SecrecyLevel.ULTRA_SECRET),
    ],
)
def test_A3_a_red_stamp_askew_over_print_is_found(stamp, angle, level):
    found = find_secrecy_stamp([read(a_scan(stamp=stamp, angle=angle))])
    assert found is not None
    assert found.level == level


@pytest.mark.parametrize("text", ["BẢO MẬT", "MẬT MÃ", "MAI", "TÔI", "Mật", "ĐẾN", "TÓI ĐA"])
def test_A3_other_stamps_are_none_of_secrecy(text):
    stamp = TextLine(text, Box(100, 100, 160, 122), 22)
    assert find_secrecy_stamp([PageText(1, 595, 842, (), is_image=True, stamps=(stamp,))]) is None


@pytest.mark.parametrize(
    "does",
    [
        "echo 'what nobody can mean'",
        r"printf '1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\n5\t1\t1\t1\t1\t1\t900\t0\t9\t9\t90\tx\n'",
        "exec cat /dev/zero",
        "kill -9 $$",
        "exit 1",
        "sleep 60 & sleep 60",
    ],
    ids=["rubbish", "beside the picture", "without end", "killed", "fails", "hangs"],
)
def test_a_program_that_does_what_it_should_not_is_ended_and_nothing_is_believed(tmp_path, does):
    began = time.monotonic()
    with pytest.raises(Unreadable):
        words_of(WHITE, program=a_program(tmp_path, does), dpi=300, seconds=1)
    assert time.monotonic() - began < 8


def test_a_program_that_is_away_or_without_vietnamese_is_told(tmp_path):
    assert not can_read(str(tmp_path / "away"))
    assert not can_read(a_program(tmp_path, "echo eng"))
    assert can_read(a_program(tmp_path, "echo eng; echo vie"))
    with pytest.raises(Unreadable):
        words_of(WHITE, program=str(tmp_path / "away"), dpi=300, seconds=5)


def test_a_huge_page_is_drawn_coarser_and_no_larger():
    huge = picture_apart(io.BytesIO(a_blank_scan(millimetres=2_000)), number=1, dpi=300, seconds=20)
    assert 0.9 * MOST_PIXELS < huge.across * huge.down < 1.02 * MOST_PIXELS
    small = picture_apart(io.BytesIO(a_blank_scan(millimetres=50)), number=1, dpi=300, seconds=20)
    assert (small.across, small.down) == (591, 591)


def test_what_cannot_be_drawn_is_refused_and_the_next_file_is_read_all_the_same():
    with pytest.raises(UnreadablePdf):
        picture_apart(io.BytesIO(a_blank_scan(millimetres=50)), number=9, dpi=300, seconds=20)
    with pytest.raises(TooHard):
        picture_apart(io.BytesIO(a_blank_scan(millimetres=50)), number=1, dpi=300, seconds=0)
    assert read_apart(io.BytesIO(a_blank_scan(millimetres=50))).is_scan
