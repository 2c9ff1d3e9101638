"""Agencies with nothing but a mailbox are reached by official mail (A7, D2, D6)."""

import hashlib
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from tests.routes.builders import ACTOR, a_route, an_agency, turn
from tests.routes.mail import BOX, SLUG, a_mail_route, last_line, reach, sent, state

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.errors import FreeMail, StillInside
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientLine, RecipientRole
from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.errors import AlreadyDecided, ReasonMissing
from lienthong.exchange.types import DeliveryState, NotCarried, StatusCode
from lienthong.gateways import services as gateways
from lienthong.issuing.web import recipient_lines
from lienthong.kernel import clock
from lienthong.ledger.models import Record
from lienthong.routes import queries, services
from lienthong.routes.errors import (
    EntryDayShape,
    LetterNotFound,
    LetterSizeShape,
    MailboxShape,
    MailServerShape,
    NotByMail,
)
from lienthong.routes.models import Parcel, Route
from lienthong.routes.rules import reference_of
from lienthong.routes.services._letters import seal_of
from lienthong.routes.types import ParcelState, Trouble

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def route(relay):
    return a_mail_route(relay)


def letters_in(relay):
    return [(to, message_from_bytes(raw, policy=default)) for to, raw in relay.script.letters]


def test_A7_a_letter_brings_the_very_bytes_and_its_link_brings_the_acceptance(
    relay, route, tmp_path
):
    box = reach()
    (delivery,) = sent(tmp_path, box)
    assert state(delivery) == DeliveryState.SENT

    turn()

    ((to, letter),) = letters_in(relay)
    version = documents.version_card(delivery.version_id)
    assert to == BOX
    assert letter["Message-ID"] == f"<{reference_of(delivery.id)}@dongnai.gov.vn>"
    assert version.reference_code in letter["Subject"]
    digests = {
        hashlib.sha256(part.get_payload(decode=True)).hexdigest()
        for part in letter.iter_attachments()
    }
    others = {one.digest for one in documents.attachments_of(version.id)}
    assert digests == {version.content_digest} | others
    text = letter.get_body().get_content()
    assert " ".join(version.content_digest[n : n + 4] for n in range(0, 64, 4)) in text
    assert f"https://lienthong.dongnai.gov.vn/thu/{delivery.id}/{seal_of(delivery.id)}/" in text
    assert any("ENVID=" + reference_of(delivery.id) in one for one in relay.script.commands)
    assert queries.legs([delivery.id])[delivery.id].state == ParcelState.CARRIED
    assert Record.objects.filter(act="routes.carried").count() == 1

    now, today = clock.now(), clock.local_day(clock.now())
    said = {"code": StatusCode.ACCEPTED, "entry_number": "15", "entered_on": today, "now": now}
    for _twice in range(2):
        services.report_by_letter(delivery.id, seal_of(delivery.id), **said)
    assert state(delivery) == DeliveryState.ACCEPTED
    assert [one.code for one in exchange.course([delivery.id])] == [StatusCode.ACCEPTED]
    line = last_line(delivery)
    assert (line.entry_number, line.entered_on) == ("15", today)
    with pytest.raises(AlreadyDecided):
        services.report_by_letter(
            delivery.id, seal_of(delivery.id), code=StatusCode.REFUSED, note="Nhầm", now=now
        )


def test_each_recipient_gets_a_letter_of_its_own_and_one_that_fails_holds_up_no_other(
    relay, route, tmp_path
):
    one, full, gone = reach(), reach("H19.902", "b@x.gov.vn"), reach("H19.903", "c@x.gov.vn")
    relay.script.rcpt = {"b@x.gov.vn": "452 4.2.2 full", "c@x.gov.vn": "550 5.1.1 nobody"}
    first, later, never = sent(tmp_path, one, full, gone)
    for hours in (0, 1, 2):
        turn(after=timedelta(hours=hours))
    assert [to for to, _raw in relay.script.letters] == [BOX]
    assert state(first) == DeliveryState.SENT
    assert state(never) == DeliveryState.REFUSED
    assert last_line(never).not_carried == NotCarried.REFUSED
    assert "550 5.1.1 nobody" in last_line(never).note
    assert state(later) == DeliveryState.SENT  # a full mailbox is tried for seven days

    relay.script.rcpt = {}
    turn(after=timedelta(hours=12))
    assert [to for to, _raw in relay.script.letters] == [BOX, "b@x.gov.vn"]


