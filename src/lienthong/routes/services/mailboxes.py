"""Whom a route of mail leads to: an operator names each agency and its mailbox."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.rules.codes import whole_code
from lienthong.directory.types import AgencyCard, AgencyLevel
from lienthong.formats.mail.write import Letter
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import clean_line
from lienthong.routes import queries, rules
from lienthong.routes.errors import LetterNotSent, NotByMail, RouteEnded, RouteNotFound
from lienthong.routes.models import Reached, Route
from lienthong.routes.ports import Away, Later, TurnedDown
from lienthong.routes.services._ends import relay_of
from lienthong.routes.services._letter_words import TRIAL, words_of_trial
from lienthong.routes.services._records import recorded
from lienthong.routes.services.routes import RIGHT
from lienthong.routes.services.synchronise import let_take_part
from lienthong.routes.types import MailboxCard, RouteKind, RouteState
from lienthong.vxp.rules import abbreviation_of


def reach_by_mail(
    slug: str, *, code: str, address: str, actor: Actor, now: datetime, name: str = ""
) -> MailboxCard:
    """Let letters go to an agency; the same again changes nothing, another address is the new one.

    name: of an agency that the directory does not have yet. Who works here already is not put
    outside. Raises CodeShape, FreeMail, MailboxShape, NameMissing, NotByMail, RightMissing,
    RouteEnded, RouteNotFound, StillInside, UnknownAgency.
    """
    access.require(actor, RIGHT)
    mailbox, today = rules.clean_mailbox(address), local_day(now)
    with transaction.atomic():
        row = _of_mail(slug)
        card = _agency(code, name, mailbox, now=now)
        card = directory_services.put_outside(agency_id=card.id, on=today)
        if card.email != mailbox:
            card = directory_services.change_email(agency_id=card.id, email=mailbox)
        told = {"is_gone": False, "address": mailbox, "seen_at": now}
        Reached.objects.update_or_create(route=row, agency_id=card.id, defaults=told)
        let_take_part(card, now=now)
        recorded("mailbox-named", row, actor=actor, now=now, agency=card.name, mailbox=mailbox)
    return MailboxCard(card.id, card.name, mailbox)


def take_off_mail(slug: str, *, agency_id: UUID, actor: Actor, now: datetime) -> None:
    """Send an agency no letter any more; without another route it takes part no longer.

    What waits for it is still sent. Raises NotByMail, RightMissing, RouteNotFound.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _of_mail(slug)
        if _taken_off(row, agency_id, actor=actor, now=now) and agency_id not in queries.cheapest(
            [agency_id]
        ):
            directory_services.leave(agency_id=agency_id, on=local_day(now))


def bring_inside(slug: str, *, agency_id: UUID, actor: Actor, now: datetime) -> AgencyCard:
    """Let an agency that was reached by mail work here: the day on which it joins.

    What went by letter stays as it is and is confirmed by its link; what waits is still sent; new
    documents arrive here as soon as it takes part. Raises NotByMail, RightMissing, RouteNotFound.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _of_mail(slug)
        if _taken_off(row, agency_id, actor=actor, now=now):
            return directory_services.bring_inside(agency_id=agency_id, on=local_day(now))
    return directory.agency(agency_id)


def try_letter(slug: str, *, to: str, actor: Actor, now: datetime) -> None:
    """Send a letter without any content to an address of one's own, at once.

    No transaction is open. Raises LetterNotSent, MailboxShape, NotByMail, RightMissing,
    RouteNotFound.
    """
    access.require(actor, RIGHT)
    mailbox = rules.clean_mailbox(to)
    row = Route.objects.filter(slug=slug).first()
    if row is None:
        raise RouteNotFound
    if row.kind != RouteKind.MAIL:
        raise NotByMail
    letter = Letter(
        reference=f"trial.{uuid7().hex}",
        sent_at=now,
        sender=row.sender,
        sender_name=row.name,
        reply_to="",
        to=mailbox,
        subject=f"[{row.slug}] {TRIAL}",
        text=words_of_trial(name=row.name, site=row.site),
    )
    try:
        relay_of(row).send(letter)
    except Away as away:
        said = f"{away.trouble.label} {away.said}".strip()
        raise LetterNotSent(said=said) from away
    except (Later, TurnedDown) as refused:
        raise LetterNotSent(said=refused.said) from refused


def _of_mail(slug: str) -> Route:
    row = Route.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        raise RouteNotFound
    if row.kind != RouteKind.MAIL:
        raise NotByMail
    if row.state == RouteState.ENDED:
        raise RouteEnded
    return row


def _agency(code: str, name: str, mailbox: str, *, now: datetime) -> AgencyCard:
    found = directory.agency_by_code(whole_code(code.strip()))
    if found is not None:
        return found
    if not clean_line(name):
        raise UnknownAgency(agency=code[:40])
    return directory_services.found_agency(
        code=code,
        name=name,
        abbreviation=abbreviation_of(clean_line(name)) or whole_code(code)[:20],
        level=AgencyLevel.UNDER,
        email=mailbox,
        valid_from=local_day(now),
        books_here=False,
        is_outside=True,
    )


def _taken_off(row: Route, agency_id: UUID, *, actor: Actor, now: datetime) -> bool:
    rows = Reached.objects.filter(route=row, agency_id=agency_id, is_gone=False)
    if not rows.update(is_gone=True, seen_at=now):
        return False
    name = directory.agency(agency_id).name
    recorded("mailbox-taken-off", row, actor=actor, now=now, agency=name)
    return True
