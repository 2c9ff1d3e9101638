"""Who was trained in what (G10)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from lienthong.kernel.actor import Actor
from lienthong.rollout.errors import TrainingUnknown
from lienthong.rollout.models import Attendance, Training
from lienthong.rollout.types import Attended, TrainingCard
from lienthong.tables.names import by_given_name, by_name

_ALL = "rollout.read-province"
_STANDS = Q(attendances__withdrawn_at__isnull=True)


def trainings(viewer: Actor, *, skipped: int = 0, limit: int = 50) -> list[TrainingCard]:
    """Return the sessions that a viewer may see, the latest first. One statement."""
    rows = _seen_by(viewer).order_by("-held_on", "-pk")
    return _cards(rows, skipped, skipped + limit)


def count_trainings(viewer: Actor) -> int:
    """Return how many sessions a viewer may see. One statement."""
    return _seen_by(viewer).count()


def training(training_id: UUID, viewer: Actor) -> TrainingCard:
    """Return one session. Raises TrainingUnknown, also for one of others. One statement."""
    found = _cards(_seen_by(viewer).filter(pk=training_id))
    if not found:
        raise TrainingUnknown
    return found[0]


def attended(training_id: UUID, *, limit: int = 500) -> list[Attended]:
    """Return who took part in a session, by given name. One statement."""
    return _attended(Attendance.objects.filter(training_id=training_id), limit)


def trained_of(agency_id: UUID, *, limit: int = 200) -> list[Attended]:
    """Return who was trained while in an agency, by given name. One statement."""
    return _attended(Attendance.objects.filter(agency_id=agency_id), limit)


def trained_since(person_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return person → day of the first session. One statement."""
    rows = Attendance.objects.filter(person_id__in=set(person_ids), withdrawn_at__isnull=True)
    first = rows.values("person_id").annotate(first=Min("training__held_on"))
    return dict(first.values_list("person_id", "first"))


def _seen_by(viewer: Actor) -> "QuerySet[Training]":
    """Who watches over the province sees all; others what their agency held."""
    if _ALL in viewer.rights:
        return Training.objects.all()
    return Training.objects.filter(agency_id=viewer.own_agency)


def _cards(rows: "QuerySet[Training]", first: int = 0, last: int = 1) -> list[TrainingCard]:
    counted = rows.annotate(people=Count("attendances", filter=_STANDS))
    columns = ("pk", "held_on", "subject", "trainer", "agency_id", "agency__name", "people")
    return [TrainingCard(*row) for row in counted.values_list(*columns)[first:last]]


def _attended(rows: "QuerySet[Attendance]", limit: int) -> list[Attended]:
    columns = (
        *("pk", "person_id", "person__name", "agency__name"),
        *("training__held_on", "training__subject"),
    )
    standing = rows.filter(withdrawn_at__isnull=True)
    by = (by_given_name("person__name"), by_name("person__name"), "training__held_on", "pk")
    return [Attended(*row) for row in standing.order_by(*by).values_list(*columns)[:limit]]
