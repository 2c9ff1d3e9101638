"""A letter is what its reader's program makes of it again, byte for byte, and nothing more."""

import io
import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest

from lienthong.formats.mail.write import AttachedFile, Letter, size_of_letter, write_letter

CONTENT = bytes(range(256)) * 900


def a_letter(**facts):
    told = {
        "reference": "lt." + "0a" * 16,
        "sent_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "sender": "lienthong@dongnai.gov.vn",
        "sender_name": "Văn phòng Ủy ban nhân dân tỉnh Đồng Nai",
        "reply_to": "vanthu@dongnai.gov.vn",
        "to": "xa1@dongnai.gov.vn",
        "subject": "[12/UBND-VX] Về việc " + "tăng cường gửi, nhận văn bản điện tử " * 6,
        "text": "Kính gửi\n.\n.. chấm đầu dòng\n",
        "files": (
            AttachedFile("Công văn “số 12”.pdf", "application/pdf", 4, lambda: io.BytesIO(b"%PDF")),
            AttachedFile("bảng.xlsx", "a/b\r\nBcc: x@y.vn", len(CONTENT), lambda: Slow(CONTENT)),
            AttachedFile("rỗng.txt", "multipart/mixed", 0, lambda: io.BytesIO(b"")),
        ),
        **facts,
    }
    return Letter(**told)


class Slow(io.BytesIO):
    """Gives fewer bytes than it is asked for, as a store may."""

    def read(self, size=-1):
        return super().read(min(size, 1001) if size > 0 else size)


def test_a_letter_is_read_again_as_it_was_meant():
    letter = a_letter()
    raw = b"".join(write_letter(letter))
    assert raw == b"".join(write_letter(letter))
    assert len(raw) == size_of_letter(letter)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78 + 40  # names of files are one word each
    assert not re.search(rb"(?<!\r)\n|\n\.", raw)

    read = message_from_bytes(raw, policy=default)
    assert read["Subject"] == letter.subject.strip()
    # The strict reader of the library puts spaces into folded names; others do as RFC 2047 says.
    name, address = parseaddr(str(make_header(decode_header(message_from_bytes(raw)["From"]))))
    assert (name, address) == (letter.sender_name, letter.sender)
    assert (read["To"], read["Reply-To"], read["Bcc"]) == (letter.to, letter.reply_to, None)
    assert read.get_body().get_content().replace("\r\n", "\n") == letter.text
    files = [(one.get_filename(), one.get_payload(decode=True)) for one in read.iter_attachments()]
    names = [one.name for one in letter.files]
    assert files == list(zip(names, [b"%PDF", CONTENT, b""], strict=True))


@pytest.mark.parametrize("field", ["subject", "sender_name"])
def test_no_line_of_its_own_gets_into_the_head(field):
    raw = b"".join(write_letter(a_letter(**{field: "Một\r\nBcc: a@b.vn\r\n\r\nhai"})))
    read = message_from_bytes(raw, policy=default)
    assert read["Bcc"] is None
    assert read.get_body() is not None


@pytest.mark.parametrize("address", ["a@b.vn>,<c@d.vn", "a@b.vn\r\nBcc: c@d.vn", "", "ă@b.vn"])
def test_what_could_be_another_address_is_none(address):
    with pytest.raises(ValueError, match="no address"):
        list(write_letter(a_letter(to=address)))
