"""A list of sendings that is narrowed to what a person looks for."""

from datetime import date, time

from django.db.models import Q

from lienthong.exchange.types import SentFilter
from lienthong.kernel.clock import at_local


def asked_for(wanted: SentFilter | None) -> Q:
    """Return the condition of sendings that a filter asks for; None asks for all."""
    found = Q()
    if wanted is None:
        return found
    if wanted.versions is not None:
        found &= Q(version_id__in=list(wanted.versions))
    for word in wanted.words:
        found &= Q(version__search_text__contains=word)
    if wanted.year is not None:
        begins = at_local(date(wanted.year, 1, 1), time.min)
        ends = at_local(date(wanted.year + 1, 1, 1), time.min)
        found &= Q(admitted_at__gte=begins, admitted_at__lt=ends)
    return found
