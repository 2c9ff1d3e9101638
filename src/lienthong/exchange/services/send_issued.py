"""Sending what the same transaction has just issued: nothing of it is asked a second time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.documents.types import VersionCard
from lienthong.exchange.services._admit import admit, tell
from lienthong.exchange.services.follow_directory import say_redirected
from lienthong.exchange.types import Deliverable, DispatchKind, Sent, Submission
from lienthong.kernel.actor import Actor


def send_issued(
    *,
    submission: Submission,
    version: VersionCard,
    contents: Collection[str],
    to: Deliverable,
    actor: Actor,
    now: datetime,
    stored: Collection[str] = (),
) -> Sent:
    """Promise to deliver a version that this transaction has issued; as `submit_dispatch` else.

    Nobody knows the version yet, so it was not sent before, and whoever is the second under the
    same key meets IntegrityError: the caller undoes its act and repeats the first one's answer.
    version: as it was issued, with `to.recipients` as those to which it is delivered, so that they
    may read it. contents: digests of its files, which sender and recipients hold from now on.
    to: what `require_deliverable` has found in this act. stored: the contents among them that this
    transaction has kept. Raises NotAllowed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("send_issued() belongs into the transaction that issues")
    access.require(actor, "exchange.dispatch", agency_id=submission.sender_id)
    if to.instead:
        as_asked = submission.digest()
        submission = replace(submission, recipients=to.recipients, as_asked=as_asked)
    holders = [submission.sender_id, *(one.agency_id for one in to.recipients)]
    blobs.give_custody(contents, holders, now=now, stored=stored)
    sent = admit(submission, DispatchKind.NEW, version, to.agencies, actor=actor, now=now)
    tell(sent, version, to.agencies, now=now)
    say_redirected(sent.dispatch.id, to.instead, now=now)
    return sent
