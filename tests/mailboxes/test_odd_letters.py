"""Letters with odd words in every field that is kept: none of them holds up the next."""

import base64

import pytest
from tests.exchange.builders import MONDAY_9AM
from tests.mailboxes.builders import PDF, a_letter, a_mailbox

from lienthong.mailboxes import queries, services
from lienthong.mailboxes.models import Letter
from lienthong.mailboxes.types import LetterState, Trouble

pytestmark = pytest.mark.django_db


def encoded(raw: bytes) -> bytes:
    return b"=?utf-8?B?" + base64.b64encode(raw) + b"?="


ODD = {
    "nul": b"a\x00b",
    "surrogate": b"\xed\xa0\x80",
    "not-utf-8": b"\xff\xfe\xfa",
    "control": b"a\x01\x1b[31m\x7f",
    "beyond": "\U0010ffff\U000e0001\u202e".encode(),
    "long": b"x" * 20_000,
    "lines": b"a\r\nBcc: somebody\r\n",
}


def odd_letters():
    for name, raw in ODD.items():
        word, plain = encoded(raw), a_letter("Cong van", ("cv.pdf", PDF))
        yield f"subject-{name}", plain.replace(b"Subject: Cong van", b"Subject: " + word)
        yield f"bare-{name}", plain.replace(b"Subject: Cong van", b"Subject: " + raw)
        sender = b"From: " + word + b" <a@b.vn>"
        yield f"sender-{name}", sender + b"\r\n" + plain.partition(b"From:")[2].partition(b"\n")[2]
        named = plain.replace(b'filename="cv.pdf"', b'filename="' + word + b'.pdf"')
        yield f"file-{name}", named
        yield f"id-{name}", plain.replace(b"<1@sotaichinh.example.vn>", b"<" + raw + b">")
        yield f"type-{name}", plain.replace(b"application/pdf", b"application/" + raw)


def test_no_odd_word_of_a_letter_stops_its_mailbox(justice, box):
    a_mailbox(justice)
    odd = dict(enumerate(odd_letters(), start=1))
    box.letters = {uid: raw for uid, (_name, raw) in odd.items()}
    box.letters[len(odd) + 1] = a_letter("Sau cùng", message_id="<last@x.vn>")
    services.take_turns(clock=lambda: MONDAY_9AM)

    [card] = queries.mailboxes()
    assert (card.trouble, card.said) == (Trouble.NONE, "")
    seen = set(Letter.objects.values_list("uid", flat=True))
    assert len(odd) + 1 in seen
    assert queries.letters(justice.agency.id, LetterState.WAITING)[0].subject == "Sau cùng"


def test_a_letter_that_cannot_be_kept_is_told_and_the_next_one_comes(justice, box, monkeypatch):
    def broken(letter):
        if letter.subject == "Hỏng":
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return letter.message_id

    a_mailbox(justice)
    box.letters[1], box.letters[2] = a_letter("Hỏng"), a_letter("Lành", message_id="<2@x.vn>")
    monkeypatch.setattr("lienthong.mailboxes.rules.print_of", broken)
    services.take_turns(clock=lambda: MONDAY_9AM)
    states = dict(Letter.objects.values_list("subject", "state"))
    assert states == {"Hỏng": "refused", "Lành": "waiting"}
