"""Sending: one version to some agencies, promised once, whoever asks how often."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.documents import services as document_services
from lienthong.documents.types import Grant, VersionCard, Viewer
from lienthong.exchange import errors, queries
from lienthong.exchange.models import Delivery, Dispatch
from lienthong.exchange.services._admit import admit, tell
from lienthong.exchange.services.check_recipients import require_ready
from lienthong.exchange.services.follow_directory import say_redirected, with_heirs
from lienthong.exchange.types import (
    DeliveryState,
    DispatchCard,
    DispatchKind,
    Submission,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day

# A refused document is not with the recipient, one that was given back no longer; what was not
# taken is there as little, but what it was to come instead of may be (see _require_nothing_kept).
_NOT_THERE = (DeliveryState.REFUSED, DeliveryState.RECALLED, DeliveryState.NOT_TAKEN)


def submit_dispatch(*, submission: Submission, actor: Actor, now: datetime) -> DispatchCard:
    """Promise to deliver one version to each recipient; asking again changes nothing.

    Recipients of this installation have it when the transaction commits: their status 01 is
    written with the promise. What is sent to an agency that has ended goes to its heir, and the
    tracking says so. Nothing goes over the network here.
    Raises NotAllowed; UnknownDocument when the sender does not have the version itself;
    SubmissionDiffers when the key was used for something else; Invalid or Conflict of the
    recipients (see check_recipients).
    """
    access.require(actor, "exchange.dispatch", agency_id=submission.sender_id)
    submission, instead = with_heirs(submission, on=local_day(now))
    with transaction.atomic():
        repeated = _repeated(submission)
        if repeated is not None:
            return repeated
        version = _own_version(submission)
        _hold_content(version, submission, now=now)
        repeated = _repeated(submission)
        if repeated is not None:
            return repeated
        kind = _kind(submission, version)
        agencies = _agencies(submission)
        sender = agencies[submission.sender_id]
        require_ready(submission.recipients, sender=sender, kind=version.kind, on=local_day(now))
        try:
            with transaction.atomic():
                sent = admit(submission, kind, version, agencies, actor=actor, now=now)
                _let_recipients_read(version, submission, now=now)
                tell(sent, version, agencies, now=now)
                say_redirected(sent.dispatch.id, instead, now=now)
                return sent.dispatch
        except IntegrityError:
            # The same key came in at the same moment; whoever committed first made the dispatch.
            repeated = _repeated(submission)
            if repeated is None:
                raise
            return repeated


def _repeated(submission: Submission) -> DispatchCard | None:
    """Return the dispatch that this key already made; the same key for other content is refused."""
    earlier = Dispatch.objects.filter(sender_id=submission.sender_id, key=submission.key).first()
    if earlier is None:
        return None
    if earlier.digest != submission.digest():
        raise errors.SubmissionDiffers(key=submission.key)
    return queries.dispatch_card(earlier.id, is_repeat=True)


def _own_version(submission: Submission) -> VersionCard:
    """Return the version, if the sending agency itself may see it: nobody hands on the unseen."""
    sender = Viewer(submission.sender_id, None, None, sees_whole_agency=True)
    return documents.visible_version(submission.version_id, sender)


def _hold_content(version: VersionCard, submission: Submission, *, now: datetime) -> None:
    """Let every recipient hold the content, which locks it until the commit.

    So two sendings of one version wait for each other here, and the second sees the first.
    """
    attached = [file.digest for file in documents.attachments_of(version.id)]
    agency_ids = [r.agency_id for r in submission.recipients]
    blobs.give_custody([version.content_digest, *attached], agency_ids, now=now)


def _kind(submission: Submission, version: VersionCard) -> DispatchKind:
    """Say what a further sending of a version is: to others, or again to one who lacks it.

    What an agency before it sent counts for an heir: nobody gets it twice.
    """
    senders = [submission.sender_id]
    if version.issuer_id != submission.sender_id:
        senders = directory.with_inherited(submission.sender_id)
    sent = queries.sendings(version_id=version.id, sender_id__in=senders)
    if not sent:
        return DispatchKind.NEW
    earlier = dict(
        Delivery.objects.filter(dispatch__in=sent)
        .order_by("admitted_at", "id")
        .values_list("recipient_id", "state")
    )
    again = {r.agency_id for r in submission.recipients} & earlier.keys()
    standing = [agency for agency in again if earlier[agency] not in _NOT_THERE]
    if standing:
        names = ", ".join(card.name for card in directory.agencies(standing).values())
        raise errors.AlreadySent(names=names)
    _require_nothing_kept(version, [a for a in again if earlier[a] == DeliveryState.NOT_TAKEN])
    return DispatchKind.RESENT if again else DispatchKind.SUPPLEMENTARY


def _require_nothing_kept(version: VersionCard, agencies: Collection[UUID]) -> None:
    """Let nothing come past a recipient's consent while it has what this was offered instead of.

    Three statements where somebody declined, none otherwise. Raises EarlierKept.
    """
    kept = queries.keepers_of_earlier(version.id, agencies) if agencies else set()
    if kept:
        names = ", ".join(card.name for card in directory.agencies(kept).values())
        raise errors.EarlierKept(names=names)


def _agencies(submission: Submission) -> Mapping[UUID, AgencyCard]:
    return directory.agencies([submission.sender_id, *(r.agency_id for r in submission.recipients)])


def _let_recipients_read(version: VersionCard, submission: Submission, *, now: datetime) -> None:
    document_services.grant(
        version.document_id,
        [(recipient.agency_id, None, None) for recipient in submission.recipients],
        granted_by=Grant.DELIVERED,
        now=now,
    )
