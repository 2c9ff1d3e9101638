"""Whether a session may go on without a second factor."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from lienthong.access.models import Account
from lienthong.access.services.factors import has_factor
from lienthong.directory.types import PostCard
from lienthong.kernel import clock

_HAS_KEY = "has_factor"


def is_missing(request: HttpRequest, held: Iterable[PostCard]) -> bool:
    """Return whether one of the posts needs a second factor that the account still lacks.

    Asked of the database until it is there, and then once a session; while the grace lasts, never.
    """
    account = request.user
    if not isinstance(account, Account) or not is_required(held) or grace_left(account):
        return False
    if request.session.get(_HAS_KEY) == account.session_serial:
        return False
    if has_factor(account.pk):
        request.session[_HAS_KEY] = account.session_serial
        return False
    return True


def is_required(held: Iterable[PostCard]) -> bool:
    """Return whether any of the posts is of a role that needs a second factor."""
    return any(post.role in settings.LIENTHONG_SECOND_FACTOR_ROLES for post in held)


def grace_left(account: Account) -> int:
    """Return how many days an account still has until it needs one; 0: none."""
    ends = account.created_at + timedelta(days=settings.LIENTHONG_SECOND_FACTOR_GRACE_DAYS)
    left = ends - clock.now()
    return max(0, left.days + 1) if left > timedelta(0) else 0
