"""The directory as a list for other systems, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max

from lienthong.directory.models import Agency, AgencyCode, Participation
from lienthong.directory.queries.agencies import cards
from lienthong.directory.types import UNLISTED, AgencyCard, ParticipationTerms, PartnerScope

# Longer than any act on the directory takes, from its first statement to its commit.
SETTLED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency with every code that it ever had, and when it takes part."""

    card: AgencyCard
    codes: tuple[str, ...]
    participation: tuple[ParticipationTerms, ...]


def agencies_after(
    last: UUID | None, *, limit: int, changed_since: datetime | None = None
) -> list[AgencyCard]:
    """Return agencies, also those that ended, in the order of their ids. One statement.

    changed_since: only those of which something that the list says changed after that moment.
    """
    rows = Agency.objects.exclude(pk=UNLISTED).order_by("pk")
    if changed_since is not None:
        rows = rows.filter(changed_at__gt=changed_since)
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return cards(rows[:limit])


def changes_known_until(now: datetime) -> datetime:
    """Return the moment up to which a list that is read now has every change. One statement.

    The last change, when it lies `SETTLED` back; else that long ago, to the minute: an act that
    began earlier may still commit. So it stays the same while nothing changes. In whole
    milliseconds, as JSON has it.
    """
    settled = (now - SETTLED).replace(second=0, microsecond=0)
    latest: datetime | None = Agency.objects.aggregate(latest=Max("changed_at"))["latest"]
    if latest is None:
        return settled
    return min(latest + timedelta(microseconds=-latest.microsecond % 1_000), settled)


def listed(agencies: Iterable[AgencyCard]) -> list[ListedAgency]:
    """Return what the list says about these agencies. Two statements."""
    found = list(agencies)
    ids = [one.id for one in found]
    codes: dict[UUID, list[str]] = {}
    rows = AgencyCode.objects.filter(agency_id__in=ids).order_by("-is_current", "code")
    for agency_id, code in rows.values_list("agency_id", "code"):
        codes.setdefault(agency_id, []).append(code)
    terms: dict[UUID, list[ParticipationTerms]] = {}
    for row in Participation.objects.filter(agency_id__in=ids).order_by("starts_on"):
        terms.setdefault(row.agency_id, []).append(_terms(row))
    return [
        ListedAgency(one, tuple(codes.get(one.id, ())), tuple(terms.get(one.id, ())))
        for one in found
    ]


def _terms(row: Participation) -> ParticipationTerms:
    return ParticipationTerms(
        agency_id=row.agency_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        partners=PartnerScope(row.partners),
        kinds=frozenset(row.kinds),
        wave=row.wave,
        obligatory_on=row.obligatory_on,
    )