def test_a_lost_answer_brings_the_same_bytes_under_the_same_name_again(relay, route, tmp_path):
    box = reach()
    (delivery,) = sent(tmp_path, box)
    relay.script.dot = [""]
    turn()
    directory_services.rename_agency(
        agency_id=box.id,
        name="UBND xã Đổi tên",
        abbreviation="UBND",
        on=clock.local_day(clock.now()),
    )
    turn(after=timedelta(hours=1))
    (_to, first), (_again, second) = relay.script.letters
    assert first == second
    assert queries.legs([delivery.id])[delivery.id].state == ParcelState.CARRIED


def test_a_server_that_rests_pauses_the_route_and_gives_nothing_up(relay, route, tmp_path):
    (delivery,) = sent(tmp_path, reach())
    relay.script.greeting = "421 come later"
    turn()
    card = queries.route(SLUG)
    assert (card.trouble, card.waiting, card.may_be_there) == (Trouble.NOT_LET_IN, 1, 0)
    assert "421 come later" in card.said
    relay.script.greeting = "220 relay"
    turn(after=timedelta(minutes=1))
    assert len(relay.script.letters) == 1
    assert state(delivery) == DeliveryState.SENT


def test_a_letter_larger_than_its_route_takes_is_turned_down_with_the_plain_reason(relay, tmp_path):
    a_mail_route(relay, largest=100_000)
    box, here = reach(), an_agency("Sở Một")
    (delivery,) = sent(tmp_path, box, sender=here)

    Route.objects.filter(slug=SLUG).update(largest=1_000)
    turn()
    assert relay.script.letters == []
    assert state(delivery) == DeliveryState.REFUSED
    assert "lớn hơn mức" in last_line(delivery).note
    assert Parcel.objects.get().code == "routes.letter-too-large"


def test_what_comes_back_later_ends_the_delivery_unless_it_was_confirmed(relay, route, tmp_path):
    lost, kept = sent(tmp_path, reach(), reach("H19.902", "b@x.gov.vn"))
    turn()
    services.report_by_letter(kept.id, seal_of(kept.id), code=StatusCode.ACCEPTED, now=clock.now())
    told = {"code": "5.1.1", "said": "no such mailbox", "now": clock.now()}
    for _twice in range(2):
        assert services.note_bounce(reference=f"<{reference_of(lost.id)}@dongnai.gov.vn>", **told)
    assert services.note_bounce(reference=reference_of(kept.id), **told)
    assert not services.note_bounce(reference="<a@b>", **told)
    assert not services.note_bounce(reference=reference_of(an_agency("Sở Ba").id), **told)
    assert (state(lost), state(kept)) == (DeliveryState.REFUSED, DeliveryState.ACCEPTED)
    assert [one.not_carried for one in exchange.course([lost.id])] == [NotCarried.FAILED]


def test_a_delay_that_is_told_changes_nothing(relay, route, tmp_path):
    (delivery,) = sent(tmp_path, reach())
    turn()
    assert services.note_bounce(
        reference=reference_of(delivery.id),
        code="4.4.1",
        said="delayed",
        is_final=False,
        now=clock.now(),
    )
    assert state(delivery) == DeliveryState.SENT


def test_only_who_has_the_letter_speaks_and_says_what_can_be(relay, route, tmp_path):
    (delivery,) = sent(tmp_path, reach())
    turn()
    now, seal = clock.now(), seal_of(delivery.id)
    said = {"code": StatusCode.ACCEPTED, "now": now}
    with pytest.raises(LetterNotFound):
        services.report_by_letter(delivery.id, seal[:-1] + "x", **said)
    with pytest.raises(LetterNotFound):
        services.letter_card(delivery.dispatch_id, seal)
    tomorrow = clock.local_day(now) + timedelta(days=1)
    with pytest.raises(EntryDayShape):
        services.report_by_letter(delivery.id, seal, entry_number="1", entered_on=tomorrow, **said)
    with pytest.raises(ReasonMissing):
        services.report_by_letter(delivery.id, seal, code=StatusCode.REFUSED, now=now)
    services.report_by_letter(delivery.id, seal, code=StatusCode.REFUSED, note="Nhầm", now=now)
    assert state(delivery) == DeliveryState.REFUSED


