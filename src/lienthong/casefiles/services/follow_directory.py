"""When an agency ends: its heir keeps its files, under the notations that they have."""

from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileState, CaseFileStep
from lienthong.directory.events import AgenciesReorganised, HandOver, Moved

_BATCH = 200


def hand_on_files(event: AgenciesReorganised) -> None:
    """Give the files of agencies that end to their heirs, those in work with their new keepers.

    A file stays under the agency that opened it, whose code is part of its own; the heir sees it as
    it sees that agency's books. Lines of work have been moved by `registers`.
    """
    for one in event.hand_overs:
        rows = list(CaseFile.objects.filter(agency_id=one.from_id).order_by("year", "place"))
        for row in rows:
            _follow(row, one)
        CaseFile.objects.bulk_update(rows, ["unit", "keeper"], batch_size=_BATCH)
        begun = [row for row in rows if row.state != CaseFileState.LISTED]
        _files.leave_step(
            begun, CaseFileStep.HANDED_ON, actor=event.actor, now=event.now, note=one.heir_name
        )
        event.moved.extend(
            Moved("casefile", str(row.pk), f"{row.notation} {row.title}", one.from_id, one.heir_id)
            for row in rows
        )


def _follow(row: CaseFile, one: HandOver) -> None:
    """Point a file to the unit and post that its old ones are at the heir, or to none."""
    unit = one.units.get(row.unit_id) if row.unit_id else None
    post = one.posts.get(row.keeper_id) if row.keeper_id else None
    row.unit_id = unit[0] if unit and unit[1] == one.heir_id else None
    row.keeper_id = post[0] if post and post[1] == one.heir_id else None
