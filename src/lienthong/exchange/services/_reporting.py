"""A report of the recipient is put into the log, and what the rule makes of the log is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import errors, queries, rules
from lienthong.exchange.events import Reported, StatusesReported
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.types import DeliveryState, NewReport, Report, StatusCode, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_block, clean_line
from lienthong.ledger import services as ledger

# Rows of one statement; SQLite takes 999 variables.
_BATCH = 150
_DERIVED = ("state", "state_since", "pending_request")
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


def put_in_log(*, report: NewReport, actor: Actor, now: datetime) -> StatusLine:
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
        was = DeliveryState(delivery.state)
        line = _write(report, delivery, actor=actor, now=now)
        said = Reported(queries.delivery_card(delivery.id), line, was)
        announce(StatusesReported((said,), actor, now))
    return line


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
    """Return the delivery, locked: of two people who act on it at once, one waits and then sees."""
    delivery = (
        Delivery.objects.select_for_update()
        .filter(pk=delivery_id, recipient_id=actor.agency_id)
        .first()
    )
    if delivery is None:
        raise errors.DeliveryNotFound()
    return delivery


def _in_force(delivery: Delivery, actor: Actor) -> Delivery:
    """Return what came instead of a delivery, locked: what is reported of the one is of the other.

    As often as it was changed, two statements more each time.
    """
    while delivery.state == DeliveryState.SUPERSEDED:
        delivery = _addressed(queries.successor_of(delivery.id), actor)
    return delivery


def _repeated(report: NewReport, delivery: Delivery) -> StatusLine | None:
    """Return what was said under the same key, or the same by another road. One statement."""
    said = StatusReport.objects.filter(delivery=delivery, reporter_id=delivery.recipient_id)
    earlier = list(said.filter(Q(key=report.key) | _by_another_road(report)).order_by("id"))
    same_key = next((one for one in earlier if one.key == report.key), None)
    if same_key is not None and same_key.digest != report.digest():
        raise errors.ReportDiffers(key=report.key)
    found = same_key or next((one for one in earlier if _says_all(one, report)), None)
    return queries.status_line(found.id) if found else None


def _by_another_road(report: NewReport) -> Q:
    """What a parent and a sister tell of one act has the same second; packages know no less."""
    if report.is_act or report.stamped_at is None:
        return Q(pk__in=())
    begin = report.stamped_at.replace(microsecond=0)
    of_second = Q(stamped_at__gte=begin, stamped_at__lt=begin + timedelta(seconds=1))
    return of_second & Q(code=report.code)


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


def _write(report: NewReport, delivery: Delivery, *, actor: Actor, now: datetime) -> StatusLine:
    about = _spoken_of(report, delivery)
    record = ledger.record(
        _records.reported(
            about,
            report.code,
            version=documents.version_card(about.version_id),
            reporter=directory.agency(delivery.recipient_id),
            note=report.note,
            entry=report.entry_number,
            change=queries.kind_asked(report.answers) if report.answers else None,
            not_carried=report.not_carried,
        ),
        actor=actor,
        at=now,
    )
    row = StatusReport.objects.create(
        delivery=delivery,
        code=report.code,
        key=report.key,
        digest=report.digest(),
        reporter_id=delivery.recipient_id,
        actor_name=actor.name,
        note=report.note,
        answers_id=report.answers,
        entry_number=report.entry_number,
        entered_on=report.entered_on,
        stamped_at=report.stamped_at or now,
        received_at=now,
        record_id=record.id,
        not_carried=report.not_carried,
    )
    derive_state(delivery)
    return queries.status_line(row.id)


def _spoken_of(report: NewReport, delivery: Delivery) -> Delivery:
    """Return what the record is about: of an offer that did not come there, what was offered."""
    if report.not_carried is None or report.answers is None:
        return delivery
    return queries.offer_of(report.answers).delivery


def derive_state(delivery: Delivery) -> None:
    """Keep on the row what the published rule makes of its whole log."""
    _stand(delivery, queries.logs_at([delivery])[delivery.id])
    delivery.save(update_fields=_DERIVED)


def derive_states(deliveries: Sequence[Delivery]) -> None:
    """Do the same for some, with one statement and one more for 150 of them."""
    logs = queries.logs_at(deliveries)
    for one in deliveries:
        _stand(one, logs[one.id])
    Delivery.objects.bulk_update(deliveries, _DERIVED, batch_size=_BATCH)


def _stand(delivery: Delivery, log: Sequence[Report]) -> None:
    found = rules.standing(log)
    delivery.state, delivery.state_since = found.state, found.since
    delivery.pending_request = found.pending_request
