"""What an administrator does with the accounts of others: open, help back in, close, sign out."""

import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q

from lienthong.access import queries, rules
from lienthong.access.errors import (
    LinkUnusable,
    NoAccountYet,
    OwnAccount,
    PersonOutOfReach,
    RightMissing,
)
from lienthong.access.models import Account, PasswordLink
from lienthong.access.services import _tell
from lienthong.access.services.accounts import (
    HashedPassword,
    close_account,
    hashed,
    open_account,
    reopen_account,
    void_links,
)
from lienthong.access.services.devices import forget_devices
from lienthong.access.services.factors import forget_factors, has_factor
from lienthong.access.services.rights import require_over
from lienthong.access.types import AccountCard
from lienthong.directory import queries as directory
from lienthong.directory.types import PostingCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.kernel.wording import noop as _
from lienthong.tables.pruning import delete_in_pieces

# Handed over within a working day; a link that lies about longer is somebody else's chance.
LINK_LIFE = timedelta(hours=24)
_BY_MAIL = "mail"
_TOKEN = re.compile(r"[0-9A-Za-z_-]{20,100}", re.ASCII)
_OPENED = _("mở tài khoản")
_LINK_MADE = _("tạo liên kết đặt mật khẩu")
_CLOSED = _("đóng tài khoản")
_REOPENED = _("mở lại tài khoản")
_SIGNED_OUT = _("đăng xuất mọi nơi")
_FACTORS_FORGOTTEN = _("bỏ các yếu tố xác thực thứ hai")
# A password that no input gives: the owner sets one by the link.
_NO_PASSWORD = HashedPassword("!")


def open_for(*, person_id: UUID, username: str, actor: Actor, now: datetime) -> AccountCard:
    """Open the account of a person within reach, without a password: a link sets one.

    Raises RightMissing, OwnAccount, PersonOutOfReach, and what `open_account` raises.
    """
    _require_reach(person_id, actor=actor, now=now, opens=True)
    with transaction.atomic():
        was = queries.account_of(person_id)
        card = open_account(person_id=person_id, username=username, password=_NO_PASSWORD, now=now)
        if was is None:
            _leave_traces(card, "access.account-opened", _OPENED, actor=actor, now=now)
    return card


def make_link(*, person_id: UUID, actor: Actor, now: datetime) -> str:
    """Return the secret of a new link for setting a password, which replaces an older one.

    It is shown once and not kept. Raises RightMissing, OwnAccount, PersonOutOfReach, NoAccountYet.
    """
    card = card_within_reach(person_id, actor=actor, now=now)
    with transaction.atomic():
        secret = _link_for(card.id, made_by=actor.reference, now=now)
        _leave_traces(card, "access.password-link-made", _LINK_MADE, actor=actor, now=now)
    return secret


def make_first_link(*, person_id: UUID, actor: Actor, now: datetime) -> str:
    """As `make_link`, also for the operator who has just opened an administrator's account.

    Only while nobody has signed in with it, by a password or any other way. The heads of the
    agency are told. Raises as `make_link`.
    """
    _require_reach(person_id, actor=actor, now=now, opens=True)
    row = Account.objects.filter(person_id=person_id).first()
    if row is None:
        raise NoAccountYet
    if row.has_usable_password() or _is_somebodys(row):
        return make_link(person_id=person_id, actor=actor, now=now)
    with transaction.atomic():
        secret = _link_for(row.pk, made_by=actor.reference, now=now)
        card = queries.card_of(row)
        _leave_traces(card, "access.password-link-made", _LINK_MADE, actor=actor, now=now)
        _tell_heads_of_link(card, actor=actor, now=now)
    return secret


def _tell_heads_of_link(card: AccountCard, *, actor: Actor, now: datetime) -> None:
    """Whoever makes a first link could use it first: the agencies of the person know of it."""
    for line in directory.postings_of_person(card.person_id, ended_since=local_day(now)):
        facts = {"by": actor.name, "name": line.post.person_name, "agency": line.post.agency_name}
        here, code = line.post.agency_id, _tell.FIRST_LINK_MADE
        _tell.tell_heads(here, code, facts, kind="agency", subject_id=here, now=now)


def _is_somebodys(row: Account) -> bool:
    """Say whether somebody has made the account his or her own, without a password too."""
    is_linked = SocialAccount.objects.filter(user_id=row.pk).exists()
    return row.last_login is not None or is_linked or has_factor(row.pk)


def link_by_mail(account_id: UUID, *, now: datetime) -> str:
    """Make a link that goes by mail; it replaces that of an earlier mail, and no other.

    So whoever says to have forgotten somebody else's password takes no administrator's link away.
    """
    return _link_for(account_id, made_by=_BY_MAIL, replaces=Q(made_by=_BY_MAIL), now=now)


def _link_for(account_id: UUID, *, made_by: str, now: datetime, replaces: Q | None = None) -> str:
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        unused = PasswordLink.objects.filter(account_id=account_id, used_at=None)
        unused.filter(replaces or Q()).delete()
        PasswordLink.objects.create(
            account_id=account_id,
            digest=sha256(secret.encode()).hexdigest(),
            made_by=made_by[:120],
            made_at=now,
            expires_at=now + LINK_LIFE,
        )
    return secret


def check_link(secret: str, *, now: datetime) -> AccountCard:
    """Return the account that a link is for. Raises LinkUnusable. One statement."""
    return queries.card_of(_usable(secret, now).account)