def test_a_link_of_a_delivery_that_went_by_no_letter_opens_nothing(relay, route, tmp_path):
    (delivery,) = sent(tmp_path, an_agency("Sở Hai"))
    with pytest.raises(LetterNotFound):
        services.letter_card(delivery.id, seal_of(delivery.id))


def test_what_is_asked_back_goes_as_a_letter_and_is_answered_by_its_link(relay, route, tmp_path):

    here = an_agency("Sở Một")
    (delivery,) = sent(tmp_path, reach(), sender=here)
    turn()
    exchange_services.request_recall(
        dispatch_id=delivery.dispatch_id,
        reason="Sai số liệu",
        actor=gateways.system_actor_for(here),
        now=clock.now(),
        key="recall-1",
        recipient_ids=None,
    )
    turn(after=timedelta(minutes=1))
    (_first, (_to, asked)) = letters_in(relay)
    assert "Sai số liệu" in asked.get_body().get_content()
    seal = seal_of(delivery.id)
    assert services.letter_card(delivery.id, seal).asks == "recall"
    services.answer_by_letter(delivery.id, seal, agrees=True, now=clock.now())
    assert state(delivery) == DeliveryState.RECALLED


def test_D2_free_mail_is_no_official_mailbox_and_who_works_here_is_not_put_outside(route):
    with pytest.raises(FreeMail):
        reach(address="xa.mot@gmail.com")
    inside = an_agency("Sở Trong")
    with pytest.raises(StillInside):
        reach(inside.code, BOX)
    with pytest.raises(MailboxShape):
        reach(address="xã một@x.gov.vn\r\nBcc: a@b.vn")


def test_the_recipients_block_says_that_it_goes_by_mail(relay, route):
    box, here = reach(), an_agency("Sở Một")
    asked = recipient_lines.Asked(here.id, "cong-van", clock.local_day(clock.now()))
    lines = [
        RecipientLine(card.name, RecipientRole.ACTION, card.id)
        for card in (box, an_agency("Sở Hai"))
    ]
    chips = recipient_lines.chips(lines, asked)
    assert [(chip.route, chip.warning) for chip in chips] == [("thư", ""), ("trục", "")]


def test_on_the_day_it_joins_an_agency_works_here_and_its_letters_can_still_be_confirmed(
    relay, route, tmp_path
):
    box = reach()
    (delivery,) = sent(tmp_path, box)
    turn()
    card = services.bring_inside(SLUG, agency_id=box.id, actor=ACTOR, now=clock.now())
    assert (card.is_outside, card.books_here) == (False, True)
    assert queries.mailboxes(route.id) == []
    services.report_by_letter(
        delivery.id, seal_of(delivery.id), code=StatusCode.ACCEPTED, now=clock.now()
    )
    assert state(delivery) == DeliveryState.ACCEPTED
    directory_services.join(agency_id=box.id, starts_on=clock.local_day(clock.now()))
    (arrived,) = sent(tmp_path, directory.agency(box.id), sender=an_agency("Sở Hai"))
    assert state(arrived) == DeliveryState.ARRIVED


def test_a_route_of_mail_says_what_is_wrong_with_it(relay, parent):
    with pytest.raises(MailServerShape):
        a_mail_route(relay, address="https://mail.example.vn")
    with pytest.raises(MailServerShape):
        a_mail_route(relay, networks=())
    with pytest.raises(LetterSizeShape):
        a_mail_route(relay, largest=5)
    a_route()
    with pytest.raises(NotByMail):
        services.try_letter("truc-quoc-gia", to=BOX, actor=ACTOR, now=clock.now())


def test_an_operator_tries_a_route_with_a_letter_of_no_content(relay, route):
    services.try_letter(SLUG, to="ban@dongnai.gov.vn", actor=ACTOR, now=clock.now())
    ((to, letter),) = letters_in(relay)
    assert to == "ban@dongnai.gov.vn"
    assert [*letter.iter_attachments()] == []
