"""A report of the conformance lab is handed in for an agency's software."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import Measure
from lienthong.lab.errors import ReportUnreadable
from lienthong.lab.rules.report import judge, read_report
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.rollout.errors import DayAhead, ReportTooLarge
from lienthong.rollout.models import LabReport
from lienthong.rollout.services.rights import require_to_manage

LARGEST_REPORT = 16 * 1024 * 1024  # bytes
_LONGEST_NAME = 200
_MOST_LACKING = 50
_FIRST_YEAR = 2000  # no lab played before; a database may not even keep such a moment


def hand_in_report(*, agency_id: UUID, content: bytes, actor: Actor, now: datetime) -> UUID:
    """Keep what a report amounts to, its digest and its day; the same file again is one report.

    As far as it can be checked: its own digest, outcomes taken from its checks, and the book of
    this version. Who played against a server of their own making may have any report: the page
    says who handed it in. Raises RightMissing, OtherAgency, UnknownAgency, ReportTooLarge,
    ReportUnreadable, ReportAltered, DayAhead for one of tomorrow.
    """
    require_to_manage(actor, agency_id)
    directory.agency(agency_id)
    if len(content) > LARGEST_REPORT:
        raise ReportTooLarge(largest=Measure(LARGEST_REPORT / 1024 / 1024))
    report = read_report(content)
    verdict, played_at = judge(report), _played_at(report.get("ended_at"))
    if played_at > now:
        raise DayAhead
    with transaction.atomic():
        row, is_new = LabReport.objects.get_or_create(
            agency_id=agency_id,
            digest=hashlib.sha256(content).hexdigest(),
            defaults={
                "system": clean_line(verdict.system)[:_LONGEST_NAME],
                "is_ready": verdict.is_ready,
                "lacking": list(verdict.lacking[:_MOST_LACKING]),
                "played_at": played_at,
                "handed_in_at": now,
                "handed_in_by": actor.name,
            },
        )
        if is_new:
            act = Act(
                name="rollout.lab-report-handed-in",
                subjects={"agency": str(agency_id), "report": str(row.pk)},
                dimensions={"ready": row.is_ready, "digest": row.digest},
                private={"system": row.system},
            )
            ledger.record(act, actor=actor, at=now)
    return row.pk


def _played_at(told: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(told))
    except ValueError as error:
        raise ReportUnreadable(reason="ended_at") from error
    if moment.tzinfo is None or moment.year < _FIRST_YEAR:
        raise ReportUnreadable(reason="ended_at")
    return moment
