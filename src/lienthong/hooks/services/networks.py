"""Private networks: an operator says in which the hooks of a system may be called."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.hooks.models import AllowedNetworks
from lienthong.hooks.services._rows import RIGHT
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.systems.rules import clean_networks
from lienthong.systems.types import ANYWHERE


def allow_networks(
    *, system_id: UUID, networks: Iterable[str], actor: Actor, now: datetime
) -> tuple[str, ...]:
    """Let hooks of a system be called in these private networks and no others; return them.

    networks: in CIDR; "any" is not a network here. Raises NetworkShape, RightMissing.
    """
    access.require(actor, RIGHT)
    kept = clean_networks(one if one.strip() != ANYWHERE else "any/0" for one in networks)
    said = " ".join(kept)
    with transaction.atomic():
        AllowedNetworks.objects.update_or_create(pk=system_id, defaults={"networks": said})
        act = Act(
            name="hooks.networks-allowed",
            subjects={"system": str(system_id)},
            private={"networks": said},
        )
        ledger.record(act, actor=actor, at=now)
    return kept
