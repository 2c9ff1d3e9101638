"""Signings that nobody completed in time; their files go."""

from datetime import datetime

from django.db import transaction

from lienthong.signatures.models import SigningRequest
from lienthong.signatures.services import _waiting_files
from lienthong.signatures.types import RequestState

BATCH = 200


def expire_requests(*, now: datetime) -> int:
    """Close up to 200 requests whose time is over, drop their files and return how many.

    A completed request stays completed; it only loses its copy of the result, which by then
    lies with the caller.
    """
    with transaction.atomic():
        due = list(
            SigningRequest.objects.filter(is_cleared=False, expires_at__lte=now).order_by(
                "expires_at"
            )[:BATCH]
        )
        ids = [request.pk for request in due]
        prepared = SigningRequest.objects.filter(pk__in=ids, state=RequestState.PREPARED)
        prepared.update(state=RequestState.EXPIRED)
        SigningRequest.objects.filter(pk__in=ids).update(is_cleared=True)
    for request in due:
        _waiting_files.drop(request.pk, request.prepared_digest, request.result_digest)
    return len(due)
