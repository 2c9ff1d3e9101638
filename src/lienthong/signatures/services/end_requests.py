"""Signings that nobody completed in time; their files go."""

from datetime import datetime

from django.db import transaction

from lienthong.signatures.models import SigningRequest
from lienthong.signatures.services import _waiting_files
from lienthong.signatures.types import RequestState

BATCH = 200


def expire_requests(*, now: datetime) -> int:
    """Close the requests whose time is over, drop their files and return how many.

    A completed request stays completed; it only loses its copy of the result, which by then
    lies with the caller. A short transaction for 200. Files that no row tells of, of a process that
    was killed, go after a day.
    """
    total = 0
    while closed := _close_some(now):
        total += closed
    _waiting_files.drop_forgotten(now)
    return total


def _close_some(now: datetime) -> int:
    with transaction.atomic():
        rows = SigningRequest.objects.select_for_update()
        due = list(
            rows.filter(is_cleared=False, expires_at__lte=now).order_by("expires_at")[:BATCH]
        )
        ids = [request.pk for request in due]
        prepared = SigningRequest.objects.filter(pk__in=ids, state=RequestState.PREPARED)
        prepared.update(state=RequestState.EXPIRED)
        SigningRequest.objects.filter(pk__in=ids).update(is_cleared=True)
    for request in due:
        _waiting_files.drop(request.pk, request.prepared_digest, request.result_digest)
    return len(due)
