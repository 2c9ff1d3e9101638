"""When an agency ends: what waits in its units waits where the units are now."""

from uuid import UUID

from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.inside.models import UnitDelivery
from lienthong.inside.services import _work
from lienthong.inside.types import UnitDeliveryState
from lienthong.kernel.wording import noop as _

_ENDED = _("Đơn vị kết thúc khi sắp xếp lại cơ quan.")
_BATCH = 200


def hand_on_unit_deliveries(event: AgenciesReorganised) -> None:
    """Point what waits to the new units; what a unit had that ends with its agency is withdrawn.

    Lines of work have been moved by `registers`; what is done stays the old agency's.
    """
    for one in event.hand_overs:
        rows = list(
            UnitDelivery.objects.filter(
                agency_id=one.from_id, state=UnitDeliveryState.WAITING
            ).order_by("pk")
        )
        taken: set[tuple[UUID, UUID]] = set()
        for row in rows:
            _follow(row, one, taken, event)
        UnitDelivery.objects.bulk_update(
            rows,
            ["agency", "unit", "state", "note", "ended_at", "ended_by"],
            batch_size=_BATCH,
        )
        event.moved.extend(
            Moved("inside", str(row.pk), str(row.version_id), one.from_id, row.agency_id)
            for row in rows
        )


def _follow(
    row: UnitDelivery, one: HandOver, taken: set[tuple[UUID, UUID]], event: AgenciesReorganised
) -> None:
    """Where two units became one, the first has it."""
    unit_id, agency_id = one.units.get(row.unit_id, (None, None))
    if unit_id and agency_id and (row.version_id, unit_id) not in taken:
        taken.add((row.version_id, unit_id))
        row.unit_id, row.agency_id = unit_id, agency_id
        return
    row.state, row.note = UnitDeliveryState.WITHDRAWN, _ENDED
    row.ended_at, row.ended_by = event.now, event.actor.name
    _work.settle(row, actor=event.actor, now=event.now)
