"""A mailbox in memory, a server that speaks a script, and letters."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email.message import EmailMessage
from typing import ClassVar

from tests.bad_files import built as a_pdf
from tests.exchange.builders import MONDAY_9AM, Office

from lienthong.kernel.actor import Actor
from lienthong.mailboxes import services
from lienthong.mailboxes.ports import Away
from lienthong.mailboxes.types import MailAccess, MailboxCard, NewMailbox, Trouble

ADDRESS, AUTHSERV = "vanthu@sotuphap.example.vn", "mx.example.vn"
PDF = a_pdf(lambda _document: None)


class FakeMailbox:
    """What a server shows: letters by UID, and where it breaks."""

    now: ClassVar["FakeMailbox"]

    def __init__(self) -> None:
        self.validity = 7
        self.letters: dict[int, bytes] = {}
        self.fetched: list[int] = []
        self.breaks_at = 0

    @property
    def count(self) -> int:
        return len(self.letters)

    def uids(self, *, after: int, since: date) -> list[int]:
        return sorted(uid for uid in self.letters if uid > after)

    def size(self, uid: int) -> int | None:
        return len(self.letters[uid])

    def letter(self, uid: int, *, largest: int) -> bytes | None:
        if uid == self.breaks_at:
            raise Away(Trouble.NO_ANSWER)
        self.fetched.append(uid)
        return self.letters[uid]

    def head(self, uid: int) -> bytes:
        return self.letters[uid][:1_000]


@contextmanager
def the_mailbox(access: MailAccess) -> Iterator[FakeMailbox]:
    yield FakeMailbox.now


def a_mailbox(office: Office, **facts) -> MailboxCard:
    told = {
        "address": ADDRESS,
        "host": "imap.example.vn",
        "login": ADDRESS,
        "password": "bi-mat",
        "begins_on": date(2026, 11, 1),
        "authserv": AUTHSERV,
        **facts,
    }
    new = NewMailbox(agency_id=office.agency.id, **told)
    return services.add_mailbox(new, actor=Actor.installation(), now=MONDAY_9AM)


def a_letter(
    subject: str = "[12/STC-NS] về việc lập dự toán",
    *files: tuple[str, bytes],
    sender: str = "Sở Tài chính <vanthu@sotaichinh.example.vn>",
    results: str = f"{AUTHSERV}; dmarc=pass header.from=sotaichinh.example.vn",
    message_id: str = "<1@sotaichinh.example.vn>",
) -> bytes:
    letter = EmailMessage()
    if results:
        letter["Authentication-Results"] = results
    letter["From"], letter["To"], letter["Subject"] = sender, ADDRESS, subject
    letter["Message-ID"], letter["Date"] = message_id, "Mon, 23 Nov 2026 08:00:00 +0700"
    letter.set_content("Kính gửi Sở Tư pháp, xin gửi công văn kèm theo.")
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return letter.as_bytes()


class ScriptedServer:
    """An IMAP server of one connection that answers each command from a list, then hangs up.

    answers: by the command's word; "%T" stands for its tag.
    """

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.heard: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _address = self._listener.accept()
        with connection, connection.makefile("rwb") as line:
            line.write(b"* OK ready\r\n")
            line.flush()
            while words := line.readline().split():
                self.heard.append(b" ".join(words[1:]).decode())
                command = (words[2] if words[1] == b"UID" else words[1]).decode().upper()
                answer = self.answers.get(command)
                if answer is None:
                    return
                line.write(answer.replace(b"%T", words[0]))
                line.flush()

    def close(self) -> None:
        self._listener.close()
        self._thread.join(5)
