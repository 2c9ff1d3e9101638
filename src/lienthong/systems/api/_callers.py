"""What both doors for programs share: a system as actor, and what it did wrong."""

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from lienthong.access import rules as access
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.systems import services
from lienthong.systems.api.limits import is_to_be_noted
from lienthong.systems.errors import AgencyNotAllowed
from lienthong.systems.types import SystemCard
from lienthong.webkit.client_address import client_address

_log = logging.getLogger(__name__)


class Actors:
    """Makes a system an actor in one of its agencies."""

    def __init__(self, system: SystemCard, agency_ids: Collection[UUID]) -> None:
        self._system, self._agency_ids = system, agency_ids

    def __call__(self, agency_id: UUID) -> Actor:
        """Raises AgencyNotAllowed."""
        system = self._system
        if agency_id not in self._agency_ids:
            raise AgencyNotAllowed(system=system.name, agency=str(agency_id))
        return Actor(
            kind=ActorKind.SYSTEM,
            name=system.name,
            title=system.name,
            account_id=system.id,
            agency_id=agency_id,
            role=ActorKind.SYSTEM,
            rights=access.OF_SYSTEMS,
        )


def note(system: SystemCard, refusal: Exception, request: HttpRequest, *, now: datetime) -> None:
    """Count a failure for the operators' page, once a minute for each reason.

    The log has the address, not the content.
    """
    code = getattr(refusal, "code", "")
    address = str(client_address(request) or "")
    _log.warning("turned down %s with %s from %s", system.slug, code, address)
    if is_to_be_noted(system.id, code, now=now):
        services.note_failure(system_id=system.id, code=code, address=address, now=now)
