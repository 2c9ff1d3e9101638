"""Adding, changing, resting and ending mailboxes, and trying whether one can be opened."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from lienthong.access import services as access
from lienthong.apikit.outbound import readable_authority
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.mailboxes import queries, rules
from lienthong.mailboxes.errors import (
    AuthorityUnreadable,
    MailboxEnded,
    MailboxFieldMissing,
    MailboxNotFound,
    MailboxTaken,
    NetworksTooWide,
)
from lienthong.mailboxes.models import Mailbox
from lienthong.mailboxes.ports import Away, MailServer
from lienthong.mailboxes.types import (
    MailAccess,
    MailboxCard,
    MailboxState,
    NewMailbox,
    Tried,
    Trouble,
)
from lienthong.systems.rules import clean_networks, is_everything

RIGHT = "systems.manage"
# A letter is held in memory while it is read, some three times over.
_LARGEST_MB = 100


def add_mailbox(new: NewMailbox, *, actor: Actor, now: datetime) -> MailboxCard:
    """Read a mailbox of an agency from now on; its password is kept encrypted and shown nowhere.

    Raises AuthorityUnreadable, HostShape, MailboxFieldMissing, MailboxTaken, NetworkShape,
    NetworksTooWide, RightMissing, UnknownAgency.
    """
    access.require(actor, RIGHT)
    directory.agency(new.agency_id)
    row = Mailbox(agency_id=new.agency_id, created_at=now, due_at=now)
    _fill(row, new)
    if not new.password:
        raise MailboxFieldMissing(field=_("mật khẩu"))
    try:
        with transaction.atomic():
            row.sealed = blobs.seal_words(new.password.encode(), owner_id=row.pk, now=now)
            row.save(force_insert=True)
            _recorded("mailbox-added", row, actor=actor, now=now)
    except IntegrityError as error:
        raise MailboxTaken(address=row.address) from error
    return queries.mailbox(row.pk)


def change_mailbox(
    mailbox_id: UUID, new: NewMailbox, *, actor: Actor, now: datetime
) -> MailboxCard:
    """Open a mailbox in another way; an empty password leaves the one that is kept.

    Its agency stays. Raises MailboxEnded, MailboxNotFound, and as `add_mailbox`.
    """
    access.require(actor, RIGHT)
    try:
        with transaction.atomic():
            row = _open(mailbox_id)
            _fill(row, new)
            if new.password:
                blobs.drop_words(row.pk)
                row.sealed = blobs.seal_words(new.password.encode(), owner_id=row.pk, now=now)
            row.due_at = now
            row.save()
            _recorded("mailbox-changed", row, actor=actor, now=now)
    except IntegrityError as error:
        raise MailboxTaken(address=new.address) from error
    return queries.mailbox(mailbox_id)


def rest_mailbox(mailbox_id: UUID, *, actor: Actor, now: datetime) -> MailboxCard:
    """Read it no more for now; what arrives meanwhile is read later.

    Raises MailboxEnded, MailboxNotFound, RightMissing.
    """
    return _turned(mailbox_id, MailboxState.OFF, "mailbox-rested", actor=actor, now=now)


def use_mailbox(mailbox_id: UUID, *, actor: Actor, now: datetime) -> MailboxCard:
    """Read it again. Raises MailboxEnded, MailboxNotFound, RightMissing."""
    return _turned(mailbox_id, MailboxState.ON, "mailbox-used", actor=actor, now=now)


def end_mailbox(mailbox_id: UUID, *, actor: Actor, now: datetime) -> MailboxCard:
    """Read it never again; its letters stay. Its password is destroyed.

    Raises MailboxEnded, MailboxNotFound, RightMissing.
    """
    card = _turned(mailbox_id, MailboxState.ENDED, "mailbox-ended", actor=actor, now=now)
    with transaction.atomic():
        Mailbox.objects.filter(pk=mailbox_id).update(sealed=b"", token=None)
        blobs.drop_words(mailbox_id)
    return card


def hurry_mailbox(mailbox_id: UUID, *, actor: Actor, now: datetime) -> MailboxCard:
    """Read it within seconds, unless somebody does at this moment.

    Raises MailboxEnded, MailboxNotFound, RightMissing.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _open(mailbox_id)
        if row.token is None:
            row.due_at = now
            row.save(update_fields=["due_at"])
    return queries.mailbox(mailbox_id)


