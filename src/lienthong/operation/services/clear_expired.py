"""Clear: what has expired and nobody will ask for again."""

from datetime import datetime
from importlib import import_module

from django.conf import settings

from lienthong.operation.models import SharedValue


def clear_expired_values(*, now: datetime) -> int:
    """Remove values of the shared cache whose time is over; return how many. One statement."""
    return SharedValue.objects.filter(expires_at__lte=now).delete()[0]


def clear_expired_sessions() -> None:
    """Remove the sessions of people who did not sign out; the time is the session engine's."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
