"""A whole road through Postfix and Dovecot: sent, in the mailbox, confirmed by its link (A7)."""

import hashlib
import re
import time
from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from tests.real_mail import NEEDED, OWNER, served_mail
from tests.routes.builders import ACTOR, turn
from tests.routes.mail import last_line, reach, sent, state

from lienthong.documents import queries as documents
from lienthong.exchange.types import DeliveryState
from lienthong.kernel import clock
from lienthong.routes import services
from lienthong.routes.types import NewRoute, RouteKind

pytestmark = [pytest.mark.django_db, pytest.mark.once, *NEEDED]


def test_A7_a_letter_lies_in_the_mailbox_byte_for_byte_and_its_link_is_answered(relay, tmp_path):
    with served_mail() as server:
        services.add_route(
            NewRoute(
                slug="thu-cong-vu",
                name="Thư công vụ",
                kind=RouteKind.MAIL,
                address=f"smtp+clear://127.0.0.1:{server.smtp}",
                networks=("127.0.0.0/8",),
                caller="",
                secret="",
                sender=f"lienthong@{OWNER}",
                site="http://testserver",
            ),
            actor=ACTOR,
            now=clock.now(),
        )
        (delivery,) = sent(tmp_path, reach(address=f"xa1@{OWNER}"))
        turn()
        letter = message_from_bytes(_first_letter(server, "xa1"), policy=default)

    version = documents.version_card(delivery.version_id)
    (file,) = letter.iter_attachments()
    assert hashlib.sha256(file.get_payload(decode=True)).hexdigest() == version.content_digest
    link = re.search(r"http://testserver(/thu/\S+)", letter.get_body().get_content())
    assert link
    Client().post(link[1], {"act": "accept", "entry_number": "8"})
    assert state(delivery) == DeliveryState.ACCEPTED
    assert last_line(delivery).entry_number == "8"


def _first_letter(server, box):
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        for path in server.new_letters(box).glob("*"):
            return path.read_bytes()
        time.sleep(0.05)
    raise AssertionError("no letter came")
