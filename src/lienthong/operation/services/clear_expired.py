"""Clear: what has expired and nobody will ask for again."""

from datetime import datetime

from lienthong.operation.models import SharedValue


def clear_expired_values(*, now: datetime) -> int:
    """Remove values of the shared cache whose time is over; return how many. One statement."""
    return SharedValue.objects.filter(expires_at__lte=now).delete()[0]