def try_mailbox(mailbox_id: UUID, *, actor: Actor) -> Tried:
    """Open it once and say what came of it; nothing is read or written.

    Outside of any transaction. Raises MailboxEnded, MailboxNotFound, RightMissing.
    """
    access.require(actor, RIGHT)
    row = Mailbox.objects.filter(pk=mailbox_id).first()
    if row is None:
        raise MailboxNotFound
    if row.state == MailboxState.ENDED:
        raise MailboxEnded
    try:
        with mail_server()(access_of(row)) as box:
            return Tried(Trouble.NONE, "", box.count)
    except Away as away:
        return Tried(away.trouble, away.said)


def mail_server() -> MailServer:
    """Return what opens mailboxes, as the settings name it."""
    return cast("MailServer", import_string(settings.LIENTHONG_MAILBOX_SERVER))


def access_of(row: Mailbox) -> MailAccess:
    """Return how a mailbox is opened, its password read. One statement."""
    return MailAccess(
        host=row.host,
        port=row.port,
        is_secure=row.is_secure,
        login=row.login,
        password=blobs.open_words(bytes(row.sealed), owner_id=row.pk).decode(),
        folder=row.folder,
        networks=tuple(row.networks.split()),
        authority=row.authority,
    )


def _fill(row: Mailbox, new: NewMailbox) -> None:
    networks = _networks(new.networks)
    row.address = rules.clean_address(new.address, field=_("địa chỉ hộp thư"))
    row.host = rules.clean_host(new.host, new.port, is_secure=new.is_secure, networks=networks)
    row.port, row.is_secure = new.port, new.is_secure
    row.login = _line(_("tên đăng nhập"), new.login)
    row.folder = _line(_("thư mục"), new.folder)[:100]
    row.networks, row.authority = " ".join(networks), _authority(new.authority)
    row.authserv, row.begins_on = clean_line(new.authserv).lower()[:253], new.begins_on
    if not 1 <= new.largest_mb <= _LARGEST_MB:
        raise MailboxFieldMissing(field=_("dung lượng thư lớn nhất (1–100 MB)"))
    row.largest_mb = new.largest_mb


def _line(field: str, text: str) -> str:
    said = clean_line(text)[:254]
    if not said:
        raise MailboxFieldMissing(field=field)
    return said


def _networks(texts: Iterable[str]) -> tuple[str, ...]:
    networks = clean_networks(texts)
    if any(is_everything(one) for one in networks):
        raise NetworksTooWide
    return networks


def _authority(text: str) -> str:
    try:
        return readable_authority(text)
    except ValueError as error:
        raise AuthorityUnreadable from error


def _turned(
    mailbox_id: UUID, state: MailboxState, what: str, *, actor: Actor, now: datetime
) -> MailboxCard:
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = _open(mailbox_id)
        if row.state != state:
            row.state, row.due_at = state, now
            row.save(update_fields=["state", "due_at"])
            _recorded(what, row, actor=actor, now=now)
    return replace(queries.mailbox(mailbox_id), state=state)


def _open(mailbox_id: UUID) -> Mailbox:
    row = Mailbox.objects.select_for_update().filter(pk=mailbox_id).first()
    if row is None:
        raise MailboxNotFound
    if row.state == MailboxState.ENDED:
        raise MailboxEnded
    return row


def _recorded(what: str, row: Mailbox, *, actor: Actor, now: datetime) -> None:
    """Record a change of a mailbox in the transaction that makes it; never its password."""
    act = Act(
        name=f"mailboxes.{what}",
        subjects={"mailbox": str(row.pk), "agency": str(row.agency_id)},
        private={"address": row.address, "host": row.host, "login": row.login},
    )
    ledger.record(act, actor=actor, at=now)
