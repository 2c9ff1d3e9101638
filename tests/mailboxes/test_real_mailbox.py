"""D6: a letter that a mail server of Debian keeps is read there, once, and nothing is marked."""

import hashlib
import smtplib
import time
from datetime import date, timedelta

import pytest
from tests.exchange.builders import MONDAY_9AM
from tests.mailboxes.builders import PDF, a_letter, a_mailbox
from tests.real_mail import NEEDED, OWNER, served_mail

from lienthong.mailboxes import queries, services
from lienthong.mailboxes.types import LetterState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once, *NEEDED]


def test_D6_a_letter_is_read_from_a_real_mailbox_once_and_left_as_it_is(justice, settings):
    settings.LIENTHONG_MAILBOX_SERVER = "lienthong.mailboxes.adapters.imap.imap"
    with served_mail() as server:
        with smtplib.SMTP("127.0.0.1", server.smtp) as line:
            line.sendmail(f"a@{OWNER}", [f"stp@{OWNER}"], a_letter("Số 12", ("cv12.pdf", PDF)))
        ends = time.monotonic() + 20
        while not [*server.new_letters("stp").glob("*")]:
            assert time.monotonic() < ends, "no letter came"
            time.sleep(0.05)
        mailbox = a_mailbox(
            justice,
            host="127.0.0.1",
            port=server.imap,
            is_secure=False,
            login="stp",
            networks=("127.0.0.0/8",),
            begins_on=date(2020, 1, 1),
        )
        assert services.take_turns(clock=lambda: MONDAY_9AM) == 1
        services.take_turns(clock=lambda: MONDAY_9AM + timedelta(minutes=5))
        left = [*server.new_letters("stp").glob("*")]

    [card] = queries.letters(justice.agency.id, LetterState.WAITING)
    [file] = queries.letter_files(card.id)
    assert (card.subject, file.digest) == ("Số 12", hashlib.sha256(PDF).hexdigest())
    assert queries.mailbox(mailbox.id).succeeded_at == MONDAY_9AM + timedelta(minutes=5)
    assert len(left) == 1, "the letter lies there unseen"
