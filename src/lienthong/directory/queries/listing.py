"""The directory as a list for other systems, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lienthong.directory.models import Agency, AgencyCode, Participation
from lienthong.directory.queries.agencies import cards
from lienthong.directory.types import AgencyCard, ParticipationTerms, PartnerScope


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency with every code that it ever had, and when it takes part."""

    card: AgencyCard
    codes: tuple[str, ...]
    participation: tuple[ParticipationTerms, ...]


def agencies_after(last: UUID | None, *, limit: int) -> list[AgencyCard]:
    """Return agencies, also those that ended, in the order of their ids. One statement."""
    rows = Agency.objects.order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return cards(rows[:limit])


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
