"""Who can receive electronically on a day (A4)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from lienthong.directory import rules
from lienthong.directory.models import Participation
from lienthong.directory.queries.agencies import agencies, committee_ids, successors
from lienthong.directory.types import (
    AgencyCard,
    ParticipationTerms,
    PartnerScope,
    RecipientReadiness,
)
from lienthong.tables.places import places
from lienthong.tables.questions import question


def readiness(
    agency_ids: Iterable[UUID],
    *,
    kind_code: str,
    sender_id: UUID,
    on: date,
    known: Mapping[UUID, AgencyCard] | None = None,
) -> dict[UUID, RecipientReadiness]:
    """Return for each known agency whether it can receive this kind from this sender on a day.

    Unknown ids are absent from the answer. known: the cards, where the caller has read them. One
    statement for them, one for the terms, and three at most where somebody is held to a committee
    or is closed, whatever the number.
    """
    wanted = set(agency_ids)
    cards = known if known is not None else agencies(wanted)
    asked = [card for agency_id in wanted if (card := cards.get(agency_id)) is not None]
    terms = terms_of(wanted | {sender_id})
    is_held = any(one.partners == PartnerScope.COMMITTEE for some in terms.values() for one in some)
    closed = {card.id for card in asked if _is_closed(card, on)}
    sending = _Sending(
        kind_code,
        sender_id,
        on,
        held=rules.terms_on(on, terms.get(sender_id, ())),
        terms=terms,
        committees=committee_ids(wanted | {sender_id}) if is_held else {},
        after=successors(closed, on=on) if closed else {},
    )
    return {card.id: sending.reaches(card) for card in asked}


@dataclass(frozen=True, slots=True)
class _Sending:
    """Of one kind by one sender on a day, with what was asked about everybody at once.

    held: the sender's own terms of that day. after: who came after those that are closed.
    """

    kind_code: str
    sender_id: UUID
    on: date
    held: ParticipationTerms | None
    terms: Mapping[UUID, Sequence[ParticipationTerms]]
    committees: Mapping[UUID, UUID | None]
    after: Mapping[UUID, tuple[AgencyCard, ...]]

    def reaches(self, card: AgencyCard) -> RecipientReadiness:
        """Return whether this recipient can receive it. No statement."""
        terms = self.terms.get(card.id, ())
        held, heirs = rules.terms_on(self.on, terms), self.after.get(card.id, ())
        state, starts_on = rules.readiness_of(
            day=self.on,
            closed=_is_closed(card, self.on),
            founded_on=card.valid_from,
            terms=terms,
            held=held,
            kind_code=self.kind_code,
            partners_meet=self._meets(card, held),
        )
        return RecipientReadiness(
            agency=card,
            readiness=state,
            starts_on=starts_on,
            successor=heirs[0] if len(heirs) == 1 else None,
            successors=heirs,
            obligatory_on=held.obligatory_on if held else None,
        )

    def _meets(self, card: AgencyCard, held: ParticipationTerms | None) -> bool:
        return rules.partners_meet(
            one=self.held,
            one_id=self.sender_id,
            one_committee_id=self.committees.get(self.sender_id),
            other=held,
            other_id=card.id,
            other_committee_id=self.committees.get(card.id),
        )


def _is_closed(card: AgencyCard, on: date) -> bool:
    return card.valid_to is not None and card.valid_to < on


def terms_of(agency_ids: set[UUID]) -> dict[UUID, list[ParticipationTerms]]:
    """Return every participation of agencies, ended ones as well. One statement."""
    found: dict[UUID, list[ParticipationTerms]] = {}
    for agency_id, starts_on, ends_on, partners, kinds, *others in _terms.all(ids=agency_ids):
        scope = PartnerScope(partners)
        found.setdefault(agency_id, []).append(
            ParticipationTerms(agency_id, starts_on, ends_on, scope, _kinds(kinds), *others)
        )
    return found


@lru_cache(maxsize=256)
def _kinds(text: str) -> frozenset[str]:
    """Most agencies take the same kinds, mostly all: their list is read once."""
    return frozenset(json.loads(text))


@question
def _terms() -> "QuerySet[Participation, tuple[Any, ...]]":
    rows = Participation.objects.filter(agency_id__in=places("ids", UUID))
    columns = ("agency_id", "starts_on", "ends_on", "partners", "kinds_text")
    as_text = rows.annotate(kinds_text=Cast("kinds", TextField()))
    return as_text.values_list(*columns, "wave", "obligatory_on")
