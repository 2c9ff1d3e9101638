"""People at their desks, and documents in every state, made through the services, now."""

import re
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from tests.exchange.builders import Office, a_dispatch, an_office, the_delivery

from lienthong.access import services as access
from lienthong.access.models import Account
from lienthong.access.services import HashedPassword
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.registers import services as registers
from lienthong.registers.types import Assignee, AssignmentRole, EntryCard

NO_PASSWORD = HashedPassword("!")
BROWSER = {"HTTP_ACCEPT": "text/html"}


def at_desk(actor: Actor) -> Client:
    """Return a client in which this person is signed in."""
    assert actor.person_id is not None
    card = access.open_account(
        person_id=actor.person_id,
        username=f"user-{actor.person_id.hex[-20:]}",
        password=NO_PASSWORD,
        now=clock.now(),
    )
    client = Client()
    client.force_login(Account.objects.get(pk=card.id))
    return client


def opened(reader: Client, **headers: Any) -> list[str]:
    """Open each notice that the reader has not read; return the addresses that they lead to."""
    page = reader.get("/thong-bao/", **headers).content.decode()
    links = re.findall(r"/thong-bao/[^/\"]+/", page)
    return [reader.get(link, **headers)["Location"] for link in links]


def two_offices() -> tuple[Office, Office]:
    """Return the committee, which sends, and a department, which receives."""
    committee = an_office("Ủy ban nhân dân tỉnh")
    return committee, an_office("Sở Tư pháp", parent=committee.agency)


def an_arrived(sender: Office, recipient: Office, **facts: Any) -> DeliveryCard:
    dispatch = a_dispatch(sender, recipient, now=clock.now(), **facts)
    return the_delivery(dispatch, recipient)


def an_entered(sender: Office, recipient: Office, **facts: object) -> EntryCard:
    delivery = an_arrived(sender, recipient, **facts)
    return registers.accept_delivery(
        delivery_id=delivery.id, key=str(uuid4()), actor=recipient.clerk, now=clock.now()
    )


def an_instructed(sender: Office, recipient: Office, **facts: object) -> EntryCard:
    """A document that the leader gave to the unit in which the officer works."""
    entry = an_entered(sender, recipient, **facts)
    registers.give_instruction(
        entry_id=entry.id,
        text="Phòng CNTT tham mưu trả lời.",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=recipient.unit_id)],
        due_on=None,
        key=str(uuid4()),
        actor=recipient.leader,
        now=clock.now(),
    )
    return entry


def words_of(response: HttpResponse) -> str:
    """Return the text of a page as one reads it: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
