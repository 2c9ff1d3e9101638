"""What programs have to know before they send: the agencies and the kinds of documents."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from lienthong.apikit.cursors import read_id, write_cursor
from lienthong.apikit.errors import BadCursor
from lienthong.apikit.operations import answers
from lienthong.apikit.schemas import Moment, PageSize, Told
from lienthong.directory import queries as directory
from lienthong.directory.queries.listing import ListedAgency
from lienthong.directory.types import AgencyCard, ParticipationTerms
from lienthong.documents.rules.kinds import kinds
from lienthong.gateways.api.shapes_out import AgencyOut
from lienthong.kernel import clock
from lienthong.systems.types import SystemRequest

router = Router(tags=["Danh bạ · Directory"])
_AGENCIES = "agencies"


class TermsOut(Told):
    """From when, until when, with whom and for which kinds; no kinds means every kind (A4)."""

    starts_on: date
    ends_on: date | None
    partners: str
    kinds: list[str]
    obligatory_on: date | None

    @classmethod
    def of(cls, terms: ParticipationTerms) -> "TermsOut":
        return cls(
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            partners=str(terms.partners),
            kinds=sorted(terms.kinds),
            obligatory_on=terms.obligatory_on,
        )


class ListedAgencyOut(AgencyOut):
    """codes: every code that it ever had; old ones stay valid. successors: who took over."""

    abbreviation: str
    level: str
    agency_class: str
    parent: UUID | None
    codes: list[str]
    valid_from: date | None
    valid_to: date | None
    successors: list[AgencyOut]
    participation: list[TermsOut]


class AgenciesOut(Told):
    """as_of: the moment to ask from the next time, as `changed_since`; of the first page."""

    agencies: list[ListedAgencyOut]
    next: str | None
    as_of: datetime


class KindOut(Told):
    code: str
    name: str
    kind_class: str
    abbreviations: list[str]
    valid_to: date | None


class KindsOut(Told):
    kinds: list[KindOut]


@router.get("/agencies", summary="Danh bạ cơ quan", **answers({200: AgenciesOut}, BadCursor))
def list_agencies(
    request: SystemRequest,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str, Query()] = "",
    changed_since: Annotated[Moment | None, Query()] = None,
    limit: PageSize = 50,
) -> AgenciesOut:
    """Agencies with codes, successors and participation; `q`: part of a name, or a code.

    Also those that have ended, but for `q`. `changed_since`: only those that changed later; give
    `as_of` of the answer before. Changes of its last ten minutes may come twice, none is left out.
    """
    now = clock.now()
    today = clock.local_day(now)
    if q:
        found, rest = directory.search_agencies(q, on=today, limit=limit), None
    else:
        last = read_id(after, scope=_AGENCIES)
        found = directory.agencies_after(last, limit=limit + 1, changed_since=changed_since)
        rest = found[limit - 1].id if len(found) > limit else None
        found = found[:limit]
    after_them = directory.successors([one.id for one in found], on=today)
    return AgenciesOut(
        agencies=[_shown(one, after_them.get(one.card.id, ())) for one in directory.listed(found)],
        next=write_cursor(_AGENCIES, str(rest)) if rest else None,
        as_of=directory.changes_known_until(now),
    )


@router.get("/kinds", summary="Các loại văn bản", **answers({200: KindsOut}))
def list_kinds(request: SystemRequest) -> KindsOut:
    """Every kind of document that there ever was, with its code for `kind`."""
    return KindsOut(
        kinds=[
            KindOut(
                code=one.code,
                name=one.name,
                kind_class=str(one.kind_class),
                abbreviations=[each.text for each in one.abbreviations],
                valid_to=one.valid_to,
            )
            for one in kinds().values()
        ]
    )


def _shown(one: ListedAgency, successors: tuple[AgencyCard, ...]) -> ListedAgencyOut:
    card = one.card
    return ListedAgencyOut(
        id=card.id,
        code=card.code,
        name=card.name,
        abbreviation=card.abbreviation,
        level=str(card.level),
        agency_class=str(card.agency_class),
        parent=card.parent_id,
        codes=list(one.codes),
        valid_from=card.valid_from,
        valid_to=card.valid_to,
        successors=[AgencyOut(id=s.id, code=s.code, name=s.name) for s in successors],
        participation=[TermsOut.of(terms) for terms in one.participation],
    )
