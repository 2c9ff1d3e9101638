"""Tell: people learn what happened, in the transaction in which it happened."""

from collections.abc import Iterable
from datetime import datetime

from lienthong.notices.models import Notice
from lienthong.notices.sentences import require_facts
from lienthong.notices.types import NewNotice

# Rows in one INSERT: nine values each, below the 999 that SQLite takes.
BATCH = 100


def tell(notices: Iterable[NewNotice], *, now: datetime) -> None:
    """Leave a notice for each; rows are written in bulk.

    Raises KeyError when a code is not declared or lacks a fact: a bug in the teller, found before
    a reader meets it.
    """
    Notice.objects.bulk_create((_row(n, now=now) for n in notices), batch_size=BATCH)


def _row(notice: NewNotice, *, now: datetime) -> Notice:
    require_facts(notice.code, notice.facts)
    return Notice(
        agency_id=notice.agency_id,
        role="" if notice.post_id else notice.role,
        post_id=notice.post_id,
        code=notice.code,
        facts=dict(notice.facts),
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        told_at=now,
    )
