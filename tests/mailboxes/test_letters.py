"""D6, D2, A7: letters of an official mailbox become lines of the incoming book, each once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.exchange.builders import MONDAY_9AM
from tests.mailboxes.builders import (
    ADDRESS,
    PDF,
    ScriptedServer,
    a_letter,
    a_mailbox,
)

from lienthong.blobs import services as blobs
from lienthong.blobs.errors import ScanPending
from lienthong.directory.models import Agency
from lienthong.documents import services as documents
from lienthong.documents.errors import SecretDocument
from lienthong.documents.rules.file_findings import refused as stopped
from lienthong.documents.types import Examination, Road
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.refusals import Refusal
from lienthong.ledger.models import Record
from lienthong.mailboxes import queries, rules, services
from lienthong.mailboxes.adapters.imap import imap
from lienthong.mailboxes.errors import LetterDecided, LetterNotFound, ReasonMissing
from lienthong.mailboxes.models import Letter, Mailbox
from lienthong.mailboxes.ports import Away
from lienthong.mailboxes.types import LetterState, MailAccess, Proof, Standing, Trouble
from lienthong.registers import services as registers
from lienthong.registers.events import ReceivedEntered
from lienthong.registers.types import NewReceived
from lienthong.routes import services as routes
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=2)
REPORT = (
    b"From: MAILER-DAEMON@example.vn\nAuto-Submitted: auto-replied\n"
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n"
    b"--r\nContent-Type: text/plain\n\nUndelivered\n"
    b"--r\nContent-Type: message/delivery-status\n\nOriginal-Envelope-Id: %s\n\n"
    b"Final-Recipient: rfc822; a@b.vn\nAction: failed\nStatus: 5.1.1\n"
    b"Diagnostic-Code: smtp; 550 no such user\n\n--r--\n"
)
CAPABLE = b"* CAPABILITY IMAP4rev1\r\n%T OK done\r\n"


def pull(now=MONDAY_9AM) -> int:
    return services.take_turns(clock=lambda: now)


def official(office, address="vanthu@sotaichinh.example.vn") -> None:
    Agency.objects.filter(pk=office.agency.id).update(email=address)


def waiting(office):
    return queries.letters(office.agency.id, LetterState.WAITING)


def test_a_letter_of_an_agency_waits_for_the_clerk_with_whose_it_is(justice, finance, box):
    official(finance)
    a_mailbox(justice)
    box.letters[5] = a_letter("Công văn 12", ("cv12.pdf", PDF))

    assert pull() == 1

    [card] = waiting(justice)
    assert (card.standing, card.proof) == (Standing.OFFICIAL, Proof.PASSED)
    assert card.sender_agency == finance.agency.name
    [file] = queries.letter_files(card.id)
    assert (file.name, file.is_main, file.finding) == ("cv12.pdf", True, "")
    lines = worklist.waiting(justice.clerk, now=MONDAY_9AM).lines
    assert [line.verb for line in lines] == [Verb.ENTER_LETTER]
    assert not worklist.waiting(justice.officer, now=MONDAY_9AM).lines
    with pytest.raises(LetterNotFound):
        queries.letter(card.id, agency_id=finance.agency.id)


def test_free_mail_is_never_an_agency_even_where_the_directory_names_it(justice, finance, box):
    official(finance, "sotaichinh@gmail.com")
    a_mailbox(justice)
    box.letters[1] = a_letter(sender="Sở Tài chính <sotaichinh@gmail.com>")
    pull()
    [card] = waiting(justice)
    assert (card.standing, card.sender_agency_id) == (Standing.FREE, None)


def test_each_letter_comes_once_whatever_dies_and_however_the_server_numbers(justice, box):
    a_mailbox(justice)
    for uid in (1, 2, 3):
        box.letters[uid] = a_letter(f"Thư {uid}", message_id=f"<{uid}@x.vn>")
    box.breaks_at = 2
    pull()
    assert len(waiting(justice)) == 1
    assert queries.mailboxes()[0].trouble == Trouble.NO_ANSWER

    box.breaks_at = 0
    pull(MONDAY_9AM + MINUTE)
    assert box.fetched == [1, 2, 3]
    box.validity, box.letters = 8, {uid + 100: raw for uid, raw in box.letters.items()}
    pull(MONDAY_9AM + 2 * MINUTE)
    pull(MONDAY_9AM + 4 * MINUTE)

    assert [one.subject for one in waiting(justice)] == ["Thư 3", "Thư 2", "Thư 1"]
    assert Mailbox.objects.get().last_uid == 103


def test_a_worker_that_lost_its_mailbox_keeps_nothing_more(justice, box, monkeypatch):
    a_mailbox(justice)
    box.letters[1] = a_letter()
    taken = box.letter

    def ends_meanwhile(uid, *, largest):
        Mailbox.objects.update(token=None)
        return taken(uid, largest=largest)

    monkeypatch.setattr(box, "letter", ends_meanwhile)
    pull()
    assert not Letter.objects.exists()


def test_what_is_too_large_or_tangled_is_told_and_holds_up_nothing(justice, box):
    a_mailbox(justice, largest_mb=1)
    box.letters[1] = a_letter("To", ("to.pdf", PDF + b"\n" * 2_000_000))
    box.letters[2] = (
        b"From: a@b.vn\r\nContent-Type: multipart/mixed; x=" + b"a" * 9_000 + b"\r\n\r\n"
    )
    box.letters[3] = a_letter("Nhỏ")
    pull()
    refused = queries.letters(justice.agency.id, LetterState.REFUSED)
    assert [one.reason for one in refused] == ["mail.tangled", "mail.too-large"]
    assert refused[1].subject == "To"
    assert [one.subject for one in waiting(justice)] == ["Nhỏ"]


def test_of_a_secret_letter_nothing_is_kept(justice, box, monkeypatch):
    def secret(_source, *, name, **_facts):
        return Examination(name, "0" * 64, (stopped(SecretDocument(level="secret")),))

    monkeypatch.setattr(documents, "examine", secret)
    a_mailbox(justice)
    box.letters[1] = a_letter("Kế hoạch mật", ("mat.pdf", PDF))
    pull()
    row = Letter.objects.get()
    assert (row.state, row.reason) == (LetterState.REFUSED, "mailboxes.letter-secret")
    assert (row.subject, row.content_id, row.files.count()) == ("", None, 0)


def test_the_form_is_filled_and_the_entry_ends_the_letter(justice, finance, box):
    official(finance)
    a_mailbox(justice)
    box.letters[1] = a_letter("Về dự toán", ("cv.pdf", PDF))
    pull()
    [card] = waiting(justice)

    ready = services.prepare_entry(card.id, actor=justice.clerk, now=MONDAY_9AM)
    again = services.prepare_entry(card.id, actor=justice.clerk, now=MONDAY_9AM)

    said = dict(ready.query)
    assert ready == again
    assert (said["issuer"], said["subject"]) == (str(finance.agency.id), "Về dự toán")
    assert said["khoa"] == f"mail:{card.id}"
    assert UUID(said["tep"])

    entry_id = _entered(justice, said["khoa"])
    assert queries.letter(card.id, agency_id=justice.agency.id).entry_id == entry_id
    assert not worklist.waiting(justice.clerk, now=MONDAY_9AM).lines
    with pytest.raises(LetterDecided) as told:
        services.prepare_entry(card.id, actor=justice.clerk, now=MONDAY_9AM)
    assert told.value.code == "mailboxes.letter-decided"


def _entered(office, key):
    """A line of the book as the form makes it."""
    received = NewReceived(
        road=Road.MAIL,
        author="Sở Tài chính",
        author_id=None,
        reference_code="12/STC-NS",
        document_on=local_day(MONDAY_9AM),
        kind="",
        subject="Về dự toán",
        arrived_on=local_day(MONDAY_9AM),
    )
    return registers.enter_received(
        received=received, key=key, actor=office.clerk, now=MONDAY_9AM
    ).id


def test_aside_needs_a_reason_and_can_be_taken_back(justice, box):
    a_mailbox(justice)
    box.letters[1] = a_letter("Mời họp", ("moi.pdf", PDF))
    pull()
    [card] = waiting(justice)
    with pytest.raises(ReasonMissing) as told:
        services.set_aside(card.id, reason=" ", actor=justice.clerk, now=MONDAY_9AM)
    assert told.value.code == "mailboxes.reason-missing"
    aside = services.set_aside(card.id, reason="quảng cáo", actor=justice.clerk, now=MONDAY_9AM)
    assert (aside.state, aside.reason) == (LetterState.SET_ASIDE, "quảng cáo")
    assert not worklist.waiting(justice.clerk, now=MONDAY_9AM).lines
    back = services.put_back(card.id, actor=justice.clerk, now=MONDAY_9AM)
    assert back.state == LetterState.WAITING
    assert len(worklist.waiting(justice.clerk, now=MONDAY_9AM).lines) == 1
    acts = set(Record.objects.values_list("act", flat=True))
    assert {"mailboxes.letter-set-aside", "mailboxes.letter-put-back"} <= acts


@pytest.mark.parametrize(
    ("results", "proof"),
    [
        (["mx.example.vn; dmarc=pass header.from=stc.vn"], Proof.PASSED),
        (["mx.example.vn; dkim=pass header.d=other.vn; spf=pass"], Proof.NOT_TOLD),
        (["mx.example.vn; dkim=pass header.d=stc.vn; dmarc=fail header.from=stc.vn"], Proof.FAILED),
        (["evil.vn; dmarc=pass header.from=stc.vn"], Proof.NOT_TOLD),
        (
            ["mx.example.vn; dkim=none", "mx.example.vn; dmarc=pass header.from=stc.vn"],
            Proof.NOT_TOLD,
        ),
        (["mx.example.vn; auth=pass smtp.auth=a@stc.vn"], Proof.PASSED),
        (["(mx.example.vn; dmarc=pass header.from=stc.vn)"], Proof.NOT_TOLD),
    ],
)
def test_only_the_mailboxs_own_server_proves_a_sender(results, proof):
    assert rules.proof(results, authserv="mx.example.vn", address="a@stc.vn") == proof
    assert rules.proof(results, authserv="", address="a@stc.vn") == Proof.NOT_TOLD


def test_a_server_is_read_without_a_mark_and_bounded():
    raw = a_letter()
    answers = {
        "CAPABILITY": CAPABLE,
        "LOGIN": b"%T OK done\r\n",
        "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 42] x\r\n%T OK [READ-ONLY]\r\n",
        "SEARCH": b"* SEARCH 9\r\n%T OK done\r\n",
        "FETCH": b"* 1 FETCH (UID 9 BODY[] {%d}\r\n%s)\r\n%%T OK done\r\n" % (len(raw), raw),
    }
    access = MailAccess("127.0.0.1", 0, False, ADDRESS, "x", "INBOX", ("127.0.0.0/8",), "")
    server = ScriptedServer(answers)
    with imap(replace(access, port=server.port)) as box:
        assert (box.validity, box.count) == (42, 1)
        assert box.uids(after=3, since=local_day(MONDAY_9AM)) == [9]
        assert box.uids(after=9, since=local_day(MONDAY_9AM)) == []
        assert box.letter(9, largest=len(raw)) == raw
        with pytest.raises(Away) as told:
            box.letter(9, largest=100)
    assert told.value.trouble == Trouble.ODD_ANSWER
    server.close()
    assert any("BODY.PEEK[]" in one for one in server.heard)
    assert not any("STORE" in one or one.startswith("SELECT") for one in server.heard)


@pytest.mark.parametrize(
    ("answers", "trouble"),
    [
        ({}, Trouble.NO_ANSWER),
        (
            {"CAPABILITY": CAPABLE, "LOGIN": b"%T NO wrong\r\n"},
            Trouble.NOT_LET_IN,
        ),
        (
            {
                "CAPABILITY": CAPABLE,
                "LOGIN": b"%T OK done\r\n",
                "EXAMINE": b"%T NO no such folder\r\n",
            },
            Trouble.NO_FOLDER,
        ),
        ({"CAPABILITY": b"rubbish\r\n"}, Trouble.ODD_ANSWER),
    ],
)
def test_a_broken_line_says_why(answers, trouble):
    server = ScriptedServer(answers)
    access = MailAccess("127.0.0.1", server.port, False, "a", "x", "INBOX", ("127.0.0.0/8",), "")
    with pytest.raises(Away) as told, imap(access):
        pass
    assert told.value.trouble == trouble
    server.close()


def test_keys_of_other_roads_touch_no_letter(justice):
    services.follow_entry(
        ReceivedEntered(UUID(int=1), justice.agency.id, "mail:khong-phai", None, MONDAY_9AM)
    )
    services.follow_entry(
        ReceivedEntered(UUID(int=1), justice.agency.id, "giay-1", None, MONDAY_9AM)
    )


def test_what_cannot_be_a_mailbox_is_told_by_its_code(justice):
    card = a_mailbox(justice)
    for facts, code in (
        ({}, "mailboxes.mailbox-taken"),
        ({"address": "khong phai"}, "mailboxes.field-missing"),
        ({"password": "", "login": "b"}, "mailboxes.field-missing"),
        ({"host": "a b"}, "mailboxes.host-shape"),
        ({"is_secure": False, "port": 143}, "mailboxes.host-shape"),
        ({"networks": ("0.0.0.0/0",)}, "mailboxes.networks-too-wide"),
        ({"authority": "khong"}, "mailboxes.authority-unreadable"),
    ):
        with pytest.raises(Refusal) as told:
            a_mailbox(justice, **facts)
        assert told.value.code == code
    actor = Actor.installation()
    services.end_mailbox(card.id, actor=actor, now=MONDAY_9AM)
    assert bytes(Mailbox.objects.get().sealed) == b""
    with pytest.raises(Refusal) as told:
        services.use_mailbox(card.id, actor=actor, now=MONDAY_9AM)
    assert told.value.code == "mailboxes.mailbox-ended"
    with pytest.raises(Refusal) as told:
        queries.mailbox(UUID(int=5))
    assert told.value.code == "mailboxes.mailbox-not-found"
    with pytest.raises(Refusal) as told:
        queries.letter(UUID(int=5), agency_id=justice.agency.id)
    assert told.value.code == "mailboxes.letter-not-found"


def test_what_is_no_letter_or_not_scanned_is_told(justice, box, monkeypatch):
    a_mailbox(justice)
    box.letters[1], box.letters[2] = b"\r\n\r\n", a_letter("Lớn", ("lon.pdf", PDF))

    def scanned(source, *, name, **_facts):
        if name == "lon.pdf":
            raise ScanPending(name=name)

    monkeypatch.setattr(blobs, "require_harmless", scanned)
    pull()
    refused = queries.letters(justice.agency.id, LetterState.REFUSED)
    assert [one.reason for one in refused] == ["mailboxes.letter-unscanned", "mail.unreadable"]


def test_a_report_on_a_letter_of_ours_is_told_to_routes(justice, box, monkeypatch):
    told = []
    monkeypatch.setattr(routes, "note_bounce", lambda **facts: told.append(facts) or True)
    a_mailbox(justice)
    reference = "lt." + "a1" * 16
    box.letters[1] = REPORT % reference.encode()
    box.letters[2] = REPORT % b"lt.cua-noi-khac"
    pull()
    assert told == [
        {
            "reference": reference,
            "code": "5.1.1",
            "said": "550 no such user",
            "is_final": True,
            "now": MONDAY_9AM,
        }
    ]
    states = [one.state for one in Letter.objects.order_by("uid")]
    assert states == [LetterState.HANDLED, LetterState.WAITING]
    assert not worklist.waiting(justice.clerk, now=MONDAY_9AM).lines
