"""`sendEdoc`: a system brings a package."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.gateways import services as gateways
from lienthong.gateways.types import Outcome, PackageKind
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.systems.types import SystemCaller
from lienthong.tables.rows import Rows
from lienthong.vxp.errors import SenderNotOurs
from lienthong.vxp.models import Sending
from lienthong.vxp.types import MessageType, SentPackage

_SENDINGS = Rows(Sending, ignore_conflicts=True)
_LONGEST_CODE = 60
_KINDS = {
    MessageType.DOCUMENT: PackageKind.DOCUMENT,
    MessageType.STATUS: PackageKind.STATUS,
}


def send_package(
    source: Path,
    *,
    system_id: UUID,
    actor: Actor,
    message_type: MessageType,
    now: datetime,
) -> SentPackage:
    """Take a package in; the same package again gives the same `DocId` and the same warnings.

    actor: of the system, as `sender_of` gave it. Its recipients are those of the package; what its
    signatures say is checked once it is kept. Raises SpeaksForAnother when the package names
    another sender than the call, KindDiffers when it is of another kind, and whatever
    gateways.take_in_package refuses.
    """
    made_id = uuid7()

    def keep(package_id: UUID) -> None:
        _SENDINGS.insert(
            id=made_id,
            system_id=system_id,
            agency_id=actor.own_agency,
            package_id=package_id,
            message_type=message_type,
            sent_at=now,
        )

    taken = gateways.take_in_package(
        source,
        actor=actor,
        now=now,
        in_one=keep,
        signatures_later=True,
        told=_KINDS[message_type],
    )
    if taken.outcome == Outcome.TAKEN:
        return SentPackage(made_id, taken.warnings)
    keep(taken.package_id)  # another system of the agency may have brought it first
    sending_id = Sending.objects.values_list("id", flat=True).get(
        system_id=system_id, package_id=taken.package_id
    )
    return SentPackage(sending_id, taken.warnings)


def sender_of(code: str, caller: SystemCaller) -> Actor:
    """Return the system as actor in the agency of a code. Raises SenderNotOurs."""
    card = directory.agency_by_code(code) if len(code) <= _LONGEST_CODE else None
    if card is None or card.id not in caller.agency_ids:
        raise SenderNotOurs(code=code[:_LONGEST_CODE])
    return caller.actor_for(card.id)
