"""`sendEdoc`: a system brings a package."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.gateways import services as gateways
from lienthong.gateways.types import Outcome
from lienthong.kernel.actor import Actor
from lienthong.systems.types import SystemCaller
from lienthong.vxp.errors import SenderNotOurs
from lienthong.vxp.models import Sending
from lienthong.vxp.types import MessageType, SentPackage

_LONGEST_CODE = 60


def send_package(
    source: Path,
    *,
    sender_code: str,
    message_type: MessageType,
    caller: SystemCaller,
    now: datetime,
) -> SentPackage:
    """Take a package in; the same package again gives the same `DocId` and the same warnings.

    Its recipients are those of the package. Raises SenderNotOurs, SpeaksForAnother when the package
    names another sender than the call, and whatever gateways.take_in_package refuses.
    """
    actor = sender_of(sender_code, caller)

    facts = {"agency_id": actor.own_agency, "message_type": message_type, "sent_at": now}

    def keep(package_id: UUID) -> None:
        Sending.objects.get_or_create(
            system_id=caller.system.id, package_id=package_id, defaults=facts
        )

    taken = gateways.take_in_package(source, actor=actor, now=now, in_one=keep)
    if taken.outcome == Outcome.REPEATED:
        keep(taken.package_id)  # another system of the agency may have brought it first
    sending_id = Sending.objects.values_list("id", flat=True).get(
        system_id=caller.system.id, package_id=taken.package_id
    )
    return SentPackage(sending_id, taken.warnings)


def sender_of(code: str, caller: SystemCaller) -> Actor:
    """Return the system as actor in the agency of a code. Raises SenderNotOurs."""
    card = directory.agency_by_code(code) if len(code) <= _LONGEST_CODE else None
    if card is None or card.id not in caller.agency_ids:
        raise SenderNotOurs(code=code[:_LONGEST_CODE])
    return caller.actor_for(card.id)
