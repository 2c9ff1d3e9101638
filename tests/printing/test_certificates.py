"""Giấy chứng nhận: always one page, whatever happened."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from lienthong.printing.certificates import grouped, print_certificate, shown_events
from lienthong.printing.types import CertificateEvent, CertificateForm, EnclosedFile

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LONG = "Ủy ban nhân dân tỉnh Đồng Nai và các đơn vị trực thuộc " * 4


def events(count: int) -> tuple[CertificateEvent, ...]:
    return tuple(
        CertificateEvent(f"Việc số {n}", "Event", "09:00:00 ngày 21/11/2026", f"kỳ 1, bản ghi {n}")
        for n in range(count)
    )


def a_form(**changes: object) -> CertificateForm:
    form = CertificateForm(
        number="1.274",
        sender="Ủy ban nhân dân tỉnh <Đồng Nai>",
        recipient="Sở Nội vụ (H19.4)",
        reference_code="12/UBND-VP",
        subject="V/v gửi, nhận văn bản điện tử",
        digest="ab12" * 16,
        events=events(2),
        leaf_hash="cd34" * 16,
        head="kỳ 1, gồm 1.300 bản ghi, ký lúc 09:00:30 ngày 21/11/2026",
        root="ef56" * 16,
        stamp="09:01:00 ngày 21/11/2026",
        promise="",
        erased=(),
        installation="dongnai.test",
        key_id="0f" * 16,
        check_address="https://dongnai.test/bien-nhan/1/",
        ledger_address="https://dongnai.test/so-cai/",
        issued_at="10:00:00 ngày 21/11/2026",
    )
    return replace(form, **changes)


def page_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return " ".join(document[0].get_textpage().get_text_range().split())


def test_values_are_printed_as_they_are_and_digests_in_groups_of_four():
    text = page_of(print_certificate(a_form()))
    assert grouped("ab12cd34") == "ab12 cd34"
    assert "ab12 ab12 ab12" in text
    assert "Ủy ban nhân dân tỉnh <Đồng Nai>" in text


@pytest.mark.parametrize("count", [1, 7, 40])
def test_however_much_happened_and_however_long_it_is_one_page(count):
    long = a_form(
        events=events(count), subject=LONG, sender=LONG, recipient=LONG, stamp=LONG, erased=(LONG,)
    )
    text = page_of(print_certificate(long))
    assert "Digitally signed" in text
    assert f"Việc số {count - 1}" in text


def test_of_many_events_the_first_and_the_last_keep_their_numbers():
    shown = shown_events(a_form(events=events(40)))
    assert [number for number, _event in shown] == [1, 2, 36, 37, 38, 39, 40]


def test_files_travel_inside_and_equal_facts_give_equal_bytes():
    enclosed = [EnclosedFile("bien-nhan-1.json", b'{"a":1}', "Biên nhận", NOW)]
    first = print_certificate(a_form(), enclosed=enclosed)
    assert first == print_certificate(a_form(), enclosed=enclosed)
    with pikepdf.open(io.BytesIO(first)) as document:
        inside = document.attachments["bien-nhan-1.json"].get_file().read_bytes()
    assert inside == b'{"a":1}'
