"""A report of the recipient: whether it was said before, fits, and then stands in the log."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from lienthong.directory.types import AgencyCard
from lienthong.exchange import errors, queries
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services._log import addressed, enter
from lienthong.exchange.types import DeliveryState, NewReport, StatusCode, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.text import clean_block, clean_line
from lienthong.tables.places import place
from lienthong.tables.questions import question

# From which states a recipient's own act may start; reports of other systems are only logged.
STARTS_FROM = {
    StatusCode.REFUSED: {DeliveryState.SENT, DeliveryState.ARRIVED},
    StatusCode.ACCEPTED: {DeliveryState.SENT, DeliveryState.ARRIVED},
    StatusCode.ASSIGNED: {
        DeliveryState.ACCEPTED,
        DeliveryState.ASSIGNED,
        DeliveryState.IN_WORK,
    },
    StatusCode.IN_WORK: {DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK},
    StatusCode.FINISHED: {DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK},
}


def put_in_log(
    *, report: NewReport, actor: Actor, now: datetime, reporter: AgencyCard | None = None
) -> StatusLine:
    """Write one status report of the recipient into the log and derive the delivery's state anew.

    About a superseded delivery it counts for what is in force. What came by another road already
    stands once. Raises what `report_status` raises.
    """
    report = cleaned(report)
    with transaction.atomic():
        named = delivery = _addressed(report.delivery_id, actor)
        repeated = _repeated(report, delivery)
        if repeated is None and delivery.state == DeliveryState.SUPERSEDED:
            delivery = _in_force(delivery, actor)
            report = replace(report, delivery_id=delivery.id)
            repeated = _repeated(report, delivery)
        if repeated is not None:
            return repeated
        _require_sensible(report, delivery, named)
        lines = enter([report], {delivery.id: delivery}, reporter=reporter, actor=actor, now=now)
    return lines[delivery.id]


def cleaned(report: NewReport) -> NewReport:
    """Return a report as it is kept. Raises StatusNotYours, and ReasonMissing for a refusal."""
    if report.code == StatusCode.TAKE_BACK:
        raise errors.StatusNotYours(code=report.code)
    note = clean_block(report.note)[:500]
    if report.code == StatusCode.REFUSED and not note:
        raise errors.ReasonMissing()
    number = clean_line(report.entry_number)[:30]
    return replace(report, note=note, entry_number=number)


def _addressed(delivery_id: UUID, actor: Actor) -> Delivery:
    found = addressed([delivery_id], actor)
    if not found:
        raise errors.DeliveryNotFound()
    return found[delivery_id]


def _in_force(delivery: Delivery, actor: Actor) -> Delivery:
    """Return what came instead of a delivery, locked: what is reported of the one is of the other.

    As often as it was changed, two statements more each time.
    """
    while delivery.state == DeliveryState.SUPERSEDED:
        delivery = _addressed(queries.successor_of(delivery.id), actor)
    return delivery


def _repeated(report: NewReport, delivery: Delivery) -> StatusLine | None:
    """Return what was said under the same key, or the same by another road. One statement."""
    earlier = _said(report, delivery)
    same_key = next((one for one in earlier if one.key == report.key), None)
    if same_key is not None and same_key.digest != report.digest():
        raise errors.ReportDiffers(key=report.key)
    found = same_key or next((one for one in earlier if _says_all(one, report)), None)
    return queries.status_line(found.id) if found else None


def _said(report: NewReport, delivery: Delivery) -> list[StatusReport]:
    """Return what has the key of a report, or, not being an act here, its status and its second.

    What a parent and a sister tell of one act has the same second; packages know no less.
    """
    of_key = {"delivery": delivery.id, "reporter": delivery.recipient_id, "key": report.key}
    if report.is_act or report.stamped_at is None:
        return _of_key.all(**of_key)
    begin = report.stamped_at.replace(microsecond=0)
    until = begin + timedelta(seconds=1)
    return _of_key_or_second.all(**of_key, code=report.code, begin=begin, until=until)


@question
def _of_key() -> "QuerySet[StatusReport]":
    return _reported_by_recipient().filter(key=place("key"))


@question
def _of_key_or_second() -> "QuerySet[StatusReport]":
    second = Q(stamped_at__gte=place("begin"), stamped_at__lt=place("until"))
    same = second & Q(code=place("code"))
    return _reported_by_recipient().filter(Q(key=place("key")) | same).order_by("id")


def _reported_by_recipient() -> "QuerySet[StatusReport]":
    rows = StatusReport.objects.filter(delivery_id=place("delivery"))
    return rows.filter(reporter_id=place("reporter"))


def _says_all(earlier: StatusReport, report: NewReport) -> bool:
    """Whether nothing would be lost without this report.

    Two that know fractions of a second are of one act only where these agree; a package without a
    note names the status there.
    """
    stamps = {earlier.stamped_at, report.stamped_at}
    is_same_moment = len(stamps) == 1 or any(at and not at.microsecond for at in stamps)
    has_number = earlier.entry_number or not report.entry_number
    notes = {"" if note == report.code.label else note for note in (earlier.note, report.note)}
    return is_same_moment and bool(has_number) and len(notes) == 1


def _require_sensible(report: NewReport, delivery: Delivery, named: Delivery) -> None:
    """named: the delivery that was reported about, which may have been superseded since."""
    if report.stamped_at is not None and report.stamped_at < named.admitted_at:
        admitted_at = named.admitted_at.astimezone(VIETNAM)
        raise errors.StampBeforeDispatch(admitted_at=f"{admitted_at:%H:%M %d/%m/%Y}")
    state = DeliveryState(delivery.state)
    starts_from = STARTS_FROM.get(report.code)
    if report.is_act and starts_from is not None and state not in starts_from:
        latest = queries.latest_actor_name(delivery.id)
        raise errors.AlreadyDecided(state=state.label, who=latest)
