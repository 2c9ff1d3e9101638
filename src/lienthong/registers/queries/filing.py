"""What those who keep case files ask of the books."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from lienthong.registers.models import Entry, IncomingDocument
from lienthong.registers.types import EntryState, WorkState

_UNFINISHED = (WorkState.AWAITING_INSTRUCTION, WorkState.ASSIGNED, WorkState.IN_WORK)


def versions_numbered(number: int, *, agency_ids: Collection[UUID], limit: int = 20) -> list[UUID]:
    """Return the versions of lines with this number in agencies' books, the newest year first.

    One statement; an id is no permission.
    """
    rows = Entry.objects.filter(
        register__agency_id__in=agency_ids,
        number=number,
        state=EntryState.ENTERED,
        version__isnull=False,
    ).order_by("-register__year", "register__direction")
    return list(rows.values_list("version_id", flat=True)[:limit])


def unfinished_numbers(
    version_ids: Any, *, agency_ids: Collection[UUID], limit: int = 20
) -> list[str]:
    """Return the numbers of incoming lines of these versions on which work is not finished.

    version_ids: ids, or a query of them. One statement.
    """
    rows = IncomingDocument.objects.filter(
        entry__version_id__in=version_ids, agency_id__in=agency_ids, state__in=_UNFINISHED
    ).order_by("pk")
    numbers = rows.values_list("entry__number", "entry__number_suffix")[:limit]
    return [f"{number}{suffix}" for number, suffix in numbers]
