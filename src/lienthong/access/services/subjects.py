"""Whom a provincial identity provider means: a stable subject, linked by an administrator."""

from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction

from lienthong.access import queries
from lienthong.access.errors import SubjectTaken, UnknownSubject
from lienthong.access.services import _tell
from lienthong.access.services.administer import card_within_reach
from lienthong.access.types import AccountCard
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _

_LINKED = _("gắn với nhà cung cấp định danh")


def link_subject(*, person_id: UUID, subject: str, actor: Actor, now: datetime) -> None:
    """Let whoever the provider knows under a subject sign in to this person's account.

    Replaces an earlier one; the same again changes nothing. Recorded and told. Raises
    RightMissing, OwnAccount, PersonOutOfReach, NoAccountYet, UnknownSubject, SubjectTaken.
    """
    card = card_within_reach(person_id, actor=actor, now=now)
    uid = clean_line(subject)[:150]
    if not uid:
        raise UnknownSubject
    try:
        with transaction.atomic():
            _bind(card, uid, actor=actor, now=now)
    except IntegrityError as taken:
        raise SubjectTaken from taken


def bind_by_mailbox(*, subject: str, mailbox: str, now: datetime) -> UUID:
    """Link a subject to the open account of a mailbox that the provider has verified.

    The mailbox is that of the person today. Recorded and told, as `link_subject` is; an account
    that is linked to another subject stays so. Raises UnknownSubject.
    """
    person = directory.person_by_email(mailbox)
    card = queries.account_of(person.id) if person else None
    if card is None or not card.is_active:
        raise UnknownSubject
    known = SocialAccount.objects.filter(user_id=card.id, provider=provider_id()).first()
    if known is not None and known.uid != subject:
        raise UnknownSubject
    with transaction.atomic():
        _bind(card, subject, actor=Actor.installation(), now=now)
    return card.id


def subject_of(person_id: UUID) -> str:
    """Return the subject that is linked to a person's account, or "". Two statements."""
    card = queries.account_of(person_id)
    if card is None:
        return ""
    rows = SocialAccount.objects.filter(user_id=card.id, provider=provider_id())
    return str(rows.values_list("uid", flat=True).first() or "")


def provider_id() -> str:
    """The name under which subjects of the provider are kept."""
    return str(settings.LIENTHONG_OIDC_PROVIDER)


def _bind(card: AccountCard, uid: str, *, actor: Actor, now: datetime) -> None:
    """Raises IntegrityError when the subject is somebody else's."""
    known = SocialAccount.objects.filter(user_id=card.id, provider=provider_id()).first()
    if known is not None and known.uid == uid:
        return
    if known is not None:
        known.delete()
    SocialAccount.objects.create(user_id=card.id, provider=provider_id(), uid=uid)
    subjects, code = {"account": card.id}, _tell.ACCOUNT_CHANGED
    _tell.record("access.subject-linked", subjects=subjects, subject=uid, actor=actor, now=now)
    facts = {"by": actor.name, "what": _LINKED}
    _tell.tell_person(card.person_id, code, facts, kind="account", subject_id=card.id, now=now)
