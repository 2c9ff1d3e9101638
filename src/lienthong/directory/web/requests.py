"""What the pages of the directory take from a request."""

from datetime import date

from django.http import HttpRequest

from lienthong.directory import services
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor


class DirectoryRequest(HttpRequest):
    """The request of a person who acts from a post; the middleware of sign-in sets `actor`."""

    actor: Actor


def today() -> date:
    return clock.local_day(clock.now())


def can_manage(request: DirectoryRequest) -> bool:
    """Say whether the page shows what an operator may do."""
    return "directory.manage" in request.actor.rights


def can_manage_below(request: DirectoryRequest) -> bool:
    """Say whether the page shows what may be done with agencies below."""
    return can_manage(request) or "directory.manage-below" in request.actor.rights


def demand_some(request: DirectoryRequest) -> None:
    """Let in who manages any agencies; which ones, the act itself asks. Raises NotAllowed."""
    if not can_manage_below(request):
        services.demand(request.actor, "directory.manage-below")