def use_link(*, secret: str, password: str, now: datetime) -> AccountCard:
    """Set the password of a link's account; its sessions end, this link and all others of it.

    Raises LinkUnusable, PasswordWeak.
    """
    account_id = _usable(secret, now).account_id
    new = hashed(password)
    with transaction.atomic():
        used = PasswordLink.objects.filter(digest=_digest(secret), used_at=None)
        if not used.update(used_at=now):
            raise LinkUnusable
        Account.objects.filter(pk=account_id).update(password=new.encoded)
        void_links(account_id=account_id)
    return queries.card_of(Account.objects.get(pk=account_id))


def close_for(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a person within reach sign in no more. Raises as `make_link`."""
    card = card_within_reach(person_id, actor=actor, now=now)
    with transaction.atomic():
        close_account(username=card.username)
        _leave_traces(card, "access.account-closed", _CLOSED, actor=actor, now=now)


def reopen_for(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Let a closed account be used again. Raises as `make_link`."""
    card = card_within_reach(person_id, actor=actor, now=now)
    with transaction.atomic():
        reopen_account(username=card.username)
        _leave_traces(card, "access.account-reopened", _REOPENED, actor=actor, now=now)


def sign_out_for(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """End every session of a person within reach. Raises as `make_link`."""
    card = card_within_reach(person_id, actor=actor, now=now)
    with transaction.atomic():
        end_sessions(card.id)
        _leave_traces(card, "access.signed-out", _SIGNED_OUT, actor=actor, now=now)


def forget_factors_for(*, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Take the second factors off an account whose owner has lost them; sessions end.

    Raises as `make_link`.
    """
    take_factors_off(card_within_reach(person_id, actor=actor, now=now), actor=actor, now=now)


def take_factors_off(card: AccountCard, *, actor: Actor, now: datetime) -> None:
    """Delete the factors of an account, end its sessions, and tell its owner; asks for no right."""
    with transaction.atomic():
        forget_factors(card.id)
        end_sessions(card.id)
        _leave_traces(card, "access.factors-forgotten", _FACTORS_FORGOTTEN, actor=actor, now=now)


def end_sessions(account_id: UUID) -> None:
    """Let no session of an account be valid any more, and no browser of it be known."""
    Account.objects.filter(pk=account_id).update(session_serial=F("session_serial") + 1)
    forget_devices(account_id)


def prune_sessions(*, now: datetime) -> int:
    """Delete the sessions that are out of time; return how many.

    With them goes from where they were: nobody asks for the address of a session that is over.
    """
    longest = timedelta(seconds=settings.LIENTHONG_SESSION_SECONDS)
    UserSession.objects.filter(created_at__lt=now - longest).delete()
    return delete_in_pieces(Session.objects.filter(expire_date__lt=now).order_by("expire_date"))


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _usable(secret: str, now: datetime) -> PasswordLink:
    if not _TOKEN.fullmatch(secret):
        raise LinkUnusable
    rows = PasswordLink.objects.select_related("account").filter(digest=_digest(secret))
    row = rows.filter(used_at=None, expires_at__gt=now, account__is_active=True).first()
    if row is None:
        raise LinkUnusable
    return row


def card_within_reach(person_id: UUID, *, actor: Actor, now: datetime) -> AccountCard:
    """Return the account of a person whom this actor may help. Raises as `make_link`."""
    _require_reach(person_id, actor=actor, now=now)
    card = queries.account_of(person_id)
    if card is None:
        raise NoAccountYet
    return card


def _require_reach(person_id: UUID, *, actor: Actor, now: datetime, opens: bool = False) -> None:
    """An account opens every post of its person: who may reset it has to be over all of them.

    An operator may open the account of one who only is to be an administrator.
    """
    if actor.person_id == person_id:
        raise OwnAccount
    postings = directory.postings_of_person(person_id, ended_since=local_day(now))
    first = opens and "access.first-administrator" in actor.rights
    if first and postings and all(one.post.role == Role.ADMINISTRATOR for one in postings):
        return
    beyond = [one.post.agency_name for one in postings if not _is_within(one, actor)]
    if beyond or not postings:
        if not postings or len(beyond) == len(postings):
            require_over(actor, "access.manage-accounts", agency_id=_first_agency(postings, actor))
        raise PersonOutOfReach(agencies=", ".join(sorted(set(beyond), key=name_key)) or "—")


def _first_agency(postings: list[PostingCard], actor: Actor) -> UUID:
    return postings[0].post.agency_id if postings else actor.own_agency


def _is_within(posting: PostingCard, actor: Actor) -> bool:
    try:
        require_over(actor, "access.manage-accounts", agency_id=posting.post.agency_id)
    except RightMissing:
        return False
    if posting.post.role in rules.PROVINCIAL:
        return directory.agency(actor.own_agency).parent_id is None
    return True


def _leave_traces(card: AccountCard, name: str, what: str, *, actor: Actor, now: datetime) -> None:
    _tell.record(
        name,
        subjects={"account": card.id},
        person=str(card.person_id),
        username=card.username,
        actor=actor,
        now=now,
    )
    facts = {"by": actor.name, "what": what}
    _tell.tell_person(
        card.person_id, _tell.ACCOUNT_CHANGED, facts, kind="account", subject_id=card.id, now=now
    )
