"""What agencies sent in a time: deliveries, and the documents that they issued."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lienthong.documents.queries import issued_worth
from lienthong.exchange.models import Delivery, Dispatch, Paper
from lienthong.exchange.queries.tallies.deliveries import (
    COUNTED,
    TalliedDelivery,
    is_refused,
    tallied,
)
from lienthong.exchange.types import PaperState
from lienthong.tables.tallied import Tallied

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class SentCount:
    """Deliveries of one sender that are alike."""

    sender_id: UUID
    is_refused: bool
    count: int


@dataclass(frozen=True, slots=True)
class SentVersionCount:
    """Documents that one agency first sent in the time; worth: a `LegalValue`, or ""."""

    sender_id: UUID
    kind: str
    worth: str
    with_paper: bool
    count: int


@dataclass(frozen=True, slots=True)
class SentAt:
    """A signed version and when it was first sent.

    row_id, counted_at: of what is counted, a version or a line.
    """

    agency_id: UUID
    row_id: UUID
    signed_at: datetime | None
    urgency: str
    sent_at: datetime
    counted_at: datetime


def was_sent(version: str) -> Exists:
    """Return the expression of whether a version was ever sent. version: as rows name theirs."""
    return Exists(Dispatch.objects.filter(version_id=OuterRef(version)))


def paper_went(version: str) -> Exists:
    """Return the expression of whether the paper of a version went beside some delivery (A5)."""
    papers = Paper.objects.filter(
        delivery__dispatch__version_id=OuterRef(version),
        state__in=[PaperState.SENT, PaperState.ARRIVED],
    )
    return Exists(papers)


def first_sent_at(version: str) -> Subquery:
    """Return the expression of when a version was first sent, null if never."""
    rows = Dispatch.objects.filter(version_id=OuterRef(version)).order_by("admitted_at")
    return Subquery(rows.values("admitted_at")[:1])


def sent_counts(
    since: datetime, until: datetime, *, senders: Collection[UUID] | None = None
) -> list[SentCount]:
    """Count the deliveries that agencies sent in a time; None: all. One statement."""
    found = (
        _sent(since, until, senders)
        .values_list("sender_id", "is_refused")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [SentCount(agency, bool(refused), count) for agency, refused, count in found]


def sent_version_counts(
    since: datetime, until: datetime, *, senders: Collection[UUID]
) -> list[SentVersionCount]:
    """Count the documents that agencies first sent in a time. One statement."""
    rows = _first_sendings(since, until, senders).annotate(
        worth=Coalesce(issued_worth("version_id", issuer="sender_id"), Value("")),
        with_paper=paper_went("version_id"),
    )
    found = (
        rows.values_list("sender_id", "version__kind", "worth", "with_paper")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return [
        SentVersionCount(sender, kind, worth, bool(paper), count)
        for sender, kind, worth, paper, count in found
    ]


def sent_version_times(
    since: datetime, until: datetime, *, senders: Collection[UUID]
) -> Iterator[SentAt]:
    """Yield the documents that agencies first sent in a time, with their moments. One statement."""
    found = _first_sendings(since, until, senders).values_list(
        "sender_id", "version_id", "version__signed_at", "version__urgency", "admitted_at"
    )
    for sender, version, signed_at, urgency, sent_at in found.iterator(chunk_size=_CHUNK):
        yield SentAt(sender, version, signed_at, urgency, sent_at, counted_at=sent_at)


def tallied_sent(
    since: datetime, until: datetime, *, sender_id: UUID, refused: bool | None = None
) -> Tallied[TalliedDelivery]:
    """Return the deliveries behind a number of `sent_counts`. What is None narrows nothing."""
    rows = _sent(since, until, [sender_id])
    return tallied(rows if refused is None else rows.filter(is_refused=refused))


def tallied_versions(
    since: datetime,
    until: datetime,
    *,
    sender_id: UUID,
    worth: Collection[str] | None = None,
    with_paper: bool | None = None,
) -> Tallied[tuple[UUID, datetime]]:
    """Return the versions behind a number of `sent_version_counts`, and when each was first sent.

    What is None narrows nothing.
    """
    rows = _first_sendings(since, until, [sender_id])
    if with_paper is not None:
        rows = rows.annotate(with_paper=paper_went("version_id")).filter(with_paper=with_paper)
    if worth is not None:
        said = rows.annotate(
            worth=Coalesce(issued_worth("version_id", issuer="sender_id"), Value(""))
        )
        rows = said.filter(worth__in=worth)
    return Tallied(rows, "admitted_at", lambda row: (row.version_id, row.admitted_at))


def _sent(since: datetime, until: datetime, senders: Collection[UUID] | None) -> "QuerySet[Any]":
    dispatches = Dispatch.objects.filter(admitted_at__gte=since, admitted_at__lt=until)
    if senders is not None:
        dispatches = dispatches.filter(sender_id__in=senders)
    rows = Delivery.objects.filter(state__in=COUNTED, dispatch_id__in=dispatches.values("pk"))
    return rows.annotate(is_refused=is_refused())


def _first_sendings(since: datetime, until: datetime, senders: Collection[UUID]) -> "QuerySet[Any]":
    """Of each document its first sending by who issued it; a newer version is no other document."""
    before = Q(admitted_at__lt=OuterRef("admitted_at"))
    beside = Q(admitted_at=OuterRef("admitted_at"), pk__lt=OuterRef("pk"))
    earlier = Dispatch.objects.filter(
        before | beside,
        version__document_id=OuterRef("version__document_id"),
        sender_id=OuterRef("sender_id"),
    )
    rows = Dispatch.objects.filter(
        ~Exists(earlier), sender_id__in=senders, admitted_at__gte=since, admitted_at__lt=until
    )
    # Who sends on what another issued has not issued it.
    return rows.filter(version__document__issuer_id=F("sender_id"))
