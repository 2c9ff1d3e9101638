"""Who takes part from when: the timetable of waves, and one agency with all that is known of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q

from lienthong.directory import rules
from lienthong.directory.models import Agency, AgencyCode, FormerName, Participation, Succession
from lienthong.directory.queries.agencies import agency, cards, living
from lienthong.directory.queries.readiness import terms_of
from lienthong.directory.queries.tree import below
from lienthong.directory.types import AgencyCard, CodeForm, ParticipationTerms
from lienthong.tables.names import by_name

PAGE = 100


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """An agency with the terms that hold on a day, and those that come next."""

    agency: AgencyCard
    now: ParticipationTerms | None
    next: ParticipationTerms | None


@dataclass(frozen=True, slots=True)
class CodeLine:
    code: str
    form: CodeForm
    is_current: bool
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """Another agency, before or after this one. kind: merged or split."""

    other_id: UUID
    other_name: str
    kind: str
    happened_on: date
    is_heir: bool
    source: str


@dataclass(frozen=True, slots=True)
class AgencyHistory:
    """What an agency was called and by which codes, and what it came from and became."""

    codes: tuple[CodeLine, ...]
    former_names: tuple[tuple[str, date], ...]
    after: tuple[SuccessionLine, ...]
    before: tuple[SuccessionLine, ...]


def timetable(
    *,
    on: date,
    under: UUID | None = None,
    after: UUID | None = None,
    wave: str = "",
    only_here: bool = False,
    limit: int = PAGE,
) -> list[TimetableRow]:
    """Return living agencies by name with their participation, from behind an agency on.

    under: only those below this one, at any depth. after: one that is not there is the beginning.
    wave: only those that some terms of this name are for. only_here: none of other installations.
    Three statements; four with `after`.
    """
    rows = Agency.objects.filter(living(on)).annotate(sorted_name=by_name("name"))
    if wave:
        named = Participation.objects.filter(agency_id=OuterRef("pk"), wave=wave)
        rows = rows.filter(Exists(named))
    if only_here:
        rows = rows.filter(is_outside=False)
    if under is not None:
        rows = rows.filter(pk__in=below(under))
    if after is not None and (last := Agency.objects.filter(pk=after).first()) is not None:
        # Communes of several districts have the same name.
        rows = rows.filter(Q(sorted_name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = cards(rows.order_by("sorted_name", "pk")[:limit])
    terms = terms_of({card.id for card in found})
    return [_row(card, terms.get(card.id, []), on) for card in found]


def _row(card: AgencyCard, terms: Iterable[ParticipationTerms], on: date) -> TimetableRow:
    told = sorted(terms, key=lambda one: one.starts_on)
    ahead = next((one for one in told if one.starts_on > on), None)
    return TimetableRow(card, rules.terms_on(on, told), ahead)


def waves(*, limit: int = 50) -> list[str]:
    """Return the names of waves, that which begins last first. One statement."""
    named = Participation.objects.exclude(wave="").values("wave")
    begun = named.annotate(latest=Max("starts_on")).order_by("-latest", "wave")
    return list(begun.values_list("wave", flat=True)[:limit])


def history(agency_id: UUID) -> AgencyHistory:
    """Return what became of an agency and its names and codes. Five statements.

    Raises UnknownAgency.
    """
    agency(agency_id)
    codes = AgencyCode.objects.filter(agency_id=agency_id).order_by("-is_current", "code")
    names = FormerName.objects.filter(agency_id=agency_id).order_by("-ended_on")
    after = Succession.objects.filter(predecessor_id=agency_id).select_related("successor")
    before = Succession.objects.filter(successor_id=agency_id).select_related("predecessor")
    return AgencyHistory(
        codes=tuple(
            CodeLine(c.code, CodeForm(c.form), c.is_current, c.valid_from, c.valid_to)
            for c in codes
        ),
        former_names=tuple((row.name, row.ended_on) for row in names),
        after=tuple(_succession(row, row.successor) for row in after.order_by("-is_heir", "pk")),
        before=tuple(_succession(row, row.predecessor) for row in before.order_by("pk")),
    )


def _succession(row: Succession, other: Agency) -> SuccessionLine:
    return SuccessionLine(other.pk, other.name, row.kind, row.happened_on, row.is_heir, row.source)


def participation_of(agency_id: UUID) -> list[ParticipationTerms]:
    """Return all terms of an agency, the latest first. One statement."""
    found = terms_of({agency_id}).get(agency_id, [])
    return sorted(found, key=lambda one: one.starts_on, reverse=True)
